"""The meter's counts, what it passes through, and the estimates before a run."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from graph_service.cli import progress as shown
from graph_service.readers.amount import amount


def test_lines_of_articles_are_counted_and_others_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    meter = shown.Meter(10, tmp_path, lines.append)
    meter("new: a, 4 statements")
    meter("It is empty (b.txt).")
    assert (meter.done, lines) == (1, ["It is empty (b.txt)."])
    meter.last -= shown.SECONDS
    meter.began -= 10
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "000001.sst").write_bytes(bytes(4 * 1024 * 1024))
    meter("unchanged: c")
    assert lines[-1].startswith("2 of 10 articles, 0.2 a second, about 40 s to go; 4 MiB on disk")
    assert lines[-1].endswith("about 20 MiB in all")


def test_a_terminal_gets_a_bar(tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    with shown.progress(2, tmp_path, screen) as meter:
        meter.last -= 1
        meter("new: a, 4 statements")
        meter("a [bold]reason[/bold]")
    assert "1 of 2 articles" in screen.getvalue()
    assert "a [bold]reason[/bold]" in screen.getvalue()


def test_the_amount_is_told_where_the_input_tells(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    (tmp_path / "b.txt").write_text("A text.")
    assert amount([tmp_path]) == (3, 28 + 7)
    (tmp_path / "c.rss").write_text("<rss/>")
    assert amount([tmp_path])[0] is None
    assert amount(["-"])[0] is None
    assert amount([tmp_path / "missing.txt"]) == (1, 0)


def test_a_long_run_is_announced(tmp_path: Path) -> None:
    assert shown.announcement(10, 1000, tmp_path) is None
    line = shown.announcement(12_000, 1 << 60, tmp_path / "home")
    assert line is not None
    assert line.startswith("12,000 articles in")
    assert "make room" in line
    assert "make room" not in (shown.announcement(12_000, 1, tmp_path) or "make room")
