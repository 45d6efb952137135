"""Wire copies: articles that are the same text under several addresses or publishers.

Owns the test. The text itself is not in the graph; an article is known by the hash of its
text and by the words of its statements and where they stand. Two reporters who quote the
same speech agree in words, but not in the distances between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median

from graph_service.link.facts import ArticleFacts
from graph_service.link.links import Link
from graph_service.link.similar import alike, components, jaccard, shingles, tokens

SHINGLE = 5
LEAST_SHINGLES = 10
LEAST = 0.7
"""Jaccard coefficient of the statements' runs of five words."""
DRIFT = 60
"""Characters by which a statement may stand elsewhere, besides a shift that all share."""
IN_PLACE = 0.8
"""Share of the common statements that stand in their place."""


def copy_links(articles: Iterable[ArticleFacts]) -> Iterator[Link]:
    """From each copy to the first one published of its kind (of one day: the first by key)."""
    known = {article.key: article for article in articles}
    sets = {}
    for article in known.values():
        found = frozenset().union(*(shingles(tokens(s.words), SHINGLE) for s in article.statements))
        if len(found) >= LEAST_SHINGLES:
            sets[article.key] = found
    pairs = {(a, b): value for a, b, value in alike(sets, LEAST) if _in_place(known[a], known[b])}
    by_hash: defaultdict[str, list[str]] = defaultdict(list)
    for article in known.values():
        if article.text_hash:
            by_hash[article.text_hash].append(article.key)
    same = [(keys[0], other) for keys in by_hash.values() for other in keys[1:]]
    touched = sorted({key for pair in (*pairs, *same) for key in pair})
    for group in components(touched, sorted([*pairs, *same])):
        ordered = sorted(group, key=lambda key: (known[key].published or "9999", key))
        first = known[ordered[0]]
        for key in ordered[1:]:
            if known[key].text_hash == first.text_hash:
                yield Link("copy", key, first.key, 1.0, "rule:same-text")
            else:
                value = jaccard(sets.get(key, frozenset()), sets.get(first.key, frozenset()))
                yield Link("copy", key, first.key, max(value, LEAST), "rule:same-statements")


def _in_place(first: ArticleFacts, second: ArticleFacts) -> bool:
    places = {" ".join(tokens(s.words)): s.start for s in first.statements}
    shifts = [
        s.start - places[text]
        for s in second.statements
        if (text := " ".join(tokens(s.words))) in places
    ]
    if len(shifts) < 2:
        return False
    middle = median(shifts)
    return sum(abs(shift - middle) <= DRIFT for shift in shifts) >= IN_PLACE * len(shifts)
