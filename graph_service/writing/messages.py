"""What travels between the server and its writer process.

Owns the job, its answer, and how an exception of `errors` crosses the pipe. A message
is one JSON text; a job is followed by its body as a second message.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from graph_service import errors

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to write. `kind` is a name in `process.JOBS`."""

    kind: str
    options: Plain = field(default_factory=dict)
    body: bytes = b""
    seconds: float | None = None
    """Lowers the time limit of the settings."""
    wait: bool = True
    """Whether the answer waits for the snapshot that holds it."""


@dataclass(frozen=True, slots=True)
class Done:
    """The job is in, whole."""

    result: Plain
    snapshot: str
    """That holds it: published if the job waited, else promised."""


def send(pipe: Connection, head: Plain, body: bytes | None = None) -> None:
    pipe.send_bytes(json.dumps(head).encode())
    if body is not None:
        pipe.send_bytes(body)


def receive(pipe: Connection) -> Plain:
    """Raises EOFError or OSError where the other side has gone."""
    found: Plain = json.loads(pipe.recv_bytes())
    return found


_MORE = ("line", "column", "retry_after")


def refusal(error: errors.CommuniqueError) -> Plain:
    """An exception as plain values."""
    plain: Plain = {"error": type(error).__name__, "what": error.what, "where": error.where}
    plain |= {"do": error.do, "findings": [str(f) for f in getattr(error, "findings", ())]}
    return plain | {name: getattr(error, name) for name in _MORE if hasattr(error, name)}


def from_refusal(plain: Plain) -> errors.CommuniqueError:
    """The exception again, its findings as texts.

    >>> print(from_refusal(refusal(errors.StoreLocked("Busy", where="h", do="Wait."))))
    Busy (h). Wait.
    """
    kind = getattr(errors, plain["error"])
    what, do = plain["what"], plain["do"]
    if kind is errors.QuerySyntaxError:
        return errors.QuerySyntaxError(what, line=plain["line"], column=plain["column"], do=do)
    if kind is errors.ShapesViolated:
        return errors.ShapesViolated(what, tuple(plain["findings"]), do=do)
    if kind is errors.ServiceBusy:
        return errors.ServiceBusy(what, retry_after=plain["retry_after"])
    made: errors.CommuniqueError = kind(what, where=plain["where"], do=do)
    return made
