"""An article's words as the trained extractor reads them, in windows it can hold.

Owns the way from text to subword numbers and back to characters; training uses the
same code. Owns neither the model nor what its answers mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_service.extract.tagger_wordpiece import WordPiece
from graph_service.model import Span

LIMIT = 126
"""Most subwords of a window, without the two marks around it. The network learned from windows
of 254, and reads half as long ones better (bench/attribution/results-tagger.md) and faster."""
BLOCK = 40_000
"""Characters that are read at a time, so that memory stays bounded on long texts."""
PARAGRAPH, SENTENCE = 2, 1
_STOPS = ".!?"
_LONE = re.compile("[\ud800-\udfff]")
"""Halves of a character (broken input), which no vocabulary holds."""
_CLOSING = "\"'”’»)]"


@dataclass(slots=True)
class Words:
    """Words in text order; `first[i]` to `first[i + 1]` are the subwords of word i."""

    spans: list[Span] = field(default_factory=list)
    first: list[int] = field(default_factory=lambda: [0])
    ids: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    """Before each word: PARAGRAPH, SENTENCE or 0."""

    def __len__(self) -> int:
        return len(self.spans)

    def length(self, start: int, end: int) -> int:
        """Subwords of a range of words."""
        return self.first[end] - self.first[start]


def blocks(text: str) -> Iterator[Span]:
    """Pieces of at most `BLOCK` characters that end with a line where there is one.

    >>> list(blocks("one\\ntwo"))
    [Span(start=0, end=7)]
    """
    start = 0
    while start < len(text):
        end = min(start + BLOCK, len(text))
        if end < len(text):
            for mark in "\n .":
                cut = text.rfind(mark, start + BLOCK // 2, end)
                if cut > 0:
                    end = cut + 1
                    break
        yield Span(start, end)
        start = end


def read_words(text: str, block: Span, subwords: WordPiece) -> Words:
    """The words of a block; spans count in `text`. A word too long for a window is cut."""
    words = Words()
    readable = _LONE.sub("\ufffd", text[block.start : block.end])
    before = -1
    for number, word, start, end in subwords.encode(readable):
        span = Span(block.start + start, block.start + end)
        if word != before or words.length(len(words) - 1, len(words)) >= LIMIT:
            words.breaks.append(_break(text, words.spans[-1] if words.spans else None, span))
            words.spans.append(span)
            words.first.append(len(words.ids) + 1)
            before = word
        else:
            words.spans[-1] = Span(words.spans[-1].start, span.end)
            words.first[-1] += 1
        words.ids.append(number)
    return words


def _break(text: str, last: Span | None, span: Span) -> int:
    if last is None or "\n" in text[last.end : span.start]:
        return PARAGRAPH
    first = text[span.start]
    if span.start == last.end or not (first.isupper() or first in "“\"‘'"):
        return 0
    at = last.end - 1
    while at >= 0 and text[at] in _CLOSING:
        at -= 1
    return SENTENCE if at >= 0 and text[at] in _STOPS else 0


def windows(words: Words, start: int = 0, limit: int = LIMIT) -> Iterator[tuple[int, int]]:
    """Ranges of words of at most `limit` subwords, each as long as possible.

    A window ends with a paragraph if it can and else with a sentence, unless that would
    leave it less than half full.
    """
    end = start
    while start < len(words):
        while end < len(words) and words.length(start, end + 1) <= limit:
            end += 1
        if end < len(words):
            end = _good_end(words, start, end, limit)
        yield start, end
        start = end


def _good_end(words: Words, start: int, end: int, limit: int) -> int:
    for strength in (PARAGRAPH, SENTENCE):
        for cut in range(end, start, -1):
            if words.breaks[cut] >= strength:
                return cut
            if words.length(start, cut) < limit // 2:
                break
    return end
