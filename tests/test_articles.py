"""Every article of tests/articles/ through the whole pipeline: its statements, and no others
where it says so. The form of the files is in tests/articles/README.md."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_service.actors.registry import Registry, load_registry
from graph_service.extract.pipeline import extract
from graph_service.model import Article, Extraction, Statement, words_at

FOLDER = Path(__file__).parent / "articles"
CASES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
_MARKS = re.compile(r"[\"“”‘’'«».,;:]")


@cache
def _registry(name: str | None) -> Registry:
    return load_registry((FOLDER / "registry.ttl",) if name == "invented" else ())


@cache
def _case(path: Path) -> tuple[Article, dict[str, Any], Extraction]:
    _, head, text, expected = re.split(r"^---\n", path.read_text(encoding="utf-8"), flags=re.M)
    meta = yaml.safe_load(head)
    assert meta["about"], f"{path.name} does not say what it shows"
    given = meta.get("date")
    published = date.fromisoformat(str(given)) if given else None
    article = Article(
        text=text,
        published=published,
        publisher=meta.get("publisher"),
        language=meta.get("language"),
    )
    return (
        article,
        yaml.safe_load(expected) or {},
        extract(article, _registry(meta.get("registry"))),
    )


def _plain(words: str) -> str:
    return " ".join(_MARKS.sub("", words.replace("’", "'")).split()).casefold()


def _has_words(statement: Statement, wanted: str) -> bool:
    first, _, last = wanted.partition(" ... ")
    words = _plain(statement.words)
    return words.startswith(_plain(first)) and words.endswith(_plain(last or first))


def _differences(statement: Statement, wanted: dict[str, Any]) -> list[str]:
    """What of the expectation a statement with the right words and speaker does not meet."""
    s = statement
    chain = [(report.kind, report.reporter.id) for report in s.according_to]
    found = {
        "basis": s.speaker.basis,
        "act": s.speech_act,
        "quote": s.quote_type,
        "country": s.speaker.country.country if s.speaker.country else None,
        "post": s.speaker.posts[0].label if s.speaker.posts else None,
        "written": s.speaker.as_written,
        "behalf": s.on_behalf_of.id if s.on_behalf_of else None,
        "joint": s.joint is not None,
        "attitude": s.attitude,
        "likely": s.speaker.likely.id if s.speaker.likely else None,
        "candidates": [actor.id for actor in s.speaker.candidates],
        "topics": list(s.topics),
        "addressee": [actor.id for actor in s.addressee],
        "target": [actor.id for actor in s.target],
    }
    wrong = [
        f"{key}: {found[key]!r}, not {value!r}"
        for key, value in wanted.items()
        if key in found and found[key] != value
    ]
    if "date" in wanted:
        edtf, _, basis = str(wanted["date"]).partition(" ")
        if s.date.edtf != edtf or (basis and s.date.basis != basis):
            wrong.append(f"date: {s.date.edtf} {s.date.basis}, not {wanted['date']}")
    by = [str(entry).split() for entry in wanted.get("by", [])]
    fits = len(by) == len(chain) and all(
        kind == entry[0] and reporter == (entry[1] if len(entry) > 1 else reporter)
        for entry, (kind, reporter) in zip(by, chain, strict=True)
    )
    if not fits:
        wrong.append(f"chain: {chain}, not {by}")
    return wrong


def _speaks(statement: Statement, wanted: str) -> bool:
    actor = statement.speaker.actor
    return actor.kind == "unnamed" if wanted == "unnamed" else actor.id == wanted


def _shown(extraction: Extraction) -> str:
    return "\n".join(
        f"  {s.speaker.actor.id} [{s.speaker.as_written}] {s.words[:90]!r}"
        f" <- {[r.reporter.id for r in s.according_to]}"
        for s in extraction.statements
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_expected_statements_are_found(path: Path) -> None:
    _, expected, extraction = _case(path)
    for wanted in expected.get("statements", []):
        near = [
            s
            for s in extraction.statements
            if _has_words(s, wanted["words"]) and _speaks(s, wanted["speaker"])
        ]
        assert near, f"not found: {wanted}\nfound:\n{_shown(extraction)}"
        wrong = [_differences(s, wanted) for s in near]
        assert [] in wrong, f"{wanted['words']}: {wrong}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_is_found_that_must_not_be(path: Path) -> None:
    _, expected, extraction = _case(path)
    for unwanted in expected.get("never", []):
        for s in extraction.statements:
            words = "words" not in unwanted or _plain(unwanted["words"]) in _plain(s.words)
            speaker = "speaker" not in unwanted or _speaks(s, unwanted["speaker"])
            assert not (words and speaker), f"{unwanted}: {s.words!r} by {s.speaker.actor.id}"
    if expected.get("complete"):
        spoken = [s for s in extraction.statements if not s.attitude]
        assert len(spoken) == len(expected["statements"]), _shown(extraction)
    if "notes" in expected:
        assert list(extraction.notes) == expected["notes"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_spans_slice_ids_are_unique_and_the_result_is_the_same_again(path: Path) -> None:
    article, _, extraction = _case(path)
    for s in extraction.statements:
        assert s.words == words_at(article.text, s.spans("content"))
        for evidence in s.evidence:
            for span in evidence.spans:
                assert 0 <= span.start < span.end <= len(article.text)
            assert 0 <= evidence.confidence <= 1
    ids = [s.id for s in extraction.statements]
    assert len(ids) == len(set(ids))


def test_there_are_cases() -> None:
    assert len(CASES) >= 20
