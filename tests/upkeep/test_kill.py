"""kill -9 at random moments of rebuild, backup, link and ingest through the real mapping: the
store opens, the index says what the snapshot does, and running again ends at the same graph.

Three kills each in the suite; `KILLS=100 pytest tests/upkeep/test_kill.py` for more.
Only those count that cut a run off; a run that was over before is one more turn.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph_service.settings import Settings, load_settings
from graph_service.upkeep.backup import restore
from tests import ingest_steps as words
from tests.prepared import Prepared
from tests.upkeep import steps

KILLS = int(os.environ.get("KILLS", "3"))
SEED = int(os.environ.get("KILLS_SEED", "9"))


@pytest.fixture(scope="module")
def prepared() -> Iterator[Prepared]:
    with Prepared() as made:
        yield made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = steps.fill(tmp_path_factory.mktemp("filled") / "home", 200)
    words.take([steps.article(number, f"good BAD {number}") for number in range(20)], settings)
    steps.add_own_graph(settings)
    return settings


def kills(
    prepared: Prepared,
    seconds: float,
    order: Callable[[int], tuple[object, ...]],
    out: Path,
    late: float = 0.0,
) -> Iterator[int]:
    """Numbers of turns in each of which `order` was killed somewhere in its `seconds`.

    Every other kill is in the part of the run after `late`. A turn whose run was over
    before the kill comes, too, and does not count; the caller looks at what is there.
    """
    chance = random.Random(SEED)
    struck = turn = 0
    while struck < KILLS:
        turn += 1
        assert turn <= 3 * KILLS, "most must have been cut off in the middle"
        child = prepared.start(*order(turn), out=out / f"out-{turn}")
        time.sleep(chance.uniform(late * seconds if turn % 2 else 0.0, seconds))
        child.kill(signal.SIGKILL)
        struck += child.ended() == -signal.SIGKILL
        assert "Error" not in child.said(), child.said()
        yield turn
    print(f"\nSIGKILL of {order(0)[0]}: {struck} struck in {turn} turns, over {seconds:.2f} s")


@pytest.mark.slow
def test_kills_of_rebuild(prepared: Prepared, filled: Settings, tmp_path: Path) -> None:
    expected, notes = words.dump(filled.home), steps.settled(filled.home)
    held = steps.opens(filled)

    def order(turn: int) -> tuple[object, ...]:
        home = tmp_path / str(turn)
        if turn and not home.exists():
            shutil.copytree(filled.home, home)
        return "rebuild", home

    timed = prepared.finish(*order(1), out=tmp_path / "out")
    shutil.rmtree(tmp_path / "1")
    for turn in kills(prepared, timed.seconds, order, tmp_path, late=0.8):  # where the switch is
        _, home = order(turn)
        assert isinstance(home, Path)
        assert words.dump(home) == expected, "readers see the whole graph"
        assert steps.opens(load_settings(home=home)) == held, "the live store is whole"
        prepared.finish("rebuild", home, out=tmp_path / "out")
        assert words.dump(home) == expected
        assert steps.settled(home) == notes
        assert len([path for path in home.glob("store*") if path.is_dir()]) == 1
        shutil.rmtree(home)


@pytest.mark.slow
def test_kills_of_backup(prepared: Prepared, filled: Settings, tmp_path: Path) -> None:
    expected = words.dump(filled.home)
    timed = prepared.finish("backup", filled.home, tmp_path / "timed", out=tmp_path / "out")

    def order(turn: int) -> tuple[object, ...]:
        return "backup", filled.home, tmp_path / f"kept-{turn}"

    for turn in kills(prepared, timed.seconds, order, tmp_path):
        target = tmp_path / f"kept-{turn}"
        assert words.dump(filled.home) == expected
        if not target.exists():
            prepared.finish("backup", filled.home, target, out=tmp_path / "out")
        assert [path.name for path in tmp_path.glob(f".{target.name}*")] == []
        restored = load_settings(home=tmp_path / f"restored-{turn}")
        restore(restored, target)
        assert words.dump(restored.home) == expected
        shutil.rmtree(restored.home)
        shutil.rmtree(target)


@pytest.mark.slow
def test_kills_of_link(prepared: Prepared, tmp_path: Path) -> None:
    filled = steps.fill_generated(tmp_path / "filled", 40)
    before = words.dump(filled.home)
    held = steps.opens(filled)

    def order(turn: int) -> tuple[object, ...]:
        home = tmp_path / str(turn)
        if turn and not home.exists():
            shutil.copytree(filled.home, home)
        return "link", home

    timed = prepared.finish(*order(1), out=tmp_path / "out")
    expected = words.dump(tmp_path / "1")
    shutil.rmtree(tmp_path / "1")
    links = [line for line in expected if "/graph/links>" in line]
    assert len(links) > 20
    assert [line for line in expected if line not in set(links)] == before
    for turn in kills(prepared, timed.seconds, order, tmp_path):
        _, home = order(turn)
        assert isinstance(home, Path)
        assert words.dump(home) in (before, expected), "readers see the old graph or the new one"
        assert steps.indexed(home) >= 0
        assert steps.opens(load_settings(home=home)) >= held
        prepared.finish("link", home, out=tmp_path / "out")
        assert words.dump(home) == expected
        assert steps.indexed(home) > 40
        shutil.rmtree(home)


@pytest.mark.slow
def test_kills_of_ingest_of_generated_articles(prepared: Prepared, tmp_path: Path) -> None:
    def order(turn: int) -> tuple[object, ...]:
        return "generated", tmp_path / str(turn)

    timed = prepared.finish(*order(0), out=tmp_path / "out-0")
    expected = words.dump(tmp_path / "0")
    statements = steps.indexed(tmp_path / "0")
    assert statements > 200
    _, known = steps.generated(60)
    keys = {known[key].article.id: key for key in known}
    for turn in kills(prepared, timed.seconds, order, tmp_path):
        _, home = order(turn)
        assert isinstance(home, Path)
        said = (tmp_path / f"out-{turn}").read_text(encoding="utf-8").splitlines()
        told = [keys[line.split()[1].rstrip(",")] for line in said if line.startswith("new: ")]
        if (home / "snapshots" / "current").exists():
            steps.indexed(home)
            assert set(words.dump(home)) <= set(expected), "readers see part of the whole"
        graphs = steps.opens(load_settings(home=home))
        missing = [key for key in told if not any(f"{key}>" in graph for graph in graphs)]
        assert not missing, "acknowledged, and not in the store"
        prepared.finish("generated", home, out=tmp_path / "out")
        assert words.dump(home) == expected
        assert steps.indexed(home) == statements
        shutil.rmtree(home)
