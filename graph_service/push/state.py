"""What a home remembers of a target: the graphs it sent there, with their fingerprints.

    home/push/<hash of the target>.json     replaced as a whole, after each batch
    home/push/<hash of the target>.lock     held while a push runs

Owns these files. Nothing secret is in them. Without them a push is still right, only
slower: it then reads back what the target has instead of remembering it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

from graph_service.errors import StoreError, StoreLocked
from graph_service.export.fingerprint import Fingerprint
from graph_service.store.snapshots import write_durably

FOLDER: Final = "push"
FORMAT: Final = "communique push 1"


class Sent(NamedTuple):
    """What a graph held when it was sent or found there, and the last snapshot it was so in."""

    mark: Fingerprint
    snapshot: str


@dataclass(slots=True)
class State:
    """`graphs`: IRI -> what we sent and the target acknowledged."""

    path: Path
    target: str
    graphs: dict[str, Sent]
    saved: float = 0.0

    def save_now_and_then(self) -> None:
        """As `save`, once a second: what a kill forgets is read back from the target."""
        if monotonic() - self.saved > 1:
            self.save()

    def save(self) -> None:
        """Raises StoreError."""
        graphs = {graph: [*sent.mark, sent.snapshot] for graph, sent in self.graphs.items()}
        body = {"format": FORMAT, "target": self.target, "graphs": graphs}
        self.saved = monotonic()
        try:
            write_durably(self.path, json.dumps(body, ensure_ascii=False))
        except OSError as error:
            raise _unusable(self.path, error) from error


@contextmanager
def open_state(home: Path, target: str) -> Iterator[State]:
    """What was sent to `target` before; nobody else pushes there until the block ends.

    Raises StoreLocked where somebody does, StoreError for a home that cannot be written.
    """
    name = hashlib.sha256(target.encode()).hexdigest()[:16]
    path = home / FOLDER / f"{name}.json"
    try:
        path.parent.mkdir(exist_ok=True)
        lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreLocked(
                f"Another push from this home to {target} is running",
                where=str(path.parent),
                do="Wait for it to end.",
            ) from error
        yield State(path, target, _read(path))
    finally:
        os.close(lock)


def _read(path: Path) -> dict[str, Sent]:
    try:
        body = json.loads(path.read_text("utf-8"))
        if body["format"] != FORMAT:
            raise ValueError(f"its format is {body['format']!r}")
        return {
            graph: Sent(Fingerprint(triples, sha256), snapshot)
            for graph, (triples, sha256, snapshot) in body["graphs"].items()
        }
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unusable(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"What was pushed before cannot be read: {error}",
            where=str(path),
            do="Remove this file: the next push then compares with the target itself.",
        ) from error


def _unusable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"What is pushed cannot be remembered: {error.strerror or error}",
        where=str(path),
        do="Look for a full disk or missing rights; then run the same command again.",
    )
