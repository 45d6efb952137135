"""The routes as a client meets them: answers, formats, redirects, and the shape of errors."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

XI = "actor-Q15031"
JSON_LD = "application/ld+json"


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/readyz").json()["snapshot"]


def test_a_state_is_found_by_code_qid_and_id(client: TestClient) -> None:
    for reference in ("CN", "Q148", "actor-Q148"):
        answer = client.get(f"/api/v1/actors/{reference}")
        assert answer.status_code == 200, reference
        assert answer.json()["id"] == "actor-Q148"
    assert client.get("/api/v1/actors/CN", follow_redirects=False).status_code == 307


def test_a_state_speaks_through_its_officials(client: TestClient) -> None:
    with_officials = client.get("/api/v1/actors/CN/statements?limit=200").json()["statements"]
    alone = client.get("/api/v1/actors/CN/statements?include=none&limit=200").json()["statements"]
    assert {s["speaker"]["id"] for s in alone} == {"actor-Q148"}
    assert XI in {s["speaker"]["id"] for s in with_officials}
    assert {s["speaker"]["country"] for s in with_officials} == {"CN"}


def test_every_statement_names_words_chain_date_and_article(client: TestClient) -> None:
    listed = client.get("/api/v1/statements?limit=200").json()["statements"]
    assert len(listed) > 20
    for found in listed:
        assert found["words"]
        assert found["date"]["edtf"]
        assert found["article"]["id"].startswith("article-")
        one = client.get(found["links"]["self"]).json()
        assert one == found


def test_paging_returns_each_statement_once(client: TestClient) -> None:
    whole = [s["id"] for s in client.get("/api/v1/statements?limit=500").json()["statements"]]
    paged, address = [], "/api/v1/statements?limit=7"
    while address:
        answer = client.get(address)
        paged += [s["id"] for s in answer.json()["statements"]]
        address = answer.links["next"]["url"] if "next" in answer.links else ""
    assert paged == whole
    assert len(set(paged)) == len(paged)


def test_first_hand_comes_before_second_hand(client: TestClient) -> None:
    listed = client.get("/api/v1/statements?limit=500").json()["statements"]
    depths = [len(s["according_to"]) for s in listed]
    assert depths == sorted(depths)
    only = client.get("/api/v1/statements?limit=500&max_depth=0").json()["statements"]
    assert len(only) == depths.count(0)


def test_dates_narrow(client: TestClient) -> None:
    after = client.get("/api/v1/statements?after=2022-02-24&limit=500").json()["statements"]
    assert after
    for found in after:
        latest = found["date"]["latest"]
        assert latest is None or latest > "2022-02-24"
    assert client.get("/api/v1/statements?after=2022-05-01&before=2022-04-01").status_code == 400


def test_ask_answers_with_the_query_it_ran(client: TestClient) -> None:
    question = "what did China say about sovereignty after Feb 24 2022"
    answer = client.get("/api/v1/ask", params={"question": question}).json()
    assert answer["statements"]
    rows = client.post("/sparql", data={"query": answer["sparql"]}).json()["results"]["bindings"]
    found = {row["statement"]["value"].rsplit("/", 1)[1] for row in rows}
    assert {s["id"] for s in answer["statements"]} <= found


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/tab-separated-values;q=0.9, text/csv;q=0.2", "text/tab-separated-values"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_solutions_leave_in_the_format_asked_for(
    client: TestClient, accept: str, media_type: str
) -> None:
    answer = client.get(
        "/sparql", params={"query": "SELECT * {} LIMIT 1"}, headers={"Accept": accept}
    )
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_construct_and_ask(client: TestClient) -> None:
    construct = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3"
    turtle = client.post(
        "/sparql",
        content=construct,
        headers={"Content-Type": "application/sparql-query", "Accept": "application/n-triples"},
    )
    assert turtle.text.count(" .\n") == 3
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT ?s WHERE {", 400),
        ("INSERT DATA { <a:> <b:> <c:> }", 400),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 504),
        ("SELECT * " + "{" * 4000 + "}" * 4000, 413),
    ],
)
def test_a_query_that_cannot_be_is_a_problem(client: TestClient, query: str, status: int) -> None:
    answer = client.post("/sparql", data={"query": query, "timeout": "3"})
    assert answer.status_code == status
    _is_problem(answer.headers["content-type"], answer.text, status)


def test_a_syntax_error_names_its_place(client: TestClient) -> None:
    problem = client.get("/sparql", params={"query": "SELECT ?s\nWHERE { ?s ?p }"}).json()
    assert problem["line"] == 2
    assert problem["column"] > 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sparql?timeout=2", 400),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("/sparql?query=%FF", 400),
        ("/sparql?query=ASK%7B%7D&timeout=never", 400),
        ("/nothing", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/actors/Zorblax/statements", 404),
        ("/api/v1/statements/statement-0000000000000000", 404),
        ("/api/v1/statements?after=2022-02-30", 400),
        ("/api/v1/statements?max_depth=9", 400),
        ("/api/v1/queries/no-such-query", 404),
        ("/api/v1/queries/topics?nonsense=1", 404),
        ("/api/v1/ask", 400),
        ("/api/v1/ask?question=%3F%3F", 400),
        ("/api/v1/ask?question=what+did+Zorblax+say", 404),
        ("/id/actor-nobody.ttl", 404),
        ("/id/actor-nobody.html", 404),
        ("/static/../pyproject.toml", 404),
    ],
)
def test_every_refusal_is_a_problem_document(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    _is_problem(answer.headers["content-type"], answer.text, status)


def test_a_browser_gets_the_problem_as_a_page(client: TestClient) -> None:
    answer = client.get("/nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "<h1>404" in answer.text


def test_a_method_that_is_not_offered(client: TestClient) -> None:
    answer = client.delete("/sparql")
    assert answer.status_code == 405
    _is_problem(answer.headers["content-type"], answer.text, 405)


def test_a_thing_redirects_by_accept(client: TestClient) -> None:
    def target(accept: str) -> str:
        answer = client.get(f"/id/{XI}", headers={"Accept": accept}, follow_redirects=False)
        assert answer.status_code == 303
        return str(answer.headers["location"])

    assert target("text/html") == f"/id/{XI}.html"
    assert target("text/turtle") == f"/id/{XI}.ttl"
    assert target(f"text/turtle;q=0.4, {JSON_LD}") == f"/id/{XI}.jsonld"


def test_a_statement_as_data_holds_its_evidence(client: TestClient) -> None:
    first = client.get("/api/v1/statements?limit=1").json()["statements"][0]
    data = client.get(f"/id/{first['id']}.nt").text
    assert "TextPositionSelector" in data
    start = first["spans"]["content"][0][0]
    assert f'"{start}"' in data
    document = json.loads(client.get(f"/id/{first['id']}.jsonld").text)
    assert document["@graph"][0]["type"] == "Statement"
    assert document["@context"]["speaker"]


def _is_problem(media_type: str, body: str, status: int) -> None:
    assert media_type == "application/problem+json"
    problem = json.loads(body)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in body


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/api/v1/statements?speaker=CN", "It takes actor, country"),
        ("/api/v1/statements?topics=sovereignty", "Did you mean topic?"),
        ("/api/v1/actors/actor-Q148/statements?publishr=x", "Did you mean publisher?"),
        ("/api/v1/articles?since=2022-01-01", "It takes publisher"),
        ("/api/v1/articles/article-x?limit=1", "It takes none"),
        ("/api/v1/events?after=2022-01-01", "It takes limit"),
        ("/api/v1/ask?question=what+did+China+say&exakt=true", "Did you mean exact?"),
        ("/api/v1/quote?words=peace&most=3", "It takes words, limit"),
    ],
)
def test_a_parameter_that_nobody_knows_is_refused(
    client: TestClient, address: str, near: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert near in answer.json()["do"]


@pytest.mark.parametrize("day", ["2022", "0", "86400", "2022-06", "15/06/2022", "2022-02-30"])
@pytest.mark.parametrize("address", ["/api/v1/statements?after=", "/api/v1/articles?before="])
def test_a_number_is_no_day(client: TestClient, address: str, day: str) -> None:
    problem = client.get(address + day)
    assert problem.status_code == 400
    assert {"detail", "where", "do"} <= problem.json().keys()


@pytest.mark.parametrize(("kind", "known"), [("topic", "sovereignty"), ("act", "threaten")])
def test_an_unknown_topic_or_act_is_not_an_empty_list(
    client: TestClient, kind: str, known: str
) -> None:
    assert client.get(f"/api/v1/statements?{kind}=zzz").status_code == 404
    assert client.get(f"/api/v1/statements?{kind}=x://<>").status_code == 400
    nobody = client.get(f"/api/v1/statements?{kind}={known}&before=1950-01-01")
    assert nobody.json()["statements"] == []
