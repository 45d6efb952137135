"""kill -9 and Ctrl-C at random moments of ingest, and again: the same graph as undisturbed.

Five kills and three Ctrl-C in the suite; `KILLS=100 pytest tests/test_kill.py` for more.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.model import Article
from graph_service.readers import Metadata, read
from graph_service.settings import load_settings
from tests import ingest_steps as words

KILLS = int(os.environ.get("KILLS", "5"))
BASE = "https://communique.example/"
CHILD = Path(words.__file__)


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 articles, one in eight a second text of the one before it."""
    chance = random.Random(1)
    path = tmp_path_factory.mktemp("wire") / "wire.jsonl"
    with path.open("w") as file:
        for number in range(300):
            url = f"https://news.example/{number - (number % 8 == 7)}"
            text = " ".join(f"w{chance.randrange(10_000)}" for _ in range(25))
            file.write(json.dumps({"url": url, "text": text, "date": "2022-06-15"}) + "\n")
    return path


def start(home: Path, wire: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(home), str(wire)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "start\n"
    return child


def run(home: Path, wire: Path) -> float:
    """To the end; the seconds it took."""
    began = time.monotonic()
    out, _ = start(home, wire).communicate(timeout=300)
    assert out.endswith("done 300\n")
    return time.monotonic() - began


@pytest.fixture(scope="module")
def undisturbed(wire: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], float]:
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    seconds = run(home, wire)
    return words.dump(home), seconds


def acknowledged(out: str) -> set[str]:
    kinds = ("new: ", "revised: ", "unchanged: ")
    return {line.split()[1].rstrip(",") for line in out.splitlines() if line.startswith(kinds)}


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill-9", "ctrl-c"])
def test_cut_off_anywhere_and_run_again(
    how: signal.Signals, wire: Path, undisturbed: tuple[list[str], float], tmp_path: Path
) -> None:
    expected, seconds = undisturbed
    read_in = [i for i in read([wire], Metadata(), load_settings()) if isinstance(i, Article)]
    articles = {item.url: item for item in read_in}
    whole: dict[str, list[set[str]]] = {item.key: [set()] for item in read_in}
    for item in read_in:
        whole[item.key].append(set(item.text.split()))
    chance = random.Random(how.value)
    cut = 0
    turns = KILLS if how == signal.SIGKILL else max(3, KILLS // 2)
    for turn in range(turns):
        home = tmp_path / str(turn)
        for _ in range(chance.choice((1, 1, 2))):
            child = start(home, wire)
            time.sleep(chance.uniform(0, seconds * 0.8))
            child.send_signal(how)
            out, _ = child.communicate(timeout=60)
            cut += child.returncode in (-signal.SIGKILL, 130)
            told = acknowledged(out)
            keys = {url: articles[url].key for url in told}
            held = words.texts(home, BASE, whole)
            assert all(held[key] for key in keys.values()), "acknowledged, and not in the store"
            assert all(held[key] in whole[key] for key in whole), "a graph is torn"
            if told:
                with Archive.open(home, create=False) as archive:
                    assert all(archive.text(key) for key in keys.values())
            if how == signal.SIGINT and out:
                # Pressed while the files are being closed: all is in, and nothing left to say.
                closing = len(told) == len(articles)
                assert "interrupted" in out or "done" in out or closing
        run(home, wire)
        assert words.dump(home) == expected, f"turn {turn}"
    assert cut >= turns * 0.6, "most must have been cut off in the middle"
