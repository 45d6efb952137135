"""A question answered: how it was understood, the statements, and how far they carry.

Owns the Answer and its JSON (contract.md, `ask`). Every statement comes with
its article and chain; what matches only if an open date falls right stands
apart; where nothing matches, the answer says which condition is in the way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from graph_service.actors.registry import Registry
from graph_service.ask.explain import interpretation_lines, interpretation_to_json, reporter_line
from graph_service.ask.names import Named
from graph_service.ask.question import Interpretation, parse
from graph_service.ask.search import MOST_READ, Row, Search
from graph_service.model import UNKNOWN_PUBLISHER_ID, Actor
from graph_service.query.actors import find_actor
from graph_service.query.catalogue import NamedQuery, load_catalogue, named
from graph_service.query.links import origins
from graph_service.query.listing import QUERY
from graph_service.query.statements import StatementRecord, record_to_json
from graph_service.query.table import Table
from graph_service.rdf.iris import Iris
from graph_service.rdf.schemes import acts, topics
from graph_service.rdf.terms import text
from graph_service.settings import Settings
from graph_service.store.base import View

_NEWEST = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT (MAX(?published) AS ?newest) WHERE {
  GRAPH ?graph { ?article a cq:Article ; cq:published ?published }
}
"""

_CALLED = """\
PREFIX cq: <https://w3id.org/communique/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?actor WHERE {
  VALUES ?called { UNDEF }
  GRAPH ?graph { ?article a cq:Article . ?actor a cq:Actor ; skos:prefLabel ?label }
  BIND(LCASE(STR(?label)) AS ?name)
  FILTER(?name = ?called || STRENDS(?name, CONCAT(" ", ?called)))
} ORDER BY ?actor LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What there would be with one condition dropped."""

    without: str
    statements: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Statements first-hand before second-hand, then newest first.

    `statements` lie surely within the dates asked for, `possible` may. Both are
    cut at the page size of the settings; `found` and `found_possible` are not.
    """

    question: str
    interpretation: Interpretation
    interpretation_lines: tuple[str, ...]
    sparql: str
    statements: tuple[StatementRecord, ...]
    possible: tuple[StatementRecord, ...]
    found: int
    found_possible: int
    reports_of_others: int
    """Statements of others that the speaker asked for passes on."""
    independent_publishers: int
    """Different known publishers behind everything found; a wire copy counts for its original."""
    near_misses: tuple[NearMiss, ...]
    snapshot: str

    @property
    def not_understood(self) -> tuple[str, ...]:
        """Words of the question that were used for nothing."""
        return self.interpretation.not_understood

    @property
    def near_miss_lines(self) -> tuple[str, ...]:
        """One sentence a near miss."""
        return tuple(
            f"Without the {miss.without}: {miss.statements} "
            f"statement{'' if miss.statements == 1 else 's'}."
            for miss in self.near_misses
        )


def ask(
    question: str,
    view: View,
    registry: Registry,
    settings: Settings,
    *,
    exact: bool = False,
    today: date | None = None,
) -> Answer:
    """The answer to a question in English; rules, no model, no network.

    `exact` narrows "according to X" to X alone. `today` (default: the clock's)
    is the last day that can be asked about. Raises NotAQuestion, UnknownName,
    BadValue, and what the view raises.
    """
    iris = Iris(settings.base_iri)
    newest = newest_article(view)

    def look_up(written: str) -> tuple[Actor, ...]:
        return _strangers(written, view, registry, iris)

    read = parse(
        question,
        registry,
        topics(settings.resources),
        acts(settings.resources),
        reference=newest,
        today=today or date.today(),
        look_up=look_up,
    )
    search = Search(_even(read), view, registry, _query(settings.resources), iris, exact)
    rows = search.rows()
    if not rows and read.reporters:
        published = replace(search, by_publisher=True)
        if found := published.rows():
            search, rows = published, found
    return _answer(search, rows, newest, settings.page_size)


def newest_article(view: View) -> date | None:
    """The latest publication date in the store: what a date without a year counts back from."""
    rows = Table.from_json(view.query(_NEWEST, accept="json").body).dicts()
    newest = rows[0].get("newest") if rows else None
    return date.fromisoformat(newest) if newest else None


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The object of contract.md's `ask` row; statements as REST shows them."""
    return {
        "question": answer.question,
        "interpretation": interpretation_to_json(
            answer.interpretation, answer.interpretation_lines
        ),
        "sparql": answer.sparql,
        "statements": [record_to_json(record) for record in answer.statements],
        "possible": [record_to_json(record) for record in answer.possible],
        "found": {"statements": answer.found, "possible": answer.found_possible},
        "reports_of_others": answer.reports_of_others,
        "independent_publishers": answer.independent_publishers,
        "not_understood": list(answer.not_understood),
        "near_misses": [
            {"without": miss.without, "statements": miss.statements} for miss in answer.near_misses
        ],
        "snapshot": answer.snapshot,
    }


def _answer(search: Search, rows: list[Row], newest: date | None, most: int) -> Answer:
    read = search.read
    certain = [row for row in rows if row.certain]
    possible = [row for row in rows if not row.certain]
    lines = interpretation_lines(
        read, reporters=search.reporters(), reference=newest, exact=search.exact
    )
    if search.by_publisher:
        lines += ("Nobody of that name passes it on; taken as the publisher instead.",)
    if len(certain) > most or len(possible) > most:
        lines += (f"The first {most} of {max(len(certain), len(possible))} are shown.",)
    statements, uncertain = search.records(certain[:most]), search.records(possible[:most])
    if read.reporters and not search.by_publisher:
        wanted = frozenset(actor.id for actor in search.reporters())
        matched = reporter_line((r.statement for r in (*statements, *uncertain)), wanted)
        lines += (matched,) if matched else ()
    first = origins(search.view, [row.article for row in rows[:MOST_READ]], search.iris)
    publishers = {first.get(row.article, row.publisher) for row in rows} - {UNKNOWN_PUBLISHER_ID}
    return Answer(
        question=read.question,
        interpretation=read,
        interpretation_lines=lines,
        sparql=search.sparql(),
        statements=statements,
        possible=uncertain,
        found=len(certain),
        found_possible=len(possible),
        reports_of_others=search.reports_of_others(),
        independent_publishers=len(publishers),
        near_misses=() if rows else _near_misses(search),
        snapshot=search.view.snapshot,
    )


def _near_misses(search: Search) -> tuple[NearMiss, ...]:
    """What each condition alone keeps out; where none does, what is left of the speaker alone."""
    conditions = search.conditions()
    if len(conditions) < 2:
        return ()
    counts = [NearMiss(name, len(search.without(name).rows())) for name in conditions]
    found = tuple(miss for miss in counts if miss.statements)
    if found or "speaker" not in conditions or len(conditions) < 3:
        return found
    others = [name for name in conditions if name != "speaker"]
    alone = search
    for name in others:
        alone = alone.without(name)
    count = len(alone.rows())
    return (NearMiss(" and the ".join(others), count),) if count else ()


def _even(read: Interpretation) -> Interpretation:
    """One query asks for speakers alone or with their side, not for one so and one so."""
    if all(n.exact for n in read.speakers):
        return read
    return replace(read, speakers=tuple(_with_side(n) for n in read.speakers))


def _with_side(name: Named) -> Named:
    return replace(name, exact=False)


@cache
def _query(overlay: Path | None) -> NamedQuery:
    """Read once a process: the files are checked as they are read."""
    return named(load_catalogue(overlay), QUERY)


def _strangers(written: str, view: View, registry: Registry, iris: Iris) -> tuple[Actor, ...]:
    """Actors that only articles name: of this name, or with it as the name's last words."""
    sparql = _CALLED.replace("UNDEF", str(text(written.lower())))
    found: list[Actor] = []
    for row in Table.from_json(view.query(sparql, accept="json").body).dicts():
        found.append(find_actor(view, registry, iris, iris.local(row["actor"])))
    return tuple(found)
