"""What the conversion collects before it is written: actors and tenures, and table reading."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.actors.names import plain, slug

Row = dict[str, str]


@dataclass
class ActorRecord:
    """One actor; `classes` are names of cq: classes beside cq:Actor."""

    id: str
    kind: str
    name: str
    aliases: list[str] = field(default_factory=list)
    abbreviations: list[str] = field(default_factory=list)
    metonyms: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)
    country: str | None = None
    """Actor id of the state."""
    org_type: str | None = None
    alpha2: str | None = None
    alpha3: str | None = None
    qid: str | None = None
    sources: set[str] = field(default_factory=set)


@dataclass
class TenureRecord:
    """One term of office; dates as the tables give them."""

    id: str
    holder: str
    label: str
    role: str
    country: str | None
    body: str | None
    start: str
    end: str
    open_as_of: str
    inferred_end: bool
    source: str


def read_table(folder: Path, name: str) -> list[Row]:
    """Rows of one CSV table."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def read_earlier(folder: Path, known: list[Row]) -> list[Row]:
    """Rows of our own `earlier.tsv` in the form of people.csv, under the ids known there."""
    ids = {(form, row["country"]): row["id"] for row in known for form in _forms(row)}
    with (folder / "earlier.tsv").open(encoding="utf-8", newline="") as table:
        lines = (line for line in table if not line.startswith("#"))
        rows = list(csv.DictReader(lines, delimiter="\t"))
    empty = dict.fromkeys(known[0], "")
    return [
        {
            **empty,
            **row,
            "id": next(
                (ids[key] for form in _forms(row) if (key := (form, row["country"])) in ids),
                f"x-{slug(row['name'])}",
            ),
            "source": "general-knowledge",
        }
        for row in rows
    ]


def _forms(row: Row) -> list[str]:
    return [plain(name).casefold() for name in (row["name"], *parts(row["aliases"]))]


def parts(cell: str) -> list[str]:
    """The entries of a `|` list, without empty ones."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def source_text(source: str, licence: str = "", day: str = "") -> str:
    """A short text for dct:source: where the fact comes from, its licence, the copy's date."""
    if source.startswith("general-knowledge"):
        return "general knowledge"
    name = source.partition(" (")[0]
    if licence.startswith("Wikidata-derived (Wikidata is CC0)"):
        licence = "from Wikidata, CC0"
    terms = {
        "CC0 / US public domain (CIA World Factbook)": "CIA World Factbook, public domain",
        "CC0 / US public domain": "CIA World Factbook, public domain",
    }.get(licence, licence)
    return ", ".join(part for part in (name, terms, day) if part)
