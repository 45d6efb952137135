"""Who "he", "she", "it", "they" and "the statement" are.

Owns the plain cases: gender and number, the last speaker, the subject of the
sentence before. Where two persons fit alike, nobody is chosen.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from graph_service.extract.cast import Cast, Spoken
from graph_service.extract.draft import Mention, Source
from graph_service.extract.groups import MEMBERS, opening_group, they
from graph_service.extract.source_span import made
from graph_service.extract.titles import ANY_TITLE, DOCUMENT
from graph_service.model import Span, Spans

REACH = 6
"""Sentences that a pronoun may look back."""

_GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m"}
_GENDER |= {"she": "f", "her": "f", "hers": "f", "herself": "f"}
_SINGULAR = frozenset(_GENDER)
_MANY = re.compile(r"\b(?:opposition|press|public|police|crew|staff|majority)\b", re.IGNORECASE)
_TITLED = re.compile(r"(?:[^\W\d_][\w’'.-]*\s+){0,7}[^\W\d_][\w’'.-]*\s*,?")


def pronoun(
    cast: Cast,
    span: Span,
    word: str,
    outer: Source | None,
    day: date | None = None,
    content: Spans = (),
) -> Source | None:
    """The source that a pronoun stands for; None where it cannot be told.

    Who is named within the `content` that the pronoun's owner utters is not meant.
    """
    word = word.lower()
    if word in ("i", "we", "us", "me", "my", "our"):
        return _again(outer, word, (), 0.8) if outer and outer.basis != "unnamed" else None
    if word in _SINGULAR:
        return _person(cast, span, word, outer, content)
    if word == "who":
        return _relative(cast, span)
    if word in ("it", "its", "itself"):
        return thing(cast, span, word, content)
    if word in ("they", "them", "their", "themselves"):
        return _several(cast, span, word, day)
    return None


def _relative(cast: Cast, span: Span) -> Source | None:
    """Reads "Orin, who said" and "it was Orin, not Kreel, who said"."""
    sentence = cast.sentence(cast.sentence_at(span.start))
    before = Span(sentence.start, span.start)
    people = [m for m in cast.mentions_in(before) if m.kind == "person" and len(m.actors) == 1]
    for mention in people:
        if re.search(r"\b[Ii]t (?:was|is)\s+\Z", cast.text[sentence.start : mention.span.start]):
            return _from_mention(mention, "who", 0.75)
    last = people[-1] if people else None
    if last is not None and _APPOSED.fullmatch(cast.text, last.span.end, span.start):
        return _from_mention(last, "who", 0.8)
    return None


_APPOSED = re.compile(
    r"\s*,?\s*(?:,\s(?:the|an?|its|his|her|[A-Z]\w+[’']s)\s[^,;:.“”\"]{3,70},\s*)?"
)


def _again(source: Source, word: str, evidence: Spans, confidence: float) -> Source:
    basis = "pronoun" if source.basis != "unnamed" else "unnamed"
    return replace(
        source,
        as_written=word,
        basis=basis,  # type: ignore[arg-type]
        evidence=evidence,
        found_by="rule:pronoun",
        confidence=round(min(confidence, source.confidence), 2),
    )


def _person(
    cast: Cast, span: Span, word: str, outer: Source | None, content: Spans
) -> Source | None:
    here = cast.sentence_at(span.start)
    own = _of_content(cast, span, word, content)
    if own is not None:
        return own
    known = _known_speaker(cast, span, here, word)
    # Whoever speaks under a label says "I" of himself.
    labelled = outer is not None and outer.found_by == "rule:label"
    quoted = outer is not None and cast.quoted(span.start)
    itself = outer.actors[0].id if outer is not None and (labelled or quoted) else None
    for number in range(here, max(-1, here - REACH - 1), -1):
        sentence = cast.sentence(number)
        area = Span(sentence.start, min(sentence.end, span.start)) if number == here else sentence
        speakers = [
            s
            for s in reversed(cast.spoken[-40:])
            if s.sentence == number and s.span.end <= span.start and _fits(cast, s.source, word)
            if s.source.actors[0].id != itself
        ]
        persons = [
            m for m in _persons(cast, area, word) if not any(c.contains(m.span) for c in content)
        ]
        persons = persons or [
            m
            for m in _persons(cast, area, word, owners=True)
            if not any(c.contains(m.span) for c in content)
        ]
        if number == here:
            persons = [m for m in persons if not _in_adjunct(cast, m, sentence, span)]
        if persons and outer is not None and outer.basis == "unnamed":
            # "According to an aide, Orin asked Lund to wait and she agreed": not the aide.
            speakers = [s for s in speakers if s.source.actors != outer.actors]
        if known is not None:
            # "Asked about Vane, she said": someone known to be "she" has just spoken,
            # but "Vane shook her head; it was late, she said" tells of Vane.
            persons = [
                m
                for m in persons
                if cast.gender.get(m.actors[0].id) is not None or _subject(cast, m, sentence)
            ]
        by_outer = (
            not labelled
            and outer is not None
            and outer.kind == "person"
            # Not who announced the text that all of this stands in.
            and (not outer.evidence or cast.sentence_at(outer.evidence[0].start) == here)
            and _fits(cast, outer, word)
        )
        if number == here and outer is not None and by_outer and not persons:
            # "Lavrov said he hoped": the outer speaker of the same sentence.
            return _again(outer, word, (), 0.85)
        ids = {m.actors[0].id for m in persons}
        if speakers:
            chosen = min(speakers, key=lambda s: (s.depth, -s.span.start))
            if len({s.source.actors[0].id for s in speakers}) == 1:
                # From here on this person is known to be "he" or "she".
                cast.gender.setdefault(chosen.source.actors[0].id, _GENDER[word])
            return _again(chosen.source, word, (chosen.span,), 0.85)
        told = cast.told.get(number) if number != here else None
        if told is not None and _fits(cast, told, word):
            # "The envoy was polite. He said"
            cast.gender.setdefault(told.actors[0].id, _GENDER[word])
            return _again(told, word, told.evidence, 0.7)
        if len(ids) == 1:
            return (
                None if _beside_unknown(cast, persons) else _from_mention(persons[-1], word, 0.75)
            )
        if len(ids) > 1:
            subject = next((m for m in persons if m.span.start - sentence.start <= 60), None)
            sure = [m for m in persons if cast.gender.get(m.actors[0].id) == _GENDER[word]]
            open_subject = (
                word == "he"
                and subject is not None
                and number != here
                and _subject(cast, subject, sentence)
                and cast.gender.get(subject.actors[0].id) is None
            )
            if len({m.actors[0].id for m in sure}) == 1 and not open_subject:
                return _from_mention(sure[-1], word, 0.75)
            if subject is not None and number != here and not _joined(cast, persons):
                return _from_mention(subject, word, 0.6)
            return None
    return None


_OWN_MIND = re.compile(
    r"\s(?:firmly\s|still\s|truly\s)?(?:believes|hopes|trusts|thinks|feels|wishes|fears|expects|doubts"
    r"|regrets|looks forward|is (?:proud|ready|glad|sorry|confident|convinced|grateful))\b"
)


def _of_content(cast: Cast, span: Span, word: str, content: Spans) -> Source | None:
    """Reads "Orin believes in talks, she wrote", "For Orin it is over, he said": of oneself."""
    if not content or content[0].start >= span.start:
        return None
    opening = Span(content[0].start, min(len(cast.text), content[0].start + 90))
    for mention in _persons(cast, opening, word)[:1]:
        lead = cast.text[opening.start : mention.span.start].strip("“\"‘' ")
        topic = _TOPIC.fullmatch(f"{lead} ") is not None and bool(lead)
        if topic or (not lead and _OWN_MIND.match(cast.text, mention.span.end)):
            return _from_mention(mention, word, 0.65)
    return None


_ADJUNCT = re.compile(
    r"(?:\A|[,:;] )(?:\w{3,}ing (?:(?:with|to|by|from|about|for|on) )?"
    r"|(?:[A-Za-z]+ ){0,3}?(?:with|alongside|beside|to|by|of|from|about|for|against|on"
    r"|between|meeting|hosting|receiving|seeing|visiting|greeting|welcoming|telling|thanking)\s+)"
    r"(?:[\w.’'-]+\s+){0,6}\Z",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"(?:As\s)?[Ff]or\s(?:[\w.’'-]+\s){0,4}")
"""Of whom the sentence is: "For Orin, the matter is closed, he said"."""
_FINITE = re.compile(r"\b(?:who|that|when|while|as|because|said|says|was|is|had|has)\b")


def _in_adjunct(cast: Cast, mention: Mention, sentence: Span, pronoun: Span) -> bool:
    """In "After talks with Orin, he said" and "With Orin beside him, he said" he is not Orin."""
    lead = cast.text[sentence.start : mention.span.start]
    rest = cast.text[mention.span.end : pronoun.start]
    adjunct = _ADJUNCT.search(lead)
    if adjunct is None or "," not in rest or _TOPIC.fullmatch(lead):
        return False
    return not _FINITE.search(adjunct[0]) and not _FINITE.search(rest)


def _subject(cast: Cast, mention: Mention, sentence: Span) -> bool:
    """The sentence begins with this person, or with the title that stands before the name."""
    lead = cast.text[sentence.start : mention.span.start].strip(" “\"‘'")
    if not lead or _PLACE.fullmatch(lead):
        return True
    return len(lead) <= 70 and bool(_TITLED.fullmatch(lead)) and bool(ANY_TITLE.search(lead))


_PLACE = re.compile(r"(?:In|At|On|From|For|Back in|Over in)\s(?:[\w.’'-]+\s){0,4}[\w.’'-]+,?")
"""Before a subject: "In Lima", "On Capitol Hill"."""


def _known_speaker(cast: Cast, span: Span, here: int, word: str) -> Spoken | None:
    """A speaker of the last sentences who is known to be of the pronoun's gender."""
    for spoken in cast.spoken_back(here, 3):
        actors = spoken.source.actors
        if spoken.span.end > span.start or len(actors) != 1:
            continue
        if cast.gender.get(actors[0].id) == _GENDER[word]:
            return spoken
    return None


def _joined(cast: Cast, persons: list[Mention]) -> bool:
    """Neither of "Putin and Xi" is the subject alone."""
    if len(persons) < 2:
        return False
    between = cast.text[persons[0].span.end : persons[1].span.start]
    return between.strip(" ,") == "and"


def _beside_unknown(cast: Cast, persons: list[Mention]) -> bool:
    """After "Vane and Tobin Marsh" the second, whom nobody knows, may be meant as well."""
    return any(
        re.match(r"\s+and\s+[A-Z]\w+\s+[A-Z]", cast.text[m.span.end : m.span.end + 60])
        or re.search(r"[A-Z]\w+\s+[A-Z]\w+\s+and\s+\Z", cast.text[: m.span.start][-60:])
        for m in persons
    )


def _fits(cast: Cast, source: Source, word: str) -> bool:
    """One person, named or not, of no other gender; a paper is nobody's "he"."""
    if len(source.actors) != 1 or source.kind not in ("person", "unnamed"):
        return False
    if source.found_by in ("rule:question", "rule:open-pronoun"):
        return False  # whoever asks is not told of, nor is one who could not be told
    if source.kind == "unnamed" and (
        DOCUMENT.search(source.as_written) or source.found_by == "rule:unnamed-plural"
    ):
        return False
    known = cast.gender.get(source.actors[0].id)
    return known in (None, _GENDER[word])


def _persons(cast: Cast, area: Span, word: str, owners: bool = False) -> list[Mention]:
    """Persons named outside quotations, of no other gender; in possessives only as `owners`."""
    fitting = []
    for mention in cast.mentions_in(area):
        if mention.kind != "person" or len(mention.actors) != 1 or cast.quoted(mention.span.start):
            continue
        if (cast.text[mention.span.end : mention.span.end + 2] in ("’s", "'s")) is not owners:
            continue
        if cast.gender.get(mention.actors[0].id) in (None, _GENDER[word]):
            fitting.append(mention)
    return fitting


def _from_mention(mention: Mention, word: str, confidence: float) -> Source:
    actor = mention.actors[0]
    found = made(actor, "pronoun", "person", (mention.span,), "rule:pronoun", confidence)
    return replace(found, as_written=word)


def thing(cast: Cast, span: Span, word: str, content: Spans = ()) -> Source | None:
    """Reads "it": the last paper, body, state or outlet that spoke, else the subject before."""
    here = cast.sentence_at(span.start)
    for number in range(here, max(-1, here - 4), -1):
        for spoken in reversed(cast.spoken[-40:]):
            if spoken.sentence != number or spoken.span.end > span.start or spoken.depth:
                continue
            source = spoken.source
            paper = source.kind in ("document", "readout")
            if source.kind in ("person", "unnamed") or (len(source.actors) > 1 and not paper):
                continue
            again = _again(source, word, (spoken.span,), 0.8)
            return replace(again, basis="joint") if len(source.actors) > 1 else again
        told = _told_of(cast, number, span, content)
        if told is not None:
            return replace(_from_mention(told, word, 0.6), kind="body")
    return None


def _told_of(cast: Cast, number: int, span: Span, content: Spans) -> Mention | None:
    """The state or body that a sentence begins with, before the pronoun."""
    sentence = cast.sentence(number)
    for mention in cast.mentions_in(Span(sentence.start, min(sentence.end, span.start))):
        if mention.kind not in ("state", "organisation") or len(mention.actors) != 1:
            continue
        followed = cast.text[mention.span.end : mention.span.end + 2] in ("’s", "'s")
        lead = cast.text[sentence.start : mention.span.start].strip(' “"')
        first = lead.lower() in ("", "the")
        if any(part.contains(mention.span) for part in content):
            continue
        if first and not followed and mention.form != "demonym":
            return mention
    return None


def _several(cast: Cast, span: Span, word: str, day: date | None) -> Source | None:
    """Reads "they": the last joint or plural source, else the group named together before."""
    here = cast.sentence_at(span.start)
    for spoken in cast.spoken_back(here, 3):
        if spoken.span.end > span.start:
            continue
        source = spoken.source
        if len(source.actors) > 1:
            return replace(_again(source, word, (spoken.span,), 0.75), basis="joint")
        again = source.as_written.lower() == "they" and source.found_by == "rule:pronoun"
        if source.found_by == MEMBERS or again:
            return _again(source, word, (spoken.span,), 0.7)
        plural = source.found_by == "rule:unnamed-plural" or _MANY.search(source.as_written)
        if source.kind == "unnamed" and plural:
            return _again(source, word, (spoken.span,), 0.7)
    told = cast.told.get(here - 1)
    both = _with_whom(cast, told, here - 1) if told is not None else None
    if both is not None:
        return replace(both, as_written=word)
    if told is not None and (len(told.actors) > 1 or told.found_by == "rule:unnamed-plural"):
        return _again(told, word, told.evidence, 0.6)
    opens = opening_group(cast, here - 1, day) if here else None
    if opens is not None and len(opens.actors) > 1:
        return replace(_again(opens, word, opens.evidence, 0.65), basis="joint")
    return they(cast, span, word, 2, day)


_MEETS = re.compile(
    r"\b(?:met|meets|spoke|spoken|speaks|talked|talks|conferred|received|receives|hosted|hosts|called"
    r"|phoned|telephoned|visited|welcomed)\b"
)


def _with_whom(cast: Cast, told: Source, number: int) -> Source | None:
    """Reads "The minister spoke with Orin. They agreed": the two of that sentence."""
    sentence = cast.sentence(number)
    others = {
        m.actors[0].id: m
        for m in cast.mentions_in(sentence)
        if m.kind == "person" and len(m.actors) == 1 and m.actors[0].id != told.actors[0].id
    }
    if told.kind != "person" or len(told.actors) != 1 or len(others) != 1:
        return None
    (other,) = others.values()
    if not _MEETS.search(cast.text, sentence.start, other.span.start):
        return None
    return Source(
        (told.actors[0], other.actors[0]),
        "",
        "joint",
        "person",
        (*told.evidence, other.span),
        "rule:pair",
        0.65,
    )


def last_document(cast: Cast, span: Span) -> Spoken | None:
    """The last paper that spoke, or the last source that said something in one."""
    here = cast.sentence_at(span.start)
    for spoken in cast.spoken_back(here, 12):
        if spoken.span.end <= span.start and (
            spoken.source.kind in ("document", "readout")
            or (spoken.in_document and not spoken.depth)
        ):
            return spoken
    return None
