"""Memory does not grow with the store: the same peak for a store twenty times as large."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from graph_service.settings import Settings
from tests.export.homes import copies, make_home

MAY_GROW_MIB = 30
"""The engine's own caches fill up as more is read; the data is 40 MB as N-Quads, and as
Python objects more than twice that: all of it in memory would add 80 and more."""

# VmHWM, not ru_maxrss: the latter begins with the parent's peak (getrusage(2), on Linux).
CHILD = """
import os, sys
from graph_service.cli.main import main
from graph_service.export import canonical, parquet
canonical.RUN_BYTES = 1 << 20
parquet.ROWS = 100
assert main(sys.argv[1:]) == 0
status = open("/proc/self/status").read()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Settings]:
    folder = tmp_path_factory.mktemp("sizes")
    small, large = (
        make_home(folder / str(count), parse(copies(count), format=RdfFormat.N_QUADS))
        for count in (10, 200)
    )
    return small, large


def peak(settings: Settings, out: Path, *options: str) -> int:
    """MiB."""
    command = ["export", "--home", str(settings.home), "-o", str(out), *options]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *command], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1]) // 1024


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.parametrize(
    "options",
    [
        ("--format", "nquads"),
        ("--format", "jsonld", "--profile", "simple"),
        ("--format", "nquads", "--canonical"),
        ("--format", "csv"),
        ("--format", "parquet"),
    ],
    ids=" ".join,
)
def test_the_peak_stays(
    homes: tuple[Settings, Settings], tmp_path: Path, options: tuple[str, ...]
) -> None:
    small, large = homes
    first = peak(small, tmp_path / "small", *options)
    second = peak(large, tmp_path / "large", *options)
    sizes = [(tmp_path / name).stat().st_size for name in ("small", "large")]
    # Parquet compresses what is alike in many rows.
    assert sizes[1] > (5 if "parquet" in options else 15) * sizes[0]
    assert second - first < MAY_GROW_MIB, f"{first} MiB, then {second} MiB"
