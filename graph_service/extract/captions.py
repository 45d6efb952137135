"""Words under or beside a caption: highlights, a correspondent's entry, a post in one line.

Owns finding them: "GERMAN CHANCELLOR ADA BROOK" above quoted lines, "Our correspondent, Ada Brook,
writes: ...", "@AdaBrook: ...", "Ada Brook on Telegram: ...". Labels of transcripts and posts with a
head line of their own are `turns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_service.extract.draft import Turn, TurnKind
from graph_service.extract.titles import ANY_TITLE
from graph_service.model import Span

_NAME = r"[A-ZÀ-Þ][\w'’-]+(?:\s(?:[A-Z]\.|[A-ZÀ-Þ][\w'’-]+|al|bin|de|van|von)){1,3}"
_CAPTION = re.compile(
    r"(?P<label>[A-ZÀ-Þ][^.!?:;“”\"\n]{2,80}?)"
    r"(?:,?\s(?i:on|speaking|in|at|to|after|before|asked|via|from)\s[^.!?“”\"\n]{3,90}?)?:?"
)
_QUOTED = re.compile(r"[“\"]")
_LEAST = 2
"""Fewest captions above quoted lines that make a collection of remarks."""
_CORRESPONDENT = re.compile(
    r"(?:From )?(?P<label>[Oo]ur\s(?:[\w-]+\s){0,3}?(?:correspondent|reporter|editor|bureau chief)"
    rf"(?:\s(?:in|at|on|for)\s[^,:\n]{{2,40}})?(?:,\s(?P<name>{_NAME}))?"
    rf"|(?P<own>{_NAME})(?:,\s(?:our|the Courier[’']s)\s[^,:\n]{{4,60}}))"
    r",?(?:\s(?:has\s|sends\s|is\s)?(?:writes|reports|says|explains|this|there|with)[^:.\n]{0,40})?"
    r":\s+(?=[^\s“\"])"
)
_POST = re.compile(
    rf"(?:(?:RT|Reposted?:?)\s+)?(?:(?P<handle>@\w{{2,30}})"
    rf"|(?P<label>{_NAME})(?:,\s[^:@\n]{{3,60}}?)?\s(?:\(@\w{{2,30}}\)"
    r"(?:,?\s(?:tweeted|posted|wrote|writes|posts|tweets)[^:\n]{0,40})?"
    r"|on\s(?:Twitter|X|Facebook|Telegram|Instagram|Truth Social|Weibo|LinkedIn|Threads|Mastodon"
    r"|Bluesky|social media)))(?:,\s\d{1,2}[:.]\d{2})?:\s+(?=[^\s“\"])"
)


def captioned(text: str, blocks: Sequence[Span]) -> Iterator[Turn]:
    """The turns of captions, in text order."""
    heads = dict(_highlights(text, blocks))
    if len(heads) < _LEAST:
        heads = {}
    speaking: Span | None = None
    for number, block in enumerate(blocks):
        if number in heads:
            speaking = heads[number]
            continue
        if speaking is not None and _QUOTED.match(text, *block):
            yield Turn(speaking, block, "speaker", Span(0, blocks[min(heads)].start))
            continue
        speaking = None
        yield from _beside(text, block)


def _highlights(text: str, blocks: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    """Captions above a line that opens with a quotation mark."""
    for number, block in enumerate(blocks[:-1]):
        match = _CAPTION.fullmatch(text, *block)
        following = blocks[number + 1]
        if match is None or not _QUOTED.match(text, *following):
            continue
        label = match["label"]
        if label.isupper() or (ANY_TITLE.search(label) and len(label.split()) <= 9):
            yield number, Span(*match.span("label"))


def _beside(text: str, block: Span) -> Iterator[Turn]:
    """A correspondent's entry, or a post with its author in the same line."""
    match = _CORRESPONDENT.match(text, *block)
    kind: TurnKind = "post"
    if match is not None:
        group = "name" if match["name"] else "own" if match["own"] else "label"
        yield Turn(Span(*match.span(group)), Span(match.end(), block.end), kind, Span(0, 0))
        return
    match = _POST.match(text, *block)
    if match is not None:
        group = "handle" if match["handle"] else "label"
        yield Turn(Span(*match.span(group)), Span(match.end(), block.end), kind, Span(0, 0))
