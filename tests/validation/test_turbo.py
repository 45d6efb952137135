"""pyshacl-turbo says what pyshacl says: on every fixture, and on generated graphs with faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import parse

pytest.importorskip("pyshacl_turbo", reason="pyshacl-turbo is not installed (extra `turbo`)")

from bench.shacl.run import graphs
from graph_service.actors.registry import load_registry
from graph_service.settings import Settings
from graph_service.validation.check import check
from graph_service.validation.named import named_nodes, registry_lookup
from graph_service.validation.turbo import conforms, results

FIXTURES = sorted((Path(__file__).parents[1] / "shapes").glob("*/*.ttl"))
APART = {
    # An ill-typed date compares with nothing: ours gives it a datatype of its own.
    "statement/fail-impossible-date",
}
"""Both engines refuse these; they do not list the very same shapes for them."""


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_fixture(path: Path) -> None:
    quads = list(parse(path=path))
    named = named_nodes(quads, registry_lookup(load_registry()))
    reference = check(quads, named)
    assert conforms(quads, named) == (reference == ())
    assert check(quads, named, engine="turbo") == reference
    if f"{path.parent.name}/{path.stem}" not in APART:
        told = results(quads, named)
        found = {(focus, shape.rpartition("/")[2]) for focus, shape in told}
        assert found == {(finding.focus, finding.shape) for finding in reference}


def test_sixty_generated_graphs_half_of_them_changed() -> None:
    verdicts = [(conforms(*pair), check(*pair) == ()) for pair in graphs(60)]
    assert [turbo for turbo, _ in verdicts] == [reference for _, reference in verdicts]
    assert 10 < sum(not reference for _, reference in verdicts) < 31


def test_the_setting_knows_two_engines() -> None:
    assert Settings().shacl_engine == "pyshacl"
    assert Settings(shacl_engine="turbo").shacl_engine == "turbo"
