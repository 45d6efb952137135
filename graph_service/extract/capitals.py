"""Speakers in capitals with their state behind them, as minutes of meetings name them.

Owns reading "VASSILY A. NEBENZIA (Russian Federation) said": a person, and the state that
the brackets give. Other words in capitals are no names.
"""

from __future__ import annotations

import re
from datetime import date

from graph_service.actors.registry import Registry
from graph_service.extract.draft import Mention
from graph_service.extract.titles import ANY_TITLE
from graph_service.extract.written_otherwise import (
    longer_form,
    sounds_like,
    unknown_person,
    written_otherwise,
)
from graph_service.model import Actor, Article, Span

_SPEAKER = re.compile(
    r"(?<![^\s(“\"])(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+"
    r"(?:\s(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+|al-[A-Z]+)){1,5}|(?<=Mr\.\s|Ms\.\s|Dr\.\s)"
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,})"
    r"(?:\s\((?P<state>(?:the\s)?[A-Z][\w.'’ -]{2,40})\)"
    r"|,\s(?P<post>(?:the\s)?[A-Z][^.;:“”\"\n]{3,90}?)(?=,|\s(?:said|told|noted|called|urged)\b))"
)
""" "VASSILY A. NEBENZIA (Russian Federation)", "EVO MORALES, President of Bolivia,"."""


def speakers_in_capitals(article: Article, registry: Registry) -> list[tuple[Mention, Actor]]:
    """Mentions of such persons, each with the state in the brackets; only where there is one."""
    found = []
    for match in _SPEAKER.finditer(article.text):
        state = (
            _state(match["state"], registry)
            if match["state"]
            else _state_of_post(match["post"], registry)
        )
        if state is None:
            continue
        name = " ".join(word.capitalize() for word in re.split(r"\s+", match["name"]))
        name = re.sub(r"(?<=[-'’])[a-z]", lambda letter: letter[0].upper(), name)
        actor = _person(name, state, registry, article.published)
        found.append((Mention(Span(*match.span("name")), (actor,), "name", "person"), state))
    return found


def _state_of_post(words: str, registry: Registry) -> Actor | None:
    """The state of "Prime Minister of Belgium", "Minister for Foreign Affairs of Peru"."""
    if not ANY_TITLE.search(words):
        return None
    for _, names in registry.names_in(words):
        for name in names:
            actor = registry.actor(name.actor)
            if actor is not None and actor.kind == "state":
                return actor
    return None


def _state(words: str, registry: Registry) -> Actor | None:
    for name in registry.named(words):
        actor = registry.actor(name.actor)
        if actor is not None and actor.kind == "state":
            return actor
    return None


def _person(name: str, state: Actor, registry: Registry, day: date | None) -> Actor:
    ids = {found.actor for found in registry.named(name) if found.kind != "surname"}
    if len(ids) == 1 and (known := registry.actor(ids.pop())) is not None:
        return known
    return (
        written_otherwise(name, registry, day)
        or longer_form(name, state.country or state.id, registry)
        or sounds_like(name, state.country or state.id, registry)
        or unknown_person(name)
    )
