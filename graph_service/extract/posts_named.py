"""Persons named only by a post: "the Russian president", "the president of China".

Owns the choice of a holder: the article's own person with that title, else the
registry's holders on the day of speaking, else candidates. Never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph_service.extract.cast import HEADS, Cast
from graph_service.extract.draft import Mention
from graph_service.model import Actor, Span

INDEFINITE = re.compile(
    r"(?:an?|one|another|some|several|many|two|three|four|other|most|various|senior|top|unnamed|former"
    r"|anonymous|an unnamed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a post means: one actor, or candidates where it cannot be told."""

    actor: Actor | None
    candidates: tuple[Actor, ...]
    evidence: Span | None
    confidence: float


def holder(cast: Cast, role: str, state: Actor | None, day: date | None, before: int) -> Holder:
    """The holder of a post, of a state where the text names one."""
    own = _own_person(cast, role, state, day, before)
    if own is not None:
        return Holder(own.actors[0], (), own.span, 0.85 if state else 0.75)
    if state is None:
        return Holder(None, (), None, 0.0)
    code = state.country or state.id
    roles = HEADS if role == "leader" else (role,)
    held = [pair for one in roles for pair in cast.registry.holders(one, code, day)]
    dated = _actors(actor for actor, tenure in held if tenure.basis_on(day) == "dated")
    every = _actors(actor for actor, _ in held)
    if len(dated) == 1 and role != "leader":
        return Holder(dated[0], (), None, 0.85)
    pool = dated or every
    here = [actor for actor in pool if cast.named(actor)]
    if len(here) == 1:
        return Holder(here[0], (), None, 0.75)
    if role == "leader" and len(dated) == 1:
        return Holder(dated[0], (), None, 0.7)
    return Holder(None, tuple(pool[:5]), None, 0.0)


def _own_person(
    cast: Cast, role: str, state: Actor | None, day: date | None, before: int
) -> Mention | None:
    """The nearest person of the article who is given that title, of the same state."""
    roles: tuple[str, ...] = (role,)
    if role == "leader":
        roles = (*HEADS, "leader")
    elif role in HEADS and state:
        roles = (role, "leader")
    for one in roles:
        for mention in cast.titled(one, before):
            country = cast.country_of(mention.actors[0], day)
            if state is None:
                # Without a state only a person already introduced can be meant.
                if mention.span.start < before:
                    return mention
            elif country is not None and country.id == state.id:
                return mention
    return None


def _actors(actors: Iterable[Actor]) -> list[Actor]:
    seen: dict[str, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.id, actor)
    return list(seen.values())
