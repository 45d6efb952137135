"""Sources of one or several: "Putin and Xi", "the foreign ministers of France and Germany".

Owns the parting of a source at its "and", and the order of the readings of one part.
"""

from __future__ import annotations

import re

from graph_service.extract.bodies import body, unknown_name
from graph_service.extract.draft import Mention, Source
from graph_service.extract.heads_of_bodies import delegate
from graph_service.extract.persons import person, post
from graph_service.extract.posts_named import INDEFINITE, holder
from graph_service.extract.source_span import SourceSpan
from graph_service.extract.spokespersons import spokesperson
from graph_service.extract.titles import ANY_TITLE, GENERIC, ONE_NAMED, role_of
from graph_service.model import Actor, Span, Spans

_ONE_MORE = re.compile(r",\s+and\s+(?:\w+\s+){0,5}?[A-Z]\w+\s+[A-Z]\w+\s*\Z")


_LIST = re.compile(
    r"(?:[Tt]he\s[\w\s]{1,40}?\bof\s+)?(?:the\s+)?[A-Z][^,]*(?:,\s+(?:the\s+)?[A-Z][^,]*)+,?\s+and\s+"
    r"(?:the\s+)?[A-Z][^,]*\Z"
)
""" "France, Germany and Britain", "the leaders of Japan, South Korea and the United States"."""


_NAME = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}"
_PAIR = re.compile(rf"{_NAME}, {_NAME}")
"""A headline's "Ardenia, Belmora (urge)"."""


def single(r: SourceSpan, span: Span) -> Source | None:
    head = r.head(span)
    return (
        person(r, head, span)
        or delegate(r, head, span)
        or spokesperson(r, head, span)
        or post(r, head, span)
        or body(r, head)
        or unknown_name(r, head, span)
    )


def joint(r: SourceSpan, spans: Spans, words: str) -> Source | None:
    """Reads "Putin and Xi", "the foreign ministers of France and Germany"."""
    span = spans[0]
    head = r.head(span)
    area = Span(span.start, spans[-1].end)
    if _LIST.match(words):
        head = span
    # Behind an apposition only a further person can join: "X, the minister, and Y".
    kinds = [m.kind for m in r.cast.mentions_in(area)] if _PAIR.fullmatch(words) else []
    pair = len(kinds) == 2 and kinds[0] == kinds[1]
    if " and " not in r.text[slice(*head)] and not pair and not _ONE_MORE.search(words):
        return None
    mentions = r.cast.mentions_in(area)
    if _GOVERNMENTS.match(words) and len(states := _states(mentions)) > 1:
        return Source(states, words, "joint", "body", spans, "rule:governments", 0.85)
    plural_title = _shared_title(r, head, mentions)
    if plural_title is not None:
        return plural_title
    chunks = _chunks(r, area, mentions)
    if len(chunks) < 2:
        return None
    parts: list[Source] = []
    for chunk in chunks:
        named = r.cast.mentions_in(chunk)
        generic = GENERIC.search(r.text, *chunk)
        post_of_state = role_of(r.text[slice(*chunk)]) not in (None, "minister", "leader", "deputy")
        if (
            generic
            and generic[0].lower() != "government"
            and not post_of_state
            and not any(m.kind == "person" or m.span.contains(Span(*generic.span())) for m in named)
        ):
            return None
        part = single(r, chunk)
        if part is None or len(part.actors) != 1 or part.basis == "unnamed":
            return None
        parts.append(part)
    actors = tuple({a.id: a for part in parts for a in part.actors}.values())
    if len(actors) < 2:
        return None
    return Source(
        actors=actors,
        as_written=words,
        basis="joint",
        kind=parts[0].kind,
        evidence=spans,
        found_by="rule:joint",
        confidence=min(part.confidence for part in parts),
    )


_GOVERNMENTS = re.compile(
    r"(?:the\s)?(?:\w+\s)?(?:governments|authorities|delegations)\s(?:of|from)\s(?:the\s)?(?=[A-Z])",
    re.IGNORECASE,
)


def _states(mentions: list[Mention]) -> tuple[Actor, ...]:
    """The states of "the governments of Peru, Chile and Bolivia"."""
    named = (m.actors[0] for m in mentions if m.kind == "state" and len(m.actors) == 1)
    return tuple(dict.fromkeys(named))


def _chunks(r: SourceSpan, span: Span, mentions: list[Mention]) -> list[Span]:
    """Parts between "and" and list commas that stand outside names."""
    inside = [m.span for m in mentions]
    cuts = [span.start]
    for match in re.finditer(r",?\s+and\s+|,\s+", r.text[slice(*span)]):
        cut = Span(span.start + match.start(), span.start + match.end())
        if not any(s.overlaps(cut) for s in inside):
            cuts += [cut.start, cut.end]
    cuts.append(span.end)
    chunks = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]
    chunks = _with_names(r, chunks)
    # Appositions: a comma part without a name belongs to the part before it.
    return [
        c
        for c in chunks
        if any(c.contains(s) for s in inside)
        or _titled(r, c)
        or ONE_NAMED.fullmatch(r.text[slice(*c)])
        or _UNKNOWN_BODY.fullmatch(r.text[slice(*c)])
    ]


_UNKNOWN_BODY = re.compile(
    r"the\s(?:[A-Z][\w’'-]+\s){1,5}(?:Front|Movement|Party|Council|Union|Commission|Authority|Alliance"
    r"|Coalition|Army|Forces|League|Federation|Group)(?:\s\([A-Z]{2,8}\))?"
)
"""A body of which no registry knows, in a row: "and the Northern Ferry Union"."""


def _with_names(r: SourceSpan, chunks: list[Span]) -> list[Span]:
    """A title and the name that its comma sets off are one: "its foreign minister, Ada Rook"."""
    found: list[Span] = []
    for chunk in chunks:
        people = [m for m in r.cast.mentions_in(chunk) if m.kind == "person"]
        before = found[-1] if found else None
        if (
            before is not None
            and people
            and people[0].span.start == chunk.start
            and r.text[before.end : chunk.start].strip() == ","
            and _titled(r, before)
            and not any(m.kind == "person" for m in r.cast.mentions_in(before))
        ):
            found[-1] = Span(before.start, chunk.end)
        else:
            found.append(chunk)
    return found


def _titled(r: SourceSpan, chunk: Span) -> bool:
    words = r.text[slice(*chunk)]
    return bool(re.match(r"(?:the|its|his|her)\b", words)) and bool(ANY_TITLE.search(words))


_MOST_LISTED = 8


def _shared_title(r: SourceSpan, head: Span, mentions: list[Mention]) -> Source | None:
    """One plural post of several states."""
    words = r.text[slice(*head)]
    plural = re.search(
        r"\b(presidents|leaders|prime ministers|foreign ministers|premiers"
        r"|chancellors|defen[cs]e ministers)\b",
        words,
        re.IGNORECASE,
    )
    states = [s for m in mentions if (s := r.cast.state_of(m)) is not None]
    if plural is None or len({s.id for s in states}) < 2 or INDEFINITE.match(words):
        return None
    if any(m.kind == "person" for m in mentions):
        return None
    role = role_of(plural[1][:-1]) or "leader"
    actors = []
    for state in dict.fromkeys(states):
        found = holder(r.cast, role, state, r.day, head.start)
        actors.append(found.actor or r.cast.unnamed(f"{plural[1][:-1]} of {state.name}", state))
    if len(actors) > _MOST_LISTED and all(actor.kind == "unnamed" for actor in actors):
        return None
    return Source(
        actors=tuple(dict.fromkeys(actors)),
        as_written=words,
        basis="joint",
        kind="person",
        evidence=(head,),
        found_by="rule:shared-title",
        confidence=0.7,
        role=role,
    )
