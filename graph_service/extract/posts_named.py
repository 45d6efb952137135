"""Persons named only by a post: "the Russian president", "the president of China".

Owns the choice of a holder: the article's own person with that title, else the
registry's holders on the day of speaking, else candidates. Never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from graph_service.extract.cast import HEADS, Cast
from graph_service.extract.draft import Mention
from graph_service.extract.principals import principals
from graph_service.model import Actor, Span

INDEFINITE = re.compile(
    r"(?:an?|one|another|some|several|many|two|three|four|other|most|various|senior|top|unnamed|former"
    r"|anonymous|an unnamed)\b",
    re.IGNORECASE,
)


_PARLIAMENTARY = frozenset(
    (
        *("AL", "AT", "BD", "BG", "CZ", "DE", "DM", "EE", "ET", "FJ", "GR", "HR", "HU", "IE"),
        *("IL", "IN", "IQ", "IS", "IT", "LV", "ME", "MK", "MT", "MU", "NP", "PK", "RS", "SG"),
        *("SI", "SK", "TT", "WS", "XK"),
    )
)
"""Republics whose president mostly represents: codes of ISO 3166, by their constitutions."""
_RULING_CROWNS = frozenset(("AE", "BH", "BN", "JO", "KW", "MA", "OM", "QA", "SA", "SZ"))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a post means: one actor, or candidates where it cannot be told."""

    actor: Actor | None
    candidates: tuple[Actor, ...]
    evidence: Span | None
    confidence: float


def holder(
    cast: Cast,
    role: str,
    state: Actor | None,
    day: date | None,
    before: int,
    side: Actor | None = None,
    words: str = "",
) -> Holder:
    """The holder of a post, of a state where the text names one.

    `side` is the state of whoever passes the words on: in the White House's
    account "the president" is its own. `words`: what the text calls the post, where a state
    has several of one kind (a president and a supreme leader).
    """
    if state is None:
        just = _just_named(cast, role, day, before, words) if side is None else None
        return just or _introduced(cast, role, day, before, side, words)
    own = _own_person(cast, role, state, day, before, words)
    if own is not None:
        return Holder(own.actors[0], (), own.span, 0.85)
    code = state.country or state.id
    roles = HEADS if role == "leader" else (role,)
    held = [pair for one in roles for pair in cast.registry.holders(one, code, day)]
    called = _CALLED.search(words)
    if called and called[0].lower() == "crown prince":
        held = [*held, *cast.registry.holders("deputy_head", code, day)]
    so_called = [pair for pair in held if called and called[0].lower() in pair[1].post.lower()]
    held = so_called or [pair for pair in held if not called_otherwise(cast, pair[0], words, day)]
    dated = _actors(actor for actor, tenure in held if tenure.basis_on(day) == "dated")
    every = _actors(actor for actor, _ in held)
    if len(dated) == 1 and role != "leader":
        return Holder(dated[0], (), None, 0.85)
    pool = dated or every
    named = pool if role != "leader" else every
    here = [actor for actor in named if cast.named(actor)]
    if len(here) == 1:
        return Holder(here[0], (), None, 0.75)
    if len(every) == 1 and not dated and role != "leader" and held[0][1].start is not None:
        return Holder(every[0], (), None, 0.55)  # nobody else is known to have held it since
    if role == "leader":
        return _leading(cast, code, day, pool)
    return Holder(None, tuple(pool[:5]), None, 0.0)


_CALLED = re.compile(
    r"\b(?:supreme leader|president|king|queen|emperor|sultan|crown prince)\b", re.IGNORECASE
)


def _leading(cast: Cast, code: str, day: date | None, pool: list[Actor]) -> Holder:
    """Whom news calls the leader of a state that has a head of state and one of government.

    The president, but the head of government beside a crown that does not rule and in
    the parliamentary republics.
    """
    crowned = any(
        re.match(r"(?:King|Queen|Monarch|Emperor|Grand Duke|Governor)", tenure.post)
        for _, tenure in cast.registry.holders("head_of_state", code, day)
    )
    role = "head_of_government" if crowned or code in _PARLIAMENTARY else "head_of_state"
    role = "head_of_state" if code in _RULING_CROWNS else role
    held = cast.registry.holders(role, code, day)
    leading = _actors(a for a, t in held if t.basis_on(day) == "dated") or _actors(
        a for a, _ in held
    )
    leading = leading or pool
    if len(leading) == 1:
        return Holder(leading[0], (), None, 0.65)
    return Holder(None, tuple(pool[:5]), None, 0.0)


_TITLE_WORDS = (
    (re.compile(r"\bcrown prince\b", re.I), re.compile(r"crown prince", re.I)),
    (re.compile(r"\b(?:king|queen|monarch)\b", re.I), re.compile(r"\b(?:king|queen)\b", re.I)),
    (re.compile(r"\bchancellor\b", re.I), re.compile(r"chancellor", re.I)),
    (
        re.compile(r"\b(?:prime minister|premier|PM)\b", re.I),
        re.compile(r"prime|premier|taoiseach", re.I),
    ),
)
"""A word for a post that only few have -> what the registry calls it."""


def called_otherwise(cast: Cast, actor: Actor, words: str, day: date | None) -> bool:
    """Tells that "the chancellor" is no president: the registry's posts are called otherwise."""
    labels = [
        t.post
        for t in cast.registry.tenures_of(actor.id)
        if t.basis_on(day) and t.role in (*HEADS, "deputy_head")
    ]
    return bool(labels) and any(
        word.search(words) and not any(label.search(post) for post in labels)
        for word, label in _TITLE_WORDS
    )


def _just_named(
    cast: Cast, role: str, day: date | None, before: int, words: str = ""
) -> Holder | None:
    """ "The president" right behind "Tavos will stay, she said": the one who may be meant.

    Only one person named in this sentence or the one before it may hold it.
    """
    roles = HEADS if role == "leader" else (role,)
    here = cast.sentence_at(before)
    start = cast.sentence(max(0, here - 1)).start
    found: dict[str, Mention] = {}
    for mention in cast.mentions_before(before, 12):
        if mention.span.start < start:
            break
        if mention.kind != "person" or len(mention.actors) != 1:
            continue
        actor = mention.actors[0]
        held = cast.registry.tenures_of(actor.id)
        given = cast.roles.get(actor.id, set())
        if called_otherwise(cast, actor, words, day):
            continue
        if given & set(roles) or any(t.role in roles and t.basis_on(day) == "dated" for t in held):
            found.setdefault(actor.id, mention)
    if len(found) != 1:
        return None
    mention = next(iter(found.values()))
    return Holder(mention.actors[0], (), mention.span, 0.7)


def told_after(cast: Cast, role: str, state: Actor, before: int, end: int) -> Mention | None:
    """Who "Ardenia's prime minister said" is, where the name follows: "Tavos told reporters".

    The first person named in one of the next two sentences, at its beginning or as a source,
    without a title, not named before, and of no other state.
    """
    here = cast.sentence_at(before)
    for number in range(here + 1, min(here + 3, len(cast.draft.sentences))):
        area = cast.sentence(number)
        people = [m for m in cast.mentions_in(area) if m.kind == "person" and m.span.start > end]
        for mention in people[:1]:
            if (
                len(mention.actors) != 1
                or mention.role is not None
                or cast.quoted(mention.span.start)
            ):
                return None
            actor = mention.actors[0]
            if cast.people.get(actor.id) != mention.span.start:
                return None
            sources = cast.sources_at(mention.span)
            if mention.span.start - area.start > 3 and not sources:
                return None
            held = cast.registry.tenures_of(actor.id)
            if any(t.country != state.country for t in held) or (held and not state.country):
                return None
            if cast.served.get(actor.id, state).id != state.id:
                return None
            return mention
    return None


def _introduced(
    cast: Cast, role: str, day: date | None, before: int, side: Actor | None, words: str = ""
) -> Holder:
    """ "The president" without a state: somebody whom the article has introduced as one.

    Where a side tells it, its own; else of several the one who spoke last, else
    the nearest, at less confidence.
    """
    people: dict[str, Mention] = {}
    roles = HEADS if role == "leader" else (role,)
    for one in (*HEADS, "leader") if role == "leader" else (role,):
        for mention in cast.titled(one, before):
            if mention.span.start < before and not called_otherwise(
                cast, mention.actors[0], words, day
            ):
                people.setdefault(mention.actors[0].id, mention)
    if side is not None:
        for mention in people.values():
            country = cast.country_of(mention.actors[0], day)
            if country is not None and country.id == side.id:
                return Holder(mention.actors[0], (), mention.span, 0.75)
        own = holder(cast, role, side, day, before, words=words)
        if own.actor is not None and not cast.named(own.actor):
            # Its prime minister met a president: "The President" is the guest.
            met = principals(cast)
            guest = [m for key, m in people.items() if met and key in {a.id for a in met.actors}]
            if len(guest) == 1:
                return Holder(guest[0].actors[0], (), guest[0].span, 0.7)
        if own.actor is None and any(word.search(words) for word, _ in _TITLE_WORDS):
            # "The Federal Chancellor" in the Kremlin's account: a post that its own state lacks.
            return known_holder(cast, role, day, before, words)
        elsewhere = len(people) == 1 and role in HEADS and _head_named(cast, side, own, before, day)
        if (own.actor is not None and not elsewhere) or len(people) != 1:
            return replace(own, confidence=0.6)
    if not people:
        return known_holder(cast, role, day, before, words)
    if side is None and role in ("head_of_government", "foreign_minister"):
        people = _with_registered(cast, people, roles, day, before, words)
    if len(people) > 1:
        for spoken in cast.spoken_back(cast.sentence_at(before), 3):
            (first, *others) = spoken.source.actors
            if not others and first.id in people:
                return Holder(first, (), people[first.id].span, 0.65)
    nearest = next(iter(people.values()))
    return Holder(nearest.actors[0], (), nearest.span, 0.75 if len(people) == 1 else 0.5)


def _with_registered(
    cast: Cast,
    people: dict[str, Mention],
    roles: tuple[str, ...],
    day: date | None,
    before: int,
    words: str,
) -> dict[str, Mention]:
    """Those with the title and those who hold it by the registry, the last told of first.

    Where the paragraph names one to whom the article gives the title, only these.
    """
    found: dict[str, Mention] = {}
    here = cast.paragraph(cast.sentence_at(before))
    near = [m for m in cast.mentions_before(before, 60) if m.actors[0].id in people]
    if near and cast.paragraph(cast.sentence_at(near[0].span.start)) == here:
        return people
    for mention in cast.mentions_before(before, 60):
        if mention.kind != "person" or len(mention.actors) != 1:
            continue
        actor = mention.actors[0]
        held = (t for t in cast.registry.tenures_of(actor.id) if t.role in roles)
        registered = any(t.basis_on(day) == "dated" for t in held)
        told = cast.roles.get(actor.id)
        if told and not told & set(roles):
            registered = False  # "North Korean leader X" is not called "the president"
        if actor.id in people or (registered and not called_otherwise(cast, actor, words, day)):
            found.setdefault(actor.id, mention)
    return {**found, **{key: m for key, m in people.items() if key not in found}}


def _head_named(cast: Cast, side: Actor, own: Holder, before: int, day: date | None) -> bool:
    """Does the text tell of another head of the side's state, and never of this one?

    "The President" in the readout of Norland's premier is her guest.
    """
    if own.actor is None or cast.named(own.actor):
        return False
    for one in HEADS:
        for mention in cast.titled(one, before):
            country = cast.country_of(mention.actors[0], day)
            if country is not None and country.id == side.id:
                return True
    return False


def known_holder(cast: Cast, role: str, day: date | None, before: int, words: str = "") -> Holder:
    """The one person named before without a title who held such a post on the day."""
    roles = HEADS if role == "leader" else (role,)
    found: dict[str, Mention] = {}
    for mention in cast.mentions_before(before, 60):
        if mention.kind != "person" or len(mention.actors) != 1:
            continue
        held = cast.registry.tenures_of(mention.actors[0].id)
        if called_otherwise(cast, mention.actors[0], words, day):
            continue
        if re.search(r"\bcrown prince\b", words, re.IGNORECASE):
            roles = (*roles, "deputy_head")
        if any(t.role in roles and t.basis_on(day) for t in held):
            found.setdefault(mention.actors[0].id, mention)
    if len(found) != 1:
        return Holder(None, (), None, 0.0)
    mention = next(iter(found.values()))
    return Holder(mention.actors[0], (), mention.span, 0.6)


def _own_person(
    cast: Cast, role: str, state: Actor, day: date | None, before: int, words: str
) -> Mention | None:
    """The nearest person of the article who is given that title, of the same state."""
    called = _CALLED.search(words)
    word = called[0].lower().split()[0] if called else ""
    roles: tuple[str, ...] = (role,)
    if role == "leader":
        roles = (*HEADS, "leader")
    elif role in HEADS:
        roles = (role, "leader")
    for one in roles:
        for mention in cast.titled(one, before):
            country = cast.country_of(mention.actors[0], day)
            if country is None or country.id != state.id:
                continue
            other = _CALLED.findall(" ".join(_called_of(cast, mention.actors[0], day)))
            if word and other and not any(word == one.lower().split()[0] for one in other):
                continue
            return mention
    return None


def _called_of(cast: Cast, actor: Actor, day: date | None) -> list[str]:
    """The posts of a person that day, by the registry."""
    return [post.label for post in cast.registry.posts_on(actor.id, day)]


_FORMER = re.compile(
    r"\b(?:former|ex|late|one-time|deposed|ousted|toppled|disgraced|retired)[\s-]", re.IGNORECASE
)
_TO_COME = re.compile(r"\b(?:incoming|designate|future|would-be)\b|[\s-]elect\b", re.IGNORECASE)


def out_of_office(words: str) -> bool:
    """Does the title say that the post is held no longer, or not yet?

    >>> out_of_office("the former prime minister"), out_of_office("the then prime minister")
    (True, False)
    """
    return _FORMER.search(words) is not None or _TO_COME.search(words) is not None


def once_holder(
    cast: Cast, role: str, state: Actor | None, day: date | None, before: int
) -> Holder:
    """Who "the former president" is: one whom the article names, and who held it by then.

    Of several the one who spoke last; whoever holds the post on the day is not meant.
    """
    roles = HEADS if role == "leader" else (role,)
    found: dict[str, Mention] = {}
    for mention in cast.mentions_before(before, 60):
        if mention.kind != "person" or len(mention.actors) != 1:
            continue
        actor = mention.actors[0]
        held = [
            t
            for t in cast.registry.tenures_of(actor.id)
            if t.role in roles and (state is None or t.country == state.country)
        ]
        told = bool(cast.roles.get(actor.id, set()) & set(roles)) and (
            state is None
            or (served := cast.country_of(actor, day)) is None
            or served.id == state.id
        )
        now = any(t.basis_on(day) == "dated" for t in held)
        if (held or told) and not now:
            found.setdefault(actor.id, mention)
    for spoken in cast.spoken_back(cast.sentence_at(before), 6) if len(found) > 1 else ():
        (first, *others) = spoken.source.actors
        if not others and first.id in found:
            return Holder(first, (), found[first.id].span, 0.65)
    if len(found) != 1:
        return Holder(None, (), None, 0.0)
    mention = next(iter(found.values()))
    return Holder(mention.actors[0], (), mention.span, 0.7)


def _actors(actors: Iterable[Actor]) -> list[Actor]:
    seen: dict[str, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.id, actor)
    return list(seen.values())
