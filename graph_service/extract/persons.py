"""Persons as sources: by name, by post, and the body a spokesperson speaks for.

Owns the choice among the names of a source span. Who holds a post is `posts_named`.
"""

from __future__ import annotations

import re

from graph_service.extract.antecedents import pronoun
from graph_service.extract.draft import Mention, Source
from graph_service.extract.heads_of_bodies import head_of_body
from graph_service.extract.name_forms import NOT_NAMES
from graph_service.extract.posts_named import (
    INDEFINITE,
    Holder,
    called_otherwise,
    holder,
    known_holder,
    once_holder,
    out_of_office,
    told_after,
)
from graph_service.extract.source_span import PREPOSITION, SourceSpan
from graph_service.extract.states_told import local, state_beside, whose
from graph_service.extract.titles import (
    ANY_TITLE,
    BODY,
    GENERIC,
    ONE_NAMED,
    PLURAL,
    TITLED_SURNAME,
    role_of,
    state_of_title,
)
from graph_service.extract.written_otherwise import unknown_person
from graph_service.model import Actor, Span

_MINISTER = re.compile(r"the (?:secretary|minister)", re.IGNORECASE)
_HEADED = (
    (
        "foreign_minister",
        re.compile(r"\bforeign|\bexternal|\bDepartment of State|\bState Dep", re.I),
    ),
    ("defence_minister", re.compile(r"\bdefen[cs]e\b", re.I)),
)


_SERVED = re.compile(
    r"(?:(?:administration|government|cabinet|campaign|team|family|presidency|transition)\s+)?"
    rf"(?:{GENERIC.pattern})",
    re.IGNORECASE,
)
"""Behind a name: not whom it names speaks, but somebody of theirs."""


_RELATIVE = re.compile(r",\s(?:whose|which|where|in which|to whom|who)\s")


def person(r: SourceSpan, head: Span, span: Span) -> Source | None:
    """A person by name: in the head, else in its apposition."""
    for area in (head, span):
        inside = r.cast.mentions_in(area) or r.cast.mentions_from(area)
        for mention in reversed(inside):
            if mention.kind != "person" or r.owns(mention, area):
                continue
            lead = r.text[area.start : mention.span.start]
            if area != head and _RELATIVE.search(lead):
                continue  # "Peru, whose foreign minister Orin had called, said"
            rest = r.text[mention.span.end : head.end]
            if mention.span.end < head.end and _SERVED.match(rest.strip()):
                continue  # "a West Virginia official", "a senior Roe administration official"
            if PREPOSITION.search(lead) and area == head and not _titled_name(r, lead):
                continue
            if len(mention.actors) > 1 or mention.form == "surname?":
                return _ambiguous(r, mention)
            return _named_person(r, mention, area)
    return None


def _titled_name(r: SourceSpan, lead: str) -> bool:
    """In "coordinator for communications John Kirby" the preposition belongs to the title."""
    after = PREPOSITION.split(lead)[-1]
    return bool(ANY_TITLE.search(lead)) and not re.match(r"\s*(?:the|an?|his|her|its)?\s*\Z", after)


def _named_person(r: SourceSpan, mention: Mention, area: Span) -> Source:
    actor = mention.actors[0]
    lead = r.text[max(area.start, mention.span.start - 90) : mention.span.start]
    role = mention.role
    _learn_behalf(r, actor, f"{lead} {r.text[mention.span.end : area.end]}", role, area)
    return Source(
        actors=(actor,),
        as_written="",
        basis="named",
        kind="person",
        evidence=(mention.span,),
        found_by="rule:name" if mention.form != "surname" else "rule:family-name",
        confidence=0.95 if mention.form != "surname" else 0.9,
        role=role,
        country=r.cast.country_of(actor, r.day) or r.cast.state_in(area),
        on_behalf_of=r.cast.behalf.get(actor.id),
    )


def _learn_behalf(r: SourceSpan, actor: Actor, words: str, role: str | None, area: Span) -> None:
    """Spokespeople speak for a body: the one named beside them, else their tenure's."""
    if actor.id in r.cast.behalf:
        return
    registry = r.cast.registry
    tenures = [
        t for t in registry.tenures_of(actor.id) if t.role == "spokesperson" and t.basis_on(r.day)
    ]
    if role != "spokesperson" and not tenures:
        return
    state = r.cast.country_of(actor, r.day) or r.cast.state_in(area)
    body = r.cast.body_named(words, state)
    if body is None:
        body = next(
            (
                m.actors[0]
                for m in r.cast.mentions_in(area)
                if m.kind == "organisation" and len(m.actors) == 1
            ),
            None,
        )
    if body is None and re.search(r"\bits\b", words):
        owner = pronoun(r.cast, area, "it", None)
        body = owner.actors[0] if owner and owner.actors[0].kind == "organisation" else None
    if body is None and len(tenures) == 1 and "," not in tenures[0].post:
        known = tenures[0].body
        body = registry.actor(known) if known else None
        if body is None and "foreign" in tenures[0].post.lower() and tenures[0].country:
            body = registry.body_of_role("spokesperson", tenures[0].country)
    if body is not None:
        r.cast.behalf[actor.id] = body


def _ambiguous(r: SourceSpan, mention: Mention) -> Source:
    """A family name of several: an actor of that name, with candidates."""
    name = r.text[slice(*mention.span)]
    return Source(
        actors=(unknown_person(name),),
        as_written="",
        basis="named",
        kind="person",
        evidence=(mention.span,),
        found_by="rule:ambiguous-name",
        confidence=0.4,
        country=state_beside(r.cast, mention),
        candidates=mention.actors[:5],
    )


def post(r: SourceSpan, head: Span, span: Span) -> Source | None:
    """Reads "the Russian president": the holder on the day, where one can be told."""
    words = r.text[slice(*head)]
    if INDEFINITE.match(words.strip()) or not ANY_TITLE.search(words):
        return None
    if PLURAL.search(words) or _ends_in_body(r, words):
        return None
    if re.match(r"(?:his|her|their|its)\b", words, re.IGNORECASE):
        return None  # whose spokesman it is cannot be told
    called = TITLED_SURNAME.match(words.strip(" ,"))
    if called and not NOT_NAMES.fullmatch(called["name"]) and not r.cast.mentions_in(head):
        return None  # "President Orin": whom nobody knows, by name
    if ONE_NAMED.fullmatch(words.strip(" ,")) and not r.cast.mentions_in(head):
        return None
    at_head = head_of_body(r, head)
    if at_head is not None:
        return at_head
    headed = _in_headline(r, head, words)
    if headed is not None:
        return headed
    role = role_of(words)
    state = r.cast.state_in(head) or r.cast.state_in(span) or _of_owner(r, head)
    by_title = None if state else _by_title(r, words)
    state = state or by_title or whose(r.cast, head)
    if role == "minister" and state is None and _MINISTER.fullmatch(words.strip(" ,")):
        role, state = _of_publisher(r) or role, r.cast.home
    if role is None or role in ("minister", "deputy"):
        return None
    side = r.side()
    if side is not None and side.country == "US" and "minister" in words.lower():
        side = None  # its own is called secretary
    if role is not None and by_title is not None and not out_of_office(words):
        # "The defence secretary": of whom the article tells, or British by the word.
        told = known_holder(r.cast, role, r.day, head.start, words)
        own = r.cast.country_of(told.actor, r.day) if told.actor is not None else None
        state = own or state
    if out_of_office(words):
        found = once_holder(r.cast, role, state, r.day, span.start)
        if found.actor is None and r.cast.paragraph(r.cast.sentence_at(span.start)) == 0:
            # "Ousted Peruvian leader": in a headline, whom the story begins with.
            found = once_holder(r.cast, role, state, r.day, _end_of_lead(r, span))
    else:
        found = holder(r.cast, role, state, r.day, span.start, side, words)
    if found.actor is None and not found.candidates and not out_of_office(words):
        found, state = _otherwise(r, role, state, head, found)
    if found.actor is not None:
        _learn_behalf(r, found.actor, words, role, head)
        evidence = (found.evidence or head,)
        return Source(
            actors=(found.actor,),
            as_written="",
            basis="title",
            kind="person",
            evidence=evidence,
            found_by="rule:title",
            confidence=found.confidence,
            role=role,
            country=state,
            on_behalf_of=r.cast.behalf.get(found.actor.id),
        )
    state = state or (r.cast.home if side is not None else None)
    return r.unnamed((head,), words, state, "rule:open-post", 0.5, found.candidates)


_LAST_WORD = re.compile(r"\b([A-Za-z]{4,})\W*\Z")


def _in_headline(r: SourceSpan, head: Span, words: str) -> Source | None:
    """Reads "Envoy: talks near collapse", "UN envoy warns of war": whom the story begins with.

    The one person whose title, in the first lines under the headlines, has the word.
    """
    number = r.cast.sentence_at(head.start)
    heading = r.cast.sentence(number)
    noun = _LAST_WORD.search(words)
    if noun is None or r.cast.paragraph(number) > 1 or r.text[heading.end - 1 : heading.end] == ".":
        return None
    if (
        re.match(r"the\b", words.strip())
        and r.cast.people
        and min(r.cast.people.values()) < head.start
    ):
        return None
    end = _end_of_lead(r, head)
    state = r.cast.state_in(head)
    found = {
        m.actors[0].id: m
        for m in r.cast.by_title_word.get(noun[1].lower(), [])
        if head.end < m.span.start < end
    }
    if len(found) != 1:
        return None
    (told,) = found.values()
    served = r.cast.country_of(told.actors[0], r.day)
    if state is not None and served is not None and served.id != state.id:
        return None
    return Source(
        actors=(told.actors[0],),
        as_written="",
        basis="title",
        kind="person",
        evidence=(told.span,),
        found_by="rule:headline-post",
        confidence=0.65,
        role=told.role,
    )


def _end_of_lead(r: SourceSpan, span: Span) -> int:
    """Where the first two paragraphs behind a headline end."""
    ends = [s.span.end for s in r.cast.draft.sentences if s.paragraph <= 2]
    return max([span.start, *ends])


def _otherwise(
    r: SourceSpan, role: str, state: Actor | None, head: Span, found: Holder
) -> tuple[Holder, Actor | None]:
    """Who follows by name without a title, or the holder in the state the paragraph tells of."""
    of_no_state = any(
        m.kind == "organisation" and m.actors[0].country is None for m in r.cast.mentions_in(head)
    )
    if of_no_state:
        return found, state  # "the Union's foreign policy chief"
    state = state or (local(r.cast, head.start) if role != "spokesperson" else r.cast.home)
    if state is None:
        return found, None
    words = r.text[slice(*head)]
    found = holder(r.cast, role, state, r.day, head.start, words=words)
    named = told_after(r.cast, role, state, head.start, head.end)
    if named is not None and called_otherwise(r.cast, named.actors[0], words, r.day):
        named = None
    if found.actor is None and named is not None:
        r.cast.give_title(named, role, state, words)
        return Holder(named.actors[0], (), named.span, 0.65), state
    return found, state


def _of_owner(r: SourceSpan, head: Span) -> Actor | None:
    """The state of "Tavos's foreign minister"."""
    for mention in r.cast.mentions_in(head):
        if mention.kind == "person" and len(mention.actors) == 1 and r.owns(mention, head):
            return r.cast.country_of(mention.actors[0], r.day)
    return None


def _by_title(r: SourceSpan, words: str) -> Actor | None:
    code = state_of_title(words)
    return r.cast.registry.state(code) if code else None


def _of_publisher(r: SourceSpan) -> str | None:
    """Reads "the Secretary" in a paper of the State Department: the head of the publisher."""
    publisher = r.cast.article.publisher or ""
    if r.cast.home is None:
        return None
    return next((role for role, body in _HEADED if body.search(publisher)), None)


def _ends_in_body(r: SourceSpan, words: str) -> bool:
    """Tells that "the president's office" is a body, "the foreign ministry spokesman" is not."""
    body = BODY.search(words)
    return body is not None and not words[body.end() :].strip(" ,.")
