"""Speakers: which actor the source span of each level means, and on what basis.

Owns the order in which the readings are tried: pronoun, pair, paper, joint,
person by name, post, state or body, unnamed. What cannot be told stays unnamed
or becomes candidates. Confidences are constants chosen by hand, not calibrated.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from graph_service.actors.registry import Registry
from graph_service.extract.antecedents import pronoun
from graph_service.extract.bodies import paper
from graph_service.extract.cast import Cast, Spoken
from graph_service.extract.chains import hull, outward
from graph_service.extract.draft import Draft, Source
from graph_service.extract.groups import group
from graph_service.extract.joint import joint, single
from graph_service.extract.labels import labelled
from graph_service.extract.source_span import SourceSpan
from graph_service.extract.titles import PLURAL, PRONOUN
from graph_service.extract.turns import turn_of
from graph_service.model import Actor, Article, ReportKind, Span, Spans, words_at

_SERVES = re.compile(
    r"\b(?:official|authorit|diplomat|government|military|ministr|minister|lawmaker|spokes|aide|advis"
    r"|legislator|embassy|general|commander)\w*",
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
_IN_DOCUMENT = re.compile(
    r"\b(?:in|by|via|issued|released|to)\s+(?:an?|its|his|her|their|the)\s+(?:\w+\s+){0,3}"
    r"(?:statement|communiqu[eé]|readout|declaration|letter|press release|report|document|paper)\b",
    re.IGNORECASE,
)


def resolve_sources(article: Article, draft: Draft, registry: Registry) -> Draft:
    """Fill `sources`: one for each level, resolved in text order on the day it was said."""
    cast = Cast(article, draft, registry)
    sources: dict[int, Source] = {}
    depth = [len(outward(draft.levels, index)) for index in range(len(draft.levels))]
    order = sorted(
        range(len(draft.levels)),
        key=lambda i: (hull(draft.levels[i].attribution).start, depth[i]),
    )
    for index in order:
        level = draft.levels[index]
        attribution = level.attribution
        outer = sources.get(level.outer) if level.outer is not None else None
        day = _day(draft, index)
        span = SourceSpan(cast, day, outer)
        turn = turn_of(draft, attribution)
        if turn is not None:
            source = labelled(span, turn)
        else:
            source = read_source(span, attribution.source, attribution.content)
        sources[index] = source
        place = (attribution.source or attribution.cue or attribution.content)[0]
        sentence = cast.sentence_at(place.start)
        nearby = article.text[place.end : place.end + 80].split("“")[0].split('"')[0]
        lead = article.text[cast.sentence(sentence).start : place.start][:80]
        nearby = f"{lead} | {nearby}"
        spoken = Spoken(place, sentence, source, depth[index], bool(_IN_DOCUMENT.search(nearby)))
        if attribution.source:
            cast.spoken.append(spoken)
    draft = cast.draft  # with the names that a post made known
    return replace(draft, sources=tuple(sources[i] for i in range(len(draft.levels))))


def _day(draft: Draft, index: int) -> date | None:
    """A day to look posts up on: the day of saying, else the last it can have been."""
    bounds = draft.said[index].bounds
    return bounds.latest if bounds.latest is not None else bounds.earliest


def read_source(r: SourceSpan, spans: Spans, content: Spans) -> Source:
    """Who a source is: the first reading that fits."""
    if not spans:
        return no_source(r, content)
    # A source in several parts is read as one where only marks stand between.
    span = spans[0]
    words = " ".join(words_at(r.text, spans).split())
    bare = words.strip(" ,.;:“”\"'’‘()")
    if PRONOUN.match(bare):
        found = pronoun(r.cast, span, bare, r.outer, r.day, content)
        found = found or r.unnamed(spans, bare, None, "rule:open-pronoun", 0.4)
        return replace(found, as_written=words)
    together = group(r.cast, span, r.text[slice(*r.head(span))].strip(" ,"), r.day)
    if together is not None:
        return replace(together, as_written=words)
    source = (
        paper(r, span, words)
        or joint(r, spans, words)
        or single(r, span)
        or _generic(r, spans, words)
    )
    return replace(source, as_written=words)


def no_source(r: SourceSpan, content: Spans) -> Source:
    """Nobody is named: an actor of its own, unless a quotation goes on in a carried level."""
    if r.outer is not None:
        return replace(r.outer, found_by="rule:carried", confidence=0.6)
    place = f"{content[0].start}-{content[0].end}"
    actor = replace(r.cast.unnamed(f"unnamed speaker {place}", None), name="unnamed speaker")
    return Source((actor,), "", "unnamed", "unnamed", (), "rule:no-source", 0.5)


def _generic(r: SourceSpan, spans: Spans, words: str) -> Source:
    """Officials, sources, media: an actor without a name, of the country that is said."""
    span = spans[0]
    head = r.head(span)
    state = _affiliation(r, head)
    plural = PLURAL.search(r.text, *head) is not None
    rule = "rule:unnamed-plural" if plural else "rule:unnamed"
    same = re.match(r"(?:the|that)\s+(?:same\s+)?(\w+)\Z", words, re.IGNORECASE)
    if same:
        body = _told_before(r, span, same[1].lower())
        if body is not None:
            return body
        for spoken in r.cast.spoken_back(r.cast.sentence_at(span.start), 12):
            known = spoken.source
            if known.kind == "unnamed" and re.search(
                rf"\b{re.escape(same[1])}\b", known.as_written, re.I
            ):
                return replace(known, evidence=(spoken.span,), confidence=0.6)
    return r.unnamed(spans, r.text[slice(*head)], state, rule, 0.7)


def _affiliation(r: SourceSpan, head: Span) -> Actor | None:
    """The state that unnamed people are said to belong to, not just where they are."""
    state = r.cast.state_in(head)
    mentions = r.cast.mentions_in(head)
    if state is None:
        people = [m for m in mentions if m.kind == "person" and len(m.actors) == 1]
        return r.cast.country_of(people[0].actors[0], r.day) if len(people) == 1 else None
    lead = r.text[head.start : mentions[0].span.start]
    placed = re.search(r"\b(?:in|at|outside|near)\s+(?:the\s+)?\Z", lead, re.IGNORECASE)
    return None if placed and not _SERVES.search(lead) else state


def _told_before(r: SourceSpan, span: Span, noun: str) -> Source | None:
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
