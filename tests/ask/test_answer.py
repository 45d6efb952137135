"""Answers over a small store: who counts, what is certain, what is missing, what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph_service.actors.registry import Registry
from graph_service.ask.answer import Answer, answer_to_json, ask
from graph_service.errors import BadValue, UnknownName
from graph_service.model import Article
from graph_service.query.table import Table
from graph_service.rdf.terms import text
from graph_service.settings import Settings
from graph_service.store.base import View

Build = Callable[[Iterable[Article]], View]

TODAY = date(2025, 1, 1)

STRAIT = Article(
    text="""Irena Castellane said on Monday that sovereignty over the strait was not for sale.

Velmark said on Monday that sanctions would follow.

The Osterandic foreign ministry said on Monday that Castellane had agreed to new lighthouses.

The Osterandic foreign ministry said on Monday that the lighthouses needed repair.

Tomas Brandvik said on Monday that sovereignty was an old word.

Irena Castellane hopes that sovereignty will last.
""",
    id="strait",
    publisher="Invented News Desk",
    published=date(2024, 5, 14),
)
COMMISSION = Article(
    text="""Irena Castellane said on June 3, 2024 that sovereignty was safe.

Olive Marrow, a sailor, said on Monday that the tolls were a nuisance.
""",
    id="commission",
    publisher="Invented Evening Paper",
    published=date(2024, 6, 4),
)


@pytest.fixture(scope="module")
def view(build: Build) -> View:
    return build([STRAIT, COMMISSION])


@pytest.fixture
def answer(view: View, registry: Registry, settings: Settings) -> Any:
    def put(question: str, **options: Any) -> Answer:
        return ask(question, view, registry, settings, today=TODAY, **options)

    return put


def words(answer: Answer) -> list[str]:
    return [record.statement.words for record in answer.statements]


def test_a_state_speaks_through_its_officials_too(answer: Any) -> None:
    found = answer("what did Velmark say")
    speakers = {r.statement.speaker.actor.name for r in found.statements}
    assert speakers == {"Velmark", "Irena Castellane"}
    assert [r.statement.depth for r in found.statements] == [0, 0, 0, 1], "first-hand first"
    assert not any("old word" in w for w in words(found)), "another state's minister"


def test_a_state_asked_for_alone_is_alone(answer: Any) -> None:
    for question in ("what did Velmark itself say", 'what did "Velmark" say'):
        found = answer(question)
        assert {r.statement.speaker.actor.name for r in found.statements} == {"Velmark"}
        assert "Velmark alone" in found.interpretation_lines[0]


def test_a_person_speaks_for_himself(answer: Any) -> None:
    found = answer("what did Brandvik say")
    assert words(found) == ["that sovereignty was an old word"]
    assert "nobody else" in found.interpretation_lines[0]


def test_topic_and_date_narrow(answer: Any) -> None:
    assert answer("what did Velmark say about sovereignty").found == 2
    late = answer("what did Velmark say about sovereignty after May 20")
    assert words(late) == ["that sovereignty was safe"]
    assert late.interpretation.when.after == date(2024, 5, 20)
    assert any("2024-06-04" in line for line in late.interpretation_lines), "why this year"
    assert not answer("what did Velmark say about sovereignty after June 3, 2024").found
    assert answer("what did Velmark say about sovereignty since June 3, 2024").found == 1
    assert answer("what did Velmark say about sovereignty before June 3, 2024").found == 1


def test_attitudes_only_where_they_are_asked_for(answer: Any) -> None:
    said = answer("what did Castellane say about sovereignty")
    thought = answer("what does Castellane think about sovereignty")
    assert thought.found + thought.found_possible == said.found + said.found_possible + 1


def test_an_open_date_is_possible_not_certain(
    build: Build, registry: Registry, settings: Settings
) -> None:
    story = "Irena Castellane has repeatedly said that sovereignty comes first.\n"
    view = build([Article(text=story, published=date(2024, 5, 14))])
    found = ask("what did Velmark say after 2024-05-01", view, registry, settings, today=TODAY)
    assert (found.found, found.found_possible) == (0, 1)
    assert [r.statement.date.earliest for r in found.possible] == [None]
    assert not found.near_misses, "something was found"
    early = ask("what did Velmark say after 2024-05-14", view, registry, settings, today=TODAY)
    assert (early.found, early.found_possible) == (0, 0)


def test_own_statements_and_those_passed_on(answer: Any) -> None:
    found = answer("what did the Osterandic foreign ministry say")
    assert words(found) == ["that the lighthouses needed repair"]
    assert found.reports_of_others == 1


def test_what_a_state_passes_on_of_its_own_people_is_its_own(
    build: Build, registry: Registry, settings: Settings
) -> None:
    story = "The Osterandic foreign ministry said on Monday that {} had agreed to new lamps.\n"
    counts = {}
    for name in ("Tomas Brandvik", "Irena Castellane"):
        view = build([Article(text=story.format(name), published=date(2024, 5, 14))])
        found = ask("what did Osterand say", view, registry, settings, today=TODAY)
        counts[name] = (found.found, found.reports_of_others)
    assert counts == {"Tomas Brandvik": (1, 0), "Irena Castellane": (0, 1)}


def test_according_to_a_state_takes_its_bodies(answer: Any) -> None:
    for reporter in ("Osterand", "Tarn", "the Osterandic foreign ministry"):
        found = answer(f"what did Castellane say according to {reporter}")
        assert [r.statement.depth for r in found.statements] == [1]
        assert any("Matched" in line for line in found.interpretation_lines)
    assert not answer("what did Castellane say according to Velmark").found


def test_exact_narrows_the_reporter(answer: Any) -> None:
    question = "what did Castellane say according to Osterand"
    assert answer(question).found == 1
    assert not answer(question, exact=True).found
    assert not answer(f"{question} alone").found
    assert answer(question.replace("Osterand", "the Osterandic foreign ministry"), exact=True).found


def test_a_publisher_asked_for_as_reporter(answer: Any) -> None:
    found = answer("what did Castellane say according to Invented Evening Paper")
    assert words(found) == ["that sovereignty was safe"]
    assert any("publisher" in line for line in found.interpretation_lines)


def test_publishers_behind_an_answer(answer: Any) -> None:
    assert answer("what did Velmark say about sovereignty").independent_publishers == 2
    assert answer("what did Brandvik say").independent_publishers == 1


def test_near_misses_name_the_condition_in_the_way(answer: Any) -> None:
    found = answer("what did Brandvik say about sanctions in May 2024")
    assert not found.statements
    assert {m.without: m.statements for m in found.near_misses} == {"topic": 1, "speaker": 1}
    assert found.near_miss_lines[0] == "Without the topic: 1 statement."
    far = answer("what did Brandvik say about sanctions in 2009")
    assert [(m.without, m.statements) for m in far.near_misses] == [("topic and the date", 1)]


def test_actors_that_only_articles_name(answer: Any) -> None:
    for name in ("Olive Marrow", "olive marrow", "Marrow"):
        assert words(answer(f"what did {name} say")) == ["that the tolls were a nuisance"]
    with pytest.raises(UnknownName, match="Marro"):
        answer("what did Marro say")


def test_plain_words_are_searched_for(answer: Any) -> None:
    found = answer("what did Marrow say about a nuisance")
    assert words(found) == ["that the tolls were a nuisance"]
    assert found.interpretation.text == "nuisance"
    assert any("searched for" in line for line in found.interpretation_lines)


def test_the_query_shown_is_the_query_run(answer: Any, view: View) -> None:
    found = answer("what did Velmark say about sovereignty after May 20")
    rows = Table.from_json(view.query(found.sparql, accept="json").body).dicts()
    assert {row["statement"].rpartition("/")[2] for row in rows} == {
        r.statement.id for r in (*found.statements, *found.possible)
    }


@pytest.mark.parametrize(
    "hostile",
    ['"} UNION { ?s ?p ?o } #', "x') . ?s ?p ?o . FILTER('", "\\u0022 } #"],
)
def test_no_word_of_a_question_becomes_a_query(hostile: str, answer: Any) -> None:
    found = answer(f"what did Velmark say about zzz {hostile}")
    assert not found.statements
    looked_for = found.interpretation.text
    assert looked_for is not None
    harmless = answer("what did Velmark say about zzz")
    assert found.sparql.replace(str(text(looked_for)), str(text("zzz"))) == harmless.sparql


def test_json_has_the_names_of_the_contract(answer: Any) -> None:
    body = answer_to_json(answer("what did Velmark say about sovereignty after May 20"))
    assert {
        *("interpretation", "sparql", "statements", "possible", "reports_of_others"),
        *("independent_publishers", "not_understood", "near_misses"),
    } <= body.keys()
    assert json.loads(json.dumps(body)) == body
    (statement,) = body["statements"]
    assert statement["words"] == "that sovereignty was safe"
    assert statement["article"]["id"] == COMMISSION.key
    assert body["interpretation"]["after"] == "2024-05-20"
    assert body["interpretation"]["assumed_year"] is True


def test_a_long_answer_is_cut_and_says_so(
    view: View, registry: Registry, settings: Settings
) -> None:
    small = settings.model_copy(update={"page_size": 1})
    found = ask("what did Velmark say", view, registry, small, today=TODAY)
    assert (len(found.statements), found.found) == (1, 4)
    assert any("The first 1 of 4" in line for line in found.interpretation_lines)


def test_an_empty_store(build: Build, registry: Registry, settings: Settings) -> None:
    view = build([])
    found = ask("what did Velmark say", view, registry, settings, today=TODAY)
    assert (found.statements, found.possible, found.near_misses) == ((), (), ())
    with pytest.raises(BadValue, match="no year"):
        ask("what did Velmark say after May 20", view, registry, settings, today=TODAY)


def test_undated_and_unpublished_articles_count_as_unknown(
    build: Build, registry: Registry, settings: Settings
) -> None:
    view = build([replace(STRAIT, publisher=None, published=None)])
    found = ask("what did Velmark say after 2024-05-01", view, registry, settings, today=TODAY)
    assert not found.statements
    assert found.possible
    assert found.independent_publishers == 0
