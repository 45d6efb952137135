"""What "after", "before" and "on" mean for statements whose day may be open (model.md, Dates).

Owns that rule once, in Python and as the piece of SPARQL that every query of
queries/ with these parameters holds word for word (SPARQL has no include); a
test compares the two and the files.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from graph_service.model import DateBounds

SNIPPET: Final = """\
  # When it was said: bounds that may be open (graph_service/query/dates.py).
  BIND(COALESCE(?earliest > ?after, !BOUND(?after))
    && COALESCE(?latest < ?before, !BOUND(?before))
    && COALESCE(?earliest = ?on && ?latest = ?on, !BOUND(?on)) AS ?certain)
  FILTER(COALESCE(?latest > ?after, true) && COALESCE(?earliest < ?before, true)
    && COALESCE(?earliest <= ?on, true) && COALESCE(?latest >= ?on, true))
"""

Match = Literal["certain", "possible"]


def match(
    bounds: DateBounds,
    *,
    after: date | None = None,
    before: date | None = None,
    on: date | None = None,
) -> Match | None:
    """Whether something of these bounds lies after, before and on the days given; None: surely not.

    >>> spring = DateBounds(date(2022, 3, 1), date(2022, 5, 31), "stated")
    >>> match(spring, after=date(2022, 2, 24)), match(spring, after=date(2022, 4, 1))
    ('certain', 'possible')
    >>> match(spring, before=date(2022, 3, 1)) is None
    True
    """
    first, last = bounds.earliest, bounds.latest
    if (after and last and last <= after) or (before and first and first >= before):
        return None
    if on and ((first and first > on) or (last and last < on)):
        return None
    certain = (
        (after is None or (first is not None and first > after))
        and (before is None or (last is not None and last < before))
        and (on is None or first == last == on)
    )
    return "certain" if certain else "possible"
