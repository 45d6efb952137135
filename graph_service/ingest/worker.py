"""A process that works articles out; `crew` starts it.

Reads orders from standard input and writes results to standard output, each a frame of
eight bytes of length and a pickle; its parent is the only one who speaks to it. The first
order says with which steps. It opens neither store nor archive, and ends when its
input does, so also when its parent is gone.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from dataclasses import replace
from typing import IO, Any

from graph_service.errors import CommuniqueError
from graph_service.ingest.steps import MakeSteps, Worked, real_steps, work_out
from graph_service.rdf import packed
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings

_SIZE = struct.Struct("<Q")


class _Base:
    """Stands where steps are given a writer."""

    def __init__(self, base_iri: str) -> None:
        self.base_iri = base_iri


def send(pipe: IO[bytes], value: object) -> None:
    """One frame. Raises OSError where the other end is gone."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next frame; raises EOFError where none comes or it is cut off."""
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    (size,) = _SIZE.unpack(head)
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - from our own process


def unpack(answer: tuple[Worked, bytes]) -> Worked:
    """What `main` answers with: the quads travel as text."""
    return replace(answer[0], quads=packed.unpack(answer[1]))


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's to handle
    # What anything prints goes to standard error: standard output is ours.
    results = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    orders = sys.stdin.buffer
    try:
        settings: Settings
        make: MakeSteps | None
        settings, base_iri, make = receive(orders)
        try:
            steps = (make or real_steps)(settings, _Base(base_iri))
        except CommuniqueError as error:
            send(results, error)
            return
        send(results, "ready")
        iris = Iris(base_iri)
        while True:
            article = receive(orders)
            try:
                worked = work_out(article, steps, iris)
                answer: object = (replace(worked, quads=[]), packed.pack(worked.quads))
            except Exception as error:  # noqa: BLE001 - raised again in the parent
                answer = error
            send(results, answer)
    except (EOFError, OSError):
        os._exit(0)  # the parent has left
