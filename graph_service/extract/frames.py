"""Frames: an account that the sentences after it are taken from.

"Halvik's readout is short. Windt asked ..." and "In the Kalmerian account, ..." give
what follows, up to the end of the paragraph or the next frame, on the word of that account.
Owns finding them; a frame states nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from graph_service.extract.accounts import accounts
from graph_service.extract.draft import Attribution, Draft, Sentence
from graph_service.model import Article, Span

FOUND_BY = "rule:frame"
CONFIDENCE = 0.75
"""Set by hand, not calibrated."""

_NOUN = r"(?:account|version|telling|readout|read-out|communiqu[eé]|transcript|summary)"
_OWNER = (
    r"(?:(?:[Tt]he\s+)?(?:[A-Z][\w.-]*\s+){0,4}[A-Z][\w.-]*[’']s?"
    r"|[Tt]he\s+(?:[A-Z][\w.-]*\s+){0,3}(?:(?:foreign|defen[cs]e)\s+)?[a-z]+[’']s|[Tt]he(?:\s+[\w-]+){0,2}|[Ii]ts"
    r"|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|[Tt]hat)"
)
_PAPER = rf"(?P<source>{_OWNER}\s+(?:own\s+|official\s+|published\s+|written\s+)*{_NOUN})"
_OF = r"(?:\s+(?:of|from|by|on)\s+[^.;:,]{2,60}?)?"
_IN = re.compile(
    rf"(?:But\s+|And\s+|Yet\s+)?(?P<cue>In|By|From)\s+{_PAPER}{_OF}(?:,\s[^,.;]{{3,60}})?,\s+"
)
_TOLD = re.compile(
    rf"(?:But\s+|And\s+|Yet\s+)?{_PAPER}{_OF}\s+(?P<cue>is|was|runs|ran|reads|goes|went|differs"
    r"|differed|sounds|sounded|tells|told|gives|gave|has|had|makes|made|mentions|puts)\b"
)
_COLON = re.compile(r"[^:;.“”\"]{0,40}:\s+(?=\S)")
""" "Halvik's version was shorter: Windt had thanked him"."""
_ACCORDING = re.compile(rf"(?P<cue>According\s+to)\s+{_PAPER}{_OF},\s+")
_SAYS = re.compile(rf"{_PAPER}{_OF}\s+(?:also\s+|then\s+)?(?P<cue>said|says|noted|stated|added)\b")
_SERVICE = re.compile(
    r"(?P<cue>According\s+to)\s+(?:the\s+)?press\s+(?:service|office)\s+of\s+"
    r"(?P<source>[^,.;:]{3,50}),\s+"
)
_ITS_SERVICE = re.compile(
    r"(?P<cue>According\s+to)\s+(?P<source>(?:the\s+)?[^,.;:]{0,40}?)(?:[’']s)?\s+press\s+"
    r"(?:service|office),\s+"
)
_WHO = r"[^:;“”\"\n]{3,90}?"
_ANNOUNCED = re.compile(
    rf"The\s+(?:following|below)\s[^:.]{{0,60}}?(?P<cue>attribut(?:able|ed)\s+to)\s+(?P<source>{_WHO})"
    rf"(?::\s*|\.?\Z)|(?P<body>{_WHO})\s+(?:has\s+|have\s+)?(?P<verb>announced|gave|published|released"
    r"|issued|put\s+out)\s+the\s+following(?:\s+(?:readout|account|summary|communiqu[eé]))?:\s*"
)
_TITLED = re.compile(
    r"(?:Statement|Readout|Note)\s+(?P<cue>attributable\s+to)\s+"
    r"(?P<source>the\s+Spokes\w+\s+(?:for|of)\s+[^–—\n]{3,60}?)"
    r"(?=\s+(?:on|regarding|concerning|following)\b|\s*[–—:-]\s|\s*\Z)"
)
_ITS = re.compile(r"(?:its|their|his|her)\b", re.IGNORECASE)
_VERB_OF = re.compile(r"\b(?:said|says|stated|noted|added)\b")
_LEAVES = re.compile(r"Asked\b|But\s+(?:a|an|one)\b|Meanwhile\b|Separately\b|Earlier\b")

_OTHER = re.compile(
    r"\b[Aa]ccording\s+to\s+(?!it\b|the\s+(?:same\s+)?(?:readout|account|summary|communiqu))"
    r"|\btold\s+(?:reporters|journalists|a\s+(?:news|press)\s+(?:conference|briefing))\b"
)
"""Another source in the sentence, or another occasion: the account is left."""


def frames(article: Article, draft: Draft) -> list[Attribution]:
    """One attribution a frame: its source the account, its content what is told from it."""
    text = article.text
    found: list[Attribution] = [*_announced(text, draft.sentences)]
    for _, group in groupby(draft.sentences, key=lambda s: s.paragraph):
        found += _in_paragraph(text, list(group))
    for source, content in accounts(article, draft, draft.attributions, found):
        found.append(_frame(source, source, content))
    return found


def _announced(text: str, sentences: Sequence[Sentence]) -> Iterator[Attribution]:
    """ "The following is attributable to the spokesman:" and all that stands under it."""
    heads = []
    for index, sentence in enumerate(sentences):
        match = _ANNOUNCED.match(text, *sentence.span) or _TITLED.match(text, *sentence.span)
        if match is not None:
            heads.append((index, match))
    for number, (index, match) in enumerate(heads):
        source, cue = ("body", "verb") if match.groupdict().get("body") else ("source", "cue")
        begin, last = match.end(), index
        inside = match.re is _ANNOUNCED and begin < sentences[index].span.end
        stop = heads[number + 1][0] if number + 1 < len(heads) else len(sentences)
        while last + 1 < stop and (
            not inside or sentences[last + 1].paragraph == sentences[index].paragraph
        ):
            last += 1
        if not inside:
            if last == index:
                continue
            begin = sentences[index + 1].span.start
        content = Span(begin, sentences[last].span.end)
        spans = Span(*match.span(source)), Span(*match.span(cue))
        yield _frame(*spans, content)


def _frame(source: Span, cue: Span, content: Span) -> Attribution:
    return Attribution(
        (source,), (cue,), (content,), "according to", "indirect", False, FOUND_BY, CONFIDENCE
    )


def _in_paragraph(text: str, sentences: Sequence[Sentence]) -> Iterator[Attribution]:
    openings = [_opening(text, sentence.span) for sentence in sentences]
    for index, opening in enumerate(openings):
        if opening is None:
            continue
        source, cue, begin = opening
        last = index
        while (
            last + 1 < len(sentences)
            and openings[last + 1] is None
            and not _LEAVES.match(text, sentences[last + 1].span.start)
            and not _OTHER.search(text, *sentences[last + 1].span)
        ):
            last += 1
        if begin < 0:  # the first sentence is the frame's announcement, or has a level of its own
            if last == index:
                continue
            begin = sentences[index + 1].span.start
        content = Span(begin, sentences[last].span.end)
        yield _frame(source, cue, content)


def _opening(text: str, span: Span) -> tuple[Span, Span, int] | None:
    """Source, cue and where the told words begin; -1 for the next sentence."""
    inside = _IN.match(text, *span)
    if inside is not None and _ITS.match(inside["source"]):
        told = _VERB_OF.search(text, inside.end(), min(span.end, inside.end() + 60))
        inside = None if told else inside  # "In its version, X said": X's, told by X
    if inside is not None:
        return Span(*inside.span("source")), Span(*inside.span("cue")), inside.end()
    for pattern in (_TOLD, _ACCORDING, _SERVICE, _ITS_SERVICE, _SAYS):
        match = pattern.match(text, *span)
        if match is not None:
            colon = _COLON.match(text, match.end(), span.end) if pattern is _TOLD else None
            begin = colon.end() if colon else -1
            return Span(*match.span("source")), Span(*match.span("cue")), begin
    return None
