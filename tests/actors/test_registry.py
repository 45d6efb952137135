"""Look-ups: by id, form and day; ambiguous forms keep their candidates."""

from __future__ import annotations

from datetime import date

import pytest

from graph_service.actors.registry import Registry
from graph_service.errors import UnknownName

CHINA, RUSSIA, USA = "actor-Q148", "actor-Q159", "actor-Q30"
XI = "actor-Q15031"
DAY = date(2022, 6, 15)


def actors_of(registry: Registry, form: str) -> set[str]:
    return {name.actor for name in registry.named(form)}


@pytest.mark.parametrize(
    "reference",
    ["actor-Q148", "Q148", "q148", "CN", "CHN", "cn", "https://communique.example/id/actor-Q148",
     "http://www.wikidata.org/entity/Q148", "China", "china", "People's Republic of China",
     "People’s Republic of China"],
)  # fmt: skip
def test_one_actor_by_many_references(registry: Registry, reference: str) -> None:
    assert registry.find(reference).id == CHINA


@pytest.mark.parametrize(
    ("form", "actor"),
    [
        ("the United States", USA), ("U.S.", USA), ("US", USA), ("Washington", USA),
        ("UK", "actor-Q145"), ("Britain", "actor-Q145"), ("UN", "actor-Q1065"),
        ("U.N.", "actor-Q1065"), ("EU", "actor-Q458"), ("NATO", "actor-Q7184"),
        ("Kyiv", "actor-Q212"), ("Kiev", "actor-Q212"), ("Turkey", "actor-Q43"),
        ("Beijing", CHINA), ("Moscow", RUSSIA),
        ("the Kremlin", "actor-x-presidential-administration-russia"),
        ("the White House", "actor-x-white-house"),
        ("the Pentagon", "actor-x-united-states-department-of-defense"),
        ("the State Department", "actor-x-united-states-department-of-state"),
        ("Foreign Office", "actor-x-foreign-commonwealth-and-development-office"),
        ("Quai d’Orsay", "actor-x-ministry-for-europe-and-foreign-affairs-france"),
        ("Downing Street", "actor-x-prime-ministers-office-united-kingdom"),
        ("Russian foreign ministry", "actor-x-ministry-of-foreign-affairs-russia"),
        ("Kenya's Foreign Ministry", "actor-x-ministry-of-foreign-affairs-kenya"),
        ("French Defense Ministry", "actor-x-ministry-of-defence-france"),
        ("Associated Press", "actor-Q40469"), ("Xinhua", "actor-Q204839"),
        ("Recep Tayyip Erdoğan", "actor-Q39259"), ("Recep Tayyip Erdogan", "actor-Q39259"),
        ("Kim Jong Un", "actor-Q56226"), ("Sergei Lavrov", "actor-Q58217"),
        ("Dmitri Peskov", "actor-x-dmitry-peskov"),
    ],
)  # fmt: skip
def test_forms_that_news_uses(registry: Registry, form: str, actor: str) -> None:
    assert actors_of(registry, form) == {actor}
    assert not any(name.ambiguous for name in registry.named(form))


@pytest.mark.parametrize(
    ("form", "holder"),
    [("Xi", XI), ("Putin", "actor-Q7747"), ("von der Leyen", "actor-x-ursula-von-der-leyen"),
     ("Wang", "actor-Q701801"), ("al-Sisi", "actor-Q307871"), ("el-Sisi", "actor-Q307871"),
     ("Sisi", "actor-Q307871"), ("Kishida", "actor-Q359480"), ("bin Salman", "actor-Q6892571")],
)  # fmt: skip
def test_surnames_follow_the_custom_of_the_country(
    registry: Registry, form: str, holder: str
) -> None:
    names = {name.actor: name.kind for name in registry.named(form)}
    assert names.get(holder) == "surname"


def test_given_names_of_family_first_countries_are_no_surnames(registry: Registry) -> None:
    assert registry.named("Jinping") == ()
    assert "actor-Q701801" not in actors_of(registry, "Yi")


def test_a_surname_of_several_keeps_all_and_says_so(registry: Registry) -> None:
    names = registry.named("Wang")
    assert len(names) > 2
    assert all(name.ambiguous and name.kind == "surname" for name in names)


def test_two_people_of_one_name_stay_two(registry: Registry) -> None:
    names = registry.named("Frederick Shava")
    assert {n.actor for n in names} == {"actor-Q105637570", "actor-Q94686789"}
    assert all(n.ambiguous for n in names)
    with pytest.raises(UnknownName, match="several actors"):
        registry.find("Frederick Shava")


def test_two_people_behind_one_doubtful_identifier_stay_two(registry: Registry) -> None:
    assert registry.find("Win Myint") != registry.find("Myint Swe")
    assert registry.actor("actor-Q3331362") is None


@pytest.mark.parametrize(
    ("place", "candidates"),
    [
        ("Brussels", {"actor-Q458", "actor-Q7184", "actor-Q31"}),
        ("Vienna", {"actor-Q40", "actor-Q41984", "actor-Q81299", "actor-Q7795"}),
        ("The Hague", {"actor-Q29999", "actor-Q47488", "actor-Q7801"}),
    ],
)
def test_seats_of_several_bodies_keep_their_candidates(
    registry: Registry, place: str, candidates: set[str]
) -> None:
    assert actors_of(registry, place) == candidates
    assert all(name.ambiguous and name.kind == "metonym" for name in registry.named(place))


@pytest.mark.parametrize(
    ("word", "state"),
    [("Chinese", "CN"), ("Russian", "RU"), ("Russians", "RU"), ("American", "US"), ("U.S.", "US"),
     ("British", "GB"), ("Dutch", "NL"), ("North Korean", "KP"), ("Serbian", "RS"),
     ("Israeli", "IL"), ("Danish", "DK")],
)  # fmt: skip
def test_demonyms(registry: Registry, word: str, state: str) -> None:
    found = registry.state_of_demonym(word)
    assert found is not None
    assert found.country == state


@pytest.mark.parametrize("word", ["Korean", "Congolese", "Dominican", "Kremlin", "Xi", ""])
def test_no_state_of_an_ambiguous_demonym(registry: Registry, word: str) -> None:
    assert registry.state_of_demonym(word) is None


def test_posts_of_the_day(registry: Registry) -> None:
    posts = registry.posts_on(XI, DAY)
    assert ("President of China", "dated") in {(p.label, p.basis) for p in posts}
    zakharova = registry.find("Maria Zakharova")
    (post,) = registry.posts_on(zakharova.id, DAY)
    assert (post.label, post.basis) == ("Russian Foreign Ministry spokesperson", "dated")
    tenure = registry.tenure(post.tenure)
    assert tenure is not None
    assert (tenure.start, tenure.open_as_of) == (date(2015, 8, 10), date(2022, 8, 3))


def test_a_post_after_the_last_copy_is_open(registry: Registry) -> None:
    zakharova = registry.find("Maria Zakharova").id
    assert registry.posts_on(zakharova, date(2024, 1, 1))[0].basis == "term-open"
    assert registry.posts_on(zakharova, date(2015, 8, 9)) == ()
    kirby = registry.posts_on(registry.find("John Kirby").id, DAY)
    assert [post.basis for post in kirby] == ["term-open"]  # no date known


def test_an_inferred_end_is_certain_until_the_last_copy(registry: Registry) -> None:
    biden = registry.find("Joe Biden").id
    (president,) = [t for t in registry.tenures_of(biden) if t.role == "head_of_state"]
    assert president.inferred_end
    assert president.end
    assert president.open_as_of
    assert president.basis_on(DAY) == "dated"
    assert president.basis_on(date(2024, 12, 1)) == "term-open"
    assert president.basis_on(date(2026, 1, 1)) is None


def test_holders_of_a_post(registry: Registry) -> None:
    for code in ("RU", "RUS", "actor-Q159"):
        held = registry.holders("foreign_minister", code, DAY)
        assert [actor.name for actor, _ in held] == ["Sergey Lavrov"]
    americans = registry.holders("foreign_minister", "US", DAY)
    assert americans[0][0].name == "Antony Blinken"
    assert [t.basis_on(DAY) for _, t in americans].count("dated") == 1
    assert len(registry.holders("foreign_minister", "US", None)) > len(americans)
    assert registry.holders("foreign_minister", "ZZ", DAY) == ()


def test_the_country_spoken_for(registry: Registry) -> None:
    def code(actor: str, day: date | None = DAY) -> str | None:
        state = registry.country_on(actor, day)
        return state.country if state else None

    assert code(XI) == "CN"
    assert code(CHINA, None) == "CN"
    assert code("actor-x-ministry-of-foreign-affairs-russia") == "RU"
    assert code("actor-Q204839") is None  # Xinhua: outlets speak for no state
    assert code("actor-Q1065") is None
    assert code("actor-nobody") is None
    rutte = registry.find("Mark Rutte").id
    assert code(rutte) == "NL"
    assert code(rutte, date(2025, 6, 1)) is None  # the national term is over
    churkin = registry.find("Vitaly Churkin").id
    assert code(churkin, date(2016, 1, 1)) == "RU"
    assert code(churkin, date(2020, 1, 1)) is None


def test_bodies(registry: Registry) -> None:
    bodies = {body.id for body in registry.bodies_of("RU")}
    assert "actor-x-presidential-administration-russia" in bodies
    assert "actor-Q223799" not in bodies  # TASS is an outlet
    ministry = registry.body_of_role("spokesperson", "CN")
    assert ministry is not None
    assert ministry.name == "Ministry of Foreign Affairs of China"
    assert ministry == registry.body_of_role("foreign_minister", "CHN")
    assert registry.body_of_role("juggler", "CN") is None
    for state in ("KE", "TV", "VA", "XK", "PS", "TW"):
        assert registry.body_of_role("foreign_minister", state) is not None
        assert registry.body_of_role("defence_minister", state) is not None


def test_an_unknown_name_gets_near_ones(registry: Registry) -> None:
    with pytest.raises(UnknownName) as caught:
        registry.find("Zakharowa")
    assert "Zakharova" in str(caught.value)
    with pytest.raises(UnknownName, match="Wikidata id"):
        registry.find("Qwxyzzqq")
    with pytest.raises(UnknownName):
        registry.find("")


def test_the_unknown_publisher_is_registered(registry: Registry) -> None:
    actor = registry.actor("actor-unknown-publisher")
    assert actor is not None
    assert actor.kind == "outlet"
