"""A source span being read: its head, its prepositions, and sources made from it.

Owns what every reading of a source needs, and the making of unnamed sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from graph_service.extract.cast import Cast
from graph_service.extract.draft import Mention, Source
from graph_service.extract.titles import AGENCY, role_of
from graph_service.model import Actor, ReportKind, Span, Spans, SpeakerBasis, words_at

_TAIL = re.compile(
    r",|\s[-–—]\s|\(|\b(?:who|which|that|whose|when|where|after|before|during|on condition|speaking"
    r"|citing|quoting|quoted|familiar|involved|with knowledge|briefed)\b",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"\b(?:of|for|from|in|at|to|on|by|with|inside|near|close|representing|against|about|under|within"
    r"|across|around|between|among)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """What is known while one source is read: the cast, the day of speaking, the outer source."""

    cast: Cast
    day: date | None
    outer: Source | None
    asked: Actor | None = None
    """Whom the question around the source speaks to."""

    @property
    def text(self) -> str:
        return self.cast.text

    def head(self, span: Span) -> Span:
        """The part before appositions and relative clauses; the whole where nothing is left."""
        match = _TAIL.search(self.text, *span)
        end = match.start() if match and match.start() > span.start + 1 else span.end
        words = re.sub(
            r"[\s,]+(?:of|to|for|from|and|that|(?:him|her|it|them)sel(?:f|ves))?[\s,]*\Z",
            "",
            self.text[span.start : end],
        )
        end = span.start + len(words) if words else end
        return Span(span.start, end)

    def side(self) -> Actor | None:
        """The state of whoever passes the words on or publishes them, where that can be told."""
        if self.outer is None or len(self.outer.actors) != 1:
            return self.cast.home
        if self.outer.found_by == "rule:question":
            return self.cast.home  # a question at a ministry's press conference
        actor = self.outer.actors[0]
        if actor.kind == "outlet":
            return None  # Xinhua also reports of other presidents
        state = self.outer.country or self.cast.country_of(actor, self.day)
        if state is None and actor.country:
            state = self.cast.registry.state(actor.country)
        for span in () if state else self.outer.evidence:
            people = [m for m in self.cast.mentions_in(span) if m.kind == "person"]
            if len(people) == 1:  # "a spokesman for Jane Roe"
                return self.cast.country_of(people[0].actors[0], self.day)
        return state

    def owns(self, mention: Mention, area: Span) -> bool:
        """Does something else in the area belong to whom this names, as in "Roe's aide"?"""
        if mention.span.end >= area.end:
            return False
        behind = self.text[mention.span.end : area.end]
        return behind[:2] in ("’s", "'s", "’ ", "' ") and bool(behind[2:].strip(" ,"))

    def unnamed(
        self,
        spans: Spans,
        phrase: str,
        state: Actor | None,
        rule: str,
        confidence: float,
        candidates: tuple[Actor, ...] = (),
    ) -> Source:
        actor = self.cast.unnamed(phrase, state)
        body = self.cast.body_named(phrase, state) if role_of(phrase) == "spokesperson" else None
        return Source(
            actors=(actor,),
            as_written=" ".join(words_at(self.text, spans).split()),
            basis="unnamed",
            kind="unnamed",
            evidence=spans,
            found_by=rule,
            confidence=confidence,
            country=state,
            on_behalf_of=body,
            candidates=candidates,
        )


def made(
    actor: Actor,
    basis: SpeakerBasis,
    kind: ReportKind,
    evidence: Spans,
    found_by: str,
    confidence: float,
) -> Source:
    return Source((actor,), "", basis, kind, evidence, found_by, confidence)


def kind_of(actor: Actor) -> ReportKind:
    if actor.kind == "outlet":
        return "agency" if AGENCY.search(actor.name) else "outlet"
    return "person" if actor.kind == "person" else "unnamed" if actor.kind == "unnamed" else "body"
