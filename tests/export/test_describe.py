"""The description beside a dump tells the truth about it."""

from __future__ import annotations

import gzip
import hashlib

from pyoxigraph import QuerySolutions, RdfFormat, Store

from tests.export.homes import Export
from tests.queries.data import extractions

QUESTION = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT * {
  ?data a void:Dataset ; dct:identifier ?snapshot ; dcat:distribution ?file ;
    void:classPartition [ void:class cq:Statement ; void:entities ?statements ] ,
      [ void:class cq:Article ; void:entities ?articles ] .
  OPTIONAL { ?data void:triples ?triples ; void:feature ?feature }
  ?file dct:title ?title ; dcat:byteSize ?size ; dcat:mediaType ?type ;
    spdx:checksum/spdx:checksumValue ?sha256 .
  OPTIONAL { ?file dcat:compressFormat ?packed }
}
"""


def asked(data: bytes) -> dict[str, str]:
    store = Store()
    store.load(data, format=RdfFormat.TURTLE)
    found = store.query(QUESTION)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    (row,) = list(found)
    return {name: row[name].value for name in names if row[name] is not None}


def test_counts_and_checksum(dump: Export) -> None:
    path, report = dump("dump.nq.gz", describe=True)
    assert report.files[1].name == "dump.nq.gz.void.ttl"
    told = asked(report.files[1].read_bytes())
    data = path.read_bytes()
    assert told["sha256"] == hashlib.sha256(data).hexdigest() == report.sha256
    assert int(told["size"]) == len(data)
    assert int(told["triples"]) == gzip.decompress(data).count(b"\n")
    assert int(told["statements"]) == sum(len(e.statements) for e in extractions())
    assert int(told["articles"]) == len(extractions())
    assert told["snapshot"] == report.snapshot
    assert told["title"] == "dump.nq.gz"
    assert told["type"].endswith("/application/n-quads")
    assert told["packed"].endswith("/application/gzip")
    assert told["feature"] == "http://www.w3.org/ns/formats/N-Quads"


def test_a_part_and_a_table(dump: Export) -> None:
    _, report = dump("part.ttl", format="turtle", publisher="Sound Agency", describe=True)
    told = asked(report.files[1].read_bytes())
    assert (told["articles"], told["statements"]) == ("1", "2")
    assert int(told["triples"]) == report.count
    _, report = dump("table.csv", format="csv", describe=True)
    told = asked(report.files[1].read_bytes())
    assert told["type"].endswith("/text/csv")
    assert "triples" not in told
