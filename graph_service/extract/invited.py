"""Who accepts in "The invitation was accepted with pleasure": the one invited just before.

Owns finding him in the sentence that tells of the invitation.
"""

from __future__ import annotations

import re

from graph_service.extract.source_span import SourceSpan
from graph_service.model import Span

SUBJECT = re.compile(r"(?:the|this|his|her|their|both)\s(?:kind\s)?invitations?\b", re.IGNORECASE)
_INVITED = re.compile(
    r"\b(?:invit(?:ed|es|ing)|(?:extended|renewed|conveyed|reiterated|issued|repeated)\s(?:an?|his|her|the|its)"
    r"\s(?:\w+\s)?invitation\s(?:to|for))\s+(?P<who>[^.;:,]{2,80}?)(?=\s(?:to|on|for)\s|[.,])"
)
_BACK = 3


def invited(r: SourceSpan, content: Span) -> Span | None:
    """Where the one stands who was invited, at most three sentences back."""
    if not SUBJECT.match(r.text, *content):
        return None
    here = r.cast.sentence_at(content.start)
    for number in range(here - 1, max(-1, here - 1 - _BACK), -1):
        match = _INVITED.search(r.text, *r.cast.sentence(number))
        if match is not None:
            return Span(*match.span("who"))
    return None
