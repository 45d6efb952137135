"""The flat table of all statements as CSV, one row a statement, and its codebook.

Owns the form of the file: RFC 4180, UTF-8, a head of column names. By default every
cell is exact. For a spreadsheet, which takes a cell that begins with `=` for a formula,
such cells get an apostrophe in front, and the file a mark that says UTF-8.
"""

from __future__ import annotations

import csv
from codecs import getwriter
from typing import IO, Final

from graph_service.export.columns import COLUMNS, SEPARATOR
from graph_service.export.record import records
from graph_service.export.source import Selection, Source

FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that spreadsheets compute (OWASP, CSV injection)."""

BOOK_COLUMNS: Final = ("column", "type", "source", "meaning")


def write_csv(
    source: Source, selection: Selection, stream: IO[bytes], *, spreadsheet: bool = False
) -> int:
    """The number of rows below the head."""
    writer = csv.writer(getwriter("utf-8-sig" if spreadsheet else "utf-8")(stream))
    writer.writerow(column.name for column in COLUMNS)
    count = 0
    for record in records(source, source.graphs(selection)):
        cells = (column.read(record) for column in COLUMNS)
        writer.writerow(map(disarmed, cells) if spreadsheet else cells)
        count += 1
    return count


def write_codebook(stream: IO[bytes]) -> None:
    """One row a column: its type, the property it comes from, what it means."""
    writer = csv.writer(getwriter("utf-8")(stream))
    writer.writerow(BOOK_COLUMNS)
    for column in COLUMNS:
        meaning = column.meaning
        if column.name == "reporters":
            meaning += f'; several are joined by "{SEPARATOR}", here and in all such columns'
        writer.writerow((column.name, column.type, column.source, meaning))


def disarmed(cell: str) -> str:
    """
    >>> disarmed("=1+1"), disarmed("-5"), disarmed("five")
    ("'=1+1", "'-5", 'five')
    """
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
