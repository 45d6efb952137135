"""Accounts set side by side, and a spokesman who goes on telling.

A heading gives what stands under it to one side: "From the German side.", "PARIS." where
the text has announced two accounts. In a ministry's readout that its spokesman tells, what
the ministers go on to say is told by him as well. Owns finding both; as with `frames`, an
account states nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from graph_service.extract.draft import Attribution, Draft, Sentence
from graph_service.extract.titles import BODY
from graph_service.extract.uncued import MEETING, told_of_a_meeting
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
    told = _under_headings(article.text, draft.sentences) or _under_bodies(article.text, draft)
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


_ISSUER = re.compile(
    r"(?:\(?(?:\d{1,2}|[IVX]{1,4}|[A-D])[.)]\s+)?(?:(?:The\s+)?(?:readout|read-out|account|version|statement|communiqu[eé]|summary)\s+"
    r"(?:of|by|from|according to)\s+|According to\s+|From\s+)?"
    r"(?P<source>(?:The\s+)?[A-ZÀ-Ý][\w’'.-]*(?:\s+(?:of|for|and|the|on|[A-ZÀ-Ý][\w’'.-]*)){0,11})"
    r"(?:\s+(?:readout|read-out|account|version|statement|communiqu[eé]))?"
    r"(?:,\s+(?:\w+\.?\s+){1,2}\d{1,2},?\s+\d{4}|,\s+\d{1,2}\s+\w+\s+\d{4})?[.:]?\Z",
    re.IGNORECASE,
)
_BODIES = re.compile(
    r"\b(?:White House|Kremlin|Elys[eé]e|Downing Street|Zhongnanhai|Bundeskanzleramt|Cheong Wa Dae"
    r"|Blue House|Planalto|Casa Rosada|Moncloa|Quirinale?|Malaca[nñ]ang|Kantei|Bankova)\b"
)
_BODY_ABROAD = re.compile(r"\b(?:brief(?:s|ed|ing)|told|tells|press conference|on background)\b")


def _under_bodies(text: str, draft: Draft) -> list[tuple[Span, Span]]:
    """What stands under headings that are nothing but the names of issuing bodies.

    "I. The White House", "II. The Ministry of Foreign Affairs of Ardenia": two at least, where
    the text has announced accounts or tells under each of the meeting. A paragraph that opens
    with a briefing or press conference is left out: it is told beside the account.
    """
    blocks = _paragraphs(draft.sentences)
    heads = [(n, m) for n, b in enumerate(blocks) if (m := _issuer(text, b)) is not None]
    heads = [(n, m) for n, m in heads if n + 1 < len(blocks)]
    if len(heads) < 2:
        return []
    first = heads[0][0]
    announced = any(_ANNOUNCED.search(text, *s.span) for b in blocks[:first] for s in b)
    met = all(any(MEETING.search(text, *s.span) for s in blocks[n + 1][:2]) for n, _ in heads)
    if not (announced or met):
        return []
    found = []
    for place, (number, match) in enumerate(heads):
        stop = heads[place + 1][0] if place + 1 < len(heads) else len(blocks)
        for block in blocks[number + 1 : stop]:
            if _leaves(text, block, 0) or _BODY_ABROAD.search(text, *block[0].span):
                continue
            source = Span(*match.span("source"))
            found.append((source, Span(block[0].span.start, block[-1].span.end)))
    return found


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    return [list(group) for _, group in groupby(sentences, key=lambda s: s.paragraph)]


def _issuer(text: str, block: Sequence[Sentence]) -> re.Match[str] | None:
    """The paragraph as a heading that names a body and nothing else."""
    words = text[block[0].span.start : block[-1].span.end]
    if len(block) > 1 or len(words) > 100 or not (BODY.search(words) or _BODIES.search(words)):
        return None
    return _ISSUER.fullmatch(text, *block[0].span)


def _leaves(text: str, sentences: Sequence[Sentence], number: int) -> bool:
    """Does a sentence speak of all the accounts together?"""
    opens = not number or sentences[number].paragraph != sentences[number - 1].paragraph
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
