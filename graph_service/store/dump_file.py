"""A dump to load: N-Quads or TriG, plain or packed, as `communique export` writes it.

Owns what a file's name tells (`dump.nq`, `dump.trig.gz`, `dump.nq.zst`) and what is said
of a file that is damaged. The engine parses; nothing is unpacked to the disk.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph
from backports import zstd
from pyoxigraph import RdfFormat

from graph_service.errors import InputError, UnknownName

FORMATS: Final = {".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG}
"""Those that hold named graphs."""
PACKED: Final[Mapping[str, Callable[[Path], IO[bytes]]]] = {
    ".gz": lambda path: cast("IO[bytes]", gzip.GzipFile(path)),
    ".zst": lambda path: cast("IO[bytes]", zstd.ZstdFile(path)),
}
DAMAGED: Final = (EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError)


def format_of(path: Path) -> RdfFormat:
    """The format that the name tells. Raises UnknownName for another."""
    plain = path.with_suffix("") if path.suffix.lower() in PACKED else path
    format_ = FORMATS.get(plain.suffix.lower())
    if format_ is None:
        raise UnknownName(
            f"A file named {path.name} is no dump of named graphs",
            do="Give one that ends in .nq or .trig, or in these and .gz or .zst.",
        )
    return format_


def bulk_load(store: pyoxigraph.Store, path: Path) -> None:
    """All quads of a file into a store, by the engine's own bulk way.

    Raises InputError, with line and column where it does not parse, and OSError for what
    the disk refuses.
    """
    format_ = format_of(path)
    try:
        if unpack := PACKED.get(path.suffix.lower()):
            with unpack(path) as source:
                store.bulk_load(input=source, format=format_)
        else:
            store.bulk_load(path=path, format=format_)
    except DAMAGED as error:  # the first of them is an OSError, too
        raise InputError(
            f"The file is damaged or cut off: {error}",
            where=str(path),
            do="Fetch it again, whole; its checksum stands in the dump's description.",
        ) from error
    except SyntaxError as error:
        place = f", line {error.lineno}, column {error.offset}" if error.lineno else ""
        raise InputError(
            f"The file is not valid {format_.name}: {error.msg}",
            where=f"{path}{place}",
            do="Correct it there, or fetch it again.",
        ) from error
    except FileNotFoundError as error:
        raise InputError("There is no such file", where=str(path)) from error
