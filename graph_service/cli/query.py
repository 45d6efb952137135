"""`communique query`: SPARQL, or a named query with parameters, on the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings

if TYPE_CHECKING:
    from graph_service.settings import Settings
    from graph_service.store.base import View


def command(
    query: Annotated[
        str,
        typer.Argument(
            metavar="FILE.rq|NAME|SPARQL|-",
            help="A file, a named query, the text of one in quotes, or - for input.",
        ),
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
    from graph_service.query.parameters import read_assignments
    from graph_service.query.run import run_query
    from graph_service.query.table import Table
    from graph_service.store.workers import open_view

    settings = read_settings(home=home)
    values = read_assignments(param or [])
    view = open_view(settings)
    try:
        text = _text(query, values, settings, view)
        wanted = format or ("table" if sys.stdout.isatty() else "json")
        accept = "json" if wanted == "table" else wanted
        result = run_query(view, text, settings, accept=accept, timeout=timeout)
    finally:
        view.close()
    if wanted == "table" and result.kind == "solutions":
        from graph_service.cli.table import show_table

        show_table(Table.from_json(result.body))
    else:
        sys.stdout.buffer.write(result.body.rstrip(b"\n") + b"\n")
        sys.stdout.flush()
    return DONE


def _text(query: str, values: dict[str, list[str]], settings: Settings, view: View) -> str:
    """The SPARQL given, a file's or standard input's, or a named query with its values in place.

    An actor means all that were merged with it, as in `ask` and over HTTP.
    """
    from graph_service.actors.own import registry_for
    from graph_service.errors import UsageError
    from graph_service.query.actors import find_actor
    from graph_service.query.catalogue import load_catalogue, named
    from graph_service.query.concepts import check_concepts
    from graph_service.query.curation import same_as
    from graph_service.query.parameters import bind
    from graph_service.rdf.iris import Iris

    written = "{" in query  # every query has a pattern in braces, and no name of one has
    if written or query == "-" or Path(query).suffix in (".rq", ".sparql"):
        if values:
            raise UsageError("--param goes with a named query", do="Write the values in the query.")
        return query if written else _read(query)
    if Path(query).is_file():
        raise UsageError(
            f"{query} is a file, and its name does not end in .rq",
            do=f"Rename it, or send it: `communique query - < {query}`.",
        )
    wanted = named(load_catalogue(settings.resources), query)
    iris = Iris(settings.base_iri)

    def find(name: str) -> str:
        return find_actor(view, registry_for(settings), iris, name).id

    text = bind(wanted, values, iris, find, same_as(view, iris))
    check_concepts(view, wanted, values, iris)
    return text


def _read(name: str) -> str:
    from graph_service.errors import InputError

    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror}",
            do="Check its name, and that you may read it.",
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not UTF-8", where=f"byte {error.start}", do="Save it as UTF-8."
        ) from error
