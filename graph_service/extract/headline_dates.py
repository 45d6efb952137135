"""The day of what a headline says: that of the body's statement which says it again.

Owns telling headlines from sentences and finding their body. A headline has no day of
its own and stands in the present; the text under it tells the same with the day.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from graph_service.extract.chains import hull
from graph_service.extract.draft import Draft, Said, Sentence
from graph_service.extract.wordlists import words
from graph_service.model import DateBounds

_LONGEST = 16
"""Words of a headline at most."""
_BODY = 5
"""Paragraphs under a headline in which its statement is looked for."""
_PAGE = 4
"""Headlines from which on a text is a page of several stories."""
_UNDATED = ("publication", "dateline", "open")
_COMMON = words("that this with from have will would their said says been were about")


def headlines(text: str, sentences: tuple[Sentence, ...]) -> frozenset[int]:
    """Numbers of the sentences that stand alone in a paragraph, short and without a stop."""
    found = set()
    for number, sentence in enumerate(sentences):
        before = sentences[number - 1].paragraph if number else -1
        after = sentences[number + 1].paragraph if number + 1 < len(sentences) else None
        if after is None or sentence.paragraph in (before, after):
            continue
        line = text[slice(*sentence.span)]
        if not re.search(r"[.!?…:;,][\"'”’»)\]]*\Z", line) and len(line.split()) <= _LONGEST:
            found.add(number)
    return frozenset(found)


def date_headlines(
    text: str, draft: Draft, lines: frozenset[int], said: dict[int, Said]
) -> dict[int, Said]:
    """`said` with the headlines' levels dated by their body, where it says the same on a day.

    Only in a page of several stories: the title of a single one is of the paper's day.
    """
    if len(lines) < _PAGE:
        return said
    starts = [sentence.span.start for sentence in draft.sentences]
    places = []
    for level in draft.levels:
        own = hull(level.attribution)
        places.append(max(0, bisect_right(starts, own.start) - 1))
    body = sorted(
        (place, index)
        for index, place in enumerate(places)
        if place not in lines and said[index].spans and said[index].bounds.basis not in _UNDATED
    )
    dated = dict(said)
    for index, place in enumerate(places):
        if place not in lines or said[index].bounds.basis not in _UNDATED:
            continue
        wanted = _words(text, draft, place)
        for there, other in body[bisect_right(body, (place, len(places))) :]:
            distance = draft.sentences[there].paragraph - draft.sentences[place].paragraph
            if distance > _BODY or any(place + 1 < line < there for line in lines):
                break
            bounds = said[other].bounds
            if bounds.earliest != bounds.latest or _differ(said[index], bounds):
                continue
            shared = wanted & _words(text, draft, there)
            right_below = distance == 1 and _names(text, draft, place) & _names(text, draft, there)
            if len(shared) >= 2 or (shared and right_below):
                day = DateBounds(bounds.earliest, bounds.latest, "event")
                dated[index] = replace(
                    said[index],
                    bounds=day,
                    spans=said[other].spans,
                    found_by="rule:headline",
                    confidence=0.6,
                )
                break
    return dated


def _differ(headline: Said, bounds: DateBounds) -> bool:
    """A day long before the paper's is told as background, not by a headline."""
    paper = headline.bounds.latest
    return paper is None or bounds.latest is None or not -1 <= (paper - bounds.latest).days <= 4


def _names(text: str, draft: Draft, sentence: int) -> frozenset[str]:
    """Capitalised words, but for the first: in a headline of small letters the names."""
    words = text[slice(*draft.sentences[sentence].span)].split()
    named = frozenset(w.strip(",.'’:;") for w in words if w[:1].isupper() and not w.isupper())
    return named if len(named) < len(words) / 2 else frozenset()


def _words(text: str, draft: Draft, sentence: int) -> frozenset[str]:
    """Stems of the telling words: five letters, so that "warns" meets "warned"."""
    told = re.findall(r"[^\W\d_]{4,}", text[slice(*draft.sentences[sentence].span)].lower())
    return frozenset(word[:5].rstrip("s") for word in told if word not in _COMMON)
