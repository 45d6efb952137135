"""The target as push sees it: its graphs, what each holds, and how they are written.

Owns the requests of both dialects. Adding is always to a graph that is not there yet or
holds the same triples, so that a request whose answer was lost can be made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    parse_query_results,
)

from graph_service.errors import NetworkError
from graph_service.export.fingerprint import Fingerprint, fingerprint, fingerprint_of_other
from graph_service.push.connection import Answer, Connection
from graph_service.push.endpoints import FORM, RESULTS, Dialect, Endpoints

TRIPLES: Final = "application/n-triples"
QUADS: Final = "application/n-quads"
UPDATE_BYTES: Final = 1024 * 1024
"""Of data in one SPARQL update: servers parse them slower than N-Quads, some with a limit."""
_TOO_LARGE: Final = 413
_NOTHING: Final = fingerprint(b"")

_COUNTS: Final = """\
SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One graph to write: all of its triples as N-Triples."""

    graph: str
    triples: bytes
    mark: Fingerprint
    replaces: bool
    """The target has something in this graph, which goes."""


@dataclass(frozen=True, slots=True)
class Remote:
    """One server. Safe to share between threads."""

    connection: Connection
    at: Endpoints
    dialect: Dialect

    def graphs(self) -> dict[str, int]:
        """Named graphs -> number of triples, as the server counts them now."""
        found: dict[str, int] = {}
        with self.rows(_COUNTS) as (_, rows):
            for row in rows:
                graph, triples = row["graph"], row["triples"]
                if isinstance(graph, NamedNode) and isinstance(triples, Literal):
                    found[graph.value] = int(triples.value)
        return found

    @contextmanager
    def rows(
        self, sparql: str, named_graphs: Sequence[str] = (), retries: int | None = None
    ) -> Iterator[tuple[list[str], Iterator[QuerySolution]]]:
        """Variables, and the rows, read as they are asked for until the block ends.

        Raises NetworkError, also in the block: for a result that breaks off.
        """
        fields = [("query", sparql), *(("named-graph-uri", graph) for graph in named_graphs)]
        answer = self.connection.send(
            "POST",
            self.at.query,
            content=urlencode(fields).encode(),
            headers={"Content-Type": FORM, "Accept": RESULTS},
            retries=retries,
        )
        with answer.body:
            try:
                found = parse_query_results(answer.body, format=QueryResultsFormat.JSON)
                if not isinstance(found, QuerySolutions):
                    raise ValueError("true or false came, not rows")
                yield [variable.value for variable in found.variables], found
            except (SyntaxError, ValueError) as error:
                raise NetworkError(
                    f"The answer to a query is no SPARQL result: {error}",
                    where=self.at.query,
                    do="Run the same command again; or give the query endpoint: --query-url.",
                ) from error

    def fingerprint(self, graph: str, expected: Fingerprint | None = None) -> Fingerprint:
        """Of what the graph holds there now; of nothing where it is not there.

        `expected` saves work: most servers write canonical N-Triples, which need no parsing.
        """
        if self.at.graphs is not None:
            answer = self.connection.send(
                "GET", self.at.graphs, params={"graph": graph}, headers={"Accept": TRIPLES},
                accept=(404,),
            )  # fmt: skip
            if answer.status == 404:
                return _NOTHING
        else:
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}"
            answer = self.connection.send(
                "POST",
                self.at.query,
                content=urlencode({"query": query}).encode(),
                headers={"Content-Type": FORM, "Accept": TRIPLES},
            )
        with answer.body:
            triples = answer.body.read()
        try:
            if expected is not None and fingerprint(triples) == expected:
                return expected
            return fingerprint_of_other(triples)
        except SyntaxError as error:
            raise NetworkError(
                f"What the server sends as the graph {graph} is no N-Triples: {error}",
                where=self.at.graphs or self.at.query,
                do="Run the same command again; or give another --graphs-url.",
            ) from error

    def write(self, batch: Sequence[Outgoing]) -> None:
        """All of them, one request or several; each graph then holds exactly its triples."""
        if self.dialect == "update":
            for some in _portions(batch, UPDATE_BYTES):
                self._update_with(some)
            return
        for replaces, found in groupby(sorted(batch, key=_replaces), key=_replaces):
            some = list(found)
            if replaces or self.at.quads is None:
                for item in some:
                    self._put(item)
            else:
                self._add(self.at.quads, some)

    def delete(self, graph: str) -> None:
        if self.dialect == "gsp" and self.at.graphs is not None:
            self.connection.send("DELETE", self.at.graphs, params={"graph": graph}, accept=(404,))
        else:
            self._update(f"DROP SILENT GRAPH {NamedNode(graph)}".encode())

    def _add(self, url: str, items: Sequence[Outgoing]) -> None:
        body = b"".join(as_quads(item) for item in items)
        answer = self.connection.send(
            "POST", url, content=body, headers={"Content-Type": QUADS}, accept=(_TOO_LARGE,)
        )
        if answer.status != _TOO_LARGE:
            return
        if len(items) == 1:  # shorter without the graph's name on each line
            self._put(items[0])
            return
        self._add(url, items[: len(items) // 2])
        self._add(url, items[len(items) // 2 :])

    def _put(self, item: Outgoing) -> None:
        assert self.at.graphs is not None  # noqa: S101 - the dialect asks for it
        answer = self.connection.send(
            "PUT",
            self.at.graphs,
            params={"graph": item.graph},
            content=item.triples,
            headers={"Content-Type": TRIPLES},
            accept=(_TOO_LARGE,),
        )
        if answer.status == _TOO_LARGE:
            raise self._too_large(item, answer)

    def _update_with(self, items: Sequence[Outgoing]) -> None:
        """One update, which servers run as one transaction; a large graph takes several."""
        drops = "".join(f"DROP SILENT GRAPH {NamedNode(i.graph)} ;\n" for i in items if i.replaces)
        first, *rest = _pieces(items)
        self._update(drops.encode() + first)
        for piece in rest:
            self._update(piece)

    def _update(self, sparql: bytes) -> None:
        assert self.at.update is not None  # noqa: S101 - the dialect asks for it
        self.connection.send(
            "POST",
            self.at.update,
            content=sparql,
            headers={"Content-Type": "application/sparql-update"},
        )

    def _too_large(self, item: Outgoing, answer: Answer) -> NetworkError:
        return NetworkError(
            f"The server takes no graph of {len(item.triples):,} bytes: {answer.words()}",
            where=item.graph,
            do="Raise its limit, or try --dialect update, which sends a graph in parts.",
        )


def as_quads(item: Outgoing) -> bytes:
    """Its triples as N-Quads. A line of canonical N-Triples ends in " .", and only there.

    >>> as_quads(Outgoing("x:g", b'<x:s> <x:p> "a .\\\\n" .\\n', _NOTHING, False))
    b'<x:s> <x:p> "a .\\\\n" <x:g> .\\n'
    """
    return item.triples.replace(b" .\n", f" {NamedNode(item.graph)} .\n".encode())


def _replaces(item: Outgoing) -> bool:
    return item.replaces


def _portions(batch: Sequence[Outgoing], most: int) -> Iterator[list[Outgoing]]:
    """Neighbours of together at most so many bytes, or one that is larger."""
    some: list[Outgoing] = []
    size = 0
    for item in batch:
        if some and size + len(item.triples) > most:
            yield some
            some, size = [], 0
        some.append(item)
        size += len(item.triples)
    if some:
        yield some


def _pieces(items: Sequence[Outgoing]) -> Iterator[bytes]:
    """INSERT DATA for all of them; for one large graph several, cut between lines.

    Blank nodes mean the same only within one update, so such a graph is not cut.
    """
    if len(items) == 1 and len(items[0].triples) > UPDATE_BYTES and b"_:" not in items[0].triples:
        head = f"INSERT DATA {{ GRAPH {NamedNode(items[0].graph)} {{\n".encode()
        rest = items[0].triples
        while rest:
            end = (
                len(rest) if len(rest) <= UPDATE_BYTES else 1 + rest.rindex(b"\n", 0, UPDATE_BYTES)
            )
            yield head + rest[:end] + b"} }"
            rest = rest[end:]
        return
    parts = (
        f"GRAPH {NamedNode(item.graph)} {{\n".encode() + item.triples + b"}\n" for item in items
    )
    yield b"INSERT DATA {\n" + b"".join(parts) + b"}"
