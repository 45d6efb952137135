"""Quoted stretches, with their marks, as spans that never leave their paragraph.

Owns the pairing of quotation marks, also where one is missing or of the wrong
kind. Owns nothing about who speaks. One pass over the marks of a paragraph, so
time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph_service.extract.draft import Draft
from graph_service.extract.sentences import paragraphs
from graph_service.model import Article, Span

_MARK = re.compile("'''?|``|[\"“”„«»‘’'‹›\u201f]")
_OPENERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "``": "''"}
_STRAIGHT = frozenset({'"', "''"})
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…;)])['’](?![\w])")
_ELISION = re.compile(r"['’‘](?:em|til|cause|n|round|bout|\d\ds?)\b", re.IGNORECASE)
_LONGEST_SINGLE = 400
_BROKEN_END = re.compile(r"[.,!?…]['’](?=\s|$)")
_INNER_OPENER = re.compile(r"(?<=[\s(—–:])['‘](?=\w)")


def _space_before(text: str, at: int, low: int) -> bool:
    return at <= low or text[at - 1].isspace() or text[at - 1] in "([{-–—/:"


def _space_after(text: str, at: int, high: int) -> bool:
    return at >= high or text[at].isspace() or text[at] in ")]}.,;:!?-–—…/"


def quotations(text: str, paragraph: Span) -> Iterator[Span]:
    """The outermost quotations of one paragraph in order.

    A quotation that is never closed ends at a single mark after a stop, else with
    its paragraph (as one does that goes on in the next paragraph).

    >>> t = '“Come,” she said. "Now.’'
    >>> [t[a:b] for a, b in quotations(t, Span(0, len(t)))]
    ['“Come,”', '"Now.’']
    """
    low, high = paragraph
    start, mark, depth, skip_to, looked = -1, "", 0, low, low
    for found in _MARK.finditer(text, low, high):
        at, end, sign = found.start(), found.end(), found.group()
        if at < skip_to:
            continue
        if sign == "'''":
            sign = "''"
        if start < 0:
            if sign in "'‘’":
                single = _single(text, at, low, high, sign)
                if single:
                    yield single
                    skip_to = single.end
            elif sign == "”" and at == low:
                start, mark, depth = at, "“", 0
            elif sign in _STRAIGHT:
                if _space_before(text, at, low) or not _space_after(text, end, high):
                    start, mark, depth = at, sign, 0
            elif sign in _OPENERS and not (sign == "»" and not _space_before(text, at, low)):
                start, mark, depth = at, sign, 0
            continue
        closes = False
        if mark in _STRAIGHT:
            if sign == "“":
                depth += 1
            elif sign == "”":
                closes = depth == 0
                depth = max(0, depth - 1)
            elif sign == mark:
                # Two openers in a row: the first was never closed.
                if _space_before(text, at, low) and not _space_after(text, end, high):
                    broken = _broken_end(text, max(start, looked), at)
                    looked = at
                    if broken:
                        yield Span(start, broken)
                        start, depth = at, 0
                        continue
                closes = True
        elif sign in _OPENERS[mark]:
            closes = True
        elif sign == '"' and mark == "“":
            closes = _space_after(text, end, high) and not _space_before(text, at, low)
        elif sign == mark == "“":
            broken = _broken_end(text, max(start, looked), at)
            looked = at
            if broken:
                yield Span(start, broken)
                start = at
        if closes:
            if end - start > 2:
                yield Span(start, end)
            start = -1
    if start >= 0 and high - start > 2:
        yield Span(start, _broken_end(text, start, high) or high)


def _broken_end(text: str, start: int, limit: int) -> int | None:
    """Where a double quotation ends by a single mark after a stop ("... head.’").

    A mark that closes a quotation within it (“She said: ‘Go.’ He went.) is no such end.
    """
    inner = start + 1
    for found in _BROKEN_END.finditer(text, start, limit):
        if _INNER_OPENER.search(text, inner, found.start()) is None:
            return found.end()
        inner = found.end()
    return None


def _single(text: str, at: int, low: int, high: int, sign: str) -> Span | None:
    """A quotation in single marks; apostrophes are none."""
    if sign == "’" or not _space_before(text, at, low) or _space_after(text, at + 1, high):
        return None
    if _ELISION.match(text, at):
        return None
    close = _SINGLE_CLOSE.search(text, at + 2, min(high, at + _LONGEST_SINGLE))
    return Span(at, close.end()) if close else None


def find_quotations(article: Article, draft: Draft) -> Draft:
    """Fill `quotations`; those inside residue are left out."""
    text = article.text
    masked = set(draft.residue)
    found: list[Span] = []
    for paragraph in paragraphs(text):
        if paragraph not in masked:
            found.extend(quotations(text, paragraph))
    return replace(draft, quotations=tuple(found))
