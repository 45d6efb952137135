"""Choosing graphs: by name, publisher and day; what is not there is named."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import RdfFormat

from graph_service.errors import BadValue, StoreError, UnknownName, UsageError
from graph_service.settings import load_settings
from tests.export.homes import Export, loaded
from tests.queries.data import GAZETTE, IRIS, extractions

HARBOUR, CALL, UNDATED, OLD = (IRIS.article_graph(e.article.key).value for e in extractions())


def graphs(dump: Export, **options: object) -> set[str]:
    path, _ = dump("dump.nq", **options)
    found = loaded(path.read_bytes(), RdfFormat.N_QUADS)
    return {q.graph_name.value for q in found}  # type: ignore[union-attr]


def test_by_name_or_iri(dump: Export) -> None:
    registry = IRIS.graph("registry").value
    assert graphs(dump, graphs=("registry", HARBOUR, registry)) == {registry, HARBOUR}


@pytest.mark.parametrize(
    "reference",
    [
        "Harbour Gazette",
        "harbour gazette",
        GAZETTE.id,
        "x-harbour-gazette",
        IRIS.actor(GAZETTE.id).value,
    ],
)
def test_by_publisher(dump: Export, reference: str) -> None:
    assert graphs(dump, publisher=reference) == {HARBOUR, CALL}


def test_by_day_of_publication_that_day_excluded(dump: Export) -> None:
    assert graphs(dump, after=date(2031, 3, 10)) == {CALL}
    assert graphs(dump, before=date(2031, 3, 12)) == {HARBOUR, OLD}
    assert graphs(dump, after=date(2029, 6, 2), before=date(2031, 3, 12)) == {HARBOUR}
    assert graphs(dump, publisher="Harbour Gazette", before=date(2031, 3, 12)) == {HARBOUR}


def test_an_undated_article_is_on_neither_side(dump: Export) -> None:
    assert UNDATED not in graphs(dump, after=date(1, 1, 1)) | graphs(dump, before=date(9999, 1, 1))
    assert UNDATED in graphs(dump)


def test_what_is_not_there(dump: Export) -> None:
    with pytest.raises(UnknownName, match="no graph"):
        dump("a.nq", graphs=("urn:nowhere",))
    with pytest.raises(BadValue, match="IRI"):
        dump("a.nq", graphs=("urn: spaces",))
    with pytest.raises(UnknownName, match="harbour gazette"):
        dump("a.nq", publisher="Harbor Gazette")
    with pytest.raises(UnknownName, match="nquads"):
        dump("a.nq", format="parchment")
    with pytest.raises(UsageError, match="graph is named"):
        dump("a.nq", graphs=("registry",), publisher="Harbour Gazette")


def test_an_empty_home_and_another_base(
    dump: Export, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = load_settings(home=tmp_path_factory.mktemp("empty"))
    with pytest.raises(StoreError, match="communique ingest"):
        dump("a.nq", home=empty)
