"""Sorted N-Quads and N-Triples: the same bytes for the same content (RDFC-1.0, W3C 2024).

Owns the sorting of more lines than fit in memory, by sorted runs on disk. Our own graphs
have no blank nodes; users' graphs may, and the lines that name one are labelled in
memory, up to a limit, because labels depend on all of them together.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from tempfile import TemporaryFile
from typing import IO, Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from graph_service.errors import LimitExceeded
from graph_service.export.target import not_written

RUN_BYTES: Final = 32 * 1024 * 1024
"""Size of the lines that are sorted at once; Python keeps them in about thrice that."""
BATCH: Final = 4096
"""Quads that are serialised at once."""
MOST_BLANK: Final = 100_000
"""Quads with blank nodes that are labelled together."""


def write_sorted(
    quads: Iterable[Quad], stream: IO[bytes], form: RdfFormat, run_bytes: int | None = None
) -> int:
    """Each line once, in the order of code points; the number of lines.

    Raises LimitExceeded where more than MOST_BLANK quads have blank nodes.
    """
    count = 0
    with ExitStack() as files:
        runs = list(_runs(_lines(quads, form), run_bytes or RUN_BYTES, files))
        for line, _ in groupby(heapq.merge(*runs)):
            stream.write(line)
            count += 1
    return count


def _runs(lines: Iterable[bytes], run_bytes: int, files: ExitStack) -> Iterator[Iterable[bytes]]:
    """Sorted parts: on disk, but for the last, which is still in memory."""
    part: list[bytes] = []
    size = 0
    for line in lines:
        part.append(line)
        size += len(line)
        if size >= run_bytes:
            part.sort()
            try:
                file = files.enter_context(TemporaryFile(prefix="communique-"))  # noqa: SIM115
                file.writelines(part)
                file.seek(0)
            except OSError as error:
                raise not_written("The folder for temporary files (TMPDIR)", error) from error
            yield file
            part, size = [], 0
    part.sort()
    yield part


def _lines(quads: Iterable[Quad], form: RdfFormat) -> Iterator[bytes]:
    blank: list[Quad] = []
    batch: list[Quad] = []
    for quad in quads:
        if _has_blank(quad):
            blank.append(quad)
            if len(blank) > MOST_BLANK:
                raise LimitExceeded(
                    f"More than {MOST_BLANK} statements of users' graphs name blank nodes, too "
                    "many to label in a canonical way",
                    do="Dump without --canonical, or by --graph.",
                )
        else:
            batch.append(quad)
            if len(batch) >= BATCH:
                yield from _serialised(batch, form)
                batch = []
    yield from _serialised(batch, form)
    if blank:
        named = blank if form.supports_datasets else [Quad(*q.triple) for q in blank]
        labelled = Dataset(named)
        labelled.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        yield from _serialised(labelled, form)


def _serialised(quads: Iterable[Quad], form: RdfFormat) -> Iterator[bytes]:
    rows: Iterable[Quad | Triple] = quads if form.supports_datasets else (q.triple for q in quads)
    data = serialize(rows, format=form) or b""  # type: ignore[arg-type]
    yield from data.splitlines(keepends=True)


def _has_blank(quad: Quad) -> bool:
    """The graph too: RDFC-1.0 labels it. Triple terms (RDF 1.2) are looked into."""
    terms: list[object] = [*quad.triple, quad.graph_name]
    while terms:
        term = terms.pop()
        if isinstance(term, BlankNode):
            return True
        if isinstance(term, Triple):
            terms += [*term]
    return False
