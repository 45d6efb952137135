"""Date expressions: which days they mean, in questions and in articles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.actors.registry import Registry
from graph_service.extract.dates import read_date
from tests.extract.marked import drafted

NEWEST = date(2022, 6, 15)


@pytest.mark.parametrize(
    ("text", "edtf", "assumed"),
    [
        ("after Feb 24", "2022-02-24", True),
        ("after feb. 24", "2022-02-24", True),
        ("since 24 February", "2022-02-24", True),
        ("on the 24th of February 2022", "2022-02-24", False),
        ("before February 24, 2022", "2022-02-24", False),
        ("2022-02-24", "2022-02-24", False),
        ("24/02/2022", "2022-02-24", False),
        ("in March 2022", "2022-03", False),
        ("what did China say in 2021", "2021", False),
        ("2021 statements", "2021", False),
        ("after December 24", "2021-12-24", True),
        ("in December", "2021-12", True),
        ("in june", "2022-06", True),
        ("on Wednesday", "2022-06-15", False),
        ("on thursday", "2022-06-16", False),
        ("last Wednesday", "2022-06-08", False),
        ("yesterday", "2022-06-14", False),
        ("three days ago", "2022-06-12", False),
        ("last month", "2022-05", False),
        ("last year", "2021", False),
        ("last week", "2022-06-06/2022-06-12", False),
        ("this month", "2022-06-01/2022-06-15", False),
        ("a week ago", "2022-06-05/2022-06-11", False),
        ("a few days ago", "2022-06-08/2022-06-14", False),
        ("over the weekend", "2022-06-11/2022-06-12", False),
        ("Feb 29", "2020-02-29", True),
    ],
)
def test_a_questions_date(text: str, edtf: str, assumed: bool) -> None:
    (mention,) = read_date(text, reference=NEWEST)
    assert mention.bounds is not None
    assert mention.bounds.edtf == edtf
    assert mention.assumed_year == assumed
    assert mention.why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("after Feb 30", "February has no day 30"),
        ("since 31 April 2022", "April 2022 has no day 31"),
        ("after 2022-13-01", "no month 13"),
        ("2022-02-30", "February 2022 has no day 30"),
        ("29 February 2023", "February 2023 has no day 29"),
        ("03/04/2022", "cannot be told apart"),
    ],
)
def test_an_impossible_date_says_why(text: str, why: str) -> None:
    (mention,) = read_date(text, reference=NEWEST)
    assert mention.bounds is None
    assert why in mention.why


def test_without_a_reference_only_full_dates_are_known() -> None:
    known = read_date("after Feb 24 or on Wednesday or 3 May 2010", reference=None)
    assert [m.bounds.edtf if m.bounds else None for m in known] == [None, None, "2010-05-03"]


def test_two_dates_come_in_order_with_their_spans() -> None:
    text = "between 1 March 2022 and May 2022"
    first, second = read_date(text, reference=NEWEST)
    assert text[slice(*first.span)] == "1 March 2022"
    assert text[slice(*second.span)] == "May 2022"


@pytest.mark.parametrize("text", ["may we ask", "march on the city", "call 2022s", "12 people", ""])
def test_what_is_no_date(text: str) -> None:
    assert read_date(text, reference=NEWEST) == []


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_full_date_is_read_back(day: date) -> None:
    for written in (
        day.isoformat(),
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b} {day.day}, {day.year}",
    ):
        (mention,) = read_date(f"after {written}?", reference=None)
        assert mention.bounds is not None
        assert (mention.bounds.earliest, mention.bounds.latest) == (day, day)


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for mention in read_date(text, reference=NEWEST):
        assert 0 <= mention.span.start < mention.span.end <= len(text)


@pytest.mark.parametrize(
    ("marked", "edtf", "basis"),
    [
        ("{c1:Peru} {k1:said} on Monday {w1:that it agreed}.", "2022-06-13", "weekday"),
        ("On Monday, {c1:Peru} {k1:said} {w1:that it agreed}.", "2022-06-13", "weekday"),
        ("{w1:It agreed}, {c1:Peru} {k1:said} Monday.", "2022-06-13", "weekday"),
        # The day of what is told is not the day of telling.
        ("{c1:Peru} {k1:said} {w1:that the ship sank on Monday}.", "2022-06-15", "publication"),
        ("{c1:Peru} {k1:said} {w1:that it has waited since Monday}.", "2022-06-15", "publication"),
        (
            "{c1:Peru}, which votes on Monday, {k1:said} {w1:that it agreed}.",
            "2022-06-15",
            "publication",
        ),
        # A call told of in the words is when they were said.
        (
            "{c1:Peru} {k1:reaffirmed} {w1:its support in a call with Chile on Monday}.",
            "2022-06-13",
            "weekday",
        ),
        ("{c1:Peru} {k1:has repeatedly said} {w1:that it agrees}.", "/2022-06-15", "open"),
        ("{c1:Peru} {k1:had said} {w1:that it agreed}.", "/2022-06-15", "open"),
        ("{c1:Peru} {k1:said} in March 2021 {w1:that it agreed}.", "2021-03", "stated"),
        ("{c1:Peru} {k1:said} in February {w1:that it agreed}.", "2022-02", "relative"),
        ("{c1:Peru} {k1:said} {w1:that it agreed}.", "2022-06-15", "publication"),
        ("{c1:Peru} {k1:said} on Thursday {w1:that it agreed}.", "2022-06-09", "weekday"),
    ],
)
def test_when_it_was_said(marked: str, edtf: str, basis: str, registry: Registry) -> None:
    _, draft = drafted(marked, registry, NEWEST)
    (statement,) = draft.statements
    assert (statement.date.edtf, statement.date.basis) == (edtf, basis)


def test_the_day_of_the_outer_clause_is_not_given_to_its_words(registry: Registry) -> None:
    marked = (
        "{w1:{c2:Kreel} {k2:said} on Sunday {w2:that it rained}},"
        " {c1:ARNA} {k1=report:reported} on Tuesday."
    )
    _, draft = drafted(marked, registry, NEWEST)
    (statement,) = draft.statements
    assert statement.date.edtf == "2022-06-12"
    assert statement.according_to[0].date.edtf == "2022-06-14"


def test_the_span_of_the_date_is_evidence(registry: Registry) -> None:
    article, draft = drafted("{c1:Peru} {k1:said} on Monday {w1:that it agreed}.", registry, NEWEST)
    (span,) = draft.statements[0].spans("date")
    assert article.text[slice(*span)] == "Monday"


def test_a_frame_ends_with_another_speaker(registry: Registry) -> None:
    marked = (
        "{c1:Kreel} {k1:said} on Monday {w1:that it rained}.\n\n"
        "{c2:Osric Vane} {k2:said} {w2:that it was dry}.\n\n"
        "{c3:He} {k3=add:added} {w3:that the well was empty}."
    )
    _, draft = drafted(marked, registry, NEWEST)
    assert [s.date.basis for s in draft.statements] == ["weekday", "publication", "publication"]


def test_a_later_saying_is_dated_only_downwards(registry: Registry) -> None:
    marked = (
        "{c1:Kreel} {k1:said} on Monday {w1:no},"
        " but {c2:Vane} {k2=declare:later declared} {w2:yes}."
    )
    _, draft = drafted(marked, registry, NEWEST)
    assert [s.date.edtf for s in draft.statements] == ["2022-06-13", "2022-06-13/2022-06-15"]


def test_a_standing_position_does_not_take_the_day_of_its_paragraph(registry: Registry) -> None:
    marked = (
        "{c1:Osric Vane} {k1:said} on Monday {w1:that it rained}."
        " {c2:He} {k2:has long said} {w2:that it would}."
    )
    _, draft = drafted(marked, registry, NEWEST)
    assert [s.date.basis for s in draft.statements] == ["weekday", "open"]
