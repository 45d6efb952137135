"""Speakers: names, titles, pronouns, capitals, papers, pairs, and people without a name."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.actors.registry import Registry
from graph_service.extract.pipeline import extract
from graph_service.model import Article, Statement
from tests.extract.marked import drafted

DAY = date(2016, 6, 15)
KREEL, VANE, LUND, TAVOS = (
    f"actor-x-{name}" for name in ("jonna-kreel", "osric-vane", "petra-lund", "mirel-tavos")
)


def _found(marked: str, registry: Registry, day: date | None = DAY) -> list[Statement]:
    return list(drafted(marked, registry, day)[1].statements)


def _one(source: str, registry: Registry, before: str = "", day: date | None = DAY) -> Statement:
    return _found(f"{before}{{c9:{source}}} {{k9:said}} {{w9:that it rained}}.", registry, day)[-1]


@pytest.mark.parametrize(
    ("source", "speaker", "basis"),
    [
        ("Osric Vane", VANE, "named"),
        ("Belmoran Prime Minister Osric Vane", VANE, "named"),
        ("Osric Vane, the Belmoran prime minister,", VANE, "named"),
        ("The prime minister of Belmora, Osric Vane,", VANE, "named"),
        ("The Belmoran prime minister", VANE, "title"),
        ("Belmora’s prime minister", VANE, "title"),
        ("The president of Ardenia", KREEL, "title"),
        ("The Ardenian leader", KREEL, "title"),
        ("Ardenia", "actor-x-ardenia", "named"),
        ("Sorvik", "actor-x-ardenia", "metonym"),
        ("The Ardenian government", "actor-x-ardenia", "named"),
        ("The Ardenian foreign ministry", "actor-x-foreign-ministry-of-ardenia", "named"),
        ("Ardenia’s foreign ministry", "actor-x-foreign-ministry-of-ardenia", "named"),
        ("The Ardenian statement", "actor-x-ardenia", "named"),
        ("Sorvik’s readout", "actor-x-ardenia", "metonym"),
        ("Osric Vane’s letter", VANE, "named"),
        ("the Ardenia News Agency", "actor-x-ardenia-news-agency", "named"),
        ("Tobin Marsh", "actor-x-tobin-marsh", "named"),
        ("Harbour board chairman Tobin Marsh", "actor-x-tobin-marsh", "named"),
        ("Xi Jinping", "actor-Q15031", "named"),
        ("The Kremlin", "actor-x-presidential-administration-russia", "named"),
    ],
)
def test_one_speaker(source: str, speaker: str, basis: str, registry: Registry) -> None:
    found = _one(source, registry)
    assert (found.speaker.actor.id, found.speaker.basis) == (speaker, basis)
    assert found.speaker.as_written == source


@pytest.mark.parametrize(
    ("source", "country"),
    [
        ("a senior Ardenian official", "XA"),
        ("officials in Sorvik", "XA"),
        ("Ardenian officials", "XA"),
        ("Ardenian state media", "XA"),
        ("state media", None),
        ("a source", None),
        ("analysts", None),
        ("a tribunal in Sorvik", None),
        ("diplomats from Ardenia and Belmora", None),
        ("a spokesman for Osric Vane", "XB"),
        ("Media reports citing Ardenian officials", None),
    ],
)
def test_people_without_a_name(source: str, country: str | None, registry: Registry) -> None:
    found = _one(source, registry)
    assert found.speaker.actor.id.startswith("actor-unnamed-")
    assert found.speaker.actor.kind == found.speaker.basis == "unnamed"
    assert (found.speaker.country.country if found.speaker.country else None) == country


def test_the_same_words_and_country_are_the_same_unnamed_actor(registry: Registry) -> None:
    marked = (
        "{c1:A senior Ardenian official} {k1:said} {w1:that it rained}."
        " {c2:Vane} {k2:said} {w2:no}."
        " {c3:The senior Ardenian official} {k3:said} {w3:yes}."
        " {c4:A diplomat} {k4:said} {w4:so}."
    )
    first, _, again, other = _found(marked, registry)
    assert first.speaker.actor.id == again.speaker.actor.id != other.speaker.actor.id


def test_a_post_means_its_holder_on_the_day_of_speaking(registry: Registry) -> None:
    for day, holder in [(date(2012, 5, 1), TAVOS), (date(2016, 5, 1), KREEL)]:
        assert _one("The Ardenian president", registry, day=day).speaker.actor.id == holder


def test_a_post_that_several_may_have_held_gives_candidates(registry: Registry) -> None:
    found = _one("The Ardenian president", registry, day=None)
    assert found.speaker.actor.kind == "unnamed"
    assert {actor.id for actor in found.speaker.candidates} == {TAVOS, KREEL}


def test_the_articles_own_title_holder_comes_first(registry: Registry) -> None:
    before = "Ardenian President Ilse Norr opened the pier. "
    found = _one("The Ardenian president", registry, before)
    assert found.speaker.actor.id == "actor-x-ilse-norr"


def test_posts_are_of_the_day_and_of_the_title(registry: Registry) -> None:
    found = _one("Ardenian President Jonna Kreel", registry)
    assert [(post.label, post.basis) for post in found.speaker.posts] == [
        ("President of Ardenia", "dated")
    ]
    assert found.speaker.country is not None
    assert found.speaker.country.id == "actor-x-ardenia"


def test_a_spokeswoman_speaks_on_behalf_of_her_body(registry: Registry) -> None:
    before = (
        "{c1:Belmoran foreign ministry spokeswoman Petra Lund} {k1:said} {w1:that all was well}. "
    )
    for source in ("Lund", "She", "The spokeswoman"):
        found = _one(source, registry, before)
        assert found.speaker.actor.id == LUND, source
        assert found.on_behalf_of is not None
        assert found.on_behalf_of.id == "actor-x-foreign-ministry-of-belmora"


@pytest.mark.parametrize(
    ("before", "pronoun", "speaker"),
    [
        ("{c1:Osric Vane} {k1:said} {w1:that all was well}. ", "He", VANE),
        ("Osric Vane arrived late. ", "He", VANE),
        ("Spokeswoman Petra Lund met Mr. Osric Vane. ", "He", VANE),
        ("Spokeswoman Petra Lund met Mr. Osric Vane. ", "She", LUND),
        ("{c1:Spokeswoman Petra Lund} {k1:said} {w1:no}. Asked about Osric Vane, ", "she", LUND),
        ("{c1:Osric Vane} {k1:said} {w1:“Jonna Kreel knows it”}. ", "He", VANE),
        ("{c1:Ardenia} {k1:said} {w1:that all was well}. ", "It", "actor-x-ardenia"),
        ("{c1:The Ardenian statement} {k1:said} {w1:so}. Vane left. ", "It", "actor-x-ardenia"),
        (
            "{c1:The Ardenian statement} {k1:said} {w1:so}. Vane left. ",
            "The statement",
            "actor-x-ardenia",
        ),
        (
            "{c1:The Ardenian foreign ministry} {k1:said} in a statement {w1:so}. ",
            "The statement",
            "actor-x-foreign-ministry-of-ardenia",
        ),
        (
            "{c1:The Ardenia News Agency} {k1:said} {w1:so}. ",
            "The agency",
            "actor-x-ardenia-news-agency",
        ),
    ],
)
def test_pronouns_and_papers_told_of(
    before: str, pronoun: str, speaker: str, registry: Registry
) -> None:
    found = _one(pronoun, registry, before)
    assert found.speaker.actor.id == speaker
    assert found.speaker.basis == "pronoun"
    assert found.speaker.as_written == pronoun
    assert found.spans("speaker"), "the antecedent is the evidence"


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("", "He"),
        ("Osric Vane and Tobin Marsh argued. ", "He"),
        ("Spokeswoman Petra Lund arrived. ", "He"),
        ("", "The statement"),
        ("Tobin Marsh arrived. ", "His spokesman"),
    ],
)
def test_nobody_is_guessed(before: str, source: str, registry: Registry) -> None:
    assert _one(source, registry, before).speaker.actor.kind == "unnamed"


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("", "Jonna Kreel and Osric Vane"),
        ("", "Ardenian President Jonna Kreel and Belmoran Prime Minister Osric Vane"),
        ("", "The leaders of Ardenia and Belmora"),
        ("Jonna Kreel and Osric Vane met. ", "The two leaders"),
        ("Jonna Kreel and Osric Vane met. ", "They"),
        ("Jonna Kreel and Osric Vane met. ", "Both leaders"),
    ],
)
def test_joint_speakers_give_one_statement_each(
    before: str, source: str, registry: Registry
) -> None:
    first, second = _found(f"{before}{{c1:{source}}} {{k1:said}} {{w1:that it rained}}.", registry)
    assert {first.speaker.actor.id, second.speaker.actor.id} == {KREEL, VANE}
    assert first.joint is not None
    assert first.joint == second.joint
    assert first.id != second.id
    assert first.spans("content") == second.spans("content")
    assert first.speaker.basis == second.speaker.basis == "joint"


def test_a_family_name_means_the_person_the_article_names_in_full(registry: Registry) -> None:
    before = "Harbour chief Ines Vane opened the pier. "
    assert _one("Vane", registry, before).speaker.actor.id == "actor-x-ines-vane"


def test_of_two_with_one_family_name_the_one_just_named_in_full_is_meant(
    registry: Registry,
) -> None:
    for first, second in [("Osric", "Harbour chief Ines"), ("Harbour chief Ines", "Osric")]:
        before = f"{first} Vane arrived. {second} Vane followed. "
        found = _one("Vane", registry, before)
        assert found.speaker.actor.id.endswith(f"{second.split()[-1].lower()}-vane")


def test_a_family_name_of_several_stays_open_with_candidates(registry: Registry) -> None:
    found = _one("Wang", registry)
    assert found.speaker.actor.id == "actor-x-wang"
    assert len(found.speaker.candidates) > 1


def test_no_source_is_an_unnamed_actor_of_its_own(registry: Registry) -> None:
    (found,) = _found("It was {k1=allege:allegedly} {w1:a trap}.", registry)
    assert found.speaker.actor.kind == "unnamed"
    assert found.spans("source") == ()
    assert found.speaker.as_written == ""


@pytest.mark.parametrize(
    ("marked", "addressee", "target"),
    [
        ("{c1:Vane} {k1:told} Kreel {w1:that it rained}.", [KREEL], []),
        ("{c1:Vane} {k1:told} reporters {w1:that it rained}.", [], []),
        ("{c1:Vane} {k1:told} a crowd in Ardenia {w1:that it rained}.", [], []),
        ("{c1:Vane} {k1:told} Ardenia lawmakers {w1:that it rained}.", [], []),
        (
            "{c1:Vane} {k1=urge:urged} {w1:the Ardenian authorities to stop}.",
            ["actor-x-ardenia"],
            [],
        ),
        ("{c1:Vane} {k1=urge:urged} {w1:repairs to Ardenia’s weir}.", [], []),
        ("{c1:Vane} {k1=thank:thanked} {w1:Ardenia for the maps}.", [], ["actor-x-ardenia"]),
        ("{c1:Vane} {k1=warn:warned} {w1:Ardenia against tolls}.", ["actor-x-ardenia"], []),
        ("{c1:Vane} {k1=accuse:accused} {w1:Ardenia of theft}.", [], ["actor-x-ardenia"]),
        ("{c1:Vane} {k1=condemn:condemned} {w1:Ardenia’s tolls}.", [], ["actor-x-ardenia"]),
        ("{c1:Vane} {k1:said} {w1:Ardenia was near}.", [], []),
    ],
)
def test_whom_it_is_said_to_and_about(
    marked: str, addressee: list[str], target: list[str], registry: Registry
) -> None:
    names = "Jonna Kreel is president of Ardenia, Osric Vane prime minister of Belmora. "
    found = _found(names + marked, registry)[-1]
    assert [actor.id for actor in found.addressee] == addressee
    assert [actor.id for actor in found.target] == target


def test_three_hundred_speakers(registry: Registry) -> None:
    names = [f"{chr(65 + i // 26)}nna {chr(65 + i % 26)}berg{'a' * (i % 7)}" for i in range(300)]
    text = "".join(f"Mayor {n} said that pier {i} would open.\n\n" for i, n in enumerate(names))
    found = extract(Article(text=text, published=DAY), registry).statements
    assert len({s.speaker.actor.id for s in found}) >= 0.95 * len(set(names))


def test_a_question_is_put_to_who_answers_it_and_me_is_the_turns_speaker(
    registry: Registry,
) -> None:
    text = (
        "Briefing by Jonna Kreel\n\n"
        "QUESTION: Will the lake be opened?\n\n"
        "JONNA KREEL: It will. Osric Vane told me that his boats were ready.\n\n"
        "Ardenia News Agency: And the dam?\n\n"
        "JONNA KREEL: The dam holds.\n"
    )
    article = Article(text, id="turns", published=date(2016, 9, 22))
    told = {s.words: [a.id for a in s.addressee] for s in extract(article, registry).statements}
    assert told["Will the lake be opened?"] == [KREEL]
    assert told["And the dam?"] == [KREEL]
    assert told["that his boats were ready"] == [KREEL]
    assert told["The dam holds."] == []
