"""SPARQL Update cut into tokens and written anew, so that it can be read in one way only.

Owns the tokens. What a rule on managed graphs sees must be what the engine runs, so
the engine never gets the user's text but `written`: no comments, no prefixes, no BASE,
IRIs absolute, strings quoted one way. Where a text could be cut differently (`?a<?b#>`),
the rewritten one has only one reading: after `<` comes either a blank, and it is an
operator, or an absolute IRI, which cannot be read as anything else, because a name
with a prefix would need a declaration and there is none. ADR 0010 has the argument.

SPARQL 1.1 Query, W3C Recommendation 21 March 2013, section 19.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, parse

from graph_service.errors import QuerySyntaxError

_CHAR = r"[\w\u00b7\u0300-\u036f\u203f\u2040]"
_PLAIN = r"[^<>\"{}|^`\\\x00-\x20]"
_CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_TOKEN = re.compile(
    rf'''
    (?P<gap>(?:[ \t\r\n]|\#[^\r\n]*)*+)
    (?:
      (?P<iri><(?:{_PLAIN}|{_CODE})*>)
    | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<blank>_:{_CHAR}(?:(?:{_CHAR}|[.-])*(?:{_CHAR}|-))?)
    | (?P<name>(?:[^\W\d_](?:(?:{_CHAR}|[.-])*(?:{_CHAR}|-))?)?:
        (?:(?:{_CHAR}|[:]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?\#@%-])
           (?:(?:{_CHAR}|[:.-]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?\#@%-])*
              (?:{_CHAR}|[:-]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?\#@%-]))?)?)
    | (?P<variable>[?$]{_CHAR}+)
    | (?P<number>(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
    | (?P<word>[A-Za-z][A-Za-z0-9_]*)
    | (?P<sign>\^\^|\|\||&&|[!<>]=|[][(){{}}.;,/|^?*+=!<>-])
    | (?P<end>\Z)
    )
    ''',
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_IRI = re.compile(rf"{_PLAIN}*")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Token(NamedTuple):
    """`text` as it will be written; for an IRI its value is `text[1:-1]`."""

    kind: str
    text: str
    apart: bool
    """Whether something stood between it and the token before."""
    at: int
    """Offset in the user's text."""

    def word(self) -> str:
        """A keyword in capitals; empty for anything else."""
        return self.text.upper() if self.kind == "word" else ""


def read(sparql: str, base: str) -> list[Token]:
    """Tokens with prefixes and relative IRIs resolved; BASE and PREFIX are gone.

    Raises QuerySyntaxError for what cannot be read in one way only.
    """
    found: list[Token] = []
    prefixes: dict[str, str] = {}
    raw = _cut(sparql)
    for token in raw:
        word = token.word()
        if word in ("BASE", "PREFIX") and _opens(found):
            name = next(raw, None) if word == "PREFIX" else None
            iri = next(raw, None)
            if iri is None or iri.kind != "iri" or (word == "PREFIX" and not _declares(name)):
                raise unclear(sparql, token.at)
            resolved = _absolute(iri, base, sparql)
            if name is None:
                base = resolved
            else:
                prefixes[name.text] = resolved
        elif token.kind == "iri":
            text = f"<{_absolute(token, base, sparql)}>"
            found.append(Token("iri", text, token.apart, token.at))
        elif token.kind == "name":
            found.append(_expanded(token, prefixes, sparql))
        elif token.kind == "string":
            found.append(Token("string", _string(token, sparql), token.apart, token.at))
        else:
            found.append(token)
    return found


def written(tokens: Iterable[Token]) -> str:
    """One text for the engine. An operator `<` is always followed by a blank, and a string
    never touches another, or two of them could become a long one.
    """
    parts: list[str] = []
    for token in tokens:
        if token.apart or token.kind in ("iri", "string"):
            parts.append(" ")
        parts.append(token.text)
        if token.kind == "sign" and token.text in ("<", "<="):
            parts.append(" ")
    return "".join(parts)


def unclear(sparql: str, at: int) -> QuerySyntaxError:
    """For what the engine takes and we do not: it may be correct, but not safe to run."""
    line, column = place(sparql, at)
    near = sparql[max(0, at - 20) : at + 20].strip()
    return QuerySyntaxError(
        f'The update cannot be read in one way only near "{near}"',
        line=line,
        column=column,
        do="Put blanks around operators and between words; RDF 1.2 syntax is not taken here.",
    )


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column, both from 1.

    >>> place("a\\nbc", 3)
    (2, 2)
    """
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _cut(sparql: str) -> Iterator[Token]:
    match, at = _TOKEN.match(sparql), 0
    while match is not None and match.lastgroup != "end":
        kind = match.lastgroup or ""
        begin = match.end("gap")
        yield Token(kind, match[kind], begin > at or not at, begin)
        at = match.end()
        match = _TOKEN.match(sparql, at)
    if match is None:
        raise unclear(sparql, at)


def _opens(found: Sequence[Token]) -> bool:
    """Whether an operation may begin here: only there does a prologue stand."""
    return not found or found[-1].text == ";"


def _declares(name: Token | None) -> bool:
    return name is not None and name.kind == "name" and name.text.index(":") == len(name.text) - 1


def _expanded(token: Token, prefixes: dict[str, str], sparql: str) -> Token:
    prefix, _, local = token.text.partition(":")
    if f"{prefix}:" not in prefixes:
        raise unclear(sparql, token.at)
    if "\\" in local:
        local = re.sub(r"\\(.)", r"\1", local)
    value = prefixes[f"{prefix}:"] + local
    return Token("iri", f"<{_safe(value, token, sparql)}>", token.apart, token.at)


def _absolute(token: Token, base: str, sparql: str) -> str:
    value = _unescaped(token.text[1:-1], token, sparql)
    if _ABSOLUTE.match(value):
        return _safe(value, token, sparql)
    try:
        return _safe(_resolved(value, base), token, sparql)
    except (SyntaxError, ValueError) as error:
        raise unclear(sparql, token.at) from error


def _safe(value: str, token: Token, sparql: str) -> str:
    """An absolute IRI that no reader can take for anything else."""
    try:
        if _IRI.fullmatch(value) and _ABSOLUTE.match(value):
            return NamedNode(value).value
    except ValueError:
        pass
    raise unclear(sparql, token.at)


@lru_cache(maxsize=4096)
def _resolved(reference: str, base: str) -> str:
    """As the engine itself does it (RFC 3986, section 5)."""
    if not _IRI.fullmatch(reference):
        raise ValueError(reference)
    quad = next(iter(parse(f"<a:a> <a:a> <{reference}> .", RdfFormat.TURTLE, base_iri=base)))
    return str(quad.object.value)


def _string(token: Token, sparql: str) -> str:
    width = 3 if token.text[:3] in ('"""', "'''") and len(token.text) >= 6 else 1
    value = _unescaped(token.text[width:-width], token, sparql)
    return f'"{value.translate(_QUOTED)}"'


def _unescaped(text: str, token: Token, sparql: str) -> str:
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        if match[3] is not None:
            if match[3] not in _NAMED:
                raise unclear(sparql, token.at)
            return _NAMED[match[3]]
        code = int(match[1] or match[2], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise unclear(sparql, token.at)
        return chr(code)

    return _ESCAPE.sub(one, text)
