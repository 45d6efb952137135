"""Who "we" are in a paper that says so: "We, the Heads of State ... at the Summit of the X,".

Owns finding those words and the body they met as. Who the words themselves name (a body, states,
ministers of states) is read as any other source.
"""

from __future__ import annotations

import re

from graph_service.extract.draft import Source
from graph_service.extract.source_span import SourceSpan, kind_of, made
from graph_service.extract.written_otherwise import unknown_person
from graph_service.model import Actor, Span

_FIRST = frozenset(("we", "our"))
_WE_ARE = re.compile(
    r"\bW(?:e|E),\s+(?P<who>(?:the\s)(?:[\w’'-]+\s){0,3}"
    r"(?i:heads|leaders|ministers|presidents|members|representatives|governors|kings|states"
    r"|countries|governments|parties|delegates|parliamentarians|foreign)\b[^,;:\n]*"
    r"(?:(?:,\s(?:the\s)?[A-Z][\w’' -]*)+,?\sand\s(?:the\s)?[A-Z][\w’' -]*)?)"
    r"|\bW[eE],\s+(?P<two>(?:the\s)?(?:H\.?E\.?\s)?"
    r"(?:(?:Vice\s|Deputy\s|Prime\s|Foreign\s)?(?:President|Minister|Chancellor|Premier|Secretary|King"
    r"|Emir|Amir|Sultan|Chairman|General Secretary)\b)[^;:\n]{10,400}?)"
    r",\s(?=(?!the\b|and\b|of\b|his\b|her\b|who\b|having\b)[a-z])"
)
""" "We, the Heads of ...", and "We, President X of A and Prime Minister Y of B, note"."""
_SESSION = re.compile(
    r"(?i:summit|session|meeting|conference|assembly|congress|forum)\s+of\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w’'-]+(?:\s(?:of|and|for|the|[A-Z][\w’'-]+)){1,9})(?:\s\((?P<short>[A-Z-]{2,12})\))?"
)
_BODY = re.compile(
    r"\b(?:Community|Union|Organi[sz]ation|League|Association|Alliance|Council|Forum|Group|Movement"
    r"|Commonwealth|Cooperation|Conference|Initiative|Network|Commission|Bank|Fund)\b"
)
_INVITED = re.compile(r"\b(?:at|on|upon) the (?:kind )?invitation\b", re.IGNORECASE)
_HEAD = 2000
"""Characters from the beginning in which a paper says who it is by."""


def signs(r: SourceSpan, span: Span) -> Span | None:
    """Where a paper says "We, the ...": whose is what it asks for in the passive."""
    match = _WE_ARE.search(r.text, 0, min(len(r.text), _HEAD))
    if match is None or match.start() > span.start or r.cast.quoted(span.start):
        return None
    return Span(match.start(), match.start() + 2)


def assembled(r: SourceSpan, span: Span, word: str) -> tuple[Span | None, Source | None]:
    """The words that say who "we" are, to be read first, and else the body that met."""
    if word.lower() not in _FIRST or r.cast.quoted(span.start):
        return None, None
    match = _WE_ARE.search(r.text, 0, min(len(r.text), _HEAD))
    if match is None or match.start() > span.start:
        return None, None
    said = Span(*match.span("who" if match["who"] else "two"))
    until = r.text.find("\n\n", match.end())
    opening = Span(0, until if until >= 0 else len(r.text))
    host = _INVITED.search(r.text, *opening)
    opening = Span(0, host.start()) if host else opening  # "at the invitation of the envoy of X"
    return said, _registered(r, opening) or _unregistered(r, opening)


def _registered(r: SourceSpan, opening: Span) -> Source | None:
    """The one body of no single state that the opening names."""
    bodies = {}
    for mention in r.cast.mentions_in(opening):
        if len(mention.actors) == 1 and mention.kind not in ("person", "state", "outlet"):
            actor = mention.actors[0]
            if actor.kind == "organisation" and r.cast.country_of(actor, r.day) is None:
                bodies[actor.id] = (actor, mention.span)
    if len(bodies) != 1:
        return None
    actor, where = next(iter(bodies.values()))
    return made(actor, "joint", kind_of(actor), (where,), "rule:assembled", 0.7)


def _unregistered(r: SourceSpan, opening: Span) -> Source | None:
    """A body that no registry knows, by the session that the opening names."""
    match = _SESSION.search(r.text, *opening)
    if match is None or not _BODY.search(match["name"]):
        return None
    name = " ".join(match["name"].split())
    actor = Actor(unknown_person(name).id, name, "organisation")
    return made(actor, "joint", "body", (Span(*match.span("name")),), "rule:assembled", 0.6)
