"""The examples hold what examples/README.md promises, and answer the sample questions."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from graph_service.actors.registry import Registry, load_registry
from graph_service.ask.answer import Answer, ask
from graph_service.extract.pipeline import extract
from graph_service.ingest import IngestReport, ingest
from graph_service.model import Article, words_at
from graph_service.readers import Metadata, read
from graph_service.settings import Settings, load_settings
from graph_service.store.base import View
from graph_service.store.memory import MemoryStore

EXAMPLES = Path(__file__).parents[1] / "examples"
DISPATCHES = sorted((EXAMPLES / "dispatches").glob("*.md"))
INVENTED = sorted((EXAMPLES / "invented").glob("*.md"))
TODAY = date(2025, 1, 1)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings(
        home=tmp_path_factory.mktemp("home"), registry=(EXAMPLES / "invented" / "registry.ttl",)
    )


@pytest.fixture(scope="module")
def registry(settings: Settings) -> Registry:
    return load_registry(settings.registry)


@pytest.fixture(scope="module")
def ingested(settings: Settings) -> tuple[IngestReport, View]:
    """All dispatches through reader, extractor, mapping and gate into a store in memory."""
    store = MemoryStore()
    report = ingest(read([EXAMPLES / "dispatches"], Metadata(), settings), settings, store=store)
    return report, store.view(settings)


def article(path: Path, settings: Settings) -> Article:
    (found,) = read([path], Metadata(), settings)
    assert isinstance(found, Article)
    return found


def put(
    question: str, ingested: tuple[IngestReport, View], registry: Registry, settings: Settings
) -> Answer:
    return ask(question, ingested[1], registry, settings, today=TODAY)


def test_there_are_a_dozen_and_two() -> None:
    assert len(DISPATCHES) >= 12
    assert len(INVENTED) == 2


@pytest.mark.parametrize("path", DISPATCHES, ids=lambda path: path.stem)
def test_no_words_of_real_people_in_quotation_marks(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.findall(r"[\"“”„«»‟‹›]", text)
    assert not re.findall(r"(?<!\w)['‘’]|['‘’](?!\w)", text), "only apostrophes within a word"


@pytest.mark.parametrize("path", [*DISPATCHES, *INVENTED], ids=lambda path: path.stem)
def test_front_matter_and_length(path: Path, settings: Settings) -> None:
    found = article(path, settings)
    assert found.title
    assert found.language == "en"
    assert found.publisher in {
        *("Communiqué sample desk", "Sample Wire North", "Sample Wire South"),
        *("Invented News Desk", "Invented Evening Paper"),
    }
    assert found.published
    if path in DISPATCHES:
        assert path.name.startswith(f"{found.published}-")
        assert date(2008, 1, 1) <= found.published <= date(2024, 12, 31)
    assert 80 <= len(found.text.split()) <= 220


@pytest.mark.parametrize("path", [*DISPATCHES, *INVENTED], ids=lambda path: path.stem)
def test_each_gives_statements_whose_spans_are_their_words(
    path: Path, settings: Settings, registry: Registry
) -> None:
    found = article(path, settings)
    statements = extract(found, registry).statements
    assert len(statements) >= 3
    for statement in statements:
        assert words_at(found.text, statement.spans("content")) == statement.words


def test_the_readme_names_every_file() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    for path in (*DISPATCHES, *INVENTED, EXAMPLES / "invented" / "registry.ttl"):
        assert f"`{path.name}`" in readme


def test_all_dispatches_go_in(ingested: tuple[IngestReport, View]) -> None:
    report = ingested[0]
    assert report.read == len(DISPATCHES) == report.new
    assert report.rejected == 0
    assert report.quarantined == 0
    assert report.statements >= 3 * len(DISPATCHES)


@pytest.mark.parametrize(
    ("date_words", "after"), [("Feb 24", "2023-02-24"), ("24 February 2022", "2022-02-24")]
)
def test_the_sample_question(
    date_words: str,
    after: str,
    ingested: tuple[IngestReport, View],
    registry: Registry,
    settings: Settings,
) -> None:
    question = f"what did China say about sovereignty after {date_words}"
    found = put(question, ingested, registry, settings)
    assert str(found.interpretation.when.after) == after
    speakers = {r.statement.speaker.actor.name for r in found.statements}
    assert "Xi Jinping" in speakers
    assert ("Wang Yi" in speakers) == (after == "2022-02-24"), "he spoke on 25 February 2022"
    for record in found.statements:
        statement = record.statement
        assert statement.date.earliest is not None
        assert str(statement.date.earliest) > after
        assert "sovereign" in statement.words.casefold()
        assert record.publisher is not None
        assert record.title


def test_two_accounts_of_one_call(
    ingested: tuple[IngestReport, View], registry: Registry, settings: Settings
) -> None:
    """What Xi said on 18 March 2022 differs by whose word it is."""
    question = "what did Xi say in March 2022 according to"
    beijing = put(f"{question} Beijing", ingested, registry, settings)
    washington = put(f"{question} the White House", ingested, registry, settings)
    assert "What Beijing says was said between Xi and Biden" in {
        record.title for record in beijing.statements
    }
    assert {record.title for record in washington.statements} == {
        "What the White House says was said between Biden and Xi"
    }
    ids = [{r.statement.id for r in found.statements} for found in (beijing, washington)]
    assert not ids[0] & ids[1]


def test_invented_people_are_known_by_their_registry(
    settings: Settings, registry: Registry
) -> None:
    found = extract(article(EXAMPLES / "invented" / "velmark-strait.md", settings), registry)
    direct = {
        s.speaker.actor.name: s.speaker.country
        for s in found.statements
        if s.quote_type == "direct"
    }
    for name, country in (("Tomas Brandvik", "Osterand"), ("Pell Arvanis", "Velmark")):
        state = direct[name]
        assert state is not None
        assert state.name == country
