"""Apache Jena's riot finds nothing wrong with a dump."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from graph_service.rdf.mapping import profile_simple
from graph_service.settings import Settings
from tests.export.homes import Export
from tests.queries import jena
from tests.queries.data import quads


@pytest.fixture(autouse=True)
def _needs_jena() -> None:
    if lack := jena.missing():
        pytest.skip(lack)


def files(dump: Export, home: Settings, **names: str) -> list[str]:
    return [
        str(dump(f"{profile}.{suffix}", home=home, format=name, profile=profile)[0])
        for profile in ("full", "simple")
        for suffix, name in names.items()
    ]


def test_riot_validates_both_profiles(dump: Export, settings: Settings, tmp_path: Path) -> None:
    found = files(dump, settings, nq="nquads", trig="trig", ttl="turtle", nt="ntriples")
    done = riot(tmp_path, "--validate", *found)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARN" not in done.stderr
    (tmp_path / "bad.nq").write_text("<urn:a> <urn:b> .\n")
    assert riot(tmp_path, "--validate", str(tmp_path / "bad.nq")).returncode != 0


def test_riot_reads_json_ld_as_1_0(dump: Export, managed: Settings, tmp_path: Path) -> None:
    """Debian's Jena 4.5 cannot read any JSON-LD 1.1; ours is in the form that both share."""
    full, simple = files(dump, managed, jsonld="jsonld")
    done = riot(tmp_path, "--count", "--syntax=jsonld10", full, simple)
    counts = [
        int(number.replace(",", "")) for number in re.findall(r"Quads = ([\d,]+)", done.stderr)
    ]
    assert counts == [len(quads()), len(list(profile_simple(quads())))], done.stdout + done.stderr


def riot(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["java", *jena.options(folder), "riotcmd.riot", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
