"""One HTML page is one article: its main text, and what the page says of itself.

Owns the choice of the text (trafilatura finds it). Nothing is fetched: the
libraries get a parsed tree, never an address.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import replace
from functools import cache

from graph_service.errors import InputError
from graph_service.model import Article
from graph_service.readers import markup, page
from graph_service.readers.base import Item, Metadata, Note, Source, article, check_characters
from graph_service.readers.differing import differing
from graph_service.readers.language import recognise

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE, _FEW = 4096, 8
"""More control characters than this in the first characters: a picture under a wrong name."""
_SENTENCE = re.compile(r"[.!?…。！？।؟][\"'”’»)]*$", re.MULTILINE)
_SHORT = 60
"""Characters below which trafilatura gives all text of a page as one paragraph (its own: 250)."""

for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # we say what is wrong ourselves


def read(source: Source) -> Iterator[Item]:
    """One article. `NAME.meta.yaml` beside it wins over the page, the page over options."""
    data = source.read()
    found, text = page_of(data)
    own = source.beside.over(found)
    if own.published != found.published:
        own = replace(own, extra=source.beside.extra)
    elif source.beside.extra:
        own = replace(own, extra=(*source.beside.extra, *found.extra))
    yield from page.doubts(found, source.name)
    if len(text) < _SHORT and not _SENTENCE.search(text):
        yield Note(
            f"its HTML holds only {len(text)} characters of text: that may be a menu, where a "
            "script loads the article",
            source.name,
        )
    yield from differing(source.beside, "the file beside it", found, "the page", source.name)
    yield article(text, own.over(source.defaults).over(Metadata(id=source.name)), data)


def page_article(data: bytes, url: str | None, charset: str | None, defaults: Metadata) -> Article:
    """Of a page that came over HTTP; raises InputError where it holds no text."""
    found, text = page_of(data, url, charset)
    return article(text, found.over(defaults), data)


def page_of(
    data: bytes, url: str | None = None, charset: str | None = None
) -> tuple[Metadata, str]:
    """What the page says of itself, and its main text, paragraphs a blank line apart.

    The language is the text's own where it can be told, else the page's attribute:
    many sites put one attribute on all their languages.
    Raises InputError where there is no text.
    """
    try:
        decoded = markup.decode_page(data, charset)
        if len(_CONTROL.findall(decoded, 0, _SAMPLE)) > _FEW:
            raise InputError("It is binary, no HTML")
        tree = markup.parse(decoded)
        found = page.about(tree, url) if tree is not None else Metadata()
        text = _main_text(tree, found.title) if tree is not None else ""
    except RecursionError as error:
        raise InputError("Its HTML is nested too deeply") from error
    if not text:
        raise InputError(
            "Its HTML holds no article text",
            do="Leave it out, or save the page as the browser shows it where a script loads it.",
        )
    check_characters(text, "text")
    return replace(found, language=recognise(text) or found.language), text


def _main_text(tree: object, title: str | None) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, config=_config())
    body = getattr(found, "body", None)
    parts = markup.paragraphs(body) if body is not None else []
    if parts and title and " ".join(parts[0].split()) == title:
        parts = parts[1:]  # the headline is the title, not a sentence of the text
    return "\n\n".join(parts)


@cache
def _config() -> ConfigParser:
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORT))
    return config
