"""The hostile requests, as data: what is sent, and which answers are correct.

Owns the rows only. `statuses` are all that are right; which of them comes can depend on
the machine (time or memory first). A row with `update` needs the writing token and is
never sent to a store that somebody needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
SCRATCH = "https://hostile.example/graph"
"""The user's graph that updates are aimed at; as `?graph=` of the Graph Store Protocol."""


@dataclass(frozen=True, slots=True)
class Hostile:
    name: str
    body: bytes
    statuses: tuple[int, ...]
    media_type: str = QUERY
    path: str = "/sparql"
    method: str = "POST"
    accept: str = "application/sparql-results+json, text/turtle;q=0.9, */*;q=0.1"
    update: bool = False
    quick: bool = False
    """Refused or answered in well under a second: part of the tests."""


def _read(name: str, text: str, *statuses: int, quick: bool = False, **more: str) -> Hostile:
    return Hostile(name, text.encode(), statuses, quick=quick, **more)


def _write(name: str, text: str, *statuses: int, quick: bool = False, **more: str) -> Hostile:
    given = {"media_type": UPDATE, "path": "/update", **more}
    return Hostile(name, text.encode(), statuses, update=True, quick=quick, **given)


_FREE = " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(4))
_IN_GRAPHS = " ".join(f"GRAPH ?g{i} {{ ?a{i} ?b{i} ?c{i} }}" for i in range(4))
"""As `_FREE`; an update's default graph is not the union of all."""
_DOUBLED = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(34))
_VALUES = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(8))
_OPTIONAL = "?a ?b ?c " + "OPTIONAL { ?x ?y ?z " * 40 + "}" * 40
_GROUPS = "{" * 20_000 + "}" * 20_000
_UNIONS = " UNION ".join(["{ ?s ?p ?o }"] * 10_000)

READS = (
    _read("cross product, counted", f"SELECT (COUNT(*) AS ?n) {{ {_FREE} }}", 504),
    _read("cross product, sorted", f"SELECT * {{ {_FREE} }} ORDER BY ?c3 ?a1", 413, 504),
    _read("cross product, distinct", f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {_FREE} }}", 413, 504),
    _read("cross product, filtered away", f"ASK {{ {_FREE} FILTER(?a0 = 1 && ?c3 = 2) }}",
          200, 504),
    _read("endless rows", f"SELECT * {{ {_FREE} }}", 413, 504),
    _read("endless rows, CSV", f"SELECT * {{ {_FREE} }}", 413, 504, accept="text/csv"),
    _read("endless graph", f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {_FREE} }}", 413, 504,
          accept="application/n-triples"),
    _read("1 GB in one literal", f'SELECT (STRLEN(?x34) AS ?n) {{ BIND("x" AS ?x0) {_DOUBLED} }}',
          200, 413, 504),
    _read("1 GB of results", 'SELECT ?x20 { ?s ?p ?o BIND("x" AS ?x0) '
          + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(20)) + " }",
          413, 504),
    _read("everything in one group", "SELECT (GROUP_CONCAT(STR(?c0)) AS ?all) "
          f"{{ {_FREE} }}", 413, 504),
    _read("10 to the 14 rows of VALUES", f"SELECT (COUNT(*) AS ?n) {{ {_VALUES} }}", 413, 504),
    _read("paths of any length between all nodes",
          "SELECT (COUNT(*) AS ?n) { ?a (!<x:>|^!<x:>)* ?b . ?c (!<x:>|^!<x:>)* ?d }", 413, 504),
    _read("closure of closures", "SELECT * { ?a ((((!<x:>)*)+)*)+ ?b . ?b ((!<x:>)*)* ?c }",
          413, 504),
    _read("optional in optional", f"SELECT * {{ {_OPTIONAL} }}", 413, 504),
    _read("regex that doubles", 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?q ?r ?w '
          'FILTER(REGEX(CONCAT(STR(?o), STR(?w)), "^(([a-z])+.)+[A-Z]([a-z])+$")) }', 504),
    _read("regex of a million states", 'ASK { ?s ?p ?o FILTER(REGEX(STR(?o), "(a{1000}){1000}")) }',
          200, 400, 413, 504),
    _read("200 equal patterns", "SELECT * { " + "?s ?p ?o . " * 200 + "}", 413, quick=True),
    _read("20,000 nested groups", f"ASK {_GROUPS}", 413, quick=True),
    _read("20,000 nested brackets", f"ASK {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}", 413,
          quick=True),
    _read("10,000 UNIONs", f"SELECT * {{ {_UNIONS} }}", 413, quick=True),
    _read("50,000 times not", f"ASK {{ FILTER({'!' * 50_000}true) }}", 413, quick=True),
    _read("a sum of 50,000", f"ASK {{ FILTER({'1+' * 50_000}1 > 0) }}", 413, quick=True),
    _read("a path of 10,000 steps", f"ASK {{ ?s {'<a:>/' * 10_000}<a:> ?o }}", 413, quick=True),
    _read("100,000 letters and no name", "ASK { " + "\u00e9" * 100_000 + " }", 400, 504,
          quick=True),
    _read("100,000 quotes and none closes", 'ASK { ?s ?p "' + '\\"' * 100_000, 400, 504,
          quick=True),
    _read("100,000 dots in a name", "ASK { ?s ?p " + "a." * 100_000 + " }", 413, quick=True),
    _read("20,000 times BASE", "BASE <b:> " * 20_000 + "ASK { }", 413, quick=True),
    _read("10 MB of query", "ASK { } #" + "x" * 10_000_000, 413, quick=True),
    _read("a file as its graph", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 200, 400, 403,
          quick=True),
    _read("another server", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403,
          quick=True),
)  # fmt: skip

_LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
_XML = (
    f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{_LAUGHS}]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'rdf:about="x:y"><x:z xmlns:x="x:">&l9;</x:z></rdf:Description></rdf:RDF>'
)
_STORE = "/graph-store?graph=" + quote(SCRATCH, safe="")
_IN = f"GRAPH <{SCRATCH}>"

UPDATES = (
    _write("DELETE WHERE over a cross product", f"DELETE WHERE {{ {_IN_GRAPHS} }}", 403, 413, 504),
    _write("INSERT of a cross product", f"INSERT {{ {_IN} {{ ?a0 ?b1 ?c2 }} }} "
           f"WHERE {{ {_IN_GRAPHS} }}", 400, 403, 413, 504),
    _write("DELETE and INSERT that never begin", f"DELETE {{ {_IN} {{ ?a0 <x:> 1 }} }} INSERT "
           f"{{ {_IN} {{ ?a0 <x:> 2 }} }} WHERE {{ {_IN_GRAPHS} FILTER(?a0 = 1 && ?c3 = 2) }}",
           204, 403, 504),  # where it ends in time, it has changed nothing
    _write("update with 20,000 nested groups", f"DELETE {{ }} INSERT {{ }} WHERE {_GROUPS}",
           400, 413, quick=True),
    _write("update with 10,000 UNIONs", f"DELETE {{ {_IN} {{ ?s ?p ?o }} }} WHERE {{ {_UNIONS} }}",
           403, 413, quick=True),
    _write("LOAD of a file", f"LOAD <file:///etc/passwd> INTO GRAPH <{SCRATCH}>", 400, 403,
           quick=True),
    _write("DROP ALL", "DROP ALL", 403, quick=True),
    _write("deep JSON-LD", '{"x:y":' * 50_000 + "1" + "}" * 50_000, 400, 413, 422,
           path=_STORE, method="PUT", media_type="application/ld+json", quick=True),
    _write("JSON-LD with a context elsewhere",
           '{"@context": "http://127.0.0.1:1/c", "@id": "x:y", "p": 1}', 400, 403, 422,
           path=_STORE, method="PUT", media_type="application/ld+json", quick=True),
    _write("XML entities of 2 GB", _XML, 400, 403, 413, 422, path=_STORE, method="PUT",
           media_type="application/rdf+xml", quick=True),
)  # fmt: skip
