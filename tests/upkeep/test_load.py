"""A home from a dump: queried and served, and never taken for one that can be rebuilt."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from backports import zstd

from graph_service.errors import InputError, StoreError, UnknownName
from graph_service.settings import Settings, load_settings
from graph_service.upkeep.doctor import examine
from graph_service.upkeep.load import load
from graph_service.upkeep.rebuild import rebuild
from tests import ingest_steps as words
from tests.upkeep import steps


@pytest.fixture
def dump(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "dump.nq"
    path.write_text("".join(f"{line} .\n" for line in words.dump(settings.home)))
    return path


def test_the_same_quads(settings: Settings, dump: Path, tmp_path: Path) -> None:
    made = load_settings(home=tmp_path / "loaded")
    report = load(made, dump)
    assert words.dump(made.home) == words.dump(settings.home)
    assert (report.articles, report.quads) == (33, len(words.dump(settings.home)))
    lines = [line.text for line in examine(made)]
    assert "33 articles were loaded from dump.nq, without text." in lines
    with pytest.raises(StoreError, match=r"loaded from dump\.nq"):
        rebuild(made, steps=words.steps)
    words.take([steps.article(99)], made)
    assert len(words.dump(made.home)) > report.quads


def test_nothing_is_made_of_a_bad_file(dump: Path, tmp_path: Path) -> None:
    made = load_settings(home=tmp_path / "loaded")
    bad = tmp_path / "bad.nq"
    bad.write_text(dump.read_text() + "<x:a> <x:b> oops .\n")
    with pytest.raises(InputError, match=r"line \d+"):
        load(made, bad)
    with pytest.raises(UnknownName):
        load(made, tmp_path / "dump.ttl")
    with pytest.raises(InputError, match="no such file"):
        load(made, tmp_path / "missing.nq")
    other = load_settings(home=tmp_path / "loaded", base_iri="https://other.example/")
    with pytest.raises(InputError, match="COMMUNIQUE_BASE_IRI"):
        load(other, dump)
    assert not made.home.exists()
    load(made, dump)
    with pytest.raises(StoreError, match="not empty"):
        load(made, dump)


PACK = {".gz": gzip.compress, ".zst": zstd.compress}


@pytest.mark.parametrize("suffix", PACK)
def test_packed(suffix: str, settings: Settings, dump: Path, tmp_path: Path) -> None:
    packed = dump.with_name(f"dump.nq{suffix}")
    packed.write_bytes(PACK[suffix](dump.read_bytes()))
    made = load_settings(home=tmp_path / "loaded")
    load(made, packed)
    assert words.dump(made.home) == words.dump(settings.home)


@pytest.mark.parametrize("suffix", PACK)
def test_packed_and_damaged(suffix: str, dump: Path, tmp_path: Path) -> None:
    made = load_settings(home=tmp_path / "loaded")
    packed = dump.with_name(f"dump.nq{suffix}")
    for content in (PACK[suffix](dump.read_bytes())[:-2000], b"not packed at all"):
        packed.write_bytes(content)
        with pytest.raises(InputError, match="damaged or cut off"):
            load(made, packed)
    bad = dump.read_bytes() + b"<x:a> <x:b> oops .\n"
    packed.write_bytes(PACK[suffix](bad))
    with pytest.raises(InputError, match=r"line \d+"):
        load(made, packed)
    assert not made.home.exists()
