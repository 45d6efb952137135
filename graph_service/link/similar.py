"""Which sets of words are alike: pairs above a threshold, without comparing all pairs.

Owns tokens, shingles and the join by prefixes (Bayardo, Ma and Srikant, "Scaling up all
pairs similarity search", WWW 2007; Xiao and others, "Efficient similarity joins for near
duplicate detection", WWW 2008). The result does not depend on any order. It is exact but
for what `COMMON` says, by which the work grows with the number of sets, not its square.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

_WORD = re.compile(r"\w+")
COMMON = 200
"""What more sets than that hold leads to none of them: it is nobody's wording."""
Key = TypeVar("Key", bound=Hashable)


def tokens(words: str) -> list[str]:
    """Words in small letters, without marks.

    >>> tokens("“The strait” stays open.")
    ['the', 'strait', 'stays', 'open']
    """
    return _WORD.findall(words.casefold())


def shingles(found: Sequence[str], size: int) -> set[str]:
    """All runs of so many words.

    >>> sorted(shingles(["a", "b", "c"], 2))
    ['a b', 'b c']
    """
    return {" ".join(found[n : n + size]) for n in range(len(found) - size + 1)}


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared elements over all elements.

    >>> jaccard(frozenset("ab"), frozenset("bc"))
    0.3333333333333333
    """
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def alike(sets: Mapping[Key, frozenset[str]], least: float) -> Iterator[tuple[Key, Key, float]]:
    """Every pair of keys whose sets have a Jaccard coefficient of at least `least`.

    Two such sets share an element among the rarest n - ceil(least * n) + 1 of each, so
    only those are looked up, and of those none that more than `COMMON` sets hold.
    """
    count = Counter(element for elements in sets.values() for element in elements)
    holding: defaultdict[str, list[Key]] = defaultdict(list)
    for key in sorted(sets, key=lambda k: (len(sets[k]), str(k))):
        elements = sets[key]
        size = len(elements)
        rarest = sorted(elements, key=lambda e: (count[e], e))
        prefix = rarest[: size - math.ceil(least * size) + 1]
        met: set[Key] = set()
        for element in prefix:
            if not 1 < count[element] <= COMMON:
                continue
            for other in holding[element]:
                if other in met or len(sets[other]) < least * size:
                    continue
                met.add(other)
                value = jaccard(elements, sets[other])
                if value >= least:
                    yield other, key, value
            holding[element].append(key)


def components(keys: Iterable[Key], pairs: Iterable[tuple[Key, Key]]) -> list[list[Key]]:
    """Keys that hang together by pairs; alone ones too, in the order of first mention."""
    root: dict[Key, Key] = {key: key for key in keys}

    def top(key: Key) -> Key:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for first, second in pairs:
        root[top(second)] = top(first)
    found: dict[Key, list[Key]] = {}
    for key in root:
        found.setdefault(top(key), []).append(key)
    return list(found.values())
