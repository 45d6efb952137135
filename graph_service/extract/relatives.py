"""What a relative pronoun stands for: "a diplomat, who asked", "the Tribune, which claimed".

Owns finding the words before "who" and "which" that name the source; who they mean is `speakers`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.extract.draft import Source
from graph_service.extract.source_span import SourceSpan
from graph_service.model import Span

_NOUN_BEFORE_WHO = re.compile(
    r"(?:\A|[,;:.“”\"]\s|\b(?:and|but|while|as|said|told|from|to|by|with)\s)"
    r"(?P<noun>(?:the|an?|one|some|two|three|several|his|her|its|their|[A-Z][\w’'-]+)\s"
    r"(?:[\w’'-]+\s){0,6}?[a-z][\w-]+),?\s*\Z",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:\s(?:last|this|on|earlier|yesterday|today|in|of)\b[^,;:.“”\"]{0,30})?,?\s*\Z"
)
"""What may stand between a name and its "which": "in the Tribune last week, which"."""
_NAME = re.compile(
    r"\b(?:in|of|by|from|to|at)\s(?P<noun>(?:the\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,4})"
    r"(?:\s(?:last|this|on|earlier|yesterday)\b[^,;:.“”\"]{0,30})?,\s*\Z"
)


def before_who(r: SourceSpan, span: Span) -> Span | None:
    """The words right before "who": "A diplomat, who asked not to be named, said"."""
    return _noun(r, span, _NOUN_BEFORE_WHO)


def before_which(r: SourceSpan, span: Span) -> Span | None:
    """The name or noun that "which" takes up: an outlet, a body, a paper."""
    sentence = r.cast.sentence(r.cast.sentence_at(span.start))
    for mention in r.cast.mentions_in(Span(sentence.start, span.start))[-1:]:
        near = _SINCE.fullmatch(r.text, mention.span.end, span.start) is not None
        if (
            near
            and mention.kind in ("outlet", "organisation", "state")
            and mention.form != "demonym"
        ):
            return mention.span
    return _noun(r, span, _NAME) or _noun(r, span, _NOUN_BEFORE_WHO)


def _noun(r: SourceSpan, span: Span, pattern: re.Pattern[str]) -> Span | None:
    sentence = r.cast.sentence(r.cast.sentence_at(span.start))
    match = pattern.search(r.text[sentence.start : span.start])
    if match is None:
        return None
    return Span(sentence.start + match.start("noun"), sentence.start + match.end("noun"))


def no_person(source: Source) -> Source:
    """A name unknown so far that "which" takes up is no person's: "in El Diario, which said"."""
    if source.found_by != "rule:unknown-name":
        return source
    return replace(
        source, actors=tuple(replace(a, kind="outlet") for a in source.actors), kind="outlet"
    )
