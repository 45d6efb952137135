"""Extraction -> quads: one named graph an article, by model.md's tables.

Owns which property carries which field, in the full profile, and the filter
that leaves the simple one. No clock, no counter, no blank node, no list: the
same input gives the same quads in the same order. `reading` is the inverse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.errors import InputError
from graph_service.model import (
    UNKNOWN_PUBLISHER_ID,
    Actor,
    Article,
    DateBounds,
    Event,
    Extraction,
    Report,
    Spans,
    Statement,
    digest,
    words_at,
)
from graph_service.rdf import terms
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import ACT, CQ, DCT, OA, SKOS, TOPIC, TYPE, XSD

KINDS: Final = {
    "person": "Person",
    "state": "State",
    "organisation": "Organisation",
    "outlet": "Outlet",
    "unnamed": "UnnamedActor",
}
"""ActorKind -> local name of its class; cq:Actor is always written beside it."""

CONFIDENCES: Final = {
    "speaker": "confidenceOfSpeaker",
    "according_to": "confidenceOfAccordingTo",
    "date": "confidenceOfDate",
    "speech_act": "confidenceOfSpeechAct",
    "topics": "confidenceOfTopics",
    "content": "confidenceOfSpans",
}
"""Field -> property on the statement. Source and cue share the content's figure; one that
differs from it stands on its evidence as cq:confidence."""

UNKNOWN_PUBLISHER: Final = Actor(UNKNOWN_PUBLISHER_ID, "unknown publisher", "unnamed")

_FULL_ONLY: Final = frozenset(
    {CQ["evidence"], CQ["extractor"]} | {CQ[name] for name in CONFIDENCES.values()}
)

Term = NamedNode | Literal


def no_state(code: str) -> str | None:
    """For `to_quads` where no registry is at hand."""
    return None


def to_quads(
    extraction: Extraction,
    iris: Iris,
    known: Callable[[str], bool],
    state_of: Callable[[str], str | None] = no_state,
) -> list[Quad]:
    """The article's named graph, full profile, in an order that depends on the input only.

    `known` says of an actor id whether the registry describes it; all others
    are described here. `state_of` gives the actor id of a state by ISO
    alpha-2, for the country of an actor described here where the extraction
    itself does not name that state. Raises InputError where a statement's
    words are not what stands at its content spans.
    """
    return list(_Graph(extraction, iris, known, state_of).quads())


def profile_simple(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Leaves out evidence, selectors, single confidences and the extractor (model.md, Profiles)."""
    for quad in quads:
        if quad.predicate in _FULL_ONLY:
            continue
        subject = quad.subject
        if isinstance(subject, NamedNode) and subject.value.rpartition("/")[2].startswith(
            ("evidence-", "selector-")
        ):
            continue
        yield quad


def report_id(article: Article, chain: tuple[Report, ...]) -> str:
    """Content-made id of the nearest report of a chain; equal chains of one article share it."""
    outer = report_id(article, chain[1:]) if len(chain) > 1 else ""
    r = chain[0]
    marks = ["/".join(f"{s}-{e}" for s, e in spans) for spans in (r.source, r.cue, r.content)]
    rest = (r.as_written, r.kind, r.act, r.date.edtf, r.date.basis, repr(r.confidence))
    return (
        f"report-{digest(article.identity, article.text_hash, r.reporter.id, *marks, *rest, outer)}"
    )


class _Graph:
    """One article's graph while it is written; `add` keeps the order of first mention."""

    def __init__(
        self,
        extraction: Extraction,
        iris: Iris,
        known: Callable[[str], bool],
        state_of: Callable[[str], str | None],
    ) -> None:
        self.extraction = extraction
        self.article = extraction.article
        self.iris = iris
        self.known = known
        self.state_of = state_of
        self.graph = iris.article_graph(self.article.key)
        self.node = iris.article(self.article.key)
        self.publisher = extraction.publisher or UNKNOWN_PUBLISHER
        self.language = terms.language_tag(self.article.language)
        self.actors: dict[str, Actor] = {}
        self.written: dict[Quad, None] = {}

    def quads(self) -> Iterable[Quad]:
        self._article()
        for told in self.extraction.events:
            self._event(told)
        for statement in self.extraction.statements:
            self._statement(statement)
        self._actors()
        return self.written

    def add(self, subject: NamedNode, predicate: NamedNode, value: Term | None) -> None:
        if value is not None:
            self.written[Quad(subject, predicate, value, self.graph)] = None

    def actor(self, actor: Actor | None) -> NamedNode | None:
        """The actor's IRI; remembered, to be described at the end if nobody knows it."""
        if actor is None:
            return None
        self.actors.setdefault(actor.id, actor)
        return self.iris.actor(actor.id)

    def _article(self) -> None:
        article, node = self.article, self.node
        self.add(node, TYPE, CQ["Article"])
        self.add(node, CQ["identity"], terms.text(article.identity))
        self.add(node, CQ["textHash"], terms.text(article.text_hash))
        self.add(node, CQ["publisher"], self.actor(self.publisher))
        if article.published:
            self.add(node, CQ["published"], terms.day(article.published))
        if article.title:
            self.add(node, DCT["title"], terms.text(article.title, self.language))
        if article.language:
            self.add(node, DCT["language"], terms.text(self.language))
        if article.url:
            # A literal, never an IRI: what stands in the wild need not be one.
            url = terms.text(article.url).value
            self.add(node, CQ["url"], Literal(url, datatype=XSD["anyURI"]))
        self.add(node, CQ["extractor"], terms.text(self.extraction.extractor))

    def _event(self, event: Event) -> None:
        node = self.iris.node(event.id)
        self.add(node, TYPE, CQ["Event"])
        self.add(node, CQ["eventKind"], terms.text(event.kind))
        for party in event.parties:
            self.add(node, CQ["party"], self.actor(party))
        self._date(node, event.date)
        self.add(node, CQ["article"], self.node)
        self.add(node, CQ["confidence"], terms.decimal(event.confidence))
        self._proof(node, event.id, "event", event.evidence, found_by=event.found_by)

    def _statement(self, statement: Statement) -> None:
        node = self.iris.statement(statement.id)
        content = statement.spans("content")
        _check_words(self.article, statement, content)
        add = self.add
        add(node, TYPE, CQ["Statement"])
        add(node, CQ["speaker"], self.actor(statement.speaker.actor))
        add(node, CQ["words"], terms.text(statement.words, self.language))
        self._date(node, statement.date)
        add(node, CQ["publisher"], self.actor(self.publisher))
        add(node, CQ["article"], self.node)
        if self.article.published:
            add(node, CQ["published"], terms.day(self.article.published))
            add(node, CQ["notAfter"], terms.day(_next_day(self.article.published)))
        add(node, CQ["quoteType"], terms.text(statement.quote_type))
        add(node, CQ["act"], ACT[statement.speech_act])
        add(node, CQ["attitude"], terms.boolean(statement.attitude))
        self._speaker(node, statement)
        for topic in statement.topics:
            add(node, DCT["subject"], TOPIC[topic])
        for actor in statement.target:
            add(node, CQ["target"], self.actor(actor))
        for actor in statement.addressee:
            add(node, CQ["addressee"], self.actor(actor))
        self._context(node, statement)
        add(node, CQ["start"], terms.integer(content[0].start))
        add(node, CQ["end"], terms.integer(content[-1].end))
        if statement.cue:
            add(node, CQ["cue"], terms.text(statement.cue))
        add(node, CQ["confidence"], terms.decimal(statement.overall))
        add(node, CQ["depth"], terms.integer(statement.depth))
        for report in statement.according_to:
            add(node, CQ["accordingTo"], self.actor(report.reporter))
        if statement.according_to:
            add(node, CQ["reportedBy"], self._report(statement.according_to))
        self._evidence(node, statement)

    def _speaker(self, node: NamedNode, statement: Statement) -> None:
        speaker = statement.speaker
        self.add(node, CQ["speakerAsWritten"], terms.text(speaker.as_written))
        self.add(node, CQ["speakerBasis"], terms.text(speaker.basis))
        self.add(node, CQ["country"], self.actor(speaker.country))
        for post in speaker.posts:
            tenure = self.iris.tenure(post.tenure)
            self.add(node, CQ["tenure"], tenure)
            if post.basis == "dated":
                self.add(node, CQ["datedTenure"], tenure)
        self.add(node, CQ["likelySpeaker"], self.actor(speaker.likely))
        for candidate in speaker.candidates:
            self.add(node, CQ["candidate"], self.actor(candidate))
        self.add(node, CQ["onBehalfOf"], self.actor(statement.on_behalf_of))

    def _context(self, node: NamedNode, statement: Statement) -> None:
        if statement.joint:
            self.add(node, CQ["joint"], self.iris.node(statement.joint))
        if statement.event:
            event = self.iris.node(statement.event)
            self.add(node, CQ["event"], event)
            self.add(event, TYPE, CQ["Event"])
        if statement.account:
            account = self.iris.node(statement.account.id)
            self.add(node, CQ["account"], account)
            self.add(account, TYPE, CQ["Account"])
            self.add(account, CQ["accountOf"], self.iris.actor(statement.account.of))
            self.add(account, CQ["accountKind"], terms.text(statement.account.kind))

    def _date(self, node: NamedNode, bounds: DateBounds) -> None:
        if bounds.earliest:
            self.add(node, CQ["dateEarliest"], terms.day(bounds.earliest))
        if bounds.latest:
            self.add(node, CQ["dateLatest"], terms.day(bounds.latest))
        self.add(node, CQ["dateEdtf"], terms.edtf(bounds.edtf))
        self.add(node, CQ["dateBasis"], terms.text(bounds.basis))

    def _report(self, chain: tuple[Report, ...]) -> NamedNode:
        """The nearest report's node, and outwards all that it hangs on."""
        report = chain[0]
        name = report_id(self.article, chain)
        node = self.iris.report(name)
        self.add(node, TYPE, CQ["Report"])
        self.add(node, CQ["reporter"], self.actor(report.reporter))
        self.add(node, CQ["reporterAsWritten"], terms.text(report.as_written))
        self.add(node, CQ["reportKind"], terms.text(report.kind))
        self.add(node, CQ["act"], ACT[report.act])
        self._date(node, report.date)
        self.add(node, CQ["confidence"], terms.decimal(report.confidence))
        self.add(node, CQ["article"], self.node)
        if len(chain) > 1:
            self.add(node, CQ["reportedBy"], self._report(chain[1:]))
        parts = (("source", report.source), ("cue", report.cue), ("content", report.content))
        for field, spans in parts:
            if spans:
                self._proof(node, name, field, spans, found_by="chain")
        return node

    def _evidence(self, node: NamedNode, statement: Statement) -> None:
        seen: set[str] = set()
        content = statement.confidence("content")
        for piece in statement.evidence:
            if piece.field in seen:
                raise InputError(
                    f"The field {piece.field} has two pieces of evidence", where=statement.id
                )
            seen.add(piece.field)
            if piece.field in CONFIDENCES:
                self.add(node, CQ[CONFIDENCES[piece.field]], terms.decimal(piece.confidence))
            proof = self._proof(node, statement.id, piece.field, piece.spans, piece.found_by)
            if piece.field not in CONFIDENCES and piece.confidence != content:
                self.add(proof, CQ["confidence"], terms.decimal(piece.confidence))

    def _proof(
        self, node: NamedNode, of: str, field: str, spans: Spans, found_by: str
    ) -> NamedNode:
        proof = self.iris.evidence(of, field)
        self.add(node, CQ["evidence"], proof)
        self.add(proof, TYPE, CQ["Evidence"])
        self.add(proof, TYPE, OA["SpecificResource"])
        self.add(proof, CQ["field"], terms.text(field))
        self.add(proof, CQ["foundBy"], terms.text(found_by))
        self.add(proof, OA["hasSource"], self.node)
        for start, end in spans:
            selector = self.iris.selector(of, field, start, end)
            self.add(proof, OA["hasSelector"], selector)
            self.add(selector, TYPE, OA["TextPositionSelector"])
            self.add(selector, OA["start"], terms.integer(start))
            self.add(selector, OA["end"], terms.integer(end))
        return proof

    def _actors(self) -> None:
        """Describes, sorted by id, every actor that the registry does not."""
        for name in sorted(self.actors):
            if self.known(name):
                continue
            actor = self.actors[name]
            node = self.iris.actor(name)
            self.add(node, TYPE, CQ["Actor"])
            self.add(node, TYPE, CQ[KINDS[actor.kind]])
            self.add(node, SKOS["prefLabel"], terms.text(actor.name))
            if actor.country:
                self._country(node, actor, actor.country)

    def _country(self, node: NamedNode, actor: Actor, code: str) -> None:
        if actor.kind == "state":
            self.add(node, CQ["isoAlpha2"], terms.text(code))
            self.add(node, CQ["country"], node)
            return
        states = (a.id for a in self.actors.values() if a.kind == "state" and a.country == code)
        state = min(states, default=None) or self.state_of(code)
        if state:
            self.add(node, CQ["country"], self.iris.actor(state))


def _check_words(article: Article, statement: Statement, content: Spans) -> None:
    if not content:
        raise InputError(
            "A statement has no evidence for its words", where=f"{article.key}, {statement.id}"
        )
    there = words_at(article.text, content)
    if there != statement.words or content[-1].end > len(article.text):
        raise InputError(
            f"A statement's words {statement.words[:60]!r} are not the text at its spans, "
            f"{there[:60]!r}",
            where=f"{article.key}, {statement.id}",
            do="The extractor must take words only from the spans it gives.",
        )


def _next_day(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
