"""Heads of international bodies and members of the United Nations by what they are.

Owns "the UN chief", "NATO's secretary-general", "the bloc's top diplomat" and, in coverage of
the United Nations, "the representative of Peru". Heads whose terms the registry does not date
are taken only where the article names them; a representative whom nobody names speaks as the state.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from graph_service.extract.draft import Mention, Source
from graph_service.extract.posts_named import INDEFINITE
from graph_service.extract.source_span import SourceSpan, made
from graph_service.extract.titles import PLURAL
from graph_service.model import Actor, Span

_POSTS = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), re.compile(label))
    for words, label in (
        ("foreign policy|top diplomat|high representative|diplomacy chief", "^High Representative"),
        ("human rights|rights (?:chief|head|commissioner)", "Human Rights"),
        ("refugees?", "Refugees|Palestine Refugees"),
        ("humanitarian|aid chief|relief (?:chief|coordinator)", "Humanitarian"),
        ("prosecutor", "^Prosecutor"),
        ("commission (?:president|chief|head)|president of the (?:European )?Commission",
         "^President of the European Commission"),
        ("council president|president of the European Council",
         "^President of the European Council"),
        ("(?:general )?assembly president|president of the general assembly",
         "^President of the United Nations General Assembly"),
        ("chief|head|boss|leader|secretary[- ]general|director[- ]general|managing director"
         "|president|chair(?:man|woman|person)?",
         "^(?:Secretary[- ]General|Director[- ]General|President|Managing Director|Chairperson)"),
    )
)  # fmt: skip
"""What news calls a post -> the beginning of the registry's label of it."""
_PART_OF = re.compile(
    r"\b(?:adviser|advisor|aide|deputy|spokes\w+|envoy|official|mission|office)\b"
)
_BLOC = re.compile(
    r"(?:the\s+)?(?:bloc|alliance|organi[sz]ation|agency|union|body|forum|watchdog)(?:[’']s\s"
    r"|\s(?=(?:chief|head|boss|leader)\b))",
    re.I,
)
_BARE = re.compile(
    r"(?:the\s+)?(?:(?:secretary|director)[- ]general|high (?:representative|commissioner))", re.I
)
"""Posts that only heads of international bodies have."""
_DELEGATE = re.compile(
    r"(?:the|its|[A-Z]\S+(?:\s[A-Z]\S+)*[’']s?)\s+(?:\w+\s){0,3}?"
    r"(?P<noun>(?:permanent )?representative|delegate|permanent observer|observer|speaker"
    r"|ambassador|envoy)(?P<of>\s+(?:of|from|for)\b|\s+to the (?:UN|U\.N\.|United Nations)"
    r"|\s*\Z|,)",
    re.IGNORECASE,
)


def head_of_body(r: SourceSpan, head: Span) -> Source | None:
    """The head of an international body that the source names or takes up again."""
    words = r.text[slice(*head)]
    if INDEFINITE.match(words.strip()) or PLURAL.search(words) or _PART_OF.search(words):
        return None
    body = _body(r, head, words)
    if body is None:
        return None
    label = next((label for post, label in _POSTS if post.search(words)), None)
    if label is None:
        return None
    held = [
        tenure
        for tenure in r.cast.registry.heads_of_bodies
        if label.search(tenure.post)
        and (tenure.body == body.actors[0].id or _within(body, tenure.post))
    ]
    dated = {t.holder for t in held if t.basis_on(r.day) == "dated"}
    held = [t for t in held if t.start is None or t.basis_on(r.day) is not None]
    here = {t.holder for t in held if t.holder in r.cast.people}
    chosen = dated if len(dated) == 1 else here
    if not chosen and _BARE.fullmatch(words.strip(" ,")):  # in the body's own paper
        chosen = {t.holder for t in held if t.start is not None}
    if len(chosen) != 1:
        return None
    actor = r.cast.registry.actor(chosen.pop())
    if actor is None:
        return None
    source = made(actor, "title", "person", (head,), "rule:head-of-body", 0.75)
    return replace(source, role="io_head")


def _body(r: SourceSpan, head: Span, words: str) -> Mention | None:
    """The one international body named in the source, or the last one, for "the bloc's"."""
    bodies = [
        m
        for m in r.cast.mentions_in(head)
        if m.kind == "organisation" and any(a.country is None for a in m.actors)
    ]
    if bodies:
        return replace(
            bodies[0], actors=tuple(a for a in bodies[0].actors if a.country is None)[:1]
        )
    if _BARE.fullmatch(words.strip(" ,")):
        return _of_publisher(r, head) or _of_outer(r, head)
    if not _BLOC.match(words):
        return None
    for mention in r.cast.mentions_before(head.start, 60):
        one = mention.kind == "organisation" and len(mention.actors) == 1
        if one and mention.form != "metonym" and mention.actors[0].country is None:
            return mention
    return None


def _of_publisher(r: SourceSpan, head: Span) -> Mention | None:
    """The body whose own paper this is: "The Secretary-General met today ..."."""
    for _, names in r.cast.registry.names_in(r.cast.article.publisher or ""):
        actors = [r.cast.registry.actor(name.actor) for name in names]
        found = tuple(a for a in actors if a and a.kind == "organisation" and a.country is None)
        if len(found) == 1:
            return Mention(head, found, "name", "organisation")
    return None


def _of_outer(r: SourceSpan, head: Span) -> Mention | None:
    """The body for which whoever passes the words on speaks: "X, spokeswoman of the Union".

    Or under whose label they stand.
    """
    places = list(r.outer.evidence) if r.outer is not None else []
    turns = r.cast.draft.turns
    at = bisect_right(turns, head.start, key=lambda turn: turn.content.start) - 1
    if at >= 0 and turns[at].content.contains(head):
        places.append(turns[at].label)
    here = r.cast.sentence_at(head.start)
    for number in range(here, max(0, here - 6), -1):
        above = r.cast.sentence(number - 1)
        if r.cast.paragraph(number - 1) != r.cast.paragraph(here):
            if r.text[above.end - 1] not in '.!?”"':
                places.append(above)
            break
    for place in places:
        line = r.text.find("\n", place.start)
        sentence = Span(place.start, max(place.end, line))
        bodies = {
            m.actors[0].id: m
            for m in r.cast.mentions_in(sentence)
            if m.kind == "organisation" and len(m.actors) == 1 and m.actors[0].country is None
        }
        if len(bodies) == 1:
            (body,) = bodies.values()
            return replace(body, span=head)
    return None


def _within(body: Mention, post: str) -> bool:
    """Posts of the Union's own bodies: "the EU's top diplomat" heads its diplomatic service."""
    name = body.actors[0].name
    return name == "European Union" and ("European" in post or post.startswith("High Repr"))


def delegate(r: SourceSpan, head: Span, span: Span) -> Source | None:
    """In coverage of the United Nations: who speaks for a member, else the member itself."""
    words = r.text[slice(*head)].strip()
    match = _DELEGATE.match(words)
    if match is None or not r.cast.united_nations or PLURAL.search(words[: match.end()]):
        return None
    noun = match["noun"].lower()
    owned = re.match(r"\S+(?:\s\S+)*?[’']s?\s", words[: match.start("noun")]) is not None
    if noun == "speaker" and not owned and (match["of"] or "").strip() not in ("of", "from", "for"):
        return None
    if noun in ("ambassador", "envoy") and "to the" not in match["of"]:
        return None
    state = _member(r, head)
    if state is None:
        return None
    held = r.cast.registry.holders("un_ambassador", state.country or state.id, r.day)
    dated = {a.id: a for a, t in held if t.basis_on(r.day) == "dated" and "Deputy" not in t.post}
    here = {a.id: a for a, t in held if a.id in r.cast.people}
    chosen = here if len(here) == 1 else dated
    actor = next(iter(chosen.values())) if len(chosen) == 1 else state
    source = made(actor, "title", "person", (head,), "rule:delegate", 0.7)
    return replace(source, role="un_ambassador", country=state)


def _member(r: SourceSpan, head: Span) -> Actor | None:
    """The one state that is represented."""
    return r.cast.state_in(head)
