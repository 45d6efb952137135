"""Each named query gives the rows of its cases in pyoxigraph, rdflib and Jena ARQ alike."""

from __future__ import annotations

import pytest

from graph_service.query.catalogue import load_catalogue
from graph_service.query.dates import SNIPPET
from graph_service.query.table import Table
from tests.queries.cases import Case, cases, shown
from tests.queries.conftest import ENGINES, data_of, in_pyoxigraph, in_rdflib, text_of

CASES = list(cases())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rows(case: Case, engine: str, request: pytest.FixtureRequest) -> None:
    if engine == "arq":
        found: Table | str = request.getfixturevalue("arq_results")[case.id]
    elif engine == "rdflib":
        found = in_rdflib(text_of(case), data_of(case))
    else:
        found = in_pyoxigraph(text_of(case), data_of(case), union=engine.endswith("union"))
    assert isinstance(found, Table), found
    assert shown(found, case.columns) == case.rows


def test_every_query_and_every_parameter_has_a_case() -> None:
    used = {(case.query, name) for case in CASES for name in case.params}
    stands = {case.query for case in CASES if not case.params}
    for query in load_catalogue().values():
        assert query.name in {case.query for case in CASES}
        assert query.name in stands or query.name == "statement", query.name
        for param in query.params:
            assert (query.name, param.name) in used, f"{query.name}: {param.name}"


def test_the_meaning_of_a_date_is_written_the_same_everywhere() -> None:
    dated = [q for q in load_catalogue().values() if "?earliest" in q.text and "?after" in q.text]
    assert dated
    for query in dated:
        assert SNIPPET in query.text, query.name
