"""One file of a user's own actors, read in any of its forms: Turtle, CSV or JSON.

Owns what form a file has, where in it each actor stands, and how it is kept. What the
columns of a table mean is `tables`'s, what is wrong with the actors `validation.registry`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from graph_service.actors.registry import Registry
from graph_service.actors.tables import Fault, read_table
from graph_service.errors import InputError, UnknownName
from graph_service.rdf.namespaces import CQ, PREFIXES, TYPE

_IDS = "https://communique.example/id/"
_KINDS = frozenset(CQ[n] for n in ("Person", "State", "Organisation", "Outlet", "UnnamedActor"))


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What a file says, and where."""

    triples: tuple[Triple, ...]
    places: dict[str, str]
    """Id of an actor or tenure -> `line 3`, or `entry 3`."""
    faults: tuple[Fault, ...] = field(default=())
    """Of a table's cells; a file with any is not to be used."""

    @property
    def actors(self) -> int:
        return len({t.subject for t in self.triples if t.predicate == TYPE and t.object in _KINDS})

    @property
    def tenures(self) -> int:
        return sum(t.predicate == TYPE and t.object == CQ["Tenure"] for t in self.triples)

    def turtle(self) -> str:
        """In the registry's own form, the same text for the same content."""
        rows = sorted(self.triples, key=str)
        prefixes = {**PREFIXES, "id": _IDS}
        body = pyoxigraph.serialize(rows, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
        return body.decode("utf-8")


def read_own(path: Path, known: Registry) -> OwnFile:
    """Raises UnknownName for a name that tells no form, InputError (line, column) for a file
    that cannot be read.
    """
    form = path.suffix.casefold().removeprefix(".")
    if form not in ("ttl", "csv", "json"):
        raise UnknownName(
            f"The name {path.name} does not tell which form the file is in",
            do="Use .ttl, .csv or .json.",
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The registry file cannot be read: {error.strerror or error}",
            where=str(path),
            do="Check its name, and that you may read it.",
        ) from error
    if form != "ttl":
        rows = read_table(content, form, known, path.name)
        return OwnFile(tuple(rows.triples), rows.places, tuple(rows.faults))
    triples = _parsed(path, content)
    return OwnFile(_with_class(triples), _places(content, triples))


def _parsed(path: Path, content: bytes) -> list[Triple]:
    try:
        return [quad.triple for quad in pyoxigraph.parse(content, format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise InputError(
            f"Not a Turtle file: {error.msg}",
            where=f"{path.name}, line {error.lineno}, column {error.offset}",
            do="Correct it; ontology/actors/people.ttl shows the form.",
        ) from error


def _with_class(triples: list[Triple]) -> tuple[Triple, ...]:
    """Every person, state, organisation and outlet is a cq:Actor too, as queries expect."""
    actors = {t.subject for t in triples if t.predicate == TYPE and t.object in _KINDS}
    more = [Triple(subject, TYPE, CQ["Actor"]) for subject in actors]
    return tuple(dict.fromkeys([*triples, *more]))


def _places(content: bytes, triples: list[Triple]) -> dict[str, str]:
    """The line on which a subject's name first begins one, else on which it first stands."""
    lines = content.decode("utf-8", "replace").splitlines()
    places: dict[str, str] = {}
    for subject in dict.fromkeys(t.subject for t in triples):
        if not isinstance(subject, NamedNode):
            continue
        name = subject.value.rpartition("/")[2]
        word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        found = [n for n, line in enumerate(lines, 1) if word.search(line)]
        first = [n for n in found if re.match(rf"(\w*:|<\S*/){re.escape(name)}", lines[n - 1])]
        if first or found:
            places[name] = f"line {(first or found)[0]}"
    return places
