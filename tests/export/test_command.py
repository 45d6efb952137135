"""`communique export` at the terminal: formats by name, exit codes, standard output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph_service.cli.main import main
from graph_service.settings import Settings
from tests.queries.data import quads


@pytest.fixture
def home(managed: Settings) -> list[str]:
    return ["export", "--home", str(managed.home)]


def test_to_standard_output(home: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(home) == 0
    assert capfdbinary.readouterr().out.count(b"\n") == len(quads())


def test_the_format_is_in_the_name(
    home: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dump.trig.gz"
    assert main([*home, "-o", str(path), "--describe"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["triples"]) == ("trig", len(quads()))
    assert told["files"] == [str(path), f"{path}.void.ttl"]
    assert told["bytes"] == path.stat().st_size


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "parchment"], "parchment"),
        (["--profile", "half"], "half"),
        (["--graph", "urn:nowhere"], "urn:nowhere"),
        (["--publisher", "Nobody"], "Nobody"),
        (["--after", "2022-02-30"], "2022-02-30"),
        (["--describe"], "-o FILE"),
        (["--format", "turtle", "--canonical"], "canonical"),
        (["-o", "nowhere/dump.nq"], "does not exist"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_what_cannot_be_is_a_usage_error(
    home: list[str], arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*home, *arguments]) == 2
    assert message in capsys.readouterr().err


def test_an_empty_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--home", str(tmp_path)]) == 4
    assert "communique ingest" in capsys.readouterr().err


def test_a_full_standard_output(
    home: list[str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        assert main(home) == 4
        monkeypatch.undo()
    assert "No space left" in capfd.readouterr().err
