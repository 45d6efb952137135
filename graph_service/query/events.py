"""Events with their accounts: who said what by whose account, side by side.

Owns the look-up over the events that `link` ties together, and the lining up of accounts
by speaker and topic. An account is a statement's own (a readout, a communique), else the
press report of whoever published it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from graph_service.errors import UnknownName
from graph_service.model import Actor
from graph_service.query.actors import Directory, find_actor
from graph_service.query.curation import rejections
from graph_service.query.statements import StatementRecord, read_records, record_to_json
from graph_service.query.table import Table
from graph_service.rdf.iris import Iris
from graph_service.store.base import View

_LIST: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT ?event ?kind ?day (COUNT(DISTINCT ?other) AS ?others)
       (GROUP_CONCAT(DISTINCT STR(?party); SEPARATOR=" ") AS ?parties)
WHERE {{
  GRAPH ?graph {{ ?event a cq:Event ; cq:eventKind ?kind ; cq:dateEdtf ?day }}
  FILTER(!EXISTS {{ GRAPH {links} {{ ?link cq:linkKind "same-event" ; cq:later ?event }} }})
  OPTIONAL {{ GRAPH {links} {{ ?other cq:sameEvent ?event }} }}
  OPTIONAL {{ GRAPH ?graph {{ ?event cq:party ?party }} }}
}}
GROUP BY ?event ?kind ?day
ORDER BY DESC(?others) DESC(?day) ?event
LIMIT {limit} OFFSET {start}
"""

_ONE: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT ?event ?kind ?day ?party {{
  {{ BIND({node} AS ?event) }} UNION {{ GRAPH {links} {{ {node} cq:sameEvent+ ?event }} }}
  GRAPH ?graph {{
    ?event a cq:Event ; cq:eventKind ?kind ; cq:dateEdtf ?day .
    OPTIONAL {{ ?event cq:party ?party }}
  }}
}} ORDER BY ?event ?party
"""

_SAID: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT DISTINCT ?statement {{
  VALUES ?event {{ {listed} }}
  GRAPH ?graph {{
    ?statement cq:event ?event ; cq:article ?article ; cq:start ?start ; cq:attitude false .
  }}
}} ORDER BY ?article ?start ?statement LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class AccountOf:
    """One side's version: whose, of what kind, and its statements in text order."""

    side: Actor | None
    kind: str
    records: tuple[StatementRecord, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """What one speaker said on one topic, a cell for each account; some are empty."""

    speaker: Actor
    topic: str | None
    cells: tuple[tuple[StatementRecord, ...], ...]


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event as all articles together tell of it."""

    id: str
    kind: str
    day: str
    parties: tuple[Actor, ...]
    told_in: tuple[str, ...]
    """Ids of the articles' own events, this one among them."""
    accounts: tuple[AccountOf, ...] = ()

    def aligned(self) -> tuple[Aligned, ...]:
        """Speakers in the order of the accounts; topics that several accounts share first."""
        rows: dict[tuple[str, str | None], Aligned] = {}
        for number, account in enumerate(self.accounts):
            for record in account.records:
                speaker, topic = record.statement.speaker.actor, _topic(record, self.accounts)
                key = speaker.id, topic
                row = rows.get(key) or Aligned(speaker, topic, ((),) * len(self.accounts))
                cells = list(row.cells)
                cells[number] = (*cells[number], record)
                rows[key] = Aligned(speaker, topic, tuple(cells))
        order = list(dict.fromkeys(speaker for speaker, _ in rows))
        return tuple(
            sorted(rows.values(), key=lambda r: (order.index(r.speaker.id), r.topic is None))
        )


def list_events(
    view: View, directory: Directory, iris: Iris, limit: int, start: int = 0
) -> list[dict[str, Any]]:
    """Events, each once however many articles tell of it; those of most articles first."""
    text = _LIST.format(links=iris.graph("links"), limit=limit, start=start)
    rows = Table.from_json(view.query(text, accept="json").body).dicts()
    return [
        {
            "id": iris.local(row["event"]),
            "kind": row["kind"],
            "date": row["day"],
            "parties": [
                _actor(find_actor(view, directory, iris, iris.local(party)))
                for party in sorted(str(row.get("parties", "")).split())
            ],
            "articles": int(row["others"]) + 1,
        }
        for row in rows
    ]


def read_event(view: View, name: str, directory: Directory, iris: Iris) -> EventRecord:
    """One event with its accounts; raises UnknownName where there is none of that id."""
    node = iris.node(name)
    text = _ONE.format(node=node, links=iris.graph("links"))
    rows = Table.from_json(view.query(text, accept="json").body).dicts()
    if not rows:
        raise UnknownName(f"There is no event {name}", do="List them at /api/v1/events.")
    events = list(dict.fromkeys(row["event"] for row in rows))
    own = [row for row in rows if row["event"] == node.value] or rows
    parties = dict.fromkeys(row["party"] for row in own if "party" in row)
    said = _SAID.format(listed=" ".join(f"<{event}>" for event in events))
    table = Table.from_json(view.query(said, accept="json").body)
    names = [iris.local(row["statement"]) for row in table.dicts()]
    out = rejections(view, names, iris)
    records = read_records(view, [n for n in names if n not in out], directory, iris)
    return EventRecord(
        id=name,
        kind=own[0]["kind"],
        day=own[0]["day"],
        parties=tuple(find_actor(view, directory, iris, iris.local(p)) for p in parties),
        told_in=tuple(iris.local(event) for event in events),
        accounts=_accounts(records, view, directory, iris),
    )


def event_to_json(event: EventRecord) -> dict[str, Any]:
    """Accounts with whole statements, and their ids lined up by speaker and topic."""
    return {
        "id": event.id,
        "kind": event.kind,
        "date": event.day,
        "parties": [_actor(party) for party in event.parties],
        "told_in": list(event.told_in),
        "accounts": [
            {
                "of": _actor(account.side) if account.side else None,
                "kind": account.kind,
                "articles": sorted({record.article for record in account.records}),
                "statements": [record_to_json(record) for record in account.records],
            }
            for account in event.accounts
        ],
        "aligned": [
            {
                "speaker": _actor(row.speaker),
                "topic": row.topic,
                "accounts": [[r.statement.id for r in cell] for cell in row.cells],
            }
            for row in event.aligned()
        ],
        "links": {"self": f"/api/v1/events/{event.id}", "page": f"/id/{event.id}"},
    }


def _accounts(
    records: Iterable[StatementRecord], view: View, directory: Directory, iris: Iris
) -> tuple[AccountOf, ...]:
    grouped: dict[tuple[str, str], list[StatementRecord]] = {}
    sides: dict[str, Actor | None] = {"": None}
    for record in records:
        account = record.statement.account
        if account is not None:
            side, kind = account.of, str(account.kind)
            sides[side] = sides.get(side) or find_actor(view, directory, iris, side)
        else:
            side, kind = (record.publisher.id if record.publisher else ""), "press report"
            sides[side] = record.publisher
        grouped.setdefault((side, kind), []).append(record)
    order = sorted(grouped, key=lambda key: (key[1] == "press report", key))
    return tuple(AccountOf(sides[s], kind, tuple(grouped[s, kind])) for s, kind in order)


def _topic(record: StatementRecord, accounts: Iterable[AccountOf]) -> str | None:
    """The topic under which it is lined up: the one that most statements share, by name."""
    count: dict[str, int] = {}
    for account in accounts:
        for other in account.records:
            for topic in other.statement.topics:
                count[topic] = count.get(topic, 0) + 1
    return min(record.statement.topics, key=lambda t: (-count[t], t), default=None)


def _actor(actor: Actor) -> dict[str, Any]:
    return {"id": actor.id, "name": actor.name, "country": actor.country}
