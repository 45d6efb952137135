"""A small store in memory, made by the real extractor and the real mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from graph_service.actors.registry import Registry, load_registry
from graph_service.extract.pipeline import extract
from graph_service.model import Article
from graph_service.rdf.iris import Iris
from graph_service.rdf.mapping import to_quads
from graph_service.rdf.schemes import topic_triples
from graph_service.readers.text import split
from graph_service.resources import resource_files
from graph_service.settings import Settings, load_settings
from graph_service.store.base import View
from graph_service.store.memory import MemoryStore

Build = Callable[[Iterable[Article]], View]


INVENTED = Path(__file__).parents[2] / "examples" / "invented"


@pytest.fixture(scope="session")
def settings() -> Settings:
    """With the invented states' registry as a user's own file."""
    return load_settings(registry=(INVENTED / "registry.ttl",))


@pytest.fixture(scope="session")
def registry(settings: Settings) -> Registry:
    return load_registry(settings.registry)


@pytest.fixture(scope="session")
def build(registry: Registry, settings: Settings) -> Build:
    """Articles to a view: extracted, mapped, published beside registry and topics."""
    iris = Iris(settings.base_iri)

    def state_of(code: str) -> str | None:
        state = registry.state(code)
        return state.id if state else None

    def make(articles: Iterable[Article]) -> View:
        store = MemoryStore()
        writer = store.open(Path(), settings.base_iri)
        writer.replace_graph(
            iris.graph("registry"),
            [
                Quad(quad.subject, quad.predicate, quad.object, iris.graph("registry"))
                for path in (*resource_files("ontology", "actors/*.ttl"), *settings.registry)
                for quad in parse(path=path, format=RdfFormat.TURTLE)
            ],
        )
        writer.replace_graph(
            iris.graph("topics"),
            [Quad(t.subject, t.predicate, t.object, iris.graph("topics")) for t in topic_triples()],
        )
        for article in articles:
            quads = to_quads(
                extract(article, registry),
                iris,
                lambda name: registry.actor(name) is not None,
                state_of,
            )
            writer.replace_graph(iris.article_graph(article.key), quads)
        writer.publish()
        return store.view(settings)

    return make


def read_dispatch(path: Path) -> Article:
    """A dispatch with its front matter, as the text reader splits it."""
    metadata, text = split(path.read_text("utf-8"))
    return Article(
        text=text,
        id=path.name,
        publisher=metadata.publisher,
        published=metadata.published,
        title=metadata.title,
        language=metadata.language,
    )
