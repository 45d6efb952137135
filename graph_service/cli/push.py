"""`communique push`: load the graph into another triple store, and prove what is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_service.cli.exits import DONE, FINDINGS
from graph_service.cli.options import HomeOption, read_settings, tell

if TYPE_CHECKING:
    from graph_service.push.run import Report

SHOWN = 20
"""Differences that standard error lists; the report on standard output has all."""


def command(
    url: Annotated[
        str | None,
        typer.Argument(metavar="[URL]", help="The server, its data set, repository or endpoint."),
    ] = None,
    home: HomeOption = None,
    dialect: Annotated[
        str, typer.Option("--dialect", help="auto, gsp (Graph Store Protocol) or update.")
    ] = "auto",
    auth: Annotated[
        Path | None,
        typer.Option(
            "--auth",
            help="File with `basic USER:PASSWORD`, `bearer TOKEN` or `Header: value`.",
            metavar="FILE",
        ),
    ] = None,
    query_url: Annotated[
        str | None, typer.Option("--query-url", help="Query endpoint, instead of URL.")
    ] = None,
    update_url: Annotated[
        str | None, typer.Option("--update-url", help="Update endpoint, with --query-url.")
    ] = None,
    graphs_url: Annotated[
        str | None, typer.Option("--graphs-url", help="Graph store, with --query-url.")
    ] = None,
    user_graphs: Annotated[
        bool, typer.Option("--user-graphs", help="Your own named graphs as well.")
    ] = False,
    delete_unknown: Annotated[
        bool,
        typer.Option("--delete-unknown", help="Remove graphs of our base IRI that we do not have."),
    ] = False,
    proof: Annotated[
        str, typer.Option("--proof", help="full, graphs (without the named queries) or none.")
    ] = "full",
    batch_mib: Annotated[
        float, typer.Option("--batch-mib", help="Size of one request.", min=0.001, max=1024)
    ] = 8.0,
    timeout: Annotated[
        float, typer.Option("--timeout", help="Seconds to wait for the server.", min=0.1)
    ] = 120.0,
    retries: Annotated[
        int, typer.Option("--retries", help="How often a request is made again.", min=0, max=100)
    ] = 5,
) -> int:
    """Load the graph into another triple store: only what differs, then prove what is there.

    Example: communique push http://localhost:7878 --auth token.txt
    """
    from graph_service.push.credentials import is_open
    from graph_service.push.endpoints import check_dialect
    from graph_service.push.run import Target, push

    check_dialect(dialect)
    target = Target(
        url=url,
        query_url=query_url,
        update_url=update_url,
        graphs_url=graphs_url,
        dialect=dialect,
        credentials=auth,
        user_graphs=user_graphs,
        delete_unknown=delete_unknown,
        proof=proof,
        batch_mib=batch_mib,
        timeout=timeout,
        retries=retries,
    )
    if auth is not None and auth.is_file() and is_open(auth):
        tell(f"others on this machine can read {auth}; `chmod 600` closes it")
    report = push(read_settings(home=home), target, tell)
    print(json.dumps(_shown(report), ensure_ascii=False))
    if report.proven is not False:
        return DONE
    for difference in report.differences[:SHOWN]:
        tell(f"{difference.where}: {difference.what}")
    if len(report.differences) > SHOWN:
        tell(f"and {len(report.differences) - SHOWN} more, in the report on standard output")
    tell(
        "not proven: somebody else changed the target meanwhile, or it keeps data otherwise than "
        "it was sent. Push again: what differs is sent again."
    )
    return FINDINGS


def _shown(report: Report) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(report)
