"""The bare words of a SPARQL text: keywords, outside strings, IRIs, names and comments.

Owns a reading of SPARQL good enough for clear messages and for telling whether a
query brings its own dataset. It is no parser and guards nothing: a text can be
written so that it reads differently here (`?a<?b#>`), therefore reader processes
cannot open sockets at all. It runs where no deadline ends it: as in `query.tokens`,
nothing is looked through again from each of its characters.
"""

from __future__ import annotations

import re

_TOKENS = re.compile(
    r'''
      """(?:[^"\\]|\\.|"(?!""))*+(?:""")? | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+(?:\'\'\')?
    | "(?:[^"\\\n\r]|\\.)*+"? | '(?:[^'\\\n\r]|\\.)*+'?
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \#[^\n\r]*
    | [?$@]\w+
    | (?P<prefix>[\w.-]{0,100}):[\w.%:-]*
    | (?P<word>[^\W\d_]\w*)
    | [\d_.-]+
    ''',
    re.VERBOSE | re.DOTALL,
)


def keywords(sparql: str) -> frozenset[str]:
    """In capitals.

    >>> sorted(keywords('select ?from { ?s <from> "service" . ex:service ?p 1 } # limit'))
    ['SELECT']
    """
    return frozenset(match["word"].upper() for match in _TOKENS.finditer(sparql) if match["word"])


def has_dataset(sparql: str) -> bool:
    """Whether the query names its dataset itself (FROM, FROM NAMED).

    >>> has_dataset("SELECT * FROM <http://g/1> { ?s ?p ?o }"), has_dataset("ASK { ?from ?p ?o }")
    (True, False)
    """
    return "from" in sparql.lower() and "FROM" in keywords(sparql)


def calls_service(sparql: str) -> bool:
    """Whether the query asks another endpoint (SERVICE).

    >>> calls_service("ASK { SERVICE <http://x/> { ?s ?p ?o } }")
    True
    """
    return "service" in sparql.lower() and "SERVICE" in keywords(sparql)


def undeclared_prefixes(sparql: str) -> tuple[str, ...]:
    """Prefixes that are used and never declared, in order.

    >>> undeclared_prefixes("PREFIX a: <http://a/> ASK { a:x b:y _:c }")
    ('b',)
    """
    declared, used, last = {"_"}, dict[str, None](), ""
    for match in _TOKENS.finditer(sparql):
        if match["prefix"] is not None:
            if last == "PREFIX":
                declared.add(match["prefix"])
            used[match["prefix"]] = None
        last = (match["word"] or "").upper()
    return tuple(prefix for prefix in used if prefix not in declared)


def may_call_service(sparql: str) -> bool:
    """Whether the word stands anywhere at all, as a variable's or a string's part or not.

    A hyphen cannot follow the keyword, so an actor's IRI may hold the word.

    >>> may_call_service("# a\\nSERVICE<http://x/>"), may_call_service("<x-security-service-of-y>")
    (True, False)
    """
    return re.search(r"\bservice\b(?!-)", sparql, re.IGNORECASE) is not None
