"""A good article for the gate: ten statements, chains, topics, unnamed and registered actors.

Owns the extraction and what the registry knows of its actors. The words are of
invented people of invented states; the quads come from the real mapping.
"""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph_service.model import (
    Account,
    Actor,
    Article,
    DateBounds,
    Evidence,
    Extraction,
    Post,
    Report,
    Span,
    Speaker,
    Statement,
    statement_id,
    words_at,
)
from graph_service.rdf.iris import Iris
from graph_service.rdf.mapping import KINDS, UNKNOWN_PUBLISHER, to_quads
from graph_service.rdf.namespaces import CQ, SKOS, TYPE

IRIS = Iris("https://communique.example/")
DAY = date(2022, 6, 15)
ARVAL = Actor("actor-x-arval", "Arval", "state", "ZZ")
TOVIA = Actor("actor-x-tovia", "Tovia", "state", "ZY")
ROE = Actor("actor-x-jane-roe", "Jane Roe", "person", "ZZ")
MINISTRY = Actor("actor-x-ministry", "Ministry of Tovia", "organisation", "ZY")
GAZETTE = Actor("actor-x-gazette", "Arval Gazette", "outlet", "ZZ")
OFFICIAL = Actor("actor-unnamed-0a", "a senior official", "unnamed")
REGISTERED = {actor.id: actor for actor in (ARVAL, TOVIA, ROE, MINISTRY, GAZETTE)}

SENTENCES = tuple(
    f"Tovia said that Jane Roe warned that sanctions and trade would suffer, case {n}. "
    for n in range(10)
)


def extraction() -> Extraction:
    """Ten statements: depth 0, 1 and 2 in turn, one without a date, one without a topic."""
    article = Article(
        text="".join(SENTENCES),
        url="https://news.example/2022/06/15",
        publisher="Arval Gazette",
        published=DAY,
        title="Ten warnings",
        language="en",
    )
    found, at = [], 0
    for n, sentence in enumerate(SENTENCES):
        found.append(_statement(article, n, at))
        at += len(sentence)
    return Extraction(article, GAZETTE, tuple(found), "test 1")


def _statement(article: Article, n: int, at: int) -> Statement:
    def span(words: str) -> Span:
        start = article.text.index(words, at)
        return Span(start, start + len(words))

    content = (span(f"sanctions and trade would suffer, case {n}"),)
    source, cue = (span("Jane Roe"),), (span("warned"),)
    actor = OFFICIAL if n == 3 else ROE
    outer = Report(
        TOVIA, "Tovia", "readout", (span("Tovia"),), (span("said"),), content, "assert",
        DateBounds.day(DAY, "stated"), 0.8,
    )  # fmt: skip
    further = Report(
        MINISTRY, "Tovia", "body", (), (), content, "assert", DateBounds(None, DAY, "open"), 0.5
    )
    return Statement(
        id=statement_id(article, content, source, actor.id),
        words=words_at(article.text, content),
        cue="warned",
        quote_type="indirect",
        speech_act="warn",
        speaker=Speaker(actor, "Jane Roe", "named", ARVAL, (Post("tenure-aa", "Envoy", "dated"),)),
        date=DateBounds(None, None, "open") if n == 4 else DateBounds.day(DAY, "stated"),
        evidence=(
            Evidence("source", source, "rule:subject-verb", 0.9),
            Evidence("cue", cue, "rule:subject-verb", 0.9),
            Evidence("content", content, "rule:subject-verb", 0.9),
            Evidence("speaker", source, "registry", 0.95),
            Evidence("date", (), "metadata", 0.7),
            Evidence("speech_act", cue, "verb", 0.8),
            Evidence("topics", content, "label", 0.6),
        ),
        according_to=((), (outer,), (outer, further))[n % 3],
        topics=() if n == 5 else ("sanctions", "trade"),
        target=(TOVIA,),
        addressee=(MINISTRY,),
        on_behalf_of=ARVAL,
        joint="joint-0a" if n == 6 else None,
        event="event-0b",
        account=Account("account-0c", TOVIA.id, "readout"),
    )  # fmt: skip


def good_quads() -> list[Quad]:
    """The sample's graph from the real mapping."""
    return to_quads(extraction(), IRIS, REGISTERED.__contains__)


def lookup(node: NamedNode) -> list[Triple]:
    """What a registry would say of a node: the registered actors and one tenure."""
    name = IRIS.local(node)
    if name == "tenure-aa":
        return [Triple(node, TYPE, CQ["Tenure"])]
    actor = UNKNOWN_PUBLISHER if name == UNKNOWN_PUBLISHER.id else REGISTERED.get(name)
    if actor is None:
        return []
    return [
        Triple(node, TYPE, CQ["Actor"]),
        Triple(node, TYPE, CQ[KINDS[actor.kind]]),
        Triple(node, SKOS["prefLabel"], Literal(actor.name, language="en")),
    ]
