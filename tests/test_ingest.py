"""Idempotence, revisions, quarantine, interruption: what ingest promises."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad, QuerySolutions, Store

from graph_service.archive import Archive
from graph_service.errors import BadValue, StoreError, StoreLocked
from graph_service.ingest import GROUP_SECONDS, IngestReport, Interrupted, ingest
from graph_service.ingest.crew import Crew
from graph_service.model import Article
from graph_service.rdf.namespaces import CQ, TYPE
from graph_service.readers.base import Rejected
from graph_service.settings import Settings, load_settings
from graph_service.store.base import Snapshot
from graph_service.store.hanging import without
from graph_service.store.memory import MemoryStore
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter
from graph_service.store.snapshots import current
from tests import ingest_steps as words

DAY = date(2022, 6, 15)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home")


def article(number: int, text: str) -> Article:
    return Article(text=text, id=f"a{number}", url=f"https://news.example/{number}", published=DAY)


MANY = [article(n, f"word{n} and others {n}") for n in range(30)]


def test_twice_changes_nothing(settings: Settings) -> None:
    first = words.take(MANY, settings)
    before, snapshot = words.dump(settings.home), current(settings.home)
    again = words.take(MANY, settings)
    assert words.dump(settings.home) == before
    assert current(settings.home) == snapshot, "not even a new snapshot"
    assert (first.read, first.new, first.unchanged) == (30, 30, 0)
    assert (again.read, again.new, again.unchanged, again.revised) == (30, 0, 30, 0)
    assert first.statements == again.statements == 30 * 4
    assert len([line for line in before if str(CQ["Statement"]) in line]) == first.statements


def test_in_another_order_and_in_parts_the_same_graph(settings: Settings, tmp_path: Path) -> None:
    words.take(MANY, settings)
    other = load_settings(home=tmp_path / "other")
    words.take(MANY[20:], other)
    words.take(reversed(MANY), other)
    assert words.dump(settings.home) == words.dump(other.home)


def test_a_changed_text_replaces_the_graph_and_both_versions_are_kept(settings: Settings) -> None:
    words.take([article(1, "old words")], settings)
    report = words.take([article(1, "new words")], settings)
    assert (report.new, report.revised, report.unchanged) == (0, 1, 0)
    key = article(1, "").key
    assert words.texts(settings.home, settings.base_iri, [key]) == {key: {"new", "words"}}
    with Archive.open(settings.home) as archive:
        assert [v.article.text for v in archive.versions(key)] == ["old words", "new words"]


def test_changed_metadata_and_a_new_extractor_are_seen(settings: Settings) -> None:
    words.take([article(1, "some words")], settings)
    later = replace(article(1, "some words"), published=date(2022, 6, 16))
    assert words.take([later], settings).revised == 1
    assert words.take([later], settings).unchanged == 1
    newer = ingest([later], settings, steps=partial(words.steps, version="2"))
    assert newer.revised == 1
    renamed = replace(later, id="another-file-name")
    assert words.take([renamed], settings).revised == 1, "the extractor changed back"
    assert words.take([later], settings).unchanged == 1, "a name is nothing the graph holds"


def test_one_url_with_two_texts_in_one_run(settings: Settings) -> None:
    both = [article(1, "first text"), article(1, "second text")]
    told: list[str] = []
    report = words.take(both, settings, told)
    assert (report.read, report.new, report.revised) == (2, 1, 1)
    assert [line.split(",")[0] for line in told] == ["new: a1", "revised: a1"]
    before = words.dump(settings.home)
    words.take(both, settings)
    assert words.dump(settings.home) == before
    with Archive.open(settings.home) as archive:
        assert len(archive.versions(both[0].key)) == 2, "reruns add no versions"
        assert archive.text(both[0].key) == "second text"
    assert "second" in words.texts(settings.home, settings.base_iri, [both[0].key])[both[0].key]


def test_what_violates_goes_to_quarantine_and_the_rest_in(settings: Settings) -> None:
    lines: list[str] = []
    report = words.take([article(1, "good BAD words"), article(2, "WHOLE text")], settings, lines)
    assert report == IngestReport(read=2, new=1, quarantined=2, statements=2)
    one, two = article(1, "").key, article(2, "").key
    assert words.texts(settings.home, settings.base_iri, [one, two]) == {
        one: {"good", "words"},
        two: set(),
    }
    with Archive.open(settings.home) as archive:
        (entry,) = archive.quarantined(one)
        assert entry.reason == "Shouted."
        assert entry.body["statement"]["words"] == "BAD"
        (whole,) = archive.quarantined(two)
        assert whole.id == two
        assert len(whole.body["statements"]) == 2
    assert "1 in quarantine" in lines[0]
    assert words.take([article(1, "good BAD words")], settings) == IngestReport(
        read=1, unchanged=1, quarantined=1, statements=2
    )
    words.take([article(1, "good words"), article(2, "text")], settings)
    with Archive.open(settings.home) as archive:
        assert list(archive.quarantined()) == []


def test_a_version_that_goes_to_quarantine_takes_the_old_graph_out(settings: Settings) -> None:
    words.take([article(1, "good")], settings)
    words.take([article(1, "WHOLE")], settings)
    assert words.dump(settings.home) == []


def test_only_what_hangs_on_a_statement_goes_with_it() -> None:
    graph = words.node("graph")
    node = words.node

    def link(subject: str, predicate: str, target: str) -> Quad:
        return Quad(node(subject), CQ[predicate], node(target), graph)

    def kind(subject: str, name: str) -> Quad:
        return Quad(node(subject), TYPE, CQ[name], graph)

    quads = [
        kind("article", "Article"),
        link("article", "publisher", "outlet"),
        kind("outlet", "Actor"),
        kind("one", "Statement"),
        link("one", "article", "article"),
        link("one", "reportedBy", "shared-report"),
        link("one", "evidence", "evidence-of-one"),
        link("one", "speaker", "only-of-one"),
        kind("two", "Statement"),
        link("two", "article", "article"),
        link("two", "reportedBy", "shared-report"),
        kind("shared-report", "Report"),
        link("shared-report", "reporter", "outlet"),
        kind("evidence-of-one", "Evidence"),
        link("evidence-of-one", "hasSource", "article"),
        link("evidence-of-one", "hasSelector", "selector-of-one"),
        Quad(node("selector-of-one"), CQ["start"], Literal("1"), graph),
        kind("only-of-one", "Actor"),
    ]
    left = without(quads, {node("one").value})
    gone = {"one", "evidence-of-one", "selector-of-one", "only-of-one"}
    assert left == [q for q in quads if q.subject.value.rpartition("/")[2] not in gone]
    assert without(quads, set()) == quads
    both = without(quads, {node("one").value, node("two").value})
    assert both == quads[:3]


def test_rejected_inputs_are_counted_and_told(settings: Settings) -> None:
    lines: list[str] = []
    report = words.take([Rejected("It is empty", "b.txt"), article(1, "a")], settings, lines)
    assert (report.read, report.rejected) == (1, 1)
    assert lines[0] == "It is empty (b.txt)."


def test_notes_say_what_is_missing(settings: Settings) -> None:
    report = words.take([Article(text="a"), Article(text="b"), article(1, "c")], settings)
    assert report.notes == ("2 articles: no publication date",)


def test_a_store_that_was_removed_is_filled_again_from_the_same_input(settings: Settings) -> None:
    words.take(MANY, settings)
    before = words.dump(settings.home)
    shutil.rmtree(settings.home / "store")
    words.take(MANY, settings)
    assert words.dump(settings.home) == before


def test_archived_first_then_in_the_graph(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("The store cannot be written: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(OxigraphWriter, "replace_graphs", full)
        with pytest.raises(StoreError, match="No space"):
            words.take(MANY, settings)
    with Archive.open(settings.home) as archive:
        assert archive.text(MANY[0].key) == MANY[0].text
    with monkeypatch.context() as patch:
        patch.setattr(Archive, "settle", full)
        with pytest.raises(StoreError, match="No space"):
            words.take(MANY, settings)
    words.take(MANY, settings)
    fresh = load_settings(home=settings.home.with_name("fresh"))
    words.take(MANY, fresh)
    assert words.dump(settings.home) == words.dump(fresh.home)


def test_interrupted_while_working_the_article_at_hand_gets_in(settings: Settings) -> None:
    def press(lines: list[str]) -> Iterator[Article]:
        for number, one in enumerate(MANY):
            if number == 7:
                signal.raise_signal(signal.SIGINT)
            yield one

    def press_in_extract(settings: Settings, writer: object) -> object:
        made = words.steps(settings, writer)  # type: ignore[arg-type]

        def extract(one: Article) -> object:
            if one is MANY[4]:
                signal.raise_signal(signal.SIGINT)
            return words.extract(one)

        return replace(made, extract=extract)  # type: ignore[arg-type]

    with pytest.raises(Interrupted) as caught:
        ingest(MANY, settings, steps=press_in_extract)  # type: ignore[arg-type]
    assert caught.value.report.read == caught.value.report.new == 5
    assert len([line for line in words.dump(settings.home) if str(CQ["Article"]) in line]) == 5
    with pytest.raises(Interrupted) as caught:
        words.take(press([]), settings)
    assert caught.value.report.read == 7, "Ctrl-C while waiting for input stops at once"
    assert len([line for line in words.dump(settings.home) if str(CQ["Article"]) in line]) == 7
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert words.take(MANY, settings).new == 23


def test_a_second_writer_is_refused_before_anything_is_read(settings: Settings) -> None:
    writer = OxigraphStore.open(settings.home, settings.base_iri)

    def never() -> Iterator[Article]:
        raise AssertionError("read")
        yield

    with pytest.raises(StoreLocked):
        words.take(never(), settings)
    writer.close()


def test_into_memory(settings: Settings) -> None:
    store = MemoryStore()
    ingest(MANY, settings, store=store, steps=words.steps)
    view = store.view(settings)
    table = view.query(
        "SELECT ?s { ?s a <https://w3id.org/communique/ns#Statement> }", accept="tsv"
    )
    assert table.rows == 120


TEXT = """\
The foreign minister of Veldania said on Monday that the border would stay open.

China said on Tuesday that sovereignty matters. The Kremlin said Putin had agreed to talks.
"""


def test_the_real_steps_twice(settings: Settings) -> None:
    real = [
        Article(text=TEXT, url="https://news.example/1", published=DAY, publisher="The Example"),
        Article(text=TEXT + "Japan said that it would help.\n"),
    ]
    first = ingest(real, settings)
    before, snapshot = words.dump(settings.home), current(settings.home)
    again = ingest(real, settings)
    assert words.dump(settings.home) == before
    assert current(settings.home) == snapshot
    assert (first.new, again.unchanged) == (2, 2)
    assert first.statements == again.statements > 4
    marked = f"{TYPE} {CQ['Statement']} "
    assert len([line for line in before if marked in line]) == first.statements
    assert any("graph/registry" in line for line in before)
    with Archive.open(settings.home) as archive:
        assert [entry.whole() for entry in archive.quarantined()] == []


def test_three_hundred_speakers_in_one_article_all_get_in(settings: Settings) -> None:
    """All in the graph, each said by the one who said it; the gate keeps none out."""
    names = [f"{chr(65 + n // 26)}nna {chr(65 + n % 26)}berg{'a' * (n % 7)}" for n in range(300)]
    lines = (f"Mayor {name} said that pier {n} would open." for n, name in enumerate(names))
    text = "\n\n".join(lines)
    report = ingest([Article(text=text, id="many", published=DAY)], settings)
    assert (report.new, report.statements, report.quarantined) == (1, 300, 0)
    path = current(settings.home).path
    assert path is not None
    rows = Store.read_only(str(path)).query(
        "PREFIX cq: <https://w3id.org/communique/ns#>"
        " PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        " SELECT ?name ?words { GRAPH ?g { ?s a cq:Statement ; cq:words ?words ; cq:speaker ?who ."
        " ?who skos:prefLabel ?name } }"
    )
    assert isinstance(rows, QuerySolutions)
    said = {tuple(cell.value for cell in row) for row in rows}
    assert said == {(name, f"that pier {n} would open") for n, name in enumerate(names)}


@pytest.fixture
def found_by_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes find the tests' own steps."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))


REAL = [
    Article(
        text=TEXT.replace("Veldania", f"Veldania {number % 5}") + f"It was meeting {number}.\n",
        url=f"https://news.example/{number - (number % 6 == 5)}",
        published=DAY,
        publisher="The Example",
    )
    for number in range(12)
]


@pytest.mark.slow
def test_several_processes_make_the_same_graph(settings: Settings, tmp_path: Path) -> None:
    alone = ingest(REAL, settings)
    other = load_settings(home=tmp_path / "other")
    assert ingest(REAL, other, jobs=2) == alone
    assert alone.revised == 2, "one URL with two texts: the last one counts"
    assert words.dump(other.home) == words.dump(settings.home)


def test_a_killed_process_loses_nothing_and_is_told(
    settings: Settings, found_by_processes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    crews: list[Crew] = []

    def kill_one(articles: list[Article]) -> Iterator[Article]:
        for number, one in enumerate(articles):
            if number in (5, 12):
                os.kill(crews[-1].pids[0], signal.SIGKILL)
            yield one

    began = Crew.__init__

    def kept(self: Crew, *arguments: Any) -> None:
        began(self, *arguments)
        crews.append(self)

    monkeypatch.setattr(Crew, "__init__", kept)
    monkeypatch.setattr("graph_service.ingest.crew.AHEAD", 1)
    lines: list[str] = []
    report = ingest(kill_one(MANY), settings, lines.append, steps=words.slow_steps, jobs=2)
    assert (report.read, report.new, report.quarantined) == (30, 30, 0)
    assert any("a process ended (signal 9)" in line for line in lines)
    fresh = load_settings(home=settings.home.with_name("fresh"))
    words.take(MANY, fresh)
    assert words.dump(settings.home) == words.dump(fresh.home)
    assert crews[0].pids == ()


def test_an_article_that_ends_every_process_goes_into_quarantine(
    settings: Settings, found_by_processes: None
) -> None:
    report = ingest(
        [article(1, "good"), article(2, "KILL"), article(3, "good")],
        settings,
        steps=words.slow_steps,
        jobs=2,
    )
    assert (report.read, report.new, report.quarantined) == (3, 2, 1)
    with Archive.open(settings.home) as archive:
        (entry,) = archive.quarantined(article(2, "").key)
        assert entry.reason == "Working it out ended 2 processes (signal 9)"


def test_what_a_process_raises_is_raised_here(settings: Settings, found_by_processes: None) -> None:
    with pytest.raises(ZeroDivisionError):
        ingest([article(1, "RAISE")], settings, steps=words.slow_steps, jobs=2)
    with pytest.raises(BadValue):
        ingest([], settings, jobs=0)


def test_ctrl_c_with_several_processes(settings: Settings, found_by_processes: None) -> None:
    def press() -> Iterator[Article]:
        yield from MANY[:9]
        signal.raise_signal(signal.SIGINT)
        yield MANY[9]

    with pytest.raises(Interrupted) as caught:
        ingest(press(), settings, steps=words.slow_steps, jobs=2)
    assert caught.value.report.read == caught.value.report.new == 9
    assert words.take(MANY, settings).unchanged == 9


def test_checkpoints_keep_their_distance(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups of commits: readers get a new snapshot at most every 200 ms, and one at the end."""
    made: list[tuple[float, str]] = []
    publish = OxigraphWriter.publish

    def timed(self: OxigraphWriter) -> Snapshot:
        began = time.monotonic()
        snapshot = publish(self)
        made.append((began, snapshot.id))
        return snapshot

    monkeypatch.setattr(OxigraphWriter, "publish", timed)
    monkeypatch.setattr("graph_service.ingest.run.PUBLISH_SHARE", 1000.0)  # slow disks rest longer
    ingest(MANY, settings, steps=words.slow_steps, link=False)
    during = made[:-1]
    gaps = [later[0] - before[0] for before, later in itertools.pairwise(during)]
    assert len(during) >= 2, "the first is made at once, the next while articles come in"
    assert min(gaps) >= GROUP_SECONDS
    assert len({name for _, name in during}) < len(MANY), "groups, not one an article"
    assert current(settings.home).id == made[-1][1]
    kept = [path.name for path in (settings.home / "snapshots").iterdir() if path.is_dir()]
    assert kept == [made[-1][1]], "nobody reads the old ones, so they are gone"
