"""The log of curation: every decision, in order, never changed and never removed.

Owns the log in home/archive.sqlite, which `backup` copies and `rebuild` reads. What
the decisions come to is `link.curation`'s, who may make them `upkeep.decide`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from graph_service.archive.file import ArchiveFile, now, translated
from graph_service.model import Anchor, Decision, DecisionKind


class Decisions(ArchiveFile):
    """The part of `Archive` that keeps what people decided."""

    def decide(
        self,
        kind: DecisionKind,
        things: Iterable[Anchor],
        *,
        by: str,
        reason: str,
        link: str | None = None,
    ) -> Decision:
        """Add one line to the log; the decision with its number and time."""
        body = json.dumps([asdict(thing) for thing in things], ensure_ascii=False)
        at = now()
        with translated(self._path), self._transaction():
            cursor = self._db.execute(
                "INSERT INTO decisions (kind, things, by_whom, reason, at, link)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (kind, body, by, reason, at, link),
            )
            number = cursor.lastrowid
        assert number is not None  # noqa: S101 - it was just inserted
        return _decision((number, kind, body, by, reason, at, link))

    def decisions(self) -> list[Decision]:
        """All of them, undone ones too, in the order in which they were made."""
        with translated(self._path):
            rows = self._db.execute(
                "SELECT number, kind, things, by_whom, reason, at, link FROM decisions"
                " ORDER BY number"
            ).fetchall()
        return [_decision(row) for row in rows]


def _decision(row: tuple[int, DecisionKind, str, str, str, str, str | None]) -> Decision:
    number, kind, things, by, reason, at, link = row
    anchors = tuple(Anchor(**thing) for thing in json.loads(things))
    return Decision(number, kind, anchors, by, reason, at, link)
