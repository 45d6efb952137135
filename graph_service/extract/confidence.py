"""How often a field was right where it was found in this way: the confidence of its evidence.

Owns the reading of `confidence.tsv` (field, what found it, a stage's own figure to one decimal or
`*` for any, statements seen, share right after smoothing), fitted on the development half of the
measured dispatches by `python -m bench.reading.calibrate`. Stages give figures of their own only
to tell strong finds from weak ones; what leaves the extraction is this table's share. What the
table does not know takes the row of its field.
Speaker, date, act, topics and chain are shares given that the words are right, so that the
product of words, speaker and date is the chance of all three.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("confidence.tsv")
ANY = "*"


def calibrated(field: str, found_by: str, own: float) -> float:
    """The share right (0 to 1) of a field found so, with a stage's own figure.

    >>> 0 < calibrated("date", "rule:never-seen", 0.5) < 1
    True
    """
    table = shares()
    for key in ((field, found_by, f"{own:.1f}"), (field, found_by, ANY), (field, ANY, ANY)):
        if key in table:
            return table[key]
    return own


@cache
def shares() -> dict[tuple[str, str, str], float]:
    """(field, found_by, own figure) -> share right."""
    table = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            field, found_by, own, _, share = line.split("\t")
            table[field, found_by, own] = float(share)
    return table
