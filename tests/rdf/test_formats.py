"""Names, media types and the choice among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, RdfFormat

from graph_service.errors import UnknownName
from graph_service.rdf.formats import (
    GRAPH_TYPES,
    RDF_FORMATS,
    RESULT_FORMATS,
    RESULT_TYPES,
    choose,
    essence,
    rdf_format,
    result_format,
)

PAGE = {"text/html": "page", "application/json": "json", "text/csv": "csv"}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "page"),
        ("", "page"),
        (" , ,", "page"),
        ("*/*", "page"),
        ("application/json", "json"),
        ("APPLICATION/JSON; charset=utf-8", "json"),
        ("text/csv, text/html;q=0.9", "csv"),
        ("text/csv;q=0.5, text/html;q=0.5", "page"),
        ("text/*;q=0.3, application/json;q=0.4", "json"),
        ("*/*;q=0.1, text/csv", "csv"),
        ("text/html;q=0, */*", "json"),
        ("text/*, text/html;q=0", "csv"),
        ("text/html;q=0", None),
        ("image/png", None),
        ("text/csv;q=abc, text/html;q=0.5", "csv"),
        ("text/csv;q=nan, text/html;q=0.5", "csv"),
        ("text/csv;q=-4, text/html;q=0.1", "page"),
        ("text/csv;q=0.2, text/csv;q=0.9, text/html;q=0.5", "csv"),
    ],
)
def test_the_header_chooses(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, PAGE) == chosen


@given(st.text(max_size=80))
def test_any_header_is_answered(accept: str) -> None:
    assert choose(accept, PAGE) in (None, *PAGE.values())


def test_names_media_types_and_suffixes_lead_to_the_same_format() -> None:
    for name, form in RDF_FORMATS.items():
        assert rdf_format(name) == rdf_format(form.media_type) == form
        assert rdf_format(form.file_extension) == rdf_format(f".{form.file_extension}") == form
    for name, results in RESULT_FORMATS.items():
        assert result_format(name) == result_format(results.media_type) == results
        assert result_format(results.file_extension) == results


def test_the_tables_agree_with_the_library() -> None:
    for media_type, form in GRAPH_TYPES.items():
        assert RdfFormat.from_media_type(media_type) == form, media_type
    for media_type, results in RESULT_TYPES.items():
        assert QueryResultsFormat.from_media_type(media_type) == results, media_type
    assert {essence(f.media_type) for f in RDF_FORMATS.values()} <= GRAPH_TYPES.keys()
    assert {essence(f.media_type) for f in RESULT_FORMATS.values()} <= RESULT_TYPES.keys()


@pytest.mark.parametrize("name", ["excel", "", "n3x"])
def test_an_unknown_format_names_the_known_ones(name: str) -> None:
    with pytest.raises(UnknownName, match="nquads, trig"):
        rdf_format(name)
    with pytest.raises(UnknownName, match="json, csv"):
        result_format(name)
