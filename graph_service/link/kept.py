"""What comparing gave before, so that a pass compares again only where something is new.

Owns the file `wording.jsonl` in the home: of each speaker a digest of all that the links
are made from, and the links. The file is no source: a digest that does not fit, a line that
is cut off and a file that is gone all mean comparing again, with the same result.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph_service.link.links import Link

FORMAT: Final = "communique wording 1"


class Kept:
    """Links by part (a speaker); without a path, of this pass only."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.held: dict[str, tuple[str, tuple[Link, ...]]] = {}
        self.compared = 0
        """Parts that were worked out anew."""
        self._asked: set[str] = set()
        self._new: list[str] = []
        self._lines = 0
        if path is not None:
            with suppress(OSError, UnicodeDecodeError):
                self._load(path)

    def _load(self, path: Path) -> None:
        with path.open(encoding="utf-8", errors="strict") as file:
            if file.readline().rstrip("\n") != FORMAT:
                return
            for line in file:
                self._lines += 1
                with suppress(ValueError, TypeError):  # cut off by a kill
                    part, mark, rows = json.loads(line)
                    self.held[part] = mark, tuple(Link(*row) for row in rows)

    def links(
        self, part: str, mark: str, compare: Callable[[], Iterable[Link]]
    ) -> tuple[Link, ...]:
        """What was kept under this mark, else what `compare` gives."""
        self._asked.add(part)
        held = self.held.get(part)
        if held is None or held[0] != mark:
            self.compared += 1
            held = self.held[part] = mark, tuple(compare())
            self._new.append(part)
        return held[1]

    def save(self) -> None:
        """Add what is new; write anew where half is out of date. Failing costs only time."""
        if self.path is None or not self._new:
            return
        with suppress(OSError):
            if self._lines and self._lines + len(self._new) <= 2 * len(self._asked):
                with self.path.open("a", encoding="utf-8") as file:
                    file.writelines(self._line(part) for part in self._new)
                return
            partial = self.path.with_suffix(".partial")
            with partial.open("w", encoding="utf-8") as file:
                file.write(f"{FORMAT}\n")
                file.writelines(self._line(part) for part in sorted(self._asked))
            partial.replace(self.path)

    def _line(self, part: str) -> str:
        mark, links = self.held[part]
        rows = [
            [x.kind, x.later, x.earlier, x.confidence, x.found_by, x.shared, x.added, x.removed]
            for x in links
        ]
        return json.dumps([part, mark, rows], ensure_ascii=True, separators=(",", ":")) + "\n"
