"""The index and SPARQL give the same statements in the same order, whatever is asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.query.catalogue import NamedQuery, load_catalogue
from graph_service.query.listing import _STANDS_FOR, QUERY, fingerprint
from graph_service.rdf.namespaces import CQ, DCT, SKOS
from graph_service.store.workers import PoolView
from tests.index.world import IRIS, both, values_of

EXAMPLES = int(os.environ.get("EXAMPLES", "30"))
"""Mixtures that are tried; `EXAMPLES=1000 pytest tests/index` for more."""
PEOPLE = ("actor", "speaker", "country", "according_to", "publisher")
TEXTS = ("the", "THE", "border", "É", "a", "talks", "Ω", "never said anywhere", "\u0378")


@cache
def pool(view: PoolView) -> dict[str, list[str]]:
    """Parameter -> values that occur, and some that do not."""
    actors = [IRIS.local(iri) for iri in values_of(view, CQ["speaker"])]
    countries = [IRIS.local(iri) for iri in values_of(view, CQ["country"])]
    publishers = [IRIS.local(iri) for iri in values_of(view, CQ["publisher"])]
    reporters = [IRIS.local(iri) for iri in values_of(view, CQ["accordingTo"])]
    topics = values_of(view, DCT["subject"])
    broader = values_of_graph(view)
    return {
        "actor": [*countries, *actors, *publishers[:3], "actor-Q1"],
        "speaker": [*actors, *countries[:2]],
        "country": [*countries, "actor-Q1"],
        "according_to": [*reporters, *publishers, *countries[:3]],
        "publisher": [*publishers, "actor-Q1"],
        "topic": [*topics, *broader, "no-such-topic"],
        "act": [*values_of(view, CQ["act"]), "no-such-act"],
        "quote_type": ["direct", "indirect", "mixed", "none"],
        "article": values_of(view, CQ["article"])[:20],
        "day": [*values_of(view, CQ["dateEarliest"])[:40], "1900-01-01", "2999-12-31"],
    }


def values_of_graph(view: PoolView) -> list[str]:
    from graph_service.query.table import Table

    body = view.query(
        f"SELECT DISTINCT ?b {{ GRAPH ?g {{ ?n {SKOS['broader']} ?b }} }} ORDER BY ?b",
        accept="json",
    ).body
    return [str(row["b"]) for row in Table.from_json(body).dicts()]


@st.composite
def asked(draw: st.DrawFn, known: dict[str, list[str]]) -> dict[str, Sequence[str]]:
    """Up to four filters and any mixture of switches."""
    names = draw(
        st.lists(
            st.sampled_from([*PEOPLE, "topic", "act", "quote_type", "article", "text", "max_depth",
                             "after", "before", "on"]),
            max_size=3, unique=True,
        )
    )  # fmt: skip
    found: dict[str, Sequence[str]] = {}
    for name in names:
        if name in ("after", "before", "on"):
            found[name] = [draw(st.sampled_from(known["day"]))]
        elif name == "text":
            found[name] = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2))
        elif name == "max_depth":
            found[name] = [str(draw(st.integers(0, 4)))]
        else:
            most = 1 if name == "article" else 3
            found[name] = draw(st.lists(st.sampled_from(known[name]), min_size=1, max_size=most))
    for name in ("attitude", "by_date", "rejected"):
        if draw(st.booleans()):
            found[name] = [draw(st.sampled_from(["true", "false"]))]
    return found


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_mixture_of_filters(view: PoolView, query: NamedQuery, data: st.DataObject) -> None:
    values = data.draw(asked(pool(view)))
    limit = data.draw(st.sampled_from([None, 1, 7, 50]))
    start = data.draw(st.sampled_from([0, 0, 3, 60]))
    by_index, by_sparql = both(view, query, values, limit, start)
    assert by_index == by_sparql


def test_each_filter_by_itself_finds_something(view: PoolView, query: NamedQuery) -> None:
    """Else the mixtures would compare nothing with nothing."""
    known = pool(view)
    for name in (*PEOPLE, "topic", "act", "quote_type", "article"):
        by_index, by_sparql = both(view, query, {name: known[name][:1]}, None, 0)
        assert by_index == by_sparql
        assert by_index, name
    for name in ("after", "before", "on"):
        for day in known["day"][:3]:
            by_index, by_sparql = both(view, query, {name: [day]}, None, 0)
            assert by_index == by_sparql


def test_the_index_is_what_answers(view: PoolView) -> None:
    hits = view.lookup({})
    assert hits is not None
    assert len(hits) > 150


def test_a_broader_topic_finds_its_narrower_ones(view: PoolView, query: NamedQuery) -> None:
    found = [both(view, query, {"topic": [topic]}, None, 0) for topic in values_of_graph(view)[:4]]
    assert all(by_index == by_sparql for by_index, by_sparql in found)
    assert any(by_index for by_index, _ in found)


def test_all_of_them_page_by_page(view: PoolView, query: NamedQuery) -> None:
    whole = both(view, query, {"attitude": ["true"], "rejected": ["true"]}, None, 0)[1]
    paged = []
    while page := view.lookup({"attitude": ["true"], "rejected": ["true"]}, 40, len(paged)):
        paged.extend(page)
    assert paged == whole


def test_a_rejected_statement_is_left_out_and_merged_actors_are_one(
    view: PoolView, query: NamedQuery
) -> None:
    kept = both(view, query, {}, None, 0)[0]
    everything = both(view, query, {"rejected": ["true"]}, None, 0)[0]
    assert len(kept) < len(everything)
    first, second = (IRIS.local(iri) for iri in sorted(values_of(view, CQ["speaker"]))[:2])
    one, other = (both(view, query, {"speaker": [name]}, None, 0)[0] for name in (first, second))
    assert one == other != []


def test_the_shipped_query_is_the_one_that_the_index_stands_for() -> None:
    """Whoever changes the query changes `store/lookup.py`, too, and then this mark."""
    assert fingerprint(load_catalogue()[QUERY].text) == _STANDS_FOR
    assert fingerprint("#+ a\nSELECT * {\n  ?s ?p ?o }") == fingerprint("SELECT * {\n?s ?p ?o }\n")


@pytest.mark.parametrize("name", ["words", "nonsense"])
def test_a_parameter_it_does_not_know_is_sparqls(view: PoolView, name: str) -> None:
    assert view.lookup({name: ["x"]}) is None
