"""How far a long command is: a bar on a terminal, a line now and then elsewhere.

Owns the display and the estimates of time and disk; the command below only tells a line
for each article. What is no such line (an input that cannot be read, a process that ended)
is always shown.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph_service.cli.options import tell
from graph_service.settings import MIB

SECONDS = 5.0
"""Between two lines where there is no terminal."""
ROUTINE = ("new: ", "revised: ", "unchanged: ", "quarantined: ")
PER_BYTE = 250
"""Bytes of disk for one of input: some 0.4 triples, at 570 bytes each in nine indexes (measured:
400 for short generated articles, 200 for news). Once the run is on, its own figure is shown."""
ANNOUNCE = 200
"""Articles from which on the time and the disk are worth a line before."""


class Meter:
    """Counts articles; `total` is None where the input does not tell. Call it with each line."""

    def __init__(
        self,
        total: int | None,
        home: Path,
        show: Callable[[str], None] = tell,
        moved: Callable[[Meter], None] | None = None,
        every: float = SECONDS,
    ) -> None:
        self.total = total
        self.home = home
        self.done = 0
        self.began = self.last = time.monotonic()
        self.before = disk(home)
        self.show = show
        self.moved = moved or (lambda meter: show(meter.sentence()))
        self.every = every

    def __call__(self, line: str) -> None:
        if not line.startswith(ROUTINE):
            self.show(line)
            return
        self.done += 1
        if time.monotonic() - self.last >= self.every:
            self.last = time.monotonic()
            self.moved(self)

    def sentence(self) -> str:
        """
        >>> meter = Meter(None, Path("nowhere"))
        >>> meter.done, meter.began = 50, meter.began - 10
        >>> meter.sentence()
        '50 articles, 5 a second'
        """
        seconds = max(time.monotonic() - self.began, 0.001)
        rate = self.done / seconds
        if not self.total:
            return f"{self.done:,} articles, {rate:.3g} a second"
        left = max(self.total - self.done, 0)
        text = f"{self.done:,} of {self.total:,} articles, {rate:.3g} a second"
        if rate and left:
            text += f", about {duration(left / rate)} to go"
        grown = disk(self.home) - self.before
        if self.done and grown > MIB:
            text += f"; {size(grown)} on disk, about {size(grown * self.total / self.done)} in all"
        return text


@contextmanager
def progress(total: int | None, home: Path, stream: IO[str] | None = None) -> Iterator[Meter]:
    """The meter for this stream, by default standard error."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield Meter(total, home)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("", total=total)

        def shown(line: str) -> None:
            bar.console.print(f"communique: {line}", markup=False, highlight=False)

        def moved(meter: Meter) -> None:
            bar.update(task, completed=meter.done, description=meter.sentence())

        yield Meter(total, home, shown, moved, every=0.5)


def announcement(articles: int | None, text_bytes: int, home: Path) -> str | None:
    """What a long run will take, before it begins; None for a short one."""
    import shutil

    if not articles or articles < ANNOUNCE:
        return None
    there = next((p for p in (home, *home.absolute().parents) if p.exists()), Path("/"))
    free = shutil.disk_usage(there).free
    need = PER_BYTE * text_bytes
    line = (
        f"{articles:,} articles in {size(text_bytes)}: at 10 to 40 a second some "
        f"{duration(articles / 40)} to {duration(articles / 10)}, and about {size(need)} of disk; "
        f"{size(free)} are free"
    )
    return line + (". That may not be enough: make room first" if need > free else "")


def disk(home: Path) -> int:
    """Bytes that store and archive take now."""
    total = 0
    for path in (*home.glob("store*/*"), *home.glob("archive.sqlite*")):
        try:
            total += path.stat().st_size
        except OSError:  # the engine removed it since
            continue
    return total


def size(count: float) -> str:
    """
    >>> size(3 * 1024 * 1024), size(1.5 * 1024**3)
    ('3 MiB', '1.5 GiB')
    """
    return f"{count / MIB / 1024:.1f} GiB" if count >= 1024 * MIB else f"{count / MIB:.0f} MiB"


def duration(seconds: float) -> str:
    """
    >>> duration(42), duration(400), duration(9000)
    ('42 s', '7 min', '2.5 h')
    """
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
