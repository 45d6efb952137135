"""`communique ingest`: read, extract, map, validate, store; ends with counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from graph_service.cli.exits import DONE, FINDINGS, UNREADABLE
from graph_service.cli.options import (
    DateOption,
    ExtractorOption,
    HomeOption,
    InputArgument,
    JobsOption,
    LanguageOption,
    PublisherOption,
    RegistryOption,
    TitleOption,
    UrlOption,
    read_metadata,
    read_settings,
    tell,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_service.errors import StoreLocked
    from graph_service.ingest import IngestReport, Progress
    from graph_service.readers.base import Item
    from graph_service.settings import Settings


def command(
    inputs: InputArgument,
    home: HomeOption = None,
    date: DateOption = None,
    publisher: PublisherOption = None,
    url: UrlOption = None,
    title: TitleOption = None,
    language: LanguageOption = None,
    extractor: ExtractorOption = None,
    registry: RegistryOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Take in again what was withdrawn.")
    ] = False,
    jobs: JobsOption = None,
    no_link: Annotated[
        bool, typer.Option("--no-link", help="Leave what hangs together for `communique link`.")
    ] = False,
) -> int:
    """Take articles into the store. Running it again changes nothing; after a kill, run it again.

    Where a server is writing to the home, they go through it, with COMMUNIQUE_TOKEN.

    Example: communique ingest articles/ --publisher "The Daily Example"
    """
    from graph_service.cli.progress import announcement, progress
    from graph_service.errors import StoreLocked
    from graph_service.ingest import Interrupted, ingest
    from graph_service.readers import read
    from graph_service.readers.amount import amount

    settings = read_settings(home=home, extractor=extractor, registry=registry)
    defaults = read_metadata(date, publisher, url, title, language)
    articles, text_bytes = amount(inputs)
    if line := announcement(articles, text_bytes, settings.home):
        tell(line)
    try:
        with progress(articles, settings.home) as meter:
            items = read(inputs, defaults, settings)
            try:
                report = ingest(
                    items, settings, progress=meter, force=force, jobs=jobs, link=not no_link
                )
            except StoreLocked as locked:  # before anything was read
                report = _through(locked, items, settings, meter, force=force)
    except Interrupted as interrupted:
        print(json.dumps(counts(interrupted.report)))
        raise
    print(json.dumps(counts(report)))
    if report.rejected or report.quarantined or report.withdrawn:
        return FINDINGS if report.read or report.withdrawn else UNREADABLE
    return DONE


def _through(
    locked: StoreLocked,
    items: Iterator[Item],
    settings: Settings,
    progress: Progress,
    *,
    force: bool,
) -> IngestReport:
    """By way of the server that holds the home, where we have a token; else raises `locked`."""
    from graph_service.api.tokens import known_tokens
    from graph_service.writing.through import send_articles

    tokens = known_tokens(settings)
    if not (locked.server and tokens):
        raise locked
    tell(
        f"a server at {locked.server} is writing to this home: the articles go through it, "
        "with its extractor, registry and settings"
    )
    return send_articles(items, locked.server, tokens[0].decode(), progress, force=force)


def counts(report: IngestReport) -> dict[str, int]:
    return {
        "read": report.read,
        "new": report.new,
        "unchanged": report.unchanged,
        "revised": report.revised,
        "quarantined": report.quarantined,
        "statements": report.statements,
        "rejected": report.rejected,
        "withdrawn": report.withdrawn,
    }
