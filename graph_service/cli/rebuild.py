"""`communique rebuild`: everything again from the archive."""

from __future__ import annotations

import json

from graph_service.cli.exits import DONE, FINDINGS
from graph_service.cli.options import (
    ExtractorOption,
    HomeOption,
    JobsOption,
    RegistryOption,
    read_settings,
    tell,
)


def command(
    home: HomeOption = None,
    extractor: ExtractorOption = None,
    registry: RegistryOption = None,
    jobs: JobsOption = None,
) -> int:
    """Make the store again from the archive, beside the old one, and switch at the end.

    Readers are not disturbed, and a kill leaves the old store or the new one. Give the
    --extractor and --registry that you gave to ingest.

    Example: communique rebuild
    """
    from dataclasses import asdict

    from graph_service.upkeep.rebuild import rebuild

    done = rebuild(
        read_settings(home=home, extractor=extractor, registry=registry), tell, jobs=jobs
    )
    print(json.dumps(asdict(done)))
    return FINDINGS if done.quarantined else DONE
