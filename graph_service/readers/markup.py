"""HTML bytes -> a tree -> paragraphs: encodings, and what stands apart on a page.

Owns nothing of what a page means: `page` reads what it says of itself, `html`
finds its article. Nothing here opens a file or an address.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Any

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_HEAD = 4096
"""Bytes in which an encoding may be declared; browsers look at 1,024."""
_LIKE_CP1252 = {"ascii", "iso8859-1"}
_SHIFTED = ("iso2022", "hz")
"""Encodings whose every byte is ASCII, so that UTF-8 never fails on them."""

_IN_A_LINE = """
a abbr acronym b bdi bdo big cite code data del dfn em font hi i ins kbd label mark ref s samp small
span strike strong sub sup time tt u var wbr
"""
INLINE = frozenset(_IN_A_LINE.split())
"""Elements within a line of text; all others stand apart (br and lb end a line)."""
_NEVER_READ = """
script style noscript template iframe object svg math head title form button figcaption audio video
nav aside
"""
_NEVER_TEXT = tuple(_NEVER_READ.split())
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphens and zero-width spaces: where a line may break, inside a name too."""
_SPACE = re.compile(r"\s+")


def decode_page(data: bytes, declared: str | None = None) -> str:
    """Text of a page. Never fails: where a byte fits no encoding, U+FFFD stands for it.

    In order: byte order mark; UTF-8 where the bytes are that, whatever is declared;
    the encoding `declared` outside (HTTP), then inside the page; else Windows-1252.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data[:2] in (b"<\0", b"\0<"):
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be", "replace")
    found = _DECLARED.search(data, 0, _HEAD)
    names = [declared, found[1].decode("ascii", "replace") if found else None]
    known = [codec for name in names if name and (codec := _codec(name))]
    if known and known[0].startswith(_SHIFTED):
        return data.decode(known[0], "replace")
    for encoding in ("utf-8", *known):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(known[0] if known else "cp1252", "replace")


@lru_cache(maxsize=64)
def _codec(name: str) -> str | None:
    """Python's codec of a declared name, read as browsers do; None for what is no text encoding.

    >>> _codec("ISO-8859-1"), _codec("windows-1251"), _codec("utf-16"), _codec("x-none")
    ('cp1252', 'cp1251', 'utf-8', None)
    """
    try:
        codec = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    found = codec.name
    if found in _LIKE_CP1252:
        return "cp1252"
    if found.startswith(("utf-16", "utf-32", "utf-7")):
        return "utf-8"  # the declaration itself was read as ASCII
    if found == "gb2312":
        return "gb18030"
    try:
        return found if isinstance(b"a".decode(found), str) else None
    except (LookupError, ValueError, TypeError):
        return None  # "base64", "hex": codecs, but none of text


def parse(text: str) -> Any:
    """The lxml tree of a page or a piece of one; None where there is no element at all."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    body = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    for quoted in tree.iter("q"):  # browsers draw the marks
        quoted.text = "“" + (quoted.text or "")
        quoted.tail = "”" + (quoted.tail or "")
        quoted.tag = "span"
    return tree


def paragraphs(root: Any) -> list[str]:
    """The text below an element, a string for each thing that stands apart.

    White space is folded as a browser folds it; a single line break stays one.
    """
    from lxml import etree

    found: list[str] = []
    line: list[str] = []

    def close() -> None:
        for part in re.split(r"\n\s*\n", "".join(line)):
            lines = (_SPACE.sub(" ", piece).strip() for piece in part.split("\n"))
            if kept := "\n".join(piece for piece in lines if piece):
                found.append(kept)
        line.clear()

    for event, element in etree.iterwalk(root, events=("start", "end")):
        apart = element.tag not in INLINE and element.tag not in ("br", "lb")
        if apart:
            close()
        if event == "start":
            line.append("\n" if element.tag in ("br", "lb") else _flat(element.text))
        elif element is not root:
            line.append(_flat(element.tail))
    close()
    return found


def fragment_text(text: str) -> str:
    """All text of a piece of HTML, as a feed carries it, paragraphs a blank line apart.

    >>> fragment_text("<p>One <b>more</b>.</p>two<br>lines<br><br>three<script>x()</script>")
    'One more.\\n\\ntwo\\nlines\\n\\nthree'
    """
    from lxml import etree

    tree = parse(text)
    if tree is None:
        return ""
    etree.strip_elements(tree, *_NEVER_TEXT, with_tail=False)
    return "\n\n".join(paragraphs(tree))


def _flat(text: str | None) -> str:
    return _SPACE.sub(" ", text.translate(_INVISIBLE)) if text else ""
