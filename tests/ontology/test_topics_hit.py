"""Every topic is given to a statement by the whole pipeline, and none that the words do not name.

topics.txt beside this file holds what is said and its topics; here invented people say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from graph_service.actors.registry import load_registry
from graph_service.extract.pipeline import extract
from graph_service.extract.topics import find_topics
from graph_service.model import Article, Span, Statement
from graph_service.rdf.schemes import topics

FOLDER = Path(__file__).parent
REGISTRY = FOLDER.parent / "articles" / "registry.ttl"
SPEAKERS = (
    "Ardenian President Jonna Kreel said",
    "Belmoran Prime Minister Osric Vane said on Monday",
    "Petra Lund, a spokeswoman for Belmora's foreign ministry, said",
)


def lines() -> Iterator[tuple[tuple[str, ...], str]]:
    for line in (FOLDER / "topics.txt").read_text(encoding="utf-8").splitlines():
        named, bar, words = line.partition(" | ")
        if bar and not line.startswith("#"):
            yield () if named == "-" else tuple(named.split()), words


CASES = list(lines())
WORD = re.compile(r"\w+")


@cache
def statements() -> dict[str, Statement]:
    """Words -> the statement that the pipeline made of them, from articles of ten sentences."""
    found: dict[str, Statement] = {}
    registry = load_registry((REGISTRY,))
    for start in range(0, len(CASES), 10):
        paragraphs = [
            f"{SPEAKERS[n % len(SPEAKERS)]} that {words}."
            for n, (_, words) in enumerate(CASES[start : start + 10])
        ]
        article = Article(
            text="\n\n".join(paragraphs), published=date(2016, 5, 4), publisher="Gazette"
        )
        for statement in extract(article, registry).statements:
            said = statement.words.removeprefix("that ").removesuffix(".")
            found[said] = statement
    return found


def test_no_topic_is_left_without_a_statement() -> None:
    hit = {topic for statement in statements().values() for topic in statement.topics}
    assert {topic.id for topic in topics()} - hit == set()


@pytest.mark.parametrize(("expected", "words"), CASES, ids=lambda value: str(value)[:40])
def test_the_topics_are_those_that_the_words_name_and_no_others(
    expected: tuple[str, ...], words: str
) -> None:
    assert words in statements(), "no statement was made of these words"
    assert statements()[words].topics == expected


def test_every_label_finds_its_topic_alone() -> None:
    """A label that another topic's swallows, or that does not match as written, is no label."""
    lost = {
        (topic.id, label): found
        for topic in topics()
        for label in topic.labels
        if (found := find_topics(label, (Span(0, len(label)),))[0]) != (topic.id,)
    }
    assert lost == {}


def test_a_false_label_holds_words_of_a_label_and_names_nothing() -> None:
    for topic in topics():
        words = {word for own in topic.labels for word in WORD.findall(own.casefold())}
        for label in topic.false_labels:
            assert find_topics(label, (Span(0, len(label)),))[0] == (), label
            assert words & set(WORD.findall(label.casefold())), label


def test_a_topic_of_the_users_own_is_found(tmp_path: Path) -> None:
    (tmp_path / "ontology" / "topics").mkdir(parents=True)
    (tmp_path / "ontology" / "topics" / "own.ttl").write_text(
        """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix topic: <https://w3id.org/communique/topic/> .
        topic:fish a skos:Concept ; skos:prefLabel "fisheries"@en ; skos:notation "fish" ;
            skos:altLabel "fishing quotas"@en , "cod war"@en ; skos:broader topic:trade ;
            skos:inScheme topic: .""",
        encoding="utf-8",
    )
    text = f"{SPEAKERS[0]} that the fishing quotas and the tariffs would stay."
    article = Article(text=text, published=date(2016, 5, 4))
    registry = load_registry((REGISTRY,))
    (plain,) = extract(article, registry).statements
    (own,) = extract(article, registry, overlay=tmp_path).statements
    assert plain.topics == ("tariffs",)
    assert own.topics == ("fish", "tariffs")
