"""Reading keeps nothing of an article once its extraction is given away."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import date

from graph_service.actors.registry import Registry
from graph_service.extract.pipeline import extract
from graph_service.model import Article

TEXT = """{name} rejects {other}'s offer on the river

BRENZ, May 3 - Foreign Minister Anna {name} said on Tuesday that the offer of {other} fell short.
She told reporters in {place} that no talks on the {place} dam would begin before June. A ministry
spokesman, citing a readout from {other}, said that both sides had agreed to meet in {place}.

"We have waited for nine years," said Karl {other}, who leads the delegation of {place}. According
to the agency {place} Wire, he urged President {name} not to sign the treaty on {place}.
"""
LETTERS = "aeioubdfgklmnprst"


def article(number: int) -> Article:
    """Never the same names twice."""
    sounds = [LETTERS[(number // len(LETTERS) ** i) % len(LETTERS)] for i in range(3)]
    stem = "".join(sounds)
    names = {"name": f"Sor{stem}en", "other": f"Mal{stem}ovic", "place": f"Tal{stem}burg"}
    return Article(TEXT.format(**names), published=date(2016, 5, 3), publisher="Measured")


def held(numbers: range, registry: Registry) -> int:
    """Bytes that Python holds after reading these articles."""
    for number in numbers:
        assert extract(article(number), registry).statements
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def test_memory_does_not_grow_with_the_number_of_articles(registry: Registry) -> None:
    """Caches of words may fill (1 kB an article here); an extraction that is kept takes 15 kB."""
    held(range(4), registry)
    tracemalloc.start()
    try:
        before = held(range(4, 8), registry)
        after = held(range(8, 32), registry)
    finally:
        tracemalloc.stop()
    assert (after - before) / 24 < 4_000
