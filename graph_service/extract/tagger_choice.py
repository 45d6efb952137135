"""Whose reading of a cue is kept where the rules and the network differ in it.

The network knows better what is an attribution; the rules often cut the words more
exactly, and see some sources that it misses. Owns the features of such a pair, the
committed figures (`tagger_choice.tsv`: part, feature, weight; fitted by
training/choose.py) and the choice, for words and source apart. What both name alike,
or only the network names, stays as the network has it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from graph_service.extract.draft import Attribution
from graph_service.model import Spans

Features = dict[str, float]

ALIKE = 0.7
"""Least share of common characters (Jaccard) from which it is a matter of edges alone."""
ALIKE_DIPLOMATIC = 0.35
"""The same in texts of the register of diplomacy, which the network has not learned from: it takes
a part for the whole there. Everywhere, it would lose half a point on PolNeAR dev."""
ALONE = 0.4
"""Least confidence of an attribution whose cue only the network reads."""

_FILE = Path(__file__).with_name("tagger_choice.tsv")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PRONOUNS = frozenset(["he", "she", "they", "it", "who", "that", "which", "i", "we"])


def choose(
    text: str,
    found: Iterable[Attribution],
    ruled: Sequence[Attribution],
    weights: Mapping[str, Mapping[str, float]] | None = None,
    least: float = ALIKE,
) -> list[Attribution]:
    """What the network found, with words and source of the rules where those are likelier.

    `weights` (part -> feature -> weight) stand for the committed ones; `least`: how alike words
    have to be for their edges to be chosen.
    """
    weights = weights or table()
    kept = []
    for one in found:
        other = same_cue(one, ruled)
        if other is None:
            if one.confidence >= ALONE:
                kept.append(one)
            continue
        words = (
            edges_differ(one, other, least)
            and not shared(other.content, one.cue)
            and (likelihood(of_words(text, one, other), weights["words"]) > 0.5)
        )
        source = (
            one.source != other.source
            and not shared(other.source, one.cue)
            and (likelihood(of_source(text, one, other), weights["source"]) > 0.5)
        )
        kept.append(_with(one, other, words=words, source=source))
    return kept


def _with(one: Attribution, other: Attribution, *, words: bool, source: bool) -> Attribution:
    if not (words or source):
        return one
    return replace(
        one,
        content=other.content if words else one.content,
        quote_type=other.quote_type if words else one.quote_type,
        source=other.source if source else one.source,
        found_by=f"{one.found_by}+{other.found_by}",
    )


def same_cue(one: Attribution, ruled: Iterable[Attribution]) -> Attribution | None:
    """The rules' attribution whose cue shares most characters with this one's."""
    best = max(ruled, key=lambda other: shared(one.cue, other.cue), default=None)
    return best if best and shared(one.cue, best.cue) else None


def edges_differ(one: Attribution, other: Attribution, least: float = ALIKE) -> bool:
    """Are these the same words but for their edges?"""
    return one.content != other.content and alike(one.content, other.content) >= least


def of_words(text: str, one: Attribution, other: Attribution) -> Features:
    """Features of two readings of the words; `one` is the network's."""
    start, end = one.content[0].start, one.content[-1].end
    begins, ends = other.content[0].start, other.content[-1].end
    ratio = math.log(length(other.content) / length(one.content))
    out = {
        **_both(one, other),
        f"quote={one.quote_type}/{other.quote_type}": 1.0,
        "network-split": float(len(one.content) > 1),
        "rules-split": float(len(other.content) > 1),
        "ratio": ratio,
        "difference": abs(ratio),
        "alike": alike(one.content, other.content),
    }
    for name, a, b in (
        ("begins-earlier", begins, start),
        ("begins-later", start, begins),
        ("ends-earlier", ends, end),
        ("ends-later", end, ends),
    ):
        if a < b:
            out[name] = 1.0
            out[f"{name}-by-one"] = float(len(_TOKEN.findall(text, a, b)) == 1)
    return out


def of_source(text: str, one: Attribution, other: Attribution) -> Features:
    """Features of two readings of the source; `one` is the network's."""
    out = _both(one, other)
    out |= {"network-none": float(not one.source), "rules-none": float(not other.source)}
    if not one.source or not other.source:
        return out
    out["overlap"] = float(shared(one.source, other.source) > 0)
    out["ratio"] = math.log(length(other.source) / length(one.source))
    out["rules-before"] = float(other.source[0].start < one.source[0].start)
    for name, reading in (("network", one), ("rules", other)):
        span, cue = reading.source[0], reading.cue[0]
        words = text[span.start : span.end].split()
        gap = min(abs(span.end - cue.start), abs(cue.end - span.start))
        out[f"{name}-distance"] = math.log1p(gap)
        out[f"{name}-pronoun"] = float(words[0].lower() in _PRONOUNS)
        out[f"{name}-capital"] = float(words[0][0].isupper())
        out[f"{name}-length"] = math.log(len(words))
    return out


def _both(one: Attribution, other: Attribution) -> Features:
    return {"": 1.0, "network": _logit(one.confidence), "rules": _logit(other.confidence)}


def _logit(confidence: float) -> float:
    bounded = min(max(confidence, 0.01), 0.99)
    return math.log(bounded / (1 - bounded))


def length(spans: Spans) -> int:
    """Characters in all."""
    return sum(span.end - span.start for span in spans)


def shared(some: Spans, others: Spans) -> int:
    """Characters that both hold."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)


def alike(some: Spans, others: Spans) -> float:
    """Jaccard index of two sets of characters.

    >>> from graph_service.model import Span
    >>> alike((Span(0, 8),), (Span(2, 10),))
    0.6
    """
    both = shared(some, others)
    return both / (length(some) + length(others) - both)


@cache
def table() -> dict[str, dict[str, float]]:
    """part -> feature -> weight; "" is the constant."""
    out: dict[str, dict[str, float]] = {"words": {}, "source": {}}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            part, name, weight = line.split("\t")
            out[part][name] = float(weight)
    return out


def likelihood(seen: Features, weights: Mapping[str, float]) -> float:
    """That the rules' reading is the better one (0 to 1)."""
    total = sum(value * weights.get(name, 0.0) for name, value in seen.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
