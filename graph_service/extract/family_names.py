"""Family names: whom a surname, a title with one, or one word of a name means in an article.

Owns the choice among the bearers of a name: the article's own full names first, then one
plausible candidate of the registry. Finding the names is `mentions`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from graph_service.actors.registry import Registry
from graph_service.extract.draft import Mention
from graph_service.extract.given_names import gender_of_name
from graph_service.extract.name_forms import CAPITAL, NOT_NAMES
from graph_service.extract.titles import ANY_TITLE, HONORIFIC, role_of
from graph_service.model import Actor, Span

_RELATIVE = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[’']s)\s+(?:\w+\s+)?(?:wife|husband|son|daughter|brother|sister|father|mother"
    r"|uncle|cousin|widow|spouse|son-in-law)\s*,?\s+\Z"
)
_ONE_WORD = re.compile(rf"\b[{CAPITAL}][\w-]*(?:[’'][A-Z]\w+)?\b")


def family_names(
    text: str, found: list[Mention], registry: Registry, day: date | None
) -> list[Mention]:
    """Resolve family names: the article's own full names first, then one plausible candidate."""
    full: dict[str, dict[str, Actor]] = {}
    states: set[str] = set()
    relatives: set[str] = set()
    told: dict[str, set[str]] = {}
    found = [_brussels(text, mention, registry) for mention in found]
    found = [_holder_of_title(text, mention, registry, day) for mention in found]
    for mention in found:
        if mention.kind == "person" and len(mention.actors) == 1:
            near = text[max(0, mention.span.start - 30) : mention.span.start]
            if _RELATIVE.search(near):
                relatives.add(mention.actors[0].id)
        if mention.kind == "person" and mention.form != "surname" and len(mention.actors) == 1:
            actor = mention.actors[0]
            told.setdefault(actor.id, set()).update((mention.role,) if mention.role else ())
            words = f"{text[slice(*mention.span)]} {actor.name}".split()
            for word in words:
                full.setdefault(word, {})[actor.id] = actor
                if re.match(r"[AaEe]l-", word):
                    full.setdefault(word[3:], {})[actor.id] = actor
        elif mention.kind in ("state", "organisation") and len(mention.actors) == 1:
            states |= {actor.country or actor.id for actor in mention.actors}
    resolved = []
    for mention in found:
        if mention.form != "surname" and len(mention.actors) == 1:
            resolved.append(mention)
            continue
        if mention.kind != "person":
            resolved.append(_one_state(mention, states))
            continue
        word = text[slice(*mention.span)].split()[-1]
        here = full.get(word) or full.get(re.sub(r"\A[AaEe]l-", "", word), {})
        candidates = list(here.values())
        if len(candidates) > 1 and mention.gender:
            known = [gender_of_name(actor.name) for actor in candidates]
            apt = [a for a, g in zip(candidates, known, strict=True) if g in (None, mention.gender)]
            candidates = apt or candidates
        if len(candidates) > 1 and mention.role:
            candidates = _in_post(candidates, mention.role, told, registry, day) or candidates
        if len(candidates) > 1:
            # His wife is called by her full name; the surname alone stays his.
            candidates = [a for a in candidates if a.id not in relatives] or candidates
        if len(candidates) > 1:
            candidates = _told_of_last(candidates, resolved) or candidates
        if not candidates:
            candidates = [a for a in mention.actors if _plausible(a, registry, states, day)]
            candidates = candidates or _in_high_post(text, mention, registry, day)
            if not candidates:
                # Known elsewhere, but nothing here speaks for it: a name with candidates.
                resolved.append(replace(mention, form="surname?"))
                continue
        resolved.append(replace(mention, actors=tuple(candidates)))
    return _bare_names(text, resolved, full, told)


def _holder_of_title(text: str, mention: Mention, registry: Registry, day: date | None) -> Mention:
    """Reads "President Macron": the one registered bearer of the name who held that post.

    That day, or at some time after "former". Such a mention introduces the person as a
    full name does.
    """
    if mention.kind != "person" or mention.form != "surname" or mention.role is None:
        return mention
    lead = text[max(0, mention.span.start - 45) : mention.span.start]
    titles = list(ANY_TITLE.finditer(lead))
    if not titles or lead[titles[-1].end() :].strip():
        return mention
    before = bool(
        re.search(r"\b(?:former|ex)[\s-](?:\w+\s){0,3}\Z", lead[: titles[-1].start()], re.I)
    )
    general = mention.role in ("minister", "leader")
    held = []
    for actor in mention.actors:
        for tenure in registry.tenures_of(actor.id):
            if not general and tenure.role != mention.role:
                continue
            if before or tenure.basis_on(day) is not None:
                held.append(actor)
                break
    if len(held) != 1:
        return mention
    return replace(mention, actors=(held[0],), form="name")


def _brussels(text: str, mention: Mention, registry: Registry) -> Mention:
    """Brussels may be the Union or Belgium: open, unless the article names Belgium."""
    if mention.form != "metonym" or text[slice(*mention.span)] != "Brussels":
        return mention
    union = {n.actor for n in registry.named("European Union") if n.kind != "surname"}
    actor = registry.actor(union.pop()) if len(union) == 1 else None
    if actor is None or actor.id in {a.id for a in mention.actors}:
        return mention
    return replace(mention, actors=(actor, *mention.actors))


def _in_post(
    candidates: list[Actor],
    role: str,
    told: dict[str, set[str]],
    registry: Registry,
    day: date | None,
) -> list[Actor]:
    """Of "Minister Orin" and "President Orin" the one whom the article or registry calls so."""
    posts = {
        actor.id: told.get(actor.id, set())
        | {t.role for t in registry.tenures_of(actor.id) if t.basis_on(day)}
        for actor in candidates
    }
    fitting = (role, "foreign_minister", "defence_minister") if role == "minister" else (role,)
    return [actor for actor in candidates if posts[actor.id].intersection(fitting)]


def _told_of_last(candidates: list[Actor], before: list[Mention]) -> list[Actor]:
    """Of several persons of one name, the one named in full just before."""
    ids = {actor.id for actor in candidates}
    for mention in reversed(before[-12:]):
        if mention.form != "surname" and mention.actors[0].id in ids:
            return list(mention.actors[:1])
    return []


def _one_state(mention: Mention, states: set[str]) -> Mention:
    """The word "Korean" in an article that names South Korea only means that one."""
    named = tuple(a for a in mention.actors if a.kind == "state" and (a.country or a.id) in states)
    return replace(mention, actors=named) if len(named) == 1 else mention


def _plausible(actor: Actor, registry: Registry, states: set[str], day: date | None) -> bool:
    """May hold a post on the day, of a state that the article names, or of no state."""
    country = registry.country_on(actor.id, day)
    if country is None:
        return any(post.basis == "dated" for post in registry.posts_on(actor.id, day))
    return (country.country or country.id) in states


_HIGH = frozenset(("head_of_state", "head_of_government", "foreign_minister"))


def _in_high_post(text: str, mention: Mention, registry: Registry, day: date | None) -> list[Actor]:
    """The only bearer of a family name where he leads a state, or its diplomacy, on the day.

    Not where another name stands before it, as in "Jane Putin".
    """
    if len(mention.actors) != 1:
        return []
    before = text[max(0, mention.span.start - 25) : mention.span.start]
    other = re.search(r"([A-Z][\w’'-]*)\.?\s\Z", before)
    if other and not (
        other[1].endswith(("’s", "'s")) or ANY_TITLE.search(other[1]) or HONORIFIC.search(other[1])
    ):
        return []
    held = registry.tenures_of(mention.actors[0].id)
    leads = any(
        (t.role in _HIGH and t.basis_on(day) == "dated")
        or (t.role == "io_head" and t.basis_on(day))
        for t in held
    )
    return list(mention.actors) if leads else []


def _bare_names(
    text: str,
    found: list[Mention],
    full: dict[str, dict[str, Actor]],
    told: dict[str, set[str]],
) -> list[Mention]:
    """Add later mentions of persons by one word of a name that no registry knows.

    Of several of that name the one who has the title before it ("Minister Orin").
    """
    shared = {
        word: list(actors.values())
        for word, actors in full.items()
        if len(actors) > 1 and all(actor.name.endswith(f" {word}") for actor in actors.values())
    }
    local = {
        word: next(iter(actors.values()))
        for word, actors in full.items()
        if len(actors) == 1
        and next(iter(actors)).startswith("actor-x-")
        and len(word) > 2
        and (not NOT_NAMES.fullmatch(word) or next(iter(actors.values())).name.endswith(f" {word}"))
    }
    if not local and not shared:
        return found
    added: dict[Span, Mention] = {}
    starts = [mention.span.start for mention in found]
    for match in _ONE_WORD.finditer(text):
        actor = local.get(match[0]) or (local.get(match[0].title()) if match[0].isupper() else None)
        if actor is None and match[0] in shared:
            actor = _titled_one(text, match.start(), shared[match[0]], told)
        if actor is None:
            continue
        span = Span(*match.span())
        if NOT_NAMES.fullmatch(match[0]) and not HONORIFIC.search(
            text, max(0, span.start - 5), span.start
        ):
            continue  # "Mr. King", but not "the King"
        low, high = overlapping(found, starts, span)
        # "Jordan said" in an article on Jim Jordan is not the state.
        same = low < high and found[low].span == span and found[low].kind == "state"
        if low == high or (same and actor.name.split()[-1] == match[0]):
            added[span] = Mention(span, (actor,), "surname", "person")
    kept = [mention for mention in found if mention.span not in added]
    return sorted([*kept, *added.values()], key=lambda m: m.span)


def _titled_one(
    text: str, start: int, bearers: list[Actor], told: dict[str, set[str]]
) -> Actor | None:
    """The one of these who is called so elsewhere, where a title stands right before the name."""
    title = re.search(r"(?:[A-Z][a-z]+\s){1,3}\Z", text[max(0, start - 40) : start])
    role = role_of(title[0]) if title else None
    if role is None:
        return None
    fitting = {role, "foreign_minister", "defence_minister"} if role == "minister" else {role}
    apt = [actor for actor in bearers if told.get(actor.id, set()) & fitting]
    return apt[0] if len(apt) == 1 else None


def overlapping(found: list[Mention], starts: list[int], span: Span) -> tuple[int, int]:
    """Range of the mentions that overlap a span; mentions do not overlap one another."""
    high = bisect_left(starts, span.end)
    low = bisect_right(starts, span.start)
    if low > 0 and found[low - 1].span.end > span.start:
        low -= 1
    return low, high
