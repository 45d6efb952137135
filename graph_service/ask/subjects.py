"""What a question is about: topics by their labels, actors, or plain words to look for.

Owns the reading of one stretch of a question; where such a stretch begins is
`question`'s to know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_service.ask.names import Named
from graph_service.ask.words import STOP, Token
from graph_service.model import Span
from graph_service.rdf.schemes import Topic


@dataclass(frozen=True, slots=True)
class Subjects:
    """Topics, actors and plain words of one stretch; `spans` is what was used of it."""

    topics: tuple[Topic, ...] = ()
    actors: tuple[Named, ...] = ()
    text: str | None = None
    spans: tuple[Span, ...] = ()


def topics_in(text: str, part: Span, topics: Sequence[Topic]) -> list[tuple[Span, Topic]]:
    """Topics whose label stands in the part, in any case of letters; longest label first.

    >>> t = Topic("grain-deal", "grain deal", ("grain deal", "Black Sea grain deal"), None)
    >>> topics_in("on the black sea grain deal", Span(0, 27), [t])[0][0]
    Span(start=7, end=27)
    """
    folded = text[part.start : part.end].casefold()
    if len(folded) != part.end - part.start:
        folded = text[part.start : part.end].lower()
    found: list[tuple[Span, Topic]] = []
    labels = sorted(
        ((label.casefold(), topic) for topic in topics for label in (*topic.labels, topic.id)),
        key=lambda pair: (-len(pair[0]), pair[1].id),
    )
    for label, topic in labels:
        start = folded.find(label)
        if start < 0 or not re.search(rf"(?<!\w){re.escape(label)}(?!\w)", folded):
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", folded):
            span = Span(part.start + match.start(), part.start + match.end())
            if not any(span.overlaps(known) for known, _ in found):
                found.append((span, topic))
    return sorted(found, key=lambda pair: pair[0])


def read_subjects(
    text: str,
    tokens: Sequence[Token],
    named: Sequence[Named],
    quoted: Sequence[Span],
    topics: Sequence[Topic],
) -> Subjects:
    """The subjects among consecutive tokens of `text`.

    A topic's label wins over an actor's name of the same length or less ("South
    China Sea" is not China). Words in quotation marks are looked for as they
    stand. Plain words are looked for only where nothing else was recognised.
    """
    if not tokens:
        return Subjects()
    part = Span(tokens[0].span.start, tokens[-1].span.end)
    literal = next((q for q in quoted if part.overlaps(q)), None)
    if literal is not None:
        return Subjects(text=text[literal.start : literal.end].strip(), spans=(literal,))
    actors = [n for n in named if part.contains(n.span)]
    concepts = [
        (span, topic)
        for span, topic in topics_in(text, part, topics)
        if not any(_longer(n.span, span) for n in actors)
    ]
    actors = [n for n in actors if not any(span.overlaps(n.span) for span, _ in concepts)]
    if concepts or actors:
        spans = [span for span, _ in concepts] + [n.span for n in actors]
        found = tuple(dict.fromkeys(topic for _, topic in concepts))
        return Subjects(found, tuple(actors), None, tuple(sorted(spans)))
    run = _run(tokens)
    if not run:
        return Subjects()
    span = Span(run[0].span.start, run[-1].span.end)
    return Subjects(text=" ".join(text[span.start : span.end].split()), spans=(span,))


def _longer(name: Span, label: Span) -> bool:
    return name.overlaps(label) and name.end - name.start > label.end - label.start


def _run(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the words at either end that carry nothing."""
    run = list(tokens)
    while run and run[0].low in STOP:
        run.pop(0)
    while run and run[-1].low in STOP:
        run.pop()
    return run
