"""Curation: what may be decided, what follows, what survives a rebuild and a new version."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from graph_service.cli.query import command as query
from graph_service.errors import BadValue, UnknownName
from graph_service.ingest import ingest
from graph_service.settings import Settings, load_settings
from graph_service.upkeep.backup import back_up, restore
from graph_service.upkeep.decide import distinct, listed, merge, reject, undo
from graph_service.upkeep.rebuild import rebuild
from tests.link import dispatches
from tests.link.reading import dump, links, words

VANE, LUND, KREEL = "actor-x-osric-vane", "actor-x-petra-lund", "actor-x-jonna-kreel"
DENIED = "that his country had seized grain ships in the strait"
WHO = {"by": "Ann Editor", "reason": "looked it up"}


def decided(settings: Settings) -> list[str]:
    """The lines of the decisions graph."""
    return [line for line in dump(settings) if "graph/decisions>" in line]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = load_settings(home=tmp_path / "home", registry=(dispatches.REGISTRY,))
    ingest(dispatches.ALL, made)
    return made


def test_merge_distinct_and_undo(settings: Settings) -> None:
    before = dump(settings)
    done = merge(VANE, "Petra Lund", settings, **WHO)
    assert done.decision.id == "decision-1"
    assert any("#sameActor" in line for line in decided(settings))
    with pytest.raises(BadValue, match="one already"):
        merge(LUND, VANE, settings, **WHO)
    with pytest.raises(BadValue, match="were merged"):
        distinct(VANE, LUND, settings, **WHO)
    undo("decision-1", settings, **WHO)
    assert not any("#sameActor" in line for line in decided(settings))
    assert [line for line in dump(settings) if "graph/decisions" not in line] == before
    with pytest.raises(BadValue, match="undone already"):
        undo("1", settings, **WHO)
    distinct(VANE, LUND, settings, **WHO)
    with pytest.raises(BadValue, match="decided to be two"):
        merge(VANE, LUND, settings, **WHO)
    with pytest.raises(BadValue, match="both one actor and two"):
        undo("decision-2", settings, **WHO)  # the merge would hold again
    merge(KREEL, LUND, settings, **WHO)
    with pytest.raises(BadValue, match="decided to be two"):
        merge(KREEL, VANE, settings, **WHO)  # Lund is one of hers now
    assert [line["in_force"] for line in listed(settings)] == [False, True, True, True]


def test_what_cannot_be_decided(settings: Settings) -> None:
    with pytest.raises(BadValue, match="one and the same"):
        merge(VANE, "Osric Vane", settings, **WHO)
    with pytest.raises(UnknownName):
        merge(VANE, "actor-x-nobody", settings, **WHO)
    with pytest.raises(UnknownName):
        reject("statement-0000000000000000", settings, **WHO)
    with pytest.raises(BadValue, match="neither a statement nor a link"):
        reject(dispatches.DENIAL.key, settings, **WHO)
    with pytest.raises(UnknownName):
        undo("decision-9", settings, **WHO)
    with pytest.raises(BadValue, match="a name and a reason"):
        merge(VANE, LUND, settings, by="Ann", reason=" ")
    assert listed(settings) == []


def test_a_rejected_statement_is_linked_to_nothing_and_comes_back(settings: Settings) -> None:
    before = links(settings)
    name = words(settings)[DENIED]
    reject(name, settings, **WHO)
    assert [row for row in links(settings) if row[0] == "denial"] == []
    with pytest.raises(BadValue, match="rejected already"):
        reject(name, settings, **WHO)
    undo("decision-1", settings, **WHO)
    assert links(settings) == before


def test_a_rejected_link_stays_away(settings: Settings) -> None:
    denial = next(line for line in dump(settings) if "#linkKind" in line and '"denial"' in line)
    link = denial.split(">")[0].rpartition("/")[2]
    reject(link, settings, **WHO)
    assert [row for row in links(settings) if row[0] == "denial"] == []
    after = dump(settings)
    rebuild(settings)
    assert dump(settings) == after


def test_decisions_hold_for_the_next_version_by_article_and_words(settings: Settings) -> None:
    name = words(settings)[DENIED]
    reject(name, settings, **WHO)
    moved = replace(dispatches.DENIAL, text="Rain fell. " + dispatches.DENIAL.text)
    ingest([moved], settings)
    fresh = words(settings)[DENIED]
    assert fresh != name
    assert any(f"{fresh}>" in line and "#rejectedBy" in line for line in decided(settings))
    gone = replace(dispatches.DENIAL, text="Prime Minister Osric Vane said that it rained.\n")
    ingest([gone], settings)
    assert not any("#rejectedBy" in line for line in decided(settings))
    assert any("#attached" in line and '"false"' in line for line in decided(settings))


def test_decisions_survive_rebuild_and_backup(settings: Settings, tmp_path: Path) -> None:
    merge(VANE, LUND, settings, **WHO)
    reject(words(settings)[DENIED], settings, **WHO)
    before = dump(settings)
    rebuild(settings)
    assert dump(settings) == before
    back_up(settings, tmp_path / "copy")
    other = load_settings(home=tmp_path / "other", registry=(dispatches.REGISTRY,))
    restore(other, tmp_path / "copy")
    assert dump(other) == before
    rebuild(other)
    assert dump(other) == before
    assert listed(other) == listed(settings)


def test_the_command_query_finds_all_that_were_merged(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("COMMUNIQUE_REGISTRY", json.dumps([str(dispatches.REGISTRY)]))

    def rows(actor: str) -> set[bytes]:
        query("statements-by-actor", settings.home, [f"actor={actor}"], format="tsv")
        return set(capfdbinary.readouterr().out.splitlines()[1:])

    vane, lund = rows("Osric Vane"), rows("Petra Lund")
    assert vane
    assert not vane & lund
    merge(VANE, LUND, settings, **WHO)
    assert rows("Osric Vane") == rows("Petra Lund") == rows(LUND) >= vane
