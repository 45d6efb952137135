"""Paragraphs, sentences and page residue of an article, as spans of its text.

Owns where a sentence starts and ends and which lines are page furniture (share
bars, subscription lines, "Read more"): these are masked, never cut, so every
offset keeps counting in `Article.text`. Knows nothing of quotations but their
closing marks. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph_service.extract.draft import Draft, Sentence
from graph_service.extract.residue import is_residue, residue_inside
from graph_service.extract.wordlists import words
from graph_service.model import Article, Span

_ABBREVIATIONS = words(
    """
    mr mrs ms mx dr prof gen lt col maj capt cmdr sgt cpl adm brig sen sens rep reps gov govs pres
    amb hon rev fr sr jr st ste mt ft inc corp co ltd bros dept univ assn ave blvd rd no nos vol
    art sec fig pp vs etc al approx est dist jan feb mar apr jun jul aug sept sep oct nov dec
    mon tue tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga ill ind
    kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo
    messrs mme mlle sh min dep sect supt insp hr cf ed eds trans viz
    """
)
_NUMBERED = words("no nos art sec fig vol pp")
"""Abbreviations only where a figure follows; "no." otherwise ends a sentence."""

_STOP = re.compile(r"(?:[.!?]+|…)[\"'”’»)\]]*(?=\s)")
_NEXT = re.compile(r"\s+[\[(]?[\"'“‘„«¿¡]*\s?(\S)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+|[^\W_])\Z")
_SAID_NEXT = re.compile(
    r"\s+(?:[A-Z][\w.’'-]*\s+|the\s|a\s){1,5}"
    r"(?:said|says|asked|asks|added|wrote|told|shouted|yelled|replied|responded|wondered"
    r"|tweeted|exclaimed|continued|declared|quipped|joked)\b"
)
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’\-/ ]{2,40}(?:, ?[\w.’ ]{2,20}){0,2}"
    r"(?:, ?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?"
    r" ?(?:\([\w.,’' -]{2,40}\) ?)?[-–—]{1,2} "
    r"|[A-Z][\w.'’\- ]{2,40}(?:, [\w.’ ]{2,20}){0,2} ?\([A-Z][\w.,’' -]{1,30}\) ?[-–—]{1,2} "
    r"|\(\s?[-–—]{1,2} "
    r"|[A-Z][A-Z.'’\- ]{2,40}, [A-Z][a-z]{2,8}\.? \d{1,2}\. /[A-Z]{3,12}/\. "
    r"|[A-Z][a-z]{2,20}\. (?:[A-Z][a-z]{2,8} \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})\. "
    r"[A-Z]{3,12}[\w-]* - "
)
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")


_POINT = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[IVX]{1,4})[.)]|[-–—•*·])\s+(?=\S)")
"""What marks a point of a list at the start of a paragraph."""
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?(?:[ap]\.?m\.?|[AP]M))?"
    r"(?:\s(?:GMT|UTC|BST|CEST|CET|EST|EDT|ET|IST|MSK|JST|local time))?\s*[-–—|:·]?\s+"
    r"(?=[^\W\d]|[‘'“\"])"
)
"""The hour at the head of a live blog's entry."""
_KICKER = re.compile(
    r"(?:BREAKING|FLASH|URGENT|UPDATED?|ALERT|EXCLUSIVE|JUST IN|NEW|WATCH|CORRECTION|DEVELOPING"
    r"|Breaking|Update|Just in|Exclusive|Watch)(?: NEWS|\s\d)?\s?[:|–—-]\s+(?=\S)"
)
"""What a desk puts before its headline."""


def dateline(text: str, start: int = 0) -> Span | None:
    """The dateline that opens a paragraph at `start`, with its dash, or None.

    >>> dateline("GENEVA (XY) — Talks began.")
    Span(start=0, end=14)
    >>> dateline("GENEVA/ROME, Feb 12 - Talks began."), dateline("MOSCOW, May 4. /XYZ/. He")
    (Span(start=0, end=22), Span(start=0, end=22))
    >>> dateline("Talks began - and ended.") is None
    True
    """
    found = _DATELINE.match(text, start, start + 120)
    return Span(start, found.end()) if found else None


def paragraphs(text: str) -> Iterator[Span]:
    """Lines without outer white space; lines that an editor wrapped are joined."""
    lines: list[Span] = []
    for found in _LINE.finditer(text):
        line = found.group()
        start = found.start() + len(line) - len(line.lstrip())
        end = found.start() + len(line.rstrip())
        if start < end:
            lines.append(Span(start, end))
    at = 0
    while at < len(lines):
        start, end = lines[at]
        at += 1
        while at < len(lines) and _wrapped(text, lines[at - 1], lines[at]):
            end = lines[at].end
            at += 1
        yield Span(start, end)


def _wrapped(text: str, line: Span, following: Span) -> bool:
    """A line break inside a sentence: one break only, and the next line goes on in lower case."""
    gap = text[line.end : following.start]
    breaks = gap.count("\n") or gap.count("\r")
    if breaks != 1 or not 40 <= line.end - line.start <= 110:
        return False
    if text[line.end - 1] in '.!?:"”’)»' or _POINT.match(text, following.start, following.end):
        return False
    return text[following.start].islower() or text[line.end - 1] in ",;"


def _ends_here(text: str, stop: re.Match[str], paragraph: Span) -> bool:
    """Is this stop the end of a sentence?"""
    after = _NEXT.match(text, stop.end(), min(paragraph.end, stop.end() + 40))
    if after is None:
        return False
    first = after.group(1)
    mark = stop.group()
    if first.islower() or first in ",;:)–—":
        return False
    quoted = mark[-1] in "\"'”’»"
    if quoted and mark[0] in "!?" and _SAID_NEXT.match(text, stop.end(), stop.end() + 90):
        return False
    if mark[0] != "." or mark.startswith("..") or quoted:
        return True
    before = _WORD_BEFORE.search(text, max(paragraph.start, stop.start() - 24), stop.start())
    if before is None:
        return True
    word = before.group()
    if len(word) == 1 and word.isupper() and word != "I":
        dotted = before.start() >= 2 and text[before.start() - 1] == "."
        # "U.S. Then" is ambiguous: a following function word ends the sentence.
        return dotted and _STARTS.match(text, stop.end()) is not None
    lower = word.lower()
    if lower in _NUMBERED:
        return not first.isdigit()
    if lower in _ABBREVIATIONS:
        return not (word[0].isupper() or lower in {"vs", "etc", "al", "approx", "est"})
    return True


_SIGNED = re.compile(r"[A-Z][A-Z.-]*(?: [A-Z][A-Z.-]*){0,3}")
_STARTS = re.compile(
    r"\s+[\"“‘]?(?:The|A|An|He|She|It|They|We|You|In|On|At|But|And|This|That|These|Those|His|Her"
    r"|Its|Their|As|After|Before|While|When|If|For|By|With|Both|Some|Most|Last|However|Also)\b"
)


def split(text: str, paragraph: Span) -> Iterator[Span]:
    """Sentences of one paragraph, without outer white space.

    >>> t = "Mr. Roe of the U.S. side left. He was No. 2 there."
    >>> [t[a:b] for a, b in split(t, Span(0, len(t)))]
    ['Mr. Roe of the U.S. side left.', 'He was No. 2 there.']
    """
    opening = dateline(text, paragraph.start)
    if opening and _SIGNED.fullmatch(text, opening.end, paragraph.end):
        opening = None  # "GAS FLOWING AGAIN - DROVNET"
    start = opening.end if opening and opening.end < paragraph.end else paragraph.start
    point = _POINT.match(text, paragraph.start, paragraph.end)
    if point and point.end() < paragraph.end:
        start = point.end()
    for mark in (_CLOCK, _KICKER):
        match = mark.match(text, start, paragraph.end)
        if match is not None and match.end() < paragraph.end:
            start = match.end()
    for stop in _STOP.finditer(text, start, paragraph.end):
        if _ends_here(text, stop, paragraph):
            yield Span(start, stop.end())
            start = stop.end()
            while text[start].isspace():
                start += 1
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def find_sentences(article: Article, draft: Draft) -> Draft:
    """Fill `sentences` and `residue`. A headline without a final stop is a sentence too."""
    text = article.text
    sentences: list[Sentence] = []
    residue: list[Span] = []
    kept = 0
    for paragraph in paragraphs(text):
        if is_residue(text[paragraph.start : paragraph.end]):
            residue.append(paragraph)
            continue
        inside = residue_inside(text, paragraph)
        if inside:
            residue.append(inside)
            paragraph = Span(paragraph.start, inside.start)
            while paragraph.end > paragraph.start and text[paragraph.end - 1].isspace():
                paragraph = Span(paragraph.start, paragraph.end - 1)
            if paragraph.start == paragraph.end:
                continue
        sentences.extend(Sentence(span, kept) for span in split(text, paragraph))
        kept += 1
    return replace(draft, sentences=tuple(sentences), residue=tuple(residue))
