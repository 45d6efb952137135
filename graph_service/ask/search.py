"""An interpretation to the named query's parameters, and the statements it finds.

Owns which actors count as speaker and as reporter, and the conditions that the
query cannot express and that are checked on whole statements. How a question
was understood is `question`'s, what is told of the result `answer`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from graph_service.actors.registry import Registry
from graph_service.ask.names import Named
from graph_service.ask.question import Interpretation
from graph_service.model import Actor, Span, Statement
from graph_service.query.catalogue import NamedQuery
from graph_service.query.curation import same_as
from graph_service.query.listing import list_statements
from graph_service.query.parameters import bind
from graph_service.query.statements import StatementRecord, read_records
from graph_service.rdf.iris import Iris
from graph_service.store.base import View

MOST_READ = 5000
"""Statements that are read whole at most, where a condition needs that."""

Test = Callable[[Statement], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the query: enough to count and to choose what to read."""

    statement: str
    speaker: str
    publisher: str
    article: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Search:
    """One interpretation against one view. `by_publisher`: the reporter is who published."""

    read: Interpretation
    view: View
    registry: Registry
    query: NamedQuery
    iris: Iris
    exact: bool = False
    by_publisher: bool = False

    def values(self) -> dict[str, list[str]]:
        """Parameter -> values of the named query."""
        read = self.read
        who = "speaker" if read.speakers and all(n.exact for n in read.speakers) else "actor"
        reporters = "publisher" if self.by_publisher else "according_to"
        given = {
            who: _ids(read.speakers),
            "topic": [topic.id for topic in read.topics],
            "text": [read.text] if read.text else [],
            "act": [act.id for act in read.acts],
            reporters: [actor.id for actor in self.reporters()],
            "after": [read.when.after.isoformat()] if read.when.after else [],
            "before": [read.when.before.isoformat()] if read.when.before else [],
            "attitude": ["true"] if read.attitude else [],
        }
        return {name: values for name, values in given.items() if values}

    def sparql(self) -> str:
        """The query as it is run, and as anybody can run it again."""
        same = same_as(self.view, self.iris)
        return bind(self.query, self.values(), self.iris, same=same)

    def rows(self) -> list[Row]:
        """What the query finds and every further condition leaves, in the query's order."""
        found = self._table()
        tests = self._tests()
        if not tests or not found:
            return found
        records = self.records(found[:MOST_READ])
        kept = {r.statement.id for r in records if all(test(r.statement) for test in tests)}
        return [row for row in found if row.statement in kept]

    def records(self, rows: Iterable[Row]) -> tuple[StatementRecord, ...]:
        names = [row.statement for row in rows]
        return tuple(read_records(self.view, names, self.registry, self.iris))

    def without(self, condition: str) -> Search:
        """The same search with one condition dropped."""
        read = self.read
        fields: dict[str, dict[str, Any]] = {
            "speaker": {"speakers": ()},
            "topic": {"topics": (), "text": None},
            "date": {"when": replace(read.when, after=None, before=None)},
            "reporter": {"reporters": ()},
            "speech act": {"acts": ()},
            "actor it is about": {"about": ()},
            "addressee": {"addressees": ()},
        }
        return replace(self, read=replace(read, **fields[condition]))

    def conditions(self) -> list[str]:
        """The conditions that this search has, under the names `without` takes."""
        read = self.read
        present = {
            "topic": read.topics or read.text,
            "date": read.when.after or read.when.before,
            "reporter": read.reporters,
            "speech act": read.acts,
            "actor it is about": read.about,
            "addressee": read.addressees,
            "speaker": read.speakers,
        }
        return [name for name, value in present.items() if value]

    def reporters(self) -> tuple[Actor, ...]:
        """Everybody who counts for "according to": a body stands for its state's other bodies."""
        found: dict[str, Actor] = {}
        for named in self.read.reporters:
            for actor in named.actors:
                found[actor.id] = actor
                if not (self.exact or named.exact or self.by_publisher):
                    found |= {other.id: other for other in self._same_side(actor)}
        return tuple(found.values())

    def reports_of_others(self) -> int:
        """How many statements of others the speakers pass on, under the other conditions."""
        read = self.read
        if not read.speakers or read.reporters:
            return 0
        as_reporters = replace(read, speakers=(), reporters=read.speakers)
        own = {row.statement for row in self._table()}
        rows = replace(self, read=as_reporters).rows()
        speakers = set(_ids(read.speakers))
        return sum(row.statement not in own and row.speaker not in speakers for row in rows)

    def _table(self) -> list[Row]:
        found: dict[str, Row] = {}
        for hit in list_statements(self.view, self.query, self.values(), self.iris):
            name, speaker, publisher, article = map(
                self.iris.local, (hit.statement, hit.speaker, hit.publisher, hit.article)
            )
            found.setdefault(name, Row(name, speaker, publisher, article, hit.certain))
        return list(found.values())

    def _tests(self) -> list[Test]:
        tests: list[Test] = []
        if self.read.about:
            tests.append(self._is_about)
        if self.read.addressees:
            tests.append(self._is_said_to)
        if self.read.reporters and not self.by_publisher:
            tests.append(self._has_reporter)
        return tests

    def _is_about(self, statement: Statement) -> bool:
        wanted = set(_ids(self.read.about))
        if wanted & {actor.id for actor in (*statement.target, *statement.addressee)}:
            return True
        words = statement.words
        found = self.registry.names_in(words, Span(0, len(words)))
        return any(name.actor in wanted for _, names in found for name in names)

    def _is_said_to(self, statement: Statement) -> bool:
        return bool(set(_ids(self.read.addressees)) & {actor.id for actor in statement.addressee})

    def _has_reporter(self, statement: Statement) -> bool:
        """An official counts for the state only where he or she spoke for it on the day."""
        named = set(_ids(self.read.reporters))
        wanted = {actor.id for actor in self.reporters()}
        sides = {actor.country for n in self.read.reporters for actor in n.actors}
        if statement.account is not None and statement.account.of in wanted:
            return True
        for report in statement.according_to:
            reporter = report.reporter
            if reporter.id in named or (reporter.id in wanted and reporter.kind != "person"):
                return True
            if reporter.id in wanted:
                state = self.registry.country_on(reporter.id, report.date.latest)
                if state is None or state.country in sides:
                    return True
        return False

    def _same_side(self, actor: Actor) -> list[Actor]:
        """Its state, the bodies of that state, and its people: a state's officials, a body's."""
        if actor.kind not in {"state", "organisation"}:
            return []
        state = self.registry.state(actor.country) if actor.country else None
        bodies = self.registry.bodies_of(actor.country) if actor.country else ()
        whole = actor.kind == "state"
        people = [
            person
            for tenure in self.registry.tenures
            if (tenure.body == actor.id or (whole and tenure.country == actor.country))
            and (person := self.registry.actor(tenure.holder)) is not None
        ]
        return [*([state] if state else []), *bodies, *people]


def _ids(named: Iterable[Named]) -> list[str]:
    return list(dict.fromkeys(actor.id for n in named for actor in n.actors))
