"""The measured dispatches are whole and honest, and their scorer counts what it says."""

from __future__ import annotations

import doctest
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.reading import agreement, dispatches, score
from bench.reading.dispatches import FOLDER, FileFaultError, Gold, Link, read_dispatch, read_set
from bench.reading.score import Tally, by_genre, match, tally

SET = read_set()


def gold(words: str = "that all is well", **changed: Any) -> Gold:
    """An annotated statement of an invented speaker, with the changes asked for."""
    fields: dict[str, Any] = {
        "words": (words,),
        "spans": ((0, len(words)),),
        "speakers": ("actor-x-ada-mott",),
        "country": "XC",
        "basis": "named",
        "chain": (),
        "date": "2016-05-03",
        "date_basis": "stated",
        "earliest": "2016-05-03",
        "latest": "2016-05-03",
        "acts": ("assert",),
        "topics": (),
        "quote": "indirect",
        "attitude": False,
        "joint": None,
        "target": (),
        "addressee": (),
    }
    return Gold(**(fields | changed))


@pytest.mark.parametrize("module", [dispatches, score])
def test_the_examples_of_the_docstrings(module: Any) -> None:
    tried = doctest.testmod(module)
    assert tried.attempted >= 2
    assert tried.failed == 0


# --- the set -------------------------------------------------------------------------------------


def test_the_set_is_large_and_split_in_halves() -> None:
    first = [one for one in SET if one.part in dispatches.HALVES]
    sizes = {
        part: sum(len(one.statements) for one in first if one.part == part)
        for part in dispatches.HALVES
    }
    assert len(first) >= 44
    assert sum(sizes.values()) >= 360
    assert abs(sizes["development"] - sizes["final"]) < 0.1 * sum(sizes.values())
    for one in first:
        assert one.part == ("final" if int(one.name[:2]) % 2 == 0 else "development")
    halves = [Counter(one.genre for one in SET if one.part == part) for part in dispatches.HALVES]
    assert halves[0] == halves[1]
    assert set(halves[0]) == set(dispatches.GENRES)


def test_acts_topics_and_wikidata_actors_exist(repository: Path) -> None:
    ontology = repository / "ontology"
    acts = re.findall(r'notation "(.+?)"', (ontology / "acts.ttl").read_text("utf-8"))
    listed = (ontology / "topics" / "diplomacy.ttl").read_text("utf-8")
    topics = re.findall(r'notation "(.+?)"', listed)
    files = [*(ontology / "actors").glob("*.ttl"), FOLDER / "registry.ttl"]
    actors = {
        name
        for file in files
        for name in re.findall(r"^id:(actor-\S+) a ", file.read_text("utf-8"), re.MULTILINE)
    }
    for one in SET:
        for statement in one.statements:
            assert set(statement.acts) <= set(acts), one.name
            assert set(statement.topics) <= set(topics), one.name
            named = {*statement.speakers, *statement.target, *statement.addressee}
            named |= {name for link in statement.chain for name in link.reporters}
            for name in named - {"unnamed"}:
                assert name in actors or not name.startswith("actor-Q"), (one.name, name)


def test_real_people_are_never_quoted() -> None:
    for one in SET:
        if one.meta.get("registry") != "measured":
            assert not re.search('["“”«»]', one.text), one.name
            assert all(statement.quote == "indirect" for statement in one.statements), one.name


def test_no_statement_stands_twice_and_all_stand_in_order() -> None:
    for one in SET:
        keys = [(each.speakers, each.spans, each.chain, each.date) for each in one.statements]
        assert len(set(keys)) == len(keys), one.name
        starts = [each.spans[0][0] for each in one.statements]
        assert starts == sorted(starts), one.name


def test_second_annotations_can_be_read() -> None:
    both = agreement.pairs()
    assert len(both) == len(list((FOLDER / "second").glob("*.yaml")))
    assert all(second.statements for _, second in both)


# --- its faults ----------------------------------------------------------------------------------

FILE = """---
date: 2016-05-04
genre: wire
---
Ada Mott said on Tuesday that all is well. All is well, wrote Ben Lund.
---
statements:
- speaker: actor-x-ada-mott
  country: XC
  basis: named
  words: that all is well
  date: 2016-05-03 weekday
  act: assert
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("that all is well\n  d", "that nothing is well\n  d", 8, "not in the text"),
        ("words: that all is well", "words: is well", 8, "stands 2 times"),
        ("2016-05-03 weekday", "2016-05-30 weekday", 8, "after publication"),
        ("2016-05-03 weekday", "2016-13-30 weekday", 8, "no date"),
        ("2016-05-03 weekday", "2016-05-03", 8, "none of stated"),
        ("basis: named", "basis: guessed", 8, "none of named"),
        ("  act: assert\n", "", 8, "no 'act'"),
        ("  act: assert", "  deed: assert", 8, "unknown keys"),
        ("country: XC", "country: Ardenia", 8, "alpha-2"),
        ("genre: wire", "genre: poem", 2, "none of wire"),
        ("statements:\n", "", 7, "no YAML with statements"),
        ("- speaker: actor-x-ada-mott", "- speaker: [", 7, "no YAML"),
        ("genre: wire\n---\n", "genre: wire\n", 1, "between lines of ---"),
    ],
)
def test_a_fault_names_file_line_and_cause(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    path = tmp_path / "01-case.md"
    assert old in FILE
    path.write_text(FILE.replace(old, new), "utf-8")
    with pytest.raises(FileFaultError, match=re.escape(message)) as raised:
        read_dispatch(path)
    assert str(raised.value).startswith(f"{path}:{line}:")


def test_words_become_spans(tmp_path: Path) -> None:
    path = tmp_path / "01-case.md"
    path.write_text(FILE.replace("words: that all is well", "words: that [...] well"), "utf-8")
    (statement,) = read_dispatch(path).statements
    assert statement.words == ("that all is well",)
    listing = FILE.replace("words: that all is well", 'words: ["All is well", "Ben"]')
    path.write_text(listing, "utf-8")
    assert read_dispatch(path).statements[0].words == ("All is well", "Ben")


# --- the scorer ----------------------------------------------------------------------------------


def test_matching_is_one_to_one_and_joint_speakers_find_their_own() -> None:
    ada, ben = gold(), gold(speakers=("actor-x-ben-lund",))
    assert match([ada, ben], [ben, ada]) == [(0, 1), (1, 0)]
    assert match([ada], [ada, ada]) == [(0, 0)]
    assert match([ada, ada], [ada]) == [(0, 0)]
    assert match([ada], [gold("that nothing at all was said")]) == []


def test_nearer_words_win_over_the_right_speaker() -> None:
    near = gold("that all is very well", speakers=("actor-x-ben-lund",))
    far = gold("that all is said and done")
    assert match([gold()], [far, near]) == [(0, 1)]


def test_every_measure_counts_its_own_field() -> None:
    chain = (Link("agency", ("actor-x-a", "actor-x-b")),)
    one = gold(chain=chain, topics=("trade", "oil"), acts=("urge", "demand"))
    right = gold(chain=(Link("body", ("actor-x-b",)),), topics=("oil",), acts=("demand",))
    measures = tally([one], [right]).measures()
    assert measures["second-hand chain"] == measures["act"] == measures["joint"] == 1
    assert measures["topic recall"] == 0.5
    for field, changed, worse in [
        ("speaker", {"speakers": ("actor-x-ben-lund",)}, "joint"),
        ("country", {"country": None}, "country"),
        ("chain", {"chain": ()}, "nesting"),
        ("chain", {"chain": (Link("body", ("actor-x-c",)),)}, "second-hand chain"),
        ("date", {"latest": None}, "joint"),
        ("act", {"acts": ("warn",)}, "act"),
    ]:
        wrong = tally([one], [gold(**({"chain": chain, "acts": ("urge",)} | changed))]).measures()
        assert wrong[field] == wrong[worse] == 0, field
        assert wrong["statements"] == 1


def test_topics_too_many_cost_precision_and_too_few_recall() -> None:
    one = gold(topics=("trade", "oil"))
    more = tally([one], [gold(topics=("trade", "oil", "gas", "energy"))]).measures()
    assert (more["topic recall"], more["topic precision"]) == (1, 0.5)
    less = tally([one], [gold(topics=("oil",))]).measures()
    assert (less["topic recall"], less["topic precision"]) == (0.5, 1)
    none_meant = tally([gold(topics=())], [gold(topics=("oil",))]).measures()
    assert (none_meant["topic recall"], none_meant["topic precision"]) == (None, 0)


def test_unnamed_speakers_are_the_same_in_one_country() -> None:
    official = gold(speakers=("unnamed",))
    assert score.same_speaker(official, gold(speakers=("unnamed",)))
    assert not score.same_speaker(official, gold(speakers=("unnamed",), country="XD"))


def test_joint_is_f1_over_found_and_gold() -> None:
    late = gold("that the boats are late")
    measures = tally([gold(), late], [gold(), gold("a third thing"), gold("and a fourth")])
    assert measures.measures()["joint"] == pytest.approx(2 / 5)


def test_attitudes_are_left_aside_in_the_second_figure() -> None:
    hope = gold("peace by the spring", attitude=True)
    assert tally([gold(), hope], [gold()]).measures()["without attitudes"] == 1
    unflagged = gold("peace by the spring")
    assert tally([gold(), hope], [gold(), unflagged]).measures()["without attitudes"] == 1
    spoken = tally([gold(), gold("peace by the spring")], [gold(), hope])
    assert spoken.measures()["without attitudes"] == pytest.approx(2 / 3)
    assert Tally().measures()["statements"] is None


def test_the_set_scored_against_itself_is_perfect() -> None:
    themselves = {one.name: score.firsts(one.statements) for one in SET}
    rows = by_genre(SET, themselves)
    assert set(rows) == {"all", *dispatches.GENRES}
    for row in rows.values():
        assert {value for value in row.measures().values() if value is not None} == {1.0}
    themselves[SET[0].name] = []
    worse = by_genre(SET, themselves)["all"].measures()
    assert worse["precision"] == 1
    assert worse["recall"] == pytest.approx(1 - len(SET[0].statements) / rows["all"].gold)


def test_targets_and_addressees_are_counted_by_actor() -> None:
    one = gold(target=("actor-x-1", "actor-x-2"), addressee=("actor-x-3",))
    found = gold(target=("actor-x-1",), addressee=("actor-x-3", "actor-x-4"))
    measures = tally([one], [found]).measures()
    assert measures["target"] == measures["addressee"] == 2 / 3
    assert tally([one], [gold()]).measures()["target"] == 0
    assert tally([gold()], [gold()]).measures()["target"] is None


def test_the_output_of_extract_is_read(tmp_path: Path) -> None:
    statement = {
        "words": "that all is well",
        "spans": {"source": [[0, 8]], "cue": [[9, 13]], "content": [[25, 41]]},
        "quote_type": "indirect",
        "speech_act": "assert",
        "attitude": False,
        "speaker": {"id": "actor-x-1", "name": "Ada Mott", "country": "XC", "basis": "named"},
        "according_to": [{"id": "actor-x-9", "name": "an official", "kind": "unnamed"}],
        "date": {"earliest": "2016-05-03", "latest": None, "edtf": "2016-05-03/", "basis": "open"},
        "topics": ["trade"],
        "joint": None,
    }
    path = tmp_path / "out.jsonl"
    path.write_text(json.dumps({"id": "01-case", "statements": [statement]}) + "\n", "utf-8")
    ((found,),) = score.read_output(path).values()
    assert found.speakers == ("actor-x-1", "actor-x-ada-mott")
    assert found.chain == (Link("unnamed", ("unnamed",)),)
    assert (found.earliest, found.latest) == ("2016-05-03", None)
    assert score.same_speaker(gold(), found)


def test_a_part_without_second_annotation_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(agreement, "pairs", lambda *parts: [])
    assert agreement.main([]) == 1
    assert "no second annotation" in capsys.readouterr().err


def test_agreement_counts_both_directions_and_lists_differences() -> None:
    first = SET[0]
    fields = {field: getattr(first, field) for field in ("name", "part", "meta", "text")}
    second = dispatches.Dispatch(**fields, statements=first.statements[1:])
    measures = agreement.agreement([(first, second)])["all"].measures()
    assert measures["precision"] == measures["recall"]
    assert 0 < (measures["statements"] or 0) < 1
    assert list(agreement.differences(first, second)) == [
        f"first only: {' ... '.join(first.statements[0].words)[:70]}"
    ]
