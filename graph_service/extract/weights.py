"""How likely a candidate attribution is right, from counted features of its cue and form.

Owns the features and the committed figures (`weights.tsv`: feature, weight), which
`bench/attribution/fit_weights.py` makes from the training split: a logistic sum over
the cue word, the rule and the kind of source. No figure was set by hand.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate

LEAST = {"speech": 0.3}
"""Least confidence of a kept candidate by kind of cue; `LEAST_OTHER` for all other kinds."""
LEAST_OTHER = 0.45
_FILE = Path(__file__).with_name("weights.tsv")


def features(candidate: Candidate) -> list[str]:
    """Names of the features that hold for a candidate."""
    unit = candidate.unit
    tokens = unit.tokens
    start, end = candidate.cue
    head = next(
        (i for i in range(end - 1, start - 1, -1) if tokens[i].low in cues.lexicon()), end - 1
    )
    form, rule, lemma, tag = tokens[head].low, candidate.rule, candidate.lemma, candidate.tag
    first = candidate.contents[0] if candidate.contents else (0, 0)
    content = tokens[first[0] : first[1]]
    kind = _kind(lemma)
    source = _source(candidate)
    out = [
        f"rule={rule}", f"lemma={lemma}", f"form={form}/{tag}", f"lemma+rule={lemma}/{rule}",
        f"kind+rule={kind}/{rule}/{tag}", f"source={source}", f"source+kind={source}/{kind}",
    ]  # fmt: skip
    if content:
        length = min(6, int(math.log2(len(content) + 1)))
        out.append(f"length={length}/{kind}")
        out.append(f"length+rule={length}/{rule}")
        out.append(f"opens={content[0].low if content[0].kind == 'w' else content[0].kind}/{kind}")
        if any(t.kind == "q" for t in content):
            out.append(f"quoted/{kind}")
    for token in tokens[start:head]:
        if token.kind == "w":
            out.append(f"group={token.low}")
            if token.low in w.MODAL or token.low == "to":
                out.append(f"modal+kind={token.low}/{kind}")
    if candidate.shared:
        out.append(f"shared/{tag}")
        out.append(f"shared/{kind}")
        before = tokens[start - 1].low if start and tokens[start - 1].kind != "q" else "^"
        out.append(f"shared-after={before}/{tag}")
    elif candidate.source:
        at = candidate.source[0]
        before = tokens[at - 1].low if at and tokens[at - 1].kind != "q" else "^" if not at else "q"
        out.append(f"before={before}")
    if unit.headline:
        out.append(f"headline/{kind}")
    if unit.quoted:
        out.append("quoted-unit")
    return out


def _kind(lemma: str) -> str:
    if lemma in cues.SPEECH or lemma in {"according to", ":"}:
        return "speech"
    if lemma in cues.ACT:
        return "act"
    return "state" if lemma in cues.ATTITUDE else "other"


def _source(candidate: Candidate) -> str:
    if candidate.source is None:
        return "none"
    start, end = candidate.source
    tokens = candidate.unit.tokens
    first, last = tokens[start], tokens[end - 1]
    if end - start == 1 and (first.low in w.PRONOUNS or first.low in w.OBJECT_PRONOUNS):
        return first.low
    if first.capital:
        return "name" if last.capital or end - start > 3 else "capital"
    if first.low in w.DETERMINERS:
        return first.low
    return "plural" if last.low.endswith("s") else "bare"


@cache
def table() -> dict[str, float]:
    """feature -> weight; "" holds the constant."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in rows}


def confidence(candidate: Candidate) -> float:
    """Probability (0 to 1) that source and content both match, as fitted on the training split."""
    figures = table()
    total = figures.get("", 0.0)
    for name in features(candidate):
        total += figures.get(name, 0.0)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def likely(candidate: Candidate) -> bool:
    """Is the candidate's confidence high enough for its kind of cue?"""
    return candidate.confidence >= LEAST.get(_kind(candidate.lemma), LEAST_OTHER)
