"""The update cases of the W3C's SPARQL 1.1 Protocol tests, and what else `/update` promises.

Named as in the suite's manifest, with data and requests of our own. `KNOWN_FAILURES`
holds what does not pass, each with its reason; it is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph_service.api.app import create_app
from graph_service.settings import Settings
from tests.writing.conftest import BASE, BEARER, TOKEN, Endpoint

EX = "http://example.org/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPDATE = {"Content-Type": "application/sparql-update"}
KNOWN_FAILURES: dict[str, str] = {}


def graphs(endpoint: Endpoint, name: str) -> None:
    """Three graphs with one document each, for one test."""
    parts = " ".join(
        f"GRAPH <{EX}{name}/{n}> {{ <{EX}{name}/{n}/doc> a <{EX}Document> }}" for n in (1, 2, 3)
    )
    assert endpoint.update(f"INSERT DATA {{ {parts} }}").status_code == 204


def copied(endpoint: Endpoint, name: str, where: str, **dataset: list[str]) -> list[str]:
    """Which documents an INSERT WHERE sees with this dataset, by their number."""
    target = f"{EX}{name}/copy"
    answer = endpoint.update(
        f"DROP SILENT GRAPH <{target}>; "
        f"INSERT {{ GRAPH <{target}> {{ ?s a <{EX}Copy> }} }} WHERE {{ {where} }}",
        **dataset,
    )
    assert answer.status_code == 204, answer.text
    found = endpoint.rows(f"SELECT ?s {{ GRAPH <{target}> {{ ?s ?p ?o }} }} ORDER BY ?s")
    return [row.split("/")[-2] for row in found]


def test_update_post_form(endpoint: Endpoint) -> None:
    answer = endpoint.send("POST", "/update", content="update=INSERT%20DATA%20%7B%7D", headers=FORM)
    assert answer.status_code == 204


def test_update_post_direct(endpoint: Endpoint) -> None:
    text = f"INSERT DATA {{ GRAPH <{EX}direct> {{ <{EX}s> <{EX}p> 'é' }} }}"
    assert endpoint.send("POST", "/update", content=text, headers=UPDATE).status_code == 204
    assert endpoint.rows(f"SELECT ?o {{ GRAPH <{EX}direct> {{ ?s ?p ?o }} }}") == ["é"]


DATASETS: list[tuple[str, str, dict[str, list[str]], list[str]]] = [
    ("update_dataset_default_graph", f"?s a <{EX}Document>", {"using-graph-uri": ["1"]}, ["1"]),
    ("update_dataset_default_graphs", f"?s a <{EX}Document>",
     {"using-graph-uri": ["1", "2"]}, ["1", "2"]),
    ("update_dataset_named_graphs", f"GRAPH ?g {{ ?s a <{EX}Document> }}",
     {"using-named-graph-uri": ["1", "2"]}, ["1", "2"]),
    ("update_dataset_full", f"?s a <{EX}Document> FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }}",
     {"using-graph-uri": ["1", "2"], "using-named-graph-uri": ["2", "3"]}, ["1"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "where", "dataset", "seen"), DATASETS, ids=lambda value: str(value)
)
def test_datasets(
    endpoint: Endpoint, name: str, where: str, dataset: dict[str, list[str]], seen: list[str]
) -> None:
    graphs(endpoint, name)
    full = {key: [f"{EX}{name}/{n}" for n in ns] for key, ns in dataset.items()}
    assert copied(endpoint, name, where, **full) == seen


def test_update_base_uri(endpoint: Endpoint) -> None:
    graph = f"{EX}base"
    assert endpoint.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <a:s> <a:p> <test> }} }}").is_success
    assert endpoint.rows(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}") == [f"{BASE}test"]


BAD: dict[str, tuple[dict[str, object], set[int]]] = {
    "bad_update_get": ({"method": "GET", "params": {"update": "CLEAR DEFAULT"}}, {400, 405}),
    "bad_multiple_updates": ({"content": "update=CLEAR+DEFAULT&update=CLEAR+DEFAULT"}, {400}),
    "bad_update_wrong_media_type": (
        {"content": "CLEAR DEFAULT", "headers": {"Content-Type": "text/plain"}}, {400, 415}),
    "bad_update_missing_form_type": (
        {"content": "update=CLEAR+DEFAULT", "headers": {"Content-Type": ""}}, {400, 415}),
    "bad_update_missing_direct_type": (
        {"content": "CLEAR DEFAULT", "headers": {"Content-Type": ""}}, {400, 415}),
    "bad_update_non_utf8": (
        {"content": "CLEAR DEFAULT # é".encode("utf-16"),
         "headers": {"Content-Type": "application/sparql-update; charset=UTF-16"}}, {400, 415}),
    "bad_update_syntax": ({"content": "update=CLEAR+XYZ"}, {400}),
    "bad_update_dataset_conflict": (
        {"content": "using-named-graph-uri=a%3Ag&update=INSERT+%7B+%3Fs+%3Fp+%3Fo+%7D+"
                    "USING+%3Ca%3Ah%3E+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D"}, {400}),
    "a dataset beside WITH": (
        {"content": "using-graph-uri=a%3Ag&update=WITH+%3Ca%3Ah%3E+DELETE+%7B+%3Fs+%3Fp+%3Fo+%7D"
                    "+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D"}, {400}),
    "a dataset that is no IRI": (
        {"content": "using-graph-uri=a%3A%3E+%7B%7D&update=INSERT+%7B%7D+WHERE+%7B%7D"}, {400}),
    "no update": ({"content": "query=ASK%7B%7D"}, {400}),
    "a query": ({"content": "update=ASK%7B%7D"}, {400}),
    "bytes that are not UTF-8": ({"content": b"CLEAR DEFAULT # \xff", "headers": UPDATE}, {422}),
    "wait is neither": ({"content": "update=CLEAR+DEFAULT&wait=maybe"}, {400}),
    "no time": ({"content": "update=CLEAR+DEFAULT&timeout=-1"}, {400}),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_updates(endpoint: Endpoint, name: str) -> None:
    asked, statuses = BAD[name]
    more = {"headers": FORM, **asked}
    method = str(more.pop("method", "POST"))
    answer = endpoint.send(method, "/update", **more)
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_syntax_error_has_its_place(endpoint: Endpoint) -> None:
    problem = endpoint.update("INSERT DATA {\n  <a:s> <a:p> }").json()
    assert (problem["line"], problem["column"]) == (2, 15)
    problem = endpoint.update("PREFIX a: <a:>\nDROP SILENT GRAPH a:g ; CLEAR XYZ").json()
    assert (problem["line"], problem["column"]) == (2, 34)
    answer = endpoint.update(f"INSERT DATA {{}} ; PREFIX e: <{EX}> DROP SILENT GRAPH e:none")
    assert answer.status_code == 204


CLOSED: dict[str, str] = {
    "a name": f"INSERT DATA {{ GRAPH <{BASE}graph/links> {{ <a:s> <a:p> 1 }} }}",
    "an article": f"DROP SILENT GRAPH <{BASE}graph/article-1234>",
    "everything": "CLEAR SILENT ALL",
    "all named": "DROP NAMED",
    "a pattern": "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "the pending": "CREATE GRAPH <urn:x-communique:pending>",
    "copy": f"COPY DEFAULT TO <{BASE}graph/registry>",
    "move": f"MOVE SILENT <{BASE}graph/acts> TO <a:acts>",
    "add": f"ADD DEFAULT TO GRAPH <{BASE}graph/decisions>",
    "with": f"WITH <{BASE}graph/topics> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    "load": "LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <a:g>",
    "service": "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
}


@pytest.mark.parametrize("name", CLOSED)
def test_what_is_closed(endpoint: Endpoint, name: str) -> None:
    text = f"INSERT DATA {{ GRAPH <{EX}closed> {{ <a:s> <a:p> 1 }} }}; {CLOSED[name]}"
    answer = endpoint.update(text)
    assert answer.status_code == 403, answer.text
    assert answer.json()["do"]
    assert not endpoint.rows(f"SELECT * {{ GRAPH <{EX}closed> {{ ?s ?p ?o }} }}")  # nothing of it


def test_the_article_is_still_there(endpoint: Endpoint) -> None:
    query = f"SELECT ?o {{ GRAPH <{BASE}graph/article-1234> {{ ?s ?p ?o }} }}"
    assert endpoint.rows(query) == ["words"]


def test_without_a_right_token(endpoint: Endpoint) -> None:
    for sent in ("", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"):
        answer = endpoint.send(
            "POST", "/update", data={"update": "CLEAR DEFAULT"}, headers={"Authorization": sent}
        )
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert TOKEN not in answer.text


def test_closed_without_any_token_and_opened_by_a_file(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text("\n")
    settings = Settings(home=home, token_file=file, workers=1)
    with TestClient(create_app(settings)) as client:
        asked = {"data": {"update": "INSERT DATA { <a:s> <a:p> 1 }"}, "headers": BEARER}
        refused = client.post("/update", **asked)
        assert refused.status_code == 403
        assert "COMMUNIQUE_TOKEN" in refused.json()["do"]
        file.write_text(f"another\n{TOKEN}\n")
        assert client.post("/update", **asked).status_code == 204


def test_no_token_is_logged(endpoint: Endpoint) -> None:
    assert endpoint.update("INSERT DATA {}").is_success
    assert "/update" in endpoint.server.log()
    assert TOKEN not in endpoint.server.log()


def test_read_your_write_with_and_without_waiting(endpoint: Endpoint) -> None:
    query = f"SELECT ?o {{ GRAPH <{EX}own> {{ <a:s> <a:p> ?o }} }}"
    for number in range(5):
        change = (
            f"DROP SILENT GRAPH <{EX}own>; INSERT DATA {{ GRAPH <{EX}own> {{ <a:s> <a:p> "
            f"{number} }} }}"
        )
        if number % 2:
            answer = endpoint.update(change, wait="false")
            assert answer.status_code == 202
            snapshot = answer.headers["communique-snapshot"]
            assert endpoint.rows(query, snapshot=snapshot) == [str(number)]
        else:
            assert endpoint.update(change).status_code == 204
            assert endpoint.rows(query) == [str(number)]


def test_snapshot_names_never_hold_the_writer_s_own_graph(endpoint: Endpoint) -> None:
    assert endpoint.update(f"INSERT DATA {{ GRAPH <{EX}seen> {{ <a:s> <a:p> 1 }} }}").is_success
    names = endpoint.rows("SELECT ?g { GRAPH ?g {} }")
    assert f"{EX}seen" in names
    assert not [name for name in names if re.match("urn:x-communique", name)]


def refused(endpoint: Endpoint, change: Callable[[], str]) -> None:
    assert endpoint.update(change()).status_code == 413


def test_limits_before_the_engine(endpoint: Endpoint) -> None:
    deep = "{" * 5000 + "}" * 5000
    wide = " ".join("?s <a:p> ?o ." for _ in range(200))
    refused(endpoint, lambda: f"INSERT {{ ?s ?p ?o }} WHERE {deep}")
    refused(endpoint, lambda: f"INSERT {{ ?s ?p ?o }} WHERE {{ {wide} }}")
    refused(endpoint, lambda: f"DELETE WHERE {{ {wide} }}")
    refused(endpoint, lambda: f"INSERT DATA {{ <a:s> <a:p> {'[ <a:p> ' * 5000} 1 {']' * 5000} }}")
