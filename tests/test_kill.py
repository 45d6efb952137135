"""kill -9 and Ctrl-C at random moments of ingest, and again: the same graph as undisturbed.

Five kills and three Ctrl-C in the suite; `KILLS=100 pytest tests/test_kill.py` for more.
Only those count that cut a run off; a run that was over before is one more turn.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.model import Article
from graph_service.readers import Metadata, read
from graph_service.settings import load_settings
from tests import ingest_steps as words
from tests.prepared import Prepared

KILLS = int(os.environ.get("KILLS", "5"))
SEED = int(os.environ.get("KILLS_SEED", "9"))
ARTICLES = 200
BASE = "https://communique.example/"


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, one in eight a second text of the one before it."""
    chance = random.Random(1)
    path = tmp_path_factory.mktemp("wire") / "wire.jsonl"
    with path.open("w") as file:
        for number in range(ARTICLES):
            url = f"https://news.example/{number - (number % 8 == 7)}"
            text = " ".join(f"{chance.getrandbits(40):x}" for _ in range(12))
            file.write(json.dumps({"url": url, "text": text, "date": "2022-06-15"}) + "\n")
    return path


@pytest.fixture(scope="module")
def prepared() -> Iterator[Prepared]:
    with Prepared() as made:
        yield made


@pytest.fixture(scope="module")
def undisturbed(
    prepared: Prepared, wire: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], float]:
    """The graph, and the seconds from the fork to the end."""
    folder = tmp_path_factory.mktemp("undisturbed")
    child = prepared.finish("ingest", folder / "home", wire, out=folder / "out")
    assert child.said().endswith(f"done {ARTICLES}\n")
    return words.dump(folder / "home"), child.seconds


def acknowledged(out: str) -> set[str]:
    kinds = ("new: ", "revised: ", "unchanged: ")
    return {line.split()[1].rstrip(",") for line in out.splitlines() if line.startswith(kinds)}


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill-9", "ctrl-c"])
def test_cut_off_anywhere_and_run_again(
    how: signal.Signals,
    prepared: Prepared,
    wire: Path,
    undisturbed: tuple[list[str], float],
    tmp_path: Path,
) -> None:
    expected, seconds = undisturbed
    read_in = [i for i in read([wire], Metadata(), load_settings()) if isinstance(i, Article)]
    articles = {item.url: item for item in read_in}
    whole: dict[str, list[set[str]]] = {item.key: [set()] for item in read_in}
    for item in read_in:
        whole[item.key].append(set(item.text.split()))
    chance = random.Random(SEED + how.value)
    wanted = KILLS if how == signal.SIGKILL else max(3, KILLS // 2)
    cut = turn = 0
    while cut < wanted:
        turn += 1
        assert turn <= 3 * wanted, "most must have been cut off in the middle"
        home = tmp_path / str(turn)
        for again in range(chance.choice((1, 1, 2))):
            child = prepared.start("ingest", home, wire, out=tmp_path / f"out-{turn}-{again}")
            time.sleep(chance.uniform(0, seconds))
            child.kill(how)
            cut += child.ended() in (-signal.SIGKILL, 130)
            out = child.said()
            assert "Error" not in out.replace("KeyboardInterrupt", ""), out
            told = acknowledged(out)
            keys = {url: articles[url].key for url in told}
            held = words.texts(home, BASE, whole)
            assert all(held[key] for key in keys.values()), "acknowledged, and not in the store"
            assert all(held[key] in whole[key] for key in whole), "a graph is torn"
            if told:
                with Archive.open(home, create=False) as archive:
                    assert archive.damage() == []
                    assert all(archive.text(key) for key in keys.values())
            if how == signal.SIGINT and out:
                # Pressed while the files are being closed: all is in, and nothing left to say.
                closing = len(told) == len(articles)
                assert "interrupted" in out or "done" in out or closing
        prepared.finish("ingest", home, wire, out=tmp_path / f"out-{turn}")
        assert words.dump(home) == expected, f"turn {turn}"
        shutil.rmtree(home)
    print(f"\n{how.name} of ingest: {cut} struck in {turn} turns, over {seconds:.1f} s")
