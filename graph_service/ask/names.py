"""Which actors a piece of a question names, however it is typed.

Owns lower-case typing, codes, and offices ("the Russian foreign minister").
What surface forms mean is the registry's; what a named actor does in the
question is `question`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph_service.actors.registry import Name, Registry
from graph_service.ask.words import (
    ABOUT,
    ALONE_AFTER,
    ALONE_BEFORE,
    BODIES,
    OPEN_TIME,
    REPORTER,
    ROLES,
    STOP,
    TIME,
    Token,
)
from graph_service.errors import UnknownName
from graph_service.model import Actor, Span

_CODE = re.compile(r"(?:actor-)?Q\d+|actor-x-[\w-]+|[A-Z]{3}", re.IGNORECASE)
_JOINING = frozenset({"of", "the", "for", "s"})
_SMALL_CODES = frozenset({"uk", "eu", "un", "usa", "uae", "drc", "dprk", "prc"})
_MARKER_WORDS = frozenset(word for phrase in (*REPORTER, *ABOUT) for word in phrase)
_NO_NAMES = STOP | TIME | OPEN_TIME | _MARKER_WORDS
"""Words that, typed small, are themselves and nobody's surname."""


@dataclass(frozen=True, slots=True)
class Named:
    """An actor as the question names it, or several where the name fits several."""

    written: str
    actors: tuple[Actor, ...]
    span: Span
    exact: bool = False
    """Asked for alone: "China itself", or its name in quotation marks."""
    how: str = ""
    """What the reader should know of how the name was resolved; "" where it is plain."""


def names_in(
    text: str,
    tokens: list[Token],
    quoted: tuple[Span, ...],
    registry: Registry,
    day: date | None,
) -> list[Named]:
    """Actors named by the tokens, in order, without overlaps.

    `tokens` are consecutive words of `text`; `quoted` are spans in quotation
    marks; `day` decides who held an office.
    """
    if not tokens:
        return []
    found = _forms(text, tokens, registry)
    named = [
        Named(text[span.start : span.end], _actors(names, registry), span) for span, names in found
    ]
    named = [n for n in named if n.actors]
    offices = _offices(text, tokens, named, registry, day)
    named = [n for n in named if not any(o.span.overlaps(n.span) for o in offices)] + offices
    return [_alone(n, tokens, quoted) for n in sorted(named, key=lambda n: n.span)]


def _forms(
    text: str, tokens: list[Token], registry: Registry
) -> list[tuple[Span, tuple[Name, ...]]]:
    """Names as typed, then in any case of letters, then codes."""
    part = Span(tokens[0].span.start, tokens[-1].span.end)
    found: list[tuple[Span, tuple[Name, ...]]] = []
    for span, names in registry.names_in(text, part, any_case=True):
        words = [t for t in tokens if t.span.overlaps(span)]
        typed_small = text[span.start : span.end].islower()
        if words and not (typed_small and all(t.low in _NO_NAMES for t in words)):
            found.append((span, names))
    for here, token in enumerate(tokens):
        if any(token.span.overlaps(known) for known, _ in found):
            continue
        after_the = here > 0 and tokens[here - 1].low == "the"
        if token.text.islower() and (
            token.low in _SMALL_CODES or (after_the and token.low == "us")
        ):
            names = registry.named(token.low.upper())
            if names:
                found.append((token.span, names))
                continue
        actor = _by_code(token.text, registry)
        if actor is not None:
            found.append((token.span, (Name(token.text, actor.id, "abbreviation", False),)))
    return sorted(found, key=lambda pair: pair[0])


def _by_code(word: str, registry: Registry) -> Actor | None:
    if not _CODE.fullmatch(word):
        return None
    try:
        if word[:1] in "Qq" and word[1:].isdigit():
            return registry.actor(f"actor-{word.upper()}")
        if word.casefold().startswith("actor-"):
            return registry.actor(word.replace("ACTOR-", "actor-"))
        return registry.state(word) if word.isupper() else None
    except UnknownName:
        return None


def _actors(names: tuple[Name, ...], registry: Registry) -> tuple[Actor, ...]:
    ids = dict.fromkeys(name.actor for name in names)
    return tuple(actor for one in ids if (actor := registry.actor(one)) is not None)


def _offices(
    text: str, tokens: list[Token], named: list[Named], registry: Registry, day: date | None
) -> list[Named]:
    """ "Russian foreign minister", "foreign minister of Russia", "China's president"."""
    found: list[Named] = []
    for at in range(len(tokens)):
        for phrases, of_body in ((ROLES, False), (BODIES, True)):
            for phrase, role in phrases.items():
                words = tokens[at : at + len(phrase)]
                if tuple(t.low for t in words) != phrase:
                    continue
                part = Span(words[0].span.start, words[-1].span.end)
                if any(n.span.overlaps(part) for n in found):
                    continue
                office = _office(text, part, role, of_body, named, registry, day)
                if office is not None:
                    found.append(office)
    return found


def _office(
    text: str,
    part: Span,
    role: str,
    of_body: bool,
    named: list[Named],
    registry: Registry,
    day: date | None,
) -> Named | None:
    before = next(
        (n for n in named if n.span.end < part.start and _joined(text, n.span, part)), None
    )
    after = next(
        (n for n in named if part.end < n.span.start and _joined(text, part, n.span)), None
    )
    inside = next((n for n in named if n.span.contains(part)), None)
    if inside is not None:
        return None  # the registry knows the whole name
    if after is not None and all(a.kind == "person" for a in after.actors):
        start = before.span.start if before else part.start
        return Named(after.written, after.actors, Span(start, after.span.end), how=after.how)
    bearer = before or after
    if bearer is None or len(bearer.actors) != 1 or bearer.actors[0].kind == "person":
        return None
    actor = bearer.actors[0]
    span = Span(min(bearer.span.start, part.start), max(bearer.span.end, part.end))
    written = text[span.start : span.end]
    if of_body:
        body = registry.body_of_role(role, actor.country or actor.id)
        return Named(written, (body,), span) if body and actor.kind == "state" else None
    people = _holders(actor, text[part.start : part.end], role, registry, day)
    when = f" on {day}" if day else ""
    how = f"as who the registry shows in that office{when}"
    return Named(written, people, span, how=how) if people else None


def _holders(
    of: Actor, office: str, role: str, registry: Registry, day: date | None
) -> tuple[Actor, ...]:
    """Who held such an office of a state or in a body that day; who may have, if nobody did."""
    if of.kind == "state":
        tenures = [tenure for _, tenure in registry.holders(role, of.country or of.id, day)]
    else:
        tenures = [t for t in registry.tenures if t.body == of.id and t.role == role]
        named = [t for t in tenures if _same_office(t.post, office)]
        tenures = [t for t in named or tenures if t.basis_on(day) is not None]
    dated = [t for t in tenures if t.basis_on(day) == "dated"]
    ids = dict.fromkeys(t.holder for t in dated or tenures)
    return tuple(actor for one in ids if (actor := registry.actor(one)) is not None)


def _same_office(post: str, office: str) -> bool:
    """The label begins with it: an under-secretary-general is no secretary-general."""
    return post.casefold().replace("-", " ").startswith(office.casefold().replace("-", " "))


def _joined(text: str, left: Span, right: Span) -> bool:
    """Nothing but "of the", a possessive or a blank lies between."""
    between = re.findall(r"\w+", text[left.end : right.start])
    return (
        all(word.casefold() in _JOINING for word in between)
        and "," not in (text[left.end : right.start])
    )


def _alone(named: Named, tokens: list[Token], quoted: tuple[Span, ...]) -> Named:
    """Marks a name asked for alone, and takes the word that says so into its span."""
    span, exact = named.span, any(q.contains(named.span) for q in quoted)
    for before, here in zip([None, *tokens], tokens, strict=False):
        if here.span.start == span.start and before is not None and before.low in ALONE_BEFORE:
            span, exact = Span(before.span.start, span.end), True
    for here, after in pairwise(tokens):
        if here.span.end >= named.span.end > here.span.start and after.low in ALONE_AFTER:
            span, exact = Span(span.start, after.span.end), True
    return Named(named.written, named.actors, span, exact, named.how)
