"""Sources told of before by what they are: "the envoy", "the bloc", "the diplomat".

Owns the reading of a definite noun phrase without a name. Several that fit: the one who
spoke last; else nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.extract.draft import Mention, Source
from graph_service.extract.peoples import a_people, of_two
from graph_service.extract.source_span import SourceSpan, kind_of, made
from graph_service.extract.states_told import REALM_CODES
from graph_service.model import Actor, ReportKind, Span

_THE = re.compile(
    r"(?:the|that|this)\s+(?P<same>same\s+)?(?:[\w-]+\s+){0,3}?(?P<noun>[A-Za-z]+|\d\d-year-old)"
    r"(?P<of>\s+of\s+the\s+agency)?\Z",
    re.IGNORECASE,
)
_NOUN_KINDS: dict[str, tuple[ReportKind, ...]] = {
    **dict.fromkeys(("agency", "broadcaster", "wire", "channel"), ("agency", "outlet")),
    **dict.fromkeys(("newspaper", "paper", "outlet", "magazine", "daily"), ("outlet", "agency")),
    **dict.fromkeys(
        ("ministry", "department", "office", "council", "commission", "committee", "union", "bank"),
        ("body",),
    ),
    **dict.fromkeys(("parliament", "court", "party", "assembly", "embassy"), ("body",)),
}
"""Nouns that, with "the", mean a body or outlet told of before."""
_PERSONS = frozenset(
    (
        *("envoy", "ambassador", "minister", "secretary", "diplomat", "senator", "general"),
        *("commander", "adviser", "advisor", "commissioner", "observer", "negotiator", "chief"),
        *("representative", "official", "spokesman", "spokeswoman", "spokesperson", "governor"),
        *("chairman", "chairwoman", "director", "coordinator", "leader", "lawmaker", "delegate"),
        *("mediator", "rapporteur", "mayor", "speaker", "president", "premier", "chancellor"),
        *("legislator", "monarch", "ruler", "king", "queen", "emir", "sultan", "prince"),
        *("nuncio", "ayatollah", "sheikh", "pope", "archbishop", "imam", "rabbi", "captain"),
        *("prosecutor", "judge", "admiral", "colonel", "bishop", "cardinal", "patriarch"),
    )
)
_ALSO = {
    "envoy": ("ambassador", "representative", "delegate"),
    "ambassador": ("envoy", "representative"),
    "representative": ("ambassador", "envoy", "delegate"),
    "delegate": ("representative", "ambassador"),
    "diplomat": ("ambassador", "envoy", "representative", "consul", "minister", "secretary"),
    "spokesman": ("spokesperson",),
    "spokeswoman": ("spokesperson",),
    "spokesperson": ("spokesman", "spokeswoman"),
    "lawmaker": ("senator", "congressman", "congresswoman", "deputy", "legislator"),
    "legislator": ("senator", "congressman", "congresswoman", "deputy", "lawmaker"),
    "commander": ("general", "admiral", "colonel", "chief"),
    "mediator": ("envoy", "representative"),
    "negotiator": ("envoy",),
    "nuncio": ("archbishop", "envoy"),
    "monarch": ("king", "queen", "emperor", "sultan", "emir"),
    "ruler": ("king", "sultan", "emir", "leader"),
    "premier": ("prime",),
}
"""Words of a title that another word for the post may take up."""
_INTERNATIONAL = frozenset(("international_organisation", "eu_body", "un_body"))
_BODIES: dict[str, frozenset[str]] = {
    "bloc": frozenset(("international_organisation", "eu_body")),
    "alliance": frozenset(("international_organisation",)),
    "organisation": _INTERNATIONAL,
    "organization": _INTERNATIONAL,
    "watchdog": _INTERNATIONAL,
    "group": frozenset(("armed_political_group", "intergovernmental_forum", "political_party")),
    "organ": frozenset(("un_body",)),
    "body": _INTERNATIONAL,
    "militia": frozenset(("armed_political_group",)),
    "movement": frozenset(("armed_political_group", "political_party")),
}
_NAMED_SO = frozenset(
    (
        *("council", "union", "commission", "agency", "assembly", "court", "committee", "league"),
        *("secretariat", "fund", "bank", "community", "alliance", "organisation", "organization"),
        *("front", "movement", "parliament", "tribunal", "forum", "quartet", "corps", "guards"),
        *("brotherhood", "federation", "society", "institute", "presidency", "company", "mission"),
    )
)
_REACH = 60
"""Mentions that a body may lie back."""


def described(r: SourceSpan, span: Span, head: Span) -> Source | None:
    """The person, body or unnamed speaker that "the" and a noun take up again."""
    words = r.text[slice(*head)].strip()
    match = _THE.match(words)
    if match is None:
        return None
    compatriot = _by_demonym(r, span, head) or of_two(r, span, words)
    if compatriot is not None:
        return compatriot
    if (people := a_people(r, head)) is not None:
        return people
    noun = match["noun"].lower()
    return (
        _state(r, span, noun)
        or _spoke(r, span, noun)
        or _body(r, span, head, noun)
        or _delegation(r, span, noun)
        or _human(r, span, noun)
        or _told_of(r, span, noun)
        or _last_speaker(r, span, head, noun, words)
    )


_SOMEBODY = frozenset(
    ("", "diplomat", "official", "politician", "statesman", "visitor", "guest", "host", "veteran")
)


def _by_demonym(r: SourceSpan, span: Span, head: Span) -> Source | None:
    """Reads "the American", "the younger Peruvian": the one of that state just told of."""
    for mention in r.cast.mentions_in(head)[-1:]:
        state = r.cast.state_of(mention)
        rest = r.text[mention.span.end : head.end].strip().lower()
        if mention.form != "demonym" or state is None or rest not in _SOMEBODY:
            return None
        first = r.cast.sentence(max(0, r.cast.sentence_at(span.start) - 3)).start
        found = {
            m.actors[0].id: m
            for m in r.cast.mentions_before(span.start, 12)
            if m.kind == "person" and len(m.actors) == 1 and m.span.start >= first
            if _serves(r, m.actors[0], state)
        }
        if len(found) == 1:
            (told,) = found.values()
            return made(told.actors[0], "title", "person", (told.span,), "rule:compatriot", 0.65)
        for spoken in (
            () if found or rest else r.cast.spoken_back(r.cast.sentence_at(span.start), 2)
        ):
            (one, *others) = spoken.source.actors
            if spoken.span.end > span.start or others or spoken.source.kind != "person":
                continue
            if r.cast.country_of(one, r.day) is not None:
                return None
            return made(one, "title", "person", (spoken.span,), "rule:compatriot", 0.55)
    return None


_REALMS: dict[str, frozenset[str] | None] = {
    **{realm: codes for realm, codes in REALM_CODES.items() if realm != "island"},
    **dict.fromkeys(("country", "republic", "nation", "state", "island", "archipelago")),
}
"""Words for a state -> the codes of those called so; None where many are."""


def _state(r: SourceSpan, span: Span, noun: str) -> Source | None:
    """Reads "the kingdom", "the country": the state so called that the text told of last."""
    if noun not in _REALMS:
        return None
    codes = _REALMS[noun]
    here = r.cast.sentence_at(span.start)
    first = r.cast.sentence(max(0, here - 3)).start
    for mention in r.cast.mentions_before(span.start, 12):
        state = r.cast.state_of(mention)
        if mention.span.start < first:
            return None
        if state is None or mention.kind == "person":
            continue
        if codes is None and (mention.kind != "state" or mention.form == "demonym"):
            continue
        if codes is None or state.country in codes:
            return made(state, "named", "body", (mention.span,), "rule:state-told-before", 0.65)
    return None


_PLAINLY_ONE = re.compile(
    r"the\s(?:\d\d-year-old"
    r"|(?:former|one-time|ex-?|veteran|career|retired|seasoned|outspoken)\s?[\w -]+"
    r"|(?:[\w-]+\s){0,3}(?:laureate|banker|lawyer|politician|statesman|stateswoman|economist"
    r"|academic|cleric|billionaire|businessman|businesswoman|tycoon|veteran|republican|democrat"
    r"|conservative|socialist|liberal|nationalist|populist|physician|engineer|journalist"
    r"|strongman|hardliner|moderate|centrist|dissident|[\w-]+-turned-[\w-]+))\Z",
    re.IGNORECASE,
)
_FITS = {
    "diplomat": re.compile(r"diplomat|minister|ambassador|envoy|representative|foreign|secretary"),
    "official": re.compile(
        r"official|spokes|minister|adviser|advisor|secretary|chief|head|director"
    ),
    "lawmaker": re.compile(r"senator|lawmaker|congress|parliament|deput|speaker|house|legislat"),
    "legislator": re.compile(r"senator|lawmaker|congress|parliament|deput|speaker|house|legislat"),
    "politician": re.compile(r"president|minister|leader|senator|chancellor|opposition|party"),
    "statesman": re.compile(r"president|minister|leader|chancellor"),
}


def _last_speaker(r: SourceSpan, span: Span, head: Span, noun: str, words: str) -> Source | None:
    """Reads "the 62-year-old", "the former banker", "the diplomat": the person who spoke last."""
    plainly = _PLAINLY_ONE.match(words) is not None
    fits = _FITS.get(noun)
    if not plainly and fits is None:
        return None
    state = r.cast.state_in(head)
    for spoken in r.cast.spoken_back(r.cast.sentence_at(span.start), 2):
        known = spoken.source
        if spoken.span.end > span.start or len(known.actors) != 1 or known.kind != "person":
            continue
        actor = known.actors[0]
        if state is not None and not _serves(r, actor, state):
            return None
        if any(
            m.kind == "person" and all(actor.id != other.id for other in m.actors)
            for m in r.cast.mentions_in(Span(spoken.span.end, span.start))
            if r.cast.sentence_at(m.span.start) > spoken.sentence
        ):
            return None  # another one has been told of since
        if not plainly and fits is not None:
            posts = r.cast.registry.posts_on(actor.id, r.day)
            told = [
                *(post.label for post in posts),
                *r.cast.roles.get(actor.id, ()),
                known.as_written,
            ]
            if not fits.search(" ".join(told).lower().replace("_", " ")):
                return None
        return replace(
            known,
            basis="title",
            evidence=(spoken.span,),
            found_by="rule:last-speaker",
            confidence=0.65,
        )
    return None


def epithet(r: SourceSpan, span: Span, head: Span) -> Source | None:
    """Reads "The former Peruvian president", "The novelist-turned-senator" behind a name.

    The only person told of in the sentence before, or at the beginning of this one, whose
    state is no other; nobody where that one's posts are known and none fits.
    """
    words = r.text[slice(*head)].strip()
    if _PLAINLY_ONE.match(words) is None:
        return None
    here = r.cast.sentence_at(span.start)
    state = r.cast.state_in(head)
    for number in (here, here - 1):
        area = r.cast.sentence(max(0, number))
        people = {
            m.actors[0].id: m
            for m in r.cast.mentions_in(Span(area.start, min(area.end, span.start)))
            if m.kind == "person" and len(m.actors) == 1 and not r.cast.quoted(m.span.start)
        }
        if len(people) > 1 or (people and number < 0):
            return None
        for mention in people.values():
            actor = mention.actors[0]
            served = r.cast.country_of(actor, r.day)
            held = [t for t in r.cast.registry.tenures_of(actor.id) if t.basis_on(r.day)]
            if state is not None and served is not None and served.id != state.id:
                return None
            if any(t.basis_on(r.day) == "dated" for t in held) and "former" in words.lower():
                return None
            return made(actor, "title", "person", (mention.span,), "rule:epithet", 0.6)
    return None


_ONE = r"\b(?:an?|one|another)\s(?:[\w’'.-]+\s){0,4}?"


def _told_of(r: SourceSpan, span: Span, noun: str) -> Source | None:
    """Reads "the official" after "A Peruvian official was blunter": who has not spoken yet."""
    if noun not in _PERSONS:
        return None
    here = r.cast.sentence_at(span.start)
    start = r.cast.sentence(max(0, here - 2)).start
    found = list(re.finditer(rf"{_ONE}{noun}\b", r.text[start : span.start], re.IGNORECASE))
    if not found:
        return None
    place = Span(start + found[-1].start(), start + found[-1].end())
    state = r.cast.state_in(place)
    return r.unnamed((place,), r.text[slice(*place)], state, "rule:unnamed", 0.6)


def adopted_by(r: SourceSpan, span: Span) -> Source | None:
    """Who speaks in "the resolution": the council or assembly named last before."""
    for mention in _back(r, span):
        name = mention.actors[0].name
        if re.search(r"\b(?:Council|Assembly|Parliament)\b", name):
            return made(
                mention.actors[0], "named", "document", (mention.span,), "rule:resolution", 0.75
            )
    return None


def _back(r: SourceSpan, span: Span) -> list[Mention]:
    """Organisations named before, nearest first."""
    before = r.cast.mentions_before(span.start, _REACH)
    return [m for m in before if m.kind == "organisation" and len(m.actors) == 1]


def _spoke(r: SourceSpan, span: Span, noun: str) -> Source | None:
    """Reads "the agency", "the ministry", "the paper": the last named one that spoke."""
    kinds = _NOUN_KINDS.get(noun)
    if kinds is None:
        return None
    for spoken in r.cast.spoken_back(r.cast.sentence_at(span.start), 12):
        known = spoken.source
        if spoken.span.end > span.start or known.basis == "unnamed" or len(known.actors) > 1:
            continue
        if known.kind not in kinds or known.actors[0].kind == "state":
            continue
        if known.kind == "body" and noun not in known.actors[0].name.lower():
            continue
        return replace(
            known,
            basis="pronoun",
            evidence=(spoken.span,),
            found_by="rule:told-before",
            confidence=0.75,
        )
    return None


_ANY_BODY = frozenset(
    ("same", "whole", "full", "entire", "regional", "global", "european", "african")
)


def _called_so(r: SourceSpan, head: Span, mention: Mention, noun: str) -> bool:
    """ "The regional central bank" is not the World Bank: other words are its own."""
    before = r.text[slice(*head)].lower().split()[1:]
    before = before[: before.index(noun)] if noun in before else []
    name = f"{mention.actors[0].name} {r.text[slice(*mention.span)]}".lower()
    return all(word in name or (word in _ANY_BODY and len(before) == 1) for word in before)


def _body(r: SourceSpan, span: Span, head: Span, noun: str) -> Source | None:
    """Reads "the bloc", "the Council": the last organisation of that kind or name."""
    types = _BODIES.get(noun, frozenset())
    if not types and noun not in _NAMED_SO:
        return None
    for mention in _back(r, span):
        actor = mention.actors[0]
        named = noun in _NAMED_SO and re.search(rf"\b{noun}\b", actor.name, re.IGNORECASE)
        if named and not _called_so(r, head, mention, noun):
            continue
        if named or r.cast.registry.type_of(actor.id) in types:
            return made(
                actor, "named", kind_of(actor), (mention.span,), "rule:body-told-before", 0.7
            )
    return None


def _delegation(r: SourceSpan, span: Span, noun: str) -> Source | None:
    """Reads "the delegation" after "a delegation from Peru", "the Peruvian delegation"."""
    if noun not in ("delegation", "side", "team"):
        return None
    for mention in r.cast.mentions_before(span.start, 20):
        lead = r.text[max(0, mention.span.start - 30) : mention.span.start]
        rest = r.text[mention.span.end : mention.span.end + 30]
        near = re.match(rf"(?:[’']s)?\s+(?:\w+\s+)?{noun}\b", rest) or re.search(
            rf"\b{noun}\s+(?:from|of)\s+(?:the\s+)?\Z", lead
        )
        state = r.cast.state_of(mention) if near else None
        if state is not None:
            return made(state, "named", "body", (mention.span,), "rule:delegation", 0.65)
    return None


def _human(r: SourceSpan, span: Span, noun: str) -> Source | None:
    """The person with that title, or the unnamed one called so, whoever is told of last."""
    person = _person(r, span, noun) if noun in _PERSONS else None
    unnamed = _unnamed(r, span, noun)
    if person is None or unnamed is None:
        return person or unnamed
    return max(person, unnamed, key=lambda source: source.evidence[-1].start)


def _person(r: SourceSpan, span: Span, noun: str) -> Source | None:
    """Reads "the envoy": the person whose title in the article has that word."""
    found: dict[str, Mention] = {}
    for word in (noun, *_ALSO.get(noun, ())):
        for mention in () if found else r.cast.with_title(word, span.start, _REACH):
            found.setdefault(mention.actors[0].id, mention)
    state = r.cast.state_in(span)
    if state is not None:
        found = {key: m for key, m in found.items() if _serves(r, m.actors[0], state)}
    if len(found) > 1:
        for spoken in r.cast.spoken_back(r.cast.sentence_at(span.start), 4):
            (first, *others) = spoken.source.actors
            if not others and first.id in found:
                found = {first.id: found[first.id]}
                break
    if len(found) > 1:
        here = r.cast.sentence_at(span.start)
        near = {
            m.actors[0].id: m
            for m in r.cast.mentions_before(span.start, 12)
            if m.actors[0].id in found and r.cast.sentence_at(m.span.start) >= here - 1
        }
        found = near if len(near) == 1 else found
    if len(found) != 1:
        return None
    mention = next(iter(found.values()))
    source = made(
        mention.actors[0], "title", "person", (mention.span,), "rule:title-told-before", 0.7
    )
    return replace(source, role=mention.role)


def _serves(r: SourceSpan, actor: Actor, state: Actor) -> bool:
    country = r.cast.country_of(actor, r.day)
    return country is not None and country.id == state.id


def _unnamed(r: SourceSpan, span: Span, noun: str) -> Source | None:
    """Reads "the diplomat": the unnamed one who was called so."""
    for spoken in r.cast.spoken_back(r.cast.sentence_at(span.start), 12):
        known = spoken.source
        called = noun in ("interlocutor", "source") or re.search(
            rf"\b{noun}\b", known.as_written, re.IGNORECASE
        )
        if known.kind == "unnamed" and called and known.found_by in ("rule:unnamed", "rule:owned"):
            return replace(known, evidence=(spoken.span,), confidence=0.6)
    return None
