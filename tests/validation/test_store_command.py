"""`communique validate` over a home: articles, users' own graphs, the default graph, the whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph_service.cli.main import main
from graph_service.rdf.namespaces import CQ, TYPE
from graph_service.store.oxigraph import OxigraphStore

BASE = "https://communique.example/"
OWN = NamedNode("https://user.example/graph")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("validate")
    (folder / "a.txt").write_text(
        "The foreign minister of Veldania, Ada Brook, said on Monday that trade would go on.\n",
        encoding="utf-8",
    )
    assert main(["ingest", str(folder / "a.txt"), "--date", "2020-05-04",
                 "--home", str(folder / "home")]) == 0  # fmt: skip
    return folder / "home"


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "home"))


def add(home: Path, *quads: Quad) -> None:
    """As /update and /graph-store leave them: nobody checked these."""
    store = Store(str(home / "store"))
    store.extend(quads)
    del store
    writer = OxigraphStore.open(home, BASE)
    try:
        writer.replace_graph(NamedNode("https://user.example/mark"), [])
        (home / "unpublished").touch()
        writer.replace_graph(OWN, list(writer.graph(OWN)))
        writer.publish()
    finally:
        writer.close()


def test_a_home_conforms(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--home", str(filled)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "0 findings in 1 graphs, and the store as a whole" in told.err


def test_a_users_own_graph_is_checked_like_an_article(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = NamedNode("https://user.example/s1")
    add(home, Quad(statement, TYPE, CQ["Statement"], OWN))
    assert main(["validate", "--home", str(home)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 10
    assert all(line.startswith(f"{OWN.value}: ") for line in lines)
    assert any("exactly one cq:speaker" in line for line in lines), lines


def test_statements_in_the_default_graph_are_not_overlooked(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = NamedNode("https://user.example/s2")
    add(home, Quad(statement, TYPE, CQ["Statement"]), Quad(OWN, TYPE, OWN, OWN))
    assert main(["validate", "--home", str(home)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("the default graph: ") for line in lines)


def test_what_only_the_whole_store_shows(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each graph is right by itself; together they say two things of one statement."""
    found = Store.read_only(str(home / "store")).query(
        f"SELECT ?s {{ GRAPH ?g {{ ?s a {CQ['Statement']} }} }}"
    )
    statement = next(iter(found))["s"]  # type: ignore[arg-type]
    add(home, Quad(statement, CQ["words"], Literal("other words", language="en"), OWN))
    assert main(["validate", "--home", str(home)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2  # both wordings
    assert all(line.startswith("the store: Two graphs describe one statement") for line in lines)
