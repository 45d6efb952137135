"""Articles posted to a running server: taken in, only shown, refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.writing.conftest import BASE, Endpoint

JSON = {"Content-Type": "application/json"}
LINES = {"Content-Type": "application/x-ndjson"}


def article(name: str, text: str = "France said that the talks would go on.") -> dict[str, Any]:
    return {"url": f"https://news.example/{name}", "publisher": "The Daily Example",
            "date": "2024-05-02", "text": text}  # fmt: skip


def post(endpoint: Endpoint, body: Any, path: str = "", **headers: str) -> Any:
    sent = {**JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return endpoint.send("POST", f"/api/v1/articles{path}", content=content, headers=sent)


def test_one_article_is_in_when_the_answer_comes(endpoint: Endpoint) -> None:
    answer = post(endpoint, article("one"))
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["counts"]["new"] == 1
    assert body["counts"]["statements"] == body["articles"][0]["statements"] > 0
    key = body["articles"][0]["article"]
    graph = f"{BASE}graph/{key}"
    assert endpoint.rows(f"SELECT ?s {{ GRAPH <{graph}> {{ ?s a ?t }} }}")
    again = post(endpoint, article("one")).json()
    assert (again["counts"]["new"], again["counts"]["unchanged"]) == (0, 1)
    other = post(endpoint, article("one", "France said that the talks were over.")).json()
    assert other["articles"][0] == {**other["articles"][0], "article": key, "outcome": "revised"}


def test_a_batch_says_what_became_of_each(endpoint: Endpoint) -> None:
    lines = [json.dumps(article(f"batch-{n}")) for n in range(7)]
    lines[2] = '{"text": '
    lines[4] = json.dumps({"title": "no text"})
    answer = post(endpoint, "\n".join(lines), Content_Type="application/x-ndjson")
    body = answer.json()
    assert [item["outcome"] for item in body["articles"]] == ["new"] * 5
    assert ["line 3" in body["rejected"][0]["where"], "line 5" in body["rejected"][1]["where"]] == [
        True,
        True,
    ]
    assert body["counts"]["rejected"] == 2
    listed = post(endpoint, [article("batch-0"), article("batch-9")]).json()
    assert [item["outcome"] for item in listed["articles"]] == ["unchanged", "new"]


def test_a_language_that_contradicts_the_text_is_told_of(endpoint: Endpoint) -> None:
    english = "The minister said that the talks with the two sides would go on. " * 3
    told, quiet = article("stated-german", english), article("stated-english", english)
    sent = [{**told, "language": "de"}, {**quiet, "language": "en"}]
    for path in ("?dry_run=true", ""):
        first, second = post(endpoint, sent, path).json()["articles"]
        assert "stated as de, the text looks like en" in first["notes"][0]
        assert not any("looks like" in note for note in second.get("notes", ()))


def test_a_dry_run_keeps_nothing(endpoint: Endpoint) -> None:
    before = endpoint.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    answer = post(endpoint, article("dry"), "?dry_run=true")
    shown = answer.json()["articles"][0]
    assert shown["statements"][0]["words"]
    assert shown["findings"] == []
    assert endpoint.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == before
    assert post(endpoint, article("dry")).json()["counts"]["new"] == 1  # unknown till now


def test_without_waiting_the_snapshot_is_promised(endpoint: Endpoint) -> None:
    answer = post(endpoint, article("later"), "?wait=false")
    assert answer.status_code == 202
    key = answer.json()["articles"][0]["article"]
    found = endpoint.rows(
        f"SELECT ?s {{ GRAPH <{BASE}graph/{key}> {{ ?s ?p ?o }} }}",
        snapshot=answer.headers["communique-snapshot"],
    )
    assert found


REFUSED: dict[str, tuple[Any, str, dict[str, str], int]] = {
    "nothing": ("", "", LINES, 400),
    "an empty list": ([], "", JSON, 400),
    "broken JSON": ('{"text": ', "", JSON, 422),
    "a page": ("<p>", "", {"Content-Type": "text/html"}, 415),
    "no media type": ("{}", "", {"Content-Type": ""}, 415),
    "too many": ("{}\n" * 1001, "", LINES, 413),
    "too large": ("x" * (11 * 1024 * 1024), "", JSON, 413),
    "an odd flag": ({"text": "x"}, "?dry_run=perhaps", JSON, 400),
    "not UTF-8": (b'{"text": "\xff"}', "", JSON, 422),
    "nested": ("[" * 100_000, "", JSON, 422),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(endpoint: Endpoint, name: str) -> None:
    body, path, headers, status = REFUSED[name]
    content = {name.replace("-", "_"): value for name, value in headers.items()}
    answer = post(endpoint, body, path, **content)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_articles_can_be_listed_and_read(endpoint: Endpoint) -> None:
    first = post(endpoint, article("read"))
    assert first.status_code == 200, first.text
    key = first.json()["articles"][0]["article"]
    post(endpoint, article("read-2"))
    one = endpoint.send("GET", f"/api/v1/articles/{key}").json()
    assert (one["id"], one["url"]) == (key, "https://news.example/read")
    assert one["publisher"]["name"] == "The Daily Example"
    assert [found["article"]["id"] for found in one["statements"]] == [key]
    seen: list[str] = []
    address = "/api/v1/articles?limit=1&after=2024-05-01"
    while address:
        answer = endpoint.send("GET", address)
        seen += [found["id"] for found in answer.json()["articles"]]
        address = answer.links["next"]["url"] if answer.links else ""
    assert key in seen
    assert len(seen) == len(set(seen)) > 1
    assert endpoint.send("GET", "/api/v1/articles?after=2024-05-02").json()["articles"] == []
    assert endpoint.send("GET", "/api/v1/articles/article-none").status_code == 404
    assert endpoint.send("GET", "/api/v1/articles?publisher=Q999999999").status_code == 404


def test_posting_needs_the_token(endpoint: Endpoint) -> None:
    assert post(endpoint, article("x"), Authorization="").status_code == 401
