"""Who "His Highness", "Her Majesty" or "His Excellency" is, without a name behind it.

Owns finding the person of the article whose name stands behind the same form of address.
"""

from __future__ import annotations

import re

from graph_service.extract.draft import Source
from graph_service.extract.source_span import SourceSpan, kind_of, made
from graph_service.model import Span

_DIGNITY = re.compile(
    r"(?P<whose>His|Her|Their)\s(?:Royal\s|Imperial\s|Serene\s)?"
    r"(?P<dignity>Highness|Majesty|Holiness|Excellency|Eminence|Beatitude|Grace|Honou?r)"
)
_LEAD = 60


def dignity(r: SourceSpan, span: Span) -> Source | None:
    """The one before this place whose name stood behind the same dignity, the nearest."""
    match = _DIGNITY.fullmatch(r.text[slice(*span)].strip(" ,"))
    if match is None:
        return None
    wanted = re.compile(
        rf"\b{match['whose']}\s(?:\w+\s)?{match['dignity']}\b[^.;:\n]*\Z", re.IGNORECASE
    )
    for mention in r.cast.mentions_before(span.start, 200):
        lead = r.text[max(0, mention.span.start - _LEAD) : mention.span.start]
        if mention.kind == "person" and len(mention.actors) == 1 and wanted.search(lead):
            actor = mention.actors[0]
            return made(actor, "title", kind_of(actor), (mention.span,), "rule:dignity", 0.75)
    return None
