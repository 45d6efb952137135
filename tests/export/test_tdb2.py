"""A dump loaded into Jena's TDB2: the same counts, fingerprints and rows of all named queries."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.export import manifest
from graph_service.export.source import Selection, open_source
from graph_service.push.rows import questions
from graph_service.query.catalogue import load_catalogue
from graph_service.settings import Settings
from tests.export import tdb2
from tests.export.homes import Export
from tests.queries import jena


def test_the_same_in_tdb2(dump: Export, managed: Settings, tmp_path: Path) -> None:
    if lack := jena.missing():
        pytest.skip(lack)
    path, _ = dump("dump.nq")
    with open_source(managed) as source:
        asked = list(questions(source, load_catalogue().values()))
        (tmp_path / "jena").mkdir()
        seen = tdb2.look(tmp_path / "jena", path, asked, seconds=600)
        assert seen.graphs == manifest.take(source, Selection()).graphs
        assert seen.rows == {q.name: tdb2.own_rows(source, q) for q in asked}
        assert sum(rows.count for rows in seen.rows.values()) > 50
