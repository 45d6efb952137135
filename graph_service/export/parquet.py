"""The flat table as Apache Parquet, for data frames: the same columns, with real types.

Owns the types. An empty cell is null; dates, numbers and booleans are such, not text.
Needs the extra `parquet` (pyarrow). Rows are written by groups, so memory stays flat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import IO, Any, Final

from graph_service.errors import StoreError, UsageError
from graph_service.export.columns import COLUMNS, Column
from graph_service.export.record import Record, records
from graph_service.export.source import Selection, Source

ROWS: Final = 10_000
"""Rows of one group."""

_READERS: Final[dict[str, Callable[[str], object]]] = {
    "string": str,
    "integer": int,
    "decimal": lambda cell: float(Decimal(cell)),
    "boolean": lambda cell: cell in ("true", "1"),
    "date": date.fromisoformat,
}


def check_installed() -> None:
    """Raises UsageError where pyarrow is missing, before any file is made."""
    _arrow()


def write_parquet(source: Source, selection: Selection, stream: IO[bytes]) -> int:
    """The number of rows. Compressed inside with zstd, as the format does it."""
    arrow, parquet = _arrow()
    types = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "decimal": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
    }
    fields = [
        arrow.field(c.name, types[c.type], metadata={"source": c.source, "description": c.meaning})
        for c in COLUMNS
    ]
    schema = arrow.schema(fields)
    count = 0
    found = records(source, source.graphs(selection))
    sink = arrow.PythonFile(_Sink(stream), mode="w")
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for rows in _groups(found):
            columns = [[_value(column, row) for row in rows] for column in COLUMNS]
            arrays = [arrow.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            count += len(rows)
    return count


def _groups(found: Iterator[Record]) -> Iterator[list[Record]]:
    while rows := list(islice(found, ROWS)):
        yield rows


def _value(column: Column, record: Record) -> object:
    cell = column.read(record)
    if not cell:
        return None
    try:
        return _READERS[column.type](cell)
    except (ValueError, ArithmeticError) as error:
        raise StoreError(
            f"{record.node.value} has {cell!r} as its {column.name}, which is no {column.type}",
            do="Export --format csv takes it as it is; `communique validate` lists such values.",
        ) from error


class _Sink:
    """What pyarrow calls of a file, over a stream that may compress."""

    closed = False

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._place = 0

    def write(self, data: bytes) -> int:
        self._stream.write(bytes(data))
        self._place += len(data)
        return len(data)

    def tell(self) -> int:
        return self._place

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """The stream is its owner's to close."""


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(
            "The format parquet needs pyarrow, which is not installed",
            do='Run `pip install "communique[parquet]"`, or choose --format csv.',
        ) from error
    return pyarrow, pyarrow.parquet
