"""The two real articles the project began with, asked what they must be able to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from graph_service.actors.registry import Registry
from graph_service.ask.answer import Answer, ask
from graph_service.model import Article
from graph_service.settings import Settings
from graph_service.store.base import View

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def put(
    shared: Path,
    build: Callable[[Iterable[Article]], View],
    registry: Registry,
    settings: Settings,
) -> Ask:
    paths = sorted((shared / "seeds").glob("*.txt"))
    assert len(paths) == 2
    articles = [
        Article(text=path.read_text("utf-8"), id=path.name, published=date(2022, 6, 15))
        for path in paths
    ]
    view = build(articles)
    return lambda question: ask(question, view, registry, settings, today=date(2025, 1, 1))


def reporters(answer: Answer) -> list[str]:
    return [r.statement.according_to[0].reporter.name for r in answer.statements
            if r.statement.according_to]  # fmt: skip


def test_china_on_sovereignty(put: Ask) -> None:
    found = put("what did China say about sovereignty after Feb 24")
    assert found.interpretation.when.after == date(2022, 2, 24)
    assert any("2022-02-24" in line and "2022-06-15" in line for line in found.interpretation_lines)
    names = reporters(found)
    assert len(found.statements) == 3
    assert {"Xinhua News Agency", "China"} < set(names)
    assert any("state media" in name for name in names)
    for record in found.statements:
        statement = record.statement
        assert statement.speaker.actor.name in {"Xi Jinping", "China"}
        assert "overeignty" in statement.words
        assert statement.date.edtf == "2022-06-15"


def test_xi_in_the_two_accounts(put: Ask) -> None:
    kremlin = put("what did Xi say according to the Kremlin")
    beijing = put("what did Xi say according to Beijing")
    assert set(reporters(kremlin)) == {"Presidential Administration of Russia", "Russia"}
    assert kremlin.found >= 3
    assert beijing.found >= 3
    assert not {r.statement.id for r in kremlin.statements} & {
        r.statement.id for r in beijing.statements
    }


def test_zakharova_is_she(put: Ask) -> None:
    found = put("what did Zakharova say")
    assert {r.statement.speaker.actor.name for r in found.statements} == {"Maria Zakharova"}
    assert "pronoun" in {r.statement.speaker.basis for r in found.statements}


def test_the_kremlin_speaks_and_passes_on(put: Ask) -> None:
    found = put("what did the Kremlin say")
    names = {r.statement.speaker.actor.name for r in found.statements}
    assert "Xi Jinping" not in names
    assert "Vladimir Putin" not in names
    assert found.reports_of_others >= 3
