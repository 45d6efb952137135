"""`communique extract`: articles in, statements out as JSON lines, no store involved."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.exits import DONE, FINDINGS, UNREADABLE
from graph_service.cli.options import (
    DateOption,
    ExtractorOption,
    InputArgument,
    LanguageOption,
    PublisherOption,
    RegistryOption,
    TitleOption,
    UrlOption,
    read_metadata,
    read_settings,
)


def command(
    inputs: InputArgument,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here instead of standard output.")
    ] = None,
    date: DateOption = None,
    publisher: PublisherOption = None,
    url: UrlOption = None,
    title: TitleOption = None,
    language: LanguageOption = None,
    extractor: ExtractorOption = None,
    registry: RegistryOption = None,
) -> int:
    """Print the statements of articles, one JSON object an article a line.

    Example: communique extract story.txt --date 2022-06-15
    """
    from graph_service.actors.own import registry_for
    from graph_service.errors import UsageError
    from graph_service.extract.pipeline import extract
    from graph_service.model_json import extraction_line
    from graph_service.readers import read
    from graph_service.readers.base import Note, Rejected

    settings = read_settings(extractor=extractor, registry=registry)
    defaults = read_metadata(date, publisher, url, title, language)
    names = registry_for(settings)
    done = rejected = 0
    try:
        sink = output.open("w", encoding="utf-8") if output else nullcontext(sys.stdout)
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}") from error
    with sink as out:
        for item in read(inputs, defaults, settings):
            if isinstance(item, Rejected | Note):
                rejected += isinstance(item, Rejected)
                print(f"communique: {item}", file=sys.stderr)
                continue
            extraction = extract(item, names, settings.extractor, settings.resources)
            done += 1
            out.writelines(extraction_line(extraction))
            out.write("\n")
            for note in extraction.notes:
                print(f"communique: {item.id or item.key}: {note}", file=sys.stderr)
    if rejected:
        return FINDINGS if done else UNREADABLE
    return DONE
