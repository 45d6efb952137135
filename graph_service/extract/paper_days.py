"""The day of what a paper of several says in its own name: "We reaffirm", "The Council calls on".

A declaration speaks on the day it is issued, whatever days its sentences tell of. Owns telling
such a paper and which of its statements are made in it; the day itself is the article's.
"""

from __future__ import annotations

import re

from graph_service.extract.draft import Attribution, Level
from graph_service.model import words_at

_HEAD = 900
_PAPER = re.compile(
    r"\bW[eE], (?:the )?[A-Z]|\bWe, the\b"
    r"|\b(?:[Jj]oint|[Cc]ommon|JOINT|COMMON) (?:[Pp]ress )?(?:[Ss]tatement|[Dd]eclaration|STATEMENT"
    r"|DECLARATION)|\b(?:Declaration|DECLARATION|Communiqu[eé]|COMMUNIQU[EÉ]|Conclusions|CONCLUSIONS)\b"
    r"|\b(?:Resolution|RESOLUTION) \d"
)
_TOLD = re.compile(
    r"\w{2}ed\b|\b(?:ha[sd]|have|was|were|will|would|said|told|took|held|thought|felt|saw|stood|gave"
    r"|made|met|spoke|drew|paid|came|went|put|left|kept|found|set)\b",
    re.IGNORECASE,
)


def issued(text: str) -> bool:
    """Is the text itself such a paper, by the line above it or by its first words?

    >>> issued("Joint statement of the two presidents\\n\\nWe reaffirm our pledge.")
    True
    >>> issued("Talks end without a joint statement. Nobody stayed.")
    False
    """
    lines = [line for line in text[:_HEAD].split("\n") if line.strip()]
    titles = [line for line in lines[:4] if line.rstrip()[-1] not in '.!?”"']
    if any(_PAPER.search(line) for line in titles[:4]):
        return True
    return re.search(r"\bW[eE], the\s", text[:_HEAD]) is not None


def in_the_paper(text: str, level: Level, *, quoted: bool) -> bool:
    """Is this said in the paper itself, now: a present, or a participle of its preamble?"""
    attribution: Attribution = level.attribution
    if level.outer is not None or quoted or not attribution.cue or not attribution.source:
        return False
    return _TOLD.search(words_at(text, attribution.cue)) is None
