"""Who speaks in a transcript where no label says so: opening remarks, a speech, answers to "Q.".

Owns finding the one whom the head of a text names as its speaker ("Remarks by X", "a transcript of
today's briefing by Y"), and where his words stand. What labels give is `turns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_service.model import Span

HEAD = 1500
"""Characters in which a text says whose words it holds."""
_KIND = (
    r"(?i:remarks|briefing|statement|speech|address|conference|press point|transcript|interview"
    r"|comments|doorstep|stakeout|keynote|intervention|lecture|answers|q ?& ?a|toast|testimony)"
)
_PART = r"(?:[A-Z]\.|[A-ZÀ-Þ][\w'’-]+|de|al|bin|bint|van|von|da|del)"
_NAMED = re.compile(
    rf"\b{_KIND}\b[^.;:\n]{{0,60}}?\b(?:by|of|with|from|given by|delivered by)\s+(?:the\s+)?"
    rf"(?P<who>(?:(?:[A-ZÀ-Þ][\w'’-]*|of|for|and|the|H\.E\.|M[rs]s?\.|Dr\.)\s+){{0,9}}?{_PART}"
    rf"(?:\s{_PART}){{1,4}}(?:,\s(?:the\s)?[A-Z][^.;:,\n]{{3,80}})?)"
)
_LINE = re.compile(rf"(?P<who>{_PART}(?:\s{_PART}){{1,3}},\s(?:the\s)?[A-Z][^.;:\n]{{5,80}})")
"""A line with nothing but a name and a post: "Ada Brook, Deputy Spokesperson"."""
_HEAD_LINE = re.compile(
    rf"(?P<who>[A-ZÀ-Þ][a-zà-ÿ][\w'’-]*(?:\s{_PART}){{0,3}}\s[A-ZÀ-Þ][A-ZÀ-Þ'’-]{{2,}}(?:\s[A-ZÀ-Þ'’-]{{2,}})?"
    r"(?:,\s(?:the\s)?[A-Z][^.;:\n]{3,90})?)"
)
"""A name on a line of its own above what he says: "Ada BROOK, Foreign Minister of Norland"."""
_POST = re.compile(
    r"\b(?:spokes\w+|minister|secretary|president|ambassador|representative|director|commissioner"
    r"|chancellor|envoy|chair\w*|premier|co-?ordinator|general)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:Office|Ministry|Department|Government|Council|Committee|Commission|Press|Service|House"
    r"|Delegation|Parliament|Assembly|Conference|Summit|Ministers|Leaders)\b"
)
_GREETS = re.compile(
    r"(?:[“\"]\s*)?(?:Good (?:morning|afternoon|evening|day)|Ladies and gentlemen|Thank you|Thanks"
    r"|Hello|Hi,|Welcome|Dear\s|Distinguished\s|Your (?:Excellenc|Majest|Highness)|Excellenc"
    r"|M(?:r\.?|adam|me) (?:President|Chair\w*|Speaker|Secretary|Prime|Minister)|Colleagues|Friends"
    r"|My (?:dear|fellow)|Fellow\s|All right|OK|Okay|So,|Well,)"
)
_FIRST = re.compile(r"\b(?:I|I[’']m|I[’']ve|I[’']d|I[’']ll|my|me|we|our|us)\b")
_SHARE = 0.4
"""Least share of a speech's paragraphs in the first person."""
_HEADING = re.compile(r"[^.!?…]{1,90}|[*#<\[(].*", re.DOTALL)


def briefer(text: str) -> Span | None:
    """Name and post of the one whose words the head of a text announces.

    >>> text = "Daily briefing\\nA transcript of the noon briefing by Ada Brook, Spokeswoman."
    >>> text[slice(*briefer(text))]
    'Ada Brook, Spokeswoman'
    """
    for line in re.finditer(r"[^\n]*\S[^\n]*", text[:HEAD]):
        alone = _LINE.fullmatch(line[0].strip())
        if alone is not None and _POST.search(alone["who"]):
            start = line.start() + len(line[0]) - len(line[0].lstrip())
            return Span(start, start + len(line[0].strip()))
        for match in _NAMED.finditer(text, *line.span()):
            words = match["who"].partition(",")[0]
            names = [w for w in words.split() if w[0].isupper() and not _POST.fullmatch(w)]
            if len(names) >= 2 and not _NOBODY.search(words):
                return Span(*match.span("who"))
    return None


def heads(text: str, blocks: Sequence[Span]) -> dict[int, Span]:
    """Blocks that are nothing but a speaker's name, where there are several."""
    found = {
        number: Span(*match.span("who"))
        for number, block in enumerate(blocks[:-1])
        if (match := _HEAD_LINE.fullmatch(text, *block))
        and not _NOBODY.search(match["who"].split(",")[0])
    }
    return found if len(found) > 1 else {}


def opening(text: str, blocks: Sequence[Span], until: int) -> Iterator[Span]:
    """Paragraphs before the first label that the speaker of the head says: from his greeting on."""
    first = next((n for n in range(until) if _GREETS.match(text, *blocks[n])), None)
    for number in range(until if first is None else first, until):
        if not _HEADING.fullmatch(text, *blocks[number]):
            yield blocks[number]


def speech(text: str, blocks: Sequence[Span]) -> list[Span]:
    """The paragraphs of a text that is one speech throughout, else none."""
    spoken = list(opening(text, blocks, len(blocks)))
    own = sum(1 for block in spoken if _FIRST.search(text, *block))
    head = len(blocks) - len(spoken)
    if len(spoken) < 2 or own < _SHARE * len(spoken) or head > 2 * len(spoken):
        return []
    return spoken
