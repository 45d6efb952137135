"""Sends hostile requests and judges the answers; measures a light query meanwhile.

Owns the judgement (which the tests share with `run.py`): in time, right status, a problem
document that is whole, and no half answer under status 200.
"""

from __future__ import annotations

import contextlib
import csv
import http.client
import io
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pyoxigraph import RdfFormat, parse

from bench.hostile.requests import Hostile

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    status: int
    seconds: float
    wrong: str = ""
    """What is wrong with the answer; empty where nothing is."""


def connect(server: str, timeout: float, source: str | None = None) -> http.client.HTTPConnection:
    place = urlsplit(server)
    assert place.hostname
    assert place.port
    address = (source, 0) if source else None
    return http.client.HTTPConnection(place.hostname, place.port, timeout, source_address=address)


def send(
    server: str, hostile: Hostile, limit: float, token: str = "", source: str | None = None
) -> Outcome:
    """`limit`: the server's deadline, in seconds."""
    headers = {"Content-Type": hostile.media_type, "Accept": hostile.accept}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    begin = time.perf_counter()
    connection = connect(server, limit + 20, source)
    try:
        # Refused before all of it was sent: the answer is there to be read.
        with contextlib.suppress(ConnectionError):
            connection.request(hostile.method, hostile.path, hostile.body, headers)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        took = time.perf_counter() - begin
        return Outcome(hostile.name, 0, took, f"no whole answer: {error!r}")
    finally:
        connection.close()
    took = time.perf_counter() - begin
    media_type = answer.getheader("Content-Type", "").partition(";")[0]
    wrong = "" if answer.status in hostile.statuses else f"expected one of {hostile.statuses}"
    wrong = wrong or _wrong(answer.status, media_type, body)
    if not wrong and took > limit + 0.5:
        wrong = f"{took - limit:.2f} s past its deadline"
    return Outcome(hostile.name, answer.status, took, wrong)


def _wrong(status: int, media_type: str, body: bytes) -> str:
    if status >= 400:
        try:
            problem: dict[str, Any] = json.loads(body)
        except ValueError:
            return f"no problem document but {body[:60]!r}"
        if media_type != "application/problem+json" or problem.get("status") != status:
            return f"no problem document of its status: {media_type}, {problem}"
        return "" if problem.get("detail") and problem.get("title") else "a problem without words"
    try:
        if media_type.endswith("json"):
            json.loads(body)
        elif media_type == "text/csv":
            rows = list(csv.reader(io.StringIO(body.decode())))
            assert all(len(row) == len(rows[0]) for row in rows)
        elif status == 200 and body:
            list(parse(body, format=RdfFormat.from_media_type(media_type)))
    except (ValueError, AssertionError, SyntaxError) as error:
        return f"status {status} with half an answer: {error}"
    return ""


class Probe:
    """A light query again and again, from a process of its own; filled in when the block ends."""

    def __init__(self, server: str) -> None:
        self._server = server
        self.latencies: list[float] = []
        """Seconds."""
        self.failures: list[str] = []

    def __enter__(self) -> Probe:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.hostile.probe", self._server],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._process.stdout.readline()
        return self

    def __exit__(self, *_: object) -> None:
        out, _ = self._process.communicate()
        found = json.loads(out)
        self.latencies, self.failures = found["latencies"], found["failures"]


def tree(pid: int) -> dict[int, int]:
    """Resident bytes of a process and of all below it, by process id."""
    found: dict[int, int] = {}
    todo = [pid]
    while todo:
        one = todo.pop()
        try:
            pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
            for task in Path(f"/proc/{one}/task").iterdir():
                todo.extend(int(child) for child in (task / "children").read_text().split())
        except (OSError, IndexError):
            continue
        found[one] = pages * os.sysconf("SC_PAGE_SIZE")
    return found


class Memory:
    """The peak of a process tree, sampled ten times a second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.largest = self.total = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.1):
            sizes = tree(self._pid).values()
            self.total = max(self.total, sum(sizes))
            self.largest = max(self.largest, max(sizes, default=0))
