"""What every store must do, run on each of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph_service import plugins
from graph_service.errors import (
    BadValue,
    LimitExceeded,
    NotAllowed,
    QuerySyntaxError,
    StoreError,
    StoreLocked,
    UnknownName,
)
from graph_service.settings import Settings, load_settings
from graph_service.store.base import Store, View

BASE = "https://communique.example/"
MakeQuads = Callable[..., list[Quad]]

ALL = "SELECT ?s ?o { ?s <https://w3id.org/communique/ns#words> ?o }"


def graph(number: int) -> NamedNode:
    return NamedNode(f"{BASE}graph/article-{number}")


@pytest.fixture(params=["oxigraph", "memory"])
def store(request: pytest.FixtureRequest) -> Store:
    made: Store = plugins.load("stores", request.param)()
    return made


def rows(view: View, sparql: str = ALL, **more: object) -> list[dict[str, str]]:
    result = view.query(sparql, accept="json", **more)  # type: ignore[arg-type]
    bindings = json.loads(result.body)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in bindings]


def test_what_was_written_is_read_back_unchanged(
    store: Store, settings: Settings, make_quads: MakeQuads
) -> None:
    writer = store.open(settings.home, BASE)
    writer.replace_graph(graph(1), make_quads(1))
    writer.publish()
    assert set(writer.graph(graph(1))) == set(make_quads(1))
    view = store.view(settings)
    assert {row["o"] for row in rows(view)} == {q.object.value for q in make_quads(1)}
    view.close()
    writer.close()


def test_replacing_leaves_nothing_of_the_old_and_all_of_the_others(
    store: Store, settings: Settings, make_quads: MakeQuads
) -> None:
    writer = store.open(settings.home, BASE)
    writer.replace_graphs({graph(n): make_quads(n, 5) for n in (1, 2)})
    writer.replace_graph(graph(1), make_quads(1, 2, mark="later"))
    assert set(writer.graph(graph(1))) == set(make_quads(1, 2, mark="later"))
    assert set(writer.graph(graph(2))) == set(make_quads(2, 5))
    writer.replace_graphs({graph(2): make_quads(2, 1), graph(3): make_quads(3, 1)})
    assert len(list(writer.graph(graph(2)))) == len(list(writer.graph(graph(3)))) == 1
    writer.remove_graph(graph(1))
    assert list(writer.graph(graph(1))) == []
    writer.close()


def test_relative_iris_stand_below_the_base(
    store: Store, settings: Settings, make_quads: MakeQuads
) -> None:
    writer = store.open(settings.home, BASE)
    writer.replace_graph(graph(1), make_quads(1))
    writer.publish()
    writer.close()
    view = store.view(settings)
    assert rows(view, "SELECT ?o { GRAPH <graph/article-1> { ?s ?p ?o } }")
    assert not rows(view, "BASE <http://other.example/> SELECT ?o { GRAPH <graph/article-1> {} }")
    view.close()


def test_nothing_is_seen_before_it_is_published(
    store: Store, settings: Settings, make_quads: MakeQuads
) -> None:
    writer = store.open(settings.home, BASE)
    with pytest.raises(StoreError, match="no graph here yet"):
        store.view(settings)
    writer.replace_graph(graph(1), make_quads(1))
    first = writer.publish()
    view = store.view(settings)
    writer.replace_graph(graph(2), make_quads(2))
    assert len(rows(view)) == 3
    assert view.snapshot == first.id
    second = writer.publish()
    assert second.id != first.id
    assert len(rows(view)) == 6
    assert view.query("ASK {}").snapshot == view.snapshot == second.id
    assert writer.publish().id == second.id, "nothing changed: the same snapshot"
    view.close()
    writer.close()


def test_the_default_graph_is_the_union_unless_the_query_or_the_call_says_otherwise(
    store: Store, settings: Settings, make_quads: MakeQuads
) -> None:
    writer = store.open(settings.home, BASE)
    writer.replace_graphs({graph(n): make_quads(n, n) for n in (1, 2, 3)})
    writer.publish()
    view = store.view(settings)
    one, two = graph(1).value, graph(2).value
    from_two = ALL.replace("{", f"FROM <{two}> {{", 1)
    assert len(rows(view)) == 6
    assert len(rows(view, from_two)) == 2
    assert len(rows(view, ALL, default_graphs=[one, two])) == 3
    assert len(rows(view, from_two, default_graphs=[one])) == 1, "the protocol's dataset wins"
    assert rows(view, ALL, named_graphs=[two]) == []
    inside = "SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }"
    assert len(rows(view, inside, named_graphs=[two])) == 2
    assert rows(view, inside, default_graphs=[two]) == []
    assert rows(view, ALL, default_graphs=["file:///etc/hosts"]) == []
    with pytest.raises(BadValue, match="no absolute IRI"):
        view.query(ALL, default_graphs=["no iri"])
    view.close()
    writer.close()


def test_formats(store: Store, settings: Settings, make_quads: MakeQuads) -> None:
    writer = store.open(settings.home, BASE)
    writer.replace_graph(graph(1), make_quads(1))
    writer.publish()
    view = store.view(settings)
    table = view.query(ALL, accept="text/tab-separated-values")
    assert (table.kind, table.rows) == ("solutions", 3)
    asked = view.query("ASK {}", accept="application/sparql-results+xml, text/html")
    assert asked.kind == "boolean"
    assert b"<boolean>true</boolean>" in asked.body
    triples = view.query("CONSTRUCT WHERE { ?s ?p ?o }", accept="ntriples")
    assert (triples.kind, triples.rows, triples.media_type) == (
        "graph",
        3,
        "application/n-triples",
    )
    assert b"cq:words" in view.query("CONSTRUCT WHERE { ?s ?p ?o }").body
    assert view.query("CONSTRUCT WHERE { ?s ?p ?o }", accept="json").media_type == (
        "application/ld+json"
    )
    for sparql, accept in ((ALL, "turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "csv")):
        with pytest.raises(UnknownName, match="cannot be written in the format"):
            view.query(sparql, accept=accept)
    with pytest.raises(UnknownName, match="no format named 'docx'"):
        view.query(ALL, accept="docx")
    view.close()
    writer.close()


def test_refusals(store: Store, settings: Settings, make_quads: MakeQuads) -> None:
    writer = store.open(settings.home, BASE)
    writer.replace_graph(graph(1), make_quads(1, 20_000))
    writer.publish()
    small = load_settings(home=settings.home, result_mib=1)
    view = store.view(small)
    with pytest.raises(QuerySyntaxError, match=r'near ".*\?s \?p }".*line 2, column 1\d') as caught:
        view.query("SELECT *\nWHERE { ?s ?p }")
    assert caught.value.line == 2
    with pytest.raises(QuerySyntaxError, match="the prefix ex: is not declared"):
        view.query("ASK { ?s ex:p ?o }")
    with pytest.raises(NotAllowed, match="SERVICE is closed"):
        view.query("SELECT * { SERVICE <http://127.0.0.1:8/> { ?s ?p ?o } }")
    with pytest.raises(LimitExceeded, match="larger than 1 MiB"):
        view.query(ALL)
    assert view.query("ASK {}", accept="csv").body == b"true"
    view.close()
    writer.close()


def test_one_writer(store: Store, settings: Settings) -> None:
    writer = store.open(settings.home, BASE)
    with pytest.raises(StoreLocked):
        store.open(settings.home, BASE)
    writer.close()
    store.open(settings.home, BASE).close()


def test_another_base_iri_is_refused_with_the_way_to_change_it(
    store: Store, settings: Settings
) -> None:
    store.open(settings.home, BASE).close()
    with pytest.raises(StoreError, match=r"made with the base IRI https://communique\.example/"):
        store.open(settings.home, "https://other.example/")
    writer = store.open(settings.home, BASE)
    assert writer.base_iri == BASE
    writer.close()


def test_facts_and_nodes(store: Store, settings: Settings, tmp_path: Path) -> None:
    writer = store.open(settings.home, BASE)
    node, other = NamedNode("http://x/a"), NamedNode("http://x/b")
    quads = [
        Quad(node, node, Literal("1"), graph(1)),
        Quad(other, node, Literal("2"), graph(1)),
        Quad(node, node, Literal("3"), graph(2)),
    ]
    writer.replace_graphs({graph(1): quads[:2], graph(2): quads[2:]})
    assert writer.about(node, [graph(1)]) == quads[:1]
    writer.record("ontology", "abc")
    writer.close()
    writer = store.open(settings.home, BASE)
    assert writer.facts["ontology"] == "abc"
    writer.close()
