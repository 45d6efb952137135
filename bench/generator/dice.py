"""Chance that falls the same way everywhere.

Only `Random.random` seeded with an integer is used (Python keeps its sequence over
versions), with integer weights and no logarithms or powers, whose last digits differ
between machines.
"""

from __future__ import annotations

import hashlib
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """Seeded by any words and numbers; equal ones give equal throws.

    >>> Dice(7, "article", 0).below(1000) == Dice(7, "article", 0).below(1000)
    True
    """

    def __init__(self, *seed: object) -> None:
        marks = "/".join(map(str, seed)).encode()
        self._next = random.Random(int.from_bytes(hashlib.sha256(marks).digest()[:8])).random

    def below(self, limit: int) -> int:
        """0 to limit - 1, each as likely."""
        return int(self._next() * limit)

    def one(self, of: Sequence[T]) -> T:
        return of[self.below(len(of))]

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent


class Weighted(Generic[T]):
    """Values with whole-number weights."""

    def __init__(self, values: Sequence[T], weights: Sequence[int]) -> None:
        self.values = tuple(values)
        self._sums = list(accumulate(weights, initial=0))[1:]

    @classmethod
    def zipf(cls, values: Sequence[T]) -> Weighted[T]:
        """The n-th value is n times rarer than the first."""
        return cls(values, [1_000_000 // rank for rank in range(1, len(values) + 1)])

    def draw(self, dice: Dice) -> T:
        return self.values[bisect_right(self._sums, dice.below(self._sums[-1]))]
