"""Questions are understood as the table says, and refused with a reason where they cannot be."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_service.actors.registry import Registry, load_registry
from graph_service.ask.question import LONGEST, Interpretation, parse
from graph_service.errors import BadValue, NotAQuestion, UnknownName, UsageError
from graph_service.rdf.schemes import acts, topics

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "questions.yaml").read_text("utf-8")
)
FIELDS = {
    *("ask", "speakers", "exact", "reporters", "topics", "about", "addressees", "text", "acts"),
    *("after", "before", "assumed_year", "attitude", "not_understood"),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def read(question: str, registry: Registry, reference: date | None = date(2022, 6, 15)) -> Any:
    return parse(question, registry, topics(), acts(), reference=reference, today=date(2025, 1, 1))


def as_table(read: Interpretation) -> dict[str, Any]:
    """The interpretation in the table's terms, empty fields left out."""
    named = (*read.speakers, *read.reporters, *read.about, *read.addressees)
    values = {
        "speakers": [a.name for n in read.speakers for a in n.actors],
        "reporters": [a.name for n in read.reporters for a in n.actors],
        "about": [a.name for n in read.about for a in n.actors],
        "addressees": [a.name for n in read.addressees for a in n.actors],
        "exact": [n.written for n in named if n.exact],
        "topics": [t.id for t in read.topics],
        "acts": [a.id for a in read.acts],
        "text": read.text,
        "after": read.when.after,
        "before": read.when.before,
        "assumed_year": read.when.assumed_year,
        "attitude": read.attitude,
        "not_understood": list(read.not_understood),
    }
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("case", CASES, ids=[case["ask"] for case in CASES])
def test_table(case: dict[str, Any], registry: Registry) -> None:
    assert case.keys() <= FIELDS, "a misspelt field would test nothing"
    expected = {name: value for name, value in case.items() if name != "ask"}
    assert as_table(read(case["ask"], registry)) == expected


def test_the_year_is_the_latest_one_up_to_the_newest_article(registry: Registry) -> None:
    for newest, year in ((date(2022, 6, 15), 2022), (date(2024, 1, 12), 2023)):
        found = read("what did China say after Feb 24", registry, newest).when
        assert found.after == date(year, 2, 24)
        assert found.assumed_year
        assert str(newest) in found.lines[0]


def test_an_ambiguous_name_keeps_all_its_candidates(registry: Registry) -> None:
    (kim,) = read("what did Kim say", registry).speakers
    assert len(kim.actors) > 1
    assert {"Kim"} == {kim.written}


@pytest.mark.parametrize(
    "question",
    [
        *("", "   ", "hello", "?!", "asdf qwer", "what did he say", "what did they say about it"),
        *("🙂🙂🙂", "what did the 🇨🇳 say", "\x00\x01", "\ud83d"),
        "'; DROP ALL } UNION { ?s ?p ?o } #",
    ],
)
def test_no_question(question: str, registry: Registry) -> None:
    with pytest.raises(NotAQuestion, match=r"nothing to look for.*Ask for example"):
        read(question, registry)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("what did Zorblax say", "'Zorblax'"),
        ("what did Zelenski say", "'Zelenski'.*Zelensky"),
        ("what did Xi say according to Blorfistan", "'Blorfistan'"),
        ("statements by Zorblax about sovereignty", "'Zorblax'"),
        ('what did Zorblax> } INSERT DATA { <a:> <b:> "c" } say', "Zorblax"),
    ],
)
def test_unknown_actor(question: str, message: str, registry: Registry) -> None:
    with pytest.raises(UnknownName, match=message):
        read(question, registry)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("what did China say after 30 February 2022", "February 2022 has no day 30"),
        ("what did China say on 2022-13-01", "no month 13"),
        ("what did China say after 1 January 2090", "future"),
        ("what did China say after 2022-03-01 and before 2022-02-01", "No day lies after"),
        ("what did China say on 03/04/2022", "cannot be told apart"),
    ],
)
def test_impossible_dates(question: str, message: str, registry: Registry) -> None:
    with pytest.raises(BadValue, match=message):
        read(question, registry)


def test_a_date_without_year_needs_an_article(registry: Registry) -> None:
    with pytest.raises(BadValue, match="no year"):
        read("what did China say after Feb 24", registry, None)


@pytest.mark.parametrize("unit", ["what ", "China ", "about ", "((", "🙂", "the Kremlin's ", '"'])
def test_hostile_length(unit: str, registry: Registry) -> None:
    started = time.process_time()
    with pytest.raises(BadValue, match="characters"):
        read(unit * 10_000, registry)
    with contextlib.suppress(UsageError):  # refused with a reason is fine; slow or broken is not
        read((unit * LONGEST)[:LONGEST], registry)
    assert time.process_time() - started < 20, "seconds of CPU; 0.1 is usual"
