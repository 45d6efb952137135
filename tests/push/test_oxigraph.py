"""Push by the command into `oxigraph serve`: proven, killed in the middle, and resumed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Quad, RdfFormat, parse

from graph_service.settings import Settings
from tests.export.homes import copies, make_home
from tests.push.conftest import managed

pytestmark = pytest.mark.xdist_group("push-oxigraph")  # one server for all
KILLS = 3


@pytest.fixture(autouse=True)
def _empty(oxigraph: str) -> None:
    httpx.post(
        f"{oxigraph}/update",
        content="CLEAR ALL",
        headers={"Content-Type": "application/sparql-update"},
    ).raise_for_status()


def command(settings: Settings, url: str, *options: str) -> list[str]:
    start = [sys.executable, "-m", "graph_service", "push", url]
    return [*start, "--home", str(settings.home), *options]


def content(url: str) -> set[Quad]:
    body = httpx.get(f"{url}/store", headers={"Accept": "application/n-quads"}).content
    return set(parse(body, format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("dialect", ["gsp", "update"])
def test_the_command(home: Settings, oxigraph: str, tmp_path: Path, dialect: str) -> None:
    auth = tmp_path / "auth"
    auth.write_text("bearer of-no-use-here")
    auth.chmod(0o644)
    options = ("--dialect", dialect, "--auth", str(auth))
    done = subprocess.run(
        command(home, oxigraph, *options), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["server"], report["dialect"]) == ("Oxigraph", dialect)
    assert (report["proven"], report["triples"]) == (True, len(set(managed())))
    assert report["differences"] == []
    assert content(oxigraph) == set(managed())
    assert "chmod 600" in done.stderr
    assert "of-no-use-here" not in done.stdout + done.stderr


def test_not_proven_is_told(
    home: Settings, oxigraph: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A triple goes and another comes in between two pushes."""
    from graph_service.cli.main import main

    assert main(command(home, oxigraph)[3:]) == 0
    graph = min(q.graph_name.value for q in managed() if "article-" in str(q.graph_name))  # type: ignore[union-attr]
    httpx.post(
        f"{oxigraph}/update",
        content=f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} INSERT {{ GRAPH <{graph}> "
        f"{{ ?s ?p <x:other> }} }} WHERE {{ {{ SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} "
        "LIMIT 1 } }",
        headers={"Content-Type": "application/sparql-update"},
    ).raise_for_status()
    capsys.readouterr()
    assert main(command(home, oxigraph, "--proof", "graphs")[3:]) == 1
    out, messages = capsys.readouterr()
    assert json.loads(out)["proven"] is False
    assert graph in messages
    assert "not proven" in messages
    assert main(command(home, oxigraph, "--proof", "graphs")[3:]) == 0


def test_killed_at_random_moments_and_resumed(oxigraph: str, tmp_path: Path) -> None:
    """Small batches, so that every kill comes between two or in one."""
    quads = set(parse(copies(12), format=RdfFormat.N_QUADS))
    settings = make_home(tmp_path / "home", quads)
    options = ("--batch-mib", "0.03", "--proof", "graphs")
    moments = random.Random(6)
    killed, sizes = 0, []
    for _ in range(KILLS):
        child = subprocess.Popen(
            command(settings, oxigraph, *options), stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert child.stderr is not None
        for _ in range(2 + moments.randrange(10)):
            if b"reading" in child.stderr.readline():
                break
        child.send_signal(signal.SIGKILL)
        child.communicate()
        killed += child.returncode == -signal.SIGKILL
        sizes.append(len(content(oxigraph)))
    assert killed == KILLS
    assert sizes == sorted(sizes)
    assert 0 < sizes[0] < len(quads)
    done = subprocess.run(command(settings, oxigraph, *options), capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert content(oxigraph) == quads
    report = json.loads(done.stdout)
    assert report["unchanged"] > 0
    again = subprocess.run(command(settings, oxigraph, *options), capture_output=True, timeout=120)
    assert json.loads(again.stdout)["sent"] == 0
