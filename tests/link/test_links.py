"""The pass on real articles: what it ties, what it leaves, and that order does not matter."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import BlankNode, Store

from graph_service.ingest import ingest
from graph_service.link.curation import replay
from graph_service.link.facts import Facts, read_article
from graph_service.link.run import FACT, find_links
from graph_service.settings import Settings
from graph_service.store.snapshots import current
from graph_service.upkeep.link import relink
from graph_service.upkeep.rebuild import rebuild
from tests.link import dispatches
from tests.link.reading import dump, links

ACCUSED = "Belmora on Monday of seizing three grain ships in the northern strait"
DENIED = "that his country had seized grain ships in the strait"
OPEN = "that the strait would remain open to the ships of all nations"
CLOSED = "that the strait would remain closed to the ships of all nations"


def test_a_denial_is_tied_to_what_it_denies_once(settings: Settings) -> None:
    assert [row for row in links(settings) if row[0] == "denial"] == [("denial", DENIED, ACCUSED)]


def test_wording_through_time_goes_from_later_to_earlier(settings: Settings) -> None:
    assert [row for row in links(settings) if row[0] == "repeat"] == [("repeat", CLOSED, OPEN)]


def test_a_wire_copy_is_one_and_carries_the_same_sayings(settings: Settings) -> None:
    found = links(settings)
    copies = [row for row in found if row[0] == "copy"]
    assert [(a.rpartition("/")[2], b.rpartition("/")[2]) for _, a, b in copies] == [
        (dispatches.COPY.key, dispatches.ACCUSATION.key)
    ]
    assert ("same-saying", ACCUSED, ACCUSED) in found
    assert sum(row[0] == "same-saying" for row in found) == 3


def test_one_call_told_from_two_sides_is_one_event(settings: Settings) -> None:
    assert sum(row[0] == "same-event" for row in links(settings)) == 1


def test_no_blank_nodes_and_every_link_says_why(settings: Settings) -> None:
    store = Store.read_only(str(current(settings.home).path))
    quads = [q for q in store if str(q.graph_name).endswith("/graph/links>")]
    assert not any(isinstance(q.subject, BlankNode) for q in quads)
    made = {q.subject for q in quads if str(q.object).endswith("#Link>")}
    for name in ("confidence", "foundBy", "later", "earlier"):
        assert {q.subject for q in quads if q.predicate.value.endswith(f"#{name}")} == made


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_ingest_changes_nothing(
    settings: Settings, empty: Settings, seed: int
) -> None:
    articles = list(dispatches.ALL)
    random.Random(seed).shuffle(articles)
    for article in articles[:3]:
        ingest([article], empty)
    ingest(articles[3:], empty, link=False)
    assert links(empty) != links(settings)
    relink(empty)
    assert dump(empty) == dump(settings)


def test_a_second_pass_reads_nothing_and_writes_nothing(settings: Settings) -> None:
    again = relink(settings)
    assert again.linked.unchanged
    assert sum(again.linked.links.values()) > 0, "what there is, also where nothing was made"
    before = dump(settings)
    (settings.home / "links.jsonl").write_text("cut off\n", encoding="utf-8")
    assert rebuild(settings).articles == 6
    assert dump(settings) == before
    assert FACT == "links"


def facts(name: str, words: str, **more: object) -> Facts:
    made = Facts(
        name, "actor-a", "", "assert", words, "2030-01-01", "2030-01-01", "2030-01-02", 0,
        False, (), f"article-{name}",
    )  # fmt: skip
    return made._replace(**more)


def found(*statements: Facts) -> list[tuple[str, str, str]]:
    articles = [replace_article(s) for s in statements]
    return [(link.kind, link.later, link.earlier) for link in find_links(articles, replay([]))]


def replace_article(statement: Facts):  # type: ignore[no-untyped-def]
    return read_article(statement.article, [])._replace(statements=(statement,))


LATER = {"earliest": "2031-01-01", "latest": "2031-01-01", "published": "2031-01-02"}
LONG = "that the treaty of the seven coasts remains the ground of all talks"


def test_near_words_are_tied_and_far_ones_are_not() -> None:
    later = facts("b", LONG.replace("all", "any"), **LATER)
    assert found(facts("a", LONG), later) == [("repeat", "b", "a")]
    assert found(facts("a", LONG), facts("b", "that the fish of the sea are few", **LATER)) == []
    assert found(facts("a", LONG), later._replace(speaker="actor-b")) == []


def test_which_came_first_is_not_guessed() -> None:
    unknown = {"earliest": "", "latest": "", "published": ""}
    assert found(facts("a", LONG, **unknown), facts("b", LONG, **unknown)) == []


def test_another_number_is_not_the_same_saying() -> None:
    words = "that a group of 5 experts would study the plan of the port"
    assert found(facts("a", words), facts("b", words.replace("5", "28"))) == []
    assert found(facts("a", words), facts("b", words)) == [("same-saying", "b", "a")]


def test_a_denial_needs_act_words_and_a_name() -> None:
    claim = facts("a", "Belmora of shelling the old mill", act="accuse", country="actor-c")
    denial = facts("b", "shelling the old mill", act="deny", speaker="actor-b", country="actor-d")
    assert found(claim, denial) == []  # neither names the other
    named = claim._replace(targets=("actor-d",))
    assert found(named, denial) == [("denial", "b", "a")]
    assert found(named, denial._replace(act="assert")) == []
    assert found(named, denial._replace(words="that it rained on the hills")) == []
    assert found(named, denial._replace(speaker="actor-a")) == []
    late = {"earliest": "2030-02-01", "latest": "2030-02-01", "published": "2030-03-01"}
    assert found(named._replace(**late), denial) == []


def test_a_claim_told_in_the_sentence_that_rejects_it_is_tied_to_the_rejection() -> None:
    """As read of "Kreel rejected Belmora's accusation that Ardenia had sold the lamp"."""
    claim = facts(
        "a", "that Ardenia had sold the lamp", act="accuse", speaker="actor-x-belmora",
        country="actor-x-belmora", earliest="", article="one",
    )  # fmt: skip
    words = "Belmora's accusation that Ardenia had sold the lamp"
    denial = facts(
        "b", words, act="reject", speaker="actor-x-jonna-kreel", country="actor-x-ardenia",
        targets=("actor-x-belmora",), article="one",
    )  # fmt: skip
    together = [read_article("one", [])._replace(statements=(claim, denial))]
    tied = [(k.kind, k.later, k.earlier) for k in find_links(together, replay([]))]
    assert tied == [("denial", "b", "a")]
    apart = [read_article("one", [])._replace(statements=(claim, denial._replace(targets=())))]
    assert [k.kind for k in find_links(apart, replay([]))] == []


def test_texts_that_share_words_but_not_places_are_no_copies() -> None:
    one = read_article("article-a", [])._replace(
        statements=tuple(
            facts(f"a{n}", f"{LONG} number {n}", start=100 * n, article="article-a")
            for n in range(3)
        )
    )
    moved = [(0, 900), (1, 100), (2, 400)]
    two = one._replace(
        key="article-b",
        statements=tuple(
            one.statements[n]._replace(id=f"b{n}", start=start, article="article-b")
            for n, start in moved
        ),
    )
    kinds = [link.kind for link in find_links([one, two], replay([]))]
    assert "copy" not in kinds
    same = two._replace(statements=tuple(s._replace(start=s.start + 0) for s in two.statements))
    placed = same._replace(
        statements=tuple(
            s._replace(id=f"b{n}", start=100 * n + 40, article="article-b")
            for n, s in enumerate(one.statements)
        )
    )
    assert "copy" in [link.kind for link in find_links([one, placed], replay([]))]
