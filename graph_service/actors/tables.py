"""A user's table of actors (CSV or JSON) as triples in the registry's own form.

One row is an actor, with at most one term of office; further terms of the same actor are
further rows of the same `id`, or of the same `name` where no `id` is given. Owns the
columns and what a cell may hold. Every fault is collected, none is guessed away.
"""

from __future__ import annotations

import calendar
import csv
import difflib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.actors.names import slug
from graph_service.actors.registry import Registry
from graph_service.errors import InputError
from graph_service.model import digest
from graph_service.rdf.namespaces import CQ, DCT, SKOS, TYPE, WD, XSD

COLUMNS: dict[str, str] = {
    "kind": "person, state, organisation or outlet",
    "name": "the name by which it is shown",
    "id": "a Wikidata id such as Q148, or an id such as actor-x-jane-roe; else made from the name",
    "names": "further names, separated by |",
    "abbreviations": "abbreviations, separated by |",
    "metonyms": "places and buildings that stand for it, separated by |",
    "demonyms": "of a state: words for its people, separated by |",
    "code": "of a state: its ISO 3166 alpha-2 code, or one of your own",
    "country": "the state it belongs to: ISO 3166 alpha-2 code, or id",
    "type": "of an organisation: foreign_ministry, presidency, news_agency ...",
    "post": "of a term of office: the name of the office",
    "role": "of a term: head_of_state, foreign_minister, spokesperson ...",
    "serves": "of a term: the state served, as in country",
    "body": "of a term: the id of the organisation it is held in",
    "from": "of a term: first day, YYYY-MM-DD (or YYYY-MM, YYYY); empty where unknown",
    "until": "of a term: last day; empty where unknown or still held",
    "open_as_of": "of a term: the last day on which a source still showed it",
    "source": "where the row's facts are from",
}
"""Column -> what stands in it. `kind`, `name` and `source` are needed in every row."""

_KINDS = {
    "person": "Person", "state": "State", "organisation": "Organisation",
    "organization": "Organisation", "outlet": "Outlet",
}  # fmt: skip
_LISTS = {
    "names": SKOS["altLabel"],
    "abbreviations": CQ["abbreviation"],
    "metonyms": CQ["metonym"],
    "demonyms": CQ["demonym"],
}
_TERM = ("post", "role", "serves", "body", "from", "until", "open_as_of")
_BASE = "https://communique.example/id/"
"""Of the files; the store writes its own base instead (`store.managed`)."""
_ID = re.compile(r"Q[1-9][0-9]*|actor-[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row."""

    place: str
    """`line 3`, or `entry 3` of a JSON list; both count from 1."""
    field: str | None
    message: str


@dataclass(slots=True)
class Rows:
    """What a table says, and what is wrong with it."""

    triples: list[Triple] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """Id of an actor or tenure -> the first row that describes it."""
    faults: list[Fault] = field(default_factory=list)


_Cells = dict[str, list[str]]


def read_table(content: bytes, form: str, known: Registry, where: str) -> Rows:
    """`form` is `csv` or `json`; `known` tells which states and bodies there are.

    Raises InputError where the whole cannot be read: not UTF-8, no JSON list.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "The table is not UTF-8", where=f"{where}, byte {error.start}", do="Save it as UTF-8."
        ) from error
    rows = Rows()
    cells = list(_json(text, where, rows) if form == "json" else _csv(text, where, rows))
    made = _Table(known, rows)
    for place, row in cells:
        made.note(place, row)
    for place, row in cells:
        made.write(place, row)
    rows.triples = list(dict.fromkeys(rows.triples))
    return rows


def _csv(text: str, where: str, rows: Rows) -> Iterator[tuple[str, _Cells]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip().casefold() for name in next(reader, [])]
        if not head:
            raise InputError(
                "The table is empty", where=where, do=f"Columns: {', '.join(COLUMNS)}."
            )
        for name in head:
            _column(name, "line 1", rows)
        line = reader.line_num + 1
        for row in reader:
            place = f"line {line}"
            line = reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(head):
                rows.faults.append(
                    Fault(place, None, f"{len(row)} cells under {len(head)} columns; quote commas")
                )
            cells = zip(head, row, strict=False)
            yield (
                place,
                {
                    n: [p for part in c.split("|") if (p := part.strip())]
                    if n in _LISTS
                    else [c.strip()]
                    for n, c in cells
                    if c.strip()
                },
            )
    except csv.Error as error:
        raise InputError(
            f"Not a CSV table: {error}",
            where=f"{where}, line {reader.line_num}",
            do="Look at the quotation marks there.",
        ) from error


def _json(text: str, where: str, rows: Rows) -> Iterator[tuple[str, _Cells]]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"Not JSON: {error.msg}", where=f"{where}, line {error.lineno}, column {error.colno}"
        ) from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise InputError("Not a list of objects", where=where, do="Write [{...}, {...}].")
    for number, row in enumerate(found, 1):
        place = f"entry {number}"
        cells: _Cells = {}
        for name, value in row.items():
            if not _column(name, place, rows) or value is None:
                continue
            values = value if isinstance(value, list) and name in _LISTS else [value]
            if not all(isinstance(v, str) for v in values):
                rows.faults.append(Fault(place, name, "is no text; write it in quotation marks"))
                continue
            if kept := [v.strip() for v in values if v.strip()]:
                cells[name] = kept
        yield place, cells


def _column(name: str, place: str, rows: Rows) -> bool:
    if name in COLUMNS:
        return True
    near = difflib.get_close_matches(name, COLUMNS, n=1)
    advice = f"did you mean {near[0]}?" if near else f"columns are {', '.join(COLUMNS)}"
    rows.faults.append(Fault(place, name or "(no name)", f"is no column of this table; {advice}"))
    return False


class _Table:
    """Rows to triples; the ids and states of the whole table are known before the first."""

    def __init__(self, known: Registry, rows: Rows) -> None:
        self.known = known
        self.rows = rows
        self.kinds: dict[str, str] = {}
        self.states: dict[str, str] = {}
        self.of_name: dict[str, str] = {}
        self.named: dict[str, str] = {}

    def note(self, place: str, row: _Cells) -> None:
        kind, name = _one(row, "kind"), _one(row, "name")
        if kind is None or name is None or kind.casefold() not in _KINDS:
            return
        id_ = self._id(row, name)
        if given := _one(row, "id"):
            self.of_name[name] = f"actor-{given}" if given.startswith("Q") else given
        self.kinds[id_] = kind.casefold()
        if kind.casefold() == "state" and (code := _one(row, "code")):
            self.states[code] = id_

    def write(self, place: str, row: _Cells) -> None:
        kind, name = _one(row, "kind"), _one(row, "name")
        for needed in ("kind", "name", "source"):
            if _one(row, needed) is None:
                self._fault(place, needed, f"is empty: {COLUMNS[needed]}")
        if kind is None or name is None:
            return
        if kind.casefold() not in _KINDS:
            self._fault(place, "kind", f"{kind!r} is none of person, state, organisation, outlet")
            return
        given = _one(row, "id")
        if given and not _ID.fullmatch(given):
            self._fault(place, "id", f"{given!r} is neither Q148 nor actor-x-jane-roe in form")
            return
        id_ = self._id(row, name)
        if id_ == "actor-x-":
            self._fault(place, "id", f"is needed, since {name!r} has no Latin letters to make one")
            return
        self._actor(place, row, id_, kind.casefold(), name)
        if any(column in row for column in _TERM):
            self._tenure(place, row, id_)

    def _id(self, row: _Cells, name: str) -> str:
        given = _one(row, "id")
        if given:
            return f"actor-{given}" if given.startswith("Q") else given
        return self.of_name.get(name) or f"actor-x-{slug(name)}"

    def _actor(self, place: str, row: _Cells, id_: str, kind: str, name: str) -> None:
        self.rows.places.setdefault(id_, place)
        if self.named.setdefault(id_, name) != name:
            self._fault(place, "name", f"is {self.named[id_]!r} in an earlier row of {id_}")
            return
        node = NamedNode(_BASE + id_)
        say = self._say
        say(node, TYPE, CQ["Actor"])
        say(node, TYPE, CQ[_KINDS[kind]])
        say(node, SKOS["prefLabel"], Literal(name, language="en"))
        for column, predicate in _LISTS.items():
            for value in row.get(column, ()):
                say(node, predicate, Literal(value))
        if code := _one(row, "code"):
            if kind == "state":
                say(node, CQ["isoAlpha2"], Literal(code))
            else:
                self._fault(place, "code", "is a state's; write country for what belongs to one")
        if kind == "state":
            say(node, CQ["country"], node)
        elif country := self._state(place, row, "country"):
            say(node, CQ["country"], country)
        if (of_type := _one(row, "type")) and kind in ("organisation", "organization", "outlet"):
            say(node, CQ["orgType"], Literal(of_type))
        elif of_type:
            self._fault(place, "type", f"is an organisation's, and this is a {kind}")
        if id_.startswith("actor-Q"):
            say(node, SKOS["exactMatch"], WD[id_.removeprefix("actor-")])
        if source := _one(row, "source"):
            say(node, DCT["source"], Literal(source))

    def _tenure(self, place: str, row: _Cells, holder: str) -> None:
        post, role = _one(row, "post"), _one(row, "role")
        for column, value in (("post", post), ("role", role)):
            if value is None:
                self._fault(place, column, f"is empty: {COLUMNS[column]}")
        if post is None or role is None:
            return
        days = {c: self._day(place, row, c) for c in ("from", "until", "open_as_of")}
        start = days["from"]
        for column in ("until", "open_as_of"):
            last = days[column]
            if start and last and last < start:
                self._fault(place, column, f"{last} is before the term begins, {start}")
                return
        served = self._state(place, row, "serves")
        made = digest(holder, role, post, served.value if served else "", str(start or ""))
        node = NamedNode(f"{_BASE}tenure-{made}")
        self.rows.places.setdefault(f"tenure-{made}", place)
        say = self._say
        say(node, TYPE, CQ["Tenure"])
        say(node, CQ["holder"], NamedNode(_BASE + holder))
        say(node, CQ["postLabel"], Literal(post))
        say(node, CQ["role"], Literal(role))
        if served:
            say(node, CQ["country"], served)
        if body := _one(row, "body"):
            id_ = f"actor-{body}" if body.startswith("Q") else body
            if id_ in self.kinds or self.known.actor(id_):
                say(node, CQ["body"], NamedNode(_BASE + id_))
            else:
                self._fault(place, "body", f"no actor has the id {body!r}; add it as a row")
        for column, name in (("from", "from"), ("until", "until"), ("open_as_of", "openAsOf")):
            if day := days[column]:
                say(node, CQ[name], Literal(day.isoformat(), datatype=XSD["date"]))
        if source := _one(row, "source"):
            say(node, DCT["source"], Literal(source))

    def _state(self, place: str, row: _Cells, column: str) -> NamedNode | None:
        code = _one(row, column)
        if code is None:
            return None
        found = self.states.get(code) or (code if self.kinds.get(code) == "state" else None)
        if found is None and (state := self.known.state(code)):
            found = state.id
        if found is None:
            self._fault(
                place, column, f"no state has the code {code!r}; add it as a row of kind state"
            )
            return None
        return NamedNode(_BASE + found)

    def _day(self, place: str, row: _Cells, column: str) -> date | None:
        """A full date; of a year or month the first day, for ends the last."""
        text = _one(row, column)
        if text is None:
            return None
        match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
        try:
            if match:
                year, month, day = (int(part) if part else None for part in match.groups())
                last = column != "from"
                month = month or (12 if last else 1)
                day = day or (calendar.monthrange(int(year or 0), month)[1] if last else 1)
                return date(int(year or 0), month, day)
        except (ValueError, calendar.IllegalMonthError):
            pass  # told below
        self._fault(place, column, f"{text!r} is no date; write YYYY-MM-DD")
        return None

    def _say(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.rows.triples.append(Triple(subject, predicate, value))

    def _fault(self, place: str, column: str, message: str) -> None:
        self.rows.faults.append(Fault(place, column, message))


def _one(row: _Cells, column: str) -> str | None:
    return row[column][0] if row.get(column) else None
