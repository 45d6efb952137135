"""Clients that Python users have: SPARQLWrapper, rdflib's stores, pandas; and curl."""

from __future__ import annotations

import shutil
import subprocess
import urllib.parse
import warnings
from collections import Counter
from io import StringIO
from pathlib import Path

import pandas
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from tests.clients.conftest import TOKEN, Asked, Endpoint, rows_of

pytestmark = pytest.mark.xdist_group("clients")  # one server for all
OWN = "http://user.example/clients"


def asked_of(endpoint: Endpoint, name: str) -> Asked:
    return next(one for one in endpoint.asked if one.question.name == name)


def test_sparqlwrapper(endpoint: Endpoint) -> None:
    for one in endpoint.asked:
        wrapper = SPARQLWrapper(endpoint.query)
        wrapper.setQuery(one.question.sparql)
        wrapper.setReturnFormat(JSON)
        wrapper.setMethod(POST)
        rows = wrapper.queryAndConvert()["results"]["bindings"]
        found = Counter(
            tuple(row[n]["value"] if n in row else None for n in one.names) for row in rows
        )
        assert found == one.rows, one.question.name


def test_rdflib_sparqlstore(endpoint: Endpoint) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib 7.6 warns about itself
        graph = Graph(store=SPARQLStore(endpoint.query, method="POST_FORM"))
        for one in endpoint.asked:
            found = Counter(
                tuple(None if row[n] is None else str(row[n]) for n in one.names)  # type: ignore[index]
                for row in graph.query(one.question.sparql)
            )
            assert found == one.rows, one.question.name


def test_rdflib_sparqlupdatestore(endpoint: Endpoint) -> None:
    """A user's graph is written, read back and emptied over the protocol."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        store = SPARQLUpdateStore(
            endpoint.query,
            f"{endpoint.url}/update",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        graph = Graph(store=store, identifier=URIRef(OWN))
        note = URIRef("http://user.example/says"), Literal('é "q" \\ \n', lang="en")
        graph.add((URIRef(OWN), *note))
        assert len(graph) == 1
        assert list(graph.predicate_objects(URIRef(OWN))) == [note]
        graph.remove((URIRef(OWN), None, None))
        assert len(graph) == 0


@pytest.mark.parametrize("name", ["statements-of-state", "actors"])
def test_pandas_reads_csv(endpoint: Endpoint, name: str) -> None:
    one = asked_of(endpoint, name)
    address = f"{endpoint.query}?{urllib.parse.urlencode({'query': one.question.sparql})}"
    table = pandas.read_csv(
        address, storage_options={"Accept": "text/csv"}, dtype=str, keep_default_na=False
    )
    assert sorted(table.columns) == list(one.names)
    rows = Counter(table[list(one.names)].itertuples(index=False, name=None))
    assert rows == Counter({tuple(v or "" for v in row): n for row, n in one.rows.items()})


def test_curl(endpoint: Endpoint, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is missing (Debian: curl)")
    one = asked_of(endpoint, "latest")
    file = tmp_path / "query.rq"
    file.write_text(one.question.sparql, "utf-8")
    curl = ["curl", "--fail", "--silent", "--show-error", endpoint.query]
    done = subprocess.run(
        [*curl, "--data-binary", f"@{file}", "-H", "Content-Type: application/sparql-query",
         "-H", "Accept: application/sparql-results+json"],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    found = parse_query_results(done.stdout, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    assert rows_of(found) == one.rows
    done = subprocess.run(
        [*curl, "--get", "--data-urlencode", f"query@{file}", "-H", "Accept: text/csv"],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert len(pandas.read_csv(StringIO(done.stdout.decode()))) == one.rows.total()
