"""`communique validate`: the shapes over the store, or over RDF files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli.exits import DONE, FINDINGS
from graph_service.cli.options import HomeOption, RegistryOption, read_settings

if TYPE_CHECKING:
    from graph_service.settings import Settings
    from graph_service.validation.findings import Finding
    from graph_service.validation.named import Lookup

LONGEST_SECONDS = 3600.0
"""A check over the whole store has nobody waiting; a query of a visitor keeps its own limit."""


def command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", help="RDF files; none: the store.", show_default=False),
    ] = None,
    home: HomeOption = None,
    registry: RegistryOption = None,
) -> int:
    """Check every graph of the store with statements and how they fit together, or RDF files.

    Findings go to output, one a line.

    Example: communique validate statements.ttl
    """
    from graph_service.actors.own import registry_for
    from graph_service.validation.named import registry_lookup

    settings = read_settings(home=home, registry=registry)
    known = registry_lookup(registry_for(settings))
    found = _of_files(files, known, settings) if files else _of_store(known, settings)
    count = places = 0
    for place, findings in found:
        places += 1
        for finding in findings:
            count += 1
            print(f"{place}: {finding}")
    what = "files" if files else "graphs, and the store as a whole"
    print(
        f"communique: {count} findings in {places if files else places - 1} {what}",
        file=sys.stderr,
    )
    return FINDINGS if count else DONE


_Found = Iterator[tuple[str, Iterable["Finding"]]]


def _of_files(files: Iterable[Path], known: Lookup, settings: Settings) -> _Found:
    from graph_service.validation.check import check_file

    for path in files:
        yield str(path), check_file(path, known, settings.resources)


def _of_store(known: Lookup, settings: Settings) -> _Found:
    """Each graph by the gate's own shapes, then the constraints on the whole store."""
    from graph_service.query.graphs import described, statement_graphs
    from graph_service.query.table import Table
    from graph_service.store.workers import open_view
    from graph_service.validation.check import check
    from graph_service.validation.named import named_nodes
    from graph_service.validation.store_shapes import check_store

    overlay = settings.resources
    patient = settings.model_copy(update={"query_seconds": LONGEST_SECONDS, "workers": 1})
    view = open_view(patient)

    def select(sparql: str) -> Iterator[Mapping[str, str]]:
        table = Table.from_json(view.query(sparql, accept="json").body)
        for row in table.rows:
            cells = zip(table.columns, row, strict=True)
            yield {name: getattr(term, "value", str(term)) for name, term in cells if term}

    try:
        for graph, triples in statement_graphs(view):
            named = named_nodes(
                triples, lambda node: tuple(known(node)) or described(view, node), overlay
            )
            yield graph, check(triples, named, overlay, settings.shacl_engine)
        yield "the store", check_store(select, overlay)
    finally:
        view.close()
