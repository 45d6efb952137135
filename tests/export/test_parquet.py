"""The flat table as Parquet: the cells of the CSV, with types."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path

import pytest

from graph_service.errors import UsageError
from graph_service.export import parquet
from graph_service.export.columns import COLUMNS
from graph_service.settings import Settings
from tests.export.homes import Export, make_home
from tests.queries.data import quads

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is missing (extra: parquet)")


def test_the_same_cells_as_the_csv(
    dump: Export, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parquet, "ROWS", 3)  # several groups
    path, report = dump("table.parquet", format="parquet", codebook=True)
    table = pq.read_table(path)
    assert pq.ParquetFile(path).num_row_groups == -(-report.count // 3)
    text, _ = dump("table.csv", format="csv")
    rows = list(csv.DictReader(io.StringIO(text.read_text("utf-8"))))
    assert report.count == table.num_rows == len(rows) > 3
    for row, record in zip(rows, table.to_pylist(), strict=True):
        for column in COLUMNS:
            assert _cell(record[column.name], column.type) == _norm(row[column.name], column.type)
    assert (tmp_path / "table.parquet.codebook.csv").exists()


def _cell(value: object, kind: str) -> str:
    if value is None:
        return ""
    if kind == "boolean":
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _norm(cell: str, kind: str) -> str:
    return str(float(cell)) if cell and kind == "decimal" else cell


def test_types_and_meanings_are_in_the_file(dump: Export) -> None:
    path, _ = dump("table.parquet", format="parquet")
    schema = pq.read_schema(path)
    assert [field.name for field in schema] == [column.name for column in COLUMNS]
    assert str(schema.field("date_earliest").type) == "date32[day]"
    assert str(schema.field("depth").type) == "int64"
    assert str(schema.field("confidence").type) == "double"
    assert str(schema.field("attitude").type) == "bool"
    assert schema.field("words").metadata[b"source"] == b"cq:words"


def test_by_the_files_name_and_empty(tmp_path: Path) -> None:
    from graph_service.export.run import Request, export, format_by_name

    assert format_by_name("x.parquet") == "parquet"
    home = make_home(tmp_path / "home", [q for q in quads() if "registry" in str(q.graph_name)])
    report = export(home, Request(format="parquet"), tmp_path / "empty.parquet")
    assert (report.count, pq.read_table(tmp_path / "empty.parquet").num_rows) == (0, 0)


def test_without_pyarrow(
    managed: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph_service.export.run import Request, export

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="needs pyarrow") as caught:
        export(managed, Request(format="parquet"), tmp_path / "x.parquet")
    assert "communique[parquet]" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
