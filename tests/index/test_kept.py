"""The index follows what is published, and is not used where it did not."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.query.catalogue import NamedQuery
from graph_service.rdf.namespaces import CQ
from graph_service.settings import Settings
from graph_service.store import index, snapshots
from graph_service.store.lookup import Hit, look_up
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter
from graph_service.store.workers import open_view
from tests.index.world import IRIS, both, generated, write_articles

EVERYTHING = {"attitude": ["true"], "rejected": ["true"]}
REPOSITORY = Path(__file__).resolve().parents[2]


def opened(settings: Settings) -> OxigraphWriter:
    return OxigraphStore.open(settings.home, settings.base_iri)


def rows(home: Path) -> list[list[tuple[object, ...]]]:
    """All that the index says, without the numbers that depend on the order of writing."""
    with closing(sqlite3.connect(home / index.NAME)) as base:
        return [
            base.execute(sql).fetchall()
            for sql in (
                "SELECT g.iri, s.iri, sp.iri, pu.iri, ar.iri, ac.iri, quote_type, words, depth,"
                " attitude, earliest, latest FROM statement s JOIN graph g ON g.id = s.graph"
                " JOIN term sp ON sp.id = speaker JOIN term pu ON pu.id = publisher"
                " JOIN term ar ON ar.id = article JOIN term ac ON ac.id = act"
                " ORDER BY s.iri",
                "SELECT s.iri, kind, t.iri FROM side JOIN statement s ON s.id = statement"
                " JOIN term t ON t.id = value"
                " ORDER BY 1, 2, 3",
                "SELECT iri, irregular, odd_words FROM graph ORDER BY 1",
                "SELECT * FROM narrower ORDER BY 1, 2",
                "SELECT * FROM rejected ORDER BY 1",
            )
        ]


def newest(settings: Settings) -> str:
    return snapshots.current(settings.home).id


def hits(settings: Settings) -> list[Hit] | None:
    return look_up(settings.home, lambda: newest(settings), EVERYTHING, None, 0)


def test_followed_step_by_step_is_what_a_rebuild_makes(small: Settings) -> None:
    writer = opened(small)
    write_articles(writer, 0, 3)  # as they were
    writer.publish()
    gone = IRIS.article_graph(generated(12)[1].article.key)
    writer.remove_graph(gone)
    writer.publish()
    assert index.snapshot_of(small.home) == newest(small)
    followed = rows(small.home)
    assert gone.value not in {row[0] for row in followed[0]}
    writer.make_index()
    writer.close()
    assert rows(small.home) == followed
    assert len(followed[0]) > 20
    assert followed[3]
    assert followed[4]


def test_an_outdated_index_is_not_used(small: Settings, query: NamedQuery) -> None:
    kept = (small.home / index.NAME).read_bytes()
    writer = opened(small)
    writer.remove_graph(IRIS.article_graph(generated(12)[0].article.key))
    writer.publish()
    writer.close()
    now = hits(small)
    index.remove(small.home)
    (small.home / index.NAME).write_bytes(kept)
    assert hits(small) is None
    view = open_view(small)
    try:
        by_index, by_sparql = both(view, query, EVERYTHING, None, 0)
        assert by_index == by_sparql == now
    finally:
        view.close()


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_without_an_index_sparql_answers_and_the_next_writer_makes_it(
    small: Settings, query: NamedQuery, damage: bytes | None
) -> None:
    before = hits(small)
    assert before
    index.remove(small.home)
    if damage is not None:
        (small.home / index.NAME).write_bytes(damage)
    view = open_view(small)
    try:
        assert view.lookup({}) is None
        assert both(view, query, EVERYTHING, None, 0)[0] == before
    finally:
        view.close()
    opened(small).close()
    assert hits(small) == before


def test_an_index_of_another_format_is_made_again(small: Settings) -> None:
    before = hits(small)
    with closing(sqlite3.connect(small.home / index.NAME)) as base, base:
        base.execute("UPDATE fact SET value = '0' WHERE name = 'format'")
    assert hits(small) is None
    opened(small).close()
    assert hits(small) == before


def test_a_writer_that_was_cut_off_before_it_published(small: Settings) -> None:
    """Its successor cannot know what was written, so all is made again."""
    writer = opened(small)
    gone = IRIS.article_graph(generated(12)[0].article.key)
    writer.remove_graph(gone)
    writer.close()  # never published, as after a kill
    again = opened(small)
    again.publish()
    assert hits(small) is None
    again.close()
    found = hits(small)
    assert found is not None
    assert gone.value not in {row[0] for row in rows(small.home)[0]}


def test_an_index_that_cannot_be_written_does_not_stop_a_publish(
    small: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    writer = opened(small)
    with monkeypatch.context() as patch:
        patch.setattr(index, "_finish", full)
        writer.remove_graph(IRIS.article_graph(generated(12)[0].article.key))
        made = writer.publish()
        assert newest(small) == made.id
        assert hits(small) is None
    writer.close()
    assert hits(small) is not None


@pytest.mark.parametrize(
    "odd",
    [
        Quad(NamedNode("urn:s"), CQ["depth"], Literal("1.5"), NamedNode("urn:g")),
        Quad(NamedNode("urn:s"), CQ["act"], NamedNode("urn:second-act"), NamedNode("urn:g")),
    ],
)
def test_what_no_row_can_stand_for_is_left_to_sparql(
    small: Settings, query: NamedQuery, odd: Quad
) -> None:
    """A user's own graph with a statement of two acts, or of an odd depth."""
    writer = opened(small)
    source = next(iter(writer._store.quads_for_pattern(None, CQ["words"], None, None)))
    graph = NamedNode("urn:g")
    copied = [
        Quad(NamedNode("urn:s"), q.predicate, q.object, graph)
        for q in writer._store.quads_for_pattern(source.subject, None, None, source.graph_name)
    ]
    writer.replace_graph(graph, copied)
    writer.publish()
    regular = hits(small)
    assert regular is not None
    assert "urn:s" in {hit.statement for hit in regular}
    writer.replace_graph(graph, [*copied, Quad(odd.subject, odd.predicate, odd.object, graph)])
    writer.publish()
    assert hits(small) is None
    writer.update(f"CLEAR GRAPH {graph}", spares=f"{IRIS.graphs}article-")
    writer.publish()
    after = hits(small)
    assert after is not None
    assert len(after) == len(regular) - 1
    writer.close()


def test_killed_while_it_indexes(tmp_path: Path, query: NamedQuery) -> None:
    """Whatever is found afterwards is of just the snapshot that it names."""
    home = tmp_path / "home"
    for turn in range(3):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.index.world", str(home)],
            stdout=subprocess.PIPE,
            cwd=REPOSITORY,
            text=True,
        )
        assert child.stdout is not None
        for _ in range(3 + 2 * turn):
            child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        view = open_view(Settings(home=home))
        try:
            by_index, by_sparql = both(view, query, EVERYTHING, None, 0)
            assert by_index == by_sparql
        finally:
            view.close()
    writer = OxigraphStore.open(home, IRIS.base)
    writer.publish()
    writer.close()
    found = hits(Settings(home=home))
    assert found
