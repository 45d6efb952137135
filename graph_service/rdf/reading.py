"""Quads -> statements: the exact inverse of `mapping`.

Owns reading whole statements back, for pages, REST and tests. What is a set in
RDF comes back in one fixed order (`normal`): dated posts first, the rest by id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

from pyoxigraph import NamedNode, Quad, Triple

from graph_service.errors import StoreError
from graph_service.model import (
    Account,
    Actor,
    ActorKind,
    DateBounds,
    Evidence,
    Field,
    Post,
    Report,
    Span,
    Spans,
    Speaker,
    Statement,
    Tenure,
)
from graph_service.rdf.iris import Iris
from graph_service.rdf.mapping import CONFIDENCES, KINDS
from graph_service.rdf.namespaces import CQ, DCT, OA, SKOS, TYPE

FIELDS: Final[tuple[Field, ...]] = (
    "source",
    "cue",
    "content",
    "speaker",
    "according_to",
    "date",
    "speech_act",
    "topics",
)
"""The order in which evidence is read."""

_KIND_OF: Final = {CQ[name].value: kind for kind, name in KINDS.items()}


def read_statements(
    quads: Iterable[Quad | Triple],
    iris: Iris,
    actor_of: Callable[[str], Actor | None],
    tenure_of: Callable[[str], Tenure | None],
) -> list[Statement]:
    """Every cq:Statement among the quads, by article, then place in the text, then id.

    `actor_of` and `tenure_of` look in the registry; an actor it does not have
    is read from the quads, and one described nowhere keeps its id for a name.
    Raises StoreError for a statement without a property that each must have.
    """
    return Description(quads, iris, actor_of, tenure_of).statements()


def normal(statement: Statement) -> Statement:
    """The statement with its unordered parts in the order in which they are read.

    `read_statements(to_quads(x)) == [normal(s) for s in x.statements]`, where
    the statements of x stand in text order.
    """
    speaker = replace(
        statement.speaker,
        posts=tuple(sorted(set(statement.speaker.posts), key=_post_order)),
        candidates=_actors_in_order(statement.speaker.candidates),
    )
    evidence = sorted(statement.evidence, key=lambda e: FIELDS.index(e.field))
    return replace(
        statement,
        speaker=speaker,
        evidence=tuple(replace(e, spans=_spans_in_order(e.spans)) for e in evidence),
        according_to=tuple(
            replace(
                r,
                source=_spans_in_order(r.source),
                cue=_spans_in_order(r.cue),
                content=_spans_in_order(r.content),
            )
            for r in statement.according_to
        ),
        topics=tuple(sorted(set(statement.topics))),
        target=_actors_in_order(statement.target),
        addressee=_actors_in_order(statement.addressee),
    )


def _post_order(post: Post) -> tuple[bool, str]:
    return post.basis != "dated", post.tenure


def _spans_in_order(spans: Iterable[Span]) -> Spans:
    return tuple(sorted(set(spans)))


def _actors_in_order(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple(sorted(set(actors), key=lambda actor: actor.id))


class Description:
    """Quads indexed by subject; also reads the parts that pages show besides statements."""

    def __init__(
        self,
        quads: Iterable[Quad | Triple],
        iris: Iris,
        actor_of: Callable[[str], Actor | None],
        tenure_of: Callable[[str], Tenure | None],
    ) -> None:
        self.iris = iris
        self.actor_of = actor_of
        self.tenure_of = tenure_of
        self._nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._read: dict[str, Actor] = {}
        for quad in quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode):
                values = self._nodes[subject.value][quad.predicate.value]
                if value not in values:  # the same triple in two graphs
                    values.append(value)

    def statements(self) -> list[Statement]:
        kind = CQ["Statement"]
        found = [iri for iri, node in self._nodes.items() if kind in node[TYPE.value]]
        placed = sorted(
            (self.value(iri, CQ["article"]) or "", self._start(iri), self._end(iri), iri)
            for iri in found
        )
        return [self.statement(iri) for *_, iri in placed]

    def statement(self, iri: str) -> Statement:
        words, act = self.need(iri, CQ["words"]), self.need(iri, CQ["act"])
        evidence = self._evidence(iri)
        account = self.value(iri, CQ["account"])
        joint, event = self.value(iri, CQ["joint"]), self.value(iri, CQ["event"])
        return Statement(
            id=self._id(iri),
            words=words,
            quote_type=cast(Any, self.need(iri, CQ["quoteType"])),
            speech_act=_last(act),
            speaker=self._speaker(iri),
            date=self._date(iri),
            evidence=evidence,
            cue=self.value(iri, CQ["cue"]) or "",
            according_to=self._chain(iri),
            attitude=self.value(iri, CQ["attitude"]) in ("true", "1"),
            on_behalf_of=self._actor(iri, CQ["onBehalfOf"]),
            topics=tuple(sorted(_last(topic) for topic in self.values(iri, DCT["subject"]))),
            target=self._actors(iri, CQ["target"]),
            addressee=self._actors(iri, CQ["addressee"]),
            joint=self._id(joint) if joint else None,
            event=self._id(event) if event else None,
            account=self._account(account) if account else None,
        )

    def values(self, iri: str, predicate: NamedNode) -> list[str]:
        node = self._nodes.get(iri)
        return [term.value for term in node.get(predicate.value, ())] if node else []

    def value(self, iri: str, predicate: NamedNode) -> str | None:
        """The only value, or the least of several, so that the answer never varies."""
        return min(self.values(iri, predicate), default=None)

    def need(self, iri: str, predicate: NamedNode) -> str:
        found = self.value(iri, predicate)
        if found is None:
            name = predicate.value.rpartition("#")[2]
            raise StoreError(
                f"A statement or a node of its chain has no cq:{name}",
                where=iri,
                do="Run `communique validate`; it lists what does not fit the shapes.",
            )
        return found

    def _id(self, iri: str) -> str:
        """The id; an IRI that is not ours (a user's own statement may name one) stays whole."""
        return self.iris.local(iri) if iri.startswith(self.iris.ids) else iri

    def actor(self, iri: str) -> Actor:
        """From the registry, else as described in the quads, else with its id for a name."""
        if iri not in self._read:
            name = self._id(iri)
            self._read[iri] = self.actor_of(name) or self._described(iri, name)
        return self._read[iri]

    def _described(self, iri: str, name: str) -> Actor:
        kinds = [_KIND_OF[kind] for kind in self.values(iri, TYPE) if kind in _KIND_OF]
        country = self.value(iri, CQ["isoAlpha2"])
        state = self.value(iri, CQ["country"])
        if country is None and state is not None and state != iri:
            country = self.actor(state).country
        label = self.value(iri, SKOS["prefLabel"]) or name
        return Actor(name, label, cast(ActorKind, min(kinds, default="unnamed")), country)

    def _actor(self, iri: str, predicate: NamedNode) -> Actor | None:
        found = self.value(iri, predicate)
        return self.actor(found) if found else None

    def _actors(self, iri: str, predicate: NamedNode) -> tuple[Actor, ...]:
        return _actors_in_order(self.actor(found) for found in self.values(iri, predicate))

    def _speaker(self, iri: str) -> Speaker:
        dated = set(self.values(iri, CQ["datedTenure"]))
        posts = (self._post(tenure, tenure in dated) for tenure in self.values(iri, CQ["tenure"]))
        return Speaker(
            actor=self.actor(self.need(iri, CQ["speaker"])),
            as_written=self.need(iri, CQ["speakerAsWritten"]),
            basis=cast(Any, self.need(iri, CQ["speakerBasis"])),
            country=self._actor(iri, CQ["country"]),
            posts=tuple(sorted(posts, key=_post_order)),
            likely=self._actor(iri, CQ["likelySpeaker"]),
            candidates=self._actors(iri, CQ["candidate"]),
        )

    def _post(self, iri: str, dated: bool) -> Post:
        name = self._id(iri)
        tenure = self.tenure_of(name)
        return Post(name, tenure.post if tenure else name, "dated" if dated else "term-open")

    def _date(self, iri: str) -> DateBounds:
        earliest = self.value(iri, CQ["dateEarliest"])
        latest = self.value(iri, CQ["dateLatest"])
        return DateBounds(
            date.fromisoformat(earliest) if earliest else None,
            date.fromisoformat(latest) if latest else None,
            cast(Any, self.need(iri, CQ["dateBasis"])),
        )

    def _account(self, iri: str) -> Account:
        return Account(
            self._id(iri),
            self._id(self.need(iri, CQ["accountOf"])),
            cast(Any, self.need(iri, CQ["accountKind"])),
        )

    def _chain(self, iri: str) -> tuple[Report, ...]:
        chain: list[Report] = []
        seen: set[str] = set()
        report = self.value(iri, CQ["reportedBy"])
        while report is not None and report not in seen:  # a loop in broken data ends here
            seen.add(report)
            proofs = self._proofs(report)
            chain.append(
                Report(
                    reporter=self.actor(self.need(report, CQ["reporter"])),
                    as_written=self.need(report, CQ["reporterAsWritten"]),
                    kind=cast(Any, self.need(report, CQ["reportKind"])),
                    source=self._spans(proofs.get("source")),
                    cue=self._spans(proofs.get("cue")),
                    content=self._spans(proofs.get("content")),
                    act=_last(self.need(report, CQ["act"])),
                    date=self._date(report),
                    confidence=float(self.need(report, CQ["confidence"])),
                )
            )
            report = self.value(report, CQ["reportedBy"])
        return tuple(chain)

    def _proofs(self, iri: str) -> dict[str, str]:
        """Field -> IRI of its evidence."""
        return {self.need(proof, CQ["field"]): proof for proof in self.values(iri, CQ["evidence"])}

    def _evidence(self, iri: str) -> tuple[Evidence, ...]:
        proofs = self._proofs(iri)
        spans_figure = self.value(iri, CQ[CONFIDENCES["content"]])
        found = []
        for field in FIELDS:
            if field not in proofs:
                continue
            proof = proofs[field]
            if field in CONFIDENCES:
                figure: str | None = self.need(iri, CQ[CONFIDENCES[field]])
            else:
                figure = self.value(proof, CQ["confidence"]) or spans_figure
            found.append(
                Evidence(
                    field,
                    self._spans(proof),
                    self.need(proof, CQ["foundBy"]),
                    float(figure or self.need(proof, CQ["confidence"])),
                )
            )
        return tuple(found)

    def _spans(self, proof: str | None) -> Spans:
        if proof is None:
            return ()
        selectors = self.values(proof, OA["hasSelector"])
        return tuple(
            sorted(
                Span(int(self.need(s, OA["start"])), int(self.need(s, OA["end"])))
                for s in selectors
            )
        )

    def _start(self, iri: str) -> int:
        return int(self.value(iri, CQ["start"]) or 0)

    def _end(self, iri: str) -> int:
        return int(self.value(iri, CQ["end"]) or 0)


def _last(iri: str) -> str:
    """The notation of an act or topic: the last part of its IRI."""
    return iri.rpartition("/")[2]
