"""Units: sentences as the attribution rules read them, each quotation one token.

A sentence is joined with the next where a quotation runs over their boundary. The
sentences inside a quotation are units of their own, read by the same rules, so
that attributions nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.draft import Draft
from graph_service.extract.sentences import split
from graph_service.extract.tokens import Token, tokenize
from graph_service.model import Span

Range = tuple[int, int]
"""Half-open indices into `Unit.tokens`."""


@dataclass(slots=True, eq=False)
class Unit:
    """`inside`: the quotation it was read from, None for the narrator's own sentences.

    `subject`: of a point under a heading, whose tokens stand before its own (points.py);
    `told`: where its own begin, if the heading has the verb.
    """

    span: Span
    paragraph: int
    tokens: list[Token]
    inside: Span | None = None
    headline: bool = False
    subject: Range | None = None
    told: int = 0

    @property
    def last(self) -> int:
        """Index after the last token that is not a final stop."""
        end = len(self.tokens)
        while end > 0 and self.tokens[end - 1].kind == "p" and self.tokens[end - 1].low in _STOPS:
            end -= 1
        return end

    @property
    def quoted(self) -> bool:
        """Nothing but quotations and marks."""
        return any(t.kind == "q" for t in self.tokens) and all(t.kind != "w" for t in self.tokens)


LONGEST = 240
"""Most tokens of a unit; longer sentences are read in pieces."""
_PAUSES = w.words(", ; : . ! ?")
_STOPS = w.words(". ; , : … ! ? ... - – —")


def is_headline(tokens: Sequence[Token]) -> bool:
    """Title Case or capitals nearly throughout, so capitals say nothing about names."""
    plain = [t for t in tokens if t.kind == "w" and t.text[0].isalpha() and len(t.text) > 3]
    if len(plain) < 4:
        shouted = len(plain) == 3 and all(t.text.isupper() for t in tokens if t.kind == "w")
        return shouted and len(tokens) <= 6
    return sum(t.capital for t in plain) >= 0.8 * len(plain)


_OPENED = re.compile(r"[\"“«„]\s*([a-z]+)\s")
_SUBJECT_ENDS = re.compile(r"[^\W\d_]\s+\Z")


def opened(text: str, quotation: Span) -> bool:
    """A quotation that begins with the cue itself: 'They "agreed to widen trade".'

    Its words are read with the narrator's sentence, as if the marks were not there.
    """
    verb = _OPENED.match(text, quotation.start, quotation.end)
    if verb is None or not cues.finite_form(verb[1]):
        return False
    return _SUBJECT_ENDS.search(text, max(0, quotation.start - 4), quotation.start) is not None


def units(text: str, draft: Draft) -> Iterator[Unit]:
    """The narrator's units in text order."""
    quotes = tuple(q for q in draft.quotations if not opened(text, q))
    marks = {place for q in draft.quotations if opened(text, q) for place in (q.start, q.end - 1)}
    starts = [q.start for q in quotes]
    at = 0
    pending: Span | None = None
    for index, sentence in enumerate(draft.sentences):
        span = Span(pending.start, sentence.span.end) if pending else sentence.span
        while at < len(quotes) and quotes[at].end <= span.end:
            at += 1
        crossing = at < len(quotes) and quotes[at].start < span.end < quotes[at].end
        following = draft.sentences[index + 1] if index + 1 < len(draft.sentences) else None
        if crossing and following and following.paragraph == sentence.paragraph:
            pending = span
            continue
        pending = None
        tokens = tokenize(text, span, quotes, starts)
        if marks:
            tokens = [token for token in tokens if token.start not in marks]
        yield from _bounded(Unit(span, sentence.paragraph, tokens, None, is_headline(tokens)))


def quoted_units(text: str, quotation: Span, paragraph: int) -> Iterator[Unit]:
    """The sentences inside a quotation, without its outer marks."""
    start, end = quotation.start + 1, quotation.end
    if text[end - 1] in "\"”’'»":
        end -= 1
    while start < end and (text[start].isspace() or text[start] in "'’"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start < 12:
        return
    for span in split(text, Span(start, end)):
        yield from _bounded(Unit(span, paragraph, tokenize(text, span), quotation))


def _bounded(unit: Unit) -> Iterator[Unit]:
    """The unit, or pieces of it that end at a mark, so that the rules stay linear in time."""
    tokens = unit.tokens
    if len(tokens) <= LONGEST:
        yield unit
        return
    start = 0
    while start < len(tokens):
        end = min(start + LONGEST, len(tokens))
        if end < len(tokens):
            cut = next(
                (i for i in range(end - 1, start + LONGEST // 2, -1) if tokens[i].low in _PAUSES),
                end - 1,
            )
            end = cut + 1
        piece = Span(tokens[start].start, tokens[end - 1].end)
        yield Unit(piece, unit.paragraph, tokens[start:end], unit.inside, unit.headline)
        start = end
