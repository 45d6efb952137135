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
from graph_service.extract.antecedents import last_document, pair, pronoun
from graph_service.extract.cast import Cast, Spoken
from graph_service.extract.chains import hull, outward
from graph_service.extract.draft import Draft, Mention, Source
from graph_service.extract.mentions import FULL_NAME, ONE_NAME, unknown_person
from graph_service.extract.posts_named import INDEFINITE, holder
from graph_service.extract.titles import (
    AGENCY,
    ANY_TITLE,
    BODY,
    DOCUMENT,
    GENERIC,
    GOVERNMENT,
    HONORIFIC,
    IS_READOUT,
    ORGANISATION,
    PAIR,
    PLURAL,
    PRONOUN,
    role_of,
)
from graph_service.model import Actor, Article, ReportKind, Span, Spans, SpeakerBasis, words_at

_TAIL = re.compile(
    r",|\s[-–—]\s|\(|\b(?:who|which|that|whose|when|where|after|before|during|on condition|speaking"
    r"|citing|quoting|quoted|familiar|involved|with knowledge|briefed)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:of|for|from|in|at|to|on|by|with|inside|near|close|representing|against|about|under|within"
    r"|across|around|between|among)\b",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"\b(?:Times|Post|Journal|News|Press|Daily|Herald|Tribune|Gazette|Radio|TV|Television|Network"
    r"|Agency|Courier|Chronicle|Observer|Mail|Star|Globe)\b"
)
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
        source = _Reading(cast, day, outer).of(attribution.source, attribution.content)
        sources[index] = source
        place = (attribution.source or attribution.cue or attribution.content)[0]
        sentence = cast.sentence_at(place.start)
        nearby = article.text[place.end : place.end + 80].split("“")[0].split('"')[0]
        spoken = Spoken(place, sentence, source, depth[index], bool(_IN_DOCUMENT.search(nearby)))
        if attribution.source:
            cast.spoken.append(spoken)
    return replace(draft, sources=tuple(sources[i] for i in range(len(draft.levels))))


def _day(draft: Draft, index: int) -> date | None:
    """A day to look posts up on: the day of saying, else the last it can have been."""
    bounds = draft.said[index].bounds
    return bounds.latest if bounds.latest is not None else bounds.earliest


class _Reading:
    """One source span being read."""

    def __init__(self, cast: Cast, day: date | None, outer: Source | None) -> None:
        self.cast, self.day, self.outer = cast, day, outer
        self.text = cast.text

    def of(self, spans: Spans, content: Spans) -> Source:
        if not spans:
            return self._no_source(content)
        # A source in several parts is read as one where only marks stand between.
        span = spans[0]
        words = " ".join(words_at(self.text, spans).split())
        bare = words.strip(" ,.;:“”\"'’‘()")
        if PRONOUN.match(bare):
            found = pronoun(self.cast, span, bare, self.outer)
            found = found or self._unnamed(spans, bare, None, "rule:open-pronoun", 0.4)
            return replace(found, as_written=words)
        opened = PAIR.match(bare)
        if opened:
            found = pair(self.cast, span, words, opened["who"])
            return found or self._unnamed(spans, bare, None, "rule:unnamed-plural", 0.5)
        source = (
            self._paper(span, words)
            or self._joint(spans, words)
            or self._single(span)
            or self._generic(spans, words)
        )
        return replace(source, as_written=words)

    def _no_source(self, content: Spans) -> Source:
        """Nobody is named: an actor of its own, unless a quotation goes on in a carried level."""
        if self.outer is not None:
            return replace(self.outer, found_by="rule:carried", confidence=0.6)
        place = f"{content[0].start}-{content[0].end}"
        actor = replace(self.cast.unnamed(f"unnamed speaker {place}", None), name="unnamed speaker")
        return Source((actor,), "", "unnamed", "unnamed", (), "rule:no-source", 0.5)

    def _head(self, span: Span) -> Span:
        """The part before appositions and relative clauses; the whole where nothing is left."""
        match = _TAIL.search(self.text, *span)
        end = match.start() if match and match.start() > span.start + 1 else span.end
        words = re.sub(
            r"[\s,]+(?:of|to|for|from|and|that)?[\s,]*\Z", "", self.text[span.start : end]
        )
        end = span.start + len(words) if words else end
        return Span(span.start, end)

    def _paper(self, span: Span, words: str) -> Source | None:
        """ "Moscow's readout", "the Chinese statement", "the statement": whoever issued it."""
        head = self._head(span)
        document = DOCUMENT.search(self.text, *head)
        if document is None:
            return None
        before = Span(head.start, document.start())
        rest = self.text[document.end() : head.end].strip()
        preposition = _PREPOSITION.match(rest)
        if rest and preposition is None:
            return None  # "the statement department": the noun is not the head
        if _PREPOSITION.search(self.text[slice(*before)]):
            return None  # "a spokesman for the report"
        kind: ReportKind = "readout" if IS_READOUT.search(document[0]) else "document"
        named = self.cast.mentions_in(before)
        if not named and preposition and preposition[0].lower() in ("by", "from", "of"):
            named = self.cast.mentions_in(Span(document.end(), head.end))
        for mention in named:
            if len(mention.actors) == 1:
                owner = self._actor(mention)
                return replace(
                    owner,
                    kind=kind,
                    found_by="rule:paper",
                    evidence=(mention.span,),
                    country=self.cast.state_of(mention),
                )
        state = self.cast.state_in(span)
        body = BODY.search(self.text, *head)
        if body and (state or (body.start() < document.start())):
            actor = self.cast.body_named(body[0], state)
            if actor:
                return self._made(actor, "named", kind, (span,), "rule:paper", 0.75)
        opening = self.text[head.start : head.start + 6].lower()
        if re.match(r"(?:the|that|this|its|both)\b", opening):
            last = last_document(self.cast, span)
            if last is not None and last.source.basis != "unnamed":
                return replace(
                    last.source,
                    kind=kind,
                    basis="joint" if len(last.source.actors) > 1 else "pronoun",
                    evidence=(last.span,),
                    found_by="rule:same-paper",
                    confidence=0.75,
                )
        if "joint" in words.lower():
            return pair(self.cast, span, words, None)
        return None

    def _joint(self, spans: Spans, words: str) -> Source | None:
        """ "Putin and Xi", "the foreign ministers of France and Germany"."""
        span = spans[0]
        head = self._head(span)
        area = Span(span.start, spans[-1].end)
        if " and " not in self.text[slice(*head)]:
            # Behind an apposition only a further person can join: "X, the minister, and Y".
            if not re.search(r",\s+and\s+(?:\w+\s+){0,5}?[A-Z]\w+\s+[A-Z]\w+\s*\Z", words):
                return None
        mentions = self.cast.mentions_in(area)
        plural_title = self._shared_title(head, mentions)
        if plural_title is not None:
            return plural_title
        chunks = self._chunks(area, mentions)
        if len(chunks) < 2:
            return None
        parts: list[Source] = []
        for chunk in chunks:
            if GENERIC.search(self.text, *chunk) and not any(
                m.kind == "person" for m in self.cast.mentions_in(chunk)
            ):
                return None
            part = self._single(chunk)
            if part is None or len(part.actors) != 1 or part.basis == "unnamed":
                return None
            parts.append(part)
        actors = tuple({a.id: a for part in parts for a in part.actors}.values())
        if len(actors) < 2:
            return None
        return Source(
            actors=actors,
            as_written=words,
            basis="joint",
            kind=parts[0].kind,
            evidence=spans,
            found_by="rule:joint",
            confidence=min(part.confidence for part in parts),
        )

    def _chunks(self, span: Span, mentions: list[Mention]) -> list[Span]:
        """Parts between "and" and list commas that stand outside names."""
        inside = [m.span for m in mentions]
        cuts = [span.start]
        for match in re.finditer(r",?\s+and\s+|,\s+", self.text[slice(*span)]):
            cut = Span(span.start + match.start(), span.start + match.end())
            if not any(s.overlaps(cut) for s in inside):
                cuts += [cut.start, cut.end]
        cuts.append(span.end)
        chunks = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]
        # Appositions: a comma part without a name belongs to the part before it.
        return [c for c in chunks if any(c.contains(s) for s in inside) or self._titled(c)]

    def _titled(self, chunk: Span) -> bool:
        words = self.text[slice(*chunk)]
        return bool(re.match(r"(?:the|its|his|her)\b", words)) and bool(ANY_TITLE.search(words))

    def _shared_title(self, head: Span, mentions: list[Mention]) -> Source | None:
        """One plural post of several states."""
        words = self.text[slice(*head)]
        plural = re.search(
            r"\b(presidents|leaders|prime ministers|foreign ministers|premiers"
            r"|chancellors|defen[cs]e ministers)\b",
            words,
            re.IGNORECASE,
        )
        states = [s for m in mentions if (s := self.cast.state_of(m)) is not None]
        if plural is None or len({s.id for s in states}) < 2 or INDEFINITE.match(words):
            return None
        if any(m.kind == "person" for m in mentions):
            return None
        role = role_of(plural[1][:-1]) or "leader"
        actors = []
        for state in states:
            found = holder(self.cast, role, state, self.day, head.start)
            if found.actor is None:
                return None
            actors.append(found.actor)
        return Source(
            actors=tuple(dict.fromkeys(actors)),
            as_written=words,
            basis="joint",
            kind="person",
            evidence=(head,),
            found_by="rule:shared-title",
            confidence=0.7,
            role=role,
        )

    def _single(self, span: Span) -> Source | None:
        head = self._head(span)
        return (
            self._person(head, span)
            or self._post(head, span)
            or self._body(head)
            or self._unknown_name(head, span)
        )

    def _person(self, head: Span, span: Span) -> Source | None:
        """A person by name: in the head, else in its apposition."""
        for area in (head, span):
            inside = self.cast.mentions_in(area) or self.cast.mentions_from(area)
            for mention in reversed(inside):
                if mention.kind != "person" or self._owns(mention):
                    continue
                lead = self.text[area.start : mention.span.start]
                rest = self.text[mention.span.end : head.end]
                if mention.span.end < head.end and GENERIC.match(rest.strip()):
                    continue  # "a West Virginia official"
                if _PREPOSITION.search(lead) and area == head and not self._titled_name(lead):
                    continue
                if len(mention.actors) > 1 or mention.form == "surname?":
                    return self._ambiguous(mention)
                return self._named_person(mention, area)
        return None

    def _titled_name(self, lead: str) -> bool:
        """ "coordinator for communications John Kirby": the preposition belongs to the title."""
        after = _PREPOSITION.split(lead)[-1]
        return bool(ANY_TITLE.search(lead)) and not re.match(
            r"\s*(?:the|an?|his|her|its)?\s*\Z", after
        )

    def _owns(self, mention: Mention) -> bool:
        return self.text[mention.span.end : mention.span.end + 2] in ("’s", "'s", "’ ", "' ")

    def _named_person(self, mention: Mention, area: Span) -> Source:
        actor = mention.actors[0]
        lead = self.text[max(area.start, mention.span.start - 90) : mention.span.start]
        role = mention.role
        self._learn_behalf(actor, f"{lead} {self.text[mention.span.end : area.end]}", role, area)
        return Source(
            actors=(actor,),
            as_written="",
            basis="named",
            kind="person",
            evidence=(mention.span,),
            found_by="rule:name" if mention.form != "surname" else "rule:family-name",
            confidence=0.95 if mention.form != "surname" else 0.9,
            role=role,
            country=self.cast.served.get(actor.id) or self.cast.state_in(area),
            on_behalf_of=self.cast.behalf.get(actor.id),
        )

    def _learn_behalf(self, actor: Actor, words: str, role: str | None, area: Span) -> None:
        """Spokespeople speak for a body: the one named beside them, else their tenure's."""
        if actor.id in self.cast.behalf:
            return
        registry = self.cast.registry
        tenures = [
            t
            for t in registry.tenures_of(actor.id)
            if t.role == "spokesperson" and t.basis_on(self.day)
        ]
        if role != "spokesperson" and not tenures:
            return
        state = self.cast.country_of(actor, self.day) or self.cast.state_in(area)
        body = self.cast.body_named(words, state)
        if body is None:
            body = next(
                (
                    m.actors[0]
                    for m in self.cast.mentions_in(area)
                    if m.kind == "organisation" and len(m.actors) == 1
                ),
                None,
            )
        if body is None and re.search(r"\bits\b", words):
            owner = pronoun(self.cast, area, "it", None)
            body = owner.actors[0] if owner and owner.actors[0].kind == "organisation" else None
        if body is None and len(tenures) == 1 and "," not in tenures[0].post:
            known = tenures[0].body
            body = registry.actor(known) if known else None
            if body is None and "foreign" in tenures[0].post.lower() and tenures[0].country:
                body = registry.body_of_role("spokesperson", tenures[0].country)
        if body is not None:
            self.cast.behalf[actor.id] = body

    def _ambiguous(self, mention: Mention) -> Source:
        """A family name of several: an actor of that name, with candidates."""
        name = self.text[slice(*mention.span)]
        return Source(
            actors=(unknown_person(name),),
            as_written="",
            basis="named",
            kind="person",
            evidence=(mention.span,),
            found_by="rule:ambiguous-name",
            confidence=0.4,
            candidates=mention.actors[:5],
        )

    def _post(self, head: Span, span: Span) -> Source | None:
        """ "the Russian president": the holder on the day, where one can be told."""
        words = self.text[slice(*head)]
        if INDEFINITE.match(words.strip()) or not ANY_TITLE.search(words):
            return None
        if PLURAL.search(words) or self._ends_in_body(words):
            return None
        if re.match(r"(?:his|her|their|its)\b", words, re.IGNORECASE):
            return None  # whose spokesman it is cannot be told
        role = role_of(words)
        if role is None or role in ("minister", "deputy"):
            return None
        state = self.cast.state_in(head) or self.cast.state_in(span)
        found = holder(self.cast, role, state, self.day, span.start)
        if found.actor is not None:
            self._learn_behalf(found.actor, words, role, head)
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
                on_behalf_of=self.cast.behalf.get(found.actor.id),
            )
        return self._unnamed((head,), words, state, "rule:open-post", 0.5, found.candidates)

    def _ends_in_body(self, words: str) -> bool:
        """ "The president's office" is a body, "the foreign ministry spokesman" is not."""
        body = BODY.search(words)
        return body is not None and not words[body.end() :].strip(" ,.")

    def _body(self, head: Span) -> Source | None:
        """A state, body or outlet that the head names."""
        words = self.text[slice(*head)]
        mentions = self.cast.mentions_in(head)
        for mention in reversed(mentions):
            if len(mention.actors) != 1 or mention.kind == "person" or self._owns(mention):
                continue
            if mention.form == "demonym":
                continue
            lead = self.text[head.start : mention.span.start]
            rest = self.text[mention.span.end : head.end].strip(" ,’'s")
            if _PREPOSITION.search(lead):
                government = re.match(r"\W*(?:the )?(?:government|administration|state) of", lead)
                if not government:
                    continue
            if rest and not self._goes_with(rest, mention):
                continue
            if GENERIC.search(lead) and mention.kind != "outlet":
                continue
            return self._actor(mention)
        state = self.cast.state_in(head)
        body = self.cast.body_named(words, state)
        if body is not None and not INDEFINITE.match(words):
            tail = words[BODY.search(words).end() :]  # type: ignore[union-attr]
            if not re.search(r"\w", _PREPOSITION.split(tail)[0]):
                return self._made(body, "named", "body", (head,), "rule:body", 0.85)
        government = GOVERNMENT.search(words)
        if state is not None and government and not words[government.end() :].strip():
            if government[0] not in ("authorities", "delegation"):
                return self._made(state, "named", "body", (head,), "rule:government", 0.8)
        return None

    def _goes_with(self, rest: str, mention: Mention) -> bool:
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
        return bool(_PREPOSITION.match(rest))

    def _actor(self, mention: Mention) -> Source:
        actor = mention.actors[0]
        basis: SpeakerBasis = "metonym" if mention.form == "metonym" else "named"
        return self._made(actor, basis, _kind(actor), (mention.span,), f"rule:{mention.form}", 0.9)

    def _made(
        self,
        actor: Actor,
        basis: SpeakerBasis,
        kind: ReportKind,
        evidence: Spans,
        found_by: str,
        confidence: float,
    ) -> Source:
        return Source((actor,), "", basis, kind, evidence, found_by, confidence)

    def _unknown_name(self, head: Span, span: Span) -> Source | None:
        """A capitalised name that no registry knows: a person or a body of its own."""
        words = self.text[slice(*head)]
        if any(m.form != "demonym" for m in self.cast.mentions_in(head)):
            if GENERIC.search(words):
                return None
        match = FULL_NAME.search(words)
        if match and ORGANISATION.search(match[0]) and not GENERIC.search(words, match.end()):
            name = " ".join(match[0].split()).removeprefix("The ")
            made = unknown_person(name)
            outlet = _OUTLET.search(match[0]) is not None
            actor = Actor(made.id, name, "outlet" if outlet else "organisation")
            return self._made(actor, "named", _kind(actor), (head,), "rule:unknown-body", 0.5)
        if GENERIC.search(words) or words[:1].islower():
            return None
        bare = ONE_NAME.fullmatch(HONORIFIC.sub("", words).strip(" ,.’'"))
        if bare and self.cast.is_name(bare[0], head.start):
            actor = unknown_person(bare[0])
            return self._made(actor, "named", "person", (head,), "rule:unknown-name", 0.5)
        if match and words.strip() == match[0]:
            actor = unknown_person(" ".join(match[0].split()))
            return self._made(actor, "named", "person", (span,), "rule:unknown-name", 0.6)
        return None

    def _generic(self, spans: Spans, words: str) -> Source:
        """Officials, sources, media: an actor without a name, of the country that is said."""
        span = spans[0]
        head = self._head(span)
        state = self._affiliation(head)
        plural = PLURAL.search(self.text, *head) is not None
        rule = "rule:unnamed-plural" if plural else "rule:unnamed"
        same = re.match(r"(?:the|that)\s+(?:same\s+)?(\w+)\Z", words, re.IGNORECASE)
        if same:
            body = self._told_before(span, same[1].lower())
            if body is not None:
                return body
            for spoken in self.cast.spoken_back(self.cast.sentence_at(span.start), 12):
                known = spoken.source
                if known.kind == "unnamed" and re.search(
                    rf"\b{re.escape(same[1])}\b", known.as_written, re.I
                ):
                    return replace(known, evidence=(spoken.span,), confidence=0.6)
        return self._unnamed(spans, self.text[slice(*head)], state, rule, 0.7)

    def _affiliation(self, head: Span) -> Actor | None:
        """The state that unnamed people are said to belong to, not just where they are."""
        state = self.cast.state_in(head)
        mentions = self.cast.mentions_in(head)
        if state is None:
            people = [m for m in mentions if m.kind == "person" and len(m.actors) == 1]
            return self.cast.country_of(people[0].actors[0], self.day) if len(people) == 1 else None
        lead = self.text[head.start : mentions[0].span.start]
        placed = re.search(r"\b(?:in|at|outside|near)\s+(?:the\s+)?\Z", lead, re.IGNORECASE)
        return None if placed and not _SERVES.search(lead) else state

    def _told_before(self, span: Span, noun: str) -> Source | None:
        """ "The agency", "the ministry", "the paper": the last named one that spoke."""
        kinds = _NOUN_KINDS.get(noun)
        if kinds is None:
            return None
        for spoken in self.cast.spoken_back(self.cast.sentence_at(span.start), 12):
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

    def _unnamed(
        self,
        spans: Spans,
        phrase: str,
        state: Actor | None,
        rule: str,
        confidence: float,
        candidates: tuple[Actor, ...] = (),
    ) -> Source:
        actor = self.cast.unnamed(phrase, state)
        body = self.cast.body_named(phrase, state) if role_of(phrase) == "spokesperson" else None
        return Source(
            actors=(actor,),
            as_written=" ".join(words_at(self.text, spans).split()),
            basis="unnamed",
            kind="unnamed",
            evidence=spans,
            found_by=rule,
            confidence=confidence,
            country=state,
            on_behalf_of=body,
            candidates=candidates,
        )


def _kind(actor: Actor) -> ReportKind:
    if actor.kind == "outlet":
        return "agency" if AGENCY.search(actor.name) else "outlet"
    return "person" if actor.kind == "person" else "unnamed" if actor.kind == "unnamed" else "body"
