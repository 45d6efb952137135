"""Articles into the store: read, archive, extract, map, check, store, publish.

    run       the order of these steps, groups of commits, counts
    steps     what is done with one article between archive and store
    crew      the same in several processes, in order
    report    what came of it

Owns the write path above archive and store; what a command prints is `cli`'s.
"""

from graph_service.ingest.report import IngestReport, Interrupted
from graph_service.ingest.run import (
    GROUP_SECONDS,
    Progress,
    ingest,
    ingest_again,
    ingest_into,
    make_crew,
)
from graph_service.ingest.steps import MakeSteps, Steps, default_steps

__all__ = [
    "GROUP_SECONDS",
    "IngestReport",
    "Interrupted",
    "MakeSteps",
    "Progress",
    "Steps",
    "default_steps",
    "ingest",
    "ingest_again",
    "ingest_into",
    "make_crew",
]
