"""The three engines that every named query must agree in, and the data of the cases."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize

from graph_service.query.catalogue import load_catalogue
from graph_service.query.parameters import bind
from graph_service.query.table import Table
from tests.queries import jena
from tests.queries.cases import Case, cases
from tests.queries.data import IRIS, quads

ENGINES = ("pyoxigraph", "pyoxigraph-union", "rdflib", "arq")
Run = Callable[[str, bytes], Table]


_catalogue = cache(load_catalogue)


def text_of(case: Case) -> str:
    """The query with the case's parameters; as it stands where it has none."""
    query = _catalogue()[case.query]
    return bind(query, case.params, IRIS) if case.params else query.text


def data_of(case: Case) -> bytes:
    """N-Quads of the shared data and of what the case adds."""
    store = Store()
    store.extend(quads())
    if case.trig:
        store.load(case.trig.encode(), format=RdfFormat.TRIG)
    return written(list(store), RdfFormat.N_QUADS)


def written(found: list[Quad], form: RdfFormat) -> bytes:
    return serialize(found, format=form) or b""


def in_pyoxigraph(sparql: str, data: bytes, *, union: bool) -> Table:
    store = Store()
    store.load(data, format=RdfFormat.N_QUADS)
    found = store.query(sparql, use_default_graph_as_union=union)
    assert isinstance(found, QuerySolutions)
    return Table.from_json(found.serialize(format=QueryResultsFormat.JSON) or b"")


def in_rdflib(sparql: str, data: bytes) -> Table:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib 7.6 warns about itself
        return Table.from_json(_dataset(data).query(sparql).serialize(format="json") or b"")


@lru_cache(maxsize=2)
def _dataset(data: bytes) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format="nquads")
    return dataset


@pytest.fixture(scope="session")
def arq_results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table | str]:
    """Case id -> its rows in Jena ARQ, or what was wrong; all cases in one JVM."""
    if lack := jena.missing():
        pytest.skip(lack)
    folder = tmp_path_factory.mktemp("arq")
    runs = []
    for number, case in enumerate(cases()):
        data = folder / ("own.nq" if not case.trig else f"own-{number}.nq")
        if not data.exists():
            data.write_bytes(data_of(case))
        query = folder / f"{number}.rq"
        query.write_text(text_of(case), "utf-8")
        runs.append((case.id, jena.Run(data, query, folder / f"{number}.json")))
    jena.run_all([run for _, run in runs], folder)
    return {name: _outcome(run.out) for name, run in runs}


def _outcome(out: Path) -> Table | str:
    error = out.with_name(out.name + ".error")
    if error.exists():
        return error.read_text("utf-8")
    body = out.read_bytes()
    json.loads(body)  # a result cut short is no result
    return Table.from_json(body)
