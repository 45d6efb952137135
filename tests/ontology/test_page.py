"""The vocabulary as an HTML page: it builds, shows each term, and opens without a network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, parse

from graph_service.rdf.namespaces import CQ, RDFS, SKOS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    pytest.importorskip("pylode", reason="pylode is not installed (dependency group docs)")
    target = tmp_path_factory.mktemp("page") / "docs" / "ontology.html"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", ROOT / "docs/_ontology.py", target],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return target.read_text(encoding="utf-8")


def said(predicate: NamedNode) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in parse(path=ROOT / "ontology/diplomacy.ttl")
        if quad.predicate == predicate and isinstance(quad.object, Literal)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(CQ)
    }


def test_each_term_is_shown_with_its_definition(page: str) -> None:
    words = " ".join(re.sub(r"<[^>]+>|&\w+;", " ", page).split())
    for iri in said(RDFS["label"]):
        assert iri in page
    plain = {iri: text for iri, text in said(SKOS["definition"]).items() if text.isascii()}
    for iri, text in plain.items():
        start = re.split(r"[\"'<>&]", text)[0].strip()
        assert start in words, iri


def test_the_page_fetches_nothing(page: str) -> None:
    fetched = re.findall(r'<(?:script|img|iframe)[^>]+src="(https?:[^"]+)"', page)
    fetched += re.findall(r'<link[^>]+href="(https?:[^"]+)"', page)
    assert [url for url in fetched if "w3.org/ns" not in url] == []
