"""The exceptions that callers may meet, and nothing about HTTP or exit codes.

    CommuniqueError
    ├── UsageError            the caller asked for something that cannot be
    │   ├── UnknownName       no such actor, query, format, graph or setting
    │   │   ├── UnknownFormat a format that this answer cannot be written in
    │   │   └── Gone          a statement that was here and is not any more
    │   ├── BadValue          a date, number or IRI that is none
    │   ├── QuerySyntaxError  SPARQL or RDF sent that does not parse (line, column)
    │   └── NotAQuestion      a question that names nothing we can look for
    ├── InputError            an article that cannot be read
    │   └── UnknownMediaType  a body of a kind that is not taken
    ├── ShapesViolated        data that the shapes reject (carries the findings)
    ├── StoreError            the store or its folder cannot be used
    │   ├── StoreLocked       somebody else is writing
    │   └── ChangedMeanwhile  what was to be replaced is not what the caller had seen
    ├── LimitExceeded         a limit on time, size, memory or nesting
    │   ├── DeadlineExceeded  the time limit
    │   ├── ServiceBusy       no worker became free in time
    │   └── CallerLeft        the client closed the connection; nobody reads the answer
    ├── NotAllowed            closed by default: writing, SERVICE, LOAD
    │   └── TokenMissing      no bearer token, or none that opens this
    └── NetworkError          a port in use, an address that cannot be bound

`api.problems` maps these to HTTP and `cli.exits` to exit codes, once each.
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """Base of all: `what` happened, `where`, and what to `do` about it.

    try:
        communique.ingest(sources, settings)
    except communique.CommuniqueError as error:
        print(error)          # one sentence or three, never a stack trace
    """

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.do = do

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        advice = f" {self.do}" if self.do else ""
        return f"{self.what}{place}.{advice}"


class UsageError(CommuniqueError):
    """The caller asked for something that cannot be."""


class UnknownName(UsageError):
    """No such actor, query, format, graph or setting."""


class UnknownFormat(UnknownName):
    """A format that this answer cannot be written in."""


class Gone(UnknownName):
    """A statement that was here: withdrawn with its article, or no longer extracted.

    `words` are what it said (None of a withdrawn one), `successor` the id of what stands
    in its place.
    """

    def __init__(
        self,
        what: str,
        *,
        do: str | None = None,
        words: str | None = None,
        successor: str | None = None,
    ) -> None:
        super().__init__(what, do=do)
        self.words = words
        self.successor = successor


class BadValue(UsageError):
    """A date, number or IRI that is none, or lies outside its range."""


class QuerySyntaxError(UsageError):
    """SPARQL, or RDF that was sent, does not parse. `line` and `column` count from 1, or None."""

    def __init__(
        self,
        what: str,
        *,
        line: int | None = None,
        column: int | None = None,
        do: str | None = None,
    ) -> None:
        where = f"line {line}, column {column}" if line else None
        super().__init__(what, where=where, do=do)
        self.line = line
        self.column = column


class NotAQuestion(UsageError):
    """A question that names nothing we can look for."""


class InputError(CommuniqueError):
    """An article that cannot be read: empty, binary, too large, broken."""


class UnknownMediaType(InputError):
    """A request body of a kind that is not taken here."""


class ShapesViolated(CommuniqueError):
    """Data that the shapes reject."""

    def __init__(self, what: str, findings: tuple[object, ...], *, do: str | None = None) -> None:
        super().__init__(what, do=do)
        self.findings = findings


class StoreError(CommuniqueError):
    """The store or its folder cannot be used."""


class StoreLocked(StoreError):
    """Somebody else is writing to this home; `server` is HOST:PORT of one that serves it."""

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        do: str | None = None,
        server: str | None = None,
    ) -> None:
        super().__init__(what, where=where, do=do)
        self.server = server


class ChangedMeanwhile(StoreError):
    """A condition on what is replaced (If-Match, If-None-Match) does not hold."""


class LimitExceeded(CommuniqueError):
    """A limit on size, memory or nesting."""


class DeadlineExceeded(LimitExceeded):
    """The time limit; the work was stopped and nothing half-done was kept."""


class ServiceBusy(LimitExceeded):
    """No worker became free in time; ask again after `retry_after` seconds."""

    def __init__(self, what: str, *, retry_after: int = 1) -> None:
        super().__init__(what, do=f"Ask again in {retry_after} s.")
        self.retry_after = retry_after


class CallerLeft(LimitExceeded):
    """The client closed the connection; its query was ended, and nobody reads the answer."""


class NotAllowed(CommuniqueError):
    """Closed by default: writing without a token, SERVICE, LOAD, managed graphs."""


class TokenMissing(NotAllowed):
    """No bearer token was sent, or none that opens this."""


class NetworkError(CommuniqueError):
    """A port in use, or an address that cannot be bound."""
