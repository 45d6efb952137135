"""A dump loaded into Jena's TDB2: the same counts, fingerprints and rows of all named queries."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pyoxigraph import (
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse_query_results,
)

from graph_service.export import manifest
from graph_service.export.fingerprint import fingerprint, triples_of
from graph_service.export.source import Selection, open_source
from graph_service.push.rows import ask_own, questions, rows_of
from graph_service.query.catalogue import load_catalogue
from graph_service.settings import Settings
from tests.export.homes import Export
from tests.queries import jena


def test_the_same_in_tdb2(dump: Export, managed: Settings, tmp_path: Path) -> None:
    if lack := jena.missing():
        pytest.skip(lack)
    path, _ = dump("dump.nq")
    with open_source(managed) as source:
        asked = list(questions(source, load_catalogue().values()))
        for question in asked:
            (tmp_path / f"{question.name}.rq").write_text(question.sparql, "utf-8")
        lines = [f"{tmp_path / q.name}.rq\t{tmp_path / q.name}.json\n" for q in asked]
        (tmp_path / "manifest.tsv").write_text("".join(lines), "utf-8")
        load(tmp_path, path)
        mine = manifest.take(source, Selection()).graphs
        store = Store()
        store.load((tmp_path / "out.nq").read_bytes(), format=RdfFormat.N_QUADS)
        assert {
            graph.value: fingerprint(triples_of(store, graph))  # type: ignore[arg-type]
            for graph in store.named_graphs()
        } == mine
        for question in asked:
            solutions = ask_own(source, question.sparql)
            names = [variable.value for variable in solutions.variables]
            body = (tmp_path / f"{question.name}.json").read_bytes()
            found = parse_query_results(body, format=QueryResultsFormat.JSON)
            assert isinstance(found, QuerySolutions)
            assert rows_of(found, names) == rows_of(solutions, names), question.name


def load(folder: Path, dump: Path) -> None:
    (folder / "tdb2").mkdir()
    program = str(Path(__file__).with_name("Tdb2.java"))
    command = ["java", *jena.options(folder), "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
               program, str(folder / "tdb2"), str(dump), str(folder / "manifest.tsv"),
               str(folder / "out.nq")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    errors = [path.read_text() for path in folder.glob("*.error")]
    assert errors == []
