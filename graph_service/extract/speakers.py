"""Speakers: which actor the source span of each level means, and on what basis.

Owns the order in which the readings are tried: pronoun, pair, paper, joint,
person by name, post, state or body, unnamed. What cannot be told stays unnamed
or becomes candidates. Confidences are constants chosen by hand, not calibrated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date

from graph_service.actors.registry import Registry
from graph_service.extract.antecedents import pronoun
from graph_service.extract.assembled import assembled, signs
from graph_service.extract.bodies import paper
from graph_service.extract.cast import Cast, Spoken
from graph_service.extract.chains import hull, outward
from graph_service.extract.described import described, epithet
from graph_service.extract.dignities import dignity
from graph_service.extract.draft import Draft, Level, Source
from graph_service.extract.groups import group, they
from graph_service.extract.introductions import cast_of
from graph_service.extract.invited import invited
from graph_service.extract.joint import joint, single
from graph_service.extract.labels import labelled
from graph_service.extract.objects import meant_by
from graph_service.extract.owned import owned, owner_state
from graph_service.extract.relatives import before_which, before_who, no_person
from graph_service.extract.source_span import PREPOSITION, SourceSpan, kind_of, made
from graph_service.extract.states_told import local, owning, placed
from graph_service.extract.subjects import told_of
from graph_service.extract.titles import PLURAL, PRONOUN, state_of_body
from graph_service.extract.turns import turn_of
from graph_service.model import Actor, Article, Span, Spans, words_at

_SERVES = re.compile(
    r"\b(?:official|authorit|diplomat|government|ministry|military|ministr|minister|lawmaker|spokes|aide|advis"
    r"|legislator|embassy|general|commander)\w*",
    re.IGNORECASE,
)
_IN_DOCUMENT = re.compile(
    r"\b(?:in|by|via|through|issued|released|to|wrote|posted)\s+(?:an?|its|his|her|their|the|one|two|three|several)\s+"
    r"(?:\w+\s+){0,3}(?:statement|communiqu[eé]|readout|declaration|letter|press release|report"
    r"|document|paper|post|tweet|message|video|note)s?\b"
    r"|\bon (?:its |his |her |their )?(?:Twitter|Facebook|Instagram|Telegram|Weibo|Truth Social"
    r"|social media|X)\b",
    re.IGNORECASE,
)


def resolve_sources(article: Article, draft: Draft, registry: Registry) -> Draft:
    """Fill `sources`: one for each level, resolved in text order on the day it was said."""
    cast = cast_of(article, draft, registry)
    sources: dict[int, Source] = {}
    meant: dict[int, Actor | None] = {}
    depth = [len(outward(draft.levels, index)) for index in range(len(draft.levels))]
    order = sorted(
        range(len(draft.levels)),
        key=lambda i: (hull(draft.levels[i].attribution).start, depth[i]),
    )
    heard = 0
    for index in order:
        level = draft.levels[index]
        attribution = level.attribution
        here = cast.sentence_at(hull(attribution).start)
        while heard < here:
            _hear(cast, heard)
            heard += 1
        outer = sources.get(level.outer) if level.outer is not None else None
        day = _day(draft, index)
        span = SourceSpan(cast, day, outer, _asked(cast, day, level))
        turn = turn_of(draft, attribution)
        if turn is not None:
            source = labelled(span, turn)
        else:
            source = read_source(span, attribution.source, attribution.content)
        if not attribution.source and attribution.lemma in _AGREED:
            # "It was agreed to stay in touch": those who were told of together.
            agreed = they(cast, attribution.content[0], "", _AGREED_BACK, day)
            source = agreed or source
        source = _with_countries(cast, source, day, attribution.content[0].start)
        sources[index] = source
        meant[index] = meant_by(span, attribution, turn is not None, source, read_source)
        place = (attribution.source or attribution.cue or attribution.content)[0]
        sentence = cast.sentence_at(place.start)
        nearby = article.text[place.end : place.end + 80].split("“")[0].split('"')[0]
        lead = article.text[cast.sentence(sentence).start : place.start][:80]
        nearby = f"{lead} | {nearby}"
        spoken = Spoken(place, sentence, source, depth[index], bool(_IN_DOCUMENT.search(nearby)))
        if attribution.source:
            cast.spoken.append(spoken)
        if cast.parties is None and len(source.actors) > 1:
            cast.parties = spoken
    draft = cast.draft  # with the names that a post made known
    levels = range(len(draft.levels))
    return replace(
        draft,
        sources=tuple(sources[i] for i in levels),
        objects=tuple(meant[i] for i in levels),
    )


_AGREED = frozenset(("agree", "decide", "resolve"))
_AGREED_BACK = 6


def _hear(cast: Cast, number: int) -> None:
    """Notes whom a sentence tells of by description, for the pronouns that follow."""
    place = told_of(cast, number)
    if place is None or cast.quoted(place[0].start):
        return
    span, many = place
    around = Span(span.start, min(len(cast.text), span.end + 40))
    named = (m for m in cast.mentions_in(around) if m.kind == "person")
    if any(m.span.start < span.end + 3 for m in named):
        return  # "The envoy, Ada Rook": the name tells it
    r = SourceSpan(cast, cast.article.published, None)
    if many:
        source = group(cast, span, r.text[slice(*span)], r.day) or _generic(r, (span,))
        if len(source.actors) == 1 and source.found_by != "rule:unnamed-plural":
            source = replace(source, found_by="rule:unnamed-plural")
    else:
        head = r.head(span)
        source = (
            owned(r, head, span)
            or single(r, span)
            or described(r, span, head)
            or _generic(r, (span,))
        )
        if len(source.actors) != 1 or source.kind not in ("person", "unnamed"):
            return
    cast.told[number] = source


def _asked(cast: Cast, day: date | None, level: Level) -> Actor | None:
    """Whom a question speaks to: the speaker of the turn after it ("your foreign minister")."""
    attribution = level.attribution
    if not attribution.source or not cast.text.startswith(
        ("your ", "Your "), attribution.source[0].start
    ):
        return None
    turns = cast.draft.turns
    at = bisect_right(turns, attribution.source[0].start, key=lambda turn: turn.content.start)
    for turn in turns[at : at + 1]:
        if turn.kind == "speaker":
            answered = labelled(SourceSpan(cast, day, None), turn)
            return answered.actors[0] if answered.kind == "person" else None
    return None


def _with_countries(cast: Cast, source: Source, day: date | None, at: int) -> Source:
    """The states that the text gives persons whom the registry knows no state of that day."""
    if source.kind != "person":
        return source
    states = tuple(cast.country_of(actor, day) for actor in source.actors)
    if len(states) > 1:
        return replace(source, countries=states)
    actor = source.actors[0]
    if cast.international(actor, day) and "leader" not in cast.roles.get(actor.id, ()):
        return replace(source, country=None)
    state = source.country or states[0]
    unheld = not cast.registry.tenures_of(actor.id) or cast.international(actor, day)
    if state is None and actor.id not in cast.elsewhere and unheld:
        place = source.evidence[0].start if source.evidence else at
        state = local(cast, place, person=True)
        if state is not None:
            cast.served[actor.id] = state
    return replace(source, country=state)


def _day(draft: Draft, index: int) -> date | None:
    """A day to look posts up on: the day of saying, else the last it can have been."""
    bounds = draft.said[index].bounds
    return bounds.latest if bounds.latest is not None else bounds.earliest


_LATER = re.compile(
    r"(?:(?:An?|Some|Two|Three|A few)\s)?(?:little|short while|hours?|days?|weeks?|minutes|moments"
    r"|shortly|soon|years?|months?)\s(?:later|earlier|before|after(?:wards)?),?\s+",
    re.IGNORECASE,
)
"""When it was said, taken into the source: "A little later his colleague"."""
_REFLEXIVE = re.compile(r"\s(?:him|her|it|them)sel(?:f|ves)\Z")


def read_source(r: SourceSpan, spans: Spans, content: Spans) -> Source:
    """Who a source is: the first reading that fits."""
    if not spans:
        return no_source(r, content)
    # A source in several parts is read as one where only marks stand between.
    spans = _with_whole_name(r, spans)
    late = _LATER.match(r.text, *spans[0])
    if late is not None and late.end() < spans[0].end:
        spans = (Span(late.end(), spans[0].end), *spans[1:])
    spans = _with_apposed_name(r, _behind_a_name(r, spans))
    span = spans[0]
    words = " ".join(words_at(r.text, spans).split())
    bare = _REFLEXIVE.sub("", words.strip(" ,.;:“”\"'’‘()"))
    if PRONOUN.match(bare):
        found = pronoun(r.cast, span, bare, r.outer, r.day, content)
        if found is None and bare.lower() == "who" and (noun := before_who(r, span)):
            return read_source(r, (noun,), content)
        found = found or _assembled(r, span, bare, content) or _publisher(r, span, bare)
        found = found or r.unnamed(spans, bare, None, "rule:open-pronoun", 0.4)
        return replace(found, as_written=words)
    if bare.lower() == "which" and (noun := before_which(r, span)):
        return replace(no_person(read_source(r, (noun,), content)), as_written=words)
    if _WE.match(words) and (by := _assembled(r, span, "we", content)):
        return replace(by, as_written=words)
    together = group(r.cast, span, r.text[slice(*r.head(span))].strip(" ,"), r.day)
    if together is not None:
        return replace(together, as_written=words)
    source = (
        dignity(r, span)
        or beside(r, span)
        or paper(r, span, words)
        or owned(r, r.head(span), span)
        or joint(r, spans, words)
        or single(r, span)
        or described(r, span, r.head(span))
        or _generic(r, spans)
    )
    if source.found_by in ("rule:open-post", "rule:unnamed"):
        source = epithet(r, span, r.head(span)) or source
    return replace(source, as_written=words)


_AGE = re.compile(r"(?:aged\s)?\d{1,3}(?=\s*(?:,|\Z))")


def _behind_a_name(r: SourceSpan, spans: Spans) -> Spans:
    """A source that begins behind a name and its comma is the name's: "Orin, 61, whose son"."""
    for mention in (
        r.cast.mentions_before(spans[0].start, 1) if _AGE.match(r.text, *spans[0]) else ()
    ):
        if mention.kind == "person" and r.text[mention.span.end : spans[0].start] == ", ":
            return (Span(mention.span.start, spans[0].end), *spans[1:])
    return spans


_TITLE_AT_END = re.compile(
    r"\b(?:counterpart|colleague|opposite number|minister|president|premier|chancellor|ambassador"
    r"|envoy|spokes(?:man|woman|person)|leader|chief|representative|secretary|adviser|advisor)\Z",
    re.IGNORECASE,
)


def _with_apposed_name(r: SourceSpan, spans: Spans) -> Spans:
    """A title cut off at its comma takes in the name: "his Peruvian counterpart, Orin,"."""
    last = spans[-1]
    if len(spans) > 1 or not _TITLE_AT_END.search(r.text, *last) or r.text[last.end :][:2] != ", ":
        return spans
    for mention in r.cast.mentions_in(Span(last.end, min(len(r.text), last.end + 50)))[:1]:
        behind = r.text[mention.span.end : mention.span.end + 1]
        if mention.kind == "person" and mention.span.start == last.end + 2 and behind == ",":
            return (Span(last.start, mention.span.end),)
    return spans


def _with_whole_name(r: SourceSpan, spans: Spans) -> Spans:
    """A source that begins within a name takes in all of it ("VASSILY A. NEBENZIA")."""
    for mention in r.cast.mentions_before(spans[0].start, 1):
        if mention.kind == "person" and mention.span.end > spans[0].start:
            return (Span(mention.span.start, spans[0].end), *spans[1:])
    return spans


_WE = re.compile(r"W[eE],?\s(?!\w+\Z)")


def _assembled(r: SourceSpan, span: Span, word: str, content: Spans) -> Source | None:
    """Reads "We" in a paper that says who it is by; those named there, else as what they met."""
    said, body = assembled(r, span, word)
    named = read_source(r, (said,), content) if said is not None else None
    if named is not None and named.basis != "unnamed" and named.found_by != "rule:place":
        return replace(named, basis="joint", evidence=(span, *named.evidence))
    return body and replace(body, evidence=(span, *body.evidence))


def _publisher(r: SourceSpan, span: Span, word: str) -> Source | None:
    """Reads "We call on", "I have the honour" in a paper of a known body: its publisher."""
    if word.lower() not in ("we", "our", "i", "my") or r.cast.quoted(span.start):
        return None
    words = r.cast.article.publisher or ""
    ids = {name.actor for name in r.cast.registry.named(words) if name.kind != "surname"}
    actor = r.cast.registry.actor(ids.pop()) if len(ids) == 1 else None
    if actor is None:
        return None
    return made(actor, "pronoun", kind_of(actor), (span,), "rule:publisher", 0.6)


_AT_SIDE = re.compile(
    r"\s*,?\s*(?:at (?:his|her) side|(?:standing )?(?:beside|next to) (?:him|her))\b"
)


def beside(r: SourceSpan, span: Span) -> Source | None:
    """Reads "Tavos, with Vane at her side, said": whom the sentence began to tell of."""
    if not _AT_SIDE.match(r.text, span.end):
        return None
    sentence = r.cast.sentence(r.cast.sentence_at(span.start))
    lead = r.text[sentence.start : span.start]
    people = [m for m in r.cast.mentions_in(Span(sentence.start, span.start)) if m.kind == "person"]
    if not people or not re.search(r"\bwith\b[^,;]*,?[^,;]*\Z", lead):
        return None
    return single(r, people[0].span)


def no_source(r: SourceSpan, content: Spans) -> Source:
    """Nobody is named: an actor of its own, unless a quotation goes on in a carried level."""
    if (guest := invited(r, content[0])) is not None:
        named = read_source(r, (guest,), content)
        if named.basis != "unnamed":
            return replace(named, as_written="", evidence=(guest,), confidence=0.6)
    if r.outer is not None:
        return replace(r.outer, found_by="rule:carried", confidence=0.6)
    if r.cast.joint_paper and r.cast.parties is not None:
        # "It was agreed": the sides of the paper.
        return replace(r.cast.parties.source, found_by="rule:parties", confidence=0.6)
    if (we := signs(r, content[0])) and (ours := _assembled(r, we, "we", content)):
        return ours  # "The Presidency is requested to inform ..."
    place = f"{content[0].start}-{content[0].end}"
    actor = replace(r.cast.unnamed(f"unnamed speaker {place}", None), name="unnamed speaker")
    return Source((actor,), "", "unnamed", "unnamed", (), "rule:no-source", 0.5)


def _generic(r: SourceSpan, spans: Spans) -> Source:
    """Officials, sources, media: an actor without a name, of the country that is said."""
    span = spans[0]
    head = r.head(span)
    if (again := _the_same_several(r, head)) is not None:
        return again
    state = _affiliation(r, head)
    plural = PLURAL.search(PREPOSITION.split(r.text[slice(*head)])[0]) is not None
    rule = "rule:unnamed-plural" if plural else "rule:unnamed"
    return r.unnamed(spans, r.text[slice(*head)], state, rule, 0.7)


_ADMINISTRATION = re.compile(r"\badministration (?:officials?|sources?|aides?)\b", re.IGNORECASE)
"""Said so, without a state, of the executive of one state only, in English news."""


_OF_STATE = re.compile(
    r"\b(?:presidential|government|ministry|foreign ministry|defen[cs]e|military|palace|army|police"
    r"|cabinet|royal|court|security|intelligence)\s(?:officials?|aides?|sources?|advis[eo]rs?"
    r"|officers?|commanders?)\b"
    r"|\bofficials? (?:of|at|from) the (?:utility|company|operator|ministry|department|port|airport"
    r"|palace|presidency|army|police)\b"
    r"|\b(?:aides?|advis[eo]rs?|allies|ally|officials?|sources?) (?:to|of|close to) the "
    r"(?:president|prime minister|presidency|government|chancellor|king|emir"
    r"|minister|military|council)\b"
    r"|\b(?:opposition|ruling party|ruling coalition)\b",
    re.IGNORECASE,
)
"""People of a state that is not named: of that where the text is."""
_GUEST = re.compile(r"\b(?:diplomat|envoy|ambassador)s?\b", re.IGNORECASE)
_LOCALS = re.compile(
    r"\b(?:residents?|locals?|villagers?|shopkeepers?|drivers?|farmers?|fisherm[ae]n|students?|voters?"
    r"|protesters?|demonstrators?|traders?|dockers?|teachers?|pensioners?|families|relatives|neighbou?rs?"
    r"|survivors?|evacuees?|merchants?|townspeople|islanders?|passers-by|motorists?|commuters?)\b",
    re.IGNORECASE,
)
"""People who are at home where they are told of."""
_LOCAL_ONE = re.compile(
    r"(?:(?:an?|one|another|the)\s(?:[\w-]+\s){0,2}(?:resident|villager|shopkeeper|driver|farmer"
    r"|fisherman|student|voter|protester|demonstrator|teacher|pensioner|neighbou?r|survivor|evacuee"
    r"|islander|commuter)|(?:the\s|local\s)?(?:residents|villagers|locals|townspeople|islanders))\b",
    re.IGNORECASE,
)
_PARTITIVE = re.compile(
    r"(?:(?:one|two|three|some|several|most|many|none|a (?:second|third|few|number)|another|both)\s"
    r"of\s(?:the|these|those)\s(?:\w+\s)?|another\s(?:senior\s)?|(?:a|the) (?:second|third|other)\s"
    r"(?:senior\s)?|other\s|one\s(?:senior\s)?|the\s)(?P<noun>[a-z]+)",
    re.IGNORECASE,
)


_THE_SEVERAL = re.compile(
    r"the\s(?:two\s|three\s)?(?:delegates|visitors|guests|envoys|members|negotiators|representatives"
    r"|officials|diplomats|sources|lawmakers|activists|residents|families|relatives|experts|commanders)",
    re.IGNORECASE,
)


def _the_same_several(r: SourceSpan, head: Span) -> Source | None:
    """Reads "the delegates" behind "They accused the government": those who spoke last."""
    if not _THE_SEVERAL.fullmatch(r.text[slice(*head)]):
        return None
    here = r.cast.sentence_at(head.start)
    for spoken in r.cast.spoken_back(here, 2):
        if spoken.span.end > head.start or r.cast.paragraph(spoken.sentence) != r.cast.paragraph(
            here
        ):
            continue
        if spoken.source.kind == "unnamed" and PLURAL.search(spoken.source.actors[0].name):
            return replace(spoken.source, evidence=(spoken.span,), confidence=0.6)
        return None
    return None


_OF_THEM = re.compile(
    r"(?:one|some|several|most|many|two|three|another|a few|others|none)\sof\sthem", re.IGNORECASE
)


def _one_of_them(r: SourceSpan, head: Span) -> Source | None:
    """Reads "one of the officials", "another diplomat": like those unnamed ones who spoke last."""
    words = r.text[slice(*head)]
    if _OF_THEM.fullmatch(words):
        for spoken in r.cast.spoken_back(r.cast.sentence_at(head.start), 2):
            name = spoken.source.actors[0].name
            if (spoken.source.kind == "unnamed" and PLURAL.search(name)) or _LOCALS.search(name):
                return spoken.source
        return None
    match = _PARTITIVE.fullmatch(words)
    if match is None:
        return None
    stem = match["noun"].lower().rstrip("s")
    for spoken in r.cast.spoken_back(r.cast.sentence_at(head.start), 4):
        known = spoken.source
        if known.kind == "unnamed" and re.search(rf"\b{stem}s?\b", known.as_written, re.I):
            return known
    return None


def _place_before(r: SourceSpan, head: Span) -> Actor | None:
    """Reads "an official there": of the state of the place named last."""
    for mention in r.cast.mentions_before(head.start, 8):
        if mention.kind == "state" and mention.form != "demonym":
            return r.cast.state_of(mention)
    return None


def _affiliation(r: SourceSpan, head: Span) -> Actor | None:
    """The state that unnamed people are said to belong to, not just where they are."""
    mentions = r.cast.mentions_in(head)
    if any(m.kind == "organisation" and m.actors[0].country is None for m in mentions[:1]):
        return None  # "a U.N. official in Lima"
    state = r.cast.state_in(head) or owning(r.cast, head)
    if state is None:
        people = [m for m in mentions if m.kind == "person" and len(m.actors) == 1]
        if len(people) == 1:
            return r.cast.country_of(people[0].actors[0], r.day)
        if (state := owner_state(r, head)) is not None:
            return state
        words = r.text[slice(*head)]
        if _ADMINISTRATION.search(words):
            return r.cast.registry.state("US")
        if (code := state_of_body(words)) is not None:
            return r.cast.registry.state(code)
        if (like := _one_of_them(r, head)) is not None:
            return like.country
        asked = r.outer is not None and r.outer.found_by == "rule:question"
        if not mentions and not asked and (_OF_STATE.search(words) or _LOCAL_ONE.match(words)):
            return placed(r.cast, head) or local(r.cast, head.start)
        if words.endswith(" there") and not _GUEST.search(words):
            return _place_before(r, head)
        if words.endswith(" here") and not _GUEST.search(words):
            return r.cast.home or local(r.cast, head.start)
        return placed(r.cast, head) if not mentions and _SERVES.search(r.text, *head) else None
    lead = r.text[head.start : mentions[0].span.start]
    at_place = re.search(r"\b(?:in|at|outside|near)\s+(?:the\s+)?\Z", lead, re.IGNORECASE)
    if at_place and _GUEST.search(lead) and mentions[0].form in ("metonym", "name"):
        return None  # "a Western diplomat in Lima"
    behind = r.text[mentions[0].span.end : head.end]  # "a source in the German government"
    at_place = at_place if mentions[0].kind == "state" else None
    if at_place and _LOCALS.search(lead):
        return state
    return None if at_place and not _SERVES.search(lead) and not _SERVES.search(behind) else state
