"""Spokespersons whom nobody names: "a ministry spokesman", "the ministry's spokeswoman".

Owns whom they speak for, and that they are the body where nobody is named. Named ones are
persons as any other.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.extract.bodies import local_state
from graph_service.extract.described import described
from graph_service.extract.draft import Source
from graph_service.extract.owned import subject_before
from graph_service.extract.posts_named import INDEFINITE
from graph_service.extract.source_span import SourceSpan, made
from graph_service.extract.titles import BODY, gender_of_title
from graph_service.model import Actor, Span

_SPOKES = re.compile(r"\bspokes(?:man|woman|person)\b|\bpress secretary\b", re.IGNORECASE)


def spokesperson(r: SourceSpan, head: Span, span: Span) -> Source | None:
    """A spokesperson without a name, of the state of the body: "a foreign ministry spokeswoman"."""
    match = _SPOKES.search(r.text, *head)
    words = r.text[slice(*head)]
    if match is None or any(m.kind == "person" for m in r.cast.mentions_in(head)):
        return None
    if re.search(r"\b(?:his|her|their|two|several|former)\b", words, re.IGNORECASE):
        return None
    actor = None
    for mention in r.cast.mentions_in(head):
        if mention.kind == "organisation" and len(mention.actors) == 1:
            actor = mention.actors[0]
    found = BODY.search(words)
    if actor is None and found is not None:
        actor = r.cast.body_named(found[0], r.cast.state_in(head) or local_state(r, head))
    actor = actor or _ministry(r, head)
    if actor is None:
        return None
    state = r.cast.state_in(head) or r.cast.country_of(actor, r.day)
    known = None if INDEFINITE.match(words.strip()) else _own_spokesperson(r, head, actor, state)
    if known is not None:
        return replace(known, on_behalf_of=actor, role="spokesperson")
    unnamed = r.unnamed((span,), words, state, "rule:unnamed", 0.7)
    return replace(unnamed, on_behalf_of=actor, role="spokesperson")


_OF_MINISTRY = re.compile(
    r"(?P<own>\bministry\s+(?=spokes))|\b(?:for|of|from|at)\s+(?P<the>the\s+[a-z]+)\Z",
    re.IGNORECASE,
)


def _ministry(r: SourceSpan, head: Span) -> Actor | None:
    """The body of "a ministry spokesman", "a spokesman for the ministry": one told of, else that
    of the foreign minister of whom the sentence is, else the foreign ministry of the state."""
    match = _OF_MINISTRY.search(r.text, *head)
    if match is None:
        return None
    if match["the"]:
        told = described(r, Span(*match.span("the")), Span(*match.span("the")))
        one = told is not None and told.kind == "body" and len(told.actors) == 1
        return told.actors[0] if told is not None and one else None
    state = r.cast.state_in(head) or _placed_behind(r, head)
    if state is None and (who := subject_before(r, head.start)) is not None:
        state = r.cast.country_of(who, r.day)
    state = state or local_state(r, head)
    return r.cast.body_named("foreign ministry", state) if state is not None else None


def _placed_behind(r: SourceSpan, head: Span) -> Actor | None:
    """Reads "a ministry spokeswoman in Lima"."""
    for mention in r.cast.mentions_in(Span(head.end, min(len(r.text), head.end + 30)))[:1]:
        if re.fullmatch(r"\s+in\s+", r.text[head.end : mention.span.start]):
            return r.cast.state_of(mention)
    return None


def _own_spokesperson(r: SourceSpan, head: Span, body: Actor, state: Actor | None) -> Source | None:
    """Who "the Peruvian foreign ministry's spokeswoman" is: named so before, or by the registry.

    By the registry only where one alone is known to have spoken for the body on that day.
    """
    wanted = gender_of_title(r.text[slice(*head)])
    for mention in r.cast.titled("spokesperson", head.start):
        told = mention.actors[0]
        behalf = r.cast.behalf.get(told.id)
        fits = wanted is None or r.cast.gender.get(told.id) in (None, wanted)
        if mention.span.start < head.start and behalf is not None and behalf.id == body.id and fits:
            return made(told, "title", "person", (mention.span,), "rule:title", 0.75)
    if (
        state is None
        or state.country is None
        or r.text[head.start : head.start + 3].lower() != "the"
    ):
        return None
    held = {
        actor.id: actor
        for actor, tenure in r.cast.registry.holders("spokesperson", state.country, r.day)
        if tenure.basis_on(r.day) == "dated" and tenure.body == body.id
    }
    if len(held) != 1:
        return None
    (holder,) = held.values()
    return made(holder, "title", "person", (head,), "rule:title", 0.65)


_NO_VOICE = re.compile(r"\b(?:former|ex|two|three|several|both|spokes(?:men|women|people))\b", re.I)


def for_body(source: Source) -> Source:
    """A spokesperson without a name is the body: "a ministry spokesman"."""
    body = source.on_behalf_of
    if source.basis != "unnamed" or body is None or _NO_VOICE.search(source.as_written):
        return source
    return replace(source, actors=(body,), basis="title", kind="body", on_behalf_of=None)
