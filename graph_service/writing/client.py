"""The writer process as the server sees it: one queue, one process, one job at a time.

Owns the queue, the deadline, groups of commits, and when the process starts and ends:
with the first write, and some idle seconds after the last, so that other commands can
write to the home beside a server that does not.

A job whose deadline passes costs the process. Its successor, which is already up and
waiting by then, opens the store and finds in it whether the job was in after all; so
"not done" is never said of a thing that was done, however the process ended.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import secrets
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

from graph_service.errors import (
    CommuniqueError,
    DeadlineExceeded,
    LimitExceeded,
    ServiceBusy,
    StoreError,
)
from graph_service.settings import MIB, Settings
from graph_service.writing.messages import Done, Job, Plain, from_refusal, receive, send

GROUP_SECONDS: Final = 0.2
"""Writes within this time share one checkpoint."""
OPEN_SECONDS: Final = 60.0
SPARE_SECONDS: Final = 1.5
"""How long before a deadline the successor is started: Python needs a moment."""
RENEWED: Final = 0.25
"""Part of its memory cap by which a process may grow before another takes its place: the engine
keeps some 20 kB of each checkpoint (bench/endpoint/results-mixed.md), and a job wants its share."""
QUEUE: Final = 64
"""Most writes that wait."""


class _Lost(Exception):  # noqa: N818 - never leaves this file
    """The process ended; `status` as of subprocess."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Process:
    """A writer process; it waits for `open` with everything imported."""

    def __init__(self) -> None:
        self.loaded: set[str] = set()
        try:
            self.pipe, child = multiprocessing.Pipe()
        except OSError as error:
            raise _not_started(error) from error
        kept = {k: v for k, v in os.environ.items() if not k.startswith("COMMUNIQUE_")}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", "graph_service.writing.process", str(child.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[child.fileno()],
                env={**kept, "RUST_BACKTRACE": "0", "PYTHONSAFEPATH": "1"},
                process_group=0,  # Ctrl-C is the parent's to handle
            )
        except OSError as error:
            self.pipe.close()
            raise _not_started(error) from error
        finally:
            child.close()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def exchange(self, head: Plain, body: bytes | None, seconds: float) -> Plain:
        """The answer. Raises _Lost; past `seconds` the process is killed."""
        watch = threading.Timer(seconds, self._end, (signal.SIGKILL,))
        watch.start()
        try:
            send(self.pipe, head, body)
            return receive(self.pipe)
        except (OSError, EOFError) as error:
            raise _Lost(self._process.wait()) from error
        finally:
            watch.cancel()

    def close(self) -> None:
        """Let it end by itself, which is quick where no job runs."""
        with contextlib.suppress(OSError):
            self.pipe.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._end(signal.SIGKILL)
            self._process.wait()

    def _end(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)


@dataclass(slots=True)
class _Entry:
    job: Job
    future: Future[Done] = field(default_factory=Future)
    at: float = field(default_factory=time.monotonic)


class WriterClient:
    """Thread-safe; nothing is started before the first `submit`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._queue: queue.Queue[_Entry | None] = queue.Queue(QUEUE)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._process: _Process | None = None
        self._spare: _Process | None = None
        self._waiting: list[tuple[_Entry, Plain]] = []
        self._published = float("-inf")

    def submit(self, job: Job) -> Future[Done]:
        """What becomes of the job; its exception is one of `errors`. Raises ServiceBusy."""
        entry = _Entry(job)
        with self._lock:
            if self._closed:
                raise _stopping()
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
                self._thread.start()
            try:
                self._queue.put_nowait(entry)
            except queue.Full:
                raise ServiceBusy(f"{QUEUE} writes are waiting already") from None
        return entry.future

    def close(self) -> None:
        """End after the job at hand; what waits is refused, what is in is published."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is not None:
            with contextlib.suppress(queue.Full):
                self._queue.put_nowait(None)
            thread.join()

    # All below runs in the one thread.

    def _serve(self) -> None:
        while not self._closed:
            try:
                entry = self._queue.get(timeout=self._patience())
            except queue.Empty:
                if self._waiting:
                    self._publish()
                else:
                    self._release()
                continue
            if entry is not None and entry.future.set_running_or_notify_cancel():
                try:
                    self._take(entry)
                except (OSError, RuntimeError, ValueError) as error:  # no files or threads left
                    self._drop()
                    entry.future.set_exception(_unknown(StoreError(str(error))))
                if self._waiting and time.monotonic() - self._published >= GROUP_SECONDS:
                    self._publish()
        self._publish()
        self._release()
        while not self._queue.empty():
            left = self._queue.get()
            if left is not None and left.future.set_running_or_notify_cancel():
                left.future.set_exception(_stopping())

    def _patience(self) -> float | None:
        """How long to wait for the next job before there is something else to do."""
        if self._waiting:
            return max(0.0, self._published + GROUP_SECONDS - time.monotonic())
        return self._settings.writer_idle_seconds if self._process or self._spare else None

    def _take(self, entry: _Entry) -> None:
        if time.monotonic() - entry.at > self._settings.queue_seconds:
            waited = f"{self._settings.queue_seconds:g} s"
            entry.future.set_exception(ServiceBusy(f"The writer was busy for {waited}"))
            return
        job = entry.job
        try:
            process = self._ready(_needs(job))
        except CommuniqueError as error:
            entry.future.set_exception(error)
            return
        limit = self._settings.update_seconds
        seconds = min(job.seconds or limit, limit)
        name = secrets.token_hex(8)
        head: Plain = {"kind": job.kind, "options": job.options, "job": name, "seconds": seconds}
        late = threading.Timer(max(0.25, seconds - SPARE_SECONDS), self._prepare)
        late.start()
        begin = time.monotonic()
        try:
            answer = process.exchange(head, job.body, seconds)
        except _Lost as lost:
            late.cancel()
            self._after(lost, entry, name, seconds, time.monotonic() - begin)
            return
        finally:
            late.cancel()
        self._answer(entry, answer)

    def _answer(self, entry: _Entry, answer: Plain) -> None:
        if "error" in answer:
            entry.future.set_exception(from_refusal(answer))
        elif entry.job.wait:
            self._waiting.append((entry, answer))
        else:
            entry.future.set_result(Done(answer["result"], answer["snapshot"]))
            # Nobody waits for it, and yet it shall be published with its group.
            self._waiting.append((entry, answer))

    def _after(self, lost: _Lost, entry: _Entry, name: str, seconds: float, took: float) -> None:
        """The process ended in the middle of a job: open again, and see whether it was in."""
        self._drop()
        try:
            opened = self._open()
        except CommuniqueError as error:
            entry.future.set_exception(_unknown(error))
            return
        if f"<urn:job:{name}>" in opened["jobs"]:
            entry.future.set_result(Done({}, opened["snapshot"]))
        else:
            entry.future.set_exception(_not_done(lost.status, seconds, took))

    def _ready(self, needed: str | None) -> _Process:
        """The process, with what the job needs loaded. Raises StoreError."""
        if self._process is not None and not self._process.alive:
            self._drop()  # ended between two jobs; nothing is lost, its successor publishes
        if self._process is None:
            self._open()
        process = self._process
        assert process is not None  # noqa: S101 - `_open` raises otherwise
        if needed and needed not in process.loaded:
            head: Plain = {"kind": "load", "options": {"what": needed}, "job": ""}
            head["seconds"] = OPEN_SECONDS
            try:
                answer = process.exchange(head, b"", OPEN_SECONDS)
            except _Lost as lost:
                self._drop()
                raise StoreError(
                    f"The writer process ended while it loaded the {needed} (status {lost.status})"
                ) from lost
            if "error" in answer:
                raise from_refusal(answer)
            process.loaded.add(needed)
        return process

    def _open(self) -> Plain:
        """Start the process and have it open the home; it publishes what was not yet.

        Raises StoreError (StoreLocked).
        """
        with self._lock:
            process, self._spare = self._spare, None
        if process is None:
            process = _Process()
        told = self._settings.model_dump(mode="json", exclude={"token", "token_file"})
        address = f"{self._settings.host}:{self._settings.port}"
        try:
            answer = process.exchange({"settings": told, "address": address}, None, OPEN_SECONDS)
        except _Lost as lost:
            process.close()
            raise StoreError(
                f"The writer process could not open the store (status {lost.status})",
                where=str(self._settings.home),
                do="Run `communique doctor`.",
            ) from lost
        if "error" in answer:
            process.close()
            raise from_refusal(answer)
        self._process = process
        self._settle(answer["snapshot"])
        return answer

    def _publish(self) -> None:
        """A checkpoint that holds all that is in, and the answers of those who wait for it."""
        if not self._waiting or self._process is None:
            return
        order: Plain = {"kind": "publish", "seconds": OPEN_SECONDS}
        try:
            answer = self._process.exchange(order, None, OPEN_SECONDS)
        except _Lost:
            self._reopen()
            return
        if "error" in answer:
            self._fail(from_refusal(answer))
            return
        self._settle(answer["snapshot"])
        if answer["grown"] > RENEWED * self._settings.writer_mib * MIB:
            self._prepare()
            self._drop()  # between two writes: the next one opens its successor

    def _reopen(self) -> None:
        """After a process that ended while it published: its successor does."""
        for again in (True, True, False):
            self._drop()
            try:
                self._open()
                return
            except CommuniqueError as error:
                if not again:
                    self._fail(error)

    def _settle(self, snapshot: str) -> None:
        self._published = time.monotonic()
        waiting, self._waiting = self._waiting, []
        for entry, answer in waiting:
            if not entry.future.done():
                entry.future.set_result(Done(answer["result"], snapshot))

    def _fail(self, error: CommuniqueError) -> None:
        waiting, self._waiting = self._waiting, []
        for entry, _ in waiting:
            if not entry.future.done():
                entry.future.set_exception(
                    StoreError(
                        f"It is in, and could not be published: {error.what}",
                        where=error.where,
                        do="It appears with the next write that can be published.",
                    )
                )

    def _prepare(self) -> None:
        """Start a successor, without waiting for it. In a timer's thread."""
        with contextlib.suppress(StoreError), self._lock:
            if self._spare is None and not self._closed:
                self._spare = _Process()

    def _drop(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def _release(self) -> None:
        """Let go of the home."""
        self._drop()
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.close()


def _not_started(error: OSError) -> StoreError:
    return StoreError(
        f"The writer process cannot be started: {error.strerror}",
        do="Look for a limit on processes, files or memory.",
    )


def _needs(job: Job) -> str | None:
    """What takes seconds to load, and is loaded before the job's time begins."""
    if job.kind == "articles":
        return "registry"
    return "shapes" if job.kind == "graph" and b"Statement" in job.body else None


def _not_done(status: int, seconds: float, took: float) -> CommuniqueError:
    if took >= seconds or status == -signal.SIGALRM:
        return DeadlineExceeded(
            f"It took longer than {seconds:g} s and was stopped; nothing of it is in",
            do="Write less at a time, join patterns by shared variables, or raise update_seconds.",
        )
    if status in (-signal.SIGKILL, -signal.SIGTERM):
        return ServiceBusy("The writer process was ended from outside; nothing of this write is in")
    return LimitExceeded(
        "It needed more memory or deeper nesting than one write may use; nothing of it is in",
        do="Write less at a time, or raise the setting writer_mib.",
    )


def _unknown(error: CommuniqueError) -> StoreError:
    return StoreError(
        f"The writer process ended, and cannot be started again: {error.what}",
        where=error.where,
        do="Whether this write is in is not known: look before you send it again.",
    )


def _stopping() -> ServiceBusy:
    return ServiceBusy("The server is stopping and takes no more writes", retry_after=5)
