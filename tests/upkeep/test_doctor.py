"""Each fault gives its one line, and a sound home gives none."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from graph_service import plugins
from graph_service.archive import Archive, Settled
from graph_service.ingest import ingest
from graph_service.model import Article
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings, load_settings
from graph_service.store import index
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter
from graph_service.upkeep import doctor
from graph_service.upkeep.doctor import examine

ARTICLES = [
    Article(text=f"China said on Tuesday that {n} talks matter.", url=f"https://news.example/{n}")
    for n in range(4)
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("real") / "home"
    ingest(ARTICLES, load_settings(home=home))
    return home


@pytest.fixture
def sound(real: Path, tmp_path: Path) -> Settings:
    shutil.copytree(real, tmp_path / "home")
    return load_settings(home=tmp_path / "home")


def findings(settings: Settings) -> list[str]:
    return [line.text for line in examine(settings) if line.wrong]


def contents(home: Path) -> dict[str, bytes]:
    names = sorted(p for p in home.rglob("*") if p.is_file() and p.name != "writer.lock")
    return {str(p.relative_to(home)): p.read_bytes() for p in names}


def test_a_sound_home_has_no_findings_and_is_not_changed(sound: Settings) -> None:
    before = contents(sound.home)
    lines = list(examine(sound))
    assert [line.text for line in lines if line.wrong] == []
    assert len(lines) == 11
    assert any(line.text.startswith("Articles are read by rules (rules/") for line in lines)
    assert any(line.text.startswith("The index holds ") for line in lines)
    assert any("agree on 4 articles" in line.text for line in lines)
    assert contents(sound.home) == before


def test_doctor_says_which_extractor_reads_and_when_it_cannot(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained = load_settings(home=sound.home, extractor="tagger")
    (line,) = [x.text for x in examine(trained) if x.text.startswith("Articles are read by")]
    assert re.search(r"tagger \(tagger/\d+/\w+\), with the weights minilm-polnear-\d", line)
    for name in ("graph_service.extract.tagger", "graph_service.extract.tagger_model"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    plugins.load.cache_clear()
    try:
        first = findings(trained)[0]
    finally:
        plugins.load.cache_clear()
    assert first.startswith("No article can be read: ")
    assert "onnxruntime" in first


def writing(settings: Settings) -> OxigraphWriter:
    return OxigraphStore.open(settings.home, settings.base_iri)


def lose_a_graph(settings: Settings) -> None:
    writer = writing(settings)
    writer.remove_graph(Iris(settings.base_iri).article_graph(ARTICLES[0].key))
    writer.publish()
    writer.close()


def add_a_graph(settings: Settings) -> None:
    writer = writing(settings)
    graph = Iris(settings.base_iri).article_graph("article-0000000000000000")
    writer.replace_graph(graph, [Quad(graph, graph, graph, graph)])
    writer.publish()
    writer.close()


def take_in_only(settings: Settings) -> None:
    with Archive.open(settings.home) as archive:
        archive.take_in(Article(text="Cut off."))


def withdraw_half(settings: Settings) -> None:
    with Archive.open(settings.home) as archive:
        archive.withdraw(ARTICLES[0].key, "R", [])


def another_extractor(settings: Settings) -> None:
    writer = writing(settings)
    with Archive.open(settings.home) as archive:
        archive.settle([Settled(ARTICLES[1].key, f"1 {writer.token} words/0 files", 1)])
    writer.close()


def unpublished(settings: Settings) -> None:
    writer = writing(settings)
    node = NamedNode("https://me.example/a")
    writer.replace_graph(node, [Quad(node, node, node, node)])
    writer.close()


def stale_files(settings: Settings) -> None:
    writer = writing(settings)
    facts = writer.facts["managed"].split()
    writer.record("managed", " ".join(facts[1:]))
    writer.close()


def pointer_to_nothing(settings: Settings) -> None:
    (settings.home / "snapshots" / "current").write_text("99-abcdef00\n")


def half_a_snapshot(settings: Settings) -> None:
    (settings.home / "snapshots" / ".new-9-abcdef00").mkdir()


def without_an_index(settings: Settings) -> None:
    (settings.home / index.NAME).unlink()


def an_old_index(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.home / index.NAME)) as base, base:
        base.execute("UPDATE fact SET value = '1-00000000' WHERE name = 'snapshot'")


def left_by_a_rebuild(settings: Settings) -> None:
    (settings.home / "store-2").mkdir()


def break_the_store(settings: Settings) -> None:
    (settings.home / "store" / "CURRENT").write_text("nonsense")


def break_the_archive(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.home / "archive.sqlite")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (settings.home / "archive.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)


def break_store_json(settings: Settings) -> None:
    (settings.home / "store.json").write_text("{")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lose_a_graph, "settled in the archive and have no graph"),
        (add_a_graph, "have a graph and are not in the archive"),
        (take_in_only, "were taken in and never finished"),
        (withdraw_half, "are withdrawn and still in the store"),
        (another_extractor, "1 articles were worked out by another extractor"),
        (unpublished, "is not published"),
        (stale_files, "other files than those of now: ontology"),
        (pointer_to_nothing, "Readers find no graph"),
        (half_a_snapshot, "1 old or half-made snapshots"),
        (without_an_index, "There is no index"),
        (an_old_index, "The index is of snapshot 1-00000000"),
        (left_by_a_rebuild, "left store-2 behind"),
        (break_the_store, "cannot be opened"),
        (break_the_archive, "archive is damaged"),
        (break_store_json, "store.json cannot be read"),
    ],
)
def test_one_fault_one_finding(
    sound: Settings, spoil: Callable[[Settings], None], expected: str
) -> None:
    spoil(sound)
    found = findings(sound)
    assert len([text for text in found if expected in text]) == 1, found
    if spoil is not pointer_to_nothing:  # the newest one is then a leftover as well
        assert len(found) == 1, found


def test_the_settings_are_compared(sound: Settings) -> None:
    other = sound.model_copy(update={"base_iri": "https://other.example/"})
    assert any("COMMUNIQUE_BASE_IRI=https://communique.example/" in f for f in findings(other))
    assert findings(sound.model_copy(update={"home": sound.home / "no"})) == [
        f"There is no home at {sound.home / 'no'}. Run `communique ingest`, or give --home."
    ]


def test_little_space(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: usage(10, 9, 1))
    assert findings(sound)[0].startswith("0 MiB are free")


def test_who_writes_is_named(sound: Settings) -> None:
    script = (
        "import sys; from pathlib import Path; from graph_service.store.home import open_home\n"
        "held = open_home(Path(sys.argv[1]), sys.argv[2]); print('held', flush=True); input()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(sound.home), sound.base_iri],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    lines = list(examine(sound))
    child.communicate("\n")
    assert any(f"Process {child.pid} is writing" in line.text for line in lines)
    assert not any(line.wrong for line in lines), "somebody who writes is no fault"
