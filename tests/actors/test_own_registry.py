"""A user's own registry over the shipped one, and what is wrong with a bad one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph_service.actors.registry import Registry, load_registry
from graph_service.errors import BadValue

Overlay = Callable[[str], Registry]

STATE = """
id:actor-x-ruritania a cq:Actor, cq:State ; skos:prefLabel "Ruritania"@en ;
    cq:demonym "Ruritanian" ; cq:metonym "Strelsau" ; cq:country id:actor-x-ruritania .
id:actor-x-jane-roe a cq:Actor, cq:Person ; skos:prefLabel "Jane Roe"@en .
"""
TENURE = """
id:tenure-roe a cq:Tenure ; cq:holder id:actor-x-jane-roe ; cq:postLabel "Chancellor of Ruritania" ;
    cq:role "head_of_government" ; cq:country id:actor-x-ruritania ; dct:source "invented" ;
"""


def test_an_invented_state_joins(with_own: Overlay) -> None:
    registry = with_own(
        STATE + TENURE + 'cq:from "2020-01-01"^^xsd:date ; cq:until "2021-05"^^xsd:gYearMonth .'
    )
    day = date(2021, 5, 31)
    (post,) = registry.posts_on("actor-x-jane-roe", day)
    assert (post.label, post.basis) == ("Chancellor of Ruritania", "dated")
    assert registry.posts_on("actor-x-jane-roe", date(2021, 6, 1)) == ()
    ruritania = registry.find("Strelsau")
    assert ruritania.name == "Ruritania"
    assert registry.country_on("actor-x-jane-roe", day) == ruritania
    assert registry.state_of_demonym("Ruritanian") == ruritania
    held = registry.holders("head_of_government", "actor-x-ruritania", day)
    assert [actor.name for actor, _ in held] == ["Jane Roe"]
    assert registry.find("China").id == "actor-Q148"


def test_a_known_actor_gains_names(with_own: Overlay) -> None:
    registry = with_own(
        'id:actor-Q148 a cq:State ; skos:altLabel "Cathay" ; skos:prefLabel "PR China"@en .'
    )
    assert registry.find("Cathay").id == "actor-Q148"
    assert registry.find("Beijing").name == "PR China"


def test_overlapping_terms_of_one_post_are_allowed(with_own: Overlay) -> None:
    registry = with_own(
        STATE
        + TENURE
        + 'cq:from "2020-01-01"^^xsd:date .'
        + TENURE.replace("tenure-roe", "tenure-roe-2")
        + 'cq:from "2020-06-01"^^xsd:date .'
    )
    assert len(registry.tenures_of("actor-x-jane-roe")) == 2


@pytest.mark.parametrize(
    ("turtle", "says"),
    [
        ("id:actor-x-a a cq:Person ; ; ; skos:prefLabel oops .", r"own.ttl, line 6, column \d+"),
        (
            STATE + TENURE + 'cq:from "2020-01-01"^^xsd:date ; cq:until "2019-01-01"^^xsd:date .',
            "tenure-roe ends before it starts",
        ),
        (
            STATE
            + TENURE
            + 'cq:from "2020-01-01"^^xsd:date ; cq:openAsOf "2019-01-01"^^xsd:date .',
            "tenure-roe ends before it starts",
        ),
        (STATE + TENURE + 'cq:from "2020-13-01"^^xsd:date .', "is no date.*tenure-roe"),
        (STATE + TENURE + 'cq:from "soon" .', "is no date.*tenure-roe"),
        (TENURE + 'cq:from "2020" .', "tenure-roe (names|serves) actor-x-"),
        ('id:tenure-x a cq:Tenure ; cq:role "r" .', "tenure-x has no cq:holder"),
        ("id:actor-x-a a cq:Person .", "actor-x-a has no skos:prefLabel"),
        ('[] a cq:Person ; skos:prefLabel "A" .', "blank node"),
        (
            'id:actor-x-a a cq:Organisation ; skos:prefLabel "A" ; cq:country id:actor-x-zembla .',
            "actor-x-zembla, which no registry file describes",
        ),
    ],
)
def test_a_bad_file_is_refused_in_words(with_own: Overlay, turtle: str, says: str) -> None:
    with pytest.raises(BadValue, match=says) as caught:
        with_own(turtle)
    assert caught.value.where
    assert caught.value.do


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="cannot be read"):
        load_registry((tmp_path / "absent.ttl",))
