"""What is refused before parsing, and how pages are cut."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from graph_service.errors import (
    BadValue,
    LimitExceeded,
    NotAllowed,
    QuerySyntaxError,
    UnknownName,
    UsageError,
)
from graph_service.query.catalogue import load_catalogue
from graph_service.query.run import (
    check_limits,
    count_named,
    counted,
    measure,
    page,
    run_named,
    run_query,
)
from graph_service.query.table import Table
from graph_service.query.tokens import tokens
from graph_service.settings import Settings
from graph_service.store.base import View
from tests.queries.data import IRIS

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("sparql", "error", "words"),
    [
        ("#" * (256 * 1024 + 1), LimitExceeded, "KiB"),
        ("SELECT * " + "{" * 201 + "}" * 201, LimitExceeded, "nests 201"),
        ("ASK { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }", LimitExceeded, "nests 201"),
        ("ASK { " + "?s ?p ?o . " * 101 + "}", LimitExceeded, "101 triple patterns"),
        ("ASK { ?s ?p " + "1, " * 101 + "1 }", LimitExceeded, "triple patterns"),
        ("INSERT DATA { <a:> <a:> 1 }", QuerySyntaxError, "an update (INSERT)"),
        ("PREFIX a: <a:>\n  delete where { ?s ?p ?o }", QuerySyntaxError, "line 2, column 3"),
        ("# SELECT\nCLEAR ALL", QuerySyntaxError, "CLEAR"),
        ("ASK { SERVICE <http://x/> { ?s ?p ?o } }", NotAllowed, "SERVICE"),
        ("ASK { service silent ?x { ?s ?p ?o } }", NotAllowed, "SERVICE"),
    ],
)
def test_refused_unparsed(
    sparql: str, error: type[Exception], words: str, settings: Settings
) -> None:
    with pytest.raises(error) as refused:
        check_limits(sparql, settings)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?s ?p ?o }",
        "ASK { ?s ?p '" + "{" * 500 + "' }",
        "ASK { ?s <http://a/SERVICE#(> ?o } # " + "{" * 500,
        'ASK { ?s ?p """SERVICE " {{{ """ }',
        "PREFIX service: <a:> ASK { ?service service:insert service:SERVICE }",
        "ASK { VALUES ?x { " + "1 " * 5000 + "} }",
        "ASK { FILTER(?x IN (" + "1, " * 5000 + "1)) }",
        "SELECT ?insert { ?insert ?delete 'INSERT' }",
    ],
)
def test_strings_names_and_comments_are_none_of_it(sparql: str, settings: Settings) -> None:
    check_limits(sparql, settings)


@given(st.integers(0, 60), st.integers(1, 30))
@examples(max_examples=40, deadline=None)
def test_patterns_are_never_undercounted(triples: int, depth: int) -> None:
    body = " . ".join(f"?s <a:p{n}> ?o" for n in range(triples))
    depth_found, patterns = measure(list(tokens("ASK " + "{" * depth + body + "}" * depth)))
    assert depth_found == depth
    assert triples <= patterns <= triples + depth


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ASK { " + "\u00e9" * 60_000, id="letters"),
        pytest.param("ASK { " + "\u00b2" * 60_000, id="raised digits"),
        pytest.param('ASK { "' + '\\"' * 30_000, id="quotes that never close"),
        pytest.param("ASK { " + "'''\"" * 15_000, id="long quotes that never close"),
        pytest.param("ASK { " + "a." * 30_000, id="dots"),
        pytest.param("ASK { " + "a-" * 30_000, id="hyphens"),
        pytest.param("ASK { " + "1.e" * 20_000, id="exponents"),
        pytest.param("ASK { " + "<a," * 20_000, id="angles"),
        pytest.param("ASK { " + "a:." * 20_000, id="names"),
        pytest.param("BASE <b:> " * 6_000 + "ASK {}", id="bases"),
        pytest.param("PREFIX a: <b:> " * 4_000 + "ASK {}", id="prefixes"),
    ],
)
def test_the_time_of_counting_does_not_grow_with_the_square_of_a_text(
    text: str, settings: Settings
) -> None:
    """The server counts in its own process, where no deadline ends it. With the square, 16,000
    letters took nine seconds, and these up to two minutes.
    """
    begin = time.process_time()
    with suppress(LimitExceeded):
        check_limits(text, settings)
    assert time.process_time() - begin < 5


@given(st.text(max_size=200))
@examples(max_examples=200, deadline=None)
def test_any_text_is_cut_into_tokens_without_a_fault(text: str) -> None:
    found = list(tokens(text))
    assert all(text[t.start : t.end] == t.text for t in found)


def test_the_shipped_queries_are_within_the_limits(settings: Settings) -> None:
    for query in CATALOGUE.values():
        check_limits(query.text, settings)


def test_a_query_runs_in_the_format_asked_for(view: View, settings: Settings) -> None:
    result = run_query(view, "SELECT (1 AS ?one) {}", settings, accept="csv")
    assert (result.kind, result.body) == ("solutions", b"one\r\n1\r\n")
    assert json.loads(run_query(view, "ASK {}", settings, accept="json").body)["boolean"] is True


def test_pages_return_every_row_once_in_order(view: View) -> None:
    whole = run_named(view, CATALOGUE, "statements-of-state", {}, IRIS)
    parts = [
        row
        for start in range(0, len(whole), 3)
        for row in run_named(
            view, CATALOGUE, "statements-of-state", {}, IRIS, limit=3, start=start
        ).rows
    ]
    assert tuple(parts) == whole.rows
    assert len(whole) == 10


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_counts_agree_with_rows(name: str, view: View) -> None:
    values = {
        p.name: p.example.replace("Q15031", "actor-x-ilse-varn")
        for p in CATALOGUE[name].params
        if p.required
    }
    rows = run_named(view, CATALOGUE, name, values, IRIS)
    assert count_named(view, CATALOGUE, name, values, IRIS) == len(rows)


def test_a_page_before_the_first_row_is_none() -> None:
    with pytest.raises(BadValue):
        page("SELECT * {}", 10, -1)


def test_counting_keeps_the_prologue_and_ends_a_comment() -> None:
    text = "# PREFIX\nBASE <b:> PREFIX a: <a:> SELECT ?s { ?s a:p 1 } # end"
    assert counted(text).startswith("# PREFIX\nBASE <b:> PREFIX a: <a:> SELECT (COUNT(*)")
    assert counted(text).endswith("# end\n} }")


def test_an_unknown_query_is_named(view: View) -> None:
    with pytest.raises(UnknownName, match="latest"):
        run_named(view, CATALOGUE, "lates", {}, IRIS)


def test_a_table_is_for_rows_only(view: View) -> None:
    with pytest.raises(UsageError, match="SELECT"):
        Table.from_json(view.query("ASK {}", accept="json").body)


def test_a_table_has_plain_and_serialised_forms() -> None:
    body = (
        b'{"head":{"vars":["n","b","w","u"]},"results":{"bindings":[{'
        b'"n":{"type":"literal","value":"1.5","datatype":"http://www.w3.org/2001/XMLSchema#decimal"},'
        b'"b":{"type":"literal","value":"false","datatype":"http://www.w3.org/2001/XMLSchema#boolean"},'
        b'"w":{"type":"literal","value":"a, \\"b\\"","xml:lang":"en"}}]}}'
    )
    table = Table.from_json(body)
    assert list(table.plain_rows()) == [(1.5, False, 'a, "b"', None)]
    assert table.dicts() == [{"n": 1.5, "b": False, "w": 'a, "b"'}]
    assert table.to_csv() == b'n,b,w,u\r\n1.5,false,"a, ""b""",\r\n'
    assert table.to_json() == body


def test_a_long_query_of_few_patterns_is_counted_in_words(settings: Settings) -> None:
    with pytest.raises(LimitExceeded, match="words and signs"):
        check_limits("ASK { FILTER(" + "1+" * 10_000 + "1 > 0) }", settings)
    with pytest.raises(LimitExceeded, match="patterns"):
        check_limits("ASK { ?s " + "<a:>/" * 1_000 + "<a:> ?o }", settings)
    check_limits('ASK { ?s ?p "' + "1+" * 20_000 + '" }', settings)
