"""pyshacl-turbo in place of pyshacl, where the setting `shacl_engine` asks for it.

Owns the call. It only says whether a graph conforms; where it does not, `check` lets pyshacl,
the reference, say why, so that messages and findings never depend on the engine. Tests
compare the two on every fixture, bench/shacl on a thousand graphs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize
from rdflib.namespace import SH

from graph_service.errors import UsageError
from graph_service.resources import resource_files

_NESTED = "/in-topic-scheme"
"""The one shape of ours that is reached over a path and so looks at nodes only named."""


@cache
def _shapes(overlay: Path | None) -> Any:
    """The shapes as the engine has prepared them; once a process."""
    try:
        import pyshacl_turbo
    except ImportError as error:
        raise UsageError(
            "The SHACL engine 'turbo' needs a package that is not installed: pyshacl-turbo",
            do="Install it: pip install communique[turbo], or set COMMUNIQUE_SHACL_ENGINE=pyshacl.",
        ) from error
    files = resource_files("shapes", "*.ttl", overlay)
    triples = [quad.triple for path in files for quad in parse(path=path)]
    compiled = pyshacl_turbo.compile_shapes  # untyped
    return compiled(_text(triples), shacl_graph_format="nt")  # type: ignore[no-untyped-call]


def _text(triples: Iterable[Triple]) -> str:
    """N-Triples, which the engine parses itself, without a term of rdflib's in between."""
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")


def conforms(
    quads: Iterable[Quad | Triple], named: Iterable[Quad | Triple], overlay: Path | None = None
) -> bool:
    """Whether nothing is wrong with what the quads describe; see `check.check`."""
    return not results(quads, named, overlay)


def results(
    quads: Iterable[Quad | Triple], named: Iterable[Quad | Triple], overlay: Path | None = None
) -> list[tuple[str, str]]:
    """Focus node and shape of each validation result, sorted.

    Nodes that are only named are left out as targets: the registry answers for them. Raises
    UsageError where the package is not installed.
    """
    checked = [quad.triple if isinstance(quad, Quad) else quad for quad in quads]
    around = [quad.triple if isinstance(quad, Quad) else quad for quad in named]
    described = {str(triple.subject).strip("<>") for triple in checked}
    _, report, _ = _shapes(overlay).validate(_text([*checked, *around]), data_graph_format="nt")
    found = {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.sourceShape)))
        for result in report.objects(None, SH.result)
    }
    return sorted((f, shape) for f, shape in found if f in described or shape.endswith(_NESTED))
