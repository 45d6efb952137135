"""SERVICE over real endpoints of this test: who is asked, what for, and what it may cost."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from graph_service.errors import (
    CallerLeft,
    CommuniqueError,
    DeadlineExceeded,
    LimitExceeded,
    NetworkError,
    NotAllowed,
    QuerySyntaxError,
)
from graph_service.query import remote
from graph_service.query.federation import with_answers
from graph_service.query.run import check_limits, run_query
from graph_service.settings import Settings, load_settings
from graph_service.store.callers import CALLER, Caller
from tests.query.endpoint import Endpoint, answering

PATIENT = 600.0
"""Seconds, where no deadline is meant to be met."""


@pytest.fixture
def other() -> Iterator[Endpoint]:
    """Holds three names, one of which has two."""
    endpoint = Endpoint()
    endpoint.data.update(
        'INSERT DATA { <http://o/1> <http://o/name> "one", "un\\n\\"é\\""@fr . '
        '<http://o/2> <http://o/name> "two" }'
    )
    with answering(endpoint):
        yield endpoint


def listed(endpoint: Endpoint, **more: Any) -> Settings:
    return load_settings(services=(endpoint.address,), query_seconds=PATIENT, **more)


def rows(view: Any, sparql: str, settings: Settings) -> list[dict[str, str]]:
    check_limits(sparql, settings)
    result = run_query(view, sparql, settings, accept="json")
    bindings = json.loads(result.body)["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in bindings]


def test_rows_of_another_endpoint_are_joined(view: Any, other: Endpoint) -> None:
    text = f"""PREFIX o: <http://o/>
    SELECT ?s ?n {{ VALUES ?s {{ o:1 o:3 }}
      SERVICE <{other.address}> {{ ?s o:name ?n FILTER(LANG(?n) = "fr" || ?n = "}}") }} }}"""
    assert rows(view, text, listed(other)) == [{"s": "http://o/1", "n": 'un\n"é"'}]
    assert len(other.asked) == 1


def test_it_stands_where_a_pattern_may_stand(view: Any, other: Endpoint) -> None:
    service = f"SERVICE <{other.address}> {{ ?s <http://o/name> ?n }}"
    found = rows(
        view,
        f"SELECT ?k (COUNT(?n) AS ?c) {{ VALUES ?k {{ 1 2 }} OPTIONAL {{ {service} }} }} "
        "GROUP BY ?k ORDER BY ?k",
        listed(other),
    )
    assert [row["c"] for row in found] == ["3", "3"]
    assert rows(view, f"SELECT ?x {{ BIND(1 AS ?x) FILTER EXISTS {{ {service} }} }}", listed(other))
    empty = f"SERVICE <{other.address}> {{ <http://o/2> <http://o/name> 'two' }}"
    assert rows(view, f"SELECT ?x {{ BIND(1 AS ?x) {empty} }}", listed(other)) == [{"x": "1"}]
    wrong = f"SERVICE <{other.address}> {{ <http://o/2> <http://o/name> 'three' }}"
    assert rows(view, f"SELECT ?x {{ BIND(1 AS ?x) {wrong} }}", listed(other)) == []


def test_values_without_a_value_join_with_everything(view: Any, other: Endpoint) -> None:
    text = f"""SELECT ?s ?f {{ VALUES ?f {{ "x" }} SERVICE <{other.address}> {{
      ?s <http://o/name> "two" OPTIONAL {{ ?s <http://o/none> ?f }} }} }}"""
    assert rows(view, text, listed(other)) == [{"s": "http://o/2", "f": "x"}]


def test_the_word_in_a_comment_or_a_string_calls_nobody(other: Endpoint) -> None:
    text = "ASK { ?s ?p 'SERVICE <e:> { }' } # SERVICE <e:> { }"
    assert with_answers(text, listed(other), time.monotonic() + PATIENT) == text


def test_nobody_else_is_asked(view: Any, other: Endpoint) -> None:
    with answering(Endpoint()) as stranger:
        settings = listed(other)
        for text in (
            f"ASK {{ SERVICE <{stranger.address}> {{ ?s ?p ?o }} }}",
            f"ASK {{ SERVICE SILENT <{stranger.address}> {{ ?s ?p ?o }} }}",
            f"ASK {{ SERVICE <{other.address}/> {{ ?s ?p ?o }} }}",
            f"PREFIX e: <{other.address}> ASK {{ SERVICE e:x {{ ?s ?p ?o }} }}",
            f"ASK {{ VALUES ?e {{ <{other.address}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
            f"ASK {{ SERVICE <{other.address}> {{ SERVICE <{stranger.address}> {{ }} }} }}",
        ):
            with pytest.raises(NotAllowed):
                run_query(view, text, settings)
        # Cut differently here (a comment) than by the engine (an IRI): no reader has a socket.
        hidden = (
            f"SELECT * {{ ?a ?b ?c FILTER(?a<?b#>) SERVICE <{stranger.address}> {{?d ?e ?f}}\n}}"
        )
        with pytest.raises(CommuniqueError):
            run_query(view, hidden, settings)
        assert stranger.asked == other.asked == []


def test_without_a_list_it_is_closed(view: Any, other: Endpoint) -> None:
    with pytest.raises(NotAllowed, match="SERVICE is closed"):
        run_query(view, f"ASK {{ SERVICE <{other.address}> {{ ?s ?p ?o }} }}", load_settings())
    assert other.asked == []


def test_redirects_are_not_followed(view: Any, other: Endpoint) -> None:
    moved = Endpoint(status=307, location=other.address, body=b"")
    with answering(moved):
        text = f"ASK {{ SERVICE <{moved.address}> {{ ?s ?p ?o }} }}"
        with pytest.raises(NetworkError, match="redirects are not followed"):
            run_query(view, text, listed(moved))
    assert other.asked == []


@pytest.mark.parametrize(
    "broken",
    [
        Endpoint(status=500, body=b"no"),
        Endpoint(body=b'{"head": {"vars": ["s"]}, "results": {"bindings": ['),
        Endpoint(body=b'{"head": {}, "boolean": true}'),
        Endpoint(media_type="text/html", body=b"<p>no</p>"),
        Endpoint(body=b'{"head": {"vars": ["s"]}, "results": {"bindings": '
                 b'[{"s": {"type": "bnode", "value": "b"}}]}}'),
    ],
    ids=["500", "cut off", "boolean", "html", "blank node"],
)  # fmt: skip
def test_what_is_no_answer_is_said_or_silent(view: Any, broken: Endpoint) -> None:
    with answering(broken):
        settings = listed(broken)
        call = f"<{broken.address}> {{ ?s ?p ?o }}"
        with pytest.raises(NetworkError, match=broken.address):
            run_query(view, f"ASK {{ SERVICE {call} }}", settings)
        found = rows(view, f"SELECT ?x {{ BIND(1 AS ?x) SERVICE SILENT {call} }}", settings)
        assert found == [{"x": "1"}]


def test_an_answer_that_is_too_large_is_cut_off(view: Any) -> None:
    with answering(Endpoint(body=b" " * 3000)) as large:
        text = f"ASK {{ SERVICE SILENT <{large.address}> {{ ?s ?p ?o }} }}"
        settings = listed(large, service_kib=2)
        with pytest.raises(LimitExceeded, match="2 KiB"):
            run_query(view, text, settings)


def test_who_does_not_answer_has_half_of_the_time(view: Any) -> None:
    with answering(Endpoint(stall=threading.Event(), body=b"{}")) as slow:
        settings = listed(slow)
        with pytest.raises(DeadlineExceeded, match="did not answer"):
            with_answers(
                f"ASK {{ SERVICE <{slow.address}> {{ ?s ?p ?o }} }}", settings, time.monotonic() + 1
            )
        silent = f"ASK {{ SERVICE SILENT <{slow.address}> {{ ?s ?p ?o }} }}"
        assert with_answers(silent, settings, time.monotonic() + 1) == "ASK { { } }"


def test_a_caller_who_leaves_is_waited_for_no_longer() -> None:
    caller = Caller("a")
    token = CALLER.set(caller)
    try:
        with answering(Endpoint(stall=threading.Event(), body=b"{}")) as slow:
            threading.Timer(0.3, caller.leave).start()
            with pytest.raises(CallerLeft):
                remote.ask_endpoint(slow.address, "ASK {}", PATIENT, 1000)
    finally:
        CALLER.reset(token)


def test_a_name_that_leads_inside_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, other: Endpoint
) -> None:
    port = int(other.address.rpartition(":")[2].partition("/")[0])

    def look_up(host: str, *_: Any, **__: Any) -> list[Any]:
        inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        outside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.9.1", port))]
        return inside if host == "localhost" else [*outside, *inside]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(NetworkError, match="not public"):
        remote.ask_endpoint(f"http://rebound.example:{port}/", "ASK {}", PATIENT, 1000)
    assert other.asked == []
    remote.ask_endpoint(f"http://localhost:{port}/", "SELECT * {}", PATIENT, 1000)
    assert len(other.asked) == 1


def test_nobody_listens() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with pytest.raises(NetworkError, match="cannot be asked"):
        remote.ask_endpoint(f"http://127.0.0.1:{port}/", "ASK {}", PATIENT, 1000)


@pytest.mark.parametrize(
    "text", ["ASK { SERVICE }", "ASK { SERVICE <e:> ?s }", "ASK { SERVICE <e:> {"]
)
def test_a_broken_service_is_told_with_its_place(text: str, other: Endpoint) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        with_answers(text, listed(other), time.monotonic() + PATIENT)
    assert caught.value.line == 1


@pytest.mark.parametrize("bad", ["ftp://x/", "http://user@x/", "x", "http://x/#a"])
def test_a_setting_that_is_no_endpoint_is_refused(bad: str) -> None:
    with pytest.raises(CommuniqueError, match="services"):
        load_settings(services=(bad,))
