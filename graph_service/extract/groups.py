"""Who "the two leaders", "both sides", "the three", "the ministers" and "they" are.

Owns the choice among the groups that an article names together (`together`) or lets
speak together, by their number, kind, post and nearness. None where no group fits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import takewhile

from graph_service.extract.cast import HEADS, Cast, Spoken
from graph_service.extract.draft import Source
from graph_service.extract.posts_named import holder
from graph_service.extract.principals import principals
from graph_service.extract.source_span import made
from graph_service.extract.titles import GROUP
from graph_service.extract.together import Together, together
from graph_service.model import Actor, ReportKind, Span, Spans

REACH = 12
"""Sentences that "the leaders" may look back."""
_LATEST = 40
"""Groups that are looked at, the nearest ones."""
FAR = 30
"""The same with a number: "the two leaders"."""

_COUNTS = {"two": 2, "pair": 2, "duo": 2, "both": 2, "three": 3, "trio": 3, "four": 4, "five": 5}
_STATES = frozenset(
    (
        *("sides", "parties", "countries", "nations", "states", "governments", "capitals"),
        *("neighbours", "neighbors", "powers", "allies", "koreas"),
        *("ministries", "foreign ministries"),
    )
)
_ROLES: dict[str, tuple[str, ...]] = {
    "leaders": (*HEADS, "leader"),
    "heads": (*HEADS, "leader"),
    "presidents": ("head_of_state",),
    "premiers": ("head_of_government",),
    "prime ministers": ("head_of_government",),
    "chancellors": ("head_of_government",),
    "ministers": ("foreign_minister", "defence_minister", "minister", "head_of_government"),
    "foreign ministers": ("foreign_minister",),
    "defence ministers": ("defence_minister",),
    "defense ministers": ("defence_minister",),
    "secretaries": ("foreign_minister", "defence_minister"),
}


_MEET_IN_COUNCIL = frozenset(
    ("ambassadors", "diplomats", "officials", "delegations", "envoys", "lawmakers", "senators")
)

_OF_EACH = {
    "side": "sides",
    "party": "parties",
    "country": "countries",
    "government": "governments",
    "leader": "leaders",
    "president": "presidents",
    "minister": "ministers",
}
_EACH = re.compile(rf"\A\s*(?:each|either)\s({'|'.join(_OF_EACH)})\s*\Z", re.IGNORECASE)


def group(cast: Cast, span: Span, words: str, day: date | None) -> Source | None:
    """The group that a plural without names means; None where it cannot be told.

    `words` is the head of the source, e.g. "the two presidents".
    """
    words = _EACH.sub(lambda each: f"both {_OF_EACH[each[1].lower()]}", words)
    match = GROUP.fullmatch(words.strip())
    if match is None:
        return None
    noun = (match["noun"] or "").lower()
    count = _COUNTS.get((match["count"] or "").lower()) or _COUNTS.get(
        (match["both"] or "").lower()
    )
    if count is None and not noun:
        return None
    bare = count is None and not re.match(r"(?:the|both|these|those|all|each)\b", words, re.I)
    if bare and noun in _MEET_IN_COUNCIL and cast.paper_body is None:
        return None  # "Ambassadors urged": not the two whom the sentence before names
    if count is None and cast.paper_body is not None and (own := _of_body(cast, span, noun)):
        return own
    found = _nearest(cast, span, words, noun, count, FAR if count else REACH, day)
    sides = noun in ("sides", "parties") and not cast.joint_paper
    if count in (None, 2) and (sides or (found is None and noun in _ROLES)):
        found = _of_paper(cast, found, words, day) or found
    found = found or (_of_body(cast, span, noun) if count is None else None)
    definite = noun and re.match(r"(?:the|both|these|all)\b", words.strip(), re.IGNORECASE)
    return found or (_in_turn(cast, span, words, noun, count or 2, day) if definite else None)


def _of_paper(cast: Cast, found: Source | None, words: str, day: date | None) -> Source | None:
    """The two who meet in a paper, where nobody else is meant: "the two sides", "the Ministers"."""
    pair = principals(cast) if found is None or found.kind != "person" else None
    if pair is None:
        return None
    sides = {state.id for a in pair.actors if (state := cast.country_of(a, day)) is not None}
    if found is not None and {actor.id for actor in found.actors} - sides:
        return None
    return _made(pair.actors, words, pair.spans, "rule:principals", 0.7)


_OPENS = re.compile(
    r"(?:The|Both|These)\s(?:two\s)?(?:[Ll]eaders|[Pp]residents|[Mm]inisters|[Ss]ides|[Pp]arties|[Pp]remiers"
    r"|[Hh]eads\s[Oo]f\s(?:[Ss]tate|[Gg]overnment)|[Pp]rime\s[Mm]inisters|[Ff]oreign\s[Mm]inisters"
    r"|[Dd]elegations|[Cc]ounterparts|[Dd]iplomats|[Oo]fficials|[Ss]ecretaries|[Ll]eaders|men|women)(?=\s[a-z])"
)


def opening_group(cast: Cast, number: int, day: date | None) -> Source | None:
    """The group that a sentence begins with ("The two presidents exchanged views")."""
    sentence = cast.sentence(number)
    match = _OPENS.match(cast.text, *sentence)
    if match is None:
        return None
    return group(cast, Span(*match.span()), match[0], day)


def _in_turn(
    cast: Cast, span: Span, words: str, noun: str, count: int, day: date | None
) -> Source | None:
    """Reads "the two ministers" where exactly so many have spoken one after the other.

    Or where the same sentence names them together only behind ("after talks between").
    """
    here = cast.sentence_at(span.start)
    behind = [g for g in cast.together or () if g.sentence == here and g.spans[0].start > span.end]
    for near in behind:
        actors = _as(cast, near, noun, day, span) if len(near.actors) == count else None
        if actors is not None:
            return _made(actors, words, near.spans, "rule:group-behind", 0.65)
    alone: dict[str, Spoken] = {}
    for spoken in cast.spoken_back(here, _TURNS):
        if len(spoken.source.actors) != 1 or spoken.span.end > span.start:
            continue
        if noun in _LED and spoken.source.actors[0].kind == "state":
            # "The Peruvian side noted": in a readout its leader, where the text names him.
            led = holder(cast, "leader", spoken.source.actors[0], day, span.start).actor
            if led is not None and cast.named(led):
                spoken = replace(
                    spoken, source=replace(spoken.source, actors=(led,), kind="person")
                )
        if spoken.source.kind == "person":
            alone.setdefault(spoken.source.actors[0].id, spoken)
    roles = _ROLES.get(noun)
    told = roles is None or all(_holds(cast, key, roles, day) for key in alone)
    if len(alone) != count or not told:
        return None
    spoke = sorted(alone.values(), key=lambda s: s.span)
    pair = Together(
        tuple(s.source.actors[0] for s in spoke), tuple(s.span for s in spoke), "person", here
    )
    actors = _as(cast, pair, noun, day, span)
    return _made(actors, words, pair.spans, "rule:in-turn", 0.65) if actors else None


_LED = frozenset(("leaders", "presidents", "heads"))
_TURNS = 5
"""Sentences back in which the persons spoke, one after the other."""


def _made(
    actors: tuple[Actor, ...], words: str, spans: Spans, rule: str, confidence: float
) -> Source:
    kind: ReportKind = "person" if actors[0].kind == "person" else "body"
    return Source(actors, words, "joint", kind, spans, rule, confidence)


MEMBERS = "rule:members-of-body"
_MEMBERS = (
    r"(?:(?:foreign|defen[cs]e|finance|trade) )?(?:ministers|leaders|members|member states"
    r"|ambassadors|heads of state(?:,? (?:and|or)(?: of)? government)?|partners|nations|countries"
    r"|powers)"
)
_AFTER = re.compile(rf"(?:[’']s?)?\s+{_MEMBERS}\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b{_MEMBERS}(?:\s+(?:of|for)\s+(?:foreign|external)\s+affairs)?(?:\s+and\s[\w ]{{3,30}})?"
    r"\s+(?:of|from|in)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)


def _of_body(cast: Cast, span: Span, noun: str) -> Source | None:
    """Reads "the ministers" after "G7 foreign ministers", "the leaders of the African Union".

    In a body's own communique "Leaders" are its members.
    """
    if cast.paper_body is not None and re.match(r"leaders|ministers|members|heads", noun):
        return made(cast.paper_body, "named", "body", (span,), MEMBERS, 0.65)
    for mention in cast.mentions_before(span.start, 60):
        if mention.kind != "organisation" or len(mention.actors) != 1:
            continue
        lead = cast.text[max(0, mention.span.start - 90) : mention.span.start]
        if _AFTER.match(cast.text, mention.span.end) or _BEFORE.search(lead):
            return made(mention.actors[0], "named", "body", (mention.span,), MEMBERS, 0.7)
    return None


def they(cast: Cast, span: Span, words: str, reach: int, day: date | None) -> Source | None:
    """The group that "they" means, in the same sentence or `reach` sentences back."""
    return _nearest(cast, span, words, "", None, reach, day)


def _nearest(
    cast: Cast, span: Span, words: str, noun: str, count: int | None, reach: int, day: date | None
) -> Source | None:
    here = cast.sentence_at(span.start)
    parties = cast.parties if cast.joint_paper and (not noun or noun in _STATES) else None
    if parties is not None and count in (None, len(parties.source.actors)):
        return replace(
            parties.source,
            as_written=words,
            basis="joint",
            evidence=(parties.span,),
            found_by="rule:parties",
            confidence=0.75,
        )
    for one in _before(cast, span, here - reach):
        if count is not None and len(one.actors) != count:
            continue
        actors = _as(cast, one, noun, day, span)
        if actors is None:
            continue
        near = here - one.sentence
        rule = "rule:pair" if len(actors) == 2 else "rule:group"
        return _made(actors, words, one.spans, rule, 0.75 if near <= 3 else 0.65)
    return None


def _before(cast: Cast, span: Span, first: int) -> Iterator[Together]:
    """Groups before a place, nearest first: those named together, and those that spoke."""
    if cast.together is None:
        cast.together = together(cast)
    groups: list[Together] = cast.together
    at = bisect_right(groups, span.start, key=lambda group: group.spans[-1].end)
    named = list(takewhile(lambda group: group.sentence >= first, reversed(groups[:at][-_LATEST:])))
    spoke = [
        Together(
            s.source.actors,
            s.source.evidence,
            "person" if s.source.kind == "person" else "state",
            s.sentence,
        )
        for s in cast.spoken[-60:]
        if len(s.source.actors) > 1 and s.sentence >= first and s.span.end <= span.start
        if s.source.evidence
    ]
    yield from sorted([*named, *spoke], key=lambda g: g.spans[-1].end, reverse=True)


def _as(
    cast: Cast, one: Together, noun: str, day: date | None, span: Span
) -> tuple[Actor, ...] | None:
    """The members as the noun wants them: states, or persons in such a post."""
    noun = noun or one.noun
    if noun == "sides" and one.kind == "person" and len(one.actors) == 2 and _issued(cast):
        return one.actors
    if noun in _STATES:
        states = one.actors if one.kind == "state" else _states(cast, one, day)
        if states is not None and noun.endswith("ministries"):
            bodies = tuple(cast.body_named("foreign ministry", state) for state in states)
            return tuple(b for b in bodies if b is not None) if all(bodies) else None
        return states
    roles = _ROLES.get(noun)
    if one.kind == "person":
        fits = roles is None or all(_may_be(cast, actor, roles, day) for actor in one.actors)
        return one.actors if fits else None
    if roles is None:
        return None if noun else one.actors
    found = [
        holder(
            cast, "leader" if len(roles) > 1 and "leader" in roles else roles[0], a, day, span.start
        )
        for a in one.actors
        if a.kind == "state"
    ]
    held = tuple(dict.fromkeys(f.actor for f in found if f.actor is not None))
    return held if len(held) == len(one.actors) else None


_ISSUER = re.compile(
    r"\b(?:Ministry|Foreign Affairs|House|Kremlin|President|Presidency|Government|Department"
    r"|Embassy|Chancellery|Elys[eé]e|Office|Palace|Council|Akorda)\b"
)


def _issued(cast: Cast) -> bool:
    """Does the side of one of them publish this: a readout, whose sides are those who met?"""
    return not cast.joint_paper and bool(_ISSUER.search(cast.article.publisher or ""))


def _states(cast: Cast, one: Together, day: date | None) -> tuple[Actor, ...] | None:
    states = [cast.country_of(actor, day) for actor in one.actors]
    known = {state.id: state for state in states if state is not None}
    return tuple(known.values()) if len(known) == len(one.actors) else None


def _holds(cast: Cast, actor: str, roles: tuple[str, ...], day: date | None) -> bool:
    """Has such a post by the registry or by the article."""
    held = {t.role for t in cast.registry.tenures_of(actor) if t.basis_on(day)}
    return bool((held | cast.roles.get(actor, set())) & set(roles))


def _may_be(cast: Cast, actor: Actor, roles: tuple[str, ...], day: date | None) -> bool:
    """Holds such a post by the registry or the article, or nothing is known of any."""
    if actor.kind != "person":
        return False
    held = {t.role for t in cast.registry.tenures_of(actor.id) if t.basis_on(day)}
    told = cast.roles.get(actor.id, set())
    known = held | told
    return not known or bool(known & set(roles))
