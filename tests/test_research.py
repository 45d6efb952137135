"""The commands that docs/how-to/research.md shows, run as they stand on the sample dispatches."""

from __future__ import annotations

import csv
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "how-to" / "research.md").read_text("utf-8")
SHOWN = [
    line for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines() if line.startswith("communique ")
]  # fmt: skip
SETUP = re.findall(r"`(communique ingest [^`]+)`", PAGE)
WITHOUT_ROWS = {
    "two-accounts": "in the samples: nothing by these two",
    "wording-through-time": "in the samples there is none, so it gives the head",
}
"""Named queries of which the page says that the samples give no row, and where."""


def run(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    arguments = [*shlex.split(command)[1:], "--home", str(home)]
    return subprocess.run(
        [sys.executable, "-m", "graph_service", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("research") / "home"
    (command,) = SETUP
    done = run(command, made)
    assert done.returncode == 0, done.stderr
    return made


def test_the_page_shows_commands() -> None:
    assert len(SHOWN) >= 5


@pytest.mark.parametrize("command", SHOWN)
def test_a_shown_command_answers(command: str, home: Path) -> None:
    done = run(command, home)
    assert done.returncode == 0, done.stderr
    if "--format csv" not in command:
        assert done.stdout.strip()
        return
    head, *rows = csv.reader(io.StringIO(done.stdout))
    assert len(head) > 3
    said = next((text for name, text in WITHOUT_ROWS.items() if name in command), "")
    assert (said in " ".join(PAGE.split())) if said else rows, "the page promises rows"
    assert bool(rows) != bool(said)


def test_the_answer_that_the_page_shows_is_the_answer(home: Path) -> None:
    (shown,) = [
        block for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL) if "chain" in block
    ]
    answer = run('communique ask "Who denied what?"', home).stdout
    assert shown.strip() in answer
