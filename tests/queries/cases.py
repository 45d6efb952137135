"""The cases of tests/queries/*.md: for one named query, parameters and the rows they must give.

    # statements-of-state          the query
    ## a state and its officials   a case
    - actor: actor-x-arvenia       a parameter; again for a second value
    | statement | depth |          some of the columns, all of the rows, in order
    | --- | --- |
    | varn-urges | 0 |

A fenced `trig` block adds its quads to the data of `data.py` for that case. IRIs
stand as their last parts, statements under the names of `data.NAMES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from graph_service.query.table import Table, Term
from tests.queries.data import NAMES, extractions

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    query: str
    title: str
    params: dict[str, list[str]]
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    trig: str

    @property
    def id(self) -> str:
        return f"{self.query}: {self.title}"


def cases() -> Iterator[Case]:
    """Every case of every file, in the order of the files' names."""
    for path in sorted(FOLDER.glob("*.md")):
        heading, *parts = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
        query = re.match(r"# ([\w-]+)", heading)
        if query is None or query[1] != path.stem:
            raise ValueError(f"{path.name} does not begin with # {path.stem}")
        for part in parts:
            yield _case(query[1], part)


def _case(query: str, part: str) -> Case:
    title, _, body = part.partition("\n")
    trig = "".join(re.findall(r"```trig\n(.*?)```", body, flags=re.DOTALL))
    params: dict[str, list[str]] = {}
    for name, value in re.findall(r"^- (\w+): (.+)$", body, flags=re.MULTILINE):
        params.setdefault(name, []).append(value.strip())
    table = [
        tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        for line in body.splitlines()
        if line.startswith("|")
    ]
    return Case(query, title.strip(), params, table[0], table[2:], trig)


def shown(table: Table, columns: Iterable[str]) -> list[tuple[str, ...]]:
    """The table's rows as the cases write them."""
    extractions()  # fills NAMES
    at = [table.columns.index(name) for name in columns]
    return [tuple(_cell(row[n]) for n in at) for row in table.rows]


def _cell(term: Term | None) -> str:
    if isinstance(term, NamedNode):
        last = re.split(r"[/#]", term.value)[-1]
        return NAMES.get(last, unquote(last))
    return term.value if isinstance(term, Literal) else ""
