"""What the gate says of a fault, whom it blames, and how it reads files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from graph_service.errors import InputError, StoreError, UnknownName
from graph_service.rdf.namespaces import CQ, SKOS, TYPE
from graph_service.validation.check import check, check_file
from graph_service.validation.findings import Finding, violations
from graph_service.validation.named import named_nodes, nothing_known, vocabulary_nodes
from tests.validation.sample import GAZETTE, IRIS, extraction, good_quads, lookup

SPEAKER, REPORTER = CQ["speaker"], CQ["reporter"]


def findings_without(predicate: NamedNode, subject: str = "") -> tuple[Finding, ...]:
    quads = [
        quad
        for quad in good_quads()
        if not (quad.predicate == predicate and subject in str(quad.subject))
    ]
    return check(quads, named_nodes(quads, lookup))


def test_a_bad_graph_fails() -> None:
    """An adapter that shows the shapes no triples would let everything pass."""
    assert len(findings_without(SPEAKER)) == 10


def test_every_statement_that_a_report_carries_is_blamed() -> None:
    quads = good_quads()
    carried = {str(q.subject).strip("<>") for q in quads if q.predicate == CQ["reportedBy"]}
    statements = {iri for iri in carried if "/statement-" in iri}
    found = [f for f in findings_without(REPORTER) if f.shape == "report-reporter"]
    assert {finding.statement for finding in found} == statements
    assert len(statements) == 6


def test_an_actor_that_only_publishes_is_the_articles_matter() -> None:
    quads = good_quads()
    gazette = IRIS.actor(GAZETTE.id)
    graph = quads[0].graph_name
    bad = [Quad(gazette, TYPE, CQ["Actor"], graph), Quad(gazette, TYPE, CQ["Outlet"], graph)]
    named = [t for t in named_nodes(quads, lookup) if t.subject != gazette]
    findings = check([*quads, *bad], named)
    assert {(f.statement, f.shape) for f in findings} == {(None, "actor-label")}


def test_the_order_is_the_same_whatever_the_order_of_quads() -> None:
    quads = [quad for quad in good_quads() if quad.predicate not in (SPEAKER, REPORTER)]
    named = named_nodes(quads, lookup)
    assert check(quads, named) == check(reversed(quads), named)


def test_what_is_only_named_is_believed() -> None:
    """The registry answers for its actors: a label that is missing there is not this article's."""
    quads = good_quads()
    named = [t for t in named_nodes(quads, lookup) if t.predicate != SKOS["prefLabel"]]
    assert check(quads, named) == ()


def test_an_actor_that_nobody_knows_is_found() -> None:
    quads = good_quads()
    shapes = {f.shape for f in check(quads, named_nodes(quads, nothing_known))}
    assert {"statement-speaker-actor", "article-publisher", "statement-tenure"} <= shapes


def test_the_lookup_is_asked_once_for_each_node_and_never_for_ours() -> None:
    asked: list[str] = []

    def counting(node: NamedNode) -> list[Triple]:
        asked.append(node.value)
        return lookup(node)

    named_nodes(good_quads(), counting)
    assert len(asked) == len(set(asked)) > 3
    assert not [iri for iri in asked if "w3id.org" in iri]
    assert not [iri for iri in asked if "/article-" in iri]


def test_vocabulary_nodes_hold_every_act_and_topic() -> None:
    subjects = {triple.subject for triple in vocabulary_nodes()}
    assert len(subjects) > 23 + 80


def test_a_finding_reads_as_a_sentence() -> None:
    [finding] = [f for f in findings_without(CQ["field"], "-cue") if "of" in str(f)][:1]
    assert "evidence-" in str(finding)
    assert "of statement-" in str(finding)
    assert "Evidence has exactly one cq:field" in str(finding)


def test_a_shape_of_the_users_own_may_warn(tmp_path: Path) -> None:
    """An overlay adds a file of shapes; a warning is a finding and no violation."""
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "own.ttl").write_text(
        """@prefix cq: <https://w3id.org/communique/ns#> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <https://user.example/shape/short> a sh:PropertyShape ; sh:targetClass cq:Statement ;
            sh:path cq:words ; sh:maxLength 10 ; sh:severity sh:Warning ;
            sh:message "Long words."@en .""",
        encoding="utf-8",
    )
    quads = good_quads()
    findings = check(quads, named_nodes(quads, lookup), tmp_path)
    assert {(f.shape, f.severity) for f in findings} == {("short", "warning")}
    assert violations(findings) == ()
    assert len(findings) == 10


def test_a_broken_shapes_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "own.ttl").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreError, match=r"own\.ttl"):
        check(good_quads(), (), tmp_path)


@pytest.mark.parametrize("suffix", ["ttl", "nq", "nt", "trig", "rdf", "jsonld"])
def test_files_of_every_format(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"article.{suffix}"
    format_ = RdfFormat.from_extension(suffix)
    assert format_
    statement = next(q.subject for q in good_quads() if q.predicate == SPEAKER)
    triples = [q.triple for q in good_quads() if (q.subject, q.predicate) != (statement, SPEAKER)]
    path.write_bytes(serialize(triples, format=format_) or b"")
    assert [f.shape for f in check_file(path, lookup)] == ["statement-speaker"]


def test_a_file_that_does_not_parse_tells_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<a:b> <a:c> <a:d> .\n<a:b> <a:c> .\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2, column"):
        check_file(path)


def test_a_dump_names_actors_of_the_registry(tmp_path: Path) -> None:
    """China stands in no dump of statements, and is known all the same."""
    fixture = Path(__file__).parents[1] / "shapes" / "statement" / "pass-simple-view.ttl"
    text = fixture.read_text(encoding="utf-8")
    path = tmp_path / "dump.ttl"
    path.write_text(text.replace("cq:country id:actor-x-arval", "cq:country id:actor-Q148"))
    assert check_file(path) == ()
    path.write_text(text.replace("cq:country id:actor-x-arval", "cq:country id:actor-Q0"))
    assert {finding.shape for finding in check_file(path)} == {"statement-country", "actor-country"}


def test_a_name_without_a_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="notes"):
        check_file(tmp_path / "notes")
    with pytest.raises(InputError):
        check_file(tmp_path / "absent.ttl")


def test_a_triple_as_a_term_is_refused() -> None:
    node = NamedNode("https://communique.example/id/x")
    with pytest.raises(InputError, match=r"RDF 1\.1"):
        check([Triple(node, CQ["words"], Triple(node, TYPE, node))])


@given(st.text(max_size=30))
@example("sNaN")
@example("1_000")
@example("2022-02-30")
@example("١٢")
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_odd_values_never_break_the_check(value: str) -> None:
    """Any text in place of a date, a number or a type is a finding and never an exception."""
    statement = IRIS.statement(extraction().statements[0].id)
    names = {CQ[name] for name in ("dateLatest", "confidence", "depth", "start", "attitude")}
    quads = [
        Quad(q.subject, q.predicate, Literal(value, datatype=q.object.datatype), q.graph_name)
        if q.subject == statement and q.predicate in names and isinstance(q.object, Literal)
        else q
        for q in good_quads()
    ]
    check(quads, named_nodes(quads, lookup))


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1_0", "١٢", "high"])
def test_a_number_that_is_none_is_found(value: str) -> None:
    """Python takes some of these for numbers, XML Schema none."""
    node = IRIS.statement(extraction().statements[0].id)
    quads = [q for q in good_quads() if (q.subject, q.predicate) != (node, CQ["confidence"])]
    bad = Literal(value, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    quads.append(Quad(node, CQ["confidence"], bad))
    assert [f.shape for f in check(quads, named_nodes(quads, lookup))] == ["statement-confidence"]
