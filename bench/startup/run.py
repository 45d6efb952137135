"""What one waits for: CPU of `--help` and of one `extract`, and the time until `serve` is ready.

    python bench/startup/run.py [--times 10] [--results FILE]

CPU is user and system time of the child, from the parent's account of its children, so it
hardly depends on what else the machine does. Readiness is wall time from the start of the
process to the first 200 of /readyz, on a store with one article.
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import machine, write

COMMAND = Path(sys.executable).with_name("communique")
TEXT = "The talks will go on, the foreign minister said on Monday.\n"


def cpu_of(*arguments: object, cwd: Path) -> float:
    """CPU seconds of one run of the command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [COMMAND, *map(str, arguments)], cwd=cwd, check=True, capture_output=True, timeout=120
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def seconds_until_ready(home: Path) -> float:
    """From the start of `serve` to /readyz answering 200; the server is ended afterwards."""
    began = time.perf_counter()
    command = [COMMAND, "serve", "--home", home, "--port", "0"]
    with subprocess.Popen(command, cwd=home.parent, stderr=subprocess.PIPE, text=True) as server:
        try:
            if server.stderr is None:
                raise SystemExit("serve has no standard error")
            line = server.stderr.readline()
            address = re.search(r"http://\S+", line)
            if address is None:
                raise SystemExit(f"serve did not say where: {line}")
            while not _ready(f"{address[0]}readyz"):
                if server.poll() is not None or time.perf_counter() - began > 60:
                    raise SystemExit("serve did not become ready")
                time.sleep(0.01)
            return time.perf_counter() - began
        finally:
            server.terminate()


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def measured(times: int, folder: Path) -> str:
    article, home = folder / "story.txt", folder / "home"
    article.write_text(TEXT, encoding="utf-8")
    cpu_of("ingest", article, "--date", "2024-01-10", "--home", home, cwd=folder)
    extract = ("extract", article, "--date", "2024-01-10")
    rows: dict[str, tuple[str, Callable[[], float]]] = {
        "`communique --help`": ("CPU", lambda: cpu_of("--help", cwd=folder)),
        "`communique extract`, one sentence": ("CPU", lambda: cpu_of(*extract, cwd=folder)),
        "`communique serve` until ready": ("wall", lambda: seconds_until_ready(home)),
    }
    lines = [
        f"{machine()}; each {times} times, seconds.",
        "",
        "| what | of | best | median | worst |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for what, (kind, once) in rows.items():
        found = sorted(once() for _ in range(times))
        figures = (found[0], statistics.median(found), found[-1])
        lines.append(f"| {what} | {kind} | {' | '.join(f'{f:.2f}' for f in figures)} |")
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--results", type=Path, help="write the generated part of this file")
    choice = parser.parse_args()
    with TemporaryDirectory(prefix="communique-bench-") as folder:
        block = measured(choice.times, Path(folder))
    print(block)
    if choice.results:
        write(block, choice.results)


if __name__ == "__main__":
    main()
