"""Sources that belong to somebody told of before: "its foreign ministry", "his office".

Owns the reading of a possessive pronoun as a source's owner, and what is the owner's:
a ministry, an office, a post, a side. None where the owner cannot be told.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.extract.antecedents import pronoun
from graph_service.extract.draft import Source
from graph_service.extract.posts_named import holder
from graph_service.extract.source_span import PREPOSITION, SourceSpan, made
from graph_service.extract.titles import ANY_TITLE, BODY, GOVERNMENT, PLURAL, role_of
from graph_service.extract.written_otherwise import unknown_person
from graph_service.model import Actor, Span

_OWNED = re.compile(r"(?P<who>his|her|its|their|my|our|your)\s+(?P<rest>\S.*)\Z", re.I | re.DOTALL)
_NAMED_KIN = re.compile(
    r"(?:\w+\s)?(?:brother|sister|father|mother|husband|wife|son|daughter|uncle|aunt|cousin|widow"
    r"|nephew|niece|colleague|neighbou?r|friend)\s(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2})"
)
_OFFICE = re.compile(r"(?:press |private )?(?:office|bureau|cabinet)\b", re.IGNORECASE)
_SUBJECT_WITHIN = 100
_OFFICE_ROLES = (
    ("head_of_government", "prime minister’s office"),
    ("head_of_state", "presidency"),
    ("foreign_minister", "foreign ministry"),
    ("defence_minister", "defence ministry"),
)
"""Posts, and what the office of who holds them is called."""


def owned(r: SourceSpan, head: Span, span: Span) -> Source | None:
    """Reads "its foreign ministry", "his foreign minister", "her office", "their side"."""
    office = _office_of_named(r, head)
    if office is not None:
        return office
    other = _counterpart_of_named(r, head)
    if other is not None:
        return other
    if any(m.kind == "person" for m in r.cast.mentions_in(span)):
        return None  # "his foreign minister, Tal Orin": the name tells it
    match = _OWNED.match(r.text[slice(*head)])
    if match is None:
        return None
    kin = _NAMED_KIN.fullmatch(match["rest"].strip(" ,"))
    if kin is not None:  # "His sister Salma"
        actor = unknown_person(kin["name"])
        named = made(actor, "named", "person", (head,), "rule:unknown-name", 0.6)
        holder_of = _owner(r, head, match["who"].lower())
        return replace(named, country=_state(r, holder_of) if holder_of is not None else None)
    rest = PREPOSITION.split(match["rest"])[0].strip(" ,")
    owner = _owner(r, head, match["who"].lower())
    if owner is None:
        return None
    posted = PREPOSITION.search(r.text, head.start + len(match["who"]), head.end)
    own = Span(head.start, posted.start() if posted else head.end)  # "our embassy in Lima"
    state = r.cast.state_in(own) or _state(r, owner)
    if _OFFICE.fullmatch(rest):
        return _office(r, head, owner, state)
    if (behalf := _speaks_for(r, head, owner, state, rest)) is not None:
        return behalf
    if state is None:
        return None
    if rest.lower() in ("ministry", "department") and owner.kind == "person":
        rest = "foreign ministry" if _minds_foreign_affairs(r, owner) else rest
    found = BODY.search(rest)
    body = r.cast.body_named(rest, state)
    if body is not None and found is not None and not rest[found.end() :].strip():
        return _of(made(body, "named", "body", (head,), "rule:owned-body", 0.75), state)
    if GOVERNMENT.fullmatch(rest) and rest not in ("authorities", "delegation"):
        return _of(made(state, "named", "body", (head,), "rule:government", 0.7), state)
    if (other := _counterpart(r, head, owner, state, rest)) is not None:
        return other
    if _OTHER_ONE.fullmatch(rest) and (other := _other_of_two(r, head, owner)) is not None:
        return other
    role = role_of(rest)
    titled = ANY_TITLE.search(rest) is not None and PLURAL.search(rest) is None
    if titled and role not in (None, "minister", "deputy", "spokesperson"):
        held = holder(r.cast, role, state, r.day, head.start)
        if held.actor is not None and held.actor.id != owner.id:
            source = made(
                held.actor, "title", "person", (held.evidence or head,), "rule:owned-post", 0.7
            )
            return replace(source, role=role, country=state)
    return r.unnamed((head,), rest, state, "rule:owned", 0.6)


def _speaks_for(
    r: SourceSpan, head: Span, owner: Actor, state: Actor | None, rest: str
) -> Source | None:
    """Reads "her spokesman": of the body that goes with her post, where that can be told."""
    if role_of(rest) != "spokesperson" or PLURAL.search(rest) or owner.kind != "person":
        return None
    office = _office(r, head, owner, state)
    if office is None or office.found_by == "rule:own-office":
        return None
    unnamed = r.unnamed((head,), rest, state, "rule:owned", 0.6)
    return replace(unnamed, on_behalf_of=office.actors[0])


_OTHER_ONE = re.compile(
    r"(?:[\w-]+\s){0,2}(?:hosts?|hostess|guest|visitor|interlocutor|counterpart|opposite number"
    r"|colleague|rival|partner)",
    re.IGNORECASE,
)


def _other_of_two(r: SourceSpan, head: Span, owner: Actor) -> Source | None:
    """Reads "his host", "her counterpart": the only other person told of around."""
    first = r.cast.sentence(max(0, r.cast.sentence_at(head.start) - 4)).start
    others = {
        m.actors[0].id: m
        for m in r.cast.mentions_before(head.start, 16)
        if m.kind == "person" and len(m.actors) == 1 and m.span.start >= first
        if m.actors[0].id != owner.id
    }
    if len(others) != 1:
        return None
    (told,) = others.values()
    country, state = r.cast.country_of(told.actors[0], r.day), r.cast.state_in(head)
    if state is not None and (country is None or country.id != state.id):
        return None
    source = made(told.actors[0], "title", "person", (told.span,), "rule:other-of-two", 0.6)
    return replace(source, country=country)


_COUNTERPART = re.compile(r"(?:[\w-]+\s){0,3}(?:counterpart|opposite number|colleague)\Z", re.I)


def _counterpart(r: SourceSpan, head: Span, owner: Actor, state: Actor, rest: str) -> Source | None:
    """Reads "his Russian counterpart": who holds the same post there, where that can be told."""
    if owner.kind != "person" or _COUNTERPART.match(rest) is None:
        return None
    own = r.cast.country_of(owner, r.day)
    if own is None or own.id == state.id:
        return None
    held_then = [t for t in r.cast.registry.tenures_of(owner.id) if t.basis_on(r.day)]
    roles = [t.role for t in held_then if t.basis_on(r.day) == "dated"]
    roles = roles or sorted(r.cast.roles.get(owner.id, set()))
    if not roles and len({t.role for t in held_then}) == 1:
        roles = [held_then[0].role]
    for role in roles:
        if role in ("minister", "leader", "deputy", "spokesperson"):
            continue
        held = holder(r.cast, role, state, r.day, head.start)
        if held.actor is not None and held.actor.id != owner.id:
            evidence = (held.evidence or head,)
            source = made(held.actor, "title", "person", evidence, "rule:counterpart", 0.7)
            return replace(source, role=role, country=state)
    return None


def _counterpart_of_named(r: SourceSpan, head: Span) -> Source | None:
    """Reads "Orin's Peruvian counterpart"."""
    for mention in r.cast.mentions_in(head):
        rest = r.text[mention.span.end : head.end]
        owner = re.match(r"(?:[’']s|[’'])\s+", rest)
        if mention.kind == "person" and len(mention.actors) == 1 and owner:
            state = r.cast.state_in(Span(mention.span.end, head.end))
            if state is not None:
                return _counterpart(r, head, mention.actors[0], state, rest[owner.end() :])
    return None


def _minds_foreign_affairs(r: SourceSpan, owner: Actor) -> bool:
    held = {t.role for t in r.cast.registry.tenures_of(owner.id) if t.basis_on(r.day)}
    return "foreign_minister" in held | r.cast.roles.get(owner.id, set())


def _office_of_named(r: SourceSpan, head: Span) -> Source | None:
    """Reads "Tavos's office", "President Tavos's press office"."""
    for mention in r.cast.mentions_in(head):
        rest = r.text[mention.span.end : head.end]
        match = re.match(r"(?:[’']s|[’'])\s+", rest)
        one = mention.kind == "person" and len(mention.actors) == 1
        if one and match and _OFFICE.fullmatch(rest[match.end() :].strip()):
            actor = mention.actors[0]
            return _office(r, head, actor, r.cast.country_of(actor, r.day), known=True)
    return None


_AT_OWN = re.compile(
    r"\b(?P<who>his|her|its|their)\s+(?:\w+\s)?(?:ministry|government|office|delegation|embassy"
    r"|mission|country|side|team|cabinet|envoys|aides|advis[eo]rs|ministers|commanders|deputies"
    r"|officials|supporters|diplomats|generals)\b",
    re.IGNORECASE,
)


def owner_state(r: SourceSpan, head: Span) -> Actor | None:
    """The state of "a source at her ministry": that of whose ministry it is."""
    match = _AT_OWN.search(r.text, *head)
    if match is None:
        return None
    owner = _owner(r, Span(match.start("who"), head.end), match["who"].lower())
    return _state(r, owner) if owner is not None else None


def _owner(r: SourceSpan, head: Span, who: str) -> Actor | None:
    if who == "your":
        return r.asked
    if who in ("my", "our"):
        return r.outer.actors[0] if r.outer and len(r.outer.actors) == 1 else None
    found = pronoun(r.cast, Span(head.start, head.start + len(who)), who, r.outer, r.day)
    if found is None and who in ("his", "her"):
        return subject_before(r, head.start, who)
    return found.actors[0] if found is not None and len(found.actors) == 1 else None


def subject_before(r: SourceSpan, at: int, who: str = "") -> Actor | None:
    """Of whom the sentence is: "Orin warned Kreel that Y, his office said"."""
    sentence = r.cast.sentence(r.cast.sentence_at(at))
    opening = Span(sentence.start, min(at, sentence.start + _SUBJECT_WITHIN))
    people = [m for m in r.cast.mentions_in(opening) if m.kind == "person" and len(m.actors) == 1]
    if not people or r.text[at - 2 : at] not in (", ", "” ", '" ', "o "):
        return None  # the words stand before: ", his office said", "according to his office"
    told = people[0]
    if re.search(
        r"[,;:“”\"]|\b(?:to|with|by|for|against|from)\s", r.text[sentence.start : told.span.start]
    ):
        return None
    known = r.cast.gender.get(told.actors[0].id)
    return told.actors[0] if not who or known in (None, "f" if who == "her" else "m") else None


def _state(r: SourceSpan, owner: Actor) -> Actor | None:
    return owner if owner.kind == "state" else r.cast.country_of(owner, r.day)


def _office(
    r: SourceSpan, head: Span, owner: Actor, state: Actor | None, known: bool = False
) -> Source | None:
    """The office of a person: the body of the post, else one of its own.

    `known`: only a body that the registry knows ("Orin's office" names it by the person).
    """
    if owner.kind != "person":
        return None
    roles = {t.role for t in r.cast.registry.tenures_of(owner.id) if t.basis_on(r.day)}
    roles |= r.cast.roles.get(owner.id, set())
    body = _headed(r, owner)
    for role, words in _OFFICE_ROLES:
        if role in roles and state is not None:
            held = r.cast.registry.body_of_role(role, state.country or state.id)
            body = body or (held if known else r.cast.body_named(words, state))
    rule = "rule:owned-office"
    if body is None:
        rule = "rule:own-office"
        slug = owner.id.removeprefix("actor-").removeprefix("x-").lower()
        country = state.country if state else None
        body = Actor(
            f"actor-x-office-of-{slug}", f"office of {owner.name}", "organisation", country
        )
    return _of(made(body, "named", "body", (head,), rule, 0.7), state)


def _headed(r: SourceSpan, owner: Actor) -> Actor | None:
    """The international body that somebody heads: his office is the body's."""
    heads = [t for t in r.cast.registry.heads_of_bodies if t.holder == owner.id]
    bodies = {t.body for t in heads if t.basis_on(r.day) is not None or t.start is None}
    return r.cast.registry.actor(bodies.pop() or "") if len(bodies) == 1 else None


def _of(source: Source, state: Actor | None) -> Source:
    return replace(source, country=state)
