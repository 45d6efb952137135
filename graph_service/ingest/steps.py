"""What is done with one article between archive and store, in whichever process.

Owns the choice of the real steps, and what a finding of the gate costs: a statement,
or the article. Nothing here reads or writes the store, so any process can do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from graph_service.archive import Entry
from graph_service.errors import InputError
from graph_service.model import Article, Extraction
from graph_service.model_json import statement_to_json
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings
from graph_service.store import managed
from graph_service.store.base import Quads, Writer
from graph_service.store.hanging import without
from graph_service.validation.findings import Finding, violations


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done with one article; tests put others in."""

    extract: Callable[[Article], Extraction]
    to_quads: Callable[[Extraction], Quads]
    check: Callable[[Quads], tuple[Finding, ...]]
    marker: str
    """Of all that the result depends on beside the article."""


class HasBase(Protocol):
    """All that steps may ask of a writer once the managed graphs are loaded."""

    @property
    def base_iri(self) -> str: ...


MakeSteps = Callable[[Settings, Any], Steps]
"""From the settings and a HasBase. It is called once in each process."""


@dataclass(frozen=True, slots=True)
class Worked:
    """One article, worked out."""

    quads: Quads
    """What its graph shall hold; none where all of it is in quarantine."""
    statements: int
    """That passed the gate."""
    aside: tuple[Entry, ...] = ()
    """What did not."""
    notes: tuple[str, ...] = ()


def default_steps(settings: Settings, writer: Writer) -> Steps:
    """The real ones, with ontology and registry loaded into the store."""
    from graph_service.actors.own import registry_files

    files = managed.refresh(writer, settings.resources, registry_files(settings))
    return real_steps(settings, writer, files)


def real_steps(settings: Settings, writer: HasBase, files: str = "") -> Steps:
    """The real ones for a store whose managed graphs are loaded; `files` is their mark."""
    from graph_service.actors.own import registry_for
    from graph_service.extract.pipeline import extract, extractor_name
    from graph_service.rdf.mapping import to_quads
    from graph_service.validation.check import check
    from graph_service.validation.named import named_nodes, registry_lookup

    registry = registry_for(settings)
    iris = Iris(writer.base_iri)
    lookup = registry_lookup(registry)

    def known(actor: str) -> bool:
        return registry.actor(actor) is not None

    def state_of(code: str) -> str | None:
        state = registry.state(code)
        return state.id if state else None

    def gate(quads: Quads) -> tuple[Finding, ...]:
        named = named_nodes(quads, lookup, settings.resources)
        return check(quads, named, settings.resources, settings.shacl_engine)

    return Steps(
        extract=lambda article: extract(article, registry, settings.extractor, settings.resources),
        to_quads=lambda extraction: to_quads(extraction, iris, known, state_of),
        check=gate,
        marker=f"{extractor_name(settings.extractor)} {files}",
    )


def work_out(article: Article, steps: Steps, iris: Iris) -> Worked:
    """Extract, map and check; take out of the graph what does not pass."""
    extraction = steps.extract(article)
    quads, aside = _gate(extraction, steps, iris)
    removed = {entry.id for entry in aside}
    held = sum(1 for s in extraction.statements if s.id not in removed) if quads else 0
    return Worked(quads, held, aside, extraction.notes)


def whole(article: Article, reason: str, body: dict[str, Any]) -> Entry:
    """An article that goes into quarantine as a whole."""
    return Entry(article.key, article.key, reason, body)


def _gate(extraction: Extraction, steps: Steps, iris: Iris) -> tuple[Quads, tuple[Entry, ...]]:
    """The graph that passes the shapes, and what had to stay out of it."""
    key = extraction.article.key
    ids = {iris.statement(s.id).value: s for s in extraction.statements}
    aside: list[Entry] = []
    try:
        quads = steps.to_quads(extraction)
    except InputError as error:
        return [], (_refused(extraction, str(error), ()),)
    while found := violations(steps.check(quads)):
        bad: dict[str, list[Finding]] = {}
        for finding in found:
            bad.setdefault(finding.statement or "", []).append(finding)
        if not bad.keys() <= ids.keys():
            own = tuple(f for f in found if f.statement not in ids)
            return [], (_refused(extraction, own[0].message, own),)
        for iri, findings in bad.items():
            statement = ids.pop(iri)
            body = {"findings": _words(findings), "statement": statement_to_json(statement)}
            aside.append(Entry(key, statement.id, findings[0].message, body))
        quads = without(quads, bad.keys())
    return quads, tuple(aside)


def _refused(extraction: Extraction, reason: str, findings: Iterable[Finding]) -> Entry:
    statements = [statement_to_json(s) for s in extraction.statements]
    body = {"findings": _words(findings), "statements": statements}
    return whole(extraction.article, reason, body)


def _words(findings: Iterable[Finding]) -> list[str]:
    return [str(finding) for finding in findings]
