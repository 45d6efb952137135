"""An article while it is written: the text so far, and where its parts stand."""

from __future__ import annotations

from graph_service.model import Span


class Page:
    """
    >>> page = Page()
    >>> page.put("Oda Vraek"), page.put(" "), page.put("said")
    (Span(start=0, end=9), Span(start=9, end=10), Span(start=10, end=14))
    >>> page.text
    'Oda Vraek said'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0

    def put(self, words: str) -> Span:
        """Writes words at the end; where they stand, in code points."""
        start = self.length
        self._parts.append(words)
        self.length += len(words)
        return Span(start, self.length)

    @property
    def text(self) -> str:
        return "".join(self._parts)
