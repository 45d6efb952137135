"""Articles sent over HTTP, in the writer process: ingested, or only shown.

Owns what is said of each article. The steps are those of `ingest`, with the store of
this process; only the checkpoint is left to the group that the articles are in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph_service.archive import Archive
from graph_service.errors import InputError
from graph_service.ingest import Steps, default_steps, ingest_into
from graph_service.model import Article
from graph_service.model_json import extraction_to_json
from graph_service.readers import with_language
from graph_service.readers.base import Item, Note, Rejected, Source
from graph_service.readers.json import read_lines
from graph_service.settings import MIB, Settings
from graph_service.validation.findings import violations
from graph_service.writing.messages import Plain

if TYPE_CHECKING:
    from graph_service.writing.process import Desk

_OUTCOMES = ("new", "revised", "unchanged", "withdrawn")


def take_articles(desk: Desk, options: Plain, body: bytes) -> Plain:
    """Each line of the body is one article (contract.md). `options`: `dry_run`, `first`
    (number of the first line), `force`.

    The result: `articles`, one object for each that could be read, and `rejected`.
    """
    settings, steps = load(desk)
    taken: list[Plain] = []
    rejected: list[Plain] = []
    notes: list[str] = []
    for item in _read(body, options["first"], settings):
        if isinstance(item, Rejected):
            rejected.append({"where": item.where, "what": item.what, "do": item.do})
        elif isinstance(item, Note):  # of the article that comes next
            notes.append(item.what)
        else:
            found = (
                _show(item, steps)
                if options["dry_run"]
                else _take(item, settings, desk, steps, force=options["force"])
            )
            if told := [*notes, *found.get("notes", ())]:
                found["notes"] = told
            notes.clear()
            taken.append(found)
    return {"articles": taken, "rejected": rejected}


def _read(body: bytes, first: int, settings: Settings) -> Iterator[Item]:
    source = Source("body", io.BytesIO(body), settings.max_article_mib * MIB)
    lines = ((number + first - 1, line) for number, line in source.lines())
    try:
        for item in read_lines(lines, source):
            yield from with_language(item, source.name)
    except InputError as error:
        yield Rejected.because(error, f"body line {first}")


def _take(article: Article, settings: Settings, desk: Desk, steps: Steps, *, force: bool) -> Plain:
    """One article into the store: what became of it."""
    with Archive.open(settings.home) as archive:
        report = ingest_into([article], archive, desk.writer, steps, settings.home, force=force)
        aside = [{"id": e.id, "reason": e.reason} for e in archive.quarantined(article.key)]
    outcome = next((name for name in _OUTCOMES if getattr(report, name)), "quarantined")
    found: Plain = {"id": article.id, "article": article.key, "outcome": outcome}
    found |= {"statements": report.statements, "quarantined": aside}
    return found | ({"notes": list(report.notes)} if report.notes else {})


def _show(article: Article, steps: Steps) -> Plain:
    """What ingest would find in it; nothing is kept."""
    extraction = steps.extract(article)
    body: Plain = {"article": article.key, **extraction_to_json(extraction)}
    try:
        findings = [str(one) for one in violations(steps.check(steps.to_quads(extraction)))]
    except InputError as error:
        findings = [str(error)]
    return body | {"findings": findings}


def load(desk: Desk) -> tuple[Settings, Steps]:
    """Settings and steps, made once a process: registry and shapes take seconds to load."""
    if "steps" not in desk.kept:
        settings = Settings(**desk.settings)
        desk.kept["steps"] = settings, default_steps(settings, desk.writer)
    made: tuple[Settings, Steps] = desk.kept["steps"]
    return made
