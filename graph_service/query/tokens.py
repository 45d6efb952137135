"""SPARQL text cut into tokens, so that what stands in strings, IRIs and comments counts as that.

Owns cutting only. It is no parser: a text written to be read in two ways
(`?a<?b#>`) may be cut differently from how the engine reads it, so nothing that
must hold under attack rests on it; the reader processes have their own limits.
But it runs in the server's own process, so its time must not grow with the square of the
text: what is opened and never closed is one token to its end, and nothing is looked
through again from each of its characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r'''
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*+(?:""")? | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+(?:\'\'\')?
        | "(?:[^"\\\n\r]|\\.)*+"? | '(?:[^'\\\n\r]|\\.)*+'?)
    | (?P<name>(?:[^\W\d_](?:[\w.-]{0,100}[\w-])?|_)?:(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*
        (?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)
    | (?P<variable>[?$]\w+)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)? | \.\d+(?:[eE][+-]?\d+)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>[^\W\d_]\w*)
    | (?P<sign>\^\^|\|\||&&|[!<>]=|[^\s\w])
    ''',
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token; `start` and `end` are offsets into the text."""

    kind: str
    text: str
    start: int
    end: int


def tokens(sparql: str) -> Iterator[Token]:
    """Tokens in order, comments left out.

    >>> [t.text for t in tokens("ASK { ?s a:b.c '}' . } # {")]
    ['ASK', '{', '?s', 'a:b.c', "'}'", '.', '}']
    """
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield Token(kind, match[0], match.start(), match.end())


def prologue_end(found: list[Token]) -> int:
    """Index of the first token after BASE and PREFIX declarations.

    >>> prologue_end(list(tokens("BASE <b:> PREFIX a: <a:> ASK {}")))
    5
    """
    i = 0
    while i < len(found) and found[i].kind == "word":
        keyword = found[i].text.upper()
        if keyword not in ("BASE", "PREFIX"):
            break
        i += 2 if keyword == "BASE" else 3
    return min(i, len(found))
