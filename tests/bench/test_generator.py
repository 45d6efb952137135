"""The generator: the same bytes anywhere, statements that are true of their text, valid graphs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from bench.generator.articles import extractions
from bench.generator.constructions import CONSTRUCTIONS
from bench.generator.phrasing import CLAUSES, TOPICS
from bench.generator.quads import BASE, article_quads, until
from bench.generator.recall import compare, construction
from bench.generator.registry_file import turtle
from bench.generator.world import FIRST_DAY, LAST_DAY, World
from graph_service.actors.registry import Registry, load_registry
from graph_service.extract.pipeline import extract
from graph_service.extract.topics import find_topics
from graph_service.model import Extraction, Span, words_at
from graph_service.rdf.iris import Iris
from graph_service.rdf.reading import normal, read_statements
from graph_service.rdf.schemes import topics
from graph_service.readers import read
from graph_service.readers.base import Metadata
from graph_service.settings import Settings
from graph_service.validation.check import check
from graph_service.validation.named import named_nodes, registry_lookup

ARTICLES = 150
DIGEST = "baae2d69"
"""Start of the SHA-256 of 100 generated articles. A change of it is a change of every
benchmark's input: say so where their results stand."""


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def known(world: World) -> list[Extraction]:
    return list(extractions(world, number=ARTICLES))


@pytest.fixture(scope="module")
def registry_path(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "world.ttl"
    path.write_text(turtle(world), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def registry(registry_path: Path) -> Registry:
    return load_registry((registry_path,))


def generate(repository: Path, *arguments: str, hash_seed: str = "0") -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "bench.generator", *arguments],
        cwd=repository,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return done.stdout


def test_the_same_bytes_whatever_the_hash_seed(repository: Path) -> None:
    one, other = (generate(repository, "articles", "100", hash_seed=s) for s in ("1", "2"))
    assert one == other
    assert hashlib.sha256(one).hexdigest()[:8] == DIGEST
    one, other = (generate(repository, "statements", "40", hash_seed=s) for s in ("1", "2"))
    assert one == other


def test_an_article_does_not_depend_on_how_many_there_are(world: World) -> None:
    assert list(extractions(World(), number=3)) == list(islice(extractions(world), 3))
    other = next(extractions(world, seed=2))
    assert other.article.text != next(extractions(world, seed=1)).article.text


def test_articles_are_read_as_they_were_written(
    repository: Path, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "articles.jsonl"
    generate(repository, "articles", "5", "-o", str(path))
    taken = list(read([path], Metadata(), Settings(home=tmp_path)))
    assert taken == [extraction.article for extraction in extractions(world, number=5)]


def test_words_and_spans_are_the_text(known: list[Extraction]) -> None:
    for extraction in known:
        text = extraction.article.text
        for statement in extraction.statements:
            assert words_at(text, statement.spans("content")) == statement.words
            assert words_at(text, statement.spans("cue")) == statement.cue
            for evidence in statement.evidence:
                assert all(text[a:b].strip() == text[a:b] != "" for a, b in evidence.spans)
            inner = statement.spans("content")
            for report in statement.according_to:
                outer = report.content[0]
                assert outer.contains(Span(inner[0].start, inner[-1].end))
                inner = report.content


def test_every_construction_and_depth_occurs(known: list[Extraction]) -> None:
    statements = [s for extraction in known for s in extraction.statements]
    assert {construction(s) for s in statements} == {c.__name__ for c in CONSTRUCTIONS.values}
    depths = Counter(s.depth for s in statements)
    assert set(depths) == {0, 1, 2}
    assert depths[0] > 3 * depths[1] > 3 * depths[2]
    assert {s.date.basis for s in statements} == {"weekday", "stated", "publication"}
    joint = Counter(s.joint for s in statements if s.joint)
    assert set(joint.values()) == {2}


def test_distributions(known: list[Extraction]) -> None:
    days = [e.article.published for e in known]
    assert all(day and FIRST_DAY <= day <= LAST_DAY for day in days)
    assert len({day.year for day in days if day}) > 15
    statements = [s for extraction in known for s in extraction.statements]
    for counts in (
        Counter(s.speaker.actor.id for s in statements),
        Counter(topic for s in statements for topic in s.topics),
    ):
        ordered = [n for _, n in counts.most_common()]
        assert len(ordered) > 20
        assert ordered[0] > 4 * ordered[len(ordered) // 2]


def test_topics_are_ours_and_phrases_name_nothing_else() -> None:
    ids = {topic.id for topic in topics()}
    for topic, phrase in TOPICS.values:
        assert topic in ids
        for clause in (words for pair in CLAUSES for words in pair):
            text = clause.format(topic=phrase, capital="Abc", state="Xyz", n=3)
            assert find_topics(text, (Span(0, len(text)),))[0] == (topic,), text


def test_nobody_is_real(world: World, registry: Registry) -> None:
    shipped = load_registry()
    for actor in world.actors.values():
        assert shipped.named(actor.name) == ()
        assert shipped.named(actor.name.rpartition(" ")[2]) == () or actor.kind != "person"
    for state in world.states:
        assert shipped.named(state.capital) == shipped.named(state.adjective) == ()
        assert state.actor.country
        assert shipped.state(state.actor.country) is None
    assert all(registry.actor(name) for name in world.actors)


def test_posts_are_the_registry_files(world: World, registry: Registry) -> None:
    for day in (date(2006, 3, 1), date(2015, 7, 1), date(2024, 6, 1)):
        for actor in world.actors.values():
            assert registry.posts_on(actor.id, day) == world.posts(actor, day)


def test_graphs_pass_the_gate(known: list[Extraction], registry: Registry) -> None:
    lookup = registry_lookup(registry)
    for extraction in known[:15]:
        quads = article_quads(World(), extraction)
        assert check(quads, named_nodes(quads, lookup)) == ()


def test_quads_read_back_as_the_statements(known: list[Extraction], world: World) -> None:
    for extraction in known[:20]:
        described = {s.speaker.actor.id: s.speaker.actor for s in extraction.statements}
        quads = article_quads(world, extraction)
        back = read_statements(quads, Iris(BASE), (described | world.actors).get, world.tenures.get)
        assert list(back) == [normal(s) for s in extraction.statements]


def test_a_file_of_statements(repository: Path, world: World, tmp_path: Path) -> None:
    path = tmp_path / "statements.nq"
    generate(repository, "statements", "100", "-o", str(path))
    quads = list(parse(path=path, format=RdfFormat.N_QUADS))
    wanted = list(until(extractions(world), 100))
    assert 100 <= sum(len(e.statements) for e in wanted) < 130
    registry_graph = Iris(BASE).graph("registry")
    articles = {q for q in quads if q.graph_name != registry_graph}
    assert articles == {q for e in wanted for q in article_quads(world, e)}
    assert len(articles) < len(quads)


def test_known_statements_are_found(known: list[Extraction], registry: Registry) -> None:
    """These sentences are easy: an extractor that loses many of them has broken."""
    tally = compare(known[:60], lambda article: extract(article, registry))
    found = sum(tally.found.values()) / sum(tally.known.values())
    assert found >= 0.95
    assert tally.agree["direct", "speaker"] >= 0.95 * tally.found["direct"]


def test_recall_sees_what_is_wrong(known: list[Extraction]) -> None:
    nothing = compare(known[:10], lambda article: Extraction(article, None, (), "none"))
    assert sum(nothing.found.values()) == 0
    assert "| all |" in nothing.table()
    truth = {e.article.key: e for e in known[:10]}
    perfect = compare(known[:10], lambda article: truth[article.key])
    assert perfect.found == perfect.known
    assert perfect.agree == perfect.asked


def test_json_lines_are_articles(repository: Path) -> None:
    lines = generate(repository, "articles", "2", "--seed", "9").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["generated-9-0", "generated-9-1"]
