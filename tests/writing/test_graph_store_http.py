"""The W3C's Graph Store HTTP Protocol cases (`http-rdf-update`), and what else we promise.

Named as in the suite's manifest, with data of our own; each runs by `?graph=` and by
path. `KNOWN_FAILURES` holds what does not pass, with its reason.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from tests.writing.conftest import BASE, Endpoint

TURTLE = {"Content-Type": "text/turtle"}
ONE = '<> a <http://example.org/Person> ; <http://example.org/name> "Ada Brook" .'
TWO = '<> a <http://example.org/Person> ; <http://example.org/name> "Odo Lind" .'
KNOWN_FAILURES = {
    "post__multipart_formdata": "multipart is not taken: a graph is one body (415 says so)",
    "get_of_post__multipart_formdata": "as post__multipart_formdata",
}


class Graph:
    """One graph, by one of the two ways of naming it."""

    def __init__(self, endpoint: Endpoint, name: str, way: str) -> None:
        self.endpoint = endpoint
        self.iri = f"{BASE}graph-store/{name}"
        direct = f"/graph-store/{name}"
        self.path = direct if way == "direct" else f"/graph-store?graph={quote(self.iri, safe='')}"

    def send(self, method: str, body: str = "", **headers: str) -> Any:
        sent = {**TURTLE, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.endpoint.send(method, self.path, content=body, headers=sent)

    def names(self) -> set[str]:
        """The names in the graph as GET gives it."""
        answer = self.endpoint.send("GET", self.path, headers={"Accept": "application/n-triples"})
        assert answer.status_code == 200, answer.text
        quads = ox.parse(answer.content, ox.RdfFormat.N_TRIPLES)
        return {q.object.value for q in quads if isinstance(q.object, ox.Literal)}


@pytest.fixture(params=["direct", "indirect"])
def graph(endpoint: Endpoint, request: pytest.FixtureRequest) -> Graph:
    name = request.node.name.replace("[", "/").replace("]", "")
    return Graph(endpoint, f"{name}.ttl", request.param)


def test_put__initial_state(graph: Graph) -> None:
    assert graph.send("PUT", ONE).status_code == 201
    assert graph.names() == {"Ada Brook"}  # get_of_put__initial_state


def test_put__graph_already_in_store(graph: Graph) -> None:
    graph.send("PUT", ONE)
    assert graph.send("PUT", TWO).status_code in (200, 204)
    assert graph.names() == {"Odo Lind"}  # get_of_put__graph_already_in_store


def test_put__default_graph(endpoint: Endpoint) -> None:
    sent = {"content": ONE, "headers": TURTLE}
    assert endpoint.send("PUT", "/graph-store?default", **sent).status_code in (200, 201, 204)
    answer = endpoint.send("GET", "/graph-store?default")
    assert "Ada Brook" in answer.text  # get_of_put__default_graph
    assert "article-1234" not in answer.text
    assert endpoint.send("DELETE", "/graph-store?default").is_success
    assert "Ada Brook" not in endpoint.send("GET", "/graph-store?default").text


def test_put__mismatched_payload(graph: Graph) -> None:
    answer = graph.send("PUT", '<?xml version="1.0"?><rdf:RDF/>')
    assert answer.status_code == 400
    assert answer.json()["line"] == 1


def test_put__empty_graph(graph: Graph) -> None:
    assert graph.send("PUT", "").status_code == 201
    assert graph.names() == set()  # get_of_put__empty_graph: there, and empty


def test_delete__existing_graph(graph: Graph) -> None:
    graph.send("PUT", ONE)
    assert graph.send("DELETE").status_code in (200, 204)
    assert graph.send("GET").status_code == 404  # get_of_delete__existing_graph


def test_delete__nonexistent_graph(graph: Graph) -> None:
    assert graph.send("DELETE").status_code == 404


def test_post__existing_graph(graph: Graph) -> None:
    graph.send("PUT", ONE)
    assert graph.send("POST", TWO).status_code in (200, 204)
    assert graph.names() == {"Ada Brook", "Odo Lind"}  # get_of_post__existing_graph


def test_post__create__new_graph(endpoint: Endpoint) -> None:
    answer = endpoint.send("POST", "/graph-store", content=ONE, headers=TURTLE)
    assert answer.status_code == 201
    found = endpoint.send("GET", answer.headers["location"])  # get_of_post__create__new_graph
    assert "Ada Brook" in found.text


def test_post__empty_graph__existing_graph(graph: Graph) -> None:
    graph.send("PUT", ONE)
    assert graph.send("POST", "").status_code in (200, 204)
    assert graph.names() == {"Ada Brook"}  # get_of_post__after_noop


def test_head_on_an_existing_graph(graph: Graph) -> None:
    graph.send("PUT", ONE)
    head, get = graph.send("HEAD"), graph.send("GET")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))
    assert head.headers["etag"] == get.headers["etag"]


def test_head_on_a_nonexisting_graph(graph: Graph) -> None:
    assert graph.send("HEAD").status_code == 404


def test_post__multipart_formdata(graph: Graph) -> None:
    answer = graph.send("POST", "--x--", Content_Type="multipart/form-data; boundary=x")
    assert answer.status_code == 415
    assert "text/turtle" in answer.json()["do"]


FORMATS = {
    "text/turtle": ONE,
    "application/n-triples": '<a:s> <http://example.org/name> "Ada Brook" .',
    "application/ld+json": '{"@id": "a:s", "http://example.org/name": "Ada Brook"}',
    "application/rdf+xml": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:e="http://example.org/"><rdf:Description rdf:about="a:s"><e:name>Ada Brook</e:name>'
    "</rdf:Description></rdf:RDF>",
    "application/trig": '<a:s> <http://example.org/name> "Ada Brook" .',
    "application/n-quads": '<a:s> <http://example.org/name> "Ada Brook" .',
}


@pytest.mark.parametrize("media_type", FORMATS)
def test_every_format_in_and_out(endpoint: Endpoint, media_type: str) -> None:
    path = "/graph-store/formats"
    sent = {"Content-Type": f"{media_type}; charset=utf-8"}
    answer = endpoint.send("PUT", path, content=FORMATS[media_type], headers=sent)
    assert answer.is_success, answer.text
    found = endpoint.send("GET", path, headers={"Accept": media_type})
    assert found.headers["content-type"].startswith(media_type)
    format_ = ox.RdfFormat.from_media_type(media_type)
    assert "Ada Brook" in {str(q.object.value) for q in ox.parse(found.content, format_)}


def test_conditions(graph: Graph) -> None:
    assert graph.send("PUT", ONE, If_Match="*").status_code == 412
    assert graph.send("PUT", ONE, If_None_Match="*").status_code == 201
    assert graph.send("PUT", TWO, If_None_Match="*").status_code == 412
    tag = graph.send("GET").headers["etag"]
    assert graph.send("GET", If_None_Match=tag).status_code == 304
    assert graph.send("GET", Accept="application/ld+json").headers["etag"] != tag
    assert graph.send("PUT", TWO, If_Match='"0123", "4567"').status_code == 412
    assert graph.send("PUT", TWO, If_Match=f"W/{tag}").status_code == 412
    assert graph.send("PUT", TWO, If_Match=f'"0123", {tag}').status_code == 204
    assert graph.send("DELETE", If_Match=tag).status_code == 412
    assert graph.names() == {"Odo Lind"}


DEEP = '{"@graph": ' + "[" * 5000 + "]" * 5000 + "}"
REFUSED: dict[str, tuple[str, bytes, int]] = {
    "XML entities": ("application/rdf+xml", b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', 422),
    "a remote context": ("application/ld+json", b'{"@context": "http://127.0.0.1:1/c"}', 422),
    "an imported context": (
        "application/ld+json", b'{"@context": {"@import": "http://127.0.0.1:1/c"}}', 422),
    "a deep document": ("application/ld+json", DEEP.encode(), 413),
    "a deep context": (
        "application/ld+json", b'{"@context":' * 200 + b"{}" + b"}" * 200, 413),
    "broken JSON": ("application/ld+json", b'{"@id": \n "a:s"', 400),
    "other bytes": ("text/turtle", "<a:s> <a:p> 'é' .".encode("latin-1"), 422),
    "several graphs": ("application/trig", b"<a:g> { <a:s> <a:p> 1 }", 400),
    "no media type": ("", b"<a:s> <a:p> 1 .", 415),
    "a table": ("text/csv", b"a,b", 415),
    "too much": ("text/turtle", b"#" * (17 * 1024 * 1024), 413),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(endpoint: Endpoint, name: str) -> None:
    media_type, body, status = REFUSED[name]
    sent = {"content": body, "headers": {"Content-Type": media_type}}
    answer = endpoint.send("PUT", "/graph-store/refused", **sent)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert endpoint.send("GET", "/graph-store/refused").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("graph", ["article-1234", "acts", "registry", "links"])
def test_managed_graphs_are_read_only(endpoint: Endpoint, method: str, graph: str) -> None:
    path = f"/graph-store?graph={quote(f'{BASE}graph/{graph}', safe='')}"
    answer = endpoint.send(method, path, content=ONE, headers=TURTLE)
    assert answer.status_code == 403
    assert "communique" in answer.json()["do"]


def test_managed_graphs_can_be_read(endpoint: Endpoint) -> None:
    path = f"/graph-store?graph={quote(f'{BASE}graph/article-1234', safe='')}"
    assert "words" in endpoint.send("GET", path).text


NAMES = ["", "?graph=relative", "?graph=a:b&default", "?default=1", "?graph=a:b&graph=a:c",
         "/own?graph=a:b", "?graph=a:%3E%20%7B"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_names_that_are_none(endpoint: Endpoint, method: str, name: str) -> None:
    answer = endpoint.send(method, f"/graph-store{name}", content=ONE, headers=TURTLE)
    assert answer.status_code == 400, answer.text


def test_a_statement_must_pass_the_shapes(endpoint: Endpoint) -> None:
    bad = "<a:s> a <https://w3id.org/communique/ns#Statement> ."
    answer = endpoint.send("PUT", "/graph-store/statements", content=bad, headers=TURTLE)
    assert answer.status_code == 422
    assert any("cq:speaker" in finding for finding in answer.json()["findings"])
    # Not by parts either: what was harmless alone is a statement together.
    half = '<a:s> <https://w3id.org/communique/ns#words> "words" .'
    assert endpoint.send("PUT", "/graph-store/statements", content=half, headers=TURTLE).is_success
    merged = endpoint.send("POST", "/graph-store/statements", content=bad, headers=TURTLE)
    assert merged.status_code == 422
    assert endpoint.send("DELETE", "/graph-store/statements").is_success


def test_writing_needs_the_token_and_reading_does_not(endpoint: Endpoint) -> None:
    nobody = {"Authorization": ""}
    for method in ("PUT", "POST", "DELETE"):
        answer = endpoint.send(method, "/graph-store/x", content=ONE, headers={**TURTLE, **nobody})
        assert answer.status_code == 401
    assert endpoint.send("GET", "/graph-store?default", headers=nobody).status_code == 200
