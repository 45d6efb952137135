"""Bad input over the wire: each piece is answered by a 4xx that says what, where and what to do.

Over a running server, and where a client library would not send such a thing, over a raw socket.
"""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import httpx
import pytest

QUERY = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MIB = 1024 * 1024


def problem(answer: httpx.Response, status: int) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, object] = answer.json()
    assert found["status"] == status
    assert found["detail"]
    assert found["title"]
    assert "Traceback" not in answer.text
    return found


def raw(server: str, data: bytes) -> tuple[int, dict[str, object]]:
    """Status and problem document that raw bytes are answered with."""
    place = urlsplit(server)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=10) as line:
        line.sendall(data)
        received = b""
        while part := line.recv(65536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head, received
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/sparql?query=%FF%FE", 400, "not UTF-8"),
        ("/sparql?query=ASK%zz", 400, "'%zz'"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400, "2 times"),
        ("/sparql?query=ASK%7B%7D&timeout=1&timeout=2", 400, "timeout is given 2 times"),
        ("/sparql?query=ASK%7B%7D&timeout=soon", 400, "'soon'"),
        ("/sparql?query=ASK%7B%7D&timeout=-1", 400, "'-1'"),
        ("/sparql?query=ASK%7B%7D&timeout=nan", 400, "'nan'"),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=nowhere", 400, "'nowhere'"),
        ("/sparql?query=ASK%7B%7D&format=pdf", 400, "'pdf'"),
        ("/sparql?query=ASK%7B%7D&snapshot=7-nothere", 404, "'7-nothere'"),
        ("/sparql?default-graph-uri=http://a/", 400, "No query"),
        ("/sparql?update=CLEAR+ALL", 400, "No query"),
        ("/sparql?query=", 400, "not valid SPARQL"),
        ("/sparql?query=%00", 400, "not valid SPARQL"),
        ("/sparql?query=CLEAR+ALL", 400, "update"),
        ("/sparql?" + "&".join(f"a{n}=1" for n in range(300)), 400, "200 parameters"),
        ("/api/v1/statements?limit=5&limit=6", 400, "limit is given 2 times"),
        ("/api/v1/statements?limit=many", 400, "limit"),
        ("/api/v1/statements?after=yesterday", 400, "after"),
        ("/api/v1/statements?q=100%", 400, "'%'"),
        ("/api/v1/actors", 400, "q"),
        ("/api/v1/actors/%FF", 400, "not UTF-8"),
        ("/id/%zz", 400, "'%zz'"),
    ],
)
def test_a_bad_address(small: str, address: str, status: int, words: str) -> None:
    # Not as a `str`: the client would correct the encoding.
    place = urlsplit(small)
    line = f"GET {address} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n"
    found, document = raw(small, line.encode())
    assert found == status, document
    assert words in f"{document['detail']}"
    assert document.get("do") or document.get("where")


@pytest.mark.parametrize(
    ("headers", "body", "status", "words"),
    [
        (QUERY, b"ASK { \xff }", 422, "not UTF-8"),
        (FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400, "2 times"),
        (FORM, b"query=%FF", 400, "not UTF-8"),
        (FORM, b"query=%zz", 400, "'%zz'"),
        (FORM, b"update=CLEAR+ALL", 400, "No query"),
        (FORM, b"", 400, "No query"),
        (FORM, b"query=\xff", 422, "not UTF-8"),
        ({"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 415, "sparql-update"),
        ({"Content-Type": "application/json"}, b"{}", 415, "application/json"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415, "multipart"),
        ({"Content-Type": "application/sparql-query; charset=latin-1"}, b"ASK {}", 415, "latin-1"),
        ({}, b"ASK {}", 415, "without Content-Type"),
    ],
)
def test_a_bad_body(
    small: str, headers: dict[str, str], body: bytes, status: int, words: str
) -> None:
    found = problem(httpx.post(f"{small}/sparql", headers=headers, content=body), status)
    assert words in str(found["detail"])
    assert found["where"]
    assert found["do"]


def test_a_query_in_body_and_address(small: str) -> None:
    answer = httpx.post(f"{small}/sparql?query=ASK%7B%7D", headers=QUERY, content=b"ASK {}")
    problem(answer, 400)
    answer = httpx.post(f"{small}/sparql?query=ASK%7B%7D", headers=FORM, content=b"query=ASK%7B%7D")
    problem(answer, 400)


@pytest.mark.parametrize("headers", [QUERY, FORM])
def test_ten_megabytes(small: str, headers: dict[str, str]) -> None:
    body = b"query=" + b"#" * (10 * MIB)
    answer = httpx.post(f"{small}/sparql", headers=headers, content=body, timeout=30)
    assert "256 KiB" in str(problem(answer, 413)["detail"])
    assert httpx.get(f"{small}/healthz").status_code == 200


def test_a_long_address_is_told_to_post(small: str) -> None:
    status, found = raw(small, b"GET /sparql?query=" + b"A" * 300_000 + b" HTTP/1.1\r\n\r\n")
    assert status == 431
    assert "POST" in str(found["do"])


def test_huge_headers(small: str) -> None:
    many = b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(100))
    status, _ = raw(
        small, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + many + b"\r\n"
    )
    assert status == 431


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: one\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_what_is_no_http(small: str, data: bytes) -> None:
    status, found = raw(small, data + b"\r\n\r\n")
    assert status == 400
    assert found["detail"]


def test_methods_that_are_not_offered_name_those_that_are(small: str) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        answer = httpx.request(method, f"{small}/sparql")
        problem(answer, 405)
        assert set(answer.headers["allow"].split(", ")) == {
            "GET", "HEAD", "OPTIONS", "POST", "QUERY",
        }  # fmt: skip
    answer = httpx.post(f"{small}/healthz")
    problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_options_says_what_there_is(small: str) -> None:
    answer = httpx.options(f"{small}/sparql")
    assert answer.status_code == 204
    assert "QUERY" in answer.headers["allow"]
    assert "application/sparql-query" in answer.headers["accept-query"]


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/", "/healthz", "/metrics"])
def test_head_is_get_without_its_body(small: str, path: str) -> None:
    get, head = httpx.get(f"{small}{path}"), httpx.head(f"{small}{path}")
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]
    if path != "/metrics":
        assert head.headers["content-length"] == get.headers["content-length"]
        assert int(head.headers["content-length"]) == len(get.content)


def test_pages_of_other_origins_may_read_and_never_write(small: str) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    read = httpx.get(f"{small}/sparql?query=ASK%7B%7D", headers=origin)
    assert read.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in read.headers
    asked = httpx.options(
        f"{small}/sparql",
        headers={**origin, "Access-Control-Request-Method": "POST",
                 "Access-Control-Request-Headers": "content-type"},
    )  # fmt: skip
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "content-type" in asked.headers["access-control-allow-headers"].lower()
    assert "authorization" not in asked.headers["access-control-allow-headers"].lower()
    bad = httpx.get(f"{small}/sparql?query=ASK", headers=origin)
    assert bad.headers["access-control-allow-origin"] == "*"
    for path in ("/update", "/graph-store"):
        for method in ("POST", "PUT", "DELETE"):
            answer = httpx.request(method, f"{small}{path}", headers=origin)
            assert "access-control-allow-origin" not in answer.headers


def test_the_same_answer_is_not_sent_twice(small: str) -> None:
    address = f"{small}/sparql"
    query = {"query": "SELECT * { ?s a ?o }"}
    first = httpx.get(address, params=query)
    tag = first.headers["etag"]
    assert httpx.get(address, params=query, headers={"If-None-Match": tag}).status_code == 304
    several = f'"other", {tag}'
    assert httpx.get(address, params=query, headers={"If-None-Match": several}).status_code == 304
    assert httpx.get(address, params=query, headers={"If-None-Match": "*"}).status_code == 304
    for other in (
        httpx.get(address, params=query, headers={"If-None-Match": tag, "Accept": "text/csv"}),
        httpx.get(address, params={"query": "SELECT * {}"}, headers={"If-None-Match": tag}),
        httpx.get(address, params=query, headers={"If-None-Match": '"old"'}),
    ):
        assert other.status_code == 200
        assert other.headers["etag"] != tag or "old" in str(other.request.headers)
    changing = httpx.get(address, params={"query": "SELECT (NOW() AS ?now) {}"})
    assert "etag" not in changing.headers


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }", 403, "SERVICE"),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("LOAD <http://127.0.0.1:9/data.ttl>", 400, "LOAD"),
        ("LOAD <file:///etc/passwd>", 400, "LOAD"),
    ],
)
def test_what_is_closed_says_so(small: str, query: str, status: int, words: str) -> None:
    found = problem(httpx.post(f"{small}/sparql", data={"query": query}), status)
    assert words in str(found["detail"])


@pytest.mark.parametrize(
    "graph", ["file:///etc/passwd", "http://127.0.0.1:9/data.ttl", "http://example.org/nothing"]
)
def test_an_unknown_graph_is_empty_and_never_fetched(small: str, graph: str) -> None:
    for query, dataset in (
        (f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}", {}),
        (f"SELECT * FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
        ("SELECT * { ?s ?p ?o }", {"default-graph-uri": graph}),
    ):
        answer = httpx.get(f"{small}/sparql", params={"query": query, **dataset})
        assert answer.json()["results"]["bindings"] == []
