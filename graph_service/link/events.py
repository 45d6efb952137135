"""One event in several articles: the same kind, the same parties, the same day.

Owns nothing but this test. Nearly the same (another day, one party more) is left apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph_service.link.facts import EventFacts
from graph_service.link.links import Link
from graph_service.link.wording import One


def event_links(events: Iterable[EventFacts], one: One) -> Iterator[Link]:
    """From each article's event to the one that was published first."""
    same: defaultdict[tuple[object, ...], list[EventFacts]] = defaultdict(list)
    for event in events:
        if event.parties and event.earliest and event.earliest == event.latest:
            parties = tuple(sorted({one(party) for party in event.parties}))
            same[event.kind, parties, event.earliest].append(event)
    for key in sorted(same, key=str):
        first, *others = sorted(same[key], key=lambda e: (e.published or "9999", e.article, e.id))
        for other in others:
            if other.article != first.article:
                sure = first.confidence * other.confidence
                yield Link("same-event", other.id, first.id, sure, "rule:same-kind-parties-day")
