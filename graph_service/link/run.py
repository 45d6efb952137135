"""The pass over all articles and decisions that writes the graphs `links` and `decisions`.

Owns its order and when it can be left out. Deterministic: the same articles and decisions
give the same quads, in whatever order they came in. Both graphs are replaced in one
transaction, and only then is noted what they were made from; a kill in between costs
another pass.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.link.copies import copy_links
from graph_service.link.curation import (
    Attach,
    Curation,
    attached,
    decision_quads,
    rejected,
    replay,
)
from graph_service.link.denials import Names, denial_links, name_stems
from graph_service.link.events import event_links
from graph_service.link.facts import ArticleFacts, Facts, Remembered, read_article
from graph_service.link.kept import Kept
from graph_service.link.links import Link, link_quads
from graph_service.link.similar import tokens
from graph_service.link.wording import wording_links
from graph_service.model import Anchor, Decision, digest
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ, SKOS

VERSION = "2"
"""Goes up when the same articles give other links."""
LEAST_CONFIDENCE = 0.5
"""What is less sure than that is no link."""
FACT = "links"
"""Name of the store's fact that says what the links were made from."""
COUNTS = "links.counts"
"""Name of the fact that says how many links of each kind there are."""
FILE = "links.jsonl"
"""In the home: see `facts.Remembered`."""
WORDING = "wording.jsonl"
"""In the home: see `kept.Kept`."""

_NAMES = frozenset(
    {SKOS["prefLabel"], SKOS["altLabel"], CQ["demonym"], CQ["metonym"], CQ["abbreviation"]}
)


class Graphs(Protocol):
    """What linking needs of the one writer (see `store.base.Writer`)."""

    @property
    def base_iri(self) -> str: ...

    @property
    def facts(self) -> Mapping[str, str]: ...

    def record(self, name: str, value: str) -> None: ...

    def graph(self, graph: NamedNode) -> Iterable[Quad]: ...

    def about(self, node: NamedNode, graphs: Sequence[NamedNode]) -> list[Quad]: ...

    def replace_graphs(self, graphs: Mapping[NamedNode, Sequence[Quad]]) -> None: ...


class _Place(Protocol):
    @property
    def settled(self) -> str | None: ...


class Ledger(Protocol):
    """What linking needs of the archive."""

    def notes(self) -> Iterable[tuple[str, _Place, bool]]: ...

    def decisions(self) -> list[Decision]: ...


@dataclass(frozen=True, slots=True)
class Linked:
    """What the graph of links holds now."""

    links: Mapping[str, int]
    """Kind -> how many there are."""
    articles: int
    read: int
    """Articles whose graphs had to be read."""
    unchanged: bool
    unattached: tuple[str, ...]
    """Decisions in force whose statement or link is not in the graph."""


def refresh(writer: Graphs, ledger: Ledger, home: Path | None = None) -> Linked:
    """Bring both graphs up to date; nothing is written where nothing changed.

    Raises BadValue where the decisions contradict each other, and what the writer raises.
    """
    settled = {key: place.settled or "" for key, place, _ in ledger.notes()}
    log = ledger.decisions()
    mark = _mark(settled, log, writer.facts.get("managed", ""))
    if writer.facts.get(FACT) == mark:
        kinds = json.loads(writer.facts.get(COUNTS, "{}"))
        return Linked(kinds, len(settled), 0, True, ())
    iris = Iris(writer.base_iri)
    remembered = Remembered(home / FILE if home else None)
    kept = Kept(home / WORDING if home else None)
    articles, read = [], 0
    for key, note in settled.items():
        facts = remembered.get(key, note) if note else None
        if facts is None:
            facts = read_article(key, writer.graph(iris.article_graph(key)))
            read += 1
            if note:
                remembered.keep(note, facts)
        articles.append(facts)
    curation = replay(log)
    attach = _attacher({article.key: article for article in articles})
    out = rejected(log, curation, attach)
    links = list(find_links(articles, curation, out, _names(writer, iris), kept))
    quads = [quad for link in links for quad in link_quads(link, iris)]
    decided = list(decision_quads(log, curation, attach, iris))
    writer.replace_graphs({iris.graph("decisions"): decided, iris.graph("links"): quads})
    counts: dict[str, int] = dict(sorted(Counter(link.kind for link in links).items()))
    writer.record(COUNTS, json.dumps(counts))
    writer.record(FACT, mark)
    remembered.save(set(settled))
    kept.save()
    loose = tuple(
        d.id
        for d in log
        if d.kind == "reject" and d.number in curation.in_force and not attached(d, attach)
    )
    return Linked(counts, len(settled), read, False, loose)


def find_links(
    articles: Iterable[ArticleFacts],
    curation: Curation,
    out: Iterable[str] = (),
    names: Names = lambda actor: frozenset(),
    kept: Kept | None = None,
) -> Iterator[Link]:
    """Every link between these articles, each once, in one order; rejected ones left out.

    A rejected statement is linked to nothing.
    """
    left_out = frozenset(out)
    ordered = sorted(articles, key=lambda article: article.key)
    statements = [s for a in ordered for s in a.statements if s.id not in left_out]
    one = cache(curation.one)
    found: dict[str, Link] = {}
    copies = [link for link in copy_links(ordered) if link.id not in left_out]
    origin = {link.later: link.earlier for link in copies}
    for link in (
        *copies,
        *wording_links(statements, one, origin, kept),
        *denial_links(statements, one, names),
        *event_links((event for a in ordered for event in a.events), one),
    ):
        if link.id not in left_out and link.confidence >= LEAST_CONFIDENCE:
            found.setdefault(link.id, link)
    yield from sorted(found.values(), key=lambda link: (link.kind, link.id))


def _mark(settled: Mapping[str, str], log: Sequence[Decision], managed: str) -> str:
    """Of all that the two graphs are made from."""
    articles = [part for key in sorted(settled) for part in (key, settled[key])]
    return digest(VERSION, managed, *articles, *map(repr, log))


def _attacher(articles: Mapping[str, ArticleFacts]) -> Attach:
    def attach(anchor: Anchor) -> str | None:
        """By id, else by article and words, of the same speaker first."""
        if not anchor.article:
            return anchor.id
        article = articles.get(anchor.article)
        statements: tuple[Facts, ...] = article.statements if article else ()
        if any(s.id == anchor.id for s in statements):
            return anchor.id
        words = tokens(anchor.words)
        same = [s for s in statements if tokens(s.words) == words]
        same.sort(key=lambda s: (s.speaker != anchor.speaker, s.start, s.id))
        return same[0].id if same else None

    return attach


def _names(writer: Graphs, iris: Iris) -> Names:
    registry = (iris.graph("registry"),)

    @cache
    def names(actor: str) -> frozenset[str]:
        if not actor:
            return frozenset()
        quads = writer.about(iris.actor(actor), registry)
        labels = [
            quad.object.value
            for quad in quads
            if quad.predicate in _NAMES and isinstance(quad.object, Literal)
        ]
        return name_stems(labels)

    return names
