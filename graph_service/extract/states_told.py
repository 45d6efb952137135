"""Which state the words around a person's name tell: "Peru's X", "its envoy, X", "In Lima, X".

Owns the reading of titles and places for the state they belong to. Nothing is looked up here
about the person; the look-ups are the cast's.
"""

from __future__ import annotations

import re

from graph_service.extract.cast import Cast
from graph_service.extract.draft import Mention
from graph_service.extract.titles import ANY_TITLE, own_lead, state_of_title
from graph_service.model import Actor, Span

_BEHIND = re.compile(
    r",\s(?!(?:who|whose|whom|which|where|when|while|as|after|before|during|in|at|on|to|with|by"
    r"|speaking|meeting|visiting|adding|citing|saying|calling|told|tells|said|says|was|is|has|had"
    r"|went|met|spoke|wrote|left|took|gave|made|\w+ed)\b)[^,.;“”\"\n]{3,60}"
)
"""An apposition behind a name; a clause behind it tells of other states."""
_SPEAKS_FOR = re.compile(
    r"(?:\A|[“”\"\n]\s*)(?:Also\s)?(?:Speaking\s|Taking the floor\s)?"
    r"(?:[Ff]or|[Oo]n behalf of)\s+(?:the\s+)?\Z"
)


def state_beside(cast: Cast, mention: Mention) -> Actor | None:
    """The state in the title before or after a name ("Polish president X", "X, of Peru,")."""
    lead = cast.text[max(0, mention.span.start - 60) : mention.span.start]
    cut = max(lead.rstrip(" ,").rfind(mark) for mark in '.;:,“”"\n(') + 1
    if lead[:cut].endswith(",") and re.fullmatch(r"\s*(?:[A-Z][\w.-]+\s+){1,2}", lead[cut:]):
        # "its army chief, General Orin": the rank stands by itself.
        cut = max(lead[: cut - 1].rfind(mark) for mark in '.;:,“”"\n(') + 1
    before = Span(mention.span.start - len(own_lead(lead[cut:])), mention.span.start)
    tail = _BEHIND.match(cast.text, mention.span.end, mention.span.end + 70)
    after = Span(mention.span.end, tail.end() if tail else mention.span.end)
    return (
        right_beside(cast, mention)
        or cast.state_in(before)
        or owning(cast, before)
        or cast.state_in(after)
        or owning(cast, after)
        or _by_owner(cast, mention, before)
        or cast.registry.state(state_of_title(cast.text[slice(*before)]) or "")
    )


def right_beside(cast: Cast, mention: Mention) -> Actor | None:
    """Reads "Peru's X", "X of Peru", "X (Peru)"."""
    after = re.match(
        r"(?:\s+of\s+(?:the\s+)?|\s+\()(?=[A-Z])",
        cast.text[mention.span.end : mention.span.end + 12],
    )
    near = cast.mentions_before(mention.span.start, 1)
    if near and cast.text[near[0].span.end : mention.span.start] in ("’s ", "'s "):
        state = cast.state_of(near[0])
        if state is not None and near[0].kind == "state":
            return state
    if near and cast.text[near[0].span.end : mention.span.start] == ", ":
        # "For Peru, X", "Speaking for Peru, X"
        sentence = cast.sentence(cast.sentence_at(mention.span.start))
        if _SPEAKS_FOR.search(cast.text[sentence.start : near[0].span.start]):
            return cast.state_of(near[0])
    if after:
        start = mention.span.end + after.end()
        for other in cast.mentions_in(Span(start, start + 45))[:1]:
            return cast.state_of(other) if other.span.start == start else None
    return None


_COUNTERPART = (
    r"(?:his|her|its|their)\s[\w.-]+(?:\s[\w.-]+)?\s(?:counterpart|colleague|opposite number)"
)
_BEFORE_NAME = re.compile(rf"\b{_COUNTERPART},?\s+(?:[A-Z][a-z]+\s)?\Z", re.IGNORECASE)
_BEHIND_NAME = re.compile(rf",\s{_COUNTERPART}\b")


def as_counterpart(cast: Cast, mention: Mention) -> Actor | None:
    """Reads "his Peruvian counterpart, X" and "X, her Peruvian colleague"."""
    start = max(0, mention.span.start - 70)
    before = _BEFORE_NAME.search(cast.text[start : mention.span.start])
    if before is not None:
        return cast.state_in(Span(start + before.start(), mention.span.start))
    behind = _BEHIND_NAME.match(cast.text, mention.span.end)
    return cast.state_in(Span(*behind.span())) if behind else None


def _by_owner(cast: Cast, mention: Mention, before: Span) -> Actor | None:
    """Reads "Orin's chief of staff, X", "his predecessor, X", "its ambassador, X"."""
    lead = cast.text[slice(*before)].strip()
    day = cast.article.published
    for other in cast.mentions_in(before):
        owns = cast.text[other.span.end : other.span.end + 2] in ("’s", "'s")
        if owns and other.kind == "person" and len(other.actors) == 1:
            return cast.country_of(other.actors[0], day)
    match = re.search(
        r"(?:\A|\b(?:and|but|while|as|with|of|for)\s+)(?P<who>his|her|its|the (?:country"
        r"|kingdom|republic|nation|state|emirate|sultanate|island)[’']s)\s+(?:\w+\s+){0,3}"
        r"(?P<noun>\w+),?(?:\s[A-Z][\w.-]+){0,2}\Z",
        lead,
        re.I,
    )
    if match is None or match["noun"].lower() in ("colleague", "counterpart"):
        return None
    its = match["who"].lower() not in ("his", "her")
    here = cast.sentence_at(mention.span.start)
    for number in (here, here - 1):
        area = cast.sentence(max(0, number))
        for other in cast.mentions_in(Span(area.start, min(area.end, before.start))):
            if its and other.kind == "state" and other.form != "demonym":
                return cast.state_of(other)
            if (not its or number < here) and other.kind == "person" and len(other.actors) == 1:
                return cast.country_of(other.actors[0], day)
    return None


def owning(cast: Cast, span: Span) -> Actor | None:
    """Of several states the one that owns the title: "China's ambassador to France"."""
    for mention in cast.mentions_in(span):
        follows = cast.text[mention.span.end : mention.span.end + 2]
        titled = mention.kind == "state" and ANY_TITLE.match(cast.text, mention.span.end + 1)
        if mention.form == "demonym" or follows in ("’s", "'s") or titled:
            return cast.state_of(mention)
    return None


def placed(cast: Cast, span: Span) -> Actor | None:
    """The state of the place that the sentence opens with: "In Washington, officials"."""
    sentence = cast.sentence(cast.sentence_at(span.start))
    lead = cast.text[sentence.start : span.start]
    match = re.match(r"(?:In|From|At)\s+(?:the\s+)?", lead)
    for mention in cast.mentions_in(Span(sentence.start, span.start)) if match else []:
        if mention.span.start != sentence.start + match.end():  # type: ignore[union-attr]
            return None
        between = cast.text[mention.span.end : span.start]
        return cast.state_of(mention) if re.fullmatch(r",?\s+(?:\w+\s+)?", between) else None
    return None


_WHOSE = re.compile(
    r"(?:the|that)\s(?:\w+\s)?(?:country|nation|kingdom|republic|state|emirate|sultanate|island"
    r"|archipelago)[’']s\b",
    re.IGNORECASE,
)


def whose(cast: Cast, head: Span) -> Actor | None:
    """The state of "the country's foreign minister": the one the sentence begins to tell of."""
    if not _WHOSE.match(cast.text, head.start):
        return None
    here = cast.sentence_at(head.start)
    for number in (here, here - 1):
        area = cast.sentence(max(0, number))
        for mention in cast.mentions_in(Span(area.start, min(area.end, head.start))):
            if mention.kind == "state" and len(mention.actors) == 1:
                return mention.actors[0]
    return None


_DATELINE = re.compile(
    r"\A[^\S\n]*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /-][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3})"
    r"(?=,|\s\(|\s[-–—]|\.\s|\s*\n|\s[A-Z][a-z]{2,8}\.?\s\d)",
    re.MULTILINE,
)
_LEADS = re.compile(r"(?:\A|[.!?]\s)\s*(?:In|From|At|Back in)\s+(?:the\s+)?\Z")


_NEAR = 8
"""Sentences of its paragraph that a place looks back."""


def local(cast: Cast, offset: int, person: bool = False) -> Actor | None:
    """The state whose matters a place in the text tells of: what "the foreign ministry" is there.

    The place that opens the sentence or an earlier one of the paragraph ("In Lima,"), or the
    state of whoever spoke last in the paragraph; else the dateline's, else the publisher's, and
    for no `person` the only one that the article tells of.
    """
    here = cast.sentence_at(offset)
    paragraph = cast.paragraph(here)
    for number in range(here, max(-1, here - _NEAR), -1):
        if cast.paragraph(number) != paragraph:
            break
        sentence = cast.sentence(number)
        for spoken in reversed(cast.spoken[-20:]):
            if spoken.sentence != number or spoken.span.end > offset:
                continue
            (first, *others) = spoken.source.actors
            state = cast.country_of(first, cast.article.published) or spoken.source.country
            if not others and state is not None and spoken.source.kind not in ("agency", "outlet"):
                return state
        for mention in cast.mentions_in(Span(sentence.start, min(sentence.end, offset)))[:1]:
            if _LEADS.search(cast.text[sentence.start : mention.span.start]):
                return cast.state_of(mention)
    return cast.dateline or cast.home or (None if person else _only_state(cast))


def _only_state(cast: Cast) -> Actor | None:
    """The one state that an article tells of."""
    states = {s.id: s for m in cast.draft.mentions[:_MOST] if (s := cast.state_of(m)) is not None}
    return next(iter(states.values())) if len(states) == 1 else None


_MOST = 200
"""Mentions looked at for it."""


def dateline_state(cast: Cast) -> Actor | None:
    """The state of the place in capitals with which the text or its first lines begin."""
    for match in _DATELINE.finditer(cast.text, 0, 600):
        behind = re.match(
            r",\s+([A-Z][\w.]+(?:\s[A-Z]\w+)?)", cast.text[match.end() : match.end() + 40]
        )
        for place in (behind[1], match["place"].title()) if behind else (match["place"].title(),):
            found = [cast.registry.actor(name.actor) for name in cast.registry.named(place)]
            states = {a.country if a and a.kind != "person" else None for a in found}
            if len(states) == 1 and (code := states.pop()) is not None:
                return cast.registry.state(code)
    return None
