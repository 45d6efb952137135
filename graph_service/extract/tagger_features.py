"""How a word stands to a cue: features that training and running compute alike.

Owns these three tables of numbers, and their numbering as one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

PARAGRAPHS, CROSSINGS = 5, 7
"""How many numbers the second and third feature have."""

Ints = npt.NDArray[np.int64]
Cue = tuple[int, int]
"""Half-open range of words of a window."""


def features(cues: list[Cue], paragraph: Ints) -> tuple[Ints, Ints, Ints]:
    """Of each cue and word, (C, N): signed log distance, paragraphs and other cues between.

    Paragraphs are numbered in `paragraph` (N). Numbers start at 0, for tables.

    >>> [a.tolist() for a in features([(1, 2)], np.array([0, 0, 0, 1]))]
    [[[9, 10, 11, 12]], [[2, 2, 2, 3]], [[3, 3, 3, 3]]]
    """
    n = len(paragraph)
    at = np.arange(n)
    start = np.array([a for a, _ in cues])[:, None]
    last = np.array([b - 1 for _, b in cues])[:, None]
    signed = np.where(at < start, at - start, np.where(at > last, at - last, 0))
    distance = np.sign(signed) * np.ceil(np.log2(np.abs(signed) + 1)).astype(np.int64)
    paragraphs = paragraph[None, :] - paragraph[start[:, 0]][:, None]
    begins = np.zeros(n, np.int64)
    begins[start[:, 0]] = 1
    until = np.concatenate([[0], np.cumsum(begins)])
    right = until[at + 1][None, :] - until[start + 1]
    left = until[at][None, :] - until[start]
    crossing = np.where(at > last, right, np.where(at < start, left, 0))
    return (
        np.clip(distance, -10, 10) + 10,
        np.clip(paragraphs, -2, 2) + 2,
        np.clip(crossing, -3, 3) + 3,
    )


def places(cues: list[Cue], paragraph: Ints) -> Ints:
    """The three features as one number, for a table of all their sums.

    >>> places([(1, 2)], np.array([0, 0])).tolist()
    [[332, 367]]
    """
    distance, paragraphs, crossing = features(cues, paragraph)
    return (distance * PARAGRAPHS + paragraphs) * CROSSINGS + crossing
