"""Every reader keeps what `contract.py` says, on good input, on cut input and on noise."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service import plugins
from graph_service.model import Article
from graph_service.readers.base import Metadata

from .contract import check, items_of

WORDS = (
    "The foreign minister of Freedonia said on Monday that the talks with Sylvania would go on "
    "until both sides had agreed on the bridge."
)
PAGE = f"<html><head><title>Talks</title></head><body><p>{WORDS}</p><p>🕊 {WORDS}</p></body></html>"
FEED = (
    '<rss version="2.0"><channel><title>Gazette</title><item><guid>1</guid>'
    f"<description>{WORDS}</description></item></channel></rss>"
)
NAMES = {"text": "a.txt", "json": "a.jsonl", "html": "a.html", "feed": "a.rss", "warc": "a.warc"}


@pytest.fixture(params=sorted(NAMES))
def sample(request: pytest.FixtureRequest, record: Callable[..., bytes]) -> tuple[str, bytes]:
    """A reader's name and an input that it reads."""
    return request.param, {
        "text": WORDS.encode(),
        "json": json.dumps({"id": "1", "text": WORDS}).encode(),
        "html": PAGE.encode(),
        "feed": FEED.encode(),
        "warc": record("https://gazette.example/1", PAGE.encode()),
    }[request.param]


def test_every_built_in_reader_is_here() -> None:
    assert NAMES.keys() == plugins.BUILT_IN["readers"].keys()


def test_a_good_input_is_one_article(sample: tuple[str, bytes]) -> None:
    name, data = sample
    (item,) = check(plugins.load("readers", name), NAMES[name], data)
    assert isinstance(item, Article)
    assert WORDS in item.text
    assert item.id
    assert item.raw is not None
    assert item.raw in data or name == "warc"


def test_defaults_fill_what_is_missing(sample: tuple[str, bytes]) -> None:
    name, data = sample
    reader = plugins.load("readers", name)
    (item,) = items_of(reader, NAMES[name], data, Metadata(publisher="Courier"))
    assert isinstance(item, Article)
    assert item.publisher == ("Gazette" if name == "feed" else "Courier")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_cut_anywhere_it_says_so_or_reads_what_is_there(
    sample: tuple[str, bytes], share: float
) -> None:
    name, data = sample
    check(plugins.load("readers", name), NAMES[name], data[: int(len(data) * share)])


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(noise=st.binary(min_size=1, max_size=40), at=st.floats(0, 1))
def test_noise_anywhere_does_no_harm(sample: tuple[str, bytes], noise: bytes, at: float) -> None:
    name, data = sample
    middle = int(len(data) * at)
    check(plugins.load("readers", name), NAMES[name], data[:middle] + noise + data[middle:])
