"""Reads the index: which statements match, in the order of `statements-of-state`.

Owns the SQL and nothing of what a reader's words mean: it takes terms that are checked
already, and says None wherever SPARQL must be asked instead.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from graph_service.store.index import FORMAT, NAME, WAIT_SECONDS
from graph_service.store.projection import ACCORDING_TO, ACTOR, COUNTRY, SUBJECT, unsure_letters

MOST_VALUES: Final = 2000
"""Values of all parameters together; a longer list is SPARQL's."""

PAUSE: Final = 0.005
"""Seconds between two looks at an index that is coming."""
STEPS: Final = 100_000
"""Of SQLite's machine, between two looks at the clock."""

Given = Mapping[str, Sequence[str]]
"""Parameter of the named query -> IRIs or literal values, any of which is meant."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One statement: IRIs, and whether its date is surely within the asked bounds."""

    statement: str
    speaker: str
    publisher: str
    article: str
    certain: bool


@runtime_checkable
class Indexed(Protocol):
    """A view that may have an index of the snapshot that it reads."""

    def lookup(
        self, given: Given, limit: int | None = None, start: int = 0
    ) -> list[Hit] | None: ...


def look_up(
    home: Path,
    newest: Callable[[], str],
    given: Given,
    limit: int | None,
    start: int,
    *,
    seconds: float = 5.0,
) -> list[Hit] | None:
    """Hits `start` to `start + limit`; None where there is no index of just the newest
    snapshot, where it holds something irregular, where it does not know a parameter, or
    where it takes longer than `seconds`. Waits a moment for an index that is being
    brought up to the snapshot.
    """
    where = _conditions(given)
    if where is None:
        return None
    conditions, values = where
    ordered = "latest DESC, iri" if _true(given, "by_date") else "depth, latest DESC, iri"
    # All text here is ours; what a user gave is in `values`.
    sql = (
        "SELECT s.iri, speaker.iri, publisher.iri, article.iri, earliest, latest"  # noqa: S608
        f" FROM (SELECT * FROM statement s WHERE {' AND '.join(conditions) or '1'}"
        f" ORDER BY {ordered} LIMIT ? OFFSET ?) s"
        " JOIN term speaker ON speaker.id = s.speaker"
        " JOIN term publisher ON publisher.id = s.publisher"
        f" JOIN term article ON article.id = s.article ORDER BY {ordered.replace(' iri', ' s.iri')}"
    )
    values += [-1 if limit is None else limit, start]
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            with closing(_opened(home, until)) as base:
                base.execute("BEGIN")  # all that follows is of one state
                state = _state(base, newest(), text="text" in given)
                if state is _State.USABLE:
                    return [_hit(given, row) for row in base.execute(sql, values)]
                if state is _State.USELESS:
                    return None
            time.sleep(PAUSE)
    except (sqlite3.Error, OSError):
        pass
    return None


class _State(Enum):
    USABLE = auto()
    COMING = auto()
    """It will be usable in a moment."""
    USELESS = auto()


def _hit(given: Given, row: tuple[str, str, str, str, str | None, str | None]) -> Hit:
    statement, speaker, publisher, article, earliest, latest = row
    return Hit(statement, speaker, publisher, article, _certain(given, earliest, latest))


def _opened(home: Path, until: float) -> sqlite3.Connection:
    path = (home / NAME).absolute()
    base = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    base.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    return base


def _state(base: sqlite3.Connection, snapshot: str, *, text: bool) -> _State:
    facts = dict(base.execute("SELECT name, value FROM fact"))
    if not snapshot or facts.get("format") != FORMAT:
        return _State.USELESS
    if facts.get("snapshot") != snapshot:
        coming, _, since = facts.get("coming", "").partition(" ")
        expected = coming == snapshot and time.monotonic() < float(since) + WAIT_SECONDS
        return _State.COMING if expected else _State.USELESS
    irregular, odd_words = base.execute(
        "SELECT MAX(irregular), MAX(odd_words) FROM graph WHERE irregular OR odd_words"
    ).fetchone()
    return _State.USELESS if irregular or (text and odd_words) else _State.USABLE


def _conditions(given: Given) -> tuple[list[str], list[str | int]] | None:
    """SQL over `s` and the values in its places; None for what only SPARQL can tell."""
    if sum(map(len, given.values())) > MOST_VALUES or not _KNOWN.issuperset(given):
        return None
    conditions: list[str] = []
    values: list[str | int] = []

    def add(condition: str, *found: str | int) -> None:
        conditions.append(condition)
        values.extend(found)

    for name in _COLUMNS:
        if name in given:
            add(f"s.{name} IN {_terms(given[name])}", *given[name])
    if "quote_type" in given:
        add(f"s.quote_type IN {_marks(given['quote_type'])}", *given["quote_type"])
    for name in (ACTOR, COUNTRY):
        if name in given:
            add(f"s.id IN ({_SIDE}{_terms(given[name])})", name, *given[name])
    if "according_to" in given:
        # As the query, which finds what nobody passes on by its article's own IRI.
        reporters = given["according_to"]
        terms = _terms(reporters)
        add(f"(s.article IN {terms} OR s.id IN ({_SIDE}{terms}))",
            *reporters, ACCORDING_TO, *reporters)  # fmt: skip
    if "topic" in given:
        topics = given["topic"]
        marks = _marks(topics)
        narrower = f"SELECT narrower FROM narrower WHERE broader IN {marks}"  # noqa: S608
        add(
            f"(s.article IN {_terms(topics)} OR s.id IN ({_SIDE}(SELECT id FROM term"  # noqa: S608
            f" WHERE iri IN {marks} OR iri IN ({narrower}))))",
            *topics, SUBJECT, *topics, *topics,
        )  # fmt: skip
    if "text" in given:
        if any(unsure_letters(text) or "\0" in text for text in given["text"]):
            return None
        found = [text.lower() for text in given["text"]]
        add(f"({' OR '.join(['instr(s.words, ?) > 0'] * len(found))})", *found)
    for name, condition in _DATES.items():
        for day in given.get(name, ()):
            add(condition, *[day] * condition.count("?"))
    for most in given.get("max_depth", ()):
        add("s.depth <= ?", int(most))
    if not _true(given, "attitude"):
        add("NOT s.attitude")
    if not _true(given, "rejected"):
        add("s.iri NOT IN (SELECT iri FROM rejected)")
    return conditions, values


_COLUMNS: Final = ("speaker", "publisher", "article", "act")
_SIDE: Final = "SELECT statement FROM side WHERE kind = ? AND value IN "
_DATES: Final = {
    "after": "(s.latest IS NULL OR s.latest > ?)",
    "before": "(s.earliest IS NULL OR s.earliest < ?)",
    "on": "(s.earliest IS NULL OR s.earliest <= ?) AND (s.latest IS NULL OR s.latest >= ?)",
}
_KNOWN: Final = frozenset(
    {
        *_COLUMNS,
        *_DATES,
        ACTOR,
        COUNTRY,
        "quote_type",
        "according_to",
        "topic",
        "text",
        "max_depth",
        "attitude",
        "rejected",
        "by_date",
    }
)


def _marks(values: Sequence[str]) -> str:
    return f"({', '.join('?' * len(values))})"


def _terms(values: Sequence[str]) -> str:
    return f"(SELECT id FROM term WHERE iri IN {_marks(values)})"  # noqa: S608


def _true(given: Given, name: str) -> bool:
    return "true" in given.get(name, ())


def _certain(given: Given, earliest: str | None, latest: str | None) -> bool:
    """As the query's ?certain: an open bound leaves every condition on it open."""
    after, before, on = (next(iter(given.get(n, ())), None) for n in ("after", "before", "on"))
    return (
        (after is None or (earliest is not None and earliest > after))
        and (before is None or (latest is not None and latest < before))
        and (on is None or earliest == on == latest)
    )
