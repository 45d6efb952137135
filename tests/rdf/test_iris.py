"""IRIs are stable, different for different ids, and lead back to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import BadValue
from graph_service.rdf.iris import Iris

IRIS = Iris("https://communique.example/")
ids = st.text(min_size=1)


@given(ids)
def test_an_iri_leads_back_to_its_id(name: str) -> None:
    node = IRIS.node(name)
    assert IRIS.local(node) == IRIS.local(node.value) == name
    assert "/" not in node.value.removeprefix(IRIS.ids)


@given(ids, ids)
def test_different_ids_have_different_iris(one: str, other: str) -> None:
    assert (IRIS.node(one) == IRIS.node(other)) == (one == other)
    assert (IRIS.evidence(one, "cue") == IRIS.evidence(other, "cue")) == (one == other)


def test_evidence_of_a_statement_and_of_a_report_stay_apart() -> None:
    hashed = "0123456789abcdef"
    statement = IRIS.evidence(f"statement-{hashed}", "cue")
    assert statement.value == f"{IRIS.ids}evidence-{hashed}-cue"
    assert statement != IRIS.evidence(f"report-{hashed}", "cue")


@pytest.mark.parametrize(
    "base", ["", "communique", "https://a.example", "https://a b/", "urn:x:/", "https://a/<b>/"]
)
def test_a_base_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(BadValue, match="ends in a slash"):
        Iris(base)


@pytest.mark.parametrize(
    "iri", ["https://other.example/id/a", "https://communique.example/id/a/b", "a"]
)
def test_an_iri_of_others_is_refused(iri: str) -> None:
    with pytest.raises(BadValue, match="own IRIs"):
        IRIS.local(iri)


def test_an_empty_id_is_refused() -> None:
    with pytest.raises(BadValue):
        IRIS.node("")
