"""Reads registry files (Turtle) into actors, their names and tenures.

Owns the reading and its errors. The terms are those of ontology/diplomacy.ttl;
only the last part of an actor's or tenure's IRI counts, so a file may use any
base. A later file adds names to an actor, replaces its preferred label, and
replaces a tenure of the same id as a whole.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, cast

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from graph_service.errors import BadValue
from graph_service.model import Actor, ActorKind, Tenure
from graph_service.rdf.namespaces import CQ, DCT, SKOS

NameKind = Literal["name", "alias", "surname", "metonym", "demonym", "abbreviation"]

_KINDS: dict[str, ActorKind] = {
    CQ["Person"].value: "person",
    CQ["State"].value: "state",
    CQ["Organisation"].value: "organisation",
    CQ["Outlet"].value: "outlet",
    CQ["UnnamedActor"].value: "unnamed",
}
_TENURE = CQ["Tenure"].value
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = SKOS["prefLabel"].value
_FORMS: dict[str, NameKind] = {
    _LABEL: "name",
    SKOS["altLabel"].value: "alias",
    CQ["abbreviation"].value: "abbreviation",
    CQ["metonym"].value: "metonym",
    CQ["demonym"].value: "demonym",
}
_COUNTRY, _ORG_TYPE = CQ["country"].value, CQ["orgType"].value
_ALPHA2, _ALPHA3 = CQ["isoAlpha2"].value, CQ["isoAlpha3"].value
_SOURCE = DCT["source"].value
_ADVICE = "Correct the file; ontology/actors/people.ttl shows the form."

Values = dict[str, list[str]]
"""Predicate IRI -> last parts of IRIs, or literal values, in the file's order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor as a registry file describes it."""

    actor: Actor
    forms: tuple[tuple[str, NameKind], ...]
    alpha3: str | None
    org_type: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Contents:
    """What all files together say."""

    entries: dict[str, Entry] = field(default_factory=dict)
    tenures: dict[str, Tenure] = field(default_factory=dict)


def read_registry(files: Iterable[Path]) -> Contents:
    """Reads the files in order; raises BadValue with file, line and column, or the tenure."""
    subjects: dict[str, Values] = {}
    origin: dict[str, str] = {}
    for path in files:
        for subject, values in _read(path).items():
            known = subjects.get(subject)
            if known is None or _TENURE in values.get(_TYPE, ()):
                subjects[subject] = values
            else:
                _merge(known, values)
            origin[subject] = path.name
    contents = Contents()
    country_of = {
        subject: values[_ALPHA2][0] if _ALPHA2 in values else subject
        for subject, values in subjects.items()
    }
    for subject, values in subjects.items():
        types = values.get(_TYPE, [])
        if _TENURE in types:
            contents.tenures[subject] = _tenure(subject, values, country_of, origin[subject])
        elif kind := next((_KINDS[t] for t in types if t in _KINDS), None):
            contents.entries[subject] = _entry(subject, kind, values, country_of, origin[subject])
    for tenure in contents.tenures.values():
        for who in filter(None, (tenure.holder, tenure.body)):
            if who not in contents.entries:
                raise BadValue(
                    f"The tenure {tenure.id} names {who}, which no registry file describes",
                    where=origin[tenure.id],
                    do="Add that actor, or correct its IRI.",
                )
    return contents


def _read(path: Path) -> dict[str, Values]:
    subjects: dict[str, Values] = {}
    try:
        with path.open("rb") as source:
            for triple in pyoxigraph.parse(source, format=RdfFormat.TURTLE):
                subject, value = triple.subject, triple.object
                if not isinstance(subject, NamedNode):
                    raise BadValue(
                        "An actor or tenure without an IRI (a blank node)",
                        where=path.name,
                        do="Give it one, such as <https://communique.example/id/actor-x-jane-roe>.",
                    )
                predicate = triple.predicate.value
                if isinstance(value, NamedNode) and predicate != _TYPE:
                    text = _last(value.value)
                else:
                    text = cast(str, value.value)
                subjects.setdefault(_last(subject.value), {}).setdefault(predicate, []).append(text)
    except SyntaxError as error:
        raise BadValue(
            f"Not a Turtle file: {error.msg}",
            where=f"{path.name}, line {error.lineno}, column {error.offset}",
            do=_ADVICE,
        ) from error
    except OSError as error:
        raise BadValue(
            f"The registry file cannot be read: {error.strerror}",
            where=str(path),
            do="Check its name, and that you may read it.",
        ) from error
    return subjects


def _last(iri: str) -> str:
    return iri[iri.rfind("/") + 1 :]


def _merge(known: Values, values: Values) -> None:
    for predicate, new in values.items():
        if predicate == _LABEL:
            known[predicate] = new
        else:
            old = known.setdefault(predicate, [])
            old.extend(v for v in new if v not in old)


def _entry(
    subject: str, kind: ActorKind, values: Values, country_of: dict[str, str], file: str
) -> Entry:
    labels = values.get(_LABEL)
    if not labels:
        raise BadValue(f"{subject} has no skos:prefLabel", where=file, do=_ADVICE)
    country = values.get(_COUNTRY)
    code = country_of.get(country[0]) if country else None
    if country and code is None:
        raise BadValue(
            f"{subject} belongs to {country[0]}, which no registry file describes",
            where=file,
            do="Add that state, or correct its IRI.",
        )
    if kind == "state":
        code = country_of[subject]
    return Entry(
        Actor(subject, labels[0], kind, code),
        tuple((text, name) for p, name in _FORMS.items() for text in values.get(p, ())),
        _one(values, _ALPHA3),
        _one(values, _ORG_TYPE),
        _one(values, _SOURCE),
    )


def _one(values: Values, predicate: str) -> str | None:
    found = values.get(predicate)
    return found[0] if found else None


_PART = {
    name: CQ[name].value
    for name in ("holder", "postLabel", "role", "body", "from", "until", "openAsOf", "inferredEnd")
}


def _tenure(subject: str, values: Values, country_of: dict[str, str], file: str) -> Tenure:
    part = {name: values[iri][0] for name, iri in _PART.items() if iri in values}
    for needed in ("holder", "postLabel", "role"):
        if needed not in part:
            raise BadValue(f"The tenure {subject} has no cq:{needed}", where=file, do=_ADVICE)
    country = _one(values, _COUNTRY)
    if country and country not in country_of:
        raise BadValue(
            f"The tenure {subject} serves {country}, which no registry file describes",
            where=file,
            do="Add that state, or correct its IRI.",
        )
    days = {
        name: _day(part[name], name, subject, file) if name in part else None
        for name in ("from", "until", "openAsOf")
    }
    start, end = days["from"], days["until"]
    for name in ("until", "openAsOf"):
        last = days[name]
        if start and last and last < start:
            raise BadValue(
                f"The tenure {subject} ends before it starts: from {start}, {name} {last}",
                where=file,
                do="Correct one of the two dates.",
            )
    return Tenure(
        id=subject,
        holder=part["holder"],
        post=part["postLabel"],
        role=part["role"],
        country=country_of[country] if country else None,
        body=part.get("body"),
        start=start,
        end=end,
        open_as_of=days["openAsOf"],
        source=_one(values, _SOURCE) or "",
        inferred_end=part.get("inferredEnd") == "true",
    )


def _day(text: str, name: str, subject: str, file: str) -> date:
    """A full date; of a year or month the first day, for the end of a term the last."""
    try:
        numbers = [int(n) for n in text.split("-")]
        if len(numbers) == 3:
            return date.fromisoformat(text)
        year, month = (numbers[0], numbers[1]) if len(numbers) == 2 else (numbers[0], None)
        if name == "from":
            return date(year, month or 1, 1)
        last = month or 12
        return date(year, last, calendar.monthrange(year, last)[1])
    except (ValueError, IndexError, calendar.IllegalMonthError) as error:
        raise BadValue(
            f"{text!r} is no date (cq:{name} of the tenure {subject})",
            where=file,
            do="Write it as YYYY-MM-DD.",
        ) from error
