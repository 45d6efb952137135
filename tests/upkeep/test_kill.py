"""kill -9 at random moments of rebuild, backup and link: the store opens, and running again ends.

Three kills each in the suite; `KILLS=50 pytest tests/upkeep/test_kill.py` for more.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph_service.settings import Settings, load_settings
from graph_service.upkeep.backup import restore
from tests import ingest_steps as words
from tests.upkeep import steps

KILLS = int(os.environ.get("KILLS", "3"))
CHILD = Path(steps.__file__)


def start(*arguments: object) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, str(CHILD), *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "start\n"
    return child


def finish(*arguments: object) -> float:
    """To the end; the seconds from its start line."""
    child = start(*arguments)
    began = time.monotonic()
    out, _ = child.communicate(timeout=300)
    assert "done" in out
    return time.monotonic() - began


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = steps.fill(tmp_path_factory.mktemp("filled") / "home", 400)
    words.take([steps.article(number, f"good BAD {number}") for number in range(20)], settings)
    steps.add_own_graph(settings)
    return settings


@pytest.mark.slow
def test_kills_of_rebuild(filled: Settings, tmp_path: Path) -> None:
    expected, notes = words.dump(filled.home), steps.settled(filled.home)
    held = steps.opens(filled)
    shutil.copytree(filled.home, tmp_path / "timed")
    seconds = finish("rebuild", tmp_path / "timed")
    chance = random.Random(9)
    cut = 0
    for turn in range(KILLS):
        home = tmp_path / str(turn)
        shutil.copytree(filled.home, home)
        settings = load_settings(home=home)
        child = start("rebuild", home)
        # Every other one near the end, where the switch is.
        low = 0.8 if turn % 2 else 0.0
        time.sleep(chance.uniform(low * seconds, 0.95 * seconds))
        child.kill()
        child.communicate()
        cut += child.returncode < 0
        assert words.dump(home) == expected, "readers see the whole graph"
        assert steps.opens(settings) == held, "the live store is whole"
        finish("rebuild", home)
        assert words.dump(home) == expected
        assert steps.settled(home) == notes
        assert len([path for path in home.glob("store*") if path.is_dir()]) == 1
        shutil.rmtree(home)
    assert cut >= KILLS * 0.3, "many must have been cut off in the middle"


@pytest.mark.slow
def test_kills_of_backup(filled: Settings, tmp_path: Path) -> None:
    expected = words.dump(filled.home)
    seconds = finish("backup", filled.home, tmp_path / "timed")
    chance = random.Random(9)
    cut = 0
    for turn in range(KILLS):
        target = tmp_path / f"kept-{turn}"
        child = start("backup", filled.home, target)
        time.sleep(chance.uniform(0, 0.9 * seconds))
        child.kill()
        child.communicate()
        cut += child.returncode < 0
        assert words.dump(filled.home) == expected
        if not target.exists():
            finish("backup", filled.home, target)
        assert [path.name for path in tmp_path.glob(f".{target.name}*")] == []
        restored = load_settings(home=tmp_path / f"restored-{turn}")
        restore(restored, target)
        assert words.dump(restored.home) == expected
    assert cut >= KILLS * 0.3, "many must have been cut off in the middle"


@pytest.mark.slow
def test_kills_of_link(tmp_path: Path) -> None:
    filled = steps.fill_generated(tmp_path / "filled", 60)
    before = words.dump(filled.home)
    shutil.copytree(filled.home, tmp_path / "timed")
    seconds = finish("link", tmp_path / "timed")
    expected = words.dump(tmp_path / "timed")
    links = [line for line in expected if "/graph/links>" in line]
    assert len(links) > 20
    assert [line for line in expected if line not in set(links)] == before
    chance = random.Random(9)
    cut = 0
    for turn in range(KILLS):
        home = tmp_path / str(turn)
        shutil.copytree(filled.home, home)
        child = start("link", home)
        time.sleep(chance.uniform(0, 0.95 * seconds))
        child.kill()
        child.communicate()
        cut += child.returncode < 0
        assert words.dump(home) in (before, expected), "readers see the old graph or the new one"
        assert steps.opens(load_settings(home=home)) >= steps.opens(filled)
        finish("link", home)
        assert words.dump(home) == expected
        shutil.rmtree(home)
    assert cut >= KILLS * 0.3, "many must have been cut off in the middle"
