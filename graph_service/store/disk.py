"""What the disk refused, in words that say what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from graph_service.errors import CommuniqueError, StoreError, StoreLocked


def not_opened(folder: Path, error: OSError | RuntimeError) -> CommuniqueError:
    if "lock" in str(error).lower():
        return StoreLocked(
            "Another program has this store open",
            where=str(folder),
            do="End it, or use another --home.",
        )
    if disk_full(error):
        return StoreError(
            f"The disk is full, and the store needs some room to open: {error}",
            where=str(folder),
            do="Make room on it, then run the same command again. Nothing that was acknowledged "
            "is lost, and readers go on with the newest snapshot.",
        )
    return StoreError(
        f"The store cannot be opened: {error}",
        where=str(folder),
        do="Restore a backup, or move this folder away and run `communique rebuild`: it makes "
        "again all but graphs of your own.",
    )


def not_written(home: Path, error: OSError) -> StoreError:
    if disk_full(error):
        return StoreError(
            f"The disk is full: {error}",
            where=str(home),
            do="Make room on it, then run the same command again; what was acknowledged is kept.",
        )
    return StoreError(
        f"The store cannot be written: {error}",
        where=str(home),
        do="Look for missing rights or a damaged disk; then run the same command again.",
    )


def disk_full(error: Exception) -> bool:
    """Whether this is the system's ENOSPC or EDQUOT, or the engine's words for one."""
    number = getattr(error, "errno", None)
    return number in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error)
