"""`communique validate`: the shapes over RDF files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.exits import DONE, FINDINGS


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="RDF files.")],
) -> int:
    """Check RDF files against the shapes; findings go to standard output, one a line.

    Example: communique validate statements.ttl
    """
    from graph_service.validation.check import check_file

    count = 0
    for path in files:
        for finding in check_file(path):
            count += 1
            print(f"{path}: {finding}")
    print(f"{count} findings in {len(files)} files", file=sys.stderr)
    return FINDINGS if count else DONE
