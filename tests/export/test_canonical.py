"""The sorted form: the same bytes for the same content, however it came in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from graph_service.errors import LimitExceeded, UsageError
from graph_service.export import canonical
from graph_service.export.canonical import write_sorted
from graph_service.settings import Settings
from tests.export.homes import USERS, Export, make_home
from tests.queries.data import quads


def reference(*contents: bytes) -> bytes:
    """RDFC-1.0 by the library, all in memory."""
    dataset = Dataset([q for data in contents for q in parse(data, format=RdfFormat.N_QUADS)])
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize(dataset, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


def test_it_is_the_canonical_form_of_rdfc(dump: Export, settings: Settings) -> None:
    path, report = dump("dump.nq", home=settings, canonical=True)
    own = serialize(quads(), format=RdfFormat.N_QUADS) or b""
    assert path.read_bytes() == reference(own, USERS)
    assert report.count == path.read_bytes().count(b"\n")


def test_another_order_of_coming_in_gives_the_same_bytes(dump: Export, tmp_path: Path) -> None:
    first, _ = dump("a.nq", canonical=True)
    other = make_home(tmp_path / "other", list(quads())[::-1])
    second, _ = dump("b.nq", home=other, canonical=True)
    assert first.read_bytes() == second.read_bytes()


def test_a_union_holds_each_triple_once(dump: Export) -> None:
    path, report = dump("dump.nt", format="ntriples", canonical=True)
    lines = path.read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert report.count == len(lines) < len(quads()), "the articles share actors they describe"


def test_runs_on_disk_give_what_memory_gives() -> None:
    few, many = io.BytesIO(), io.BytesIO()
    count = write_sorted(quads(), few, RdfFormat.N_QUADS)
    assert write_sorted(quads(), many, RdfFormat.N_QUADS, run_bytes=10_000) == count == len(quads())
    assert few.getvalue() == many.getvalue()


def test_blank_nodes_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "MOST_BLANK", 1)
    with pytest.raises(LimitExceeded, match="blank nodes"):
        write_sorted(parse(USERS, format=RdfFormat.N_QUADS), io.BytesIO(), RdfFormat.N_QUADS)


def test_turtle_has_none(dump: Export) -> None:
    with pytest.raises(UsageError, match="canonical"):
        dump("dump.ttl", format="turtle", canonical=True)
