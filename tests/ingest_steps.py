"""Steps for ingest that need no extractor: every word of the text becomes one triple.

    python ingest_steps.py HOME FILE

runs `ingest` on a file with them, printing each progress line as it comes; the
kill tests kill a fork that does (`tests.prepared`). Words in capitals are what the gate refuses.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.ingest import IngestReport, Interrupted, Steps, ingest
from graph_service.ingest.steps import HasBase
from graph_service.model import (
    Actor,
    Article,
    DateBounds,
    Evidence,
    Extraction,
    Span,
    Speaker,
    Statement,
    digest,
)
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ, TYPE
from graph_service.readers import Metadata, read
from graph_service.settings import Settings, load_settings
from graph_service.store.oxigraph import OxigraphStore
from graph_service.store.snapshots import current
from graph_service.validation.findings import Finding

SPEAKER = Speaker(Actor("actor-x-a", "A", "person"), "A", "named")


def extract(article: Article) -> Extraction:
    statements = tuple(
        Statement(
            id=f"statement-{digest(article.key, word)}",
            words=word,
            quote_type="direct",
            speech_act="assert",
            speaker=SPEAKER,
            date=DateBounds(None, None, "open"),
            evidence=(Evidence("content", (Span(0, 1),), "test", 1.0),),
        )
        for word in dict.fromkeys(article.text.split())
    )
    notes = () if article.published else ("no publication date",)
    return Extraction(article, None, statements, "words/1", notes)


def steps(settings: Settings, writer: HasBase, version: str = "1") -> Steps:
    iris = Iris(writer.base_iri)

    def to_quads(extraction: Extraction) -> list[Quad]:
        article = extraction.article
        graph, node = iris.article_graph(article.key), iris.article(article.key)
        quads = [
            Quad(node, TYPE, CQ["Article"], graph),
            Quad(node, CQ["textHash"], Literal(article.text_hash), graph),
            Quad(node, CQ["published"], Literal(str(article.published)), graph),
            Quad(node, CQ["extractor"], Literal(version), graph),
        ]
        for statement in extraction.statements:
            at = iris.statement(statement.id)
            quads.append(Quad(at, TYPE, CQ["Statement"], graph))
            quads.append(Quad(at, CQ["words"], Literal(statement.words), graph))
        return quads

    def check(quads: list[Quad]) -> tuple[Finding, ...]:
        bad = [q for q in quads if q.predicate == CQ["words"] and q.object.value.isupper()]
        found = [Finding(q.subject.value, q.subject.value, "words", "Shouted.") for q in bad]
        if any(q.object.value == "WHOLE" for q in bad):
            found.append(Finding(None, "article", "article", "All of it."))
        return tuple(found)

    return Steps(extract, to_quads, check, f"words/{version}")


def slow_steps(settings: Settings, writer: HasBase) -> Steps:
    """As `steps`, with time to be killed in; KILL kills the process, RAISE raises in it."""

    def slowly(article: Article) -> Extraction:
        if article.text == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        if article.text == "RAISE":
            raise ZeroDivisionError
        time.sleep(0.02)
        return extract(article)

    return replace(steps(settings, writer), extract=slowly)


def take(
    articles: Iterable[Article], settings: Settings, lines: list[str] | None = None
) -> IngestReport:
    tell = lines.append if lines is not None else None
    return ingest(articles, settings, tell, steps=steps)


def dump(home: Path) -> list[str]:
    """The newest snapshot as sorted N-Quads lines."""
    from pyoxigraph import Store

    path = current(home).path
    assert path is not None
    return sorted(str(quad) for quad in Store.read_only(str(path)))


def texts(home: Path, base: str, keys: Iterable[str]) -> dict[str, set[str]]:
    """Words that the live store holds of each article, published or not."""
    writer = OxigraphStore.open(home, base)
    iris = Iris(base)
    found = {
        key: {
            quad.object.value
            for quad in writer.graph(iris.article_graph(key))
            if quad.predicate == CQ["words"]
        }
        for key in keys
    }
    writer.close()
    return found


def node(name: str) -> NamedNode:
    return NamedNode(f"https://communique.example/id/{name}")


def main(arguments: list[str]) -> int:
    home, file = map(Path, arguments)
    settings = load_settings(home=home)
    try:
        report = ingest(
            read([file], Metadata(), settings),
            settings,
            lambda line: print(line, flush=True),
            steps=steps,
        )
    except Interrupted as interrupted:
        print(f"interrupted {interrupted.report.read}", flush=True)
        return 130
    print(f"done {report.read}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
