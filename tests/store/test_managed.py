"""Ontology, schemes and registry in the store: whose base, which label, when again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph_service.errors import StoreError
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ, SKOS
from graph_service.settings import Settings
from graph_service.store import managed
from graph_service.store.memory import MemoryStore, MemoryWriter

BASE = "https://graphs.example.org/kg/"
PREFIXES = """\
@prefix id: <https://mine.example/id/> .
@prefix cq: <https://w3id.org/communique/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture
def writer(settings: Settings) -> MemoryWriter:
    return MemoryStore().open(settings.home, BASE)


def labels(writer: MemoryWriter, actor: str) -> set[str]:
    iris = Iris(BASE)
    about = writer.about(iris.actor(actor), [iris.graph("registry")])
    return {quad.object.value for quad in about if quad.predicate == SKOS["prefLabel"]}


def test_all_four_graphs_at_the_stores_own_base(writer: MemoryWriter) -> None:
    managed.refresh(writer)
    iris = Iris(BASE)
    for name in managed.FILES:
        quads = list(writer.graph(iris.graph(name)))
        assert len(quads) > 50, name
        nodes = {term.value for q in quads for term in (q.subject, q.object)}
        assert not [node for node in nodes if node.startswith("https://communique.example/")]
    assert labels(writer, "actor-Q148") == {"China"}
    tenures = {
        q.subject for q in writer.graph(iris.graph("registry")) if q.predicate == CQ["holder"]
    }
    assert tenures
    assert all(str(t).startswith(f"<{BASE}id/tenure-") for t in tenures)


def test_again_only_what_changed(
    writer: MemoryWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    load = MemoryWriter.load_graph

    def spy(self: MemoryWriter, graph: NamedNode, quads: object) -> None:
        loaded.append(graph.value.rpartition("/")[2])
        load(self, graph, quads)  # type: ignore[arg-type]

    monkeypatch.setattr(MemoryWriter, "load_graph", spy)
    first = managed.refresh(writer)
    assert sorted(loaded) == sorted(managed.FILES)
    assert managed.refresh(writer) == first
    assert len(loaded) == 4
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        PREFIXES + 'id:actor-x-roe a cq:Person, cq:Actor ; skos:prefLabel "Jane Roe"@en .'
    )
    assert managed.refresh(writer, registry=(mine,)) != first
    assert loaded[4:] == ["registry"]
    assert labels(writer, "actor-x-roe") == {"Jane Roe"}


def test_a_users_file_replaces_labels_as_the_registry_does(
    writer: MemoryWriter, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + 'id:actor-Q148 skos:prefLabel "PRC"@en .')
    managed.refresh(writer, registry=(mine,))
    assert labels(writer, "actor-Q148") == {"PRC"}
    assert labels(writer, "actor-Q159") == {"Russia"}


def test_a_kill_while_loading_is_not_taken_for_loaded(
    writer: MemoryWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    managed.refresh(writer)
    writer.record(managed.FACT, writer.facts[managed.FACT].replace("acts:", "acts:0"))
    with monkeypatch.context() as patch:
        patch.setattr(MemoryWriter, "load_graph", cut)
        with pytest.raises(KeyboardInterrupt):
            managed.refresh(writer)
    assert "acts:" not in writer.facts[managed.FACT]
    assert "registry:" in writer.facts[managed.FACT]


def test_a_file_that_is_no_turtle_names_its_place(writer: MemoryWriter, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(PREFIXES + "id:actor-x-roe a cq:Person cq:Actor .")
    with pytest.raises(StoreError, match=r"mine\.ttl is not valid Turtle.*line 4"):
        managed.refresh(writer, registry=(mine,))
    with pytest.raises(StoreError, match="cannot be read"):
        managed.refresh(writer, registry=(tmp_path / "none.ttl",))
