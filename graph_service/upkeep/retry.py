"""Articles of which something is in quarantine, through extraction and gate once more.

Owns the choice of articles. Worth it after a new version, other shapes or a longer registry.
"""

from __future__ import annotations

from graph_service.ingest import IngestReport, MakeSteps, Progress, default_steps, ingest_again
from graph_service.settings import Settings
from graph_service.upkeep.writing import open_home


def retry(
    settings: Settings, progress: Progress | None = None, *, steps: MakeSteps | None = None
) -> IngestReport:
    """What passes goes into the graph, what still does not stays in quarantine."""
    with open_home(settings) as (writer, archive):
        keys = archive.quarantined_articles()
        made = (steps or default_steps)(settings, writer)
        articles = (found for key in keys if (found := archive.article(key)))
        return ingest_again(articles, archive, writer, made, progress)
