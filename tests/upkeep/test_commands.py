"""The commands as a user types them: output, messages and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "graph_service", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("commands")
    (made / "story.txt").write_text("The envoy Ada Brook said that the talks would go on.\n")
    done = run(made, "ingest", "story.txt", "--date", "2020-05-04", "--url", "https://n.example/1",
               "--home", "home")  # fmt: skip
    assert done.returncode == 0, done.stderr
    return made


def test_one_after_the_other(folder: Path) -> None:
    home = ("--home", "home")
    done = run(folder, "rebuild", *home)
    assert (done.returncode, json.loads(done.stdout)["articles"]) == (0, 1)
    assert "rebuilt 1 of 1 articles" in done.stderr

    done = run(folder, "backup", "kept", *home)
    assert (done.returncode, json.loads(done.stdout)["articles"]) == (0, 1)

    done = run(folder, "quarantine", "retry", *home)
    assert (done.returncode, json.loads(done.stdout)["read"]) == (0, 0)

    done = run(folder, "withdraw", "https://n.example/2", "--reason", "R", *home)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ever taken in" in done.stderr
    assert run(folder, "withdraw", "https://n.example/1", *home).returncode == 2

    done = run(folder, "withdraw", "https://n.example/1", "--reason", "The court asked.", *home)
    assert (done.returncode, json.loads(done.stdout)["statements"]) == (0, 1)

    again = ("ingest", "story.txt", "--date", "2020-05-04", "--url", "https://n.example/1", *home)
    done = run(folder, *again)
    assert (done.returncode, json.loads(done.stdout)["withdrawn"]) == (1, 1)
    assert "The court asked." in done.stderr
    assert run(folder, "ask", "what did Ada Brook say", *home).stdout.count("talks") == 0

    done = run(folder, *again, "--force")
    assert (done.returncode, json.loads(done.stdout)["new"]) == (0, 1)

    done = run(folder, "restore", "kept", *home)
    assert done.returncode == 4
    assert "not empty" in done.stderr
    assert run(folder, "restore", "kept", "--home", "second").returncode == 0

    for name, code in (("home", 0), ("second", 0), ("third", 1)):
        done = run(folder, "doctor", "--home", name)
        assert done.returncode == code, done.stdout
        assert ("FINDING" in done.stdout) == bool(code)
