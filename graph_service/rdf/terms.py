"""Python values to RDF literals and back, in the form the store keeps them.

Owns lexical forms. They are the canonical ones (`0.9`, not `0.90`), so that
quads read back from the store equal the quads that were written.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pyoxigraph import Literal

from graph_service.errors import InputError
from graph_service.rdf.namespaces import EDTF, XSD


def text(value: str, language: str | None = None) -> Literal:
    """A plain or language-tagged string; raises InputError for half a surrogate pair.

    >>> str(text("peace", "en"))
    '"peace"@en'
    """
    try:
        return Literal(value, language=language) if language else Literal(value)
    except ValueError as error:
        raise InputError(
            "A text holds half a surrogate pair and cannot become RDF",
            where=ascii(value[:40]),
            do="Save the article as UTF-8 and try again.",
        ) from error


def language_tag(language: str | None) -> str:
    """A tag that RDF accepts: `en` where none is given, `und` where it is none (BCP 47).

    >>> language_tag(None), language_tag("pt_BR"), language_tag("?")
    ('en', 'pt-br', 'und')
    """
    tag = (language or "en").strip().replace("_", "-").lower()
    try:
        Literal("", language=tag)
    except ValueError:
        return "und"
    return tag


def day(value: date) -> Literal:
    """
    >>> day(date(2022, 6, 15)).value
    '2022-06-15'
    """
    return Literal(value.isoformat(), datatype=XSD["date"])


def edtf(value: str) -> Literal:
    return Literal(value, datatype=EDTF)


def decimal(value: float) -> Literal:
    """The shortest decimal that reads back as the same float.

    >>> decimal(0.9).value, decimal(1.0).value, decimal(1e-7).value
    ('0.9', '1', '0.0000001')
    """
    lexical = format(Decimal(repr(value)), "f")
    if "." in lexical:
        lexical = lexical.rstrip("0").rstrip(".")
    return Literal(lexical, datatype=XSD["decimal"])


def integer(value: int) -> Literal:
    """xsd:integer, for oa:start and oa:end too: the store keeps no narrower integer type
    (pyoxigraph 0.5 gives xsd:nonNegativeInteger back as xsd:integer)."""
    return Literal(str(value), datatype=XSD["integer"])


def boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD["boolean"])
