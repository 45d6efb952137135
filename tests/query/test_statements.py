"""Whole statements come back from the store exactly as they were mapped."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph_service.errors import UnknownName
from graph_service.model import Extraction
from graph_service.query.catalogue import load_catalogue
from graph_service.query.run import run_named
from graph_service.query.statements import read_record, read_records, read_rows
from graph_service.rdf.mapping import to_quads
from graph_service.rdf.reading import normal
from graph_service.settings import load_settings
from graph_service.store.base import View
from graph_service.store.memory import MemoryStore
from tests.queries.data import ACTORS, GAZETTE, IRIS, NAMES, extractions
from tests.query.conftest import Names
from tests.rdf.strategies import REGISTRY, STATES, TENURES, registered
from tests.rdf.strategies import extractions as any_extractions


def test_every_statement_comes_back_whole(view: View, names: Names) -> None:
    known = {s.id: s for extraction in extractions() for s in extraction.statements}
    records = read_records(view, list(known), names, IRIS)
    assert [r.statement for r in records] == [normal(s) for s in known.values()]


class _Known:
    actor = staticmethod(REGISTRY.get)
    tenure = staticmethod(TENURES.get)


@given(any_extractions())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_one_query_fetches_all_that_a_statement_hangs_on(extraction: Extraction) -> None:
    store = MemoryStore()
    writer = store.open(Path("memory"), IRIS.base)
    graph = IRIS.article_graph(extraction.article.key)
    writer.replace_graph(graph, to_quads(extraction, IRIS, registered, STATES.get))
    writer.publish()
    found = read_records(
        store.view(load_settings()), [s.id for s in extraction.statements], _Known(), IRIS
    )
    assert [r.statement for r in found] == [normal(s) for s in extraction.statements]


def test_rows_of_a_named_query_keep_their_order(view: View, names: Names) -> None:
    table = run_named(view, load_catalogue(), "statements-of-state", {}, IRIS)
    records = read_rows(view, table, names, IRIS)
    assert [r.statement.id for r in records] == [
        IRIS.local(term.value)  # type: ignore[union-attr]
        for term in table.column("statement")
    ]
    assert len(records) == 10


def test_a_record_shows_its_article(view: View, names: Names) -> None:
    by_name = {name: key for key, name in NAMES.items()}
    record = read_record(view, by_name["varn-urges"], names, IRIS)
    article = extractions()[0].article
    assert (record.article, record.title, record.url) == (article.key, article.title, article.url)
    assert (record.publisher, record.published) == (GAZETTE, article.published)
    assert record.language == "en"
    unknown = read_record(view, by_name["official-rejects"], names, IRIS)
    assert (unknown.publisher, unknown.published, unknown.url) == (None, None, None)
    assert unknown.statement.speaker.country == ACTORS["actor-x-brenlund"]


def test_ids_that_are_not_there_are_left_out_or_named(view: View, names: Names) -> None:
    assert read_records(view, ["statement-none", "x> } #"], names, IRIS) == []
    assert read_records(view, [], names, IRIS) == []
    with pytest.raises(UnknownName, match="statement-none"):
        read_record(view, "statement-none", names, IRIS)
