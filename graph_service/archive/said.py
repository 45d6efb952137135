"""Which statements an article gave: since when, until when, and what came after.

Owns the ledger that `as_of` and the answer 410 read: ids and words of statements that
are no longer extracted stay here when their graph is replaced. A statement without
`gone` is in the graph now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from graph_service.archive.file import ArchiveFile, translated

LIKE = 0.6
"""Words of the same speaker that agree by this ratio (difflib) are taken as the successor."""


@dataclass(frozen=True, slots=True)
class Held:
    """A statement as the ledger keeps it."""

    id: str
    words: str
    speaker: str
    """Actor id."""


@dataclass(frozen=True, slots=True)
class Former:
    """A statement with its times; `gone` and `successor` are None while it is in the graph."""

    id: str
    article: str
    words: str
    speaker: str
    since: str
    """UTC, ISO 8601: when the version of the article was taken in that first gave it."""
    gone: str | None
    successor: str | None
    """Id of what stands in its place in the article's next version, where there is such."""


class Said(ArchiveFile):
    """The part of `Archive` that knows the statements of every version."""

    def hold(self, article: str, statements: Iterable[Held], at: str) -> None:
        """From `at` on these are the article's statements; the others are gone."""
        new = {held.id: held for held in statements}
        rows = self._db.execute(
            "SELECT id, words, speaker, gone FROM said WHERE article = ?", (article,)
        ).fetchall()
        known = {row[0]: row for row in rows}
        fresh = [held for held in new.values() if held.id not in known]
        self._db.executemany(
            "INSERT INTO said VALUES (?, ?, ?, ?, ?, NULL, NULL)",
            [(h.id, article, h.words, h.speaker, at) for h in fresh],
        )
        for name, words, speaker, gone in known.values():
            if name in new and gone is not None:  # it is extracted again
                self._db.execute(
                    "UPDATE said SET gone = NULL, successor = NULL WHERE id = ?", (name,)
                )
            elif name not in new and gone is None:
                self._db.execute(
                    "UPDATE said SET gone = ?, successor = ? WHERE id = ?",
                    (at, successor(Held(name, words, speaker), new.values()), name),
                )

    def former(self, id: str) -> Former | None:  # noqa: A002
        """What the ledger knows of a statement, gone or not."""
        with translated(self._path):
            row = self._db.execute(f"{_SELECT} WHERE id = ?", (id,)).fetchone()
        return Former(*row) if row else None

    def since(self, ids: Iterable[str]) -> dict[str, str]:
        """Statement -> since when we have it; those the ledger does not know are left out."""
        found = {}
        with translated(self._path):
            for name in ids:
                row = self._db.execute("SELECT since FROM said WHERE id = ?", (name,)).fetchone()
                if row:
                    found[name] = str(row[0])
        return found

    def gone_after(self, moment: str, most: int) -> list[Former]:
        """Statements that stood at `moment` (UTC, ISO 8601) and do not now; at most so many."""
        with translated(self._path):
            rows = self._db.execute(
                f"{_SELECT} WHERE since <= ? AND gone > ? ORDER BY article, id LIMIT ?",
                (moment, moment, most),
            ).fetchall()
        return [Former(*row) for row in rows]


_SELECT = "SELECT id, article, words, speaker, since, gone, successor FROM said"


def successor(before: Held, after: Iterable[Held]) -> str | None:
    """Of the statements of one article: the same words, else the likest of the same speaker.

    >>> now = [Held("statement-2", "the port stays open", "actor-a")]
    >>> successor(Held("statement-1", "that the port stays open", "actor-a"), now)
    'statement-2'
    >>> successor(Held("statement-1", "nothing was signed", "actor-a"), now)
    """
    best: tuple[float, str] | None = None
    for held in after:
        if held.words == before.words:
            ratio = 2.0 if held.speaker == before.speaker else 1.5
        elif held.speaker == before.speaker:
            ratio = SequenceMatcher(None, before.words, held.words, autojunk=False).ratio()
        else:
            continue
        if ratio >= LIKE and (best is None or (-ratio, held.id) < (-best[0], best[1])):
            best = ratio, held.id
    return best[1] if best else None
