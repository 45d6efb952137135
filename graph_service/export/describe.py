"""What stands beside a dump: VoID and DCAT in Turtle, with counts and the checksum.

Owns the description only. It holds no clock: the same dump is described alike.
VoID: W3C Interest Group Note, 3 March 2011. DCAT 3: W3C Recommendation, 22 August 2024.
"""

from __future__ import annotations

from typing import IO, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph_service.export.source import Selection, Source
from graph_service.rdf.namespaces import CQ, DCT, PREFIXES, TYPE, VOID, XSD, Namespace

DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
MEDIA: Final = Namespace("https://www.iana.org/assignments/media-types/")
FORMAT: Final = Namespace("http://www.w3.org/ns/formats/")

_FORMAT_IRIS: Final = {
    "nquads": "N-Quads",
    "trig": "TriG",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
}
"""The W3C's names of formats, as void:feature asks for them."""


def write_description(
    source: Source,
    selection: Selection,
    stream: IO[bytes],
    *,
    file: str,
    format: str,  # noqa: A002
    media_type: str,
    compression: str | None,
    triples: int | None,
    size: int,
    sha256: str,
) -> None:
    """Describes `file`, of `size` bytes with this checksum, as one distribution.

    `triples` is None for a table.
    """
    data = NamedNode(f"{source.iris.base}dump/{quote(source.snapshot, safe='')}")
    dump = NamedNode(f"{data.value}/{quote(file, safe='')}")
    check = NamedNode(f"{dump.value}#sha256")
    statements = NamedNode(f"{dump.value}#statements")
    articles = NamedNode(f"{dump.value}#articles")
    found: list[Triple] = []

    def say(subject: NamedNode, prop: NamedNode, value: NamedNode | Literal) -> None:
        found.append(Triple(subject, prop, value))

    def number(value: int) -> Literal:
        return Literal(str(value), datatype=XSD["nonNegativeInteger"])

    for kind in (VOID["Dataset"], DCAT["Dataset"]):
        say(data, TYPE, kind)
    say(data, DCT["title"], Literal("Communiqué: who said what in diplomacy", language="en"))
    say(data, DCT["identifier"], Literal(source.snapshot))
    say(data, VOID["vocabulary"], NamedNode(str(CQ)))
    say(data, VOID["uriSpace"], Literal(source.iris.ids))
    if triples is not None:
        say(data, VOID["triples"], number(triples))
        say(data, VOID["feature"], FORMAT[_FORMAT_IRIS[format]])
        say(data, VOID["dataDump"], dump)
    for part, name in ((statements, "Statement"), (articles, "Article")):
        say(data, VOID["classPartition"], part)
        say(part, VOID["class"], CQ[name])
        say(part, VOID["entities"], number(_count(source, selection, CQ[name])))
    say(data, DCAT["distribution"], dump)
    say(dump, TYPE, DCAT["Distribution"])
    say(dump, DCT["title"], Literal(file))
    say(dump, DCAT["mediaType"], MEDIA[media_type])
    if compression:
        say(dump, DCAT["compressFormat"], MEDIA[compression])
    say(dump, DCAT["byteSize"], number(size))
    say(dump, SPDX["checksum"], check)
    say(check, TYPE, SPDX["Checksum"])
    say(check, SPDX["algorithm"], SPDX["checksumAlgorithm_sha256"])
    say(check, SPDX["checksumValue"], Literal(sha256, datatype=XSD["hexBinary"]))
    prefixes = {**PREFIXES, "dcat": str(DCAT), "spdx": str(SPDX)}
    serialize(found, stream, RdfFormat.TURTLE, prefixes=prefixes)


def _count(source: Source, selection: Selection, kind: NamedNode) -> int:
    return sum(
        1
        for graph in source.graphs(selection)
        for _ in source.store.quads_for_pattern(None, TYPE, kind, graph)
    )
