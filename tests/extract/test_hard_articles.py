"""Articles that are out of the ordinary: one inside another, names in other scripts, two holders
of one post, marks of several code points. Nobody is guessed and nothing is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph_service.actors.registry import Registry, load_registry
from graph_service.extract.pipeline import extract
from graph_service.model import Article
from graph_service.model_json import extraction_to_json

DAY = date(2016, 6, 15)
KREEL, VANE, LUND = (f"actor-x-{name}" for name in ("jonna-kreel", "osric-vane", "petra-lund"))


def test_an_article_that_quotes_an_article(registry: Registry) -> None:
    """Every paragraph of the inner one opens a quotation, only the last one closes it."""
    text = (
        "The Ardenia News Agency said in a report:\n\n"
        "“Belmoran Prime Minister Osric Vane said that the ferry would sail.\n\n"
        "“Spokeswoman Petra Lund told reporters: ‘The pier is open.’ She said that tolls would"
        " fall.\n\n"
        "“Vane also said that it would rain.”\n\n"
        "Ardenian President Jonna Kreel said that the report was wrong.\n"
    )
    found = extract(Article(text=text), registry).statements
    told = {
        s.words: (s.speaker.actor.id, [report.reporter.id for report in s.according_to])
        for s in found
    }
    agency = ["actor-x-ardenia-news-agency"]
    assert told == {
        "that the ferry would sail": (VANE, agency),
        "‘The pier is open.’": (LUND, agency),
        "that tolls would fall": (LUND, agency),
        "that it would rain": (VANE, agency),
        "that the report was wrong": (KREEL, []),
    }


def test_names_in_other_scripts(registry: Registry) -> None:
    """Cyrillic and Greek names are persons of their own. Where a script has no capitals nothing
    tells a name from other words: these are kept as written, and no person is made of them."""
    text = (
        "Mayor Олена Гайдук said that pier 1 would open. Γιώργος Παπάς told reporters that it "
        "rained. Гайдук said that pier 2 would close. 李明 said that pier 3 was open. سامي حداد "
        "said that pier 4 was shut.\n"
    )
    found = extract(Article(text=text, published=DAY), registry).statements
    written = [s.speaker.as_written for s in found]
    assert written == ["Mayor Олена Гайдук", "Γιώργος Παπάς", "Гайдук", "李明", "سامي حداد"]
    first, second, again, *others = (s.speaker.actor for s in found)
    assert (first.name, second.name) == ("Олена Гайдук", "Γιώργος Παπάς")
    assert first == again
    assert len({actor.id for actor in (first, second, *others)}) == 4
    assert {actor.kind for actor in others} == {"unnamed"}
    assert [text[slice(*s.spans("source")[0])] for s in found] == written


TWO = """
@prefix cq: <https://w3id.org/communique/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix id: <https://communique.example/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:actor-x-velmark a cq:State, cq:Actor ; skos:prefLabel "Velmark"@en ; cq:demonym "Velmarker" ;
    cq:country id:actor-x-velmark ; cq:isoAlpha2 "XV" .
id:actor-x-una-corrigan a cq:Person, cq:Actor ; skos:prefLabel "Una Corrigan"@en .
id:actor-x-tobin-ash a cq:Person, cq:Actor ; skos:prefLabel "Tobin Ash"@en .
id:tenure-corrigan a cq:Tenure ; cq:holder id:actor-x-una-corrigan ;
    cq:postLabel "President of Velmark" ; cq:role "head_of_state" ; cq:country id:actor-x-velmark ;
    dct:source "invented" ; cq:from "2014-01-01"^^xsd:date ; cq:until "2016-12-31"^^xsd:date .
id:tenure-ash a cq:Tenure ; cq:holder id:actor-x-tobin-ash ;
    cq:postLabel "President of Velmark" ; cq:role "head_of_state" ; cq:country id:actor-x-velmark ;
    dct:source "invented" ; cq:from "2016-01-01"^^xsd:date ; cq:until "2018-12-31"^^xsd:date .
"""


@pytest.mark.parametrize(
    ("day", "speaker"),
    [
        (date(2015, 6, 15), "actor-x-una-corrigan"),
        (DAY, None),
        (date(2017, 6, 15), "actor-x-tobin-ash"),
    ],
)
def test_of_overlapping_terms_none_is_chosen(
    day: date, speaker: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(TWO, encoding="utf-8")
    article = Article(text="The president of Velmark said that it rained.", published=day)
    (found,) = extract(article, load_registry((path,))).statements
    if speaker is not None:
        assert found.speaker.actor.id == speaker
        return
    assert found.speaker.actor.kind == "unnamed"
    assert {actor.name for actor in found.speaker.candidates} == {"Una Corrigan", "Tobin Ash"}


MARKS = "🕊️👩🏽‍🚀 E\u0301te\u0301 \u202b\u05e9\u05dc\u05d5\u05dd\u202c \U0001d518! "
"""An emoji of two and one of four code points, combining marks, right to left, a letter beyond
the basic plane."""


def test_offsets_are_code_points_whatever_stands_before(registry: Registry) -> None:
    said = "Osric Vane said that the 🚢 would sail to Cafe\u0301 Ardenia."
    plain, marked = (
        extract(Article(text=before + said, published=DAY), registry) for before in ("", MARKS)
    )
    (alone,), (after,) = plain.statements, marked.statements
    assert after.words == alone.words == "that the 🚢 would sail to Cafe\u0301 Ardenia"
    for name in ("source", "cue", "content"):
        moved = [(a + len(MARKS), b + len(MARKS)) for a, b in alone.spans(name)]
        assert [tuple(span) for span in after.spans(name)] == moved
    (shown,) = extraction_to_json(marked)["statements"]
    assert [(MARKS + said)[a:b] for a, b in shown["spans"]["content"]] == [after.words]
