"""Articles worked out by several processes, and a result for each whatever becomes of them.

Owns starting, feeding, replacing and ending the processes of `worker`. One thread a process
waits for it, so that a large article or result can block nobody. A process that ends before
it answers is replaced and its article given to the new one; an article that costs two
processes goes into quarantine as a whole, so that one bad text does not end the run.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any

from graph_service.errors import BadValue, CommuniqueError, StoreError
from graph_service.ingest.steps import MakeSteps, Worked, whole
from graph_service.ingest.worker import receive, send, unpack
from graph_service.model import Article
from graph_service.settings import Settings

MOST = 4
"""Processes by default, at most: one writer keeps up with no more."""
AHEAD = 4
"""Articles a process may be ahead of the writer."""
WARM_UP = 100
"""Articles worked out in this process before others are started unasked: starting one costs
as much as some forty articles, and it loads registry and shapes of its own."""
_PROGRAM = "from graph_service.ingest.worker import main; main()"
DEATHS = 2
"""Processes that one article may cost."""


def usable_cpus() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """`submit` gives an article out; the results are waited for in the caller's own order."""

    def __init__(
        self,
        jobs: int,
        settings: Settings,
        base_iri: str,
        steps: MakeSteps | None,
        tell: Callable[[str], None],
    ) -> None:
        self.ahead = jobs * AHEAD
        self._order = (settings, base_iri, steps)
        self._tell = tell
        self._tasks: SimpleQueue[tuple[Article, Future[Worked]] | None] = SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(jobs)]
        for thread in self._threads:
            thread.start()

    @property
    def pids(self) -> tuple[int, ...]:
        with self._lock:
            return tuple(process.pid for process in self._processes)

    def submit(self, article: Article) -> Future[Worked]:
        """Its result, some time."""
        future: Future[Worked] = Future()
        self._tasks.put((article, future))
        return future

    def close(self) -> None:
        """End all processes now; what they were at is lost, and was not acknowledged."""
        with self._lock:
            self._closed = True
            for process in self._processes:
                process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        """One thread: gives its process an article at a time."""
        process: subprocess.Popen[bytes] | None = None
        while (task := self._tasks.get()) is not None and not self._closed:
            article, future = task
            for _ in range(DEATHS):
                try:
                    process = process or self._start()
                except (CommuniqueError, OSError) as error:
                    future.set_exception(error)
                    break
                try:
                    answer = self._ask(process, article)
                except (EOFError, OSError):
                    how = self._end(process)
                    process = None
                    if self._closed:
                        return
                    self._tell(f"a process ended ({how}) while it worked out {article.key}")
                    continue
                if isinstance(answer, BaseException):
                    future.set_exception(answer)
                else:
                    future.set_result(unpack(answer))
                break
            else:
                reason = f"Working it out ended {DEATHS} processes ({how})"
                aside = whole(article, reason, {"findings": [reason], "statements": []})
                future.set_result(Worked([], 0, (aside,)))
        if process:
            self._end(process)

    def _start(self) -> subprocess.Popen[bytes]:
        """One that is ready. Raises what its steps raise, StoreError where it just ends."""
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-P", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is the parent's to handle
        )
        with self._lock:
            self._processes.add(process)
            if self._closed:
                process.kill()
        try:
            answer = self._ask(process, self._order)
        except (EOFError, OSError) as error:
            how = self._end(process)
            raise StoreError(
                f"A process that shall work out articles ended at once ({how})",
                do="Look for little memory, or use --jobs 1.",
            ) from error
        if isinstance(answer, BaseException):
            self._end(process)
            raise answer
        return process

    def _ask(self, process: subprocess.Popen[bytes], order: object) -> Any:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        send(process.stdin, order)
        return receive(process.stdout)

    def _end(self, process: subprocess.Popen[bytes]) -> str:
        """End it if it has not; how it ended, in words."""
        with self._lock:
            self._processes.discard(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            status = process.wait()
        return f"signal {-status}" if status < 0 else f"exit status {status}"


def number_of(jobs: int | None) -> int:
    """How many processes `jobs` means; None for as many as are of use here."""
    if jobs is not None and jobs < 1:
        raise BadValue("There is no working with less than one process", where="--jobs")
    return jobs or min(MOST, usable_cpus())
