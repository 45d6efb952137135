"""How likely a candidate is right."""

from __future__ import annotations

from graph_service.extract.rules import Candidate

THRESHOLD = 0.3


def confidence(candidate: Candidate) -> float:
    return 0.5
