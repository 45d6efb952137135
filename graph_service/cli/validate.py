"""`communique validate`: the shapes over the store, or over RDF files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.exits import DONE, FINDINGS
from graph_service.cli.options import HomeOption, RegistryOption, read_settings


def command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", help="RDF files; none: the store.", show_default=False),
    ] = None,
    home: HomeOption = None,
    registry: RegistryOption = None,
) -> int:
    """Check every article of the store, or RDF files; findings go to output, one a line.

    Example: communique validate statements.ttl
    """
    from graph_service.actors.own import registry_for
    from graph_service.query.graphs import article_graphs
    from graph_service.store.workers import open_view
    from graph_service.validation.check import check, check_file
    from graph_service.validation.named import named_nodes, registry_lookup

    settings = read_settings(home=home, registry=registry)
    overlay = settings.resources
    known = registry_lookup(registry_for(settings))
    count = places = 0
    for path in files or ():
        places += 1
        for finding in check_file(path, known, overlay):
            count += 1
            print(f"{path}: {finding}")
    if not files:
        view = open_view(settings)
        try:
            for graph, triples in article_graphs(view):
                places += 1
                for finding in check(triples, named_nodes(triples, known, overlay), overlay):
                    count += 1
                    print(f"{graph.value}: {finding}")
        finally:
            view.close()
    print(
        f"communique: {count} findings in {places} {'files' if files else 'articles'}",
        file=sys.stderr,
    )
    return FINDINGS if count else DONE
