"""Attributions by a trained network: who (source) by which word (cue) says what (content).

Owns the stage: reads an article block by block, window by window, and turns what the
network finds into attributions with spans exact to the character. The rules read beside it:
`tagger_join` makes one reading of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from graph_service.extract import attributions as rules
from graph_service.extract import cues as lexicon
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.formulae import without_formulae
from graph_service.extract.nesting import nest, text_order
from graph_service.extract.register import diplomatic
from graph_service.extract.tagger_decode import Found, Range, decode, find_cues
from graph_service.extract.tagger_features import Cue
from graph_service.extract.tagger_join import join, passages, within_sentences
from graph_service.extract.tagger_model import (
    Floats,
    Ints,
    Network,
    let_go,
    network,
    weights_name,
)
from graph_service.extract.tagger_words import PARAGRAPH, blocks, read_words, windows
from graph_service.model import Article, QuoteType, Span, Spans

_OPENING = "\"“„«‘'`"
_DOUBLE = '"“”„«»'
_MARKS = ",;:.-–—("
LONG = 1_000_000
"""Characters of an article (a minute of reading, where loading weights takes a tenth of a second)
after which the network is let go of: the stages that follow need its 30 MB for what was found."""


def find_attributions(article: Article, draft: Draft) -> Draft:
    """Fill `attributions`, in text order, outer before inner.

    The rules read the article, too: they have a say where both read a cue, and give
    what is said inside the words of others.
    """
    ruled = rules.find_attributions(article, draft).attributions
    text = article.text
    own = within_sentences(text, draft, attributions(text, network()))
    if len(text) > LONG:
        let_go()
    formal = diplomatic(text)
    found = [
        one
        for net, rule in passages(own, ruled)
        for one in join(text, net, rule, diplomatic=formal)
    ]
    found = without_formulae(text, sorted(found, key=text_order))
    return replace(draft, attributions=tuple(nest(found)))


# Goes into the name of the extractor: other weights read otherwise.
find_attributions.weights = weights_name  # type: ignore[attr-defined]
# What has to be there before it can read: `doctor` asks.
find_attributions.ready = network  # type: ignore[attr-defined]


def attributions(text: str, net: Network) -> Iterator[Attribution]:
    """Attributions in the order of their cues."""
    found_by = f"model:{net.name}"
    for window in read(text, net):
        cues = find_cues(window.tags)
        owners = window.owners(net, cues)
        for found in decode(window.tags, cues, owners, net.confidence):
            yield _attribution(text, window.spans, found, found_by)


@dataclass(frozen=True, slots=True)
class Window:
    """What the network says of the words of one window."""

    spans: list[Span]
    paragraph: Ints
    tags: Floats
    as_word: Floats
    as_cue: Floats

    def owners(self, net: Network, cues: list[Cue]) -> Floats:
        return net.owners(self.as_word, self.as_cue, cues, self.paragraph)


def read(text: str, net: Network) -> Iterator[Window]:
    """Windows of a text in order, one at a time: memory does not grow with the text."""
    for block in blocks(text):
        words = read_words(text, block, net.subwords)
        for a, b in windows(words):
            first = np.array(words.first[a:b]) - words.first[a]
            answer = net.read(words.ids[words.first[a] : words.first[b]], first)
            paragraph = np.cumsum(np.array(words.breaks[a:b]) == PARAGRAPH)
            yield Window(words.spans[a:b], paragraph, *answer)


def parts(text: str, spans: list[Span], found: Found) -> tuple[Spans, Spans, Spans]:
    """Source, cue and content in characters; no marks at the edges of source and cue."""
    source = _characters(spans, (_trimmed(text, spans, found.source),) if found.source else ())
    cue = _characters(spans, (_trimmed(text, spans, found.cue),))
    return source, cue, _characters(spans, found.content)


def _trimmed(text: str, spans: list[Span], part: Range) -> Range:
    start, end = part
    while end - start > 1 and text[spans[start].start] in _MARKS:
        start += 1
    while end - start > 1 and text[spans[end - 1].start] in _MARKS:
        end -= 1
    return start, end


def _characters(spans: list[Span], ranges: tuple[Range, ...]) -> Spans:
    return tuple(Span(spans[a].start, spans[b - 1].end) for a, b in ranges)


def _attribution(text: str, spans: list[Span], found: Found, found_by: str) -> Attribution:
    source, cue, content = parts(text, spans, found)
    lemma = lemma_of(text[cue[0].start : cue[0].end])
    return Attribution(
        source=source,
        cue=cue,
        content=content,
        lemma=lemma,
        quote_type=_quote_type(text, content),
        attitude=lemma in lexicon.ATTITUDE,
        found_by=found_by,
        confidence=round(found.confidence, 4),
    )


def lemma_of(cue: str) -> str:
    """The dictionary form of a cue's first word that the lexicon knows, else its words.

    >>> lemma_of("has repeatedly said"), lemma_of("According  to")
    ('say', 'according to')
    """
    words = cue.lower().split()
    known = lexicon.lexicon()
    if words[:2] == ["according", "to"]:
        return "according to"
    for kind in (lexicon.SPEECH, lexicon.ATTITUDE, None):
        for word in words:
            for lemma, tag in known.get(word, ()):
                if (kind is None or lemma in kind) and tag not in ("noun", "adj"):
                    return lemma
    return " ".join(words)


def _quote_type(text: str, content: Spans) -> QuoteType:
    if text[content[0].start] in _OPENING:
        return "direct"
    mixed = any(mark in text[s.start : s.end] for s in content for mark in _DOUBLE)
    return "mixed" if mixed else "indirect"
