"""From likelihoods of one window to attributions: each content word has one owner.

Owns the decisions and their thresholds (settled on the development split). Words are
counted from the window's start; `tagger` turns them into characters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph_service.extract.tagger_features import Cue

Floats = npt.NDArray[np.float32]
Range = tuple[int, int]

B_SOURCE, I_SOURCE, B_CUE, I_CUE, B_CONTENT, I_CONTENT = range(1, 7)
SOURCE, CONTENT = 1, 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Settled on the development split by training/evaluate.py; likelihoods but for `switch`."""

    cue: float = 0.12
    """From which a word counts as a cue; most of the unlikely ones get no content."""
    content: float = 0.5
    source: float = 0.2
    kept: float = 0.3
    """Confidence from which an attribution is kept."""
    pair: float = 0.4
    """Weight of the head that knows the cue in what is content; the rest is the tags'."""
    source_pair: float = 0.3
    """The same in what is a source."""
    switch: float = 1.5
    """Cost of a change of owner between two words, in natural logarithms of likelihood."""
    begin: float = 0.9
    """Share of that cost which a sure beginning of a content takes away."""


SETTLED = Thresholds()
READINGS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """Half-open ranges of words."""

    source: Range | None
    cue: Cue
    content: tuple[Range, ...]
    evidence: tuple[float, ...]
    """Cue, owner, content and source as log odds; whether there is a source; 1."""
    confidence: float


def find_cues(tags: Floats, t: Thresholds = SETTLED) -> list[Cue]:
    """Likely cues, in order."""
    content = tags[:, B_CONTENT] + tags[:, I_CONTENT]
    begins = np.where(tags[:, B_CUE] >= content, tags[:, B_CUE], 0.0)
    cues: list[Cue] = []
    n, i = len(tags), 0
    while i < n:
        if begins[i] < t.cue:
            i += 1
            continue
        end = i + 1
        while end < n and tags[end, I_CUE] >= max(t.cue, float(begins[end])):
            end += 1
        cues.append((i, end))
        i = end
    return cues


def runs(inside: npt.NDArray[np.bool_]) -> list[Range]:
    """Stretches of true values.

    >>> runs(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    padded = np.zeros(len(inside) + 2, np.bool_)
    padded[1:-1] = inside
    edges = np.flatnonzero(padded[1:] != padded[:-1]).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def decode(
    tags: Floats, cues: list[Cue], owners: Floats, weights: Sequence[float], t: Thresholds = SETTLED
) -> list[Found]:
    """Attributions of a window, in the order of their cues.

    Read twice: what unlikely cues laid claim to in the first reading is free in the second.
    `weights` turn evidence into confidence (training/calibrate.py).
    """
    chosen = list(range(len(cues)))
    found: list[Found] = []
    for _ in range(READINGS):
        found = candidates(tags, [cues[i] for i in chosen], owners[chosen], weights, t)
        likely = {one.cue for one in found if one.confidence >= t.kept}
        if len(likely) == len(chosen):
            break  # another reading would be the same
        chosen = [i for i in chosen if cues[i] in likely]
    return [one for one in found if one.confidence >= t.kept]


def candidates(
    tags: Floats, cues: list[Cue], owners: Floats, weights: Sequence[float], t: Thresholds = SETTLED
) -> list[Found]:
    """Every cue that has content, also unlikely ones."""
    if not cues:
        return []
    belongs = _contents(tags, cues, owners, t)
    said = tags[:, B_CONTENT] + tags[:, I_CONTENT]
    named = tags[:, B_SOURCE] + tags[:, I_SOURCE]
    found = []
    for index, cue in enumerate(cues):
        taken = belongs == index
        content = runs(taken)
        if not content:
            continue
        evidence = [tags[cue[0], B_CUE], owners[index, taken, CONTENT].mean(), said[taken].mean()]
        taken[cue[0] : cue[1]] = True
        source, likely = _source(named, owners[index], taken, t)
        evidence.append(likely)
        seen = (*(_logit(float(x)) for x in evidence), 1.0 if source else 0.0, 1.0)
        total = sum(w * x for w, x in zip(weights, seen, strict=True))
        found.append(Found(source, cue, tuple(content), seen, 1 / (1 + math.exp(-total))))
    return found


def _logit(likelihood: float) -> float:
    bounded = min(max(likelihood, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))


def _contents(
    tags: Floats, cues: list[Cue], owners: Floats, t: Thresholds
) -> npt.NDArray[np.int64]:
    """For each word the number of the cue that it is content of; -1 none, -2 part of a cue."""
    claims = owners[:, :, CONTENT]
    said = tags[:, B_CONTENT] + tags[:, I_CONTENT]
    level = np.clip(
        t.pair * np.minimum(claims.sum(0), 1.0) + (1 - t.pair) * said + 0.5 - t.content, 0.0, 1.0
    )
    likely = np.concatenate([(1 - level)[None], level * claims / (claims.sum(0) + 1e-4)])
    for a, b in cues:
        likely[1:, a:b] = 0.0
    cost = t.switch * (1 - t.begin * tags[:, B_CONTENT])
    belongs = _path(np.log(likely + 1e-3), cost) - 1
    for a, b in cues:
        belongs[a:b] = -2
    return belongs


def _path(logs: Floats, cost: Floats) -> npt.NDArray[np.int64]:
    """The likeliest states (K) of the words (K, N) where each change has a cost (Viterbi)."""
    rows = iter(logs.T.tolist())
    best: list[float] = next(rows)
    steps = []
    # A few states a word: lists are faster than arrays so small.
    for row, price in zip(rows, cost.tolist()[1:], strict=True):
        top = max(best)
        change = top - price
        steps.append((best, change, best.index(top)))
        best = [(b if b >= change else change) + r for b, r in zip(best, row, strict=True)]
    state = best.index(max(best))
    path = [state]
    for before, change, top_state in reversed(steps):
        if before[state] < change:
            state = top_state
        path.append(state)
    return np.array(path[::-1], np.int64)


def _source(
    named: Floats, roles: Floats, taken: npt.NDArray[np.bool_], t: Thresholds
) -> tuple[Range | None, float]:
    """The best stretch of source words and how sure it is; None where there is none."""
    level = t.source_pair * roles[:, SOURCE] + (1 - t.source_pair) * named
    level = np.where(taken, 0.0, level)
    best: Range | None = None
    score = 0.0
    for start, end in runs(level >= t.source):
        total = float(roles[start:end, SOURCE].max() + 0.1 * roles[start:end, SOURCE].sum())
        if total > score:
            best, score = (start, end), total
    if best is None:
        return None, float(1 - min(1.0, roles[:, SOURCE].max()))
    return best, float(roles[best[0] : best[1], SOURCE].mean())
