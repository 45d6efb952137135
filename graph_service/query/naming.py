"""Under which name a query runs: for metrics and logs, which must not hold its text.

Owns the name only. There are as many names as named queries, and two more:
`sparql` for a user's own text, `look-up` for the small queries of pages and REST.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LOOK_UP = "look-up"
_NAME: ContextVar[str] = ContextVar("query name", default=LOOK_UP)


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
    return _NAME.get()
