"""What follows a cue verb: "X said (that) Y", "X told Z that Y", "X warned of Y", "X said: Y".

Owns where the words begin behind the verb, of what form they are and how far they reach. Which
rule a verb is read by is `rules`. Indices count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import asked, cues
from graph_service.extract import wordlists as w
from graph_service.extract.asked import demanded, infinitive
from graph_service.extract.candidate import Candidate, verb_group
from graph_service.extract.contents import (
    after_inserted_source,
    opening_end,
    relative_end,
    right_end,
    skip_adjuncts,
    skip_object,
)
from graph_service.extract.narrated import before_time
from graph_service.extract.sources import boundary, subject_before
from graph_service.extract.titles import AGENCY
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit


def forward(
    unit: Unit,
    cue: Range,
    lemma: str,
    tag: str,
    source: Range,
    shared: bool,
    name: str = "",
) -> Candidate | None:
    """ "X said (that) Y", "X told Z that Y", "X warned of Y", "X said: Y"."""
    tokens, end = unit.tokens, len(unit.tokens)
    begin = cue[1]
    if lemma == "put" and begin < end and tokens[begin].low == "it":
        begin += 1
    if lemma == "tell" and begin < end and tokens[begin].low == "to":
        return None  # "Belmora told to lift its blockade": by whom is not said
    if lemma in cues.TELLING and begin < end and tokens[begin].low != "that":
        begin = skip_object(tokens, begin)
    if begin + 3 < end and tokens[begin].low == "," and tokens[begin + 1].low in _TURNS:
        begin += 3 * (tokens[begin + 2].low == ",")  # "did not exclude, however, that"
    begin = after_inserted_source(tokens, skip_adjuncts(tokens, begin, lemma))
    if begin < end and tokens[begin].low == "to" and lemma in cues.SAYING:
        # "wrote to Z, an aide said, that"
        comma = next((i for i in range(begin, min(end, begin + 8)) if tokens[i].kind != "w"), begin)
        inserted = after_inserted_source(tokens, comma)
        begin = inserted if inserted > comma else begin
    whom: Range | None = None
    if lemma in _ASKING and begin < end:
        begin, whom = _aside(tokens, cue[1], begin, unit.last)
    if begin + 1 < end and w.is_adverb(tokens[begin].low) and tokens[begin + 1].low == "that":
        begin += 1  # "wrote afterwards that"
    if begin + 1 < end and tokens[begin].low == "only" and tokens[begin + 1].low == "that":
        begin += 1  # "would say only that"
    ends = begin >= unit.last
    if ends or tokens[begin].low in {":", ","}:
        if begin < end and tokens[begin].low == ":" and begin + 1 >= end:
            # "X said:" and the words in the next unit.
            return Candidate(unit, "verb-next", lemma, tag, source, cue, [], shared=shared)
        begin += 1
        if begin >= unit.last:
            return None
    relative = tokens[source[0] - 1] if source[0] else None
    subordinate = any(t.low in w.OPENERS for t in tokens[: min(source[0], 2)]) and not any(
        t.low == "," for t in tokens[: source[0]]
    )
    form = frame(tokens, begin)
    if tokens[begin].low == "it" and begin + 1 < unit.last and tokens[begin + 1].low == ",":
        return None  # "before he said it, ...": what "it" is stands elsewhere
    clausal = form in {"that", "clause", "wh", "quote"} or lemma in {"say", "tell"}
    opening = subordinate or (cue[0] == 0 and tag == "ing")
    stop = right_end(unit, begin, clausal, opening, tag)
    if tokens[source[0]].low in {"who", "which"}:
        stop = relative_end(unit, begin, stop)
        stop = opening_end(unit, source[0], begin, stop)
    if not clausal and form in _BRIEF and tag in {"ed", "en"} and lemma not in _SCHEDULING:
        stop = before_time(tokens, begin, stop)
    if stop <= begin or all(t.low in _EMPTY for t in tokens[begin:stop]):
        return None
    if clausal and stop + 2 < unit.last and tokens[stop].low == "and":
        told = is_media(tokens, source)
        known = cues.lexicon().get(tokens[stop + 1].low, ())
        if told and not any(le in _REPORTING for le, _ in known):
            stop = unit.last  # an outlet that says something does not call for it as well
    if lemma == "accuse" and stop < unit.last and tokens[stop].low == ",":
        stop = _of_what(unit, begin, stop)
    parts = [whom, (begin, stop)] if whom else [(begin, stop)]
    again = demanded(tokens, stop, unit.last) if lemma in asked.VERBS else None
    if again is not None and not clausal and stop < unit.last and tokens[stop].low in _AT:
        parts.append((again, right_end(unit, again, False, opening, tag)))
    rule = name or "verb-" + form
    if relative and relative.low in {"what", "which", "whom"} and not shared:
        rule = "verb-relative"
        if source[0] < 2 or tokens[source[0] - 2].low not in w.PREPOSITIONS:
            parts.insert(0, (source[0] - 1, source[0]))
    return Candidate(unit, rule, lemma, tag, source, cue, parts, shared=shared)


_ASKING = w.words("ask wonder tell urge")


def _aside(tokens: Sequence[Token], follow: int, begin: int, last: int) -> tuple[int, Range | None]:
    """Where the words begin behind somebody who is asked, and who is told to do something.

    "asked the envoy in committee whether"; "told its friends, in two languages, to wait".
    """
    for index in range(begin, min(last - 2, begin + 10)):
        token = tokens[index]
        if token.low in _WHETHER and index > begin:
            return index, None
        if token.low == "," and tokens[follow].low not in {"that", ","} and index > follow:
            close = next((i for i in range(index + 1, min(last - 2, index + 12))
                          if tokens[i].low == ","), 0)  # fmt: skip
            plain = all(t.kind == "w" and t.low not in w.AUX for t in tokens[follow:index])
            if close and plain and infinitive(tokens, close + 1, last):
                return close + 1, (follow, index)
            break
        if token.kind != "w" or token.low in w.AUX or token.low in w.SUBORDINATORS | {"to"}:
            break
    return begin, None


_WHETHER = w.words("whether why how")


def _of_what(unit: Unit, begin: int, stop: int) -> int:
    """Where "two officers, Roe and Lund, and a minister, Orin, of helping the rebels" ends."""
    tokens = unit.tokens
    if any(t.low == "of" and w.is_participle(tokens[i + 1].low)
           for i, t in enumerate(tokens[begin:stop], begin)):  # fmt: skip
        return stop
    for index in range(stop, min(unit.last - 2, stop + 24)):
        behind = tokens[index].low == "of" and tokens[index - 1].low == ","
        if behind and w.is_participle(tokens[index + 1].low):
            return right_end(unit, index, False, tag="ed")
        if tokens[index].low in w.AUX or tokens[index].low in {";", ":"}:
            break
    return stop


_BRIEF = frozenset(("words", "for", "with", "mixed", "clause"))
"""Forms of an object behind which a day may be the narrator's."""
_SCHEDULING = w.words("schedule set announce postpone delay plan expect")
_TURNS = w.words("however though nevertheless moreover meanwhile nonetheless")


_AT = w.words("in at during on")


_REPORTING = w.words("say report add quote cite note write publish show")


_EMPTY = w.words("to that on the follows following of for with as : ,")
"""Words that by themselves say nothing: "agreed to:" above a list."""


def frame(tokens: Sequence[Token], at: int) -> str:
    """How the content opens: part of a rule's name and of its weight."""
    token = tokens[at]
    if token.kind == "q":
        return "quote" if tokens[at - 1].low in {",", ":"} or token.open_ended else "mixed"
    if token.low in {"that", "to", "of", "for", "on", "as", "about", "with", "in", "by"}:
        return token.low
    if token.low in w.WH:
        return "wh"
    if token.low in w.PREPOSITIONS:
        return "prep"
    if token.low in w.OBJECT_PRONOUNS and at + 1 < len(tokens) and tokens[at + 1].low == "and":
        return "words"  # "thanked her and said"
    if token.low in {"he", "she", "they", "it", "i", "we", "there", "you"}:
        object_alone = token.low in {"it", "you"} and at + 1 < len(tokens)
        return "words" if object_alone and tokens[at + 1].low in {"and", "but"} else "clause"
    if w.is_participle(token.low):
        return "ing"
    for index in range(at, min(len(tokens), at + 12)):
        if boundary(tokens[index]) or tokens[index].low in w.PREPOSITIONS:
            behind = _behind_relative(tokens, index)
            return "clause" if behind and tokens[behind].low in w.AUX else "words"
        if tokens[index].low in w.AUX or tokens[index].low in w.CONTRACTED:
            return "clause"
    return "words"


def _behind_relative(tokens: Sequence[Token], comma: int) -> int:
    """Index after ", which is in charge for now," where the clause goes on; else 0."""
    if comma + 3 >= len(tokens) or tokens[comma].low != ",":
        return 0
    if tokens[comma + 1].low not in {"which", "who", "whose"}:
        return 0
    ahead = range(comma + 3, min(len(tokens) - 1, comma + 20))
    close = next((i for i in ahead if tokens[i].low == ","), 0)
    return close + 1 if close else 0


def as_saying(unit: Unit, at: int, lemma: str, having: int = 0) -> Candidate | None:
    """ "The agency quoted X as saying Y", "X was quoted as saying Y": X says Y.

    `having`: where the "having" of "as having told" stands.
    """
    tokens, follow = unit.tokens, at + 1
    at = having or at
    for verb in range(at - 2, max(-1, at - 18), -1):
        if tokens[verb].low in _QUOTING and tokens[verb].kind == "w":
            break
    else:
        return None
    group = verb_group(tokens, verb)
    cue = (at - 1, follow)
    if any(t.low in w.BE for t in tokens[group:verb]):
        source = subject_before(tokens, group)
        if verb == at - 2:
            cue = (group, follow)
    else:
        source = subject_before(tokens, at - 1, verb + 1)
    return forward(unit, cue, lemma, "ing", source, False, "as-saying") if source else None


_QUOTING = w.words("quoted quotes quote quoting cited cites cite citing reported")


def is_media(tokens: Sequence[Token], source: Range) -> bool:
    """Is the subject an agency, a paper or a station, by a word for one?"""
    words = " ".join(t.text for t in tokens[slice(*source)])
    return bool(AGENCY.search(words)) or any(t.low in _MEDIA for t in tokens[slice(*source)])


_MEDIA = w.words(
    "media television tv radio newspaper newspapers broadcaster channel daily weekly magazine press"
)
