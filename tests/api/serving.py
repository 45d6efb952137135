"""`communique serve` as a process of its own, for tests that need a real server."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `address` without a slash at the end, and what it wrote to stderr."""

    address: str
    process: subprocess.Popen[bytes]
    errors: Path

    def log(self) -> str:
        return self.errors.read_text(encoding="utf-8")


@contextmanager
def serving(home: Path, **settings: object) -> Iterator[Server]:
    """Start on a free port, wait until it answers, end it. `settings` by their names."""
    variables = {f"COMMUNIQUE_{name.upper()}": str(value) for name, value in settings.items()}
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "stderr"
        command = [sys.executable, "-m", "graph_service", "serve", "--port", "0"]
        with errors.open("wb") as stderr:
            process = subprocess.Popen(
                [*command, "--home", str(home)],
                stderr=stderr,
                env={**os.environ, **variables},
            )
        try:
            yield Server(_address(process, errors), process, errors)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process: subprocess.Popen[bytes], errors: Path) -> str:
    until = time.monotonic() + 300  # a slow machine with other work
    while time.monotonic() < until:
        assert process.poll() is None, errors.read_text(encoding="utf-8")
        lines = errors.read_text(encoding="utf-8").splitlines()
        if lines:
            address = lines[0].rsplit(" ", 1)[-1].rstrip("/")
            try:
                if httpx.get(f"{address}/readyz", timeout=10).status_code == 200:
                    return address
            except httpx.TransportError:
                pass
        time.sleep(0.05)
    raise AssertionError("the server did not answer within a minute")
