"""Formulae of news that use verbs of speech and tell nobody's words.

Owns three kinds: on what terms somebody talked ("who asked not to be named because ..."), that
nobody answered ("did not respond to a request for comment"), and that a paper came out ("published
its account of the talks", "in a statement posted on its website"). Whatever found an
attribution, one whose cue stands in a formula is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from graph_service.extract.draft import Attribution
from graph_service.model import Span

_CLAUSE = r"[^.,;:“”\"()]{0,160}"
_PAPER = (
    r"(?:statement|read-?out|account|transcript|summary|communiqu[eé]|text|minutes|video|recording"
    r"|remarks|comments|message|letter|interview|post|declaration|document|report|version|article"
    r"|op-ed|commentary|editorial|photographs?|footage|list|full text|paper)s?"
)
_OUT = (
    r"(?:posted|published|released|carried|aired|broadcast|circulated|issued|distributed|shared"
    r"|televised|uploaded)"
)
_FORMULAE = re.compile(
    r"\b(?:"
    # terms of talking
    r"(?:ask|request|insist|demand|wish|want|prefer|declin|refus|agree|allow|permitt?)"
    r"(?:ed|ing|s)?\s+(?:on\s+|for\s+|to\s+|that\s+(?:he|she|they)\s+)?"
    r"(?:anonymity|not\s+(?:to\s+)?be\s+(?:named|identified|quoted)|(?:remain|stay)\s+anonymous"
    r"|(?:his|her|their)\s+names?\s+not\s+be)"
    rf"{_CLAUSE}"
    rf"|(?:declin|refus|allow)(?:ed|ing|s)?\s+to\s+be\s+(?:named|identified|quoted){_CLAUSE}"
    rf"|(?:spoke|speaking|talked|speaks|said)\s+(?:only\s+)?(?:up)?on\s+(?:the\s+)?condition\s+(?:of|that)"
    rf"{_CLAUSE}"
    rf"|not\s+(?:being\s+)?(?:authori[sz]ed|allowed|permitted)\s+to\s+(?:speak|talk|comment|discuss"
    rf"|brief|be\s+quoted){_CLAUSE}"
    # no answer
    r"|(?:(?:did|do|does|have|has|had)(?:n[’']t|\s+not)|(?:could\s+)?not)\s+(?:immediately\s+|yet\s+)?"
    r"(?:respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|return(?:ed)?|be\s+reached)\b"
    rf"(?={_CLAUSE}\b(?:requests?|calls?|e-?mails?|messages?|inquir|enquir|questions?|comment))"
    rf"{_CLAUSE}"
    # a paper comes out
    rf"|(?:{_OUT}|gave|put\s+out)\s+(?:an?|the|its|his|her|their|[\w-]+[’']s)\s+(?:[\w-]+\s+){{0,2}}?"
    rf"{_PAPER}\s+(?=of\b|on\b|about\b|after\b|from\b|following\b|\()"
    rf"|{_PAPER}\s+(?:that\s+was\s+|which\s+was\s+)?{_OUT}\s+(?=on|in|at|online|late|early|over"
    r"|after|before|through|via|to|overnight|earlier|last|this|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r")",
    re.IGNORECASE,
)


RELAY = "rule:relay"
"""Who carried a statement passes it on: that is told with the same words."""


def without_formulae(text: str, found: Iterable[Attribution]) -> list[Attribution]:
    """The attributions whose cue stands in no formula, in the order given.

    >>> text = "The envoy, who asked not to be named because talks go on, said so."
    >>> [m[0] for m in _FORMULAE.finditer(text)]
    ['asked not to be named because talks go on']
    """
    spans = [Span(*match.span()) for match in _FORMULAE.finditer(text)]
    starts = [span.start for span in spans]
    kept = []
    for attribution in found:
        cue = attribution.cue[0].start
        at = bisect_right(starts, cue) - 1
        relay = attribution.found_by.startswith(RELAY)
        if relay or at < 0 or not spans[at].start <= cue < spans[at].end:
            kept.append(attribution)
    return kept
