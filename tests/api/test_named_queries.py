"""The cases of tests/queries over HTTP: the same rows as in the engines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, Quad

from graph_service.api.app import create_app
from graph_service.query.catalogue import load_catalogue
from graph_service.query.table import Table
from graph_service.settings import Settings
from graph_service.store.oxigraph import OxigraphStore
from tests.queries.cases import Case, cases, shown
from tests.queries.data import quads

CATALOGUE = load_catalogue()


def _whole(case: Case) -> bool:
    """Has it every parameter that its query requires?"""
    return all(p.name in case.params for p in CATALOGUE[case.query].params if p.required)


ALL = [case for case in cases() if not case.trig]
CASES = [case for case in ALL if _whole(case)]
LACKING = [case for case in ALL if not _whole(case)]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API on a store that holds the cases' data and nothing else."""
    settings = Settings(home=tmp_path_factory.mktemp("named") / "home", workers=1)
    graphs: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads():
        assert isinstance(quad.graph_name, NamedNode)
        graphs[quad.graph_name].append(quad)
    writer = OxigraphStore().open(Path(settings.home), settings.base_iri)
    try:
        writer.replace_graphs(graphs)
        writer.publish()
    finally:
        writer.close()
    with TestClient(create_app(settings)) as made:
        yield made


def test_most_cases_are_here() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rows_over_http(client: TestClient, case: Case) -> None:
    answer = client.get(f"/api/v1/queries/{case.query}", params=case.params)
    assert answer.status_code == 200, answer.text
    assert shown(Table.from_json(answer.content), case.columns) == case.rows


@pytest.mark.parametrize("case", LACKING, ids=lambda case: case.id)
def test_a_required_parameter_is_asked_for(client: TestClient, case: Case) -> None:
    answer = client.get(f"/api/v1/queries/{case.query}", params=case.params)
    assert answer.status_code == 400
    assert "needs the parameter" in answer.json()["detail"]


def test_an_unknown_topic_is_refused(client: TestClient) -> None:
    answer = client.get("/api/v1/queries/counts-by-month", params={"topic": "soverinty"})
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no topic 'soverinty'"
