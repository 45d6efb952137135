"""What the stages of extraction have found so far, before it becomes statements.

Owns the types that pass between the stages. Every span counts code points of
`Article.text`, never of a cleaned copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph_service.extract.date_expressions import Expression
from graph_service.model import (
    Actor,
    ActorKind,
    DateBounds,
    Event,
    QuoteType,
    ReportKind,
    Span,
    Spans,
    SpeakerBasis,
    Statement,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`span` without outer white space; `paragraph` counts from 0."""

    span: Span
    paragraph: int


TurnKind = Literal["speaker", "question", "post"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph that a label gives to a speaker; `label` without colon or dash."""

    label: Span
    content: Span
    kind: TurnKind
    dated: Span
    """Where the day of speaking may stand: the head of the transcript or of the post."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution relation (PARC, PolNeAR): who (source), by which cue, what (content).

    Attributions may nest: the inner one's spans lie within the outer one's
    content. `source` and `cue` may be empty, `content` never is.
    """

    source: Spans
    cue: Spans
    content: Spans
    lemma: str
    """The cue's dictionary form: "say", "according to", "note"; "" without a cue."""
    quote_type: QuoteType
    attitude: bool
    """A state of mind without speech ("hopes", "believes")."""
    found_by: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text and the actors it may mean: one where that is sure."""

    span: Span
    actors: tuple[Actor, ...]
    form: str
    """Kind of the surface form: name, alias, surname, metonym, demonym, abbreviation."""
    kind: ActorKind
    role: str | None = None
    """The post that the words before or after the name give ("President ...")."""
    gender: str | None = None
    """`f` or `m` where this place in the text shows it."""


@dataclass(frozen=True, slots=True)
class Level:
    """One attribution in its place within a chain."""

    attribution: Attribution
    outer: int | None = None
    """Index of the next level outwards."""
    carried: bool = False
    """The outer level stands in an earlier paragraph ("the statement said:")."""
    words: Spans = ()
    """What this level states itself; () where it only passes others on."""


@dataclass(frozen=True, slots=True)
class Said:
    """When a level was said, and what in the text shows it."""

    bounds: DateBounds
    spans: Spans
    found_by: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks at a level: one actor, several where they speak jointly."""

    actors: tuple[Actor, ...]
    as_written: str
    basis: SpeakerBasis
    kind: ReportKind
    evidence: Spans
    found_by: str
    confidence: float
    role: str | None = None
    """The post that the text names."""
    country: Actor | None = None
    """The state that the text names with an unnamed source, or a person serves by the text."""
    countries: tuple[Actor | None, ...] = ()
    """The same for each of several actors; () where there is one."""
    on_behalf_of: Actor | None = None
    likely: Actor | None = None
    candidates: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Each stage returns a richer copy (`dataclasses.replace`)."""

    overlay: Path | None = None
    """The user's folder of resources, whose topics count as well."""
    residue: Spans = ()
    """Parts of the text that are not the article (page furniture); masked, never cut."""
    sentences: tuple[Sentence, ...] = ()
    quotations: Spans = ()
    """Quoted stretches with their marks; one quotation may cross sentences, not paragraphs
    (a quotation continued over paragraphs gives one span each)."""
    turns: tuple[Turn, ...] = ()
    """Of transcripts and posts, in text order."""
    expressions: tuple[Expression, ...] = ()
    """Date expressions, in text order."""
    attributions: tuple[Attribution, ...] = ()
    """In text order of their first character; outer before inner."""
    mentions: tuple[Mention, ...] = ()
    """In text order, none overlapping another."""
    levels: tuple[Level, ...] = ()
    """One for each attribution, in their order."""
    said: tuple[Said, ...] = ()
    """One for each level."""
    sources: tuple[Source, ...] = ()
    """One for each level."""
    objects: tuple[Actor | None, ...] = ()
    """One for each level: whom the verb's object means where it is no name ("told him")."""
    events: tuple[Event, ...] = ()
    """Of calls, meetings, briefings and sessions with known parties and day."""
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
