"""Options that several commands share, so that they read and behave the same."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from graph_service.readers.base import Metadata
    from graph_service.settings import Settings

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of store, archive and quarantine.", show_default=False),
]
InputArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...", help="Files, folders, or - for standard input.", show_default=False
    ),
]
DateOption = Annotated[
    str | None, typer.Option("--date", help="Publication date where the input has none.")
]
PublisherOption = Annotated[
    str | None, typer.Option("--publisher", help="Publisher where the input has none.")
]
UrlOption = Annotated[str | None, typer.Option("--url", help="URL where the input has none.")]
TitleOption = Annotated[str | None, typer.Option("--title", help="Title where the input has none.")]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help="Language tag where the input has none.")
]
ExtractorOption = Annotated[
    str | None, typer.Option("--extractor", help="Attribution extractor.", show_default=False)
]
RegistryOption = Annotated[
    list[Path] | None,
    typer.Option("--registry", help="A further actor registry (Turtle).", show_default=False),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        help="Processes that work articles out; 1: this one. Default: as many as there are CPUs, "
        "at most 4, once the input proves long.",
        show_default=False,
    ),
]


def tell(line: str) -> None:
    """A line of progress, to standard error."""
    print(f"communique: {line}", file=sys.stderr)


def read_settings(**flags: Any) -> Settings:
    """Settings from the flags that were given; an empty list counts as not given.

    Tells of variables that are no settings.
    """
    from graph_service.settings import load_settings, misspelt

    for line in misspelt():
        tell(line)
    return load_settings(
        **{name: value for name, value in flags.items() if value not in (None, [])}
    )


def read_metadata(
    day: str | None, publisher: str | None, url: str | None, title: str | None, language: str | None
) -> Metadata:
    """The metadata options as the readers' defaults; an impossible date is a usage error."""
    from graph_service.readers.base import Metadata, published_date

    published: date | None = published_date(day, where="--date") if day else None
    return Metadata(
        published=published, publisher=publisher, url=url, title=title, language=language
    )
