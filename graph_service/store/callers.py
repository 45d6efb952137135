"""Who asks: the name that fairness goes by, and word that the asker has gone.

Owns the context variable by which a request over HTTP is known down here without
being handed through every function. A thread started for the request inherits it;
where nobody set one (CLI, notebook), all asks count as one caller who never leaves.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Caller:
    """One request's asker. `name` is shared by all requests of one client."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.left = False
        self._lock = threading.Lock()
        self._watchers: list[Callable[[], object]] = []

    def leave(self) -> None:
        """The answer is no longer wanted; from any thread, as often as you like."""
        with self._lock:
            if self.left:
                return
            self.left = True
            for watcher in self._watchers:
                watcher()

    @contextmanager
    def watched(self, watcher: Callable[[], object]) -> Iterator[None]:
        """`watcher` is called if the caller leaves in this block, or had left before; never
        after the block. It must not wait.
        """
        with self._lock:
            gone = self.left
            self._watchers.append(watcher)
        if gone:
            watcher()
        try:
            yield
        finally:
            with self._lock:
                self._watchers.remove(watcher)


CALLER: ContextVar[Caller | None] = ContextVar("communique_caller", default=None)


def current_caller() -> Caller:
    return CALLER.get() or Caller()
