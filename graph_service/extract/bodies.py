"""States, bodies, outlets and their papers as sources; names that no registry knows.

Owns the readings of a source span that is no person's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.extract.antecedents import last_document
from graph_service.extract.described import adopted_by
from graph_service.extract.draft import Mention, Source
from graph_service.extract.groups import they
from graph_service.extract.name_forms import FULL_NAME, NOT_NAMES, ONE_NAME
from graph_service.extract.owned import owned, subject_before
from graph_service.extract.posts_named import INDEFINITE
from graph_service.extract.source_span import PREPOSITION, SourceSpan, kind_of, made
from graph_service.extract.states_told import local, placed, seat_told, whose
from graph_service.extract.titles import (
    AGENCY,
    BODY,
    BODY_ROLES,
    DOCUMENT,
    GENERIC,
    GOVERNMENT,
    HONORIFIC,
    IS_READOUT,
    ONE_NAMED,
    ORGANISATION,
    TITLED_SURNAME,
    state_of_body,
)
from graph_service.extract.written_otherwise import unknown_person
from graph_service.model import Actor, ReportKind, Span, SpeakerBasis

_OUTLET = re.compile(
    r"\b(?:Times|Post|Journal|News|Press|Daily|Herald|Tribune|Gazette|Radio|TV|Television|Network"
    r"|Agency|Courier|Chronicle|Observer|Mail|Star|Globe)\b"
)

_CLAUSE_BEFORE = re.compile(r"\b(?:began|broke out|[a-z]{3,}ed)\s+(?:the\s+)?\Z")
"""A clause without its comma: "when the war in Gaza began the Security Council urged"."""
_MEMBERS = re.compile(
    r"\s+(?:foreign |defen[cs]e |member )?(?:leaders|ministers|ambassadors|members|allies|states"
    r"|nations|countries)(?=,|\s*\Z|\s+[a-z])"
)
"""Behind an international body's name: all its members, who speak as the body."""


def paper(r: SourceSpan, span: Span, words: str) -> Source | None:
    """Reads "Moscow's readout", "the Chinese statement", "the statement": whoever issued it."""
    head = r.head(span)
    document = DOCUMENT.search(r.text, *head)
    if document is None:
        return None
    before = Span(head.start, document.start())
    rest = r.text[document.end() : head.end].strip()
    preposition = PREPOSITION.match(rest)
    if rest and preposition is None and not re.fullmatch(r"\d[\d/()A-Z-]*", rest):
        return None  # "the statement department": the noun is not the head
    if PREPOSITION.search(r.text[slice(*before)]):
        return None  # "a spokesman for the report"
    kind: ReportKind = "readout" if IS_READOUT.search(document[0]) else "document"
    named = r.cast.mentions_in(before)
    if not named and preposition and preposition[0].lower() in ("by", "from", "of", "in"):
        named = r.cast.mentions_in(Span(document.end(), head.end))
    for mention in named:
        if len(mention.actors) == 1:
            owner = actor_of(r, mention)
            return replace(
                owner,
                kind=kind,
                found_by="rule:paper",
                evidence=(mention.span,),
                country=r.cast.state_of(mention),
            )
    by = rest[preposition.end() :].lstrip() if preposition else ""
    if POSSESSED.match(by):  # "a readout from his office"
        office = owned(r, Span(head.end - len(by), head.end), span)
        if office is not None and office.kind == "body":
            return replace(office, kind=kind, found_by="rule:paper", evidence=(span,))
    state = r.cast.state_in(span)
    body = BODY.search(r.text, *head)
    if body and (state or (body.start() < document.start())):
        actor = r.cast.body_named(body[0], state)
        if actor:
            return made(actor, "named", kind, (span,), "rule:paper", 0.75)
    if _SAME.match(r.text, *head) and (issued := _issued_before(r, head, document["noun"])):
        return replace(issued, kind=kind, found_by="rule:same-paper")
    if _SAME.match(r.text, *head):
        last = last_document(r.cast, span)
        if last is not None and last.source.basis != "unnamed":
            return replace(
                last.source,
                kind=kind,
                basis="joint" if len(last.source.actors) > 1 else "pronoun",
                evidence=(last.span,),
                found_by="rule:same-paper",
                confidence=0.75,
            )
    if document["noun"].lower() in ("resolution", "text") and not named:
        adopted = adopted_by(r, span)
        if adopted is not None:
            return adopted
    if "joint" in words.lower():
        return they(r.cast, span, words, 12, r.day)
    if re.search(r"\w(?:[’']s|s[’'])\s*(?:\w+\s+){0,2}\Z", r.text[slice(*before)]):
        # "Norland's readout": whoever that is, it is a paper that passes the words on.
        return replace(r.unnamed((span,), words, None, "rule:unnamed-paper", 0.6), kind=kind)
    return None


def _issued_before(r: SourceSpan, head: Span, noun: str) -> Source | None:
    """Reads "the note" after "a note published by the Elysee": whose it was said to be."""
    here = r.cast.sentence_at(head.start)
    pattern = re.compile(
        rf"\b{re.escape(noun.split()[-1])}\s+(?:\w+\s+){{0,4}}?(?:by|from|of)\s+(?:the\s+)?", re.I
    )
    for number in range(here, max(-1, here - 4), -1):
        area = r.cast.sentence(number)
        for found in pattern.finditer(r.text, area.start, min(area.end, head.start)):
            near = r.cast.mentions_in(Span(found.end(), min(area.end, found.end() + 60)))[:1]
            for mention in near:
                if mention.span.start == found.end() and len(mention.actors) == 1:
                    return body(r, mention.span) or actor_of(r, mention)
            told = BODY.match(r.text, found.end())
            if told is not None:
                return body(r, Span(*told.span()))
    return None


POSSESSED = re.compile(r"(?:his|her|its|their)\s", re.IGNORECASE)
_SAME = re.compile(
    r"(?:the|that|this|its|both|another|one of (?:the|its|his|her|their)"
    r"|an? (?:second|third|later|further|separate))\b",
    re.IGNORECASE,
)
"""How a paper is taken up again: "the statement", "one of the posts"."""


def body(r: SourceSpan, head: Span) -> Source | None:
    """A state, body or outlet that the head names."""
    service = _SERVICE.match(r.text, *head)
    if service is not None:
        head = Span(service.end(), head.end)  # "the press service of the Kremlin"
    words = r.text[slice(*head)]
    mentions = r.cast.mentions_in(head)
    members = _of_members(r, head, mentions) or _outlet(r, head, mentions)
    if members is not None:
        return members
    for mention in reversed(mentions):
        if mention.form == "metonym" and mention.span == head and len(mention.actors) > 1:
            # "Brussels": the Union or Belgium.
            return r.unnamed((head,), words, None, "rule:open-place", 0.4, mention.actors)
        if len(mention.actors) != 1 or mention.kind == "person" or r.owns(mention, head):
            continue
        if mention.form == "demonym":
            continue
        lead = r.text[head.start : mention.span.start]
        rest = r.text[mention.span.end : head.end].strip(" ,’'s")
        if PREPOSITION.search(lead) and not _CLAUSE_BEFORE.search(lead):
            government = re.match(
                r"\W*(?:the )?(?:government|administration|state) of", lead, re.IGNORECASE
            )
            if not government:
                continue
            if government.end() == len(lead.rstrip().removesuffix(" the")) and not rest:
                return actor_of(r, mention)
        if rest and not _goes_with(r, rest, mention, head):
            continue
        if GENERIC.search(lead) and mention.kind != "outlet":
            continue
        return actor_of(r, mention)
    outlet = AGENCY.search(words) or re.search(r"news|paper|broadcaster|television|radio", words)
    named_after = outlet and re.match(r",\s+", r.text[head.end : head.end + 3])
    for mention in r.cast.mentions_in(Span(head.end, head.end + 60))[:1] if named_after else []:
        # "the North's official news agency, KCNA"
        if mention.kind == "outlet" and mention.span.start - head.end <= 6:
            return actor_of(r, mention)
    state = r.cast.state_in(head)
    whose_body = _state_of_body(r, head) or r.cast.registry.state(state_of_body(words) or "")
    body = r.cast.body_named(words, whose_body or local_state(r, head))
    named_so = BODY.search(words)
    regional = named_so is not None and re.search(r"\bregional\s\Z", words[: named_so.start()])
    if body is not None and named_so is not None and not INDEFINITE.match(words) and not regional:
        tail = words[named_so.end() :]
        # "sources close to the presidency"
        people = re.match(
            rf"(?:\w+\s){{0,3}}(?:{GENERIC.pattern})\s(?:close|at|in|from|of)\b", words
        )
        if not people and not re.search(r"\w", PREPOSITION.split(tail)[0]):
            return made(body, "named", "body", (head,), "rule:body", 0.85)
    government = GOVERNMENT.search(words.lower())
    if state is None and government is not None and government[0] == "government":
        state = whose(r.cast, head) or (
            local(r.cast, head.start)
            if re.fullmatch(r"the government", words.strip(), re.I)
            else None
        )
    if state is None or government is None or words[government.end() :].strip():
        return None
    if PREPOSITION.search(words, 0, government.start()):
        return None  # "a source in the Kalmerian government"
    if government[0] in ("authorities", "delegation"):
        return None  # people of that state, not the state
    return made(state, "named", "body", (head,), "rule:government", 0.8)


_SERVICE = re.compile(
    r"(?:the\s)?(?:press|information|media)\s(?:service|office|department)\s(?:of|at)\s(?=the\s|[A-Z])",
    re.IGNORECASE,
)
_MEMBERS_OF = re.compile(
    r"(?:the\s)?(?:(?:(?:foreign|defen[cs]e|finance)\s)?(?:leaders|ministers|members|heads of state"
    r"(?:\s(?:and|or)(?:\sof)?\sgovernment)?|(?:member|participating) (?:states|countries)"
    r"|ambassadors"
    r"|(?:states|countries)(?:,?\s(?:members|parties|participants))?)"
    r"(?:\s(?:of|for)\s(?:foreign|external)\saffairs)?\s(?:of|from)\s(?:the\s)?){1,3}"
    r"(?:[\w-]+-(?:nation|member|state|country|strong)\s)?"
    r"(?:(?:regional|west african|african|european|military|western|trade)\s){0,2}"
    r"(?:(?:bloc|alliance|group|union|organi[sz]ation|grouping)\s)?\Z",
    re.IGNORECASE,
)


_GROUP_OF = re.compile(
    r"(?:the\s)?(?:(?:foreign|defen[cs]e|finance)\s)?(?:leaders|ministers|members|heads of state"
    r"(?:\sand\sgovernment)?)\s(?:of|from)\s(?:the\s)?"
    r"(?P<name>(?:Group|Council|League|Union|Community|Organi[sz]ation|Alliance|Association|Forum)\s"
    r"of\s(?:the\s)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})",
)


def _of_members(r: SourceSpan, head: Span, mentions: list[Mention]) -> Source | None:
    """Reads "leaders of the regional bloc ECOWAS", "the members of the Council" as the body."""
    unknown = _GROUP_OF.fullmatch(r.text[slice(*head)].strip())
    if unknown and not mentions:
        actor = Actor(unknown_person(unknown["name"]).id, unknown["name"], "organisation")
        return made(actor, "named", "body", (head,), "rule:members-of-body", 0.65)
    for mention in mentions[:1]:
        actor = mention.actors[0]
        one = mention.kind == "organisation" and len(mention.actors) == 1 and actor.country is None
        lead = r.text[head.start : mention.span.start]
        if one and not r.text[mention.span.end : head.end].strip() and _MEMBERS_OF.match(lead):
            return made(actor, "named", "body", (mention.span,), "rule:members-of-body", 0.7)
    return None


_CALLED_OUTLET = re.compile(
    r"(?:[\w’'-]+\s){0,5}?(?:daily|newspaper|paper|weekly|tabloid|magazine|broadcaster|channel|station"
    r"|website|portal|outlet|television|radio|(?:news\s)?(?:agency|site))\s"
    r"(?P<name>(?:al-|el-|an-|ash-)?[A-Z][\w’'.-]*(?:[\s-][A-Z][\w’'.-]+){0,3})\Z"
)


_OUTLET_BY_NAME = re.compile(
    r"(?:[Tt]he\s)?(?:(?:state|government|army|privately|party)-\w+|private|official|pro-\w+|independent"
    r"|leading|opposition|semi-official|conservative|liberal|left-wing|right-wing)\s"
    r"(?P<name>(?:[A-Z][\w’'-]+\s){0,3}(?:Times|Post|Journal|News|Press|Daily|Herald|Tribune|Gazette"
    r"|Radio|TV|Television|Network|Agency|Courier|Chronicle|Observer|Mail|Star|Globe|Standard|Mirror"
    r"|Monitor|Telegraph|Independent|Express|Sun|Guardian|Citizen|Nation|Echo|Bulletin))\Z"
)


def _outlet(r: SourceSpan, head: Span, mentions: list[Mention]) -> Source | None:
    """An outlet that no registry knows, by what it is: "the Beirut daily al-Akhbar"."""
    words = r.text[slice(*head)].strip(" ,")
    match = _CALLED_OUTLET.match(words)
    match = match or _OUTLET_BY_NAME.match(words)
    if match is None or any(m.kind == "outlet" for m in mentions):
        return None
    actor = Actor(unknown_person(match["name"]).id, match["name"], "outlet")
    kind: ReportKind = "agency" if "agency" in words.lower() else "outlet"
    return made(actor, "named", kind, (head,), "rule:unknown-body", 0.6)


def _state_of_body(r: SourceSpan, head: Span) -> Actor | None:
    """The state right before or after common words for a body, not just anywhere in the source."""
    found = BODY.search(r.text, *head)
    if found is None:
        return None
    for mention in r.cast.mentions_in(head):
        before = r.text[mention.span.end : found.start()]
        after = r.text[found.end() : mention.span.start]
        near = (
            " the " not in before
            and mention.span.end <= found.start()
            and re.fullmatch(r"(?:[’']s?)?\s+(?:[\w-]+\s+){0,2}", before)
        )
        if near or re.fullmatch(r"\s+(?:of|in)\s+(?:the\s+)?", after):
            return r.cast.state_of(mention)
    return None


_DEFINITE = re.compile(r"[Tt]he\s|In\s|[Aa]t\s")


def local_state(r: SourceSpan, head: Span) -> Actor | None:
    """Reads "In Moscow, the foreign ministry said", and "the army" where a state is told of.

    The state of a body so called before ("Peru's foreign ministry ... The ministry") comes first.
    """
    if r.cast.mentions_in(head):
        return None
    return (
        placed(r.cast, head)
        or _of_its_head(r, head)
        or seat_told(r.cast, head.start)
        or _told_before(r, head)
        or local(r.cast, head.start)
    )


def _of_its_head(r: SourceSpan, head: Span) -> Actor | None:
    """Reads "Orin thanked the envoys, the presidency said": the state whose president he is."""
    found = BODY.search(r.text, *head)
    told = subject_before(r, head.start) if found is not None else None
    if found is None or told is None:
        return None
    roles = {t.role for t in r.cast.registry.tenures_of(told.id) if t.basis_on(r.day)}
    roles |= r.cast.roles.get(told.id, set())
    known = any(role in roles and words.search(found["name"]) for role, words in BODY_ROLES)
    return r.cast.country_of(told, r.day) if known else None


def _told_before(r: SourceSpan, head: Span) -> Actor | None:
    """The state of the last body that the article called by the same words."""
    found = BODY.search(r.text, *head)
    if found is None:
        return None
    for mention in r.cast.mentions_before(head.start, 40):
        state = r.cast.state_of(mention)
        if state is None:
            continue
        words = r.text[mention.span.start : mention.span.end + len(found[0]) + 3].lower()
        if words.rstrip().endswith(found["name"].lower()) or found["name"].lower() in words:
            return state
    return None


def _goes_with(r: SourceSpan, rest: str, mention: Mention, head: Span) -> bool:
    """Words after a name that do not make it somebody else's."""
    if mention.kind == "outlet":
        return bool(
            re.fullmatch(
                r"(?:\w+\s){0,2}\w*(?:agency|newspaper|daily|wire|television"
                r"|magazine|network|website|broadcaster|service)",
                rest,
            )
        )
    if mention.kind == "state":
        return bool(GOVERNMENT.fullmatch(rest)) and rest not in ("authorities", "delegation")
    if mention.actors[0].country is None and _MEMBERS.match(r.text, mention.span.end):
        return not INDEFINITE.match(r.text, head.start)  # "two EU ambassadors"
    return bool(PREPOSITION.match(rest))


def actor_of(r: SourceSpan, mention: Mention) -> Source:
    actor = mention.actors[0]
    basis: SpeakerBasis = "metonym" if mention.form == "metonym" else "named"
    return made(actor, basis, kind_of(actor), (mention.span,), f"rule:{mention.form}", 0.9)


_NUMBERED = re.compile(
    r"(?:the\s)?(?P<name>G-?\d{1,2}|P5\+1|E3(?:\+3)?|EU3|E3/EU\+3|BRICS|Quad)"
    r"(?:\s(?:leaders|(?:foreign\s|finance\s)?ministers|members|nations|countries|powers))?",
    re.IGNORECASE,
)
"""Groups of states that are called by their number."""


_PARTY_FOR = re.compile(
    r"(?:[Tt]he\s)?(?:(?:main\s)?opposition\s|ruling\s|governing\s|rebel\s|radical\s|banned\s|armed\s)*"
    r"(?P<name>(?:[A-Z][\w-]+\s){0,2}(?:Movement|Front|Party|Coalition|Alliance|Union|Forces|League"
    r"|Congress|Rally)\s(?:for|of)\s(?:the\s)?[A-Z][\w’'-]+(?:\s(?:and\s|of\s(?:the\s)?)?[A-Z][\w’'-]+){0,4})"
    r"(?:\s\([A-Z]{2,8}\))?\Z"
)
"""A party by its full name, which common words may introduce."""
_OF_A_STATE = re.compile(
    r"\b(?:Party|Front|Movement|Court|Parliament|Senate|Constitutional|Electoral|Election)\b"
)
"""Bodies that a state has: that of which the text tells, where it names no other."""


_PARTISAN = re.compile(
    r"[Tt]he\s(?:[A-Z][\w-]+\s){0,3}(?:Republican|Democrat|Conservative|Socialist|Liberal|Green"
    r"|Nationalist|Islamist|Social Democrat|Christian Democrat)(?=,|\s*\Z)"
)
"""Somebody told of before, by party: "the Florida Republican"."""


def unknown_name(r: SourceSpan, head: Span, span: Span) -> Source | None:
    """A capitalised name that no registry knows: a person or a body of its own."""
    words = r.text[slice(*head)]
    inside = r.cast.mentions_in(head)
    if _PARTISAN.match(words) or (
        re.match(r"[Tt]he\s", words)
        and inside
        and inside[-1].form == "demonym"
        and inside[-1].span.end == head.end
    ):
        return None
    if any(m.form != "demonym" for m in r.cast.mentions_in(head)) and GENERIC.search(words):
        return None
    numbered = _NUMBERED.fullmatch(words.strip(" ,"))
    if numbered and not r.cast.mentions_in(head):
        name = numbered["name"].upper().replace("-", "")
        actor = Actor(unknown_person(name).id, name, "organisation")
        return made(actor, "named", "body", (head,), "rule:unknown-body", 0.7)
    party = _PARTY_FOR.match(words.strip(" ,"))
    if party:
        state = r.cast.state_in(head) or local(r.cast, head.start, person=True)
        known = unknown_person(party["name"])
        actor = Actor(known.id, known.name, "organisation", state.country if state else None)
        return made(actor, "named", "body", (head,), "rule:unknown-body", 0.6)
    match = FULL_NAME.search(words)
    if match and ORGANISATION.search(match[0]) and not GENERIC.search(words, match.end()):
        name = " ".join(match[0].split()).removeprefix("The ")
        if " " not in name:
            return None  # "the Council": one told of before
        known = unknown_person(name)
        outlet = _OUTLET.search(match[0]) is not None
        state = r.cast.state_in(head)
        if state is None and _OF_A_STATE.search(name):
            state = local(r.cast, head.start, person=True)
        actor = Actor(
            known.id,
            name,
            "outlet" if outlet else "organisation",
            state.country if state and not outlet else None,
        )
        return made(actor, "named", kind_of(actor), (head,), "rule:unknown-body", 0.5)
    crowned = ONE_NAMED.fullmatch(words.strip(" ,."))
    if crowned:
        actor = unknown_person(crowned[0].split(" ", 1)[1])
        return made(actor, "named", "person", (head,), "rule:unknown-name", 0.6)
    titled = TITLED_SURNAME.match(words.strip(" ,"))
    if titled and not NOT_NAMES.fullmatch(titled["name"]) and not r.cast.mentions_in(head):
        actor = unknown_person(titled["name"])
        return made(actor, "named", "person", (head,), "rule:unknown-name", 0.5)
    if GENERIC.search(words) or words[:1].islower():
        return None
    bare = ONE_NAME.fullmatch(HONORIFIC.sub("", words).strip(" ,.’'"))
    if bare and r.cast.is_name(bare[0], head.start):
        actor = unknown_person(bare[0])
        return made(actor, "named", "person", (head,), "rule:unknown-name", 0.5)
    if match and words.strip() == match[0]:
        actor = unknown_person(" ".join(match[0].split()))
        return made(actor, "named", "person", (span,), "rule:unknown-name", 0.6)
    return None
