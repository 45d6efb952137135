"""The rule on open dates is the same in Python and in the queries' SPARQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pyoxigraph import QuerySolutions, Store

from graph_service.model import DateBounds
from graph_service.query.dates import SNIPPET, Match, match

FIRST = date(2022, 2, 20)
DAYS = [FIRST + timedelta(days=n) for n in range(4)]
BOUNDS = [
    DateBounds(a, b, "stated")
    for a in (None, *DAYS)
    for b in (None, *DAYS)
    if a is None or b is None or a <= b
]
WINDOWS = [(a, b, on) for a in (None, *DAYS) for b in (None, *DAYS) for on in (None, DAYS[1])]


def in_sparql(
    bounds: DateBounds, after: date | None, before: date | None, on: date | None
) -> Match | None:
    def values(name: str, day: date | None) -> str:
        term = f'"{day}"^^<http://www.w3.org/2001/XMLSchema#date>' if day else "UNDEF"
        return f"VALUES ?{name} {{ {term} }} "

    head = (
        values("after", after)
        + values("before", before)
        + values("on", on)
        + values("earliest", bounds.earliest)
        + values("latest", bounds.latest)
    )
    found = Store().query(f"SELECT ?certain WHERE {{ {head}\n{SNIPPET} }}")
    assert isinstance(found, QuerySolutions)
    rows = list(found)
    if not rows:
        return None
    return "certain" if rows[0]["certain"].value == "true" else "possible"


@pytest.mark.parametrize("bounds", BOUNDS, ids=lambda b: b.edtf)
def test_python_and_sparql_agree(bounds: DateBounds) -> None:
    for after, before, on in WINDOWS:
        expected = in_sparql(bounds, after, before, on)
        assert match(bounds, after=after, before=before, on=on) == expected, (after, before, on)
