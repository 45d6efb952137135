"""A real `oxigraph serve` (PyPI `oxigraph`) on a free port, for the tests and the benchmarks.

Owns finding the program, starting and ending it; the folder is the caller's.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

READY = 120.0
"""Seconds; it takes a twentieth of one, and the machine may be busy."""


def program() -> str | None:
    """The one beside this Python; None where it is not installed."""
    return shutil.which("oxigraph", path=Path(sys.executable).parent)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(place: Path) -> Iterator[str]:
    """The address of a server on the store at `place`, which it makes where there is none."""
    command = program()
    assert command, "oxigraph is missing (pip install oxigraph)"
    url = f"http://127.0.0.1:{free_port()}"
    with subprocess.Popen(
        [command, "serve", "--location", str(place), "--bind", url.removeprefix("http://")],
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            until = time.monotonic() + READY
            while True:
                try:
                    httpx.get(url, timeout=READY)
                    break
                except httpx.TransportError:
                    assert time.monotonic() < until, "oxigraph serve does not answer"
                    assert process.poll() is None, "oxigraph serve has ended"
                    time.sleep(0.05)
            yield url
        finally:
            process.terminate()
            process.wait()
