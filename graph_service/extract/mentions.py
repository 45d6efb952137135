"""Mentions: the names in an article, and whom they mean there.

Owns the reading of names of persons, states, bodies and outlets over the whole
text: full name first, family name later, titles beside the name, gender where a
title or word shows it. Which mention is a statement's speaker is `speakers`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from graph_service.actors.registry import Name, Registry
from graph_service.extract import wordlists
from graph_service.extract.capitals import speakers_in_capitals
from graph_service.extract.common_names import common_names
from graph_service.extract.draft import Draft, Mention
from graph_service.extract.given_names import MEN, WOMEN, gender_of_name
from graph_service.extract.titles import (
    ANY_TITLE,
    HONORIFIC,
    ORGANISATION,
    gender_of,
    own_lead,
    role_of,
)
from graph_service.extract.written_otherwise import unknown_person, written_otherwise
from graph_service.model import Actor, Article, Span

_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-ŽŞİΆ-ΏΑ-ΫЀ-ЯҐԱ-Ֆ"
"""Latin, Greek, Cyrillic, Armenian; other scripts do not tell a name from other words."""
_PART = rf"[{_CAPITAL}][\w’'.-]*[\w]"
_PARTICLE = r"(?:de|da|do|dos|del|della|di|van|von|der|den|bin|ibn|al|el|ben|la|le|ter|zu)"
FULL_NAME = re.compile(
    rf"\b{_PART}(?:[^\S\r\n](?:[A-Z]\.|{_PARTICLE}|(?:[ae]l-)?{_PART})){{0,4}}"
    rf"[^\S\r\n](?:[ae]l-)?{_PART}"
)
ONE_NAME = re.compile(rf"\b{_PART}")
_ONE_WORD = re.compile(rf"\b[{_CAPITAL}][\w-]*(?:[’'][A-Z]\w+)?\b")
_RELATIVE = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[’']s)\s+(?:\w+\s+)?(?:wife|husband|son|daughter|brother|sister|father|mother"
    r"|uncle|cousin|widow|spouse|son-in-law)\s*,?\s+\Z"
)
_BEFORE = 70
_NOT_HEAD = re.compile(r",|\b(?:of|at|for|in|from|with|to|by|on)\b")
"""Behind one of these a name in a source is somebody's school or employer, not the speaker."""
_NOT_NAMES = re.compile(
    r"\b(?:The|A|An|In|On|At|For|And|But|If|As|It|He|She|They|We|This|That|These|Those|After"
    r"|Before|When|While|Since|With|From|By|To|Of|Mr|Mrs|Ms|Dr|Sir|Monday|Tuesday|Wednesday"
    r"|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|President|Minister|Prime|Foreign|Defence|Defense"
    r"|Secretary|Chancellor|Premier|Vice|Deputy|General|King|Queen|Chairman|Chairwoman|Speaker"
    r"|Ambassador|Envoy|Spokesman|Spokeswoman|Spokesperson|Council|Ministry|Department|Committee"
    r"|Agency|News|National|United|Nations|Union|Republic|Party|Government|State|House|Office"
    r"|Mayor|Senator|Sen|Rep|Gov|Gen|Col|Lt|Commission|Commissioner|Parliament|Assembly|Security"
    r"|Adviser|Advisor|Leader|Crown|Prince|Princess|Emperor|Emir|Senior|Former|Late|Acting"
    r"|Democrat|Republican|Rev|CEO|Judge|Justice|Attorney|Congressman|Congresswoman|Pope|Captain|Major|Lieutenant|Brigadier|Sergeant|Commander"
    r"|Mayor|Prosecutor|Sheikh|Sheikha|Ayatollah|Colonel|Admiral|Marshal|Cardinal|Archbishop|Special|First|Lady|Supreme|West|East|North|South|New|High|Top|Two|Three"
    r"|Interior|Finance|Trade|Labou?r|Economy|Energy|Agriculture|Culture|Education|Transport|Health"
    r"|Counsell?or|Councill?or|Consul|Charg[eé]|Attach[eé]|Undersecretary|Acting|Rear|Brig|Sgt|Imam"
    r"|Mufti|Patriarch|Rabbi|Bishop|Presidential|Parliamentary|Opposition|Rebel|Military|Naval"
    r"|Spokespeople|Economist|Analyst|Expert|Lawmaker|Negotiator|Baroness|Baron|Sultan|Premier"
    r"|Press|Chief|Staff|Director|Professor|University|Institute|Times"
    r"|Post|Journal|Daily|Radio|Television|TV|Bank|Court|Army|Navy|Force|Command|Summit"
    r"|Both|Either|Neither|Nor|Or|Yet|So|Still|Then|Thus|Hence|Now|Here|There|Also|Again|Instead"
    r"|Indeed|Perhaps|Maybe|Meanwhile|Meantime|Nevertheless|Nonetheless|Otherwise|Moreover"
    r"|Furthermore|Besides|Likewise|However|Therefore|Afterwards?|Later|Earlier|Today|Yesterday"
    r"|Tomorrow|Tonight|Once|Twice|Even|Only|Just|Never|Soon|Often|Always|Elsewhere"
    r"|Unlike|Like|Under|Over|About|Among|Amid|Against|Across|Alongside|Along|Behind|Beside"
    r"|Between|Beyond|Despite|During|Except|Inside|Outside|Into|Near|Through|Throughout"
    r"|Toward|Towards|Until|Upon|Versus|Via|Within|Without|Although|Though|Because|Unless|Whereas"
    r"|Whether|Whenever|Wherever|Where|Who|Whom|Whose|Which|What|Why|How|Yes|No|Not|Some|Many"
    r"|Most|Several|Other|Another|Such|All|Each|Every|Few|His|Her|Its|Their|Our|My|Your"
    r"|Team|Speech|Campaign|Tower|Doctrine|Plan)\b"
)
_SHORT_TITLES = frozenset(
    ("Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Late", "May", "March", "August")
)
"""Short for a title before a name, and with it a name's last part ("Hun Sen")."""
_FIRST_OF_SENTENCE = re.compile(r"(?:\A|[.!?:;\n]|[“”\"‘(])\s*\Z")
_ADVERB = re.compile(r"[A-Z][a-z]{2,}ly\b")
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_ALSO_NAMES = wordlists.words(
    "Art Beverly Billy Charly Chase Drew Elly Faith Grace Grant Holly Hope Joy Kelly Kimberly Lily"
    " May Molly Nelly Pat Polly Rob Rose Rusty Sally Sandy Skip Sky Sue Wally Will Willy"
)
"""Given names that are also words or look like adverbs."""


def find_mentions(article: Article, draft: Draft, registry: Registry) -> Draft:
    """Fill `mentions` over the whole text, family names resolved within the article."""
    text = article.text
    found: list[Mention] = []
    dates = {expression.span.start for expression in draft.expressions}
    for span, names in registry.names_in(text):
        mention = _registered(span, names, registry)
        # "in May 2018" is no Theresa May.
        if mention is None:
            continue
        if mention.form == "surname" and (span.start in dates or _placed(text, span)):
            continue
        found.append(mention)
    found = sorted([*found, *common_names(text, found, registry)], key=lambda m: m.span)
    capitals = [mention for mention, _ in speakers_in_capitals(article, registry)]
    if capitals:
        kept = [m for m in found if not any(m.span.overlaps(c.span) for c in capitals)]
        found = sorted([*kept, *capitals], key=lambda m: m.span)
    found = _with_unknown(text, draft, found, registry, article.published)
    found = [_beside(text, mention) for mention in found]
    return replace(draft, mentions=tuple(_family_names(text, found, registry, article.published)))


def _placed(text: str, span: Span) -> bool:
    """Nobody is meant in "a rally in El-Obeid"."""
    lead = text[max(0, span.start - 9) : span.start]
    return re.search(r"\b(?:[Ii]n|[Nn]ear|outside)\s\Z", lead) is not None


def _registered(span: Span, names: tuple[Name, ...], registry: Registry) -> Mention | None:
    """A mention of registered actors; the strongest kind of surface form decides."""
    full = [name for name in names if name.kind != "surname"]
    chosen = full or list(names)
    actors = {name.actor: registry.actor(name.actor) for name in chosen}
    known = tuple(actor for actor in actors.values() if actor is not None)
    if not known:
        return None
    return Mention(span, known, chosen[0].kind, known[0].kind)


def _with_unknown(
    text: str, draft: Draft, found: list[Mention], registry: Registry, day: date | None
) -> list[Mention]:
    """Add persons that no registry knows: full names beside a title, or in a source span."""
    sources = sorted({part for a in draft.attributions for part in a.source})
    spoken = _spoken_names(text, sources)
    small = set(_SMALL.findall(text))
    starts = [mention.span.start for mention in found]
    replaced: set[int] = set()
    added: list[Mention] = []
    for match in FULL_NAME.finditer(text):
        span = _name_part(text, Span(*match.span()), small)
        if span is None or ORGANISATION.search(text, *span):
            continue
        low, high = _overlapping(found, starts, span)
        if low < high and found[low].kind == "state" and _follows(text, found[low].span, span):
            # "In Washington Raj Shah said"
            span = Span(found[low].span.end + 1, span.end)
            low, high = _overlapping(found, starts, span)
        if not all(_longer_person(found[at], span) for at in range(low, high)):
            continue
        before = bisect_right(sources, Span(span.start, len(text))) - 1
        in_source = (
            before >= 0
            and sources[before].contains(span)
            and (
                not _NOT_HEAD.search(text, sources[before].start, span.start)
                or _apposed(text, sources[before], span)
            )
        )
        in_source = in_source or text[slice(*span)].split()[-1] in spoken
        in_source = in_source or re.match(r",? who\b", text[span.end : span.end + 6]) is not None
        titled = ANY_TITLE.search(text, max(0, span.start - 30), span.start) or HONORIFIC.search(
            text, max(0, span.start - 6), span.start
        )
        titled_behind = _with_post_behind(text, span)
        if in_source or titled or titled_behind or _of_state(text, span, found, starts):
            name = " ".join(text[slice(*span)].split())
            actor = written_otherwise(name, registry, day) or unknown_person(name)
            added.append(Mention(span, (actor,), "name", "person"))
            replaced.update(range(low, high))
    kept = [mention for at, mention in enumerate(found) if at not in replaced]
    return sorted([*kept, *added], key=lambda mention: mention.span)


def _with_post_behind(text: str, span: Span) -> bool:
    """Reads "Ada Rook, Norland's defence minister," as somebody with a title."""
    behind = re.match(
        r",\s(?:the\s|an?\s|[A-Z]\w+[’']s\s)?([^,;:.“”\"]{4,60})[,.;]",
        text[span.end : span.end + 80],
    )
    return behind is not None and ANY_TITLE.search(behind[1]) is not None


def _apposed(text: str, source: Span, span: Span) -> bool:
    """Reads "his Indian colleague, Ada Rook" and "one of them, the former judge Ada Rook".

    The name ends a source that begins otherwise.
    """
    lead = text[source.start : span.start]
    return source.end == span.end and bool(
        re.fullmatch(
            r"[^,]*,\s+"
            r"(?:(?:the|an?|his|her|its)\s(?:[\w-]+\s){1,6}|(?:[A-Z][\w-]+\s){1,3})?",
            lead,
        )
    )


def _of_state(text: str, span: Span, found: list[Mention], starts: list[int]) -> bool:
    """Reads "Ada Rook of Ardenia" and "Ardenia's Ada Rook" where a sentence begins."""
    after = re.match(r"\s+(?:of\s+(?:the\s+)?|\()", text[span.end : span.end + 10])
    if after and re.search(r"(?:\A|[.!?\n”\"])\s*\Z", text[max(0, span.start - 3) : span.start]):
        at = bisect_left(starts, span.end + after.end())
        return (
            at < len(found)
            and found[at].span.start == span.end + after.end()
            and found[at].kind == "state"
        )
    before = bisect_left(starts, span.start) - 1
    return (
        before >= 0
        and found[before].kind == "state"
        and text[found[before].span.end : span.start] in ("’s ", "'s ")
    )


def _spoken_names(text: str, sources: list[Span]) -> set[str]:
    """Family names that sources consist of ("Mr. Clarke"): their full names are looked for."""
    found = set()
    for span in sources:
        words = HONORIFIC.sub("", text[slice(*span)]).strip(" .,").split()
        if len(words) == 1 and ONE_NAME.fullmatch(words[0]) and not _NOT_NAMES.fullmatch(words[0]):
            found.add(words[0])
    return found


def _overlapping(found: list[Mention], starts: list[int], span: Span) -> tuple[int, int]:
    """Range of the mentions that overlap a span; mentions do not overlap one another."""
    high = bisect_left(starts, span.end)
    low = bisect_right(starts, span.start)
    if low > 0 and found[low - 1].span.end > span.start:
        low -= 1
    return low, high


def _follows(text: str, place: Span, span: Span) -> bool:
    """A full name of two words or more follows right behind a place that a clause opens with."""
    if place.start != span.start or not re.search(r"\b(?:In|From|At)\s\Z", text[: span.start][-6:]):
        return False
    rest = text[place.end : span.end]
    return rest[:1] == " " and len(rest.split()) >= 2


def _longer_person(known: Mention, span: Span) -> bool:
    """A registered family name within a longer unknown full name: "Jane Putin" is not Putin."""
    return known.form == "surname" and span.contains(known.span) and span != known.span


def _name_part(text: str, span: Span, small: set[str]) -> Span | None:
    """The name without words that are no part of one; None where too little is left."""
    start = span.start
    for stop in _NOT_NAMES.finditer(text, *span):
        lead = text[span.start : stop.start()].split()
        if stop.end() == span.end and lead and _ends_name(lead[-1], stop[0]):
            continue  # "Charlie King", "Hun Sen"
        start = stop.end()
    for owner in re.finditer(r"[’']s\s+", text[slice(*span)]):
        start = max(start, span.start + owner.end())  # "Lindava’s Ada Rook"
    while start < span.end and not text[start].isalpha():
        start += 1
    words = text[start : span.end].split()
    if words and start == span.start and _opens(text, start, words[0], small):
        start += len(words[0]) + 1
        words = words[1:]
    if len(words) < 2 or (words[0].isupper() and len(words[0]) > 3):
        return None
    return Span(start, span.end)


def _ends_name(before: str, word: str) -> bool:
    """A title's word that is the last part of a name here."""
    if before in MEN or before in WOMEN:
        return True
    return word in _SHORT_TITLES and not _NOT_NAMES.fullmatch(before)


def _opens(text: str, start: int, word: str, small: set[str]) -> bool:
    """The word has its capital from the sentence it begins: "Separately Vane", "Talks Vane".

    An adverb, or a word that the article writes small elsewhere; no common given name.
    """
    if word in MEN or word in WOMEN or word in _ALSO_NAMES:
        return False
    if not _FIRST_OF_SENTENCE.search(text, max(0, start - 4), start):
        return False
    return bool(_ADVERB.fullmatch(word)) or word.lower() in small


def _beside(text: str, mention: Mention) -> Mention:
    """Role and gender from the words just before and after a person's name."""
    if mention.kind != "person":
        return mention
    before = text[max(0, mention.span.start - _BEFORE) : mention.span.start]
    before = re.split(r"[.;:!?“”\"—–\n]|,(?!\s*$)|\band\b", before)[-1]
    before = own_lead(before)
    # A title stands right before its name, or its apposition right after it.
    title = before if ANY_TITLE.search(before[-45:]) else ""
    if before.rstrip().endswith(","):
        # "Peru's president, X": the title must end at the comma.
        ends = [match.end() for match in ANY_TITLE.finditer(before)]
        title = before if ends and ends[-1] == len(before.rstrip(" ,")) else ""
    after = text[mention.span.end : mention.span.end + _BEFORE]
    apposition = re.match(r",\s+([^,.;“”\"]{3,60}),", after)
    follows = apposition[1] if apposition and ANY_TITLE.search(apposition[1]) else ""
    honorific = HONORIFIC.search(before[-6:])
    gender = gender_of(title) or gender_of(follows)
    if gender is None and honorific:
        gender = gender_of(honorific[0])
    role = role_of(title) if title else role_of(follows) if follows else None
    return replace(mention, role=role, gender=gender)


def _family_names(
    text: str, found: list[Mention], registry: Registry, day: date | None
) -> list[Mention]:
    """Resolve family names: the article's own full names first, then one plausible candidate."""
    full: dict[str, dict[str, Actor]] = {}
    states: set[str] = set()
    relatives: set[str] = set()
    found = [_brussels(text, mention, registry) for mention in found]
    found = [_holder_of_title(text, mention, registry, day) for mention in found]
    for mention in found:
        if mention.kind == "person" and len(mention.actors) == 1:
            near = text[max(0, mention.span.start - 30) : mention.span.start]
            if _RELATIVE.search(near):
                relatives.add(mention.actors[0].id)
        if mention.kind == "person" and mention.form != "surname" and len(mention.actors) == 1:
            actor = mention.actors[0]
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
        if len(candidates) > 1:
            # His wife is called by her full name; the surname alone stays his.
            candidates = [a for a in candidates if a.id not in relatives] or candidates
        if len(candidates) > 1:
            candidates = _told_of_last(candidates, resolved) or candidates
        if not candidates:
            candidates = [a for a in mention.actors if _plausible(a, registry, states, day)]
            if not candidates:
                # Known elsewhere, but nothing here speaks for it: a name with candidates.
                resolved.append(replace(mention, form="surname?"))
                continue
        resolved.append(replace(mention, actors=tuple(candidates)))
    return _bare_names(text, resolved, full)


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


def _bare_names(
    text: str, found: list[Mention], full: dict[str, dict[str, Actor]]
) -> list[Mention]:
    """Add later mentions of persons by one word of a name that no registry knows."""
    local = {
        word: next(iter(actors.values()))
        for word, actors in full.items()
        if len(actors) == 1
        and next(iter(actors)).startswith("actor-x-")
        and len(word) > 2
        and (
            not _NOT_NAMES.fullmatch(word) or next(iter(actors.values())).name.endswith(f" {word}")
        )
    }
    if not local:
        return found
    added: dict[Span, Mention] = {}
    starts = [mention.span.start for mention in found]
    for match in _ONE_WORD.finditer(text):
        actor = local.get(match[0]) or (local.get(match[0].title()) if match[0].isupper() else None)
        if actor is None:
            continue
        span = Span(*match.span())
        if _NOT_NAMES.fullmatch(match[0]) and not HONORIFIC.search(
            text, max(0, span.start - 5), span.start
        ):
            continue  # "Mr. King", but not "the King"
        low, high = _overlapping(found, starts, span)
        # "Jordan said" in an article on Jim Jordan is not the state.
        same = low < high and found[low].span == span and found[low].kind == "state"
        if low == high or (same and actor.name.split()[-1] == match[0]):
            added[span] = Mention(span, (actor,), "surname", "person")
    kept = [mention for mention in found if mention.span not in added]
    return sorted([*kept, *added.values()], key=lambda m: m.span)
