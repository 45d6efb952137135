"""What the benchmarks' reports share: the machine's name, and the generated part of a file."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->"


def machine() -> str:
    """The machine in general words: cores, CPU model, Python version."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    model = re.search(r"model name\s*:\s*(.+)", text)
    name = model[1] if model else platform.machine()
    return f"{os.cpu_count()} cores, {name}, Python {platform.python_version()}"


def write(block: str, path: Path) -> None:
    """Puts the block between the marks of a results file; the rest is written by hand."""
    head, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    tail = rest.partition(END)[2]
    path.write_text(f"{head}{BEGIN}{block}{END}{tail}", encoding="utf-8")
