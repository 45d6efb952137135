"""Comunica (npm) gives the rows of every named query from our endpoint.

It is installed when this test first runs, from the lock beside it, into build/ (not part of
the repository): about 80 MB.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.clients.conftest import Endpoint, write_queries

pytestmark = pytest.mark.xdist_group("clients")  # one server for all
HERE = Path(__file__).with_name("comunica")


@pytest.fixture(scope="session")
def comunica(repository: Path) -> Path:
    """The folder that holds node_modules; made once for each content of the lock."""
    for program, package in (("node", "nodejs"), ("npm", "npm")):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing (Debian: {package})")
    lock = (HERE / "package-lock.json").read_bytes()
    folder = repository / "build" / "clients" / hashlib.sha256(lock).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(HERE / name, folder)
            done = subprocess.run(
                ["npm", "ci", "--omit=optional", "--ignore-scripts", "--no-update-notifier"],
                cwd=folder, capture_output=True, text=True, timeout=900, check=False,
            )  # fmt: skip
            if done.returncode:
                pytest.skip(f"npm could not install @comunica/query-sparql: {done.stderr[-300:]}")
            (folder / "done").touch()
    return folder


def test_comunica(endpoint: Endpoint, comunica: Path, tmp_path: Path) -> None:
    manifest = write_queries(endpoint, tmp_path)
    done = subprocess.run(
        ["node", str(HERE / "rows.mjs"), endpoint.query, str(manifest)],
        cwd=comunica, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    for one in endpoint.asked:
        # Its JSON has no head.vars, so the rows are read from the bindings.
        rows = json.loads((tmp_path / f"{one.question.name}.json").read_bytes())
        found = Counter(
            tuple(row[n]["value"] if n in row else None for n in one.names)
            for row in rows["results"]["bindings"]
        )
        assert found == one.rows, one.question.name
