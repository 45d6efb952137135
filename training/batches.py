"""Windows of labelled words as arrays.

Owns batching. The features of a cue and a word are the extractor's own (tagger_features).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from convert import Example

from graph_service.extract.tagger_words import windows

CLS, SEP = 101, 102
LIMIT = 254
"""Most subwords of a window to learn from; what runs reads shorter ones."""


@dataclass(slots=True)
class Window:
    """Word labels of one window; `at` are the places of first subwords, the start mark counted."""

    ids: np.ndarray
    at: np.ndarray
    tags: np.ndarray
    role: np.ndarray
    owner: np.ndarray
    paragraph: np.ndarray


def window_of(e: Example, start: int, end: int) -> Window:
    w = e.words
    low, high = w.first[start], w.first[end]
    ids = np.array([CLS, *w.ids[low:high], SEP], np.int64)
    at = np.array(w.first[start:end], np.int64) - low + 1
    role, begins = e.role[start:end], e.begins[start:end]
    tags = np.where(role > 0, 2 * role - begins, 0)
    # A part that the window cuts begins here.
    if role[0] and not begins[0]:
        tags = tags.copy()
        tags[0] -= 1
    paragraph = np.cumsum(np.array(w.breaks[start:end]) == 2)
    return Window(ids, at, tags, role, e.owner[start:end], paragraph)


def all_windows(examples: Sequence[Example], random_start: random.Random | None) -> list[Window]:
    """Every window; with `random_start` the first of each article is cut short anywhere."""
    out = []
    for e in examples:
        cut = 0
        if random_start and len(e.words):
            starts = [i for i, b in enumerate(e.words.breaks[:200]) if b == 2]
            cut = random_start.choice(starts) if starts else 0
            if cut:
                out += [window_of(e, a, b) for a, b in _before(e, cut)]
        out += [window_of(e, a, b) for a, b in windows(e.words, cut, LIMIT)]
    return out


def _before(e: Example, cut: int) -> Iterator[tuple[int, int]]:
    for start, end in windows(e.words, limit=LIMIT):
        yield start, min(end, cut)
        if end >= cut:
            return


def batches(found: list[Window], size: int, order: random.Random) -> Iterator[list[Window]]:
    """Shuffled batches of windows of like length, so that little is padding."""
    order.shuffle(found)
    groups = []
    for i in range(0, len(found), size * 50):
        group = sorted(found[i : i + size * 50], key=lambda w: len(w.ids))
        groups += [group[j : j + size] for j in range(0, len(group), size)]
    order.shuffle(groups)
    yield from groups


def padded(arrays: Sequence[np.ndarray], fill: int = 0) -> np.ndarray:
    """Rows of unlike length as one array."""
    out = np.full((len(arrays), max(map(len, arrays))), fill, np.int64)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return out
