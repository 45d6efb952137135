"""What came of a run: its counts, and how an interrupted one hands them on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IngestReport:
    """`read` = new + unchanged + revised + articles wholly in quarantine."""

    read: int = 0
    new: int = 0
    unchanged: int = 0
    """Their graph held exactly this already."""
    revised: int = 0
    quarantined: int = 0
    """Statements, and whole articles, of what was read."""
    statements: int = 0
    """That the graph now holds of what was read."""
    rejected: int = 0
    """Inputs that could not be read."""
    withdrawn: int = 0
    """Articles that were refused because they, or their text, had been withdrawn."""
    notes: tuple[str, ...] = ()
    """What the user should know, with the number of articles it is true of."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C: all that was finished is in and published; the report says what."""

    def __init__(self, report: IngestReport) -> None:
        super().__init__("interrupted")
        self.report = report
