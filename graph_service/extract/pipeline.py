"""The way from an article to its statements: stages in order, each adding to the draft.

Owns the order of the stages and what is noted about an article. Each stage takes
the article, what has been found so far and the registry, and returns more.

    sentences -> quotations -> attributions -> date expressions -> mentions
    -> levels -> days -> sources -> events -> statements
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from graph_service import plugins
from graph_service.actors.names import slug
from graph_service.actors.registry import Registry
from graph_service.errors import UnknownName
from graph_service.extract.chains import find_levels
from graph_service.extract.dates import date_levels, find_dates
from graph_service.extract.draft import Draft
from graph_service.extract.mentions import find_mentions
from graph_service.extract.occasions import find_occasions, with_accounts
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.extract.speakers import resolve_sources
from graph_service.extract.statements import build_statements
from graph_service.extract.turns import attribute_turns, find_turns
from graph_service.model import Actor, Article, Extraction, digest

Stage = Callable[[Article, Draft, Registry], Draft]

VERSION = "8"
"""Of the rules; goes up when the same article gives other statements."""

NO_DATE = "no publication date: dates that depend on it stay open"
NOT_READ = "kept, not read: the language is not English"


def _of_text(stage: Callable[[Article, Draft], Draft]) -> Stage:
    """A stage that needs no registry, in the common form."""

    @wraps(stage)
    def run(article: Article, draft: Draft, registry: Registry) -> Draft:
        return stage(article, draft)

    return run


TEXT_STAGES: tuple[Stage, ...] = (
    _of_text(find_sentences),
    find_turns,
    _of_text(find_quotations),
)
"""What is done before the extractor finds the attributions."""

ACTOR_STAGES: tuple[Stage, ...] = (
    _of_text(attribute_turns),
    _of_text(find_dates),
    find_mentions,
    _of_text(find_levels),
    date_levels,
    resolve_sources,
    find_occasions,
    build_statements,
)
"""What is made of them: who, when, on whose word."""


def stages(extractor: str) -> tuple[Stage, ...]:
    """All stages in order, with the extractor of that name (plugin group `extractors`)."""
    return (*TEXT_STAGES, _of_text(plugins.load("extractors", extractor)), *ACTOR_STAGES)


def extract(
    article: Article,
    registry: Registry,
    extractor: str = "rules",
    overlay: Path | None = None,
) -> Extraction:
    """All statements of an article.

    `extractor` names what finds the attributions (plugin group `extractors`), `overlay` is
    the user's folder of resources, for topics of their own.
    The same article, registry and extractor give the same extraction anywhere.
    Raises UnknownName for an extractor that nobody registered.
    """
    steps = stages(extractor)
    notes = []
    draft = Draft(overlay=overlay)
    if article.published is None:
        notes.append(NO_DATE)
    if article.language and not article.language.lower().startswith("en"):
        notes.append(NOT_READ)
    else:
        for stage in steps:
            draft = stage(article, draft, registry)
    publisher = _publisher(article, registry)
    statements = with_accounts(article, draft.statements, publisher, registry)
    named = {statement.event for statement in statements}
    return Extraction(
        article=article,
        publisher=publisher,
        statements=statements,
        extractor=extractor_name(extractor),
        notes=(*notes, *draft.notes),
        events=tuple(event for event in draft.events if event.id in named),
    )


def extractor_name(extractor: str) -> str:
    """Name, version and a hash of what the result depends on: a trained one names its weights.

    >>> extractor_name("rules").split("/")[:2]
    ['rules', '8']
    """
    weights = getattr(plugins.load("extractors", extractor), "weights", None)
    made = weights() if weights else ""
    return f"{extractor}/{VERSION}/{digest(extractor, VERSION, made)[:8]}"


def reads_with(extractor: str) -> str:
    """What reads where this extractor is chosen, in a line; its weights are loaded and checked.

    Raises UnknownName, UsageError where a package is missing, and StoreError where weights are
    missing or are not the ones shipped: another extractor never stands in unsaid.

    >>> reads_with("rules").split(" (")[0]
    'rules'
    """
    ready = getattr(plugins.load("extractors", extractor), "ready", None)
    trained = f", with the weights {ready().name}" if ready else ""
    return f"{extractor} ({extractor_name(extractor)}){trained}"


def _publisher(article: Article, registry: Registry) -> Actor | None:
    """The registry's outlet of that name, else an outlet of its own."""
    if not article.publisher:
        return None
    try:
        return registry.find(article.publisher)
    except UnknownName:
        made = slug(article.publisher) or digest(article.publisher)
        return Actor(f"actor-x-{made}", article.publisher, "outlet")
