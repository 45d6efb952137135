"""Accounts set side by side, and a spokesman who goes on telling.

A heading gives what stands under it to one side: "From the German side.", "PARIS." where
the text has announced two accounts. In a ministry's readout that its spokesman tells, what
the ministers go on to say is told by him as well. Owns finding both; as with `frames`, an
account states nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_service.extract.draft import Attribution, Draft, Sentence
from graph_service.extract.uncued import told_of_a_meeting
from graph_service.model import Article, Span

_ANNOUNCED = re.compile(
    r"\b(?:two|both|three|rival|differing|different|separate|several|their)\s+(?:\w+\s+){0,2}?"
    r"(?:accounts?|readouts?|read-outs?|versions?|communiqu[eé]s|statements)\b"
    r"|\baccounts? of (?:the|one|a) (?:\w+ )?(?:call|conversation|meeting|talks)\b",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(
    r"\b(?:first|one|then|and|second(?:ly)?|the other)[,:]?\s+(?:that|the one|the account)\s+"
    r"(?:of|from|by)\s+(?P<source>(?:the\s+)?[A-ZÀ-Ý][^,;.:]*?)(?=[,;.:]|\s+and\s+(?:then|that)|\Z)"
)
_NOUN = r"(?:side|account|version|readout|read-out|telling|communiqu[eé]|statement)"
_SIDE = re.compile(
    rf"(?:(?:From|On)\s+)?(?P<source>(?:[Tt]he\s+)?(?:[A-ZÀ-Ý][\w.-]*[’']?s?\s+){{1,4}}{_NOUN})[.:]"
    r"(?=\s|\Z)"
)
_PLACE = re.compile(r"(?P<source>[A-ZÀ-Ý]{3}[A-ZÀ-Ý.'’ -]{0,24})[.:](?=\s|\Z)")
_LEAVES = re.compile(
    r"(?:Apart from|Beyond|Besides|On one (?:point|thing)|Both|Neither|In both|The two"
    r"|Common to|All|Nothing in either|\(End)\b"
)
_SPOKESMAN = re.compile(r"\bspokes(?:man|woman|person)\b", re.IGNORECASE)


def accounts(
    article: Article, draft: Draft, found: Sequence[Attribution], frames: Sequence[Attribution]
) -> Iterator[tuple[Span, Span]]:
    """Source of each account, and where its words lie: never over a frame of its own."""
    told = _under_headings(article.text, draft.sentences)
    for source, content in [*told, *_of_spokesmen(article, draft, found)]:
        inner = [f for f in frames if content.start <= f.source[0].start < content.end]
        at = content.start
        for frame in sorted(inner, key=lambda f: f.source[0].start):
            start = min(frame.source[0].start, frame.cue[0].start, frame.content[0].start)
            if _longer(article.text, at, start):
                yield source, Span(at, start)
            at = max(at, frame.content[-1].end)
        if _longer(article.text, at, content.end):
            yield source, Span(at, content.end)


def _longer(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) > 3


def _under_headings(text: str, sentences: Sequence[Sentence]) -> list[tuple[Span, Span]]:
    """What stands under the names of sides or places, to the next one or to where both end."""
    announced: int | None = None
    heads: list[tuple[int, re.Match[str]]] = []
    paragraph = -1
    for number, sentence in enumerate(sentences):
        opens = sentence.paragraph != paragraph
        paragraph = sentence.paragraph
        match = _SIDE.match(text, *sentence.span) if opens else None
        if match is None and opens and announced is not None:
            match = _PLACE.match(text, sentence.span.start, sentence.span.end + 1)
        if match is not None:
            heads.append((number, match))
        elif _ANNOUNCED.search(text, *sentence.span) and announced is None:
            announced = number
    if len(heads) < 2:
        return []
    named = _OF_WHOM.finditer(text, *sentences[announced].span) if announced is not None else ()
    owners = [Span(*match.span("source")) for match in named]
    found = []
    for place, (number, match) in enumerate(heads):
        stop = heads[place + 1][0] if place + 1 < len(heads) else len(sentences)
        end = next((n for n in range(number + 1, stop) if _leaves(text, sentences, n)), stop)
        begin = match.end()
        source = owners[place] if len(owners) == len(heads) else Span(*match.span("source"))
        found.append((source, Span(begin, sentences[end - 1].span.end)))
    return found


def _leaves(text: str, sentences: Sequence[Sentence], number: int) -> bool:
    """Does a sentence speak of all the accounts together?"""
    opens = sentences[number].paragraph != sentences[number - 1].paragraph
    words = text[slice(*sentences[number].span)]
    return opens and bool(_LEAVES.match(words)) and _NOUNS.search(words) is not None


_NOUNS = re.compile(r"\b(?:accounts|readouts|versions|sides|communiqu[eé]s|statements)\b")


def _of_spokesmen(
    article: Article, draft: Draft, found: Sequence[Attribution]
) -> Iterator[tuple[Span, Span]]:
    """In a body's own readout: from the spokesman's first words to the end."""
    if not told_of_a_meeting(article, article.text, draft):
        return
    for attribution in found:
        if not attribution.source or attribution.attitude or not attribution.cue:
            continue
        source = attribution.source[0]
        words = article.text[source.start : source.end]
        if not _SPOKESMAN.search(words) or not attribution.lemma.startswith(_SAYS):
            continue
        here = next((s.span for s in draft.sentences if s.span.end > source.start), None)
        if here is not None and here.end < draft.sentences[-1].span.end:
            yield source, Span(here.end, draft.sentences[-1].span.end)
        return


_SAYS = ("say", "state", "announce", "add", "indicate", "inform", "report", "explain")
