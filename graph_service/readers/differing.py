"""Two places that say different things of one article: told in a note, with the one that counts.

Owns the words and the count. Which place wins is the readers' (`Metadata.over`); nothing is
corrected here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graph_service.model import Article
from graph_service.readers.base import Metadata, Note

_TOLD = {"published": "date", "url": "url", "publisher": "publisher", "language": "language"}
"""Fields of `Metadata` and `Article`, and their keys. Titles differ for good reasons."""


def differing(
    counts: Metadata, place: str, other: Metadata, other_place: str, where: str
) -> Iterator[Note]:
    """A note for each key that both places state and state differently; the first one counts."""
    for name, key in _TOLD.items():
        one, two = getattr(counts, name), getattr(other, name)
        if one and two and one != two:
            yield Note(f"{key} is {one} in {place}, {two} in {other_place}: {place} counts", where)


class Overruled:
    """Options that articles did not need, because the input says something else; counted."""

    def __init__(self, options: Metadata) -> None:
        self.options = options
        self.counts: Counter[str] = Counter()
        self.first: dict[str, str] = {}

    def look(self, article: Article, where: str) -> None:
        for name in _TOLD:
            own, given = getattr(article, name), getattr(self.options, name)
            if own and given and own != given:
                self.counts[name] += 1
                self.first.setdefault(name, f"{article.id or where}: {own}")

    def notes(self) -> Iterator[Note]:
        for name, count in self.counts.items():
            key = _TOLD[name]
            yield Note(
                f"stated otherwise by {count}, which keep what they say; first {self.first[name]}",
                f"--{key} {getattr(self.options, name)}",
            )
