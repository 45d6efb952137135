"""The rules whose cue is no verb: a colon, a dash, "according to", nouns, adjectives, adverbs.

Each takes a unit and the cue's token index and gives a candidate or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate, verb_group
from graph_service.extract.contents import (
    left_start,
    right_end,
)
from graph_service.extract.sources import (
    apposition_after,
    boundary,
    phrase_after,
    subject_before,
)
from graph_service.extract.titles import ANY_TITLE, BODY, GENERIC
from graph_service.extract.units import Unit


def headline_colon(unit: Unit) -> Candidate | None:
    """ "X: words" in a headline or a transcript."""
    tokens = unit.tokens
    if unit.inside or len(tokens) < 4 or not tokens[0].text[0].isupper():
        return None
    if tokens[0].low in _NO_SPEAKER and tokens[1].low == ":":
        return None
    quoted = next((i for i in range(1, min(16, len(tokens))) if tokens[i].kind == "q"), 0)
    if (
        quoted > 1
        and tokens[quoted - 1].low == ":"
        and not any(t.low in w.AUX or cues.finite_form(t.low) for t in tokens[: quoted - 1])
    ):  # "Spokeswoman Ada Brook at the midday briefing: "We wait.""
        at = quoted - 1
        stop = next((i for i in range(1, at) if tokens[i].low in _ADJUNCTS), at)
        return Candidate(unit, "phrase", ":", "", (0, stop), (at, at + 1), [(quoted, quoted + 1)])
    for at in range(1, min(7, len(tokens) - 2)):
        if tokens[at].low == ":" and tokens[at - 1].low in _NO_SPEAKER:
            return None
        if tokens[at].low == ":":
            rule = "colon-headline" if unit.headline else "colon"
            if tokens[at - 1].text.isupper() and len(tokens[at - 1].text) > 2:
                rule = "colon-capitals"
            return Candidate(unit, rule, ":", "", (0, at), (at, at + 1), [(at + 1, len(tokens))])
        if boundary(tokens[at]) or tokens[at].low in w.AUX:
            return None
    return None


_ADJUNCTS = w.words("at in on during after before to from outside inside , via speaking by upon")


def quoted_headline(unit: Unit) -> Candidate | None:
    """A quotation, a colon and whose it is: "words": X hits back."""
    tokens = unit.tokens
    if unit.inside or len(tokens) < 4 or tokens[0].kind != "q" or tokens[1].low != ":":
        return None
    stop = 2
    while stop < unit.last and tokens[stop].capital:
        stop += 1
    if stop == 2 or (stop < unit.last and boundary(tokens[stop]) and tokens[stop].low != ","):
        return None
    return Candidate(unit, "relay-headline", ":", "", (2, stop), (1, 2), [(0, 1)])


def colon_title(unit: Unit) -> Candidate | None:
    """ "Brussels: another wall coming down": a line without a stop, a name before the colon."""
    tokens = unit.tokens
    end = len(tokens)
    quoted = end >= 3 and tokens[-1].kind == "q" and tokens[-2].low == ":"
    if unit.inside or not (quoted or 4 <= end <= _TITLE) or tokens[-1].kind == "p":
        return None
    at = next((i for i in range(1, min(6, end - 1 - (not quoted))) if tokens[i].low == ":"), 0)
    to = next((i for i in range(1, at) if tokens[i].low == "to"), 0)
    if to and all(t.capital for t in (*tokens[:to], *tokens[to + 1 : at])):
        said = [(at + 1, end)]  # "Roe to allies: pay up"
        return Candidate(unit, "colon-title", ":", "", (0, to), (at, at + 1), said)
    if not 0 < at < 4 or not all(t.capital and t.kind == "w" for t in tokens[:at]):
        return None
    if tokens[at - 1].low in _NO_SPEAKER:
        return None
    shouted = tokens[0].text.isupper() and not unit.headline
    if shouted and not all(t.text.isupper() for t in tokens if t.kind == "w"):
        return None
    return Candidate(unit, "colon-title", ":", "", (0, at), (at, at + 1), [(at + 1, end)])


_TITLE = 14
_NO_SPEAKER = w.words(
    """
    note notes update updates analysis exclusive breaking watch photo photos video correction
    opinion live date place time participants summary background contact tags see factbox
    explainer comment headlines briefing agenda annex chapter subject declaration statement
    points briefs edition part question answer explainer timeline profile q&a transcript remarks
    readout readouts accounts speech interview happened live recap summary liveblog roundup
    highlights
    """
)


def tail_speaker(unit: Unit) -> Candidate | None:
    """ "Ardenia will not join: minister", "Talks to go on -sources": a headline's last words."""
    tokens = unit.tokens
    end = len(tokens)
    if unit.inside or not 5 <= end <= _LINE or tokens[-1].kind != "w":
        return None
    mark = next(
        (
            at
            for at in range(end - 2, max(2, end - 7), -1)
            if tokens[at].low in {":", "-", "–", "—"}
        ),
        0,
    )
    if not mark or not all(t.kind == "w" for t in tokens[mark + 1 :]):
        return None
    names = tokens[mark + 1 :]
    words = " ".join(t.text for t in names)
    kind = GENERIC.search(words) or ANY_TITLE.search(words) or BODY.search(words)
    clause = any(t.low in w.AUX for t in tokens[:mark])
    clause = clause or all(t.text.isupper() for t in tokens if t.kind == "w")
    capitals = (tokens[mark].low == ":" or clause) and len(names) <= 3
    capitals = capitals and all(t.capital for t in names)
    verbal = any(t.low in w.AUX or cues.finite_form(t.low) for t in names)
    if verbal or not (kind or capitals) or names[0].low in w.PREPOSITIONS | w.WH | {"how", "why"}:
        return None
    labelled = tokens[1].low == ":"
    if (labelled and tokens[0].low not in _NO_SPEAKER) or names[0].low in _NO_SPEAKER:
        return None
    said = [(2 * labelled, mark)]
    return Candidate(unit, "tail-headline", ":", "", (mark + 1, end), (mark, mark + 1), said)


_LINE = 18


def heads_topic(unit: Unit, colon: Candidate, found: Sequence[Candidate]) -> bool:
    """Is what stands before the colon a subject ("Syria: Lavrov says ..."), and no speaker?

    Somebody else speaks right after it, and it names no body or post.
    """
    if colon.source is None or not colon.rule.startswith("colon"):
        return False
    words = " ".join(t.text for t in unit.tokens[slice(*colon.source)])
    if BODY.search(words) or ANY_TITLE.search(words) or words in _SPEAKING_PLACES:
        return False
    begin = colon.cue[1]
    return any(
        c.source is not None
        and (c.source[0] == begin or c.lemma == "say")
        and c.source[0] >= begin
        and c.tag in {"s", "ed", "base"}
        and c.lemma in cues.SPEECH
        and not any(t.low == "to" for t in unit.tokens[slice(*c.cue)])
        for c in found
    )


_SPEAKING_PLACES = {"Kremlin", "The Kremlin", "White House", "Elysee", "Elysée", "Downing Street"}


def dash_signature(unit: Unit) -> Candidate | None:
    """A quotation, a dash and a name: "words" -- X."""
    tokens = unit.tokens
    if unit.inside or len(tokens) < 3 or tokens[0].kind != "q":
        return None
    if tokens[1].low not in {"—", "–", "-", "--", "―"} or not tokens[2].capital:
        return None
    words = " ".join(t.text for t in tokens[2 : unit.last])
    known = GENERIC.search(words) or ANY_TITLE.search(words) or BODY.search(words)
    line = known and unit.last <= _LINE and all(t.kind == "w" for t in tokens[2 : unit.last])
    rule = "tail-headline" if line else "signature"
    return Candidate(unit, rule, "-", "", (2, unit.last), (1, 2), [(0, 1)])


def headline_state(unit: Unit) -> Candidate | None:
    """ "Roe hopeful of deal", "Union 'gravely concerned' over arrests": a headline without verb."""
    tokens, end = unit.tokens, len(unit.tokens)
    if unit.inside or not 4 <= end <= _LINE or tokens[-1].kind == "p":
        return None
    at = 0
    while at < min(end - 2, 6) and tokens[at].kind == "w" and tokens[at].low not in _MOODS:
        plain = not tokens[at].capital and (at == 0 or cues.finite_form(tokens[at].low))
        if plain or tokens[at].low in w.AUX | w.PREPOSITIONS:
            return None
        at += 1
    if at == 0:
        return None
    mood = tokens[at]
    held = mood.low in _MOODS
    if mood.kind == "q":
        held = any(word in _MOODS for word in mood.text.lower().strip("‘’'“”\"").split())
    begin = at + 1
    if not held or tokens[begin].low not in _MOODS_OF:
        return None
    stop = right_end(unit, begin, False)
    comma = next((i for i in range(begin, stop) if tokens[i].low == ","), stop)
    lemma = mood.low if mood.kind == "w" else "feel"
    said = [(begin, comma)]
    return Candidate(unit, "headline-state", lemma, "adj", (0, at), (at, at + 1), said)


_MOODS = w.words(
    "hopeful confident optimistic pessimistic ready willing unwilling open concerned worried"
    " alarmed wary sceptical skeptical adamant opposed disappointed outraged angry furious pleased"
    " prepared determined convinced unsure keen reluctant unhappy satisfied"
)
_MOODS_OF = w.words("of about over to that at by with on against in")


def according(unit: Unit, at: int) -> Candidate | None:
    """ "according to X" before, after or inside the words."""
    tokens, end = unit.tokens, len(unit.tokens)
    if at + 1 >= end or tokens[at + 1].low != "to":
        return None
    pointed = tokens[at + 2].low in {"that", "this", "these", "those"} if at + 3 < end else False
    source = phrase_after(tokens, at + 2 + pointed, end)  # "according to that person"
    if source is None:
        return None
    source = (at + 2, source[1])
    cue = (at, at + 2)
    opens = at == 0 or (
        at <= 2
        and tokens[at - 1].low in {"and", "but", ","}
        and (w.is_adverb(tokens[0].low) or tokens[0].low in {"and", "but", "yet", "so"})
    )
    opens = opens or (tokens[at - 1].low == ";" and source[1] < end)
    if opens:
        stop = source[1]
        while stop < end and tokens[stop].low != "," and tokens[stop].kind == "w":
            stop += 1
        if stop + 1 >= unit.last:
            return None
        return Candidate(
            unit, "according-first", "according to", "", (source[0], stop), cue,
            [(stop + 1, _sentence_end(unit, right_end(unit, stop + 1)))],
        )  # fmt: skip
    source = apposition_after(tokens, source, end)
    left = at
    while left > 0 and tokens[left - 1].low in {",", "—", "–", "("}:
        left -= 1
    if left == 0:
        return None
    parts = [(left_start(unit, left), left)]
    stop = source[1]
    if tokens[left - 1].low == "that" and stop + 1 < unit.last and tokens[stop].low == ",":
        # "The agency said that, according to X, Y"
        said = [(stop + 1, right_end(unit, stop + 1))]
        return Candidate(unit, "according-first", "according to", "", source, cue, said)
    inner = stop + 1 < unit.last and tokens[stop].low == "," and tokens[at - 1].low == ","
    short = left < 10 or not any(t.low in w.AUX or cues.finite_form(t.low) for t in tokens[:left])
    if inner and short and tokens[stop + 1].low not in {"but", "and", "while", "who", "which"}:
        parts.append((stop + 1, right_end(unit, stop + 1)))
    return Candidate(unit, "according-last", "according to", "", source, cue, parts)


def _sentence_end(unit: Unit, stop: int) -> int:
    """All that "and" adds is told according to the same: "According to Z, X said A and urged B"."""
    while stop + 2 < unit.last:
        joined = stop + (unit.tokens[stop].low == ",")
        if unit.tokens[joined].low != "and":
            break
        stop = right_end(unit, joined + 1)
    return stop


def adjective(unit: Unit, at: int, lemma: str) -> Candidate | None:
    """ "X is confident that Y"."""
    tokens = unit.tokens
    group = at - (at > 1 and tokens[at - 1].low in _VERY)
    group = verb_group(tokens, group)
    if group == at or not any(t.low in w.BE for t in tokens[group:at]) or at + 1 >= unit.last:
        return None
    if tokens[at + 1].low not in _ADJECTIVE_OPENS:
        return None
    source = subject_before(tokens, group)
    if source is None:
        return None
    begin = at + 1
    rule = "adjective-" + tokens[begin].low
    parts = [(begin, right_end(unit, begin))]
    return Candidate(unit, rule, lemma, "adj", source, (group, at + 1), parts)


_ADJECTIVE_OPENS = w.words("that of to about with by in if whether at over")
_VERY = w.words("quite very absolutely also still most rather utterly too")


def unsourced(unit: Unit, at: int) -> Candidate | None:
    """ "reportedly", "allegedly": words that nobody named has said."""
    tokens = unit.tokens
    parts = [(left_start(unit, at), at), (at + 1, right_end(unit, at + 1))]
    if tokens[at].low == "so-called":
        parts = [(at + 1, min(at + 3, unit.last))]
    parts = [(a, b) for a, b in parts if a < b]
    if not parts:
        return None
    return Candidate(unit, "unsourced", tokens[at].low, "adv", None, (at, at + 1), parts)
