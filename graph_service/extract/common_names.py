"""Names that stand for an actor only by their place: "the Security Council", "the North",
and names in a headline of capitals.

Owns what adds such mentions to those of the registry's own forms.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from graph_service.actors.registry import Registry
from graph_service.extract.draft import Mention
from graph_service.model import Actor, Span

_UN_BODIES = {
    "Security Council": "United Nations Security Council",
    "General Assembly": "United Nations General Assembly",
    "Human Rights Council": "United Nations Human Rights Council",
}
_UN_BODY = re.compile(r"\b(?:Security Council|General Assembly|Human Rights Council)\b")
_OTHERS = re.compile(r"(?:\bNational|\bSupreme|\bState|\bFederal|[’']s)\s+\Z")
_OF_STATE = re.compile(r"\s+of\s+(?:the\s+)?(?!United Nations|UN\b)[A-Z]")
_KOREAS = re.compile(
    r"(?<=\b[Tt]he )(?P<one>North|South)(?=[’']s\b|[\s,.;:]+(?![A-Z])|\Z)"
    r"|\b(?P<first>North|South)(?=\s+and\s+(?:North|South)\s+Korea\b)"
)
_KOREAN_PLACE = re.compile(r"\s*(?:SEOUL|PYONGYANG|PANMUNJOM)\b")
_CAPITALS = re.compile(r"^[^a-z\n]*[A-Z]{3}[^a-z\n]*$", re.MULTILINE)


def common_names(text: str, found: list[Mention], registry: Registry) -> list[Mention]:
    """Mentions to add to the registry's; none overlaps one of them."""
    taken = [mention.span for mention in found]
    added = [
        *_un_bodies(text, found, registry),
        *_koreas(text, found, registry),
        *_headlines(text, registry),
    ]
    return [m for m in added if not _overlaps(taken, m.span)]


def _overlaps(taken: list[Span], span: Span) -> bool:
    at = bisect_left(taken, span)
    return any(one.overlaps(span) for one in taken[max(0, at - 1) : at + 1])


def _one(registry: Registry, name: str) -> Actor | None:
    ids = {n.actor for n in registry.named(name) if n.kind != "surname"}
    return registry.actor(ids.pop()) if len(ids) == 1 else None


def _un_bodies(text: str, found: list[Mention], registry: Registry) -> list[Mention]:
    """Reads "the Security Council" without a state as that of the United Nations."""
    ends = {m.span.end for m in found if m.kind == "state"}
    added = []
    for match in _UN_BODY.finditer(text):
        owned = _OTHERS.search(text, max(0, match.start() - 12), match.start())
        if owned or match.start() - 1 in ends or _OF_STATE.match(text, match.end()):
            continue
        actor = _one(registry, _UN_BODIES[match[0]])
        if actor is not None:
            added.append(Mention(Span(*match.span()), (actor,), "alias", "organisation"))
    return added


def _koreas(text: str, found: list[Mention], registry: Registry) -> list[Mention]:
    """Reads "the North" where the article tells of North Korea, and "South and North Korea"."""
    states = {actor.country for m in found for actor in m.actors}
    if not states & {"KP", "KR"} and not _KOREAN_PLACE.match(text):
        return []
    codes = {"North": "KP", "South": "KR"}
    added = []
    for match in _KOREAS.finditer(text):
        actor = registry.state(codes[match["one"] or match["first"]])
        if actor is not None:
            added.append(Mention(Span(*match.span()), (actor,), "alias", "state"))
    return added


def _headlines(text: str, registry: Registry) -> list[Mention]:
    """Persons and states in a line of capitals, read as if written like a name."""
    added = []
    for line in _CAPITALS.finditer(text):
        cased = line[0].title()
        if len(cased) != len(line[0]):
            continue
        for span, names in registry.names_in(cased):
            strong = [n for n in names if n.kind != "surname"] or list(names)
            known = [a for n in strong if (a := registry.actor(n.actor)) is not None]
            if known and all(a.kind in ("person", "state") for a in known):
                place = Span(line.start() + span.start, line.start() + span.end)
                actors = tuple({a.id: a for a in known}.values())
                added.append(Mention(place, actors, strong[0].kind, known[0].kind))
    return added
