"""Genres with a form of their own: who speaks in them, and on which day; all states invented."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.actors.registry import load_registry
from graph_service.extract.draft import Draft
from graph_service.extract.paper_days import issued
from graph_service.extract.pipeline import extract
from graph_service.extract.sentences import find_sentences
from graph_service.extract.turns import find_turns
from graph_service.extract.unlabelled import briefer
from graph_service.model import Article

REGISTRY = load_registry()


def read(text: str, publisher: str = "The Norburg Post") -> list[tuple[str, str, str]]:
    """Speaker, words and day of each statement."""
    article = Article(text, published=date(2020, 5, 20), publisher=publisher)
    found = extract(article, REGISTRY).statements
    return [(s.speaker.actor.name, s.words, s.date.edtf) for s in found]


def labels(text: str) -> list[tuple[str, str]]:
    article = Article(text)
    draft = find_turns(article, find_sentences(article, Draft()), REGISTRY)
    return [(text[slice(*t.label)], text[slice(*t.content)]) for t in draft.turns]


DECLARATION = """Declaration of Norburg

We, the Heads of State and Government of the Northern Lakes, gathered in Norburg on 18 May 2020
at the Third Summit of the Community of Northern Lakes,

Convinced that the lakes must stay free of mines,

1. We welcome the offer of the harbour towns, and we reject the lists in which some ministers
accuse others of smuggling.

2. We reaffirm our commitment to the treaty of 3 May 2010, which has kept the peace, and extend
our best wishes to the ferrymen.
"""


def test_we_speak_in_all_points_of_a_declaration_on_its_own_day() -> None:
    found = read(DECLARATION)
    words = [words for _, words, _ in found]
    assert "that the lakes must stay free of mines" in words
    assert any(w.startswith("the lists in which some ministers") for w in words)
    assert any("which has kept the peace" in w for w in words)
    assert "to the ferrymen" in words
    own = [row for row in found if row[0] == "Community of Northern Lakes"]
    assert len(own) >= 5
    assert {day for _, _, day in own} == {"2020-05-18"}


def test_a_report_on_a_declaration_is_not_one() -> None:
    assert issued(DECLARATION)
    assert not issued("Talks end without a declaration.\n\nNobody signed, the envoy said.")


def test_opening_remarks_and_answers_without_labels_are_of_the_one_named_at_the_head() -> None:
    text = (
        "Daily briefing\n\nA transcript of the noon briefing by Ada Brook, Spokeswoman.\n\n"
        "Good afternoon. I have one announcement.\n\n**Ferries\n\nThey sail again.\n\n"
        "Question: When?\n\nSpokeswoman: At noon."
    )
    assert labels(text) == [
        ("Ada Brook, Spokeswoman", "Good afternoon. I have one announcement."),
        ("Ada Brook, Spokeswoman", "They sail again."),
        ("Question", "When?"),
        ("Spokeswoman", "At noon."),
    ]
    assert {name for name, _, _ in read(text)} >= {"Ada Brook"}
    assert "Spokeswoman" not in {name for name, _, _ in read(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Briefing by the Office of the Spokesperson\n\nThe ferries sail again.",
        "Norburg mourns Ada Brook\n\nShe led the harbour for ten years.",
    ],
)
def test_no_name_at_the_head_is_no_briefer(text: str) -> None:
    assert briefer(text) is None


def test_names_on_lines_of_their_own_head_doorsteps_and_a_rule_ends_them() -> None:
    text = (
        "Ada BROOK, Foreign Minister of Norland\n\nWe shall see.\n\n"
        "Q: Will you sign?\n\nA: I will.\n\n"
        "Pell ORRIN, Envoy of Ostavia\n\nSo shall we.\n\n* * *\n\nThe session went on for an hour."
    )
    assert [label for label, _ in labels(text)] == [
        "Ada BROOK, Foreign Minister of Norland",
        "Q",
        "A",
        "Pell ORRIN, Envoy of Ostavia",
    ]


def test_headings_in_capitals_are_nobodys_names() -> None:
    text = (
        "FERRIES\n\nThe ferries sail.\n\nCLIMATE CHANGE\n\nThe lake rises.\n\nNEXT MEETING\n\nMay."
    )
    assert labels(text) == []


def test_posts_in_one_line_threads_and_what_a_network_adds() -> None:
    text = (
        "Ada Brook @AdaBrook\n1/ The ferry is safe.\n10:45 PM · Jan 7, 2020 · Web App\n\n"
        "2/ The crew is home.\n\n@PellOrrin: Good news.\n\nAda Brook on Telegram: Thank you all."
    )
    assert labels(text) == [
        ("Ada Brook", "1/ The ferry is safe."),
        ("Ada Brook", "2/ The crew is home."),
        ("@PellOrrin", "Good news."),
        ("Ada Brook", "Thank you all."),
    ]


def test_highlights_stand_under_their_captions_and_a_correspondents_entry_is_one() -> None:
    text = (
        'NORLAND CHANCELLOR ADA BROOK\n"We have a deal."\n"It is a good one."\n\n'
        'OSTAVIAN PREMIER PELL ORRIN, ON THE VOTE:\n"It passed."\n\n'
        "Our correspondent in Norburg, Dana Verrill, writes: The hall is empty. All have gone."
    )
    assert labels(text) == [
        ("NORLAND CHANCELLOR ADA BROOK", '"We have a deal."'),
        ("NORLAND CHANCELLOR ADA BROOK", '"It is a good one."'),
        ("OSTAVIAN PREMIER PELL ORRIN", '"It passed."'),
        ("Dana Verrill", "The hall is empty. All have gone."),
    ]


def test_an_hour_and_a_kicker_belong_to_no_speaker() -> None:
    text = (
        "Lake talks live: foreign ministers meet at the summit\n\n"
        "15:20 Brook urges patience\n\n"
        "Foreign minister Ada Brook has said that the talks go on.\n\n"
        "14:05 BREAKING: Ferry turned back, foreign ministry says\n\n"
        '13:02 Midday\n\nSpokesman Pell Orrin at the noon briefing: "We wait."\n'
    )
    found = read(text)
    assert ("Ada Brook", "that the talks go on", "2020-05-20") in found
    assert any(words == '"We wait."' and name == "Pell Orrin" for name, words, _ in found)
    assert not any("BREAKING" in words or ":20" in name for name, words, _ in found)
