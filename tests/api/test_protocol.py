"""The query cases of the W3C's SPARQL 1.1 Protocol tests, as requests to a running server.

Named as in the suite's manifest, with data and requests of our own. `KNOWN_FAILURES`
holds what does not pass, each with its reason; it is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

ONE, TWO, THREE = (f"http://example.org/graph/{name}" for name in ("one", "two", "three"))
NOTHING = "http://example.org/graph/nothing"
QUERY = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ROWS = {"application/sparql-results+json", "application/sparql-results+xml",
        "text/csv", "text/tab-separated-values"}  # fmt: skip
BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
RDF = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}

KNOWN_FAILURES: dict[str, str] = {}


@dataclass(frozen=True)
class Case:
    """One request, and what the suite says of its answer."""

    name: str
    method: str = "GET"
    address: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    answer: bool | None = None
    types: frozenset[str] | set[str] = frozenset()
    refused: bool = False

    def send(self, server: str, headers: Mapping[str, str] = {}) -> httpx.Response:
        query = f"?{urlencode(self.address)}" if self.address else ""
        return httpx.request(
            self.method,
            f"{server}/sparql{query}",
            headers={**self.headers, **headers},
            content=self.body,
            timeout=20,
        )


def documents(*graphs: str) -> str:
    return "ASK { " + " ".join(f"<{graph}> a ?type ." for graph in graphs) + " }"


def named_documents(*graphs: str) -> str:
    parts = (f"GRAPH ?g{n} {{ <{graph}> a ?type }}" for n, graph in enumerate(graphs))
    return "ASK { " + " ".join(parts) + " }"


def default(*graphs: str) -> tuple[tuple[str, str], ...]:
    return tuple(("default-graph-uri", graph) for graph in graphs)


def named(*graphs: str) -> tuple[tuple[str, str], ...]:
    return tuple(("named-graph-uri", graph) for graph in graphs)


FULL = f"""ASK {{
  <{THREE}> a ?type
  GRAPH ?g1 {{ <{ONE}> a ?type }}
  GRAPH ?g2 {{ <{TWO}> a ?type }}
}}"""
MULTIPLE = f"""ASK FROM <{ONE}> {{ <{TWO}> a ?type }}"""

CASES = [
    Case("query_post_form", "POST", default(NOTHING), FORM, b"query=ASK%20%7B%7D",
         answer=True, types=BOOLEAN),
    Case("query_dataset_default_graph", "GET",
         (("query", documents(ONE)), *default(ONE)), answer=True, types=BOOLEAN),
    Case("query_dataset_default_graphs_get", "GET",
         (("query", documents(ONE, TWO)), *default(ONE, TWO)), answer=True, types=BOOLEAN),
    Case("query_dataset_default_graphs_post", "POST", default(ONE, TWO), QUERY,
         documents(ONE, TWO).encode(), answer=True, types=BOOLEAN),
    Case("query_dataset_named_graphs_post", "POST", named(ONE, TWO), QUERY,
         named_documents(ONE, TWO).encode(), answer=True, types=BOOLEAN),
    Case("query_dataset_named_graphs_get", "GET",
         (("query", named_documents(ONE, TWO)), *named(ONE, TWO)), answer=True, types=BOOLEAN),
    Case("query_dataset_full", "POST", default(THREE) + named(ONE, TWO), QUERY,
         FULL.encode(), answer=True, types=BOOLEAN),
    Case("query_multiple_dataset", "POST", default(TWO), QUERY, MULTIPLE.encode(),
         answer=True, types=BOOLEAN),
    Case("query_get", "GET", (("query", "ASK {}"), *default(NOTHING)), answer=True, types=BOOLEAN),
    Case("query_content_type_select", "POST", default(NOTHING), QUERY,
         b"SELECT (1 AS ?value) {}", types=ROWS),
    Case("query_content_type_ask", "POST", default(NOTHING), QUERY, b"ASK {}", types=BOOLEAN),
    Case("query_content_type_describe", "POST", default(NOTHING), QUERY,
         b"DESCRIBE <http://example.org/>", types=RDF),
    Case("query_content_type_construct", "POST", default(NOTHING), QUERY,
         b"CONSTRUCT { <s> <p> 1 } WHERE {}", types=RDF),
    Case("query_post_direct", "POST", (), QUERY, b"ASK {}", answer=True, types=BOOLEAN),
    Case("bad_query_method", "PUT", (("query", "ASK {}"), *default(NOTHING)), FORM, refused=True),
    Case("bad_multiple_queries", "GET", (("query", "ASK {}"), ("query", "SELECT * {}")),
         refused=True),
    Case("bad_query_wrong_media_type", "POST", (), {"Content-Type": "text/plain"}, b"ASK {}",
         refused=True),
    Case("bad_query_missing_form_type", "POST", (), {}, b"query=ASK%20%7B%7D", refused=True),
    Case("bad_query_missing_direct_type", "POST", (), {}, b"ASK {}", refused=True),
    Case("bad_query_non_utf8", "POST", (),
         {"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}".encode("utf-16"),
         refused=True),
    Case("bad_query_syntax", "GET", (("query", "ASK {"),), refused=True),
]  # fmt: skip
BY_NAME = {case.name: case for case in CASES}


def cases() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.xfail(reason=KNOWN_FAILURES[case.name])]
            if case.name in KNOWN_FAILURES
            else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", cases())
def test_case(small: str, case: Case) -> None:
    answer = case.send(small)
    if case.refused:
        assert 400 <= answer.status_code < 500, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]
        return
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] in case.types
    if case.answer is not None:
        assert answer.json()["boolean"] is case.answer


@pytest.mark.parametrize(
    ("case", "dataset"),
    [
        ("query_dataset_default_graph", default(TWO)),
        ("query_dataset_default_graph", default(NOTHING)),
        ("query_dataset_default_graphs_get", default(ONE)),
        ("query_dataset_named_graphs_get", named(ONE)),
        ("query_dataset_named_graphs_get", default(ONE, TWO)),
        ("query_dataset_full", default(ONE) + named(ONE, TWO)),
        ("query_multiple_dataset", default(ONE)),
    ],
)
def test_another_dataset_has_another_answer(
    small: str, case: str, dataset: tuple[tuple[str, str], ...]
) -> None:
    """The cases above cannot pass on a server that ignores the parameters."""
    text = BY_NAME[case].body.decode() or dict(BY_NAME[case].address)["query"]
    answer = httpx.post(
        f"{small}/sparql?{urlencode(dataset)}", headers=QUERY, content=text, timeout=20
    )
    assert answer.json()["boolean"] is False


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.headers.get("Content-Type") == QUERY["Content-Type"]],
    ids=lambda case: case.name,
)  # fmt: skip
def test_the_method_query_answers_as_post_does(small: str, case: Case) -> None:
    by_post = case.send(small)
    by_query = Case(case.name, "QUERY", case.address, case.headers, case.body).send(small)
    assert by_query.status_code == 200
    assert by_query.content == by_post.content
    assert by_query.headers["etag"].startswith('W/"')
    assert "etag" not in by_post.headers


def test_relative_iris_get_a_base(small: str) -> None:
    answer = httpx.post(
        f"{small}/sparql",
        headers={**QUERY, "Accept": "application/n-triples"},
        content="CONSTRUCT { <s> <p> <o> } WHERE {}",
    )
    assert answer.text.startswith("<https://communique.example/s> ")


def test_two_graphs_of_one_kind_merge(small: str) -> None:
    counted = "SELECT (COUNT(*) AS ?n) { ?s a ?type }"
    for graphs, expected in ((default(ONE, TWO), "2"), (default(ONE), "1"), ((), "3")):
        address = f"{small}/sparql?{urlencode((('query', counted), *graphs))}"
        answer = httpx.get(address, headers={"Accept": "text/csv"})
        assert answer.text.split() == ["n", expected]
