"""The same words again: one saying that several articles carry, and wording through time.

Owns when words of one speaker are nearly the same, which of them are one saying, and
what changed from one saying to the next. A saying is known by its first statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from functools import partial
from types import MappingProxyType

from graph_service.link.facts import Facts
from graph_service.link.kept import Kept
from graph_service.link.links import Link
from graph_service.link.meaning import meaning
from graph_service.link.similar import alike, components, jaccard, shingles, tokens
from graph_service.model import digest

VERSION = "2"
"""Goes up when the same statements give other links here."""
LEAST_WORDS = 5
"""Shorter words ("talks go on") are no wording that anybody would know again."""
LEAST = 0.6
"""Jaccard coefficient of words and pairs of words: of twelve words two may differ."""
CLOSE_DAYS = 3
"""Articles that are published within so many days may carry the same saying."""

RECENT = 5
"""Sayings, the latest ones, that a statement is compared with to be one of them."""
BACK = 100
"""Sayings, the latest ones, among which that is looked for which a statement repeats."""
NO_COPIES: Mapping[str, str] = MappingProxyType({})
One = Callable[[str], str]
"""Actor id -> the id of the group that counts as one."""


def wording_links(
    statements: Iterable[Facts],
    one: One,
    origin: Mapping[str, str] = NO_COPIES,
    kept: Kept | None = None,
) -> Iterator[Link]:
    """`same-saying` from a statement to its saying's first, `repeat` from saying to saying.

    `origin` gives of an article that is a copy the article that it is a copy of. A speaker
    whose statements are what they were when `kept` was written is not compared again.
    """
    kept = kept or Kept()
    by_speaker: defaultdict[str, list[Facts]] = defaultdict(list)
    for facts in statements:
        if not facts.attitude and not facts.speaker.startswith("actor-unnamed-"):
            by_speaker[one(facts.speaker)].append(facts)
    for speaker in sorted(by_speaker):
        said = by_speaker[speaker]
        if len(said) > 1:
            copied = [origin.get(facts.article, "") for facts in said]
            mark = digest(VERSION, repr(said), repr(copied))
            yield from kept.links(speaker, mark, partial(_of_one, said, origin))


def _of_one(statements: list[Facts], origin: Mapping[str, str]) -> Iterator[Link]:
    """Of one speaker."""
    texts: dict[str, list[Facts]] = {}
    for facts in statements:
        found = tokens(facts.words)
        if len(found) >= LEAST_WORDS:
            texts.setdefault(" ".join(found), []).append(facts)
    sets = {text: elements(text) for text in texts}
    near = ((a, b) for a, b, _ in alike(sets, LEAST)) if len(sets) > 1 else ()
    for group in components(sorted(texts), near):
        said = [(facts, sets[text]) for text in group for facts in texts[text]]
        if len(said) > 1:
            yield from _through_time(said, origin)


def elements(text: str) -> frozenset[str]:
    """Single words and pairs of neighbours."""
    found = text.split(" ")
    return frozenset(found) | shingles(found, 2)


def _through_time(
    said: list[tuple[Facts, frozenset[str]]], origin: Mapping[str, str]
) -> Iterator[Link]:
    said.sort(key=lambda s: (s[0].moment, s[0].published, s[0].article, s[0].start, s[0].id))
    sayings: list[tuple[Facts, frozenset[str]]] = []
    for facts, words in said:
        first = next(
            (
                (other, others)
                for other, others in reversed(sayings[-RECENT:])
                if other.article != facts.article
                and (_copied(other, facts, origin) or may_be_one(other, facts))
                and not exchanged(other.words, facts.words)
                and jaccard(words, others) >= LEAST
            ),
            None,
        )
        if first is not None:
            likeness = jaccard(words, first[1])
            copied = _copied(first[0], facts, origin)
            days = (first[0].earliest, first[0].latest) == (facts.earliest, facts.latest)
            sure = 0.95 if copied or (days and facts.earliest) else 0.7
            rule = "rule:copied-article" if copied else "rule:same-words-same-day"
            yield _link("same-saying", facts, first[0], sure * likeness, rule)
            continue
        earlier = next(
            (
                (other, others)
                for other, others in reversed(sayings[-BACK:])
                if jaccard(words, others) >= LEAST and other.article != facts.article
            ),
            None,
        )
        sayings.append((facts, words))
        if earlier is not None:
            apart = earlier[0].latest and facts.earliest and earlier[0].latest < facts.earliest
            rule = "rule:said-later" if apart else "rule:published-later"
            if not apart and not (earlier[0].published and facts.published):
                continue  # which came first is not known
            if not apart and earlier[0].published >= facts.published:
                continue
            likeness = jaccard(words, earlier[1])
            sure = (0.95 if apart else 0.6) * likeness
            if exchanged(earlier[0].words, facts.words):
                sure *= 0.8  # another name or number: the wording returns, of another matter
            yield _link("repeat", facts, earlier[0], sure, rule)


def _copied(first: Facts, second: Facts, origin: Mapping[str, str]) -> bool:
    one, other = first.article, second.article
    return origin.get(one, one) == origin.get(other, other)


def may_be_one(first: Facts, second: Facts) -> bool:
    """Can both have been said on one day, and are they told of at about the same time?"""
    if first.latest and second.earliest and first.latest < second.earliest:
        return False
    if second.latest and first.earliest and second.latest < first.earliest:
        return False
    if first.published and second.published:
        days = date.fromisoformat(first.published) - date.fromisoformat(second.published)
        return abs(days.days) <= CLOSE_DAYS
    return bool(first.earliest) and (first.earliest, first.latest) == (
        second.earliest,
        second.latest,
    )


def exchanged(before: str, after: str) -> bool:
    """Does each have words of meaning that the other lacks? Then it is not one saying.

    >>> exchanged("a group of 5 experts", "a group of 28 experts")
    True
    >>> exchanged("a group of 5 experts", "a group of 5 experts would meet")
    False
    """
    old, new = meaning(before), meaning(after)
    return bool(old - new) and bool(new - old)


def _link(kind: str, later: Facts, earlier: Facts, confidence: float, rule: str) -> Link:
    added, removed = changed(earlier.words, later.words)
    assert kind in ("same-saying", "repeat")  # noqa: S101 - said above
    return Link(
        "repeat" if kind == "repeat" else "same-saying",
        later.id,
        earlier.id,
        confidence,
        rule,
        added=added,
        removed=removed,
    )


def changed(before: str, after: str) -> tuple[str, str]:
    """Words that came and words that went, runs of them joined by " ... ".

    >>> changed("the strait stays open to all", "the strait stays closed to all")
    ('closed', 'open')
    """
    old, new = before.split(), after.split()
    plain = [[" ".join(tokens(word)) for word in side] for side in (old, new)]
    matcher = SequenceMatcher(None, plain[0], plain[1], autojunk=False)
    added, removed = [], []
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            removed.append(" ".join(old[a:b]))
            added.append(" ".join(new[c:d]))
    return " ... ".join(filter(None, added)), " ... ".join(filter(None, removed))
