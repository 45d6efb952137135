"""Points of a communique or resolution, whose subject stands once above them.

"The Ministers:" and under it "1. Reaffirm ...", or "The Security Council," and under it
"Recalling ...", "2. Demands ...". Owns telling such a heading and its points, and gives each
point the subject as if it stood before its verb; the rules for verbs then read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate, verb_group
from graph_service.extract.phrases import phrase
from graph_service.extract.sources import subject_before
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit

CONFIDENCE = 0.8
"""A heading and its points leave little doubt; set by hand."""

_LONGEST = 30
_LONGEST_MEETING = 90
"""Most tokens of a heading that tells of the meeting: "The Leaders, meeting in X at the ..., "."""
_STATES = w.words(
    "concerned alarmed convinced mindful aware determined conscious dismayed appalled encouraged"
    " disturbed outraged guided resolved committed"
)
_OPENERS = w.words("having bearing taking noting mindful")
_DECIDING = w.words(
    "agree decide resolve declare recommend request urge demand call commit undertake propose"
    " pledge"
)
_SOLEMNLY = w.words("hereby do solemnly jointly we therefore unanimously now")
_ORDINALS = w.words("first second third fourth fifth sixth firstly secondly thirdly finally lastly")
_CLOSING = w.words("and or ; ,")
"""What stands behind a point when another follows: "Double trade by 2020; and"."""
_FOLLOWING = w.words("to that on the following as follows points for")


class _Heading:
    """What stands above points: its tokens, the subject among them, and a cue where it has one."""

    __slots__ = ("cue", "lemma", "subject", "tokens")

    def __init__(self, tokens: list[Token], subject: Range, cue: Range | None, lemma: str) -> None:
        self.tokens, self.subject, self.cue, self.lemma = tokens, subject, cue, lemma


def with_subjects(text: str, units: Iterable[Unit]) -> Iterator[Unit]:
    """The same units; points under a heading come with its subject."""
    heading: _Heading | None = None
    block = -1
    for unit in units:
        if unit.paragraph == block:
            last = _heading(unit) if unit.tokens and unit.tokens[-1].low == ":" else None
            if last is not None:
                heading = last  # "They met. Condemning A, the Four agreed:"
                yield unit
                continue
            yield _going_on(unit, heading)  # a further sentence of a point
            continue
        block = unit.paragraph
        under = _deciding(unit, heading)
        if under is not None:
            heading = under
            yield unit
            continue
        listed = _listed(text, unit)
        point = _point(unit, heading, listed) if heading else None
        if point is not None:
            yield point
            continue
        if heading and listed and unit.tokens and unit.tokens[0].text[0].isupper():
            yield unit  # a point without a verb of speech ends no list
            continue
        heading = _heading(unit)
        yield unit


def _going_on(unit: Unit, heading: _Heading | None) -> Unit:
    """ "They call for ..." within a point: the heading's subject goes on."""
    tokens = unit.tokens
    if heading is None or unit.inside or len(tokens) < 4 or tokens[0].low != "they":
        return unit
    start, end = heading.subject
    joined = [*heading.tokens[start:end], *tokens[1:]]
    return replace(unit, tokens=joined, subject=(0, end - start))


def _deciding(unit: Unit, heading: _Heading | None) -> _Heading | None:
    """A line "Resolves:" or "Have agreed as follows:" under a heading, whose subject it shares."""
    tokens, end = unit.tokens, len(unit.tokens) - 1
    if heading is None or unit.inside or not 0 < end <= 6 or tokens[end].low != ":":
        return None
    lemmas = {le for t in tokens[:end] for le, _ in cues.lexicon().get(t.low, ())}
    first = next((t.low for t in tokens[:end] if t.low not in _SOLEMNLY), "")
    verbs = {tag for _, tag in cues.lexicon().get(first, ())} & {"base", "s", "ed"}
    if not (verbs or first in w.HAVE):
        return None
    if not lemmas & _DECIDING:
        return None
    start, stop = heading.subject
    subject = heading.tokens[start:stop]
    lemma = sorted(lemmas & _DECIDING)[0]
    cue = (len(subject), len(subject) + end)
    return _Heading([*subject, *tokens], (0, len(subject)), cue, lemma)


def _heading(unit: Unit) -> _Heading | None:
    """A line "The Council:", "The Security Council," or "The leaders agreed to:"."""
    tokens = unit.tokens
    end = len(tokens) - 1
    if unit.inside or not 1 < end <= _LONGEST_MEETING or tokens[end].low not in {":", ",", ";"}:
        return None
    if _we_are(tokens):
        return _Heading(tokens, (0, 1), None, "")
    if tokens[end].low == ";" or (end > _LONGEST and tokens[end].low == "," and not _met(tokens)):
        return None
    if any(t.kind == "q" for t in tokens) or not (tokens[0].capital and tokens[0].kind == "w"):
        return None
    for at in range(end - 1, 0, -1):
        for lemma, tag in cues.lexicon().get(tokens[at].low, ()):
            follows = all(t.low in _FOLLOWING or w.is_adverb(t.low) for t in tokens[at + 1 : end])
            if tokens[end].low == "," or tag not in {"ed", "s", "base"} or not follows:
                continue
            if lemma not in _DECIDING:
                continue
            group = verb_group(tokens, at)
            subject = subject_before(tokens, group)
            if subject:
                return _Heading(tokens, subject, (group, end), lemma)
    commas = [i for i in range(end) if tokens[i].low == ","]
    start, stop = max((i + 1 for i in commas), default=0), end
    if commas and (w.is_participle(tokens[commas[0] + 1].low) or _met(tokens)):
        start, stop = 0, commas[0]  # "The Heads of State, meeting in X on 3 May, after talks:"
    name = tokens[start:stop]
    articled = bool(name) and name[0].low in {"the", "we"}
    if not articled or any(t.low in w.AUX or t.low.endswith("ed") for t in name):
        return None
    return _Heading(tokens, (start, stop), None, "")


def _we_are(tokens: Sequence[Token]) -> bool:
    """ "We, the Heads of State of X, gathered in Y," with no verb that says anything yet."""
    if tokens[0].low != "we" or tokens[1].low != ",":
        return False
    return not any(
        tag == "base" and t.text.islower()
        for t, before in zip(tokens[3:], tokens[2:], strict=False)
        if before.low == "," or w.is_adverb(before.low)
        for _, tag in cues.lexicon().get(t.low, ())
    )


def _met(tokens: Sequence[Token]) -> bool:
    """ "The Heads of State of the Union, meeting in X on 3 May at the invitation of Y, ...,"."""
    comma = next((i for i, t in enumerate(tokens[:_LONGEST]) if t.low == ","), 0)
    return bool(comma) and tokens[comma + 1].low in _MEETING


_MEETING = w.words("meeting gathered assembled convened having gathering convening")


def _listed(text: str, unit: Unit) -> bool:
    """Does a number or a dash stand before it on its line, or does it begin in lower case?"""
    start = unit.span.start
    line = text[max(text.rfind("\n", 0, start) + 1, start - 12) : start]
    ordinal = len(unit.tokens) > 2 and unit.tokens[0].low in _ORDINALS
    return bool(line.strip()) or text[start].islower() or ordinal


def _point(unit: Unit, heading: _Heading, listed: bool) -> Unit | None:
    """The unit with the heading's subject before it, where it opens with a verb or is a point."""
    tokens = unit.tokens
    if unit.inside or len(tokens) < 3 or tokens[0].kind == "q":
        return None
    if heading.cue:
        if listed and tokens[0].low == "they" and len(tokens) > 3:
            start, end = heading.subject  # "declare the following: 1. They reiterate ..."
            joined = [*heading.tokens[start:end], *tokens[1:]]
            return replace(unit, tokens=joined, subject=(0, end - start))
        if not listed or tokens[0].low == "we" or _speaks_itself(tokens):
            return None  # "1. We call upon ...", "1. The North affirmed ...": of its own
        joined = [*heading.tokens, *tokens]
        return replace(unit, tokens=joined, subject=heading.subject, told=len(heading.tokens))
    at = 0
    while at < len(tokens) - 2 and w.is_adverb(tokens[at].low):
        at += 1
    known = {tag for _, tag in cues.lexicon().get(tokens[at].low, ())}
    plain = known & {"base", "s", "ing", "ed"} or tokens[at].low in _STATES | _OPENERS
    if not plain and phrase(tokens, at) is None:
        return None
    start, end = heading.subject
    opening = [replace(t, text=t.low) for t in tokens[: at + 1]]
    joined = [*heading.tokens[start:end], *opening, *tokens[at + 1 :]]
    return replace(unit, tokens=joined, subject=(0, end - start), headline=False)


def _speaks_itself(tokens: Sequence[Token]) -> bool:
    """Has the point a subject and a past verb of speech of its own?"""
    if not tokens[0].capital or w.is_participle(tokens[0].low):
        return False
    for at in range(1, min(len(tokens) - 2, 9)):
        if tokens[at].kind != "w" or tokens[at].low in w.AUX | w.SUBORDINATORS | {"to", "of"}:
            return False
        known = cues.lexicon().get(tokens[at].low, ())
        if any(tag == "ed" and lemma in cues.SPEECH for lemma, tag in known):
            return True
    return False


def told(unit: Unit) -> Candidate | None:
    """The point as words of the heading's verb ("The leaders agreed to:"), or a state of mind."""
    if unit.subject is None:
        return None
    tokens, end = unit.tokens, unit.last
    if unit.told:
        cue = next(
            (
                (at, unit.told - 1)
                for at in range(unit.subject[1], unit.told)
                if cues.lexicon().get(tokens[at].low)
            ),
            (unit.subject[1], unit.told - 1),
        )
        lemma = next((le for le, _ in cues.lexicon().get(tokens[cue[0]].low, ())), "agree")
        while cue[1] > cue[0] + 1 and tokens[cue[1] - 1].kind != "w":
            cue = (cue[0], cue[1] - 1)
        while end > unit.told + 1 and tokens[end - 1].low in _CLOSING:
            end -= 1
        return Candidate(unit, "point", lemma, "ed", unit.subject, cue, [(unit.told, end)])
    at = unit.subject[1]
    while at < end and w.is_adverb(tokens[at].low):
        at += 1
    if at + 1 < end and tokens[at].low in _STATES:
        cue = (unit.subject[1], at + 1)
        return Candidate(unit, "point", tokens[at].low, "adj", unit.subject, cue, [(at + 1, end)])
    return None


def marked(unit: Unit, found: Candidate) -> Candidate:
    """A candidate of the heading's subject is as sure as the heading."""
    if unit.subject is not None and found.source == unit.subject:
        found.rule = "point"
    return found
