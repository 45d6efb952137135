"""`communique query`: SPARQL, or a named query with parameters, on the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings


def command(
    query: Annotated[
        str, typer.Argument(metavar="FILE.rq|NAME|-", help="A file, a named query, or - for input.")
    ],
    home: HomeOption = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", help="k=v, again for several values.", show_default=False),
    ] = None,
    format: Annotated[  # noqa: A002
        str | None, typer.Option("--format", help="json, csv, tsv, xml, table or an RDF format.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout", help="Seconds; at most the setting's.", min=0.01)
    ] = None,
) -> int:
    """Run SPARQL on the store. Without --format: a table on a terminal, else JSON.

    Example: communique query statements-by-actor --param actor=Q15031 --format csv
    """
    from graph_service.errors import UsageError
    from graph_service.query.catalogue import load_catalogue
    from graph_service.query.parameters import bind, read_assignments
    from graph_service.query.run import run_query
    from graph_service.rdf.iris import Iris
    from graph_service.store.workers import open_view

    settings = read_settings(home=home)
    catalogue = load_catalogue(settings.resources)
    values = read_assignments(param or [])
    if query in catalogue:
        text = bind(catalogue[query], values, Iris(settings.base_iri))
    elif query == "-" or Path(query).suffix in (".rq", ".sparql") or Path(query).is_file():
        if values:
            raise UsageError("--param goes with a named query", do="Write the values in the file.")
        text = _read(query)
    else:
        from graph_service.query.catalogue import named

        named(catalogue, query)  # raises UnknownName with the names that come near
        return DONE
    view = open_view(settings)
    try:
        wanted = format or ("table" if sys.stdout.isatty() else "json")
        if wanted == "table":
            from graph_service.cli.table import show_table

            show_table(view, text, settings, timeout)
        else:
            result = run_query(view, text, settings, accept=wanted, timeout=timeout)
            sys.stdout.buffer.write(result.body)
            if not result.body.endswith(b"\n"):
                sys.stdout.buffer.write(b"\n")
            sys.stdout.flush()
    finally:
        view.close()
    return DONE


def _read(name: str) -> str:
    from graph_service.errors import InputError

    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8", where=f"byte {error.start}") from error
