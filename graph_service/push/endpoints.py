"""Where a server takes queries, updates and graphs: found out, or given by the user.

Owns what is known of each server's addresses. A query endpoint is believed when it
answers `ASK {}`; which server it is, its headers and the address itself tell.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

from graph_service.errors import NetworkError, UsageError
from graph_service.push.connection import Answer, Connection, check_url

Dialect = Literal["gsp", "update"]
DIALECTS: Final = ("auto", "gsp", "update")

_ASK: Final = b"query=ASK%20%7B%7D"
FORM: Final = "application/x-www-form-urlencoded"
RESULTS: Final = "application/sparql-results+json"


def check_dialect(wanted: str) -> None:
    """Raises UsageError; needs no server, so a slip is told before one is asked."""
    if wanted not in DIALECTS:
        raise UsageError(
            f"There is no dialect named {wanted!r}", do=f"Choose one of {', '.join(DIALECTS)}."
        )


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Full URLs; None where the server has no such thing that we know of."""

    server: str
    query: str
    update: str | None = None
    graphs: str | None = None
    """Graph Store Protocol (W3C 2013), graphs named by `?graph=`."""
    quads: str | None = None
    """Takes N-Quads of many graphs in one POST and adds them: no standard, but common."""

    def dialect(self, wanted: str) -> Dialect:
        """Raises UsageError where the server has no endpoint for it."""
        check_dialect(wanted)
        if wanted in ("auto", "gsp") and self.graphs:
            return "gsp"
        if wanted in ("auto", "update") and self.update:
            return "update"
        option = "--graphs-url" if wanted == "gsp" else "--update-url"
        raise UsageError(
            f"No endpoint is known for the dialect {wanted} of this server ({self.server})",
            do=f"Give {option} URL, or another --dialect.",
        )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Paths below the URL that the user gives."""

    server: str
    query: str
    update: str | None
    graphs: str | None
    quads: str | None
    sign: str = ""
    """In the answer's Server header, or the name of a header, in small letters."""

    def at(self, url: str) -> Endpoints:
        def full(path: str | None) -> str | None:
            return None if path is None else url + path

        return Endpoints(
            self.server, url + self.query, full(self.update), full(self.graphs), full(self.quads)
        )


_LAYOUTS: Final = (
    _Layout("Oxigraph", "/query", "/update", "/store", "/store", "oxigraph"),
    _Layout("Fuseki", "/query", "/update", "/data", "/data", "fuseki"),
    _Layout("Virtuoso", "/sparql", "/sparql", "/sparql-graph-crud", None, "virtuoso"),
    _Layout("SPARQL", "/query", "/update", None, None),
    _Layout("SPARQL", "/sparql", "/update", None, None),
)
_REPOSITORY: Final = _Layout("RDF4J", "", "/statements", "/rdf-graphs/service", "/statements")
_NEPTUNE: Final = _Layout("Neptune", "", "", "/gsp/", None)
_QLEVER: Final = _Layout("QLever", "", "", "", None, "qlever")
_ALONE: Final = _Layout("SPARQL", "", "", None, None)


def find_endpoints(connection: Connection, url: str) -> Endpoints:
    """Those of the server at `url`: its root, a data set, a repository or a query endpoint.

    Raises NetworkError where nothing there answers a query.
    """
    url = check_url(url)
    if "/repositories/" in url:
        _ask(connection, url, must=True)
        return _REPOSITORY.at(url)
    asked: dict[str, Answer | None] = {}
    for layout in _LAYOUTS:
        if layout.query not in asked:
            asked[layout.query] = _ask(connection, url + layout.query)
        answer = asked[layout.query]
        if answer is not None and (not layout.sign or layout.sign in _signs(answer)):
            return layout.at(url)
    answer = _ask(connection, url, must=True)
    signs = _signs(answer) if answer else ""
    if "virtuoso" in signs:
        return Endpoints("Virtuoso", url, url, url.removesuffix("/sparql") + "/sparql-graph-crud")
    if _QLEVER.sign in signs:
        return _QLEVER.at(url)
    if ".neptune.amazonaws.com" in url:
        return _NEPTUNE.at(url)
    return _ALONE.at(url)


def given_endpoints(query: str, update: str | None = None, graphs: str | None = None) -> Endpoints:
    """As the user names them; nothing is guessed."""
    return Endpoints(
        "as given",
        check_url(query),
        check_url(update) if update else None,
        # A slash at its end may matter to a server that has it in its manual.
        graphs if graphs and check_url(graphs) else None,
    )


def _ask(connection: Connection, url: str, *, must: bool = False) -> Answer | None:
    """The answer to `ASK {}`; None where there is none that is SPARQL."""
    answer = connection.send(
        "POST",
        url,
        content=_ASK,
        headers={"Content-Type": FORM, "Accept": RESULTS},
        accept=() if must else range(300, 500),
    )
    if answer.status in (401, 403):
        return _ask(connection, url, must=True)  # says what to do
    try:
        if answer.done and json.load(answer.body).get("boolean") is True:
            return answer
    except (ValueError, AttributeError):
        pass
    if must:
        raise NetworkError(
            "Nothing there answers a SPARQL query",
            where=url,
            do="Give the server's address, or its endpoints: --query-url, --update-url, "
            "--graphs-url.",
        )
    return None


def _signs(answer: Answer) -> str:
    server = answer.headers.get("Server", "")
    return " ".join([server, *answer.headers.keys()]).lower()
