"""Named queries: the files of queries/, each with a `#+` header that says what it takes.

Owns the header's form (grlc's `#+` YAML) and the checks on a file, ours or a
user's. Values are put in by `parameters`, running is `run`'s.

    #+ summary: What did an actor say, newest first
    #+ params:
    #+   actor: {type: actor, required: true, example: Q15031, description: who spoke}
    #+ view: timeline
    SELECT ... { VALUES ?actor { UNDEF } ... }
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

import yaml
from pyoxigraph import Store

from graph_service.errors import BadValue, UnknownName
from graph_service.query.tokens import Token, prologue_end, tokens
from graph_service.resources import resource_files

ParamType = Literal["iri", "date", "string", "integer", "boolean", "actor", "topic", "act"]

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PLACE: Final = re.compile(r"^[ \t]*VALUES \?(\w+) \{ (UNDEF) \}", re.MULTILINE)
_KEYS: Final = frozenset({"summary", "description", "params", "view"})
_PARAM_KEYS: Final = frozenset({"type", "required", "description", "example"})


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter; several values mean "any of these"."""

    name: str
    type: ParamType
    description: str
    example: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One file of queries/. `text` runs as it stands and then means "all"."""

    name: str
    summary: str
    params: tuple[Param, ...]
    view: str
    """How a page shows the rows: statements, timeline, table or chart."""
    text: str
    description: str = ""

    def param(self, name: str) -> Param:
        """Raises UnknownName with the names that there are."""
        for param in self.params:
            if param.name == name:
                return param
        names = [p.name for p in self.params]
        raise UnknownName(
            f"The query {self.name} has no parameter {name!r}",
            do=f"{_near(name, names)} It takes {', '.join(names) or 'none'}.".strip(),
        )

    def places(self) -> dict[str, tuple[int, int]]:
        """Parameter -> offsets of its UNDEF in the text."""
        return {match[1]: match.span(2) for match in _PLACE.finditer(self.text)}


def load_catalogue(overlay: Path | None = None) -> dict[str, NamedQuery]:
    """All named queries by name, the user's folder over the shipped one.

    Raises BadValue naming file and line of a file that is broken.
    """
    found: dict[str, NamedQuery] = {}
    for path in resource_files("queries", "*.rq", overlay):
        found[path.stem] = read_query(path)
    return found


def named(catalogue: Mapping[str, NamedQuery], name: str) -> NamedQuery:
    """The query of that name; raises UnknownName with the names that come near."""
    if name in catalogue:
        return catalogue[name]
    near = _near(name, catalogue)
    raise UnknownName(
        f"There is no query named {name!r}",
        do=near or f"Choose one of {', '.join(sorted(catalogue)) or 'none: queries/ is empty'}.",
    )


def read_query(path: Path) -> NamedQuery:
    """One file, checked: header, parameters, SPARQL. Raises BadValue with file and line."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise _broken(path, 1, "it is not UTF-8") from error
    except OSError as error:
        raise _broken(path, 1, f"it cannot be read: {error.strerror}") from error
    if not _NAME.fullmatch(path.stem):
        raise _broken(path, 1, "its name is not of small letters, digits and hyphens")
    header = _header(path, text)
    query = NamedQuery(
        name=path.stem,
        summary=_text(path, header, "summary"),
        params=tuple(_params(path, text, header.get("params") or {})),
        view=str(header.get("view", "table")),
        text=text,
        description=str(header.get("description", "")),
    )
    _check_places(path, query)
    _check_sparql(path, query)
    return query


def _header(path: Path, text: str) -> dict[str, Any]:
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    head = []
    for line in lines[start:]:
        if not line.startswith("#+"):
            break
        head.append(line[2:])
    if not head:
        raise _broken(path, start + 1, "it does not begin with a header of `#+` lines")
    try:
        # Text only: YAML 1.1 would read the name `on` as true and a day as a date.
        header = yaml.load("\n".join(head), Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        number = start + 1 + (error.problem_mark.line if error.problem_mark else 0)
        raise _broken(path, number, f"its header is not YAML: {error.problem}") from error
    if not isinstance(header, dict):
        raise _broken(path, start + 1, "its header is no list of `key: value`")
    for key in header:
        if key not in _KEYS:
            raise _broken(path, _line_of(text, f"{key}"), f"its header has an unknown key {key!r}")
    return header


def _text(path: Path, header: dict[str, Any], key: str) -> str:
    value = header.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _broken(path, 1, f"its header has no {key}")
    return value.strip()


def _params(path: Path, text: str, declared: Any) -> Iterable[Param]:
    if not isinstance(declared, dict):
        raise _broken(path, _line_of(text, "params"), "params is no list of `name: {...}`")
    for name, given in declared.items():
        line = _line_of(text, str(name))
        if not isinstance(given, dict) or given.get("type") not in get_args(ParamType):
            known = ", ".join(get_args(ParamType))
            raise _broken(path, line, f"the parameter {name} has no type of {known}")
        if unknown := given.keys() - _PARAM_KEYS:
            raise _broken(path, line, f"the parameter {name} has an unknown key {min(unknown)!r}")
        if "example" not in given:
            raise _broken(path, line, f"the parameter {name} has no example")
        yield Param(
            name=str(name),
            type=cast(ParamType, given["type"]),
            description=str(given.get("description", "")),
            example=str(given["example"]),
            required=str(given.get("required", "")).lower() == "true",
        )


def _check_places(path: Path, query: NamedQuery) -> None:
    found = list(_PLACE.finditer(query.text))
    names = [match[1] for match in found]
    for param in query.params:
        if names.count(param.name) != 1:
            raise _broken(
                path,
                _line_of(query.text, param.name),
                f"the parameter {param.name} needs one line `VALUES ?{param.name} {{ UNDEF }}`, "
                f"and has {names.count(param.name)}",
            )
    for match in found:
        if match[1] not in {param.name for param in query.params}:
            line = query.text.count("\n", 0, match.start()) + 1
            raise _broken(path, line, f"?{match[1]} is not declared under params")


def _check_sparql(path: Path, query: NamedQuery) -> None:
    try:
        Store().query(query.text)  # parses and plans; there is nothing to find
    except SyntaxError as error:
        found = re.search(r"error at (\d+):(\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (1, 1)
        raise _broken(path, line, f"it is not SPARQL from column {column} on") from error
    found_tokens = list(tokens(query.text))
    body = found_tokens[prologue_end(found_tokens) :]
    tail = [t for t in _after_where(body) if t.text.upper() in ("LIMIT", "OFFSET", "VALUES")]
    if body[0].text.upper() != "SELECT":
        line = query.text.count("\n", 0, body[0].start) + 1
        raise _broken(path, line, "it is no SELECT")
    if tail:
        line = query.text.count("\n", 0, tail[0].start) + 1
        raise _broken(path, line, "paging adds LIMIT and OFFSET; it may not bring its own")


def _after_where(body: Sequence[Token]) -> Sequence[Token]:
    """What stands after the outermost group: grouping, order, limits."""
    depth = 0
    for number, token in enumerate(body):
        if token.kind == "sign" and token.text in "({[":
            depth += 1
        elif token.kind == "sign" and token.text in ")}]":
            depth -= 1
            if depth == 0 and token.text == "}":
                return body[number + 1 :]
    return ()


def _line_of(text: str, key: str) -> int:
    """The header's line that declares a key; 1 where none does."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"#\+\s*{re.escape(key)}\s*:", line):
            return number
    return 1


def _broken(path: Path, line: int, why: str) -> BadValue:
    return BadValue(
        f"The query file {path.name} cannot be used: {why}",
        where=f"{path}, line {line}",
        do="Correct it or take it out of the folder.",
    )


def _near(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(names), n=3)
    return f"Did you mean {' or '.join(near)}?" if near else ""
