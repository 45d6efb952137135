"""Break the mapping once, see the gate catch it: one case for each fault of model.md, Validation.

The real `rdf.mapping` writes the sample, with its `add` bent so that one thing
comes out wrong at one statement (or one report, or the article).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode

from graph_service.rdf import mapping
from graph_service.rdf.namespaces import ACT, CQ, DCT, OA, TOPIC, TYPE, XSD
from graph_service.validation.check import check
from graph_service.validation.named import named_nodes
from tests.validation.sample import IRIS, extraction, good_quads, lookup

Value = NamedNode | Literal
Break = Callable[[Value], list[Value]]


def dropped(value: Value) -> list[Value]:
    return []


def instead(*values: Value) -> Break:
    return lambda value: list(values)


def besides(value: Value) -> Break:
    return lambda found: [found, value]


def decimal(value: str) -> Literal:
    return Literal(value, datatype=XSD["decimal"])


def day(value: str) -> Literal:
    return Literal(value, datatype=XSD["date"])


STATEMENTS = [IRIS.statement(statement.id) for statement in extraction().statements]
ARTICLE = IRIS.article(extraction().article.key)
NOBODY = IRIS.actor("actor-x-nobody")

AT_ONE_STATEMENT: dict[str, tuple[NamedNode, Break, int, set[str]]] = {
    # fault: property, how it is broken, at which statement, the shapes that see it
    "missing speaker": (CQ["speaker"], dropped, 0, {"statement-speaker"}),
    "second speaker": (
        CQ["speaker"], besides(IRIS.actor("actor-x-arval")), 0, {"statement-speaker"}),
    "speaker not an actor": (CQ["speaker"], instead(ARTICLE), 0, {"statement-speaker-actor"}),
    "speaker unknown": (CQ["speaker"], instead(NOBODY), 0, {"statement-speaker-actor"}),
    "speaker a string": (CQ["speaker"], instead(Literal("Roe")), 0, {"statement-speaker-actor"}),
    "no words": (CQ["words"], dropped, 0, {"statement-words"}),
    "blank words": (CQ["words"], instead(Literal(" ", language="en")), 0, {"statement-words"}),
    "bounds out of order": (
        CQ["dateEarliest"], instead(day("2022-06-16")), 0, {"statement-date-order"}),
    "after publication": (
        CQ["dateLatest"], instead(day("2022-06-17")), 0, {"statement-date-latest"}),
    "not-after forgotten": (CQ["notAfter"], dropped, 0, {"dated-not-after"}),
    "publication day not copied": (
        CQ["published"], instead(day("2022-06-14")), 0, {"statement-same-published"}),
    "simple view: no date": (CQ["dateEdtf"], dropped, 0, {"statement-date-edtf"}),
    "simple view: no publisher": (
        CQ["publisher"], dropped, 0, {"statement-publisher", "statement-same-publisher"}),
    "simple view: no article": (
        CQ["article"], dropped, 0,
        {"statement-article", "statement-same-publisher", "statement-same-published"}),
    "second reported-by": (
        CQ["reportedBy"], besides(ARTICLE), 1,
        {"statement-reported-by"}),
    "chain forgotten": (
        CQ["reportedBy"], dropped, 1, {"statement-according-to", "chain-has-1"}),
    "reporters forgotten": (CQ["accordingTo"], dropped, 2, {"statement-according-to"}),
    "depth one too small": (
        CQ["depth"], instead(Literal("1", datatype=XSD["integer"])), 2, {"chain-ends-at-1"}),
    "depth one too large": (
        CQ["depth"], instead(Literal("2", datatype=XSD["integer"])), 1, {"chain-has-2"}),
    "depth beyond the limit": (
        CQ["depth"], instead(Literal("5", datatype=XSD["integer"])), 1, {"statement-depth"}),
    "topic outside its scheme": (
        DCT["subject"], instead(TOPIC["gardening"]), 0, {"in-topic-scheme"}),
    "act as a topic": (DCT["subject"], besides(ACT["warn"]), 0, {"in-topic-scheme"}),
    "act outside its scheme": (
        CQ["act"], instead(ACT["mutter"]), 0, {"statement-act-in-scheme"}),
    "confidence above one": (
        CQ["confidence"], instead(decimal("1.01")), 0, {"statement-confidence"}),
    "confidence below zero": (
        CQ["confidence"], instead(decimal("-0.01")), 0, {"statement-confidence"}),
    "field's confidence above one": (
        CQ["confidenceOfDate"], instead(decimal("70")), 0, {"statement-confidence-of"}),
    "evidence forgotten": (CQ["evidence"], dropped, 0, {"full-evidence"}),
    "target unknown": (CQ["target"], instead(NOBODY), 0, {"statement-other-actors"}),
    "tenure unknown": (
        CQ["tenure"], instead(IRIS.tenure("tenure-zz")), 0, {"statement-tenure"}),
    "country not a state": (
        CQ["country"], instead(IRIS.actor("actor-x-jane-roe")), 0, {"statement-country"}),
}  # fmt: skip

ELSEWHERE: dict[str, tuple[str, NamedNode, Break, set[str], bool]] = {
    # fault: nodes that begin so, property, how it is broken, shapes, whether statements lead there
    "report without reporter": (
        "report-", CQ["reporter"], dropped, {"report-reporter", "statement-according-to"}, True),
    "report's dates out of order": (
        "report-", CQ["dateLatest"], instead(day("2022-06-01")), {"report-date-order"}, True),
    "report after publication": (
        "report-", CQ["dateLatest"], instead(day("2022-06-30")), {"statement-report-date"}, True),
    "report's confidence": (
        "report-", CQ["confidence"], instead(decimal("2")), {"report-confidence"}, True),
    "evidence without field": (
        "evidence-", CQ["field"], dropped, {"evidence-field", "full-evidence"}, True),
    "evidence without source": ("evidence-", OA["hasSource"], dropped, {"evidence-source"}, True),
    "selector without end": ("selector-", OA["end"], dropped, {"selector-end"}, True),
    "unnamed actor without kind": (
        "actor-unnamed-", TYPE, instead(CQ["Actor"]), {"actor-kind"}, True),
    "article without identity": (
        "article-", CQ["identity"], dropped, {"article-identity"}, False),
    "article without publisher": (
        "article-", CQ["publisher"], dropped, {"article-publisher"}, False),
}  # fmt: skip


def break_mapping(
    monkeypatch: pytest.MonkeyPatch,
    where: Callable[[NamedNode], bool],
    predicate: NamedNode,
    how: Break,
) -> None:
    """Bends the mapping's `add` at the nodes and the property given."""
    add = mapping._Graph.add

    def bent(self: mapping._Graph, s: NamedNode, p: NamedNode, value: Value | None) -> None:
        values = how(value) if value is not None and p == predicate and where(s) else [value]
        for each in values:
            add(self, s, p, each)

    monkeypatch.setattr(mapping._Graph, "add", bent)


def test_the_sample_passes() -> None:
    quads = good_quads()
    assert len(STATEMENTS) == 10
    assert check(quads, named_nodes(quads, lookup)) == ()


@pytest.mark.parametrize("fault", AT_ONE_STATEMENT)
def test_fault_at_one_statement(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    predicate, how, at, shapes = AT_ONE_STATEMENT[fault]
    break_mapping(monkeypatch, lambda node: node == STATEMENTS[at], predicate, how)
    quads = good_quads()
    findings = check(quads, named_nodes(quads, lookup))
    assert {finding.shape for finding in findings} == shapes
    assert {finding.severity for finding in findings} == {"violation"}
    blamed = {finding.statement for finding in findings}
    assert STATEMENTS[at].value in blamed
    if shapes != {"in-topic-scheme"}:  # a topic is shared: who else names it is blamed, too
        assert blamed == {STATEMENTS[at].value}


@pytest.mark.parametrize("fault", ELSEWHERE)
def test_fault_at_another_node(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    start, predicate, how, shapes, of_statements = ELSEWHERE[fault]
    break_mapping(monkeypatch, lambda node: IRIS.local(node).startswith(start), predicate, how)
    quads = good_quads()
    findings = check(quads, named_nodes(quads, lookup))
    blamed = {finding.statement for finding in findings if finding.shape in shapes}
    assert {finding.shape for finding in findings} >= shapes
    assert (None not in blamed) if of_statements else (None in blamed)
