"""A pass over few new articles: compares little, and gives what a pass from nothing gives."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph_service.link.curation import replay
from graph_service.link.facts import ArticleFacts, Facts
from graph_service.link.kept import Kept
from graph_service.link.run import find_links
from graph_service.link.similar import COMMON, alike
from graph_service.store.oxigraph import OxigraphStore

SPEAKERS, ARTICLES = 6, 24


def article(number: int) -> ArticleFacts:
    """Two statements of one of six speakers, whose wording returns with another word or two."""
    key, day = f"article-{number:03}", f"2030-01-{number + 1:02}"
    said = (
        f"that the treaty of the seven coasts remains the ground of {number % 5} talks",
        f"that no ship of the northern fleet would pass the strait in week {number % 3}",
    )
    statements = tuple(
        Facts(
            f"s{number}-{place}", f"actor-{number % SPEAKERS}", "", "assert", words, day, day, day,
            90 * place, False, (), key,
        )
        for place, words in enumerate(said)
    )  # fmt: skip
    return ArticleFacts(key, "", day, "", statements, ())


def test_few_new_articles_give_what_a_pass_from_nothing_gives(tmp_path: Path) -> None:
    path = tmp_path / "wording.jsonl"
    articles = [article(number) for number in range(ARTICLES)]
    nobody = replay([])
    for known in (ARTICLES - 2, ARTICLES - 1, ARTICLES):
        kept = Kept(path)
        again = list(find_links(articles[:known], nobody, kept=kept))
        kept.save()
        assert again == list(find_links(articles[:known], nobody))
        assert kept.compared == (SPEAKERS if known == ARTICLES - 2 else 1)
    assert len(again) > ARTICLES
    path.write_bytes(path.read_bytes()[:-40])  # as a kill leaves it
    kept = Kept(path)
    assert list(find_links(articles, nobody, kept=kept)) == again
    assert kept.compared == 1
    changed = articles[0]._replace(statements=articles[0].statements[:1])
    kept = Kept(path)
    fewer = list(find_links([changed, *articles[1:]], nobody, kept=kept))
    assert fewer == list(find_links([changed, *articles[1:]], nobody))
    assert fewer != again


def test_what_hundreds_share_is_no_evidence() -> None:
    shared = frozenset(f"word {n}" for n in range(20))
    few = {str(n): shared | {f"own {n}"} for n in range(20)}
    many = {str(n): shared | {f"own {n}"} for n in range(COMMON + 1)}
    assert len(list(alike(few, 0.6))) == 190
    assert list(alike(many, 0.6)) == []


def test_a_graph_that_is_replaced_holds_what_it_shall(tmp_path: Path) -> None:
    graph, p = NamedNode("http://example.org/g"), NamedNode("http://example.org/p")

    def quad(name: str, value: str) -> Quad:
        return Quad(NamedNode(f"http://example.org/{name}"), p, Literal(value), graph)

    writer = OxigraphStore.open(tmp_path / "home", "https://communique.example/")
    blank = Quad(BlankNode("b"), p, Literal("blank"), graph)
    for wanted in (
        [quad("a", "1"), quad("b", "2")],
        [quad("a", "1"), quad("b", "3"), quad("c", "4")],
        [quad("a", "1"), quad("b", "3"), quad("c", "4")],
        [],
        [quad("a", "1"), blank],
        [quad("a", "1")],
    ):
        writer.replace_graphs({graph: wanted})
        there = set(writer.graph(graph))
        if blank in wanted:
            assert len(there) == 2
        else:
            assert there == set(wanted)
    writer.close()
