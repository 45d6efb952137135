"""Attributions by rules: who (source) by which word (cue) says what (content).

Owns the stage: runs the rules over every unit of an article and over the
sentences inside each quotation, carries direct speech on into the quotations
that follow, drops unlikely candidates and cuts the spans.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby
from sys import intern

from graph_service.extract import (
    as_told,
    asked,
    cues,
    declined,
    nouns,
    phrases,
    points,
    register,
    relays,
    taken_up,
    weights,
)
from graph_service.extract.candidate import Candidate
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.formulae import without_formulae
from graph_service.extract.nesting import apart, nest, text_order
from graph_service.extract.rules import candidates
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit, opened, quoted_units, units
from graph_service.extract.wordlists import CONTRACTED
from graph_service.model import Article, QuoteType, Span

_TRIMMED_LEFT = {",", ";", ":", ".", ")"}
_TRIMMED_RIGHT = {",", ";", ":", "("}
_QUOTES = "\"“«„'‘"


def all_candidates(text: str, draft: Draft) -> Iterator[Candidate]:
    """Every candidate of an article, also unlikely ones, in text order.

    Each as soon as no later unit can add to it: on a long article the tokens of all units would
    take ten times the memory of its text.
    """
    held: deque[Candidate] = deque()
    speaking: Candidate | None = None
    waiting: Candidate | None = None
    block = -1
    for unit in points.with_subjects(text, units(text, draft)):
        here = list(candidates(unit))
        if unit.paragraph == block and speaking:
            # A paragraph without marks after "X said:".
            speaking.more[-1] = Span(speaking.more[-1].start, unit.span.end)
        elif waiting and unit.tokens:
            waiting.more.append(unit.span)
            speaking, waiting = waiting, None
            if unit.tokens[0].kind != "q":
                speaking.rule, block = "verb-next-plain", unit.paragraph
        elif unit.quoted and speaking:
            speaking.more.append(unit.span)
        elif here:
            waiting = next((c for c in here if not c.contents), None)
            speaking = _last_direct(here)
        elif not unit.quoted:
            speaking = None
        held.extend(here)
        while held and held[0] is not speaking and held[0] is not waiting:
            yield from _with_words(held.popleft())
    for candidate in held:
        yield from _with_words(candidate)


def _with_words(candidate: Candidate) -> tuple[Candidate, ...]:
    return (candidate,) if candidate.contents or candidate.more else ()


def _last_direct(here: Iterable[Candidate]) -> Candidate | None:
    """The candidate whose direct speech may go on in the next unit."""
    direct = None
    for candidate in here:
        tokens = candidate.unit.tokens
        quotes = [tokens[i] for a, b in candidate.contents for i in range(a, b)]
        if any(t.kind == "q" and t.open_ended for t in quotes):
            direct = candidate
    return direct


def nested_candidates(text: str, draft: Draft) -> Iterator[Candidate]:
    """Candidates inside quotations."""
    for quotation in draft.quotations:
        if opened(text, quotation):
            continue
        for unit in quoted_units(text, quotation, 0):
            yield from (c for c in candidates(unit) if c.contents)


def span_of(tokens: list[Token], part: Range) -> Span | None:
    """Characters of a token range without marks at its edges that belong to no words."""
    start, end = part
    while start < end and tokens[start].kind == "p" and tokens[start].low in _TRIMMED_LEFT:
        start += 1
    while end > start and tokens[end - 1].kind == "p" and tokens[end - 1].low in _TRIMMED_RIGHT:
        end -= 1
    return Span(tokens[start].start, tokens[end - 1].end) if start < end else None


def content_of(candidate: Candidate) -> list[Span]:
    """Content spans, in order."""
    tokens = candidate.unit.tokens
    spans = [s for s in (span_of(tokens, part) for part in candidate.contents) if s]
    return sorted(spans + candidate.more)


def source_of(candidate: Candidate) -> Span | None:
    """Span of the source; of a contraction ("he's") the pronoun alone."""
    if candidate.source is None:
        return None
    tokens = candidate.unit.tokens
    span = span_of(tokens, candidate.source)
    last = tokens[candidate.source[1] - 1]
    if span and last.low in CONTRACTED:
        bare = last.text.replace("'", "’").partition("’")[0]
        return Span(span.start, last.start + len(bare))
    if span and (candidate.lemma == "according to" or candidate.tag == "noun"):
        # "in Roe's view", "in Athens' view", "Roe's demand that"
        owned = 2 * last.low.endswith(("’s", "'s")) or last.low.endswith(("s’", "s'"))
        return Span(span.start, span.end - owned)
    return span


def _quote_type(text: str, unit: Unit, candidate: Candidate, content: list[Span]) -> QuoteType:
    if text[content[0].start] in _QUOTES:
        return "direct"
    tokens = unit.tokens
    mixed = any(tokens[i].kind == "q" for a, b in candidate.contents for i in range(a, b))
    return "mixed" if mixed else "indirect"


def attribution(text: str, candidate: Candidate) -> Attribution | None:
    """Cut the spans; None where no content is left."""
    tokens = candidate.unit.tokens
    content = content_of(candidate)
    if not content:
        return None
    source = source_of(candidate)
    cue = Span(tokens[candidate.cue[0]].start, tokens[candidate.cue[1] - 1].end)
    return Attribution(
        source=(source,) if source else (),
        cue=(cue,),
        content=tuple(content),
        lemma=candidate.lemma,
        quote_type=_quote_type(text, candidate.unit, candidate, content),
        attitude=candidate.lemma in cues.ATTITUDE,
        found_by=intern(f"rule:{candidate.rule}"),
        confidence=candidate.confidence,
    )


_POSTS = 3
"""Fewest posts that make a digest, whose headlines are short."""


def find_attributions(article: Article, draft: Draft) -> Draft:
    """Fill `attributions`, outer before inner."""
    text = article.text
    kept: list[Attribution] = []
    everything = chain(all_candidates(text, draft), nested_candidates(text, draft))
    posts = sum(turn.kind == "post" for turn in draft.turns)
    for candidate in likely(everything, diplomatic=posts >= _POSTS or register.diplomatic(text)):
        found = attribution(text, candidate)
        if found:
            kept.append(found)
    kept = without_formulae(text, sorted(kept, key=text_order))
    return replace(draft, attributions=tuple(nest(apart(_claimed(kept, draft)))))


def _claimed(found: list[Attribution], draft: Draft) -> list[Attribution]:
    """Without those inside a quotation that nobody says, unless it opens a sentence.

    Such a quotation is mostly a title, a slogan or a letter; a quoted paragraph may
    still be given to the speaker of the paragraph before (chains.py).
    """
    starts = [quotation.start for quotation in draft.quotations]
    opening = {sentence.span.start for sentence in draft.sentences}
    said = [False] * len(starts)
    places = []
    for a in found:
        at = bisect_right(starts, a.cue[0].start) - 1
        places.append(at if at >= 0 and draft.quotations[at].contains(a.cue[0]) else -1)
        for span in a.content:
            for index in range(bisect_left(starts, span.start), bisect_right(starts, span.end)):
                said[index] = said[index] or index != places[-1]
    return [
        a
        for a, at in zip(found, places, strict=True)
        if at < 0
        or said[at]
        or draft.quotations[at].start in opening
        or (a.source and a.source[0].end <= draft.quotations[at].start)
    ]


def likely(found: Iterable[Candidate], *, diplomatic: bool = False) -> Iterator[Candidate]:
    """Candidates above the threshold; of those that share a cue word the likeliest.

    `found`: those of one unit stand together.
    `diplomatic`: the text is in the register of diplomacy, whose verbs pass a lower bar.
    """
    for _, group in groupby(found, key=lambda candidate: candidate.unit):
        rivals = [c for c in group if _passes(c, diplomatic=diplomatic)]
        kept = [c for c in rivals if not any(_beats(other, c) for other in rivals)]
        for candidate in kept:
            inside = next((o for o in kept if _told_in_apposition(candidate, o)), None)
            which = candidate.source and candidate.unit.tokens[candidate.source[0]].low == "which"
            if inside is not None and which and candidate.source and inside.source:
                candidate.source = (inside.source[0], candidate.source[0] - 1)
        yield from kept


def _passes(candidate: Candidate, *, diplomatic: bool) -> bool:
    """Is it above the threshold? Sets its confidence."""
    candidate.confidence = _confidence(candidate)
    if diplomatic and register.silent(candidate):
        return False
    if diplomatic and candidate.confidence >= register.LEAST and register.speaks(candidate):
        candidate.confidence = max(candidate.confidence, register.CONFIDENCE)
        return True
    return weights.likely(candidate)


def _confidence(candidate: Candidate) -> float:
    """As fitted, but for the forms of passing on, which grammar makes sure."""
    if candidate.rule in relays.SURE:
        return relays.SUREST
    if candidate.rule in nouns.SURE:
        return phrases.CONFIDENCE
    if candidate.rule.startswith("relay-"):
        return relays.CONFIDENCE
    if candidate.rule in {"tail-headline", "headline-state"}:
        return relays.LEAST
    if candidate.rule in {"phrase", "inserted-participle", as_told.SEEN}:
        return phrases.CONFIDENCE
    if candidate.rule == "point":
        return points.CONFIDENCE
    if candidate.rule in {as_told.RULE, taken_up.RULE, "words-of", "call-it"}:
        return as_told.CONFIDENCE
    if candidate.rule == declined.RULE:
        return declined.CONFIDENCE
    fitted = weights.confidence(candidate)
    if candidate.rule == "passive-by" and candidate.lemma in cues.TELLING and _that(candidate):
        return max(fitted, asked.CONFIDENCE)
    if candidate.lemma in asked.VERBS and _asks(candidate):
        return max(fitted, asked.CONFIDENCE)
    return max(fitted, relays.LEAST) if candidate.rule == "as-saying" else fitted


def _that(candidate: Candidate) -> bool:
    """ "was told by Z on Monday that ...": a clause says what."""
    tokens = candidate.unit.tokens
    begin, stop = candidate.contents[-1]
    return any(t.low == "that" for t in tokens[begin : min(stop, begin + 6)])


def _asks(candidate: Candidate) -> bool:
    """Somebody who could speak asks somebody to do something, in a finite form."""
    tokens, contents = candidate.unit.tokens, candidate.contents
    if candidate.tag not in {"ed", "en", "s"} or candidate.source is None or not contents:
        return False
    begin, stop = contents[0]
    if candidate.cue[1] > begin or not register.could_speak(candidate):
        return False
    begin += tokens[begin].low in {"on", "upon", "to"}
    if len(contents) > 1:
        return asked.infinitive(tokens, contents[1][0], contents[1][1])
    return asked.demanded(tokens, begin, stop) is not None


def _beats(other: Candidate, candidate: Candidate) -> bool:
    """Is the cue of `candidate` a part of the other's cue or source, and the other likelier?"""
    if other is candidate or other.confidence < candidate.confidence:
        return False
    start, end = candidate.cue
    if candidate.rule == "inserted-participle" and other.cue[0] >= candidate.contents[-1][1]:
        return False
    if candidate.rule in _INSIDE_SOURCE or _told_in_apposition(candidate, other):
        return False
    if other.cue[0] < end and start < other.cue[1]:
        return other.confidence > candidate.confidence or other.cue[1] > end
    return other.source is not None and other.source[0] <= end - 1 < other.source[1]


def _told_in_apposition(candidate: Candidate, other: Candidate) -> bool:
    """ "..., according to the army, which said that A": a statement beside the other's words."""
    if candidate.source is None or other.source is None or candidate.lemma not in cues.SPEECH:
        return False
    tokens, start = candidate.unit.tokens, candidate.source[0]
    inside = other.source[0] < start and candidate.cue[1] <= other.source[1]
    related = tokens[start].low in {"who", "which"} and tokens[start - 1].low == ","
    return inside and related and candidate.rule in _CLAUSES


_CLAUSES = ("verb-that", "verb-clause", "verb-quote", "verb-wh", "phrase")
_INSIDE_SOURCE = ("relay-quoted-by", "relay-through")
"""Relays that stand within the speaker: "the envoy, quoted by the agency, said"."""
