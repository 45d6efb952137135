"""What the stages of extraction have found so far, before it becomes statements.

Owns the types that pass between the stages. Every span counts code points of
`Article.text`, never of a cleaned copy.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.model import QuoteType, Span, Spans, Statement


@dataclass(frozen=True, slots=True)
class Sentence:
    """`span` without outer white space; `paragraph` counts from 0."""

    span: Span
    paragraph: int


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
class Draft:
    """Each stage returns a richer copy (`dataclasses.replace`)."""

    residue: Spans = ()
    """Parts of the text that are not the article (page furniture); masked, never cut."""
    sentences: tuple[Sentence, ...] = ()
    quotations: Spans = ()
    """Quoted stretches with their marks; one quotation may cross sentences, not paragraphs
    (a quotation continued over paragraphs gives one span each)."""
    attributions: tuple[Attribution, ...] = ()
    """In text order of their first character; outer before inner."""
    statements: tuple[Statement, ...] = ()
