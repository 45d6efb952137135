"""Which state the words around a person's name tell: "Peru's X", "its envoy, X", "In Lima, X".

Owns the reading of titles and places for the state they belong to. Nothing is looked up here
about the person; the look-ups are the cast's.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from graph_service.extract.cast import Cast
from graph_service.extract.draft import Mention
from graph_service.extract.titles import (
    ANY_TITLE,
    own_lead,
    state_of_title,
    without_honorifics,
)
from graph_service.model import Actor, Span

_BEHIND = re.compile(
    r",\s(?!(?:today\s|yesterday\s|also\s|this\s\w+\s|on\s\w+\s|later\s|then\s)?"
    r"(?:who|whose|whom|which|where|when|while|as|after|before|during|in|at|on|to|with|by"
    r"|speaking|meeting|visiting|adding|citing|saying|calling|told|tells|said|says|was|is|has|had"
    r"|went|met|held|spoke|wrote|left|took|gave|made|paid|sent|told|began|came|set|\w+ed)\b)[^,.;“”\"\n]{3,60}"
)
"""An apposition behind a name; a clause behind it tells of other states."""
_SPEAKS_FOR = re.compile(
    r"(?:\A|[“”\"\n]\s*)(?:Also\s)?(?:Speaking\s|Taking the floor\s)?"
    r"(?:[Ff]or|[Oo]n behalf of)\s+(?:the\s+)?\Z"
)


_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.){2,}")
"""Points that end nothing: "U.S. Ambassador"."""


_AGENT = re.compile(r"\bby\s(?=(?:the|its|his|her|an?|[A-Z][\w.]*)\b)")


def state_beside(cast: Cast, mention: Mention) -> Actor | None:
    """The state in the title before or after a name ("Polish president X", "X, of Peru,")."""
    lead = without_honorifics(cast.text[max(0, mention.span.start - 75) : mention.span.start])
    end = max(0, mention.span.start - 75) + len(lead)
    lead = lead[-60:]
    plain = _ABBREVIATED.sub(lambda points: "_" * len(points[0]), lead)
    cut = max(plain.rstrip(" ,").rfind(mark) for mark in '.;:,“”"\n(') + 1
    if lead[:cut].endswith(",") and re.fullmatch(r"\s*(?:[A-Z][\w.-]+\s+){1,2}", lead[cut:]):
        # "its army chief, General Orin": the rank stands by itself; "On Peru, Minister Orin".
        earlier = max(plain[: cut - 1].rfind(mark) for mark in '.;:,“”"\n(') + 1
        cut = earlier if ANY_TITLE.search(lead[earlier : cut - 1]) else cut
    own = own_lead(lead[cut:])
    if own.rstrip().endswith(",") and not ANY_TITLE.search(own):
        own = ""  # "The Israelis must prove it, Ada Rook said"
    for agent in _AGENT.finditer(own):
        if ANY_TITLE.search(own, agent.end()):
            own = own[agent.end() :]  # "unveiled in Lima by the Union's mediator X"
            break
    before = Span(end - len(own), end)
    tail = _BEHIND.match(cast.text, mention.span.end, mention.span.end + 70)
    after = Span(mention.span.end, tail.end() if tail else mention.span.end)
    return (
        right_beside(cast, mention)
        or cast.state_in(before)
        or owning(cast, before)
        or cast.state_in(after)
        or owning(cast, after)
        or _by_owner(cast, mention, before)
        or _by_chief(cast, after)
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
            state = cast.state_of(other) if its and other.form != "demonym" else None
            if state is not None:
                return state
            if (not its or number < here) and other.kind == "person" and len(other.actors) == 1:
                return cast.country_of(other.actors[0], day)
    return None


_OF_CHIEF = re.compile(
    r"\b(?:spokes(?:man|woman|person)|aide|advis[eo]r|secretary|deputy|envoy|lawyer|chief of staff"
    r"|representative)\s(?:of|for|to)\s(?:the\s)?(?:[\w-]+\s){0,3}\Z",
    re.IGNORECASE,
)


def _by_chief(cast: Cast, area: Span) -> Actor | None:
    """Reads "X, spokesman for President Orin": of the state of whom he serves."""
    for other in cast.mentions_in(area):
        if other.kind == "person" and len(other.actors) == 1:
            if _OF_CHIEF.search(cast.text, area.start, other.span.start):
                return cast.country_of(other.actors[0], cast.article.published)
            return None
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
    r"^[^\S\n]*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ -][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}"
    r"|[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}(?=\s\([^)\n]{2,30}\)\s[-–—]))"
    r"(?:/[A-Z][\w.'’ -]+?)*"
    r"(?=,|\s\(|\s[-–—]|\.\s|\s*\n|\s[A-Z][a-z]{2,8}\.?\s\d)",
    re.MULTILINE,
)
"""Of several places ("LIMA/QUITO") the first, from which the story is mostly told."""
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
        area = Span(sentence.start, min(sentence.end, offset))
        for mention in cast.mentions_in(area)[:1]:
            led = _LEADS.search(cast.text[sentence.start : mention.span.start])
            state = cast.state_of(mention)
            if state is not None and (led or _topic(cast, sentence, mention, offset)):
                return state
        if (state := _realm(cast, area)) is not None:
            return state
        if number == here - 1 and (state := seat_told(cast, offset)) is not None:
            return state
    return _dateline(cast, offset, person) or cast.home or (None if person else _only_state(cast))


_SEATS = re.compile(
    r"\s*(?:NEW YORK|GENEVA|VIENNA|BRUSSELS|THE HAGUE|STRASBOURG|LUXEMBOURG|ADDIS ABABA)\b"
)
"""Seats of international bodies: who speaks there need not be of that state."""
_ACTS = re.compile(
    r"\s(?:itself\s|also\s|has\s|had\s|was\s|is\s)?(?:[a-z]{2,}(?:ed|s)|saw|took|made|gave|kept)\b"
)


def _topic(cast: Cast, sentence: Span, mention: Mention, offset: int) -> bool:
    """The sentence begins with the state and tells what it does: "Lima was more guarded."."""
    lead = cast.text[sentence.start : mention.span.start].lower()
    first = lead in ("", "the ") and mention.kind == "state" and mention.form != "demonym"
    return first and sentence.end <= offset and bool(_ACTS.match(cast.text, mention.span.end))


_AT = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|outside|to|[Ff]rom)\s(?:the\s)?\Z")


def seat_told(cast: Cast, offset: int) -> Actor | None:
    """The one state of whose body or seat the sentence before tells: "Nothing came from X."."""
    here = cast.sentence_at(offset)
    if here == 0 or cast.paragraph(here) != cast.paragraph(here - 1):
        return None
    area = cast.sentence(here - 1)
    seats = {
        state.id: state
        for m in cast.mentions_in(area)
        if (m.form == "metonym" or m.kind == "organisation") and not cast.quoted(m.span.start)
        if not _AT.search(cast.text, area.start, m.span.start)
        if (state := cast.state_of(m)) is not None
    }
    return next(iter(seats.values())) if len(seats) == 1 else None


_IN_REALM = re.compile(
    r"(?:On|In|Across|Back in|Back on)\sthe\s(?P<realm>island|kingdom|emirate|sultanate)\b"
)
_ISLANDS = frozenset(
    (
        *("AG", "BB", "BH", "BS", "CU", "CV", "CY", "DM", "DO", "FJ", "GB", "GD", "HT", "ID", "IE"),
        *("IS", "JM", "JP", "KI", "KM", "KN", "LC", "LK", "MG", "MH", "MT", "MU", "MV", "NR", "NZ"),
        *("PG", "PH", "PW", "SB", "SC", "SG", "ST", "TL", "TO", "TT", "TV", "TW", "VC", "VU", "WS"),
    )
)
REALM_CODES: dict[str, frozenset[str]] = {
    "island": _ISLANDS,
    "kingdom": frozenset(
        (
            *("SA", "JO", "BH", "MA", "GB", "ES", "NL", "BE", "DK", "NO", "SE", "TH", "KH"),
            *("BT", "LS", "SZ", "TO"),
        )
    ),
    "emirate": frozenset(("QA", "KW", "AE")),
    "sultanate": frozenset(("OM", "BN")),
}


def _realm(cast: Cast, area: Span) -> Actor | None:
    """Reads "On the island, opinions vary": the island told of last."""
    match = _IN_REALM.match(cast.text, *area)
    for mention in cast.mentions_before(area.start, 20) if match else ():
        state = cast.state_of(mention)
        if state is not None and match and state.country in REALM_CODES[match["realm"]]:
            return state
    return None


def _only_state(cast: Cast) -> Actor | None:
    """The one state that an article tells of."""
    states = {s.id: s for m in cast.draft.mentions[:_MOST] if (s := cast.state_of(m)) is not None}
    return next(iter(states.values())) if len(states) == 1 else None


_MOST = 200
"""Mentions looked at for it."""


def datelines(cast: Cast) -> list[tuple[int, Actor | None]]:
    """Where a story begins with its place ("LIMA - "), and the state of that place.

    A place that is no seat has the state told of right behind, or none.
    """
    found: list[tuple[int, Actor | None]] = []
    for match in _DATELINE.finditer(cast.text):
        state = _state_of_place(cast, match)
        story = _STORY.match(cast.text, match.end()) is not None
        if state is None and story:
            state = _first_told(cast, match.end())
        if state is not None or story:
            found.append((match.start(), state))
    return found


def _state_of_place(cast: Cast, match: re.Match[str]) -> Actor | None:
    behind = re.match(
        r",\s+([A-Z][\w.]+(?:\s[A-Z]\w+)?)", cast.text[match.end() : match.end() + 40]
    )
    if not re.search(r"[^\W\d_]{4}", match["place"]):
        return None  # "U.S. Ambassador", "UN - "
    for place in (behind[1], match["place"].title()) if behind else (match["place"].title(),):
        known = [cast.registry.actor(name.actor) for name in cast.registry.named(place)]
        states = {a.country if a and a.kind != "person" else None for a in known}
        if len(states) == 1 and (code := states.pop()) is not None:
            return cast.registry.state(code)
    return None


def _dateline(cast: Cast, offset: int, person: bool) -> Actor | None:
    """The state of the last dateline before; for a person none of a seat of international bodies.

    What stands before the first one, its headline, is of the same story.
    """
    at = bisect_right(cast.datelines, offset, key=lambda line: line[0]) - 1
    if not cast.datelines or (at < 0 and cast.datelines[0][0] > _FIRST_LINES):
        return None
    start, state = cast.datelines[max(0, at)]
    return None if person and _SEATS.match(cast.text, start) else state


_FIRST_LINES = 600


_STORY = re.compile(r"(?:,[^\n]{2,30})?(?:\s\([^)\n]{2,40}\))?\s[-–—]{1,2}\s")


def _first_told(cast: Cast, start: int) -> Actor | None:
    """The state that a story begins with whose place is no seat: "PORTO (X) - Portugal's"."""
    story = _STORY.match(cast.text, start)
    if story is None:
        return None
    for mention in cast.mentions_in(Span(story.end(), min(len(cast.text), story.end() + 60)))[:1]:
        near = mention.span.start - story.end() <= 4  # "the", "A "
        return cast.state_of(mention) if near and mention.kind == "state" else None
    return None
