"""What a turn of a transcript or a post passes on, beside what its speaker says for himself.

Owns two questions about a level within a turn: is "he" somebody else, and does "I" or "we" tell
of another moment ("I told the chancellor that ...", "we have asked for six").
"""

from __future__ import annotations

import re

from graph_service.extract.draft import Level, Source
from graph_service.model import words_at

THIRD = frozenset(("he", "she", "they"))
FIRST = frozenset(("i", "we"))
_ADVERBS = r"(?:also |already |long |repeatedly |often |always |just |therefore |never )?"
_EARLIER = re.compile(
    rf"{_ADVERBS}(?:told|asked|promised|assured|warned|informed|pledged|urged|announced"
    r"|did (?:tell|ask|say))\Z"
    rf"|(?:ha(?:ve|d)|[’']ve|[’']d) {_ADVERBS}(?:asked|told|urged|warned|promised|offered|proposed"
    r"|called|invited|requested|demanded|informed|pressed|assured|appealed|agreed to)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:it|this|so)\b(?!\s(?:\w+\s)?(?:is|was|will|would|has|had|does|can|could|must)\b)|that\Z"
)
"""Words that point at what was said and do not say it: "I announced it four minutes ago"."""


def somebody_else(source: Source) -> bool:
    """In a turn the speaker is "I", never "he"."""
    return source.as_written.casefold() in THIRD


def told_earlier(text: str, level: Level) -> bool:
    """ "I told the chancellor that ...": what the speaker of a turn said at another moment."""
    content = text[slice(*level.attribution.content[0])]
    if _NOTHING.match(content):
        return False
    return _EARLIER.match(words_at(text, level.attribution.cue)) is not None
