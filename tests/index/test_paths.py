"""After every way of writing the index is of the newest snapshot, and says what a new one would."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.settings import Settings, load_settings
from graph_service.store import index
from graph_service.store.oxigraph import OxigraphStore
from graph_service.store.snapshots import current
from graph_service.upkeep.backup import back_up, restore
from graph_service.upkeep.decide import reject, undo
from graph_service.upkeep.index import make_index
from graph_service.upkeep.link import relink
from graph_service.upkeep.load import load
from graph_service.upkeep.withdraw import withdraw
from tests import ingest_steps as words
from tests.upkeep import steps

WHO = {"by": "Ann Editor", "reason": "looked it up"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return steps.fill_generated(tmp_path_factory.mktemp("paths") / "home", 5, link=True)


def test_curation_links_and_withdrawal(filled: Settings, tmp_path: Path) -> None:
    whole = steps.indexed(filled.home)
    assert whole > 20
    back_up(filled, tmp_path / "backup")
    home = load_settings(home=tmp_path / "restored")
    restore(home, tmp_path / "backup")
    assert steps.indexed(home.home) == whole
    extraction = next(iter(steps.generated(5)[1].values()))
    reject(extraction.statements[0].id, home, **WHO)
    assert steps.indexed(home.home) == whole
    undo("decision-1", home, **WHO)
    relink(home)
    assert steps.indexed(home.home) == whole
    withdraw(extraction.article.key, "The court asked.", home)
    assert steps.indexed(home.home) == whole - len(extraction.statements)
    index.remove(home.home)
    assert make_index(home).statements == whole - len(extraction.statements)


def test_a_dump_and_an_own_graph(filled: Settings, tmp_path: Path) -> None:
    path = tmp_path / "dump.nq"
    path.write_text("".join(f"{line} .\n" for line in words.dump(filled.home)))
    home = load_settings(home=tmp_path / "loaded")
    load(home, path)
    whole = steps.indexed(filled.home)
    assert steps.indexed(home.home) == whole
    steps.add_own_graph(home)
    assert steps.indexed(home.home) == whole
    writer = OxigraphStore.open(home.home, home.base_iri)
    writer.update("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }")  # nobody says which graphs
    writer.publish()
    writer.close()
    made = index.examine(home.home)
    assert made is not None
    assert (made.snapshot, made.statements) == (current(home.home).id, 0)
