"""Marks of several code points before the words: RDF, JSON and the marked page agree on them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright
from pyoxigraph import QuerySolutions, Store

from graph_service.ingest import ingest
from graph_service.model import Article
from graph_service.settings import load_settings
from graph_service.store.snapshots import current
from tests.api.serving import serving

WORDS = "that the 🚢 would sail to Cafe\u0301 Ardenia"
BEFORE = "🕊️👩🏽‍🚀 E\u0301te\u0301 \u202b\u05e9\u05dc\u05d5\u05dd\u202c \U0001d518! "
"""Emoji of two and of four code points, combining marks, right to left, a letter beyond the
basic plane: 16 bits each, bytes, or shown characters would all be counted otherwise."""
TEXT = f"{BEFORE}Osric Vane said {WORDS}."
SPANS = """
PREFIX cq: <https://w3id.org/communique/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?s ?start ?end { GRAPH ?g {
  ?s a cq:Statement ; cq:evidence ?e . ?e cq:field "content" ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end } }
"""


def test_the_marked_characters_are_the_words_in_rdf_json_and_a_browser(tmp_path: Path) -> None:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no browser: install the package chromium")
    settings = load_settings(home=tmp_path / "home")
    report = ingest([Article(text=TEXT, published=date(2022, 6, 15))], settings, link=False)
    assert (report.statements, report.quarantined) == (1, 0)
    path = current(settings.home).path
    assert path is not None
    rows = Store.read_only(str(path)).query(SPANS)
    assert isinstance(rows, QuerySolutions)
    (row,) = ([cell.value for cell in row] for row in rows)
    start, end = int(row[1]), int(row[2])
    assert TEXT[start:end] == WORDS
    name = row[0].rpartition("/")[2]
    with serving(settings.home) as server, sync_playwright() as playwright:
        shown = httpx.get(f"{server.address}/api/v1/statements/{name}").json()
        assert shown["spans"]["content"] == [[start, end]]
        browser = playwright.chromium.launch(executable_path=program)
        page = browser.new_page()
        page.goto(f"{server.address}/id/{name}")
        assert "".join(page.locator(".passage mark.content").all_text_contents()) == WORDS
        whole = page.locator(".passage").first.text_content() or ""
        assert TEXT in whole, "and nothing of what stands before is lost"
        browser.close()
