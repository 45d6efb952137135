"""The pages in a real browser: they answer, mark the right characters, and pass axe."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

QUESTION = "what did China say about sovereignty after Feb 24 2022"
_QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of Debian's Chromium; every request that leaves this machine fails the test."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no browser: install the package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET)
        context = browser.new_context(bypass_csp=True)  # axe is a script; the pages allow none
        made = context.new_page()
        made.route(
            lambda address: not address.startswith("http://127.0.0.1:"),
            lambda route: pytest.fail(f"the page asks for {route.request.url}"),
        )
        yield made
        browser.close()


def _violations(page: Page) -> list[str]:
    return [
        f"{found['id']}: {found['help']}: {found['nodes'][0]['html']}"
        for found in Axe().run(page).response["violations"]
    ]


def test_the_answer_page_shows_words_chain_and_date(page: Page, server: str) -> None:
    page.goto(server)
    page.get_by_label("Ask who said what").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    first = page.locator("article.statement").first
    assert "sovereignty" in first.locator("blockquote").inner_text()
    assert first.locator(".chain li").count() >= 2
    assert "20" in first.locator(".facts").inner_text()
    assert _violations(page) == []


def test_the_marked_characters_are_the_words(page: Page, server: str) -> None:
    page.goto(f"{server}/?question={QUESTION.replace(' ', '+')}")
    words = page.locator("article.statement blockquote").first.inner_text()
    page.get_by_role("link", name="See it in the article").first.click()
    marked = "".join(page.locator(".passage mark.content").all_inner_texts())
    assert marked == words
    assert _violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", "/docs", "/sparql", "/id/actor-Q148", "/id/nothing", "/?question=%3F"]
)
def test_every_page_passes_axe(page: Page, server: str, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(server + path)
    assert page.locator("h1").count() == 1
    assert _violations(page) == []


def test_the_form_for_sparql_runs_its_example(page: Page, server: str) -> None:
    page.goto(f"{server}/sparql")
    page.get_by_label("Answer as").select_option("json")
    page.get_by_role("button", name="Run").click()
    rows = json.loads(page.locator("pre").first.inner_text())["results"]["bindings"]
    assert len(rows) == 20
    assert all(row["words"]["value"] for row in rows)


def test_nothing_from_outside_becomes_markup(page: Page, server: str) -> None:
    page.goto(f"{server}/?question=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20China")
    assert page.locator("main img").count() == 0


def test_pages_forbid_scripts(server: str) -> None:
    policy = httpx.get(server).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_style_is_there(server: str) -> None:
    assert "--paper" in httpx.get(f"{server}/static/site.css").text
