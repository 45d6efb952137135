"""Our own endpoint as a user starts it, on the data of the named queries, and their rows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyoxigraph import QuerySolutions

from graph_service.export.source import open_source
from graph_service.push.rows import Question, ask_own, questions
from graph_service.query.catalogue import load_catalogue
from tests.export.homes import make_home
from tests.queries.data import quads

TOKEN = "token-of-the-clients-test"
Row = tuple[str | None, ...]
"""Values in the order of the sorted variables; None where unbound."""


@dataclass(frozen=True)
class Asked:
    """A named query, its variables and the rows of our own store as a multiset."""

    question: Question
    names: tuple[str, ...]
    rows: Counter[Row]


@dataclass(frozen=True)
class Endpoint:
    url: str
    asked: tuple[Asked, ...]

    @property
    def query(self) -> str:
        return f"{self.url}/sparql"


def rows_of(solutions: QuerySolutions) -> Counter[Row]:
    names = sorted(variable.value for variable in solutions.variables)
    return Counter(
        tuple(None if row[n] is None else row[n].value for n in names)  # type: ignore[union-attr]
        for row in solutions
    )


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    settings = make_home(tmp_path_factory.mktemp("clients") / "home", quads())
    with open_source(settings) as source:
        asked = []
        for question in questions(source, load_catalogue().values()):
            names = sorted(v.value for v in ask_own(source, question.sparql).variables)
            rows = rows_of(ask_own(source, question.sparql))
            asked.append(Asked(question, tuple(names), rows))
    assert sum(sum(one.rows.values()) for one in asked) > 50
    command = [sys.executable, "-m", "graph_service", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--home", str(settings.home)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COMMUNIQUE_TOKEN": TOKEN},
    ) as process:
        try:
            yield Endpoint(_address(process), tuple(asked))
        finally:
            process.terminate()
            process.wait(timeout=20)


def _address(process: subprocess.Popen[str]) -> str:
    """As the command prints it, once it is ready."""
    assert process.stderr is not None
    for line in process.stderr:
        if "http://" in line:
            url = "http://" + line.split("http://", 1)[1].split()[0].rstrip('/".,')
            break
    else:
        raise AssertionError("serve printed no address")
    for _ in range(200):
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                break
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    return url


def write_queries(endpoint: Endpoint, folder: Path) -> Path:
    """A file each, and the manifest that lists them."""
    lines = []
    for one in endpoint.asked:
        file = folder / f"{one.question.name}.rq"
        file.write_text(one.question.sparql, "utf-8")
        lines.append(f"{file}\t{folder / one.question.name}.json\n")
    manifest = folder / "manifest.tsv"
    manifest.write_text("".join(lines), "utf-8")
    return manifest
