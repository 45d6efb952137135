"""What the routes share: settings, the view on the current snapshot, registry, archive.

Owns opening and closing them once per application; holds no HTTP logic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from graph_service.actors.own import registry_for
from graph_service.actors.registry import Registry
from graph_service.api.metrics import MeasuredView, Metrics
from graph_service.archive import Archive
from graph_service.query.catalogue import NamedQuery, load_catalogue
from graph_service.query.counts import Counter
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings
from graph_service.store.base import View
from graph_service.store.workers import open_view
from graph_service.writing.client import WriterClient


@dataclass(frozen=True, slots=True)
class Service:
    """One application's parts; frozen, shared by all its requests."""

    settings: Settings
    view: View
    catalogue: dict[str, NamedQuery]
    iris: Iris
    counter: Counter
    """Counts each snapshot once, when first asked."""
    metrics: Metrics
    writer: WriterClient
    """Starts its process with the first write."""

    @classmethod
    def open(cls, settings: Settings) -> Service:
        """Raises StoreError where nothing was ingested yet, BadValue for a bad registry file."""
        registry_for(settings)
        iris = Iris(settings.base_iri)
        catalogue = load_catalogue(settings.resources)
        view = MeasuredView(open_view(settings, warm=True))
        counter = Counter(view, iris)
        metrics = view.metrics = Metrics(settings, view, counter)
        writer = WriterClient(settings)
        return cls(settings, view, catalogue, iris, counter, metrics, writer)

    @property
    def registry(self) -> Registry:
        """As it is now: `communique actors import` in another process counts at once."""
        return registry_for(self.settings)

    def article_text(self, key: str) -> str | None:
        """The text of an article's current version, from the private archive."""
        with Archive.open(self.settings.home, create=False) as archive:
            return archive.text(key)

    def close(self) -> None:
        self.writer.close()
        self.view.close()


async def _service(request: Request) -> Service:
    # A coroutine, because a plain function would cost each request a change of threads.
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]
