"""Manifests: fingerprints that anybody can check, and dumps of what changed since."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from graph_service.errors import UsageError
from graph_service.export.fingerprint import fingerprint, fingerprint_of_other
from graph_service.settings import Settings
from graph_service.store.oxigraph import OxigraphStore
from tests.export.homes import USERS, Export, loaded, make_home
from tests.queries.data import IRIS, quads

SAYS = NamedNode("http://user.example/says")


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return make_home(tmp_path / "home", quads())


def articles() -> list[NamedNode]:
    names = {q.graph_name for q in quads() if "article-" in str(q.graph_name)}
    return sorted((n for n in names if isinstance(n, NamedNode)), key=str)


def write(home: Settings, graphs: dict[NamedNode, list[Quad]]) -> None:
    writer = OxigraphStore.open(home.home, IRIS.base)
    try:
        for graph, content in graphs.items():
            if content:
                writer.replace_graph(graph, content)
            else:
                writer.remove_graph(graph)
        writer.publish()
    finally:
        writer.close()


def test_the_manifest_can_be_checked_by_a_shell(dump: Export, home: Settings) -> None:
    """`sort -u` by bytes, then SHA-256, of each graph's canonical N-Triples."""
    path, report = dump("all.nq", home=home, manifest=True)
    listed = json.loads(report.files[1].read_bytes())
    assert report.files[1].name == "all.nq.manifest.json"
    assert listed["selection"] == "all graphs"
    lines: dict[str, set[bytes]] = {}
    for line in path.read_bytes().splitlines():
        triple, graph = line.removesuffix(b" .").rsplit(b" ", 1)
        lines.setdefault(graph.decode()[1:-1], set()).add(triple + b" .\n")
    assert listed["graphs"] == {
        graph: [len(found), hashlib.sha256(b"".join(sorted(found))).hexdigest()]
        for graph, found in lines.items()
    }


def test_only_what_changed_since_is_written(dump: Export, home: Settings, tmp_path: Path) -> None:
    dump("first.nq", home=home, manifest=True)
    changed, gone, *_ = articles()
    new = IRIS.graph("article-new")
    one, two = Quad(SAYS, SAYS, Literal("1"), changed), Quad(SAYS, SAYS, Literal("2"), new)
    write(home, {changed: [one], gone: [], new: [two]})
    since = tmp_path / "first.nq.manifest.json"
    path, report = dump("second.nq", home=home, manifest=True, changed_since=since)
    assert loaded(path.read_bytes(), RdfFormat.N_QUADS) == {one, two}
    assert (report.changed, report.gone, report.count) == (2, (gone.value,), 2)
    listed = json.loads((tmp_path / "second.nq.manifest.json").read_bytes())
    assert (listed["changed"], listed["gone"]) == ([changed.value, new.value], [gone.value])
    _, report = dump("none.nq", home=home, changed_since=tmp_path / "second.nq.manifest.json")
    assert (report.changed, report.gone, report.count, report.size) == (0, (), 0, 0)


def test_first_dump_and_changes_make_the_second(
    dump: Export, home: Settings, tmp_path: Path
) -> None:
    """What the how-to page says: drop what changed and what is gone, load the new dump."""
    first, _ = dump("first.nq", home=home, manifest=True)
    changed, gone, *_ = articles()
    write(home, {changed: [Quad(SAYS, SAYS, Literal("1"), changed)], gone: []})
    later, report = dump(
        "later.nq", home=home, manifest=True, changed_since=tmp_path / "first.nq.manifest.json"
    )
    store = Store()
    store.load(first.read_bytes(), format=RdfFormat.N_QUADS)
    listed = json.loads(report.files[1].read_bytes())
    for graph in (*listed["changed"], *listed["gone"]):
        store.remove_graph(NamedNode(graph))
    store.load(later.read_bytes(), format=RdfFormat.N_QUADS)
    whole, _ = dump("whole.nq", home=home)
    assert set(store) == loaded(whole.read_bytes(), RdfFormat.N_QUADS)


def test_a_choice_is_compared_with_its_like(dump: Export, home: Settings, tmp_path: Path) -> None:
    dump("some.nq", home=home, manifest=True, graphs=("registry",))
    since = tmp_path / "some.nq.manifest.json"
    with pytest.raises(UsageError, match="another choice of graphs"):
        dump("all.nq", home=home, changed_since=since)
    _, report = dump("again.nq", home=home, changed_since=since, graphs=("registry",))
    assert (report.changed, report.count) == (0, 0)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "communique manifest 1"}'])
def test_what_is_no_manifest(dump: Export, home: Settings, tmp_path: Path, text: str) -> None:
    since = tmp_path / "since"
    since.write_text(text)
    with pytest.raises(UsageError, match="manifest"):
        dump("all.nq", home=home, changed_since=since)
    with pytest.raises(UsageError, match="cannot be read"):
        dump("all.nq", home=home, changed_since=tmp_path / "5-1a2b3c")
    assert not (tmp_path / "all.nq").exists()


def test_blank_nodes_and_other_ways_of_writing() -> None:
    graph = NamedNode("http://user.example/own")
    marks = set()
    for _ in range(2):  # each parse gives blank nodes other names
        store = Store()
        store.load(USERS, format=RdfFormat.N_QUADS)
        triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
        marks |= {fingerprint(triples), fingerprint_of_other(triples)}
    assert len(marks) == 1
    plain = b'<x:s> <x:p> "\xc3\xa9" .\n'
    other = b'# a comment\n<x:s>   <x:p> "\\u00E9".\n\n'
    assert fingerprint_of_other(other) == fingerprint(plain) != fingerprint(other)
