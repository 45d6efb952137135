"""The two articles the project was made from, through the whole pipeline.

They are other people's prose: read from the private folder, asserted by offsets,
single words, counts and actor ids only.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph_service.actors.registry import Registry, load_registry
from graph_service.extract.pipeline import extract
from graph_service.model import Article, Extraction, Statement, words_at

PUBLISHED = date(2022, 6, 15)
XI, PUTIN, CHINA, RUSSIA = "actor-Q15031", "actor-Q7747", "actor-Q148", "actor-Q159"
XINHUA, ZAKHAROVA = "actor-Q204839", "actor-Q20812953"
KREMLIN = "actor-x-presidential-administration-russia"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def seeds(shared: Path, registry: Registry) -> dict[str, Extraction]:
    files = sorted((shared / "seeds").glob("*.txt"))
    assert len(files) == 2
    return {
        path.name[:3]: extract(
            Article(text=path.read_text(encoding="utf-8"), published=PUBLISHED), registry
        )
        for path in files
    }


def _spoken(seeds: dict[str, Extraction]) -> list[Statement]:
    return [s for e in seeds.values() for s in e.statements if not s.attitude]


def _by(statements: list[Statement], *speakers: str) -> list[Statement]:
    return [s for s in statements if s.speaker.actor.id in speakers]


def _nearest(statement: Statement) -> tuple[str, str] | None:
    report = statement.according_to[0] if statement.according_to else None
    return (report.kind, report.reporter.id) if report else None


def test_china_on_sovereignty_is_said_three_times(seeds: dict[str, Extraction]) -> None:
    found = [s for s in _by(_spoken(seeds), XI, CHINA) if "sovereignty" in s.words]
    assert len(found) == 3
    assert {s.date.edtf for s in found} == {"2022-06-15"}
    assert all("sovereignty" in s.topics for s in found)
    chains = sorted((s.according_to[0].kind, s.according_to[0].reporter) for s in found)
    assert [kind for kind, _ in chains] == ["agency", "document", "unnamed"]
    assert chains[0][1].id == XINHUA
    assert chains[1][1].id == CHINA
    assert chains[2][1].name == "state media"


def test_the_narrators_own_sentence_is_nobodys(seeds: dict[str, Extraction]) -> None:
    article = seeds["003"].article
    start = article.text.index("traditionally")
    assert "sovereignty" in article.text[start : start + 100]
    for statement in seeds["003"].statements:
        for span in statement.spans("content"):
            assert not span.start <= start < span.end


def test_xi_according_to_moscow_is_not_mixed_with_beijing(seeds: dict[str, Extraction]) -> None:
    spoken = _spoken(seeds)
    moscow = [s for s in _by(spoken, XI, CHINA) if (n := _nearest(s)) and n[1] in (RUSSIA, KREMLIN)]
    legitimacy = [s for s in moscow if "legitimacy" in s.words]
    assert len(legitimacy) == 2
    assert {s.according_to[0].kind for s in legitimacy} == {"readout", "document"}
    assert {s.speaker.basis for s in legitimacy} == {"named", "title"}
    assert any(_nearest(s) == ("readout", KREMLIN) and "support" in s.words for s in moscow)
    for statement in moscow:
        assert "settlement" not in statement.words
        assert "core" not in statement.words
    beijing = [s for s in _by(spoken, XI, CHINA) if (n := _nearest(s)) and n[1] == CHINA]
    assert any("settlement" in s.words for s in beijing)
    assert not any("legitimacy" in s.words for s in beijing)


def test_putin_according_to_the_kremlin(seeds: dict[str, Extraction]) -> None:
    putin = _by(_spoken(seeds), PUTIN)
    outlined = next(s for s in putin if "fundamental" in s.words)
    assert _nearest(outlined) == ("body", KREMLIN)
    assert outlined.date.edtf == "2022-06-15"
    informed = next(s for s in putin if "genocide" in s.words)
    assert _nearest(informed) == ("body", KREMLIN)
    assert informed.date.edtf == "2022-02-25"


def test_zakharova_by_name_and_as_she(seeds: dict[str, Extraction]) -> None:
    said = _by(_spoken(seeds), ZAKHAROVA)
    assert len(said) >= 3
    assert {s.date.edtf for s in said} == {"2022-06-15"}
    she = next(s for s in said if s.speaker.as_written == "she" and "foot" in s.words)
    assert she.speaker.basis == "pronoun"
    assert she.words.lstrip()[0] in '“"'
    assert she.words[-1] in "'’"
    assert all(s.on_behalf_of is not None for s in said)


def test_kirby_and_sullivan(seeds: dict[str, Extraction]) -> None:
    spoken = _spoken(seeds)
    kirby = next(s for s in spoken if s.speaker.actor.name == "John Kirby")
    assert kirby.date.edtf == "2022-06-15"
    assert kirby.speaker.country is not None
    assert kirby.speaker.country.country == "US"
    sullivan = next(s for s in spoken if s.speaker.actor.name == "Jake Sullivan")
    assert sullivan.speech_act == "warn"
    assert sullivan.date.earliest is None


def test_putin_and_xi_speak_jointly(seeds: dict[str, Extraction]) -> None:
    groups: dict[str, set[str]] = {}
    for statement in _spoken(seeds):
        if statement.joint:
            groups.setdefault(statement.joint, set()).add(statement.speaker.actor.id)
    both = [group for group in groups.values() if group == {PUTIN, XI}]
    assert len(both) >= 3
    assert all(len(group) == 2 for group in groups.values())


def test_the_chinese_statement_speaks_on(seeds: dict[str, Extraction]) -> None:
    papers = [s for s in _by(_spoken(seeds), CHINA) if s.speaker.basis == "pronoun"]
    assert {s.speaker.as_written.lower() for s in papers} >= {"it", "the statement"}


def test_every_span_slices_and_every_chain_is_shallow(seeds: dict[str, Extraction]) -> None:
    for extraction in seeds.values():
        for s in extraction.statements:
            assert s.words == words_at(extraction.article.text, s.spans("content"))
            assert s.depth <= 4


def test_the_same_again(seeds: dict[str, Extraction], registry: Registry) -> None:
    for extraction in seeds.values():
        again = extract(extraction.article, registry)
        assert again == extraction
