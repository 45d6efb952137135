"""The fitted table of confidences: read as made, and a row of the field for what it never saw."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.actors.registry import load_registry
from graph_service.extract.confidence import ANY, calibrated, shares
from graph_service.extract.pipeline import extract
from graph_service.model import Article

FIELDS = ("content", "speaker", "according_to", "date", "speech_act", "topics")


def test_every_field_has_a_share_of_its_own_and_none_is_certain() -> None:
    table = shares()
    assert {field for field, found_by, _ in table if found_by == ANY} == set(FIELDS)
    assert all(0 < share <= 1 for share in table.values())


@pytest.mark.parametrize("field", FIELDS)
def test_what_was_never_seen_takes_the_share_of_its_field(field: str) -> None:
    assert calibrated(field, "model:unheard", 0.3) == shares()[field, ANY, ANY]


def test_a_plain_day_is_surer_than_the_day_of_publication() -> None:
    text = "Petra Lund said on Monday that the pier was safe. Ada Rook said it was not."
    first, second = extract(
        Article(text=text, published=date(2016, 5, 4)), load_registry()
    ).statements
    assert (first.confidence("date") or 0) > (second.confidence("date") or 1)
    assert first.overall <= (first.confidence("date") or 0)
