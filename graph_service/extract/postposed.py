"""The rules for clauses that stand after or inside their words: "Y," said X; "Y," X said.

Each takes a unit and the cue's token range and gives a candidate or None.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import asked, cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate
from graph_service.extract.circumstances import at_time
from graph_service.extract.contents import (
    adjunct_end,
    around,
    left_start,
    skip_adjuncts,
    skip_object,
)
from graph_service.extract.sources import (
    apposition_after,
    boundary,
    finite,
    phrase_after,
    subject_before,
)
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit


def inverted(unit: Unit, cue: Range, lemma: str, tag: str) -> Candidate | None:
    """ "Y," said X."""
    tokens, end = unit.tokens, len(unit.tokens)
    group, follow = cue
    if group == 0 or lemma not in cues.INVERTING or follow >= end:
        return None
    if found := _short(unit, cue, lemma, tag):
        return found
    head, opening = tokens[group - 1], tokens[follow]
    quoted = head.kind == "q" and head.open_ended
    if head.low == "," and group > 1 and tokens[group - 2].kind == "q":
        quoted = True
    if not (quoted or head.low in {",", "?", "!", "—", "–"}) or opening.kind != "w":
        return None
    if not (opening.capital or opening.low in w.DETERMINERS | w.PRONOUNS or quoted):
        return None
    exclaimed = _exclaimed(unit, group, follow)
    if exclaimed is not None:
        return Candidate(unit, "tail-headline", lemma, tag, exclaimed, cue, [(0, group - 1)])
    if not quoted and (opening.low in w.PRONOUNS or group < 4):
        return None
    source = phrase_after(tokens, follow, end)
    if source is None:
        return None
    if any(t.low in w.MODAL for t in tokens[group : follow - 1]):
        return None  # ", who once said A, would now say the same"
    if not quoted and lemma in asked.VERBS and asked.demanded(tokens, follow, unit.last):
        return None  # "X, who is here, asked the Council not to go"
    if not quoted:
        if lemma in cues.TELLING or _predicate(tokens, source) or _verbless(tokens, group - 1):
            return None
        after = at_time(tokens, source[1])
        whose = after < end and tokens[after].low == "who" and _clause(unit, group - 1)
        if whose and not any(boundary(t) for t in tokens[after : unit.last]):
            after = unit.last
        if after < end and not boundary(tokens[after]):
            return None
        if after < unit.last and tokens[0].capital and group < 14:
            head_range = subject_before(tokens, group)
            if head_range and head_range[0] == 0:
                return None
    source = apposition_after(tokens, source, end)
    rule = "inverted-quote" if quoted else "inverted"
    return Candidate(unit, rule, lemma, tag, source, cue, around(unit, group, source[1]))


def _short(unit: Unit, cue: Range, lemma: str, tag: str) -> Candidate | None:
    """ "A lie, said X: Y"; "They cannot stay, said X"; "Under it, said X, Y": few words, a name."""
    tokens, (group, follow) = unit.tokens, cue
    if not 2 <= group <= 7 or tokens[group - 1].low != "," or unit.headline or tag == "base":
        return None
    if any(t.kind != "w" for t in tokens[: group - 1]) or not tokens[follow].capital:
        return None
    if any(t.capital for t in tokens[1 : group - 1]):
        return None
    source = phrase_after(tokens, follow, len(tokens))
    if source is None or sum(t.capital for t in tokens[slice(*source)]) < 2:
        return None
    if any(finite(tokens, i) for i in range(follow, source[1])):
        return None
    source = apposition_after(tokens, source, len(tokens))
    stop, first = source[1], tokens[0].low
    said = [(0, group - 1)]
    if stop + 1 < unit.last and tokens[stop].low in {",", ":"}:
        behind = tokens[stop + 1].low
        if behind not in _NOT_ON and not w.is_participle(behind):
            said.append((stop + 1, unit.last))
    alone = len(said) < 2
    if alone and first not in _OPENS_WORDS and not _clause(unit, group - 1):
        return None  # "Yesterday, said X"
    return Candidate(unit, "inverted-quote", lemma, tag, source, cue, said)


_NOT_ON = w.words("who which and but while in on at after before when a an the")
_OPENS_WORDS = w.words("a an no not nonsense never they it this that we there he she i")


def _exclaimed(unit: Unit, group: int, follow: int) -> Range | None:
    """The speaker of a line "Disgraceful, says Roe": one word or two before the comma."""
    tokens, end = unit.tokens, len(unit.tokens)
    if unit.inside or not 2 <= group <= 4 or end - follow > 4 or tokens[-1].kind != "w":
        return None
    names = tokens[follow:]
    plain = all(t.kind == "w" for t in tokens[: group - 1]) and tokens[group - 1].low == ","
    return (follow, end) if plain and names and all(t.capital for t in names) else None


def _predicate(tokens: Sequence[Token], phrase: Range) -> bool:
    """Does a verb of its own stand in what looks like one noun phrase?

    In "X, however, said her delegation backed the text" it is what X said.
    """
    for at in range(phrase[0] + 2, phrase[1]):
        token, before, after = tokens[at], tokens[at - 1], tokens[min(at + 1, len(tokens) - 1)]
        past = token.low in w.IRREGULAR_PAST or (token.low.endswith("ed") and len(token.low) > 4)
        if (
            past
            and not token.capital
            and before.kind == "w"
            and before.low not in w.DETERMINERS | w.PREPOSITIONS | {"and", "or"}
            and not w.is_adverb(before.low)
            and after.low not in w.PREPOSITIONS | {"and"}
            and not (after.capital and token.low in _NAMING)
        ):
            return True
    return False


def _verbless(tokens: Sequence[Token], end: int) -> bool:
    """Nothing in "King Orin, according to the court" can be the verb of a clause."""
    return not any(
        token.kind == "q"
        or token.low in w.AUX | w.CONTRACTED | w.IRREGULAR_PAST
        or (not token.capital and token.low.endswith(("ed", "s")))
        or finite(tokens, at)
        for at, token in enumerate(tokens[:end])
    )


_NAMING = w.words("called named nicknamed dubbed retired elected appointed")
""" "a man called Orin": no verb of a clause."""


def postposed(unit: Unit, cue: Range, lemma: str, tag: str, source: Range) -> Candidate | None:
    """ "Y," X said; also in the middle of its words."""
    tokens, end = unit.tokens, len(unit.tokens)
    left, after = source[0], cue[1]
    if left == 0 or tokens[left].low in {"which", "who", "whom"}:
        return None
    mark = tokens[left - 1]
    if found := _called(unit, cue, lemma, tag, source):
        return found
    quoted = mark.kind == "q" and mark.open_ended
    if mark.low == "," and left > 1 and tokens[left - 2].kind == "q":
        quoted = True
    if mark.low == "as" and left > 4 and tokens[left - 2].low == ",":
        after = at_time(tokens, after)
        closed = after >= unit.last or tokens[after].low in {",", "."}
        parts = [(left_start(unit, left - 2), left - 2)]
        return Candidate(unit, "as-said", lemma, tag, source, cue, parts) if closed else None
    if not quoted and mark.low not in {",", "?", "!", "—", "–", "--"}:
        return None
    if lemma in cues.TELLING:
        after = skip_object(tokens, after)
    elif lemma in _ADDRESSING and after < unit.last and tokens[after].capital:
        told = skip_object(tokens, after)
        after = told if told >= unit.last else after
    follows = skip_adjuncts(tokens, after)
    direct_next = follows < end and (
        tokens[follows].kind == "q"
        or (
            tokens[follows].low in {",", ":"}
            and follows + 1 < end
            and tokens[follows + 1].kind == "q"
        )
    )
    if after < end and tokens[after].low == ":":
        return None
    closed = after >= end or (boundary(tokens[after]) and tokens[after].kind != "q")
    if not closed and not quoted and lemma in cues.SAYING | cues.INVERTING | cues.TELLING:
        party = lemma in cues.TELLING and tokens[after].low in {"of", "from"}  # "workers of his"
        after = adjunct_end(unit, after + party)
        closed = after >= end or boundary(tokens[after])
    if not closed and tokens[after].low in {"of", "about"} and _verdict(unit, left - 1):
        after, closed = unit.last, True
        return Candidate(unit, "postposed-quote", lemma, tag, source, cue, [(0, left - 1)])
    if not closed and not quoted and lemma in cues.SAYING | cues.TELLING:
        closed = tokens[after].low in {"as", "while", "when", "after", "before"}
    if quoted and not closed:
        if follows < end and tokens[follows].low == "that" and follows == after:
            return None
        if lemma not in cues.SPEECH | {"snap"} or (
            mark is not tokens[0] and not _clause(unit, left - 1)
        ):
            return None
        stop = after
        while stop < end and not (
            boundary(tokens[stop])
            and (
                tokens[stop].kind == "q"
                or tokens[stop].low != ","
                or (stop + 1 < end and tokens[stop + 1].kind == "q")
            )
        ):
            stop += 1
        return Candidate(unit, "postposed-quote", lemma, tag, source, cue, around(unit, left, stop))
    if not closed:
        time = at_time(tokens, after)
        if time == after or (time < end and not boundary(tokens[time])):
            return None
        after = time
    if quoted:
        return Candidate(
            unit, "postposed-quote", lemma, tag, source, cue, around(unit, left, after)
        )
    if direct_next and not _clause(unit, left):
        return None
    if tokens[left - 1].low == "," and not _clause(unit, left) and after >= unit.last:
        return None
    return Candidate(unit, "postposed", lemma, tag, source, cue, around(unit, left, after))


def _called(unit: Unit, cue: Range, lemma: str, tag: str, source: Range) -> Candidate | None:
    """ "A stab in the back, he called it."."""
    tokens, (_, follow), left = unit.tokens, cue, source[0]
    if lemma not in _CALLING or tokens[left - 1].low != "," or follow >= unit.last:
        return None
    closes = follow + 1 >= unit.last or tokens[follow + 1].low in {",", ";", "at", "in", "on"}
    if tokens[follow].low not in {"it", "this", "them", "him", "her"} or not closes:
        return None
    said = [(left_start(unit, left - 1), left - 1)]
    return Candidate(unit, "call-it", lemma, tag, source, cue, said)


_CALLING = w.words("call label brand dub term name")


def _verdict(unit: Unit, end: int) -> bool:
    """Are the words before but a judgment: "A crime against humanity, X said of the decision"?"""
    tokens = unit.tokens
    if not 1 <= end <= 8 or any(t.kind != "w" for t in tokens[:end]):
        return False
    return tokens[0].low in {"a", "an", "no", "the"} or end <= 2


_ADDRESSING = w.words("warn promise ask remind advise caution")
_TITLE = 16
"""Words of a line without a stop, which is a headline and may lack a verb."""


def _clause(unit: Unit, left: int) -> bool:
    """Is there a finite verb before `left`, outside an opening subordinate clause?"""
    tokens = unit.tokens
    title = len(tokens) <= _TITLE and tokens[-1].kind == "w" and unit.inside is None
    if unit.headline or title:
        return left > 3
    if w.is_participle(tokens[0].low) and not any(t.low in w.AUX for t in tokens[:left]):
        return False
    if tokens[0].low in w.OPENERS | w.PREPOSITIONS:
        commas = [i for i in range(left - 1) if tokens[i].low == ","]
        if not commas:
            # "At the airport the plane stood empty, X said", but "At the airport on Monday, X said"
            told = tokens[0].low not in w.OPENERS and left > 5
            return told and any(t.low in w.AUX or t.low in w.IRREGULAR_PAST for t in tokens[2:left])
    for at, token in enumerate(tokens[:left]):
        if token.low in w.AUX or token.low in w.CONTRACTED or token.kind == "q":
            return True
        if at and not token.capital:
            if token.low.endswith("ed") or token.low in w.IRREGULAR_PAST:
                return True
            if token.low in cues.lexicon() or token.low.endswith("s"):
                return True
    return False
