"""`communique ingest`: read, extract, map, validate, store; ends with counts."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from graph_service.cli.exits import DONE, FINDINGS, UNREADABLE
from graph_service.cli.options import (
    DateOption,
    ExtractorOption,
    HomeOption,
    InputArgument,
    LanguageOption,
    PublisherOption,
    RegistryOption,
    TitleOption,
    UrlOption,
    read_metadata,
    read_settings,
)

if TYPE_CHECKING:
    from graph_service.ingest import IngestReport


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
) -> int:
    """Take articles into the store. Running it again changes nothing; after a kill, run it again.

    Example: communique ingest articles/ --publisher "The Daily Example"
    """
    from graph_service.ingest import Interrupted, ingest
    from graph_service.readers import read

    settings = read_settings(home=home, extractor=extractor, registry=registry)
    defaults = read_metadata(date, publisher, url, title, language)
    try:
        report = ingest(
            read(inputs, defaults, settings),
            settings,
            progress=lambda line: print(f"communique: {line}", file=sys.stderr),
        )
    except Interrupted as interrupted:
        print(json.dumps(_counts(interrupted.report)))
        raise
    print(json.dumps(_counts(report)))
    if report.rejected or report.quarantined:
        return FINDINGS if report.read else UNREADABLE
    return DONE


def _counts(report: IngestReport) -> dict[str, int]:
    return {
        "read": report.read,
        "new": report.new,
        "unchanged": report.unchanged,
        "revised": report.revised,
        "quarantined": report.quarantined,
        "statements": report.statements,
        "rejected": report.rejected,
    }
