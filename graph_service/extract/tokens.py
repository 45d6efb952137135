"""Words and marks of a stretch of text, with each quotation as one token.

Owns the token type that the attribution rules read. A token of kind "q" is a
whole quotation with its marks, so that the grammar around it stays readable.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from graph_service.model import Span, Spans

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Prof|Rev|St|Jr|Sr|Adm|Sens|Reps)\."
    r"|[A-Z][a-z]{0,6}\.(?=\s[A-Z])|[A-Z]-[A-Z][a-z]{1,4}\."
    r"|\d+(?:[.,:]\d+)*%?|\w+(?:[’'\-‑&]\w+)*[’']?(?=\s)|\w+(?:[’'\-‑&]\w+)*"
    r"|--+|\.\.\.+|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: "w" word or figure, "p" mark, "q" whole quotation."""

    start: int
    end: int
    text: str
    low: str
    kind: str

    @property
    def open_ended(self) -> bool:
        """A quotation that stops before its clause does ("Come," or "Why?") or at a full stop."""
        inner = self.text.rstrip("\"”’'» ")
        return self.kind == "q" and inner[-1:] in {",", "?", "!", "—", "-", "…", "."}

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def tokenize(
    text: str, span: Span, quotations: Spans = (), starts: list[int] | None = None
) -> list[Token]:
    """Tokens of `span`; `quotations` are sorted, `starts` their first offsets."""
    starts = [q.start for q in quotations] if starts is None else starts
    out: list[Token] = []
    at = span.start
    index = bisect_left(starts, at)
    while at < span.end:
        quote = quotations[index] if index < len(quotations) else None
        stop = min(quote.start, span.end) if quote else span.end
        for found in _TOKEN.finditer(text, at, stop):
            word = found.group()
            kind = "w" if word[0].isalnum() else "p"
            out.append(Token(found.start(), found.end(), word, word.lower(), kind))
        if quote is None or quote.start >= span.end:
            break
        end = min(quote.end, span.end)
        out.append(Token(quote.start, end, text[quote.start : end], "“", "q"))
        at, index = end, index + 1
    return out
