"""`communique doctor`: what is right and what is wrong with a home."""

from __future__ import annotations

from graph_service.cli.exits import DONE, FINDINGS
from graph_service.cli.options import (
    ExtractorOption,
    HomeOption,
    RegistryOption,
    read_settings,
)


def command(
    home: HomeOption = None,
    extractor: ExtractorOption = None,
    registry: RegistryOption = None,
) -> int:
    """Check home, lock, snapshots, store, archive and disk; one line a check. Changes nothing.

    Example: communique doctor
    """
    from graph_service.upkeep.doctor import examine

    found = 0
    for line in examine(read_settings(home=home, extractor=extractor, registry=registry)):
        found += line.wrong
        print(f"{'FINDING' if line.wrong else 'ok':8}{line.text}")
    return FINDINGS if found else DONE
