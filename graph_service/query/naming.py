"""Under which name a query runs: for metrics and logs, which must not hold its text.

Owns the names only. There are as many as named queries, and a few more: `sparql`
for a user's own text, `counts`, and `look-up` for the small queries of pages and REST.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LOOK_UP = "look-up"
_NAME: ContextVar[str] = ContextVar("communique_query_name", default=LOOK_UP)
_SEEN: ContextVar[set[str] | None] = ContextVar("communique_query_names", default=None)


@contextmanager
def named_as(name: str) -> Iterator[None]:
    """Queries inside run under this name.

    >>> with named_as("topics"):
    ...     query_name()
    'topics'
    """
    token = _NAME.set(name)
    try:
        yield
    finally:
        _NAME.reset(token)


def query_name() -> str:
    """The name that a query started here runs under."""
    name = _NAME.get()
    seen = _SEEN.get()
    if seen is not None:
        seen.add(name)
    return name


def remember_names() -> set[str]:
    """From here on, in this context and those it starts: the set of names that ran."""
    seen: set[str] = set()
    _SEEN.set(seen)
    return seen
