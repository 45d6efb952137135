"""Raptor's rapper reads every dump that it has a parser for, and counts the same."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from graph_service.settings import Settings
from tests.export.homes import Export
from tests.queries.data import quads


@pytest.mark.parametrize(
    ("name", "syntax"),
    [("a.nq", "nquads"), ("a.trig", "trig"), ("a.ttl", "turtle"), ("a.nt", "ntriples")],
)
def test_rapper_counts_all(dump: Export, managed: Settings, name: str, syntax: str) -> None:
    if shutil.which("rapper") is None:
        pytest.skip("rapper is missing (Debian: raptor2-utils)")
    path, report = dump(name, format=syntax)
    done = subprocess.run(
        ["rapper", "--count", "--input", syntax, str(path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not re.search("warning|error", done.stderr, re.IGNORECASE), done.stderr
    found = re.search(r"returned (\d+) triples", done.stderr)
    assert found
    assert int(found[1]) == report.count == len(set(quads()))
