"""Communiqué: who said what in diplomacy, on whose word.

    import graph_service as communique

    settings = communique.load_settings(home="communique-data")
    articles = communique.read_articles(["articles/"], communique.Metadata(), settings)
    communique.ingest_articles(articles, settings)
    graph = communique.open_graph(settings)
    registry = communique.load_registry()
    answer = communique.ask_question(
        "what did China say about sovereignty", graph, registry, settings
    )

Everything in `__all__` is the public API; it is imported when first used, so
that importing the package costs nothing. Its functions carry an object in their
names (`ask_question`), since `ask`, `ingest` and `extract` are modules.
All errors are `CommuniqueError`s.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_service.actors.registry import Registry, load_registry
    from graph_service.ask.answer import Answer, answer_to_json
    from graph_service.ask.answer import ask as ask_question
    from graph_service.errors import CommuniqueError
    from graph_service.extract.pipeline import extract as extract_statements
    from graph_service.ingest import IngestReport
    from graph_service.ingest import ingest as ingest_articles
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
        Tenure,
    )
    from graph_service.model_json import extraction_to_json, statement_to_json
    from graph_service.readers import read as read_articles
    from graph_service.readers.base import Metadata, Note, Rejected
    from graph_service.settings import Settings, load_settings
    from graph_service.store.workers import open_view as open_graph

_HOMES = {
    "actors.registry": ("Registry", "load_registry"),
    "ask.answer": ("Answer", "answer_to_json", "ask_question"),
    "errors": ("CommuniqueError",),
    "extract.pipeline": ("extract_statements",),
    "ingest": ("IngestReport", "ingest_articles"),
    "model": (
        "Account", "Actor", "Article", "DateBounds", "Evidence", "Extraction", "Post", "Report",
        "Span", "Speaker", "Statement", "Tenure",
    ),
    "model_json": ("extraction_to_json", "statement_to_json"),
    "readers": ("read_articles",),
    "readers.base": ("Metadata", "Note", "Rejected"),
    "settings": ("Settings", "load_settings"),
    "store.workers": ("open_graph",),
}  # fmt: skip
_NAMED_OTHERWISE = {
    "ask_question": "ask",
    "extract_statements": "extract",
    "ingest_articles": "ingest",
    "open_graph": "open_view",
    "read_articles": "read",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Account",
    "Actor",
    "Answer",
    "Article",
    "CommuniqueError",
    "DateBounds",
    "Evidence",
    "Extraction",
    "IngestReport",
    "Metadata",
    "Note",
    "Post",
    "Registry",
    "Rejected",
    "Report",
    "Settings",
    "Span",
    "Speaker",
    "Statement",
    "Tenure",
    "answer_to_json",
    "ask_question",
    "extract_statements",
    "extraction_to_json",
    "ingest_articles",
    "load_registry",
    "load_settings",
    "open_graph",
    "read_articles",
    "statement_to_json",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOME_OF[name]}")
    return getattr(module, _NAMED_OTHERWISE.get(name, name))
