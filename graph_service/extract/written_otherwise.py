"""Persons of the registry whom an article writes otherwise than the registry does.

Owns the comparison of a full name that the registry lacks with those of one family
name: another Arabic article, a middle name more or less, an initial. Only one may fit,
and must have held a post by then.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from graph_service.actors.names import normal, plain, same_name, slug
from graph_service.actors.registry import Registry
from graph_service.actors.same_person import Likeness, same_person
from graph_service.model import Actor, Tenure, digest

_ARTICLE = re.compile(r"\b[AaEe]l[- ](?=[A-Z])")
_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")


def written_otherwise(
    name: str, registry: Registry, day: date | None, states: frozenset[str] = frozenset()
) -> Actor | None:
    """The registry's person of that name in another form; None where none or several fit.

    `states`: codes of the states that the article tells of, which a spelling that only
    sounds alike has to serve.
    """
    return (
        _by_article(name, registry)
        or _by_parts(name, registry, day)
        or _of_states(name, registry, day, states)
    )


_YOUNG = timedelta(days=3653)
"""Before a first post, somebody may be in the news under the same name for so long."""


def _of_states(
    name: str, registry: Registry, day: date | None, states: frozenset[str]
) -> Actor | None:
    """Reads "Shah Mehmood Qureshi", "Abdelfattah El Sisi": of one of the states told of.

    A spelling that only sounds alike needs a post held on that day.
    """
    if not states:
        return None
    found: dict[Likeness, dict[str, Actor]] = {"same": {}, "sound": {}}
    for actor in registry.sounding_like(name):
        held = [t for t in registry.tenures_of(actor.id) if t.country in states]
        likeness = same_person(name, actor.name) if held else None
        if likeness and any(_timely(tenure, day, likeness) for tenure in held):
            found[likeness][actor.id] = actor
    fitting = found["same"] or found["sound"]
    return fitting.popitem()[1] if len(fitting) == 1 else None


def _timely(tenure: Tenure, day: date | None, likeness: Likeness) -> bool:
    if day is None or tenure.basis_on(day):
        return True
    return likeness == "same" and (tenure.start is None or tenure.start <= day + _YOUNG)


def _by_article(name: str, registry: Registry) -> Actor | None:
    """Reads al-Thani, Al Thani and Thani alike."""
    bare = _ARTICLE.sub("", name)
    if bare == name:
        return None
    for article in ("Al ", "al-", "Al-", "al ", ""):
        ids = {
            found.actor
            for found in registry.named(_ARTICLE.sub(article, name))
            if found.kind != "surname"
        }
        if len(ids) == 1:
            return registry.actor(ids.pop())
    return None


def _by_parts(name: str, registry: Registry, day: date | None) -> Actor | None:
    """Reads "Javad Zarif", "Hillary Rodham Clinton", "S. Jaishankar"."""
    *given, family = _ARTICLE.sub("", name).split()
    found: dict[str, Actor] = {}
    for bearer in registry.named(family) if given else ():
        actor = registry.actor(bearer.actor)
        if bearer.kind != "surname" or actor is None or actor.kind != "person":
            continue
        *known, last = _ARTICLE.sub("", actor.name).split()
        if plain(last) == plain(family) and same_given(given, known):
            held = registry.tenures_of(actor.id)
            if any(t.start is None or day is None or t.start <= day for t in held):
                found[actor.id] = actor
    return found.popitem()[1] if len(found) == 1 else None


def unknown_person(name: str) -> Actor:
    """A named person that no registry knows: the same name is the same actor."""
    return Actor(f"actor-x-{slug(name) or digest(normal(name))}", name, "person")


def sounds_like(name: str, country: str, registry: Registry) -> Actor | None:
    """The one person of a state whose name is the same but for how it was put into Latin letters.

    Nebenzia is the registry's Nebenzya where the state is told; alone that is too little.
    """
    *given, family = name.split()
    if not given:
        return None
    found = {
        tenure.holder
        for tenure in registry.tenures
        if tenure.country == country
        and (actor := registry.actor(tenure.holder)) is not None
        and sound(actor.name.split()[-1]) == sound(family)
        and sound(actor.name)[:1] == sound(name)[:1]
    }
    return registry.actor(found.pop()) if len(found) == 1 else None


def longer_form(name: str, country: str, registry: Registry) -> Actor | None:
    """The one person of a state whose whole name is part of this one, in order.

    "Evo Morales Ayma" is the registry's Evo Morales where the state is told.
    """
    words = [plain(word).casefold() for word in name.split()]
    found = set()
    for tenure in registry.tenures:
        actor = registry.actor(tenure.holder) if tenure.country == country else None
        known = [plain(word).casefold() for word in actor.name.split()] if actor else []
        if 1 < len(known) < len(words) and words[: len(known)] == known:
            found.add(tenure.holder)
    return registry.actor(found.pop()) if len(found) == 1 else None


def sound(word: str) -> str:
    """What spellings of one foreign name have in common.

    >>> sound("Nebenzia") == sound("Nebenzya"), sound("Lavrov") == sound("Lavroff")
    (True, True)
    """
    letters = plain(word).casefold()
    for written, read in _SOUNDS:
        letters = letters.replace(written, read)
    return re.sub(r"(.)\1+", r"\1", letters)


_SOUNDS = (("ff", "v"), ("ph", "f"), ("kh", "h"), ("ck", "k"), ("w", "v"), ("y", "i"), ("j", "i"))


def same_given(some: list[str], others: list[str]) -> bool:
    """All given names of the shorter list stand in the longer one, in order.

    An initial stands for a name; a lone initial has to be the first.

    >>> same_given(["Hillary", "Rodham"], ["Hillary"]), same_given(["S."], ["Subrahmanyam"])
    (True, True)
    >>> same_given(["Bill"], ["Hillary"]), same_given(["Javad"], ["Mohammad", "Javad"])
    (False, True)
    """
    short, long = sorted((_parts(some), _parts(others)), key=len)
    if not short or (len(short[0]) == 1 and not _alike(short[0], long[0])):
        return False
    at = 0
    for part in short:
        while at < len(long) and not _alike(part, long[at]):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def _parts(given: list[str]) -> list[str]:
    words = [plain(part).casefold().rstrip(".") for part in _PART.findall(" ".join(given))]
    return [word for word in words if word not in ("al", "bin", "ibn", "bint", "de")]


def _alike(one: str, other: str) -> bool:
    return same_name(one, other) or (min(len(one), len(other)) == 1 and one[0] == other[0])
