"""One reader process as its parent sees it: start, exchange one request, kill.

Owns the pipe and its deadline. What a lost process means for the query is the
pool's to say.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from graph_service.settings import MIB
from graph_service.store.worker import FRAME

STACK = 512 * MIB
STARTUP_SECONDS = 30.0
PIPE = MIB
"""Bytes that a worker may write ahead: a sixteenth of the wake-ups for a large result."""
LONG_NICE = 5
"""By how much a long query's priority is lowered: a third of the time of one that is not."""
_SCRIPT = Path(__file__).with_name("worker.py")


class Lost(Exception):  # noqa: N818 - never leaves this folder
    """The process ended before it answered; `status` is its exit status, < 0 for a signal."""

    def __init__(self, status: int) -> None:
        super().__init__(f"exit status {status}")
        self.status = status


class ReaderProcess:
    """Started at once, ready a little later: `wait_ready` waits for it."""

    def __init__(self, cap: int) -> None:
        self.network_closed = False
        self.warm = False
        self._owed = 0
        kept = {k: v for k, v in os.environ.items() if not k.startswith("COMMUNIQUE_")}
        self._process = subprocess.Popen(  # noqa: S603 - our own file, no shell
            [sys.executable, "-P", str(_SCRIPT), str(cap), str(STACK)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**kept, "RUST_BACKTRACE": "0"},
            process_group=0,  # Ctrl-C is the parent's to handle
        )
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._in = self._process.stdin.fileno()
        self._out = self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        with contextlib.suppress(OSError):  # the user's pipes are used up: 64 KiB will do
            fcntl.fcntl(self._out, fcntl.F_SETPIPE_SZ, PIPE)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def ready(self) -> bool:
        """Whether a request sent now would be begun now."""
        return not self._owed or self.answers_within(0.0)

    def prepare(self, path: str) -> None:
        """Send the order to open a snapshot; do not wait for it. Raises Lost."""
        self._write({"query": None, "path": path}, time.monotonic() + STARTUP_SECONDS)
        self._owed += 1

    def wait_ready(self) -> None:
        """Until the answers to `prepare` are there. Raises Lost, TimeoutError."""
        while self._owed:
            head, _ = self._answer(time.monotonic() + STARTUP_SECONDS)
            self.network_closed = bool(head.get("network_closed"))
            self._owed -= 1

    def send(self, request: dict[str, Any], until: float) -> None:
        """Send a request; `until` is its deadline (monotonic). Raises TimeoutError, Lost."""
        self._write({**request, "seconds": max(0.0, until - time.monotonic())}, until)

    def answers_within(self, seconds: float) -> bool:
        """Whether an answer begins, or the process ends, within so many seconds."""
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        return bool(poll.poll(max(0.0, seconds) * 1000))

    def lower(self) -> None:
        """Let the query that runs give way to others' until it ends; see `worker.serve`."""
        pid = self._process.pid
        with contextlib.suppress(OSError):  # it has ended, or there is no /proc
            nice = os.getpriority(os.PRIO_PROCESS, pid) + LONG_NICE
            for task in Path(f"/proc/{pid}/task").iterdir():
                if int(task.name) != pid:  # the main thread starts the next ones
                    os.setpriority(os.PRIO_PROCESS, int(task.name), nice)

    def cpu_seconds(self) -> float:
        """CPU time of the process so far; wall time where the system does not tell."""
        # Linux's number for a process's clock (clock_getcpuclockid, which Python has for threads).
        with contextlib.suppress(OSError):
            return time.clock_gettime((~self._process.pid << 3) | 2)
        return time.monotonic()

    def receive(self, until: float) -> tuple[dict[str, Any], bytes]:
        """The answer; raises TimeoutError past the deadline and Lost where the process ended."""
        return self._answer(until)

    def end(self) -> None:
        """Have it end, without waiting for that."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL)

    def kill(self) -> int:
        """End it now; its exit status."""
        self.end()
        status = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return status

    def _write(self, head: dict[str, Any], until: float) -> None:
        encoded = json.dumps(head).encode()
        rest = memoryview(FRAME.pack(len(encoded), 0) + encoded)
        while rest:
            self._wait(self._in, select.POLLOUT, until)
            try:
                rest = rest[os.write(self._in, rest) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise Lost(self._process.wait()) from error

    def _answer(self, until: float) -> tuple[dict[str, Any], bytes]:
        head_size, body_size = FRAME.unpack(self._read(FRAME.size, until))
        head = json.loads(self._read(head_size, until))
        return head, bytes(self._read(body_size, until)) if body_size else b""

    def _read(self, size: int, until: float) -> bytearray:
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            self._wait(self._out, select.POLLIN, until)
            try:
                count = os.readv(self._out, [rest])
            except BlockingIOError:
                continue
            if count == 0:
                raise Lost(self._process.wait())
            rest = rest[count:]
        return data

    def _wait(self, fd: int, event: int, until: float) -> None:
        poll = select.poll()
        poll.register(fd, event)
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError
