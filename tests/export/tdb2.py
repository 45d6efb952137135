"""Apache Jena's TDB2 as a target: load a dump by its bulk loader, ask, and read all back.

Owns the program's run and the comparison with our own store: fingerprints of all graphs,
rows of all named queries. Used by a test on a small store and by `bench/push/whole.py`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from pyoxigraph import (
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from graph_service.export.fingerprint import Fingerprint, fingerprint
from graph_service.export.source import Source, name_of
from graph_service.push.rows import Question, Rows, ask_own, rows_of
from tests.queries import jena


@dataclass
class Seen:
    """What TDB2 holds and answers. `took`: CPU seconds of the load, the dump, each query."""

    graphs: dict[str, Fingerprint]
    rows: dict[str, Rows]
    took: dict[str, float] = field(default_factory=dict)


def look(folder: Path, dump: Path, asked: list[Question], seconds: int, memory: str = "") -> Seen:
    """Loads `dump` into a store in `folder`, which holds nothing else. `memory`: of Java, "4g"."""
    for question in asked:
        (folder / f"{question.name}.rq").write_text(question.sparql, "utf-8")
    lines = [f"{folder / q.name}.rq\t{folder / q.name}.json\n" for q in asked]
    (folder / "manifest.tsv").write_text("".join(lines), "utf-8")
    (folder / "tdb2").mkdir()
    out = folder / "out.nq"
    program = str(Path(__file__).with_name("Tdb2.java"))
    options = jena.options(folder)
    if memory:  # a long run: worth the second compiler
        options = [f"-Xmx{memory}", *(o for o in options if "TieredStopAtLevel" not in o)]
    command = ["java", *options, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
               program, str(folder / "tdb2"), str(dump),
               str(folder / "manifest.tsv"), str(out), str(seconds)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    errors = {path.name: path.read_text() for path in folder.glob("*.error")}
    assert not errors, errors
    took = dict(line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
    return Seen(
        dict(_marks(out)),
        {q.name: _rows(folder / f"{q.name}.json") for q in asked},
        {name.removesuffix(".rq"): float(seconds) for name, seconds in took.items()},
    )


def own_rows(source: Source, question: Question) -> Rows:
    solutions = ask_own(source, question.sparql)
    return rows_of(solutions, [variable.value for variable in solutions.variables])


def _marks(path: Path) -> Iterator[tuple[str, Fingerprint]]:
    """TDB2 writes one graph after the other, so that one at a time is in memory."""
    done: set[str] = set()
    quads = parse(path=path, format=RdfFormat.N_QUADS)
    for graph, found in groupby(quads, key=lambda quad: quad.graph_name):
        name = name_of(graph)  # type: ignore[arg-type]
        assert name not in done, f"{name} comes in two places"
        done.add(name)
        triples = serialize((quad.triple for quad in found), format=RdfFormat.N_TRIPLES)
        yield name, fingerprint(triples or b"")


def _rows(path: Path) -> Rows:
    with path.open("rb") as file:
        found = parse_query_results(file, format=QueryResultsFormat.JSON)
        assert isinstance(found, QuerySolutions)
        return rows_of(found, [variable.value for variable in found.variables])
