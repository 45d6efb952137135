"""What the mapping writes for cases that have a known answer, and what it refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from graph_service.errors import InputError
from graph_service.model import Article, DateBounds, Evidence, Extraction, Span, Statement
from graph_service.rdf.iris import Iris
from graph_service.rdf.mapping import profile_simple, to_quads
from graph_service.rdf.namespaces import CQ, PREFIXES, SKOS, TYPE
from graph_service.rdf.reading import normal, read_statements
from tests.queries import data

IRIS = data.IRIS


def mapped(extraction: Extraction) -> list[Quad]:
    return to_quads(extraction, IRIS, data.ACTORS.__contains__)


def statement(name: str) -> tuple[Extraction, Statement]:
    for extraction in data.extractions():
        for found in extraction.statements:
            if data.NAMES[found.id] == name:
                return extraction, found
    raise AssertionError(name)


def said_of(quads: list[Quad], node: NamedNode) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for quad in quads:
        if quad.subject == node:
            name = re.split(r"[/#]", quad.predicate.value)[-1]
            value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
            last = value.rpartition("/")[2] if isinstance(quad.object, NamedNode) else value
            found.setdefault(name, []).append(last)
    return {name: sorted(values) for name, values in found.items()}


def test_a_chain_of_two_is_flat_and_nested() -> None:
    extraction, weeps = statement("varn-weeps")
    quads = mapped(extraction)
    of = said_of(quads, IRIS.statement(weeps.id))
    assert of["depth"] == ["2"]
    assert of["accordingTo"] == ["actor-x-brenlund-palace", "actor-x-sound-agency"]
    (nearest,) = of["reportedBy"]
    near = said_of(quads, IRIS.report(nearest))
    assert near["reporter"] == ["actor-x-brenlund-palace"]
    (outer,) = near["reportedBy"]
    far = said_of(quads, IRIS.report(outer))
    assert far["reporter"] == ["actor-x-sound-agency"]
    assert "reportedBy" not in far


def test_statements_of_one_report_share_its_node() -> None:
    extraction, first = statement("varn-promises")
    again = replace(first, id="statement-00000000000000aa", topics=())
    both = replace(extraction, statements=(first, again))
    reports = {q.subject for q in mapped(both) if q.predicate == TYPE and q.object == CQ["Report"]}
    assert len(reports) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": 0.123},
        {"as_written": "somebody"},
        {"kind": "person"},
        {"act": "deny"},
        {"reporter": data.AGENCY},
        {"source": ()},
        {"content": (Span(0, 1),)},
        {"date": DateBounds(None, None, "open")},
        {"date": DateBounds(date(2031, 3, 11), date(2031, 3, 11), "stated")},
    ],
    ids=str,
)
def test_reports_that_differ_in_anything_keep_their_own_node(change: dict[str, Any]) -> None:
    extraction, first = statement("varn-promises")
    other = replace(
        first,
        id="statement-00000000000000aa",
        according_to=(replace(first.according_to[0], **change),),
    )
    quads = mapped(replace(extraction, statements=(first, other)))
    reports = {q.subject for q in quads if q.predicate == TYPE and q.object == CQ["Report"]}
    assert len(reports) == 2
    back = read_statements(quads, IRIS, data.ACTORS.get, data.TENURES.get)
    assert {s.id: s for s in back} == {first.id: normal(first), other.id: normal(other)}


def test_only_actors_that_the_registry_lacks_are_described() -> None:
    described = {
        IRIS.local(q.subject)
        for extraction in data.extractions()
        for q in mapped(extraction)
        if q.predicate == SKOS["prefLabel"] and isinstance(q.subject, NamedNode)
    }
    assert described == {data.OFFICIAL.id, data.MERCHANT.id, "actor-unknown-publisher"}


def test_open_dates_and_undated_articles_leave_bounds_out() -> None:
    extraction, rejects = statement("official-rejects")
    of = said_of(mapped(extraction), IRIS.statement(rejects.id))
    assert of.keys().isdisjoint({"dateEarliest", "dateLatest", "published", "notAfter"})
    assert of["publisher"] == ["actor-unknown-publisher"]
    extraction, denies = statement("reel-denies")
    quads = mapped(extraction)
    of = said_of(quads, IRIS.statement(denies.id))
    assert (of["published"], of["notAfter"]) == (["2031-03-10"], ["2031-03-11"])
    assert of["dateLatest"] == ["2031-03-10"]
    assert "dateEarliest" not in of


@pytest.mark.parametrize(
    "spans",
    [(), (Span(0, 3),), (Span(0, 10_000),), (Span(5, 8), Span(0, 3))],
    ids=["none", "elsewhere", "beyond the end", "backwards"],
)
def test_words_that_are_not_at_their_spans_are_refused(spans: tuple[Span, ...]) -> None:
    extraction, urges = statement("varn-urges")
    evidence = tuple(replace(e, spans=spans) if e.field == "content" else e for e in urges.evidence)
    wrong = replace(extraction, statements=(replace(urges, evidence=evidence),))
    with pytest.raises(InputError, match=urges.id):
        mapped(wrong)


def test_two_pieces_of_evidence_for_one_field_are_refused() -> None:
    extraction, urges = statement("varn-urges")
    twice = (*urges.evidence, Evidence("speaker", (), "other", 0.1))
    with pytest.raises(InputError, match="speaker has two"):
        mapped(replace(extraction, statements=(replace(urges, evidence=twice),)))


def test_half_a_surrogate_pair_is_an_input_error() -> None:
    article = Article("x\ud800y", published=date(2031, 1, 1), title="\ud800")
    with pytest.raises(InputError, match="surrogate"):
        mapped(Extraction(article, None, (), "test"))


def test_an_odd_url_is_a_literal_and_never_an_iri() -> None:
    url = 'not an <iri> "at" all\n{}'
    quads = mapped(Extraction(Article("text", url=url), None, (), "test"))
    back = list(parse(serialize(quads, format=RdfFormat.N_QUADS) or b"", RdfFormat.N_QUADS))
    node = IRIS.article(Article("text", url=url).key)
    assert said_of(back, node)["url"] == [url]


@pytest.mark.parametrize(
    "form", [RdfFormat.TRIG, RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD]
)
def test_statements_survive_every_dump(form: RdfFormat) -> None:
    for extraction in data.extractions():
        quads: list[Quad] = mapped(extraction)
        one = quads if form.supports_datasets else [q.triple for q in quads]
        text = serialize(one, format=form, prefixes=dict(PREFIXES)) or b""
        back = read_statements(parse(text, format=form), IRIS, data.ACTORS.get, data.TENURES.get)
        in_order = sorted(extraction.statements, key=lambda s: s.spans("content"))
        assert back == [normal(s) for s in in_order]


def test_the_simple_profile_drops_evidence_and_nothing_else() -> None:
    extraction, urges = statement("varn-urges")
    quads = mapped(extraction)
    simple = list(profile_simple(quads))
    assert simple == [q for q in quads if q in set(simple)]
    dropped = said_of([q for q in quads if q not in set(simple)], IRIS.statement(urges.id))
    assert dropped.keys() == {
        "evidence", "confidenceOfSpans", "confidenceOfSpeaker", "confidenceOfDate"
    }  # fmt: skip
    kinds = {q.object for q in simple if q.predicate == TYPE}
    assert CQ["Evidence"] not in kinds
    assert {CQ["Statement"], CQ["Article"], CQ["Report"]} <= kinds


def test_another_base_moves_instances_and_no_vocabulary() -> None:
    extraction = data.extractions()[0]
    there = Iris("http://localhost:8000/")
    one = {str(q).replace(IRIS.base, there.base) for q in mapped(extraction)}
    other = {str(q) for q in to_quads(extraction, there, data.ACTORS.__contains__)}
    assert one == other
