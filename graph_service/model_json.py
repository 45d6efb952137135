"""The JSON form of articles' statements: what `extract` prints and REST returns.

Owns the names and nesting of contract.md's "Extraction output". One direction
only: RDF, not JSON, is what statements are read back from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from graph_service.model import Actor, DateBounds, Event, Extraction, Post, Report, Spans, Statement

_SPAN_FIELDS = ("source", "cue", "content")
_CONFIDENCE_FIELDS = ("speaker", "according_to", "date", "speech_act", "topics")


def spans_to_json(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _actor(actor: Actor | None) -> dict[str, Any] | None:
    if actor is None:
        return None
    return {"id": actor.id, "name": actor.name, "country": actor.country}


def _post(post: Post) -> dict[str, Any]:
    return {"id": post.tenure, "label": post.label, "basis": post.basis}


def _date(bounds: DateBounds) -> dict[str, Any]:
    return {
        "earliest": bounds.earliest.isoformat() if bounds.earliest else None,
        "latest": bounds.latest.isoformat() if bounds.latest else None,
        "edtf": bounds.edtf,
        "basis": bounds.basis,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        "parties": [_actor(party) for party in event.parties],
        "date": _date(event.date),
        "confidence": event.confidence,
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "id": report.reporter.id,
        "name": report.reporter.name,
        "as_written": report.as_written,
        "kind": report.kind,
        "spans": {
            "source": spans_to_json(report.source),
            "cue": spans_to_json(report.cue),
            "content": spans_to_json(report.content),
        },
        "act": report.act,
        "date": _date(report.date),
        "confidence": report.confidence,
    }


def statement_to_json(statement: Statement) -> dict[str, Any]:
    """One statement as contract.md shows it, plus `posts` (every candidate) and `found_by`."""
    s, speaker = statement, statement.speaker
    return {
        "id": s.id,
        "words": s.words,
        "cue": s.cue,
        "spans": {name: spans_to_json(s.spans(name)) for name in _SPAN_FIELDS},  # type: ignore[arg-type]
        "quote_type": s.quote_type,
        "speech_act": s.speech_act,
        "attitude": s.attitude,
        "speaker": {
            "id": speaker.actor.id,
            "name": speaker.actor.name,
            "kind": speaker.actor.kind,
            "country": speaker.country.country if speaker.country else None,
            "as_written": speaker.as_written,
            "basis": speaker.basis,
            "post": _post(speaker.posts[0]) if speaker.posts else None,
            "posts": [_post(post) for post in speaker.posts],
            "likely": _actor(speaker.likely),
            "candidates": [_actor(candidate) for candidate in speaker.candidates],
        },
        "on_behalf_of": _actor(s.on_behalf_of),
        "according_to": [_report(report) for report in s.according_to],
        "date": _date(s.date),
        "topics": list(s.topics),
        "target": [actor.id for actor in s.target],
        "addressee": [actor.id for actor in s.addressee],
        "joint": s.joint,
        "event": s.event,
        "account": (
            {"id": s.account.id, "of": s.account.of, "kind": s.account.kind} if s.account else None
        ),
        "confidence": {
            "overall": s.overall,
            "spans": s.confidence("content"),
            **{name: s.confidence(name) for name in _CONFIDENCE_FIELDS},  # type: ignore[arg-type]
        },
        "found_by": {e.field: e.found_by for e in s.evidence},
    }


def extraction_to_json(extraction: Extraction) -> dict[str, Any]:
    """One output line of `extract`; `extractor` is what read the article, with its version."""
    article = extraction.article
    line: dict[str, Any] = {
        "id": article.id or article.key,
        "date": article.published.isoformat() if article.published else None,
        "extractor": extraction.extractor,
        "statements": [statement_to_json(s) for s in extraction.statements],
        "events": [_event(event) for event in extraction.events],
    }
    if extraction.notes:
        line["notes"] = list(extraction.notes)
    return line


def extraction_line(extraction: Extraction) -> Iterator[str]:
    """The same as JSON, in pieces of a statement: those of an article of 5 MB take 35 MB."""
    opening = "{"
    for key, value in extraction_to_json(replace(extraction, statements=())).items():
        yield f"{opening}{json.dumps(key)}: "
        opening = ", "
        if key != "statements":
            yield json.dumps(value, ensure_ascii=False)
            continue
        yield "["
        for number, statement in enumerate(extraction.statements):
            yield ", " * bool(number) + json.dumps(statement_to_json(statement), ensure_ascii=False)
        yield "]"
    yield "}"
