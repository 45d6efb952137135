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
from graph_service.extract.family_names import family_names, overlapping
from graph_service.extract.given_names import MEN, WOMEN
from graph_service.extract.name_forms import FULL_NAME, NOT_NAMES, ONE_NAME
from graph_service.extract.titles import (
    ANY_TITLE,
    HONORIFIC,
    ORGANISATION,
    gender_of,
    gender_of_title,
    own_lead,
    role_of,
    without_honorifics,
)
from graph_service.extract.written_otherwise import unknown_person, written_otherwise
from graph_service.model import Article, Span

_BEFORE = 70
_FAR = 90
_NOT_HEAD = re.compile(r",|\b(?:of|at|for|in|from|with|to|by|on)\b")
"""Behind one of these a name in a source is somebody's school or employer, not the speaker."""
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
    dates = [expression.span for expression in draft.expressions]
    starts = [span.start for span in dates]
    for span, names in registry.names_in(text):
        mention = _registered(span, names, registry)
        # "in May 2018" is no Theresa May.
        if mention is None:
            continue
        if mention.form == "surname" and (_dated(dates, starts, span) or _placed(text, span)):
            continue
        if mention.form == "surname" and _of_company(text, span):
            continue
        found.append(mention)
    found = sorted([*found, *common_names(text, found, registry)], key=lambda m: m.span)
    capitals = [mention for mention, _ in speakers_in_capitals(article, registry)]
    if capitals:
        kept = [m for m in found if not any(m.span.overlaps(c.span) for c in capitals)]
        found = sorted([*kept, *capitals], key=lambda m: m.span)
    found = _whole(text, found)
    found = _with_unknown(text, draft, found, registry, article.published)
    found = [_beside(text, mention) for mention in found]
    return replace(draft, mentions=tuple(family_names(text, found, registry, article.published)))


def _dated(dates: list[Span], starts: list[int], span: Span) -> bool:
    """The word is part of a date ("22 May 2019")."""
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and dates[at].contains(span)


_COMPANY = re.compile(
    r"(?:\s[A-Z][\w&.’'-]*){0,3}\s(?:Company|Corporation|Corp|Holdings?|Industries|Inc|Ltd|Limited|PLC"
    r"|Plc|plc|LLC|AG|SA|Group|Airlines|Airways|Shipping|Lines|Technologies|Systems|Motors)\b"
)


def _of_company(text: str, span: Span) -> bool:
    """No person is meant in "Electric Power Company", "Marsh Holdings", "Marsh Lines"."""
    if _COMPANY.match(text, span.end) is not None:
        return True
    lead = re.search(r"\b[A-Z][\w’'-]+\s\Z", text[max(0, span.start - 25) : span.start])
    return _COMPANY.fullmatch(f" {text[slice(*span)]}") is not None and lead is not None


def _whole(text: str, found: list[Mention]) -> list[Mention]:
    """A family name right behind a person's name is its end: "Salman bin Abdulaziz Al Saud"."""
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.kind == mention.kind == "person"
            and mention.form == "surname"
            and last.form != "surname"
            and text[last.span.end : mention.span.start] == " "
        ):
            kept[-1] = replace(last, span=Span(last.span.start, mention.span.end))
        else:
            kept.append(mention)
    return kept


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
    states = frozenset(
        actor.country or actor.id
        for mention in found
        for actor in mention.actors
        if mention.kind in ("state", "organisation") and len(mention.actors) == 1
    )
    spoken = _spoken_names(text, sources)
    small = set(_SMALL.findall(text))
    starts = [mention.span.start for mention in found]
    replaced: set[int] = set()
    added: list[Mention] = []
    for match in FULL_NAME.finditer(text):
        span = _name_part(text, Span(*match.span()), small)
        if span is None or ORGANISATION.search(text, *span) or _PLACE.search(text, *span):
            continue
        low, high = overlapping(found, starts, span)
        place = low < high and (found[low].kind == "state" or found[low].form == "metonym")
        if place and _follows(text, found[low].span, span):
            # "In Washington Raj Shah said"
            span = Span(found[low].span.end + 1, span.end)
            low, high = overlapping(found, starts, span)
        if not all(
            _longer_person(found[at], span) or _ends_like_state(text, found[at], span)
            for at in range(low, high)
        ):
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
        titled = (
            ANY_TITLE.search(text, max(0, span.start - 30), span.start)
            or HONORIFIC.search(text, max(0, span.start - 6), span.start)
            or _COLLEAGUE.search(text[max(0, span.start - 30) : span.start])
        )
        titled_behind = _with_post_behind(text, span)
        name = " ".join(text[slice(*span)].split())
        actor = written_otherwise(name, registry, day, states)
        if actor or in_source or titled or titled_behind or _of_state(text, span, found, starts):
            added.append(Mention(span, (actor or unknown_person(name),), "name", "person"))
            replaced.update(range(low, high))
    kept = [mention for at, mention in enumerate(found) if at not in replaced]
    return sorted([*kept, *_tails(added)], key=lambda mention: mention.span)


_PLACE = re.compile(
    r"\b(?:Palace|Airport|Square|Street|Avenue|Hotel|Cathedral|Stadium|Strait|River|Province"
    r"|District|Mosque|Peninsula|Mountains|Ocean|Harbou?r|Boulevard|Highway|Protocol|Accords?|Pact"
    r"|Convention|Declaration|Summit|Process|Framework)\b(?=\W|\Z)"
)
"""No person, with whatever title beside it: "President Maduro at the Miraflores Palace"."""
_COLLEAGUE = re.compile(
    r"\b(?:counterpart|colleague|opposite number|predecessor|successor|rival|challenger|host"
    r"|interlocutor),?\s\Z"
)


_PARTICLES = re.compile(r"(?:De|Van|Von|Der|Den|Di|Da|Del|Della|Dos|La|Le|Al|El|Ben|Bin|Ter)\b")


def _tails(added: list[Mention]) -> list[Mention]:
    """The "De Gucht" of an article that has told of Karel De Gucht is he."""
    names = {m.actors[0].name: m.actors[0] for m in added}
    longer = {}
    for name in names:
        if _PARTICLES.match(name):
            whole = [one for one in names if one.endswith(f" {name}")]
            if len(whole) == 1:
                longer[name] = names[whole[0]]
    return [
        replace(m, actors=(longer[m.actors[0].name],), form="surname")
        if m.actors[0].name in longer
        else m
        for m in added
    ]


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
        words = HONORIFIC.sub("", text[slice(*span)].partition(",")[0]).strip(" .,").split()
        words = words[:-1] if words[1:] and words[-1] in ("himself", "herself") else words
        if len(words) == 2 and _PARTICLES.match(words[0]):
            found.add(words[1])  # "De Sutter": Petra De Sutter
        if len(words) == 1 and ONE_NAME.fullmatch(words[0]) and not NOT_NAMES.fullmatch(words[0]):
            found.add(words[0])
    return found


def _follows(text: str, place: Span, span: Span) -> bool:
    """A full name of two words or more follows right behind a place that a clause opens with."""
    lead = text[max(0, span.start - 60) : span.start]
    opens = re.search(r"\b(?:In|From|At|On)\s\Z", lead) or _TITLE_FOR.search(lead)
    if place.start != span.start or not opens:
        return False
    rest = text[place.end : span.end]
    return rest[:1] == " " and len(rest.split()) >= 2


_TITLE_FOR = re.compile(
    r"\b(?:[Aa]mbassador|[Ee]nvoy|[Rr]epresentative|[Cc]onsul|[Cc]onsul[- ][Gg]eneral|[Rr]apporteur"
    r"|[Cc]oordinator|[Cc]ommissioner|[Oo]bserver|[Dd]elegate|[Nn]egotiator|[Mm]ediator)"
    r"\s(?:to|for|in|at|on)\s(?:the\s)?\Z"
)
"""What a post is for, right before the name: "Ambassador to Peru Ada Rook"."""


def _longer_person(known: Mention, span: Span) -> bool:
    """A registered family name within a longer unknown full name: "Jane Putin" is not Putin."""
    return known.form == "surname" and span.contains(known.span) and span != known.span


def _cased(words: str) -> str:
    """Words in capitals written like names: "Mr Orin" of "MR ORIN"."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0] + word[0][1:].lower(), words)


def _ends_like_state(text: str, known: Mention, span: Span) -> bool:
    """The family name of "Thomas Jordan" is no state."""
    first = text[slice(*span)].split()[0]
    last = known.kind == "state" and known.span.end == span.end and known.span.start > span.start
    return last and (first in MEN or first in WOMEN)


def _name_part(text: str, span: Span, small: set[str]) -> Span | None:
    """The name without words that are no part of one; None where too little is left."""
    genitive = text[span.end - 2 : span.end] in ("’s", "'s")
    start, span = span.start, Span(span.start, span.end - 2 * genitive)
    written = text[slice(*span)]
    for stop in NOT_NAMES.finditer(_cased(written) if written.isupper() else written):
        lead = written[: stop.start()].split()
        if stop.end() == len(written) and lead and _ends_name(lead[-1], stop[0]):
            continue  # "Charlie King", "Hun Sen"
        start = span.start + stop.end()
        if text[start : start + 1] == "-":  # "Vice-minister Liu"
            while start < span.end and not text[start].isspace():
                start += 1
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
    return word in _SHORT_TITLES and not NOT_NAMES.fullmatch(before)


def _opens(text: str, start: int, word: str, small: set[str]) -> bool:
    """The word has its capital from the sentence it begins: "Separately Vane", "Talks Vane".

    An adverb, or a word that the article writes small elsewhere; no common given name.
    """
    if word in MEN or word in WOMEN or word in _ALSO_NAMES:
        return False
    if not _FIRST_OF_SENTENCE.search(text, max(0, start - 4), start):
        return False
    return bool(_ADVERB.fullmatch(word)) or word.lower() in small


_WHERE = re.compile(r"\s+(?:to|of|for|in|at|on|from)\s(?:the\s)?[\w.’'-]+(?:\s[\w.’'-]+){0,4}")
"""What a post is for, between it and a name that a comma sets off."""


def _beside(text: str, mention: Mention) -> Mention:
    """Role and gender from the words just before and after a person's name."""
    if mention.kind != "person":
        return mention
    lead = without_honorifics(text[max(0, mention.span.start - _FAR) : mention.span.start])
    before = lead[-_BEFORE:]
    before = re.split(r"[.;:!?“”\"—–\n]|,(?!\s*$)|\band\b", before)[-1]
    before = own_lead(before)
    # A title stands right before its name, or its apposition right after it.
    title = before if ANY_TITLE.search(before[-45:]) else ""
    if before.rstrip().endswith(","):
        # "Peru's president, X": the title must end at the comma.
        ends = [match.end() for match in ANY_TITLE.finditer(before)]
        rest = before.rstrip(" ,")[ends[-1] :] if ends else ""
        placed = _WHERE.fullmatch(rest) and re.match(
            r",|\.?\s*(?:\n|\Z|[”\"])|\.\s|\swho\b", text[mention.span.end :][:4]
        )
        title = before if ends and (not rest or placed) else ""
    after = text[mention.span.end : mention.span.end + _FAR]
    apposition = re.match(r",\s+([^,.;“”\"]{3,80})(?:,|\.?(?:[”\"’]|\s*\n|\s*\Z|\.\s))", after)
    follows = apposition[1] if apposition and ANY_TITLE.search(apposition[1]) else ""
    honorific = HONORIFIC.search(text, max(0, mention.span.start - 6), mention.span.start)
    gender = gender_of_title(title) or gender_of_title(follows)
    if gender is None and honorific:
        gender = gender_of(honorific[0])
    role = role_of(title) if title else role_of(follows) if follows else None
    return replace(mention, role=role, gender=gender)
