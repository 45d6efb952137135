"""What arrives is what was in the store, in every format and both profiles, by two readers."""

from __future__ import annotations

import gzip
import warnings

import pytest
import rdflib
from backports import zstd
from pyoxigraph import BlankNode, Quad, RdfFormat

from graph_service.export.rdf import FORMATS
from graph_service.rdf.mapping import profile_simple
from graph_service.rdf.namespaces import CQ
from graph_service.settings import Settings
from tests.export.homes import Export, loaded
from tests.queries.data import quads

CASES = [(name, profile) for name in FORMATS for profile in ("full", "simple")]


def expected(name: str, profile: str) -> set[Quad]:
    found = set(profile_simple(quads()) if profile == "simple" else quads())
    return found if FORMATS[name].supports_datasets else {Quad(*q.triple) for q in found}


@pytest.mark.parametrize(("name", "profile"), CASES)
def test_every_quad_comes_back(dump: Export, name: str, profile: str) -> None:
    path, report = dump("dump", format=name, profile=profile)
    want = expected(name, profile)
    assert loaded(path.read_bytes(), FORMATS[name]) == want
    kept = list(profile_simple(quads())) if profile == "simple" else list(quads())
    assert report.count == len(kept)


@pytest.mark.parametrize(("name", "profile"), CASES)
def test_rdflib_reads_the_same(dump: Export, name: str, profile: str) -> None:
    path, _ = dump("dump", format=name, profile=profile)
    spelled = {"jsonld": "json-ld", "ntriples": "nt"}.get(name, name)
    dataset = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib 7.6 warns about itself
        dataset.parse(data=path.read_bytes(), format=spelled)
        found = {(s, p, str(o), str(g) if g else "") for s, p, o, g in dataset.quads()}
    want = {
        (
            rdflib.URIRef(q.subject.value),  # type: ignore[union-attr]
            rdflib.URIRef(q.predicate.value),
            q.object.value,  # type: ignore[union-attr]
            getattr(q.graph_name, "value", ""),
        )
        for q in expected(name, profile)
    }
    assert {f[:3] for f in found} == {w[:3] for w in want}
    if FORMATS[name].supports_datasets:
        assert found == want


def test_simple_has_no_evidence_and_no_blank_node(dump: Export) -> None:
    path, _ = dump("dump.nq", profile="simple")
    found = loaded(path.read_bytes(), RdfFormat.N_QUADS)
    assert CQ["words"] in {q.predicate for q in found}
    assert not {CQ["evidence"], CQ["foundBy"], CQ["confidenceOfDate"]} & {
        q.predicate for q in found
    }
    assert not [q for q in found if isinstance(q.subject, BlankNode)]


def test_users_graphs_and_the_default_graph_are_in_it(dump: Export, settings: Settings) -> None:
    path, report = dump("dump.nq", home=settings)
    assert report.count == len(quads()) + 4
    found = loaded(path.read_bytes(), RdfFormat.N_QUADS)
    assert len(found) == report.count
    assert '"plain"' in {str(q.object) for q in found if str(q.graph_name) == "DEFAULT"}


def test_compressed_by_name_and_the_same_bytes_each_time(dump: Export) -> None:
    plain, _ = dump("a.nq", canonical=True)
    packed, report = dump("a.nq.gz", canonical=True)
    again, other = dump("b.nq.gz", canonical=True)
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert packed.read_bytes() == again.read_bytes()
    assert (report.sha256, report.size) == (other.sha256, packed.stat().st_size)
    zst, _ = dump("a.nq.zst", canonical=True)
    assert zstd.decompress(zst.read_bytes()) == plain.read_bytes()
    assert len(zst.read_bytes()) < len(plain.read_bytes()) / 4
