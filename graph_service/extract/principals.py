"""The two persons who meet in a readout or a communique: "the two sides", "the Ministers".

Owns finding them in the heading and first paragraph of a paper that a state or body publishes.
Which words mean them is `groups`; in the story of a newspaper the sides are the states.
"""

from __future__ import annotations

import re
from itertools import islice

from graph_service.extract.cast import HEADS, Cast
from graph_service.extract.draft import Mention
from graph_service.extract.together import Together
from graph_service.model import Span

_ROLES = frozenset(
    (*HEADS, "leader", "minister", "foreign_minister", "defence_minister", "io_head")
)
_OPENING = 3
"""Paragraphs, headings counted, in which a paper tells who met."""
_MET = re.compile(
    r"\b(?:met|meets?|meeting|visit|held|holds|spoke|speaks|received|receives|call|talks?"
    r"|conversation|session|summit|consultations|retreat|trilateral|bilateral|joint)\b",
    re.IGNORECASE,
)


def principals(cast: Cast) -> Together | None:
    """The only two who lead, of two states or bodies, that a paper begins with; else None."""
    if not official(cast):
        return None
    end = max((s.span.end for s in cast.draft.sentences if s.paragraph < _OPENING), default=0)
    if not _MET.search(cast.text, 0, end):
        return None
    first: dict[str, Mention] = {}
    for mention in islice(cast.mentions_in(Span(0, end)), 40):
        if mention.kind != "person" or len(mention.actors) != 1:
            continue
        if _leads(cast, mention.actors[0].id):
            first.setdefault(mention.actors[0].id, mention)
    if len(first) != 2:
        return None
    day = cast.article.published
    one, other = (cast.country_of(m.actors[0], day) for m in first.values())
    if one is not None and other is not None and one.id == other.id:
        return None
    return Together(
        tuple(m.actors[0] for m in first.values()),
        tuple(m.span for m in first.values()),
        "person",
        cast.sentence_at(next(iter(first.values())).span.start),
    )


def official(cast: Cast) -> bool:
    """The article is a paper: of a state's body, of an international one, or of several."""
    if cast.home is not None or cast.joint_paper:
        return True
    names = cast.registry.named(cast.article.publisher or "")
    actors = (cast.registry.actor(name.actor) for name in names)
    return any(actor is not None and actor.kind == "organisation" for actor in actors)


def _leads(cast: Cast, actor: str) -> bool:
    held = cast.registry.tenures_of(actor)
    day = cast.article.published
    return bool(
        _ROLES & cast.roles.get(actor, set())
        or any(tenure.role in _ROLES and tenure.basis_on(day) for tenure in held)
    )
