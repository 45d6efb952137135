"""What every reader promises, checked on one input: `check(reader, name, data)`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from graph_service.errors import CommuniqueError
from graph_service.model import Article
from graph_service.readers.base import Item, Metadata, Note, Rejected, Source

LIMIT = 1 << 20
Reader = Callable[[Source], Iterator[Item]]


def items_of(
    reader: Reader, name: str, data: bytes, defaults: Metadata | None = None
) -> list[Item]:
    """What it yields; what it raises comes last, as `Rejected`."""
    found: list[Item] = []
    try:
        for item in reader(Source(name, io.BytesIO(data), LIMIT, defaults or Metadata())):
            found.append(item)
    except CommuniqueError as error:  # anything else is a broken promise and fails the test
        found.append(Rejected.because(error, name))
    return found


def check(reader: Reader, name: str, data: bytes) -> list[Item]:
    """The items, after: each is whole, and the same input gives the same items."""
    found = items_of(reader, name, data)
    for item in found:
        if isinstance(item, Article):
            assert item.text.strip()
            assert "\0" not in item.text
            item.text.encode()  # no half of a surrogate pair
            assert item.raw
        else:
            assert isinstance(item, Rejected | Note)
            assert item.what
            assert name in item.where
    assert items_of(reader, name, data) == found
    return found
