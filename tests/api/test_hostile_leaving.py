"""A client who closes the connection: its query ends at once, and its worker is free again."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?f && ?f != ?i) }"
)
GET = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n"
FORM = f"query={quote(ENDLESS)}"
POST = (
    "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    f"Content-Length: {len(FORM)}\r\n\r\n{FORM}"
)


def burning() -> int:
    """Reader processes of our servers that use a core now."""
    return len(_busy(0.25))


def _busy(seconds: float) -> set[str]:
    before = _ticks()
    time.sleep(seconds)
    return {pid for pid, ticks in _ticks().items() if ticks - before.get(pid, ticks) > 2}


def _ticks() -> dict[str, int]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"store/worker.py" in (folder / "cmdline").read_bytes():
                fields = (folder / "stat").read_text().rpartition(") ")[2].split()
                if _is_below(folder.name):
                    found[folder.name] = int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return found


def _is_below(pid: str) -> bool:
    """Whether this process started it, directly or not."""
    while pid not in ("0", "1"):
        if pid == str(os.getpid()):
            return True
        pid = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1]
    return False


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
    return False


@pytest.mark.parametrize("request_text", [GET, POST], ids=["get", "post"])
def test_a_client_that_leaves_frees_its_worker(server: str, request_text: str) -> None:
    place = urlsplit(server)
    with socket.create_connection((place.hostname, place.port)) as connection:
        connection.sendall(request_text.encode())
        assert wait_for(lambda: burning() > 0, 30.0), "the query runs"
    assert wait_for(lambda: burning() == 0, 25.0), "well before its limit of 60 s"
    light = httpx.get(f"{server}/sparql", params={"query": "ASK {}"}, timeout=90)
    assert light.status_code == 200
