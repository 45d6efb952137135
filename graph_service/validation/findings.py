"""What the shapes found, in words that a reader without SHACL can act on.

Owns the value type and how it reads. What counts as a fault stands in shapes/;
what is done about it (quarantine, exit code, 422) is decided by the callers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault at one node. A node that several statements hang on gives one a statement."""

    statement: str | None
    """IRI of the statement that has the fault or leads to it; None: the article's own node."""
    focus: str
    """IRI of the node that was looked at: the statement, its report, evidence, an actor."""
    shape: str
    """Name of the shape in shapes/, e.g. `statement-speaker`."""
    message: str
    """What is wrong and what to do."""
    value: str | None = None
    """The value that does not fit; None where something is missing."""
    severity: Severity = "violation"

    def __str__(self) -> str:
        """
        >>> print(Finding(None, "h/id/article-1", "article-identity", "No identity."))
        No identity. [article-1]
        >>> print(Finding("h/id/statement-2", "h/id/report-3", "report-kind", "Odd kind.", "poem"))
        Odd kind. Found: poem [report-3 of statement-2]
        """
        found = f" Found: {self.value}" if self.value is not None else ""
        place = _last(self.focus)
        if self.statement and self.statement != self.focus:
            place += f" of {_last(self.statement)}"
        return f"{self.message}{found} [{place}]"


def violations(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that keep a statement or an article out; warnings stay in the graph."""
    return tuple(finding for finding in findings if finding.severity == "violation")


def _last(iri: str) -> str:
    return iri.rpartition("/")[2] or iri
