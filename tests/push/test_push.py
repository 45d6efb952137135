"""What push sends, what it leaves alone, and what it proves; on a server in this process."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph_service.errors import StoreLocked, UsageError
from graph_service.export.source import open_source
from graph_service.push import proof
from graph_service.push.run import Target
from graph_service.push.state import open_state
from graph_service.query.catalogue import load_catalogue
from graph_service.settings import Settings
from graph_service.store.oxigraph import OxigraphStore
from tests.export.homes import USERS
from tests.push.conftest import Push, managed
from tests.push.server import Fault, Server
from tests.queries.data import IRIS

SAYS = NamedNode("http://user.example/says")
THEIRS = Quad(SAYS, SAYS, Literal("theirs"), NamedNode("http://user.example/theirs"))
DIALECTS = pytest.mark.parametrize("dialect", ["gsp", "update"])


def an_article(settings: Settings) -> NamedNode:
    with open_source(settings) as source:
        graphs = [g for g in source.store.named_graphs() if isinstance(g, NamedNode)]
    return min((g for g in graphs if "article-" in g.value), key=lambda graph: graph.value)


def rewrite(settings: Settings, graph: NamedNode, *quads: Quad) -> None:
    """The graph holds these quads from the next snapshot on."""
    writer = OxigraphStore.open(settings.home, IRIS.base)
    try:
        if quads:
            writer.replace_graph(graph, quads)
        else:
            writer.remove_graph(graph)
        writer.publish()
    finally:
        writer.close()


@DIALECTS
def test_all_is_sent_and_proven(push: Push, server: Server, dialect: str) -> None:
    report = push(dialect=dialect)
    assert set(server.store) == set(managed())
    assert report.proven is True
    assert (report.sent, report.sent_triples) == (report.graphs, len(set(managed())))
    assert report.server == "Oxigraph"
    assert {query.name for query in report.queries} == set(load_catalogue())
    assert all(query.same for query in report.queries)
    assert sum(query.rows for query in report.queries) > 50


@DIALECTS
def test_a_second_push_sends_nothing(push: Push, server: Server, dialect: str) -> None:
    first = push(dialect=dialect)
    before = server.sent()
    second = push(dialect=dialect)
    assert server.sent() == before
    assert (second.sent, second.unchanged, second.proven) == (0, first.graphs, True)
    assert second.fingerprint == first.fingerprint


@DIALECTS
def test_only_what_differs_is_sent_and_what_is_gone_is_deleted(
    push: Push, server: Server, home: Settings, dialect: str
) -> None:
    push(dialect=dialect)
    changed = an_article(home)
    rewrite(home, changed, Quad(SAYS, SAYS, Literal("new"), changed))
    new = IRIS.graph("article-new")
    rewrite(home, new, Quad(SAYS, SAYS, Literal("one"), new))
    report = push(dialect=dialect)
    assert (report.sent, report.sent_triples, report.proven) == (2, 2, True)
    assert server.triples(changed.value) == 1
    rewrite(home, new)
    report = push(dialect=dialect)
    assert (report.sent, report.deleted, report.proven) == (0, [new.value], True)
    assert server.triples(new.value) == 0


@DIALECTS
def test_other_data_stays_unless_asked(push: Push, server: Server, dialect: str) -> None:
    stray = Quad(SAYS, SAYS, Literal("stray"), IRIS.graph("article-stray"))
    server.store.extend([THEIRS, stray, Quad(SAYS, SAYS, SAYS)])
    report = push(dialect=dialect)
    assert (report.proven, report.others) == (True, 2)
    assert {THEIRS, stray, Quad(SAYS, SAYS, SAYS)} < set(server.store)
    report = push(dialect=dialect, delete_unknown=True)
    assert (report.proven, report.deleted) == (
        True,
        ["https://communique.example/graph/article-stray"],
    )
    assert stray not in server.store
    assert THEIRS in server.store


def test_what_a_bulk_loader_brought_is_proven_and_not_sent(push: Push, server: Server) -> None:
    server.store.extend(managed())
    report = push()
    assert (report.sent, report.proven) == (0, True)
    assert server.sent() == 0


def test_what_was_there_before_in_our_graphs_goes(
    push: Push, server: Server, home: Settings
) -> None:
    extra = Quad(SAYS, SAYS, Literal("of long ago"), an_article(home))
    server.store.add(extra)
    assert push().proven is True
    assert extra not in server.store


def test_users_graphs_go_only_when_asked(push: Push, server: Server, with_users: Settings) -> None:
    report = push(with_users)
    assert (report.proven, report.left_out) == (True, {"http://user.example/own": 3, "default": 1})
    assert set(server.store) == set(managed())
    report = push(with_users, user_graphs=True)
    assert (report.proven, report.sent, report.left_out) == (True, 1, {"default": 1})
    assert server.triples("http://user.example/own") == 3
    assert push(with_users, user_graphs=True, dialect="update").sent == 0


def test_blank_nodes_by_update(push: Push, server: Server, with_users: Settings) -> None:
    assert push(with_users, user_graphs=True, dialect="update").proven is True
    own = [q for q in parse(USERS, format=RdfFormat.N_QUADS) if "own" in str(q.graph_name)]
    assert server.triples("http://user.example/own") == len(own)


def test_a_change_by_others_is_found_and_then_mended(
    push: Push, server: Server, home: Settings
) -> None:
    """As many triples as before, so that only the fingerprint can tell."""
    push()
    graph = an_article(home)
    victim = next(server.store.quads_for_pattern(None, None, None, graph))
    server.store.remove(victim)
    server.store.add(Quad(SAYS, SAYS, SAYS, graph))
    report = push(proof="graphs")
    assert report.proven is False
    assert [d.where for d in report.differences] == [graph.value]
    assert "not the same" in report.differences[0].what
    report = push()
    assert (report.sent, report.proven) == (1, True)
    assert set(server.store) == set(managed())


def test_a_target_that_changes_while_it_is_read_back(
    push: Push, server: Server, home: Settings
) -> None:
    graph = an_article(home)

    def meddle() -> None:
        server.store.add(Quad(SAYS, SAYS, SAYS, graph))

    server.faults.append(Fault(0, "GET", first=meddle))
    report = push(proof="graphs")
    assert [(d.where, "there, " in d.what) for d in report.differences] == [(graph.value, True)]
    assert push().proven is True


def test_what_others_say_of_our_actors_does_not_count(
    push: Push, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Queries name our graphs; where those are too many to name, the difference is reported."""
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for quad in managed():
        if quad.predicate == label:
            theirs = NamedNode("http://user.example/theirs")
            server.store.add(Quad(quad.subject, label, Literal("AAA"), theirs))
    report = push()
    assert (report.proven, report.others) == (True, 1)
    monkeypatch.setattr(proof, "MOST_NAMED", 0)
    report = push()
    assert report.proven is False
    assert "actors" in {d.where for d in report.differences}
    assert all("graphs of others" in d.what for d in report.differences)
    assert {query.name for query in report.queries if query.same} > {"counts-by-month", "topics"}


def test_a_query_that_fails_there_is_named(push: Push, server: Server) -> None:
    push()
    server.faults.append(Fault(400, path="/query", skip=2))
    report = push()
    first = min(load_catalogue())
    assert [(d.where, "400" in d.what) for d in report.differences] == [(first, True)]


def test_two_pushes_at_a_time(push: Push, home: Settings, server: Server) -> None:
    with open_state(home.home, f"{server.url}/query"), pytest.raises(StoreLocked, match="running"):
        push()


def test_the_memory_may_be_lost_or_broken(push: Push, home: Settings) -> None:
    push()
    (path,) = (home.home / "push").glob("*.json")
    assert json.loads(path.read_text())["graphs"]
    path.unlink()
    report = push()
    assert (report.sent, report.proven) == (0, True)


def test_targets_that_cannot_be() -> None:
    for target, words in (
        (Target(), "names the target"),
        (Target("http://x.example", query_url="http://x.example"), "names the target"),
        (Target("http://x.example", graphs_url="http://x.example"), "go with --query-url"),
        (Target("http://x.example", proof="some"), "no proof named"),
    ):
        with pytest.raises(UsageError, match=words):
            target.check()
    Target("http://x.example").check()
