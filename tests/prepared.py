"""Children forked of one process that has loaded everything, for tests that kill many.

    with Prepared() as prepared:
        child = prepared.start("ingest", home, wire, out=path)
        child.kill(signal.SIGKILL)
        child.ended()

A fork starts in a millisecond where a fresh interpreter takes a second, and all of a child's
time is the work that shall be cut off. The process that forks has opened no store and runs
one thread, so a child is in nothing different from a fresh process that did its imports.
What a child prints goes into the file `out`, unbuffered: a kill loses no line of it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType


@dataclass
class Child:
    """One fork; `seconds` is its life's length once it has ended."""

    pid: int
    out: Path
    began: float
    server: subprocess.Popen[str]
    seconds: float = 0.0

    def kill(self, how: signal.Signals) -> None:
        """It is not reaped before `ended`, so that the number is its own."""
        os.kill(self.pid, how)

    def ended(self) -> int:
        """Wait for it: its exit status, or the signal as a negative number."""
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write("\n")
        self.server.stdin.flush()
        status, seconds = self.server.stdout.readline().split()
        self.seconds = float(seconds) - self.began
        return int(status)

    def said(self) -> str:
        return self.out.read_text(encoding="utf-8") if self.out.exists() else ""


class Prepared:
    """The process that forks; one child at a time."""

    def __enter__(self) -> Prepared:
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.prepared"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[1],
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        assert self.server.stdout is not None
        assert self.server.stdout.readline() == "ready\n"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.server.communicate()

    def start(self, *arguments: object, out: Path) -> Child:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write("\t".join(map(str, (out, *arguments))) + "\n")
        self.server.stdin.flush()
        pid, began = self.server.stdout.readline().split()
        return Child(int(pid), out, float(began), self.server)

    def finish(self, *arguments: object, out: Path) -> Child:
        """To its end, which must be a good one."""
        child = self.start(*arguments, out=out)
        status = child.ended()
        assert status == 0, child.said()
        return child


def _works() -> dict[str, Callable[[list[str]], int]]:
    """What a child can be asked for; loading them is the preparation."""
    from graph_service.readers.language import recognise
    from tests import ingest_steps
    from tests.upkeep import steps

    def upkeep(work: str) -> Callable[[list[str]], int]:
        return lambda arguments: steps.main([work, *arguments])

    recognise("palabras de un texto del que nadie ha dicho en qué lengua fue escrito " * 3)
    steps.generated(60)
    works = {work: upkeep(work) for work in ("rebuild", "backup", "link", "generated")}
    return {"ingest": ingest_steps.main, **works}


def _child(work: Callable[[list[str]], int], out: str, arguments: list[str]) -> int:
    file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):
        os.dup2(file, number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return work(arguments)
    except BaseException:  # noqa: BLE001 - a fork never returns into its parent's loop
        traceback.print_exc()
        return 1


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal is pytest's
    works = _works()
    assert len([*Path("/proc/self/task").iterdir()]) == 1, "forked of a process with one thread"
    print("ready", flush=True)
    while line := sys.stdin.readline().strip():
        out, work, *arguments = line.split("\t")
        began = time.monotonic()
        if not (pid := os.fork()):
            os._exit(_child(works[work], out, arguments))
        print(pid, began, flush=True)
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        seconds = time.monotonic()
        assert ended is not None
        sys.stdin.readline()  # until then the number stays its own
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), seconds, flush=True)


if __name__ == "__main__":
    main()
