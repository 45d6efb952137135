"""Values become terms before they become text: nothing typed is ever query text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, QuerySolutions, Store

from graph_service.errors import BadValue, UnknownName, UsageError
from graph_service.query.catalogue import NamedQuery, load_catalogue, read_query
from graph_service.query.parameters import bind
from tests.queries.data import IRIS

HEADER = """\
#+ summary: every type
#+ params:
#+   an_iri: {type: iri, example: "https://a.example/x"}
#+   a_day: {type: date, example: 2022-02-24}
#+   a_text: {type: string, example: grain}
#+   a_number: {type: integer, example: 3}
#+   a_switch: {type: boolean, example: true}
#+   who: {type: actor, example: Q148}
#+   about: {type: topic, example: trade}
#+   how: {type: act, example: urge}
"""
PLACES = ("an_iri", "a_day", "a_text", "a_number", "a_switch", "who", "about", "how")
HOSTILE = (
    'x" } } ; DROP ALL #',
    "UNDEF } } SELECT * { ?s ?p ?o } #",
    "<http://a/> } UNION { ?s ?p ?o",
    "http://a/> } { ?s ?p ?o . <http://b/",
    "\\u0022 } #",
    "a\n}\nSERVICE <http://evil.example/> {",
    "VALUES ?x { UNDEF }",
    "' OR 1=1 --",
    "Q148> } #",
    '2022-02-24" } #',
    "true } #",
    "5 } #",
    "\ud800",
)


def rows_of(sparql: str) -> list[Any]:
    """What the query gives over nothing: the values themselves."""
    found = Store().query(sparql)
    assert isinstance(found, QuerySolutions)
    return list(found)


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> NamedQuery:
    path = tmp_path_factory.mktemp("queries") / "every-type.rq"
    lines = "".join(f"  VALUES ?{name} {{ UNDEF }}\n" for name in PLACES)
    path.write_text(f"{HEADER}SELECT * WHERE {{\n{lines}}}\n", "utf-8")
    return read_query(path)


@pytest.mark.parametrize(
    ("name", "value", "term"),
    [
        ("an_iri", "https://a.example/x", "<https://a.example/x>"),
        ("a_day", "2022-02-24", '"2022-02-24"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("a_text", 'say "no"\n', r'"say \"no\""'),
        ("a_number", "+007", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("a_switch", "Yes", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("who", "Q148", "<https://communique.example/id/actor-Q148>"),
        ("who", "actor-x-aino-öst", "<https://communique.example/id/actor-x-aino-%C3%B6st>"),
        ("about", "grain-deal", "<https://w3id.org/communique/topic/grain-deal>"),
        ("about", "https://other.example/t/1", "<https://other.example/t/1>"),
        ("how", "urge", "<https://w3id.org/communique/act/urge>"),
    ],
)
def test_a_value_replaces_its_undef_only(
    query: NamedQuery, name: str, value: str, term: str
) -> None:
    bound = bind(query, {name: value}, IRIS)
    assert bound == query.text.replace(f"?{name} {{ UNDEF }}", f"?{name} {{ {term} }}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("an_iri", "not an iri"), ("an_iri", ""), ("a_day", "2022-02-30"), ("a_day", "20220224"),
        ("a_day", "yesterday"), ("a_text", ""), ("a_number", "1e3"), ("a_number", "9" * 30),
        ("a_switch", "maybe"), ("who", "Xi"), ("who", ""), ("about", "Grain Deal"), ("how", "a/b"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_names_parameter_and_example(
    query: NamedQuery, name: str, value: str
) -> None:
    with pytest.raises(BadValue) as refused:
        bind(query, {name: value}, IRIS)
    assert name in str(refused.value)
    assert query.param(name).example in str(refused.value)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", PLACES)
def test_hostile_values_stay_values(query: NamedQuery, name: str, value: str) -> None:
    try:
        bound = bind(query, {name: value}, IRIS)
    except UsageError:
        return
    rows = rows_of(bound)
    assert len(rows) == 1
    assert next(v.value for v in rows[0] if v is not None).strip() in (
        value.strip(),
        IRIS.actor(value.strip()).value,
    )


@given(st.text(min_size=1))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_as_it_went_in(value: str) -> None:
    query = load_catalogue()["statements-of-state"]
    if not value.strip():
        return
    bound = bind(query, {"text": value}, IRIS)
    line = re.search(r"^  VALUES \?text \{ (.*) \}$", bound, re.MULTILINE | re.DOTALL)
    probe = "SELECT * { VALUES ?text { " + str(Literal(value.strip())) + " } }"
    assert line is not None
    assert rows_of(probe)[0]["text"].value == value.strip()
    assert bound.count("\n") == query.text.count("\n")


def test_several_values_mean_any_of_them(query: NamedQuery) -> None:
    bound = bind(query, {"about": ["trade", "sovereignty", "trade"]}, IRIS)
    assert len(rows_of(bound)) == 2


def test_a_bound_takes_one_value(query: NamedQuery) -> None:
    with pytest.raises(BadValue, match="a_day takes one date"):
        bind(query, {"a_day": ["2022-02-24", "2022-02-25"]}, IRIS)


def test_an_unknown_parameter_names_the_near_ones(query: NamedQuery) -> None:
    with pytest.raises(UnknownName, match=r"no parameter 'a_days'.*Did you mean a_day"):
        bind(query, {"a_days": "2022-02-24"}, IRIS)


def test_a_missing_required_parameter_names_an_example() -> None:
    with pytest.raises(BadValue, match=r"needs the parameter actor.*actor=Q15031"):
        bind(load_catalogue()["statements-by-actor"], {}, IRIS)


def test_an_actor_may_be_found_by_any_reference(query: NamedQuery) -> None:
    bound = bind(query, {"who": "China"}, IRIS, {"China": "actor-Q148"}.__getitem__)
    assert "actor-Q148" in bound


def test_examples_fit_their_types() -> None:
    for query in load_catalogue().values():
        for param in query.params:
            bind(query, {p.name: p.example for p in query.params if p.required}, IRIS)
            bind(
                query,
                {p.name: p.example for p in query.params if p.required or p is param},
                IRIS,
            )


def test_the_user_folder_adds_and_replaces(tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    folder.mkdir()
    own = "#+ summary: mine\nSELECT * { GRAPH ?g { ?s ?p ?o } }\n"
    (folder / "latest.rq").write_text(own)
    (folder / "my-own.rq").write_text(own)
    catalogue = load_catalogue(tmp_path)
    assert catalogue["latest"].summary == catalogue["my-own"].summary == "mine"
    assert "topics" in catalogue
