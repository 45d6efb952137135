"""Where a text shows a topic: the schemes' labels, and the cue words of `topic_cues.tsv`.

Owns the matching, at word boundaries. Labels go first, the longest first, one topic a stretch
of text; a topic's false labels take their stretch and name nothing; a cue inside such a stretch
does not count. A label or cue with a capital must stand so ("AI", "Crimea"), or all in capitals;
others match in any case. What the hits come to for a statement is the matter of `topics.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from graph_service.model import Span, Spans
from graph_service.rdf import schemes

Kind = Literal["label", "names", "said", "hints", "places", "regions"]
WEIGHTS: dict[Kind, float] = {
    "label": 1.0, "names": 1.0, "said": 1.0, "hints": 0.5, "places": 1.0, "regions": 1.0,
}  # fmt: skip
"""What a hit counts: 1 shows the topic alone. Set by hand."""
ALONE = 0.3
"""A situation's place without any of the words that must stand by."""
_FILE = Path(__file__).with_name("topic_cues.tsv")
_WORD = re.compile(r"\w+")
_APOSTROPHE = re.compile(r"['’]")
_GAP = r"(?:[\w’'-]+,?\s+){0,3}?"
_Label = tuple[re.Pattern[str], str | None]
"""The topic is None for a false label."""
_Cue = tuple[str, str, Kind, str]
"""As it stands in the file (compiled when its words are met), topic, kind, `_second`."""
_SECOND = 60
"""Characters in which a cue's second word begins and ends."""
_OPENING = 4
"""Letters of a first word with any ending by which it is looked up."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A stretch of the text that shows a topic, and how much it counts (0 to 1)."""

    span: Span
    topic: str
    kind: Kind
    weight: float


def find_hits(text: str, parts: Spans, overlay: Path | None = None) -> tuple[Hit, ...]:
    """All hits within the parts (paragraphs, say) in text order; none crosses a part's edge.

    `overlay` is the user's folder of resources, whose topics/*.ttl add to the shipped ones.

    >>> [(h.topic, h.kind) for h in find_hits("Tariffs up", (Span(0, 10),))]
    [('tariffs', 'label')]
    """
    labels, companions = _labels(overlay), _cues()[2]
    found: list[Hit] = []
    for part in parts:
        named, taken = _named(text, part, labels)
        found.extend(named)
        starts = [span.start for span in taken]
        beside: dict[str, bool] = {}
        for word in _WORD.finditer(text, *part):
            behind: str | None = None
            for cue, topic, kind, second in _opened_by(word[0].lower()):
                if second:  # most cues end here: no pattern of theirs is ever made
                    if behind is None:
                        behind = text[word.end() : word.end() + _SECOND].lstrip().lower()
                    if not behind.startswith(second):
                        continue
                match = _pattern(cue).match(text, word.start(), part.end)
                if match is None:
                    continue
                at = bisect_right(starts, match.start()) - 1
                if at >= 0 and taken[at].end >= match.end():
                    continue
                weight = WEIGHTS[kind]
                if kind in ("places", "regions"):
                    if topic not in beside:
                        beside[topic] = bool(companions[topic].search(text, *part))
                    weight = weight if beside[topic] else ALONE
                found.append(Hit(Span(*match.span()), topic, kind, weight))
    return tuple(sorted(found, key=lambda hit: hit.span))


@cache
def situations() -> frozenset[str]:
    """Topics that are one place's affair: all that an article on them tells belongs to them."""
    tables = _cues()[:2]
    return frozenset(
        topic for rows in tables for row in rows.values() for _, topic, kind, _ in row
        if kind == "places"
    )  # fmt: skip


def cues_of(topic: str) -> frozenset[str]:
    """The cues of one topic, as they stand in the file."""
    return frozenset(
        cue for rows in _cues()[:2] for row in rows.values() for cue, of, _, _ in row if of == topic
    )


def _named(text: str, part: Span, labels: dict[str, tuple[_Label, ...]]) -> tuple[list[Hit], Spans]:
    """The labels of a part, the longest of overlapping ones, and the stretches taken."""
    found: list[tuple[Span, str | None]] = []
    for word in _WORD.finditer(text, *part):
        for pattern, topic in labels.get(word[0].lower(), ()):
            if match := pattern.match(text, word.start(), part.end):
                found.append((Span(*match.span()), topic))
                break
    hits: list[Hit] = []
    taken: list[Span] = []
    for span, topic in sorted(found, key=lambda one: one[0].start - one[0].end):
        if all(span.end <= other.start or other.end <= span.start for other in taken):
            taken.append(span)
            if topic is not None:
                hits.append(Hit(span, topic, "label", WEIGHTS["label"]))
    return hits, tuple(sorted(taken))


@cache
def _labels(overlay: Path | None) -> dict[str, tuple[_Label, ...]]:
    """First word of a label, in lower case -> its patterns and topics, longest label first."""
    found: dict[str, list[tuple[int, re.Pattern[str], str | None]]] = {}
    for topic in schemes.topics(overlay):
        named: list[tuple[str, str | None]] = [(label, topic.id) for label in topic.labels]
        for label, id_ in (*named, *((label, None) for label in topic.false_labels)):
            first = _WORD.search(label)
            if first is not None:
                row = (len(label), _label_pattern(label), id_)
                found.setdefault(first[0].lower(), []).append(row)
    return {
        word: tuple((pattern, topic) for _, pattern, topic in sorted(rows, key=lambda r: -r[0]))
        for word, rows in found.items()
    }


def _label_pattern(label: str) -> re.Pattern[str]:
    """White space may be a line break; apostrophes and hyphens come in several forms."""
    body = re.escape(label).replace(r"\ ", r"\s+").replace(r"\-", "[-‐‑]")
    flags = 0 if label != label.lower() else re.IGNORECASE
    return re.compile(_APOSTROPHE.sub("['’]", body) + r"(?!\w)", flags)


@cache
def _cues() -> tuple[dict[str, list[_Cue]], dict[str, list[_Cue]], dict[str, re.Pattern[str]]]:
    """Cues by their first word, cues by the beginning of one with any ending; topic -> `with`."""
    whole: dict[str, list[_Cue]] = defaultdict(list)
    begun: dict[str, list[_Cue]] = defaultdict(list)
    companions: dict[str, re.Pattern[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        topic, kind, listed = line.split("\t")
        cues = [cue.strip() for cue in listed.split(";")]
        if kind == "with":
            companions[topic] = re.compile("|".join(rf"\b{_body(cue)}(?!\w)" for cue in cues))
            continue
        for cue in cues:
            row: _Cue = (cue, topic, kind, _second(cue))  # type: ignore[assignment]
            for first in cue.split()[0].split("/"):
                opening = _WORD.match(first.lower())
                if opening is None:
                    continue
                if first[opening.end() :].startswith(("*", "[")):
                    begun[opening[0][:_OPENING]].append(row)
                else:
                    whole[opening[0]].append(row)
    return whole, begun, companions


def _second(cue: str) -> str:
    """The second word of a cue, where the text must have it as it stands; else nothing.

    >>> _second("halt to .. fight*"), _second("arms/weapons race"), _second("anti-ship missile")
    ('to', 'race', '')
    """
    words = cue.split()
    plain = len(words) > 1 and words[1].isalpha() and re.sub(r"[/*]", "", words[0]).isalpha()
    return words[1].lower() if plain else ""


@lru_cache(8192)
def _opened_by(word: str) -> tuple[_Cue, ...]:
    """The cues that a word in lower case may open."""
    whole, begun, _ = _cues()
    rows = (
        row
        for key in dict.fromkeys(word[:n] for n in range(1, _OPENING + 1))
        for row in begun.get(key, ())
    )
    return (*whole.get(word, ()), *rows)


@cache
def _pattern(cue: str) -> re.Pattern[str]:
    return re.compile(_body(cue) + r"(?!\w)")


def _body(cue: str) -> str:
    """The pattern of a cue: * any ending, a/b a choice, .. up to three words between.

    >>> bool(re.match(_body("halt to .. fight*"), "Halt to all the fighting"))
    True
    """
    parts = []
    for word in cue.split():
        if word == "..":
            parts.append(_GAP)
            continue
        choices = [_choice(one) for one in word.split("/")]
        parts.append((choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})") + r"\s+")
    return "".join(parts).removesuffix(r"\s+")


def _choice(word: str) -> str:
    if "[" in word:
        return word
    body = re.escape(word).replace(r"\*", r"\w*").replace(r"\-", "[-‐‑]")
    body = _APOSTROPHE.sub("['’]", body)
    if word == word.lower():
        return f"(?i:{body})"
    capitals = re.escape(word.upper()).replace(r"\*", r"\w*").replace(r"\-", "[-‐‑]")
    return f"(?:{body}|{capitals})"
