"""Every file beside this one: a passing graph has no findings, a failing one those it names.

A failing file says in comments `# expects: <message>` what it shows, one line a
message. Each is also run through pyshacl's own `validate`, which must agree.
"""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph
from rdflib.namespace import RDF, SH

from graph_service.rdf.schemes import act_triples, topic_triples
from graph_service.validation.check import check_file
from graph_service.validation.named import named_nodes, nothing_known
from graph_service.validation.shapes import load_shapes, shapes_graph
from graph_service.validation.terms import to_rdflib

FOLDER = Path(__file__).parent
PASSING = sorted(FOLDER.glob("*/pass-*.ttl"))
FAILING = sorted(FOLDER.glob("*/fail-*.ttl"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def last(iri: object) -> str:
    return str(iri).rpartition("/")[2]


def expected(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.removeprefix("# expects: ") for line in lines if line.startswith("# expects: ")}


@pytest.mark.parametrize("path", PASSING, ids=name)
def test_passing_file_has_no_findings(path: Path) -> None:
    assert check_file(path) == ()


@pytest.mark.parametrize("path", FAILING, ids=name)
def test_failing_file_has_the_findings_it_names(path: Path) -> None:
    assert expected(path), "write `# expects: <message>` at the top"
    assert {finding.message for finding in check_file(path)} == expected(path)


@pytest.mark.parametrize("path", PASSING + FAILING, ids=name)
def test_pyshacl_itself_agrees(path: Path) -> None:
    """Ours prepares shapes, groups targets and answers look-ups from its own indexes."""
    graph = Graph()
    quads = list(parse(path=path, format=RdfFormat.TURTLE))
    named = {fact.subject for fact in named_nodes(quads, nothing_known)}
    concepts = [t for t in (*act_triples(), *topic_triples()) if t.subject in named]
    for triple in (*quads, *concepts):  # all that our files say of the concepts, not types alone
        graph.add(to_rdflib(triple))
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes_graph())
    assert isinstance(report, Graph)
    reference = {
        (str(report.value(result, SH.focusNode)), last(report.value(result, SH.sourceShape)))
        for result in report.objects(None, SH.result)
    }
    assert {(f.focus, f.shape) for f in check_file(path)} == reference
    assert conforms == path.stem.startswith("pass")


def test_every_message_has_a_failing_file() -> None:
    shown = set().union(*map(expected, FAILING))
    graph = shapes_graph()
    never = {
        last(shape): str(message)
        for shape, message in graph.subject_objects(SH.message)
        if str(message) not in shown
    }
    assert never == {}


def test_every_shape_that_can_fail_has_a_message_and_a_severity() -> None:
    graph = shapes_graph()
    nested = set(graph.subjects(SH.property))
    for shape in set(graph.subjects(RDF.type, SH.PropertyShape)) - nested:
        assert graph.value(shape, SH.message), shape
        assert graph.value(shape, SH.severity), shape


def test_shapes_are_core_only() -> None:
    beyond = {SH.sparql, SH.js, SH.rule, SH.target, SH.expression}
    assert not beyond & set(shapes_graph().predicates())


def test_every_file_of_shapes_is_loaded() -> None:
    files = {path.stem for path in (FOLDER.parents[1] / "shapes").glob("*.ttl")}
    assert files >= {"statement", "chain", "report", "speaker", "article", "topic"}
    assert sum(len(aimed.shapes) for aimed in load_shapes()) > 70
