"""Checkpoints: who sees which, who removes them, what a kill leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from graph_service.errors import StoreError, StoreLocked
from graph_service.settings import Settings
from graph_service.store import snapshots
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter

MakeQuads = Callable[..., list[Quad]]


def write(writer: OxigraphWriter, make_quads: MakeQuads, number: int) -> None:
    graph = NamedNode(f"https://communique.example/graph/article-{number}")
    writer.replace_graph(graph, make_quads(number))


def kept(home: Path) -> set[str]:
    return {path.name for path in snapshots.folder(home).iterdir() if path.is_dir()}


def test_old_ones_go_when_their_last_reader_leaves(
    published: Settings, make_quads: MakeQuads
) -> None:
    home = published.home
    first, also_first = snapshots.hold(home), snapshots.hold(home)
    writer = OxigraphStore.open(home, published.base_iri)
    for number in (100, 101, 102):
        write(writer, make_quads, number)
        newest = writer.publish()
    assert kept(home) == {first.snapshot.id, newest.id}, "the middle ones nobody held are gone"
    first.release()
    snapshots.prune(home)
    assert kept(home) == {first.snapshot.id, newest.id}
    also_first.release()
    snapshots.prune(home)
    assert kept(home) == {newest.id}
    writer.close()


@pytest.mark.parametrize("step", ["backup", "rename", "flip"])
def test_a_publication_cut_off_anywhere_leaves_the_last_one(
    published: Settings, make_quads: MakeQuads, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    home = published.home
    before = snapshots.current(home)
    writer = OxigraphStore.open(home, published.base_iri)
    write(writer, make_quads, 100)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if step == "rename":
            patch.setattr(Path, "rename", cut)
        elif step == "flip":
            patch.setattr(snapshots, "write_durably", cut)
        backup = cut if step == "backup" else writer._backup
        with pytest.raises(KeyboardInterrupt):
            snapshots.publish(home, writer.token, backup)
    assert snapshots.current(home) == before
    writer.close()
    writer = OxigraphStore.open(home, published.base_iri)
    assert kept(home) == {before.id}, "leftovers are cleaned at the next start"
    assert writer.publish().id != before.id, "and what was written is published"
    writer.close()


def test_a_snapshot_whose_folder_is_missing(published: Settings) -> None:
    snapshots.pointer(published.home).write_text("99-gone\n")
    with pytest.raises(StoreError, match="named but missing"):
        snapshots.hold(published.home)


def test_a_second_writer_is_told_who_writes(published: Settings) -> None:
    import os
    import subprocess
    import sys

    writer = OxigraphStore.open(published.home, published.base_iri)
    code = (
        "import sys; from pathlib import Path\n"
        "from graph_service.errors import StoreLocked\n"
        "from graph_service.store.oxigraph import OxigraphStore\n"
        "try: OxigraphStore.open(Path(sys.argv[1]), sys.argv[2])\n"
        "except StoreLocked as error: print(error)\n"
    )
    command = [sys.executable, "-c", code, str(published.home), published.base_iri]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f"Process {os.getpid()} is writing to this home" in told
    assert "--home" in told
    with pytest.raises(StoreLocked):
        OxigraphStore.open(published.home, published.base_iri)
    writer.close()


def test_a_home_that_cannot_be_used(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    for home in (file, file / "below", Path("/proc/communique")):
        with pytest.raises(StoreError, match="cannot be written") as caught:
            OxigraphStore.open(home, "https://communique.example/")
        assert str(home) in str(caught.value)


def test_a_read_only_home(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    code = (
        "import os, sys; from pathlib import Path\n"
        "from graph_service.errors import StoreError\n"
        "from graph_service.store.oxigraph import OxigraphStore\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "try: OxigraphStore.open(Path(sys.argv[1]), 'https://communique.example/')\n"
        "except StoreError as error: print(error)\n"
    )
    for part in (tmp_path, *tmp_path.parents):  # let another user pass through
        if part.stat().st_uid == os.getuid() and part != Path("/") and part != Path("/tmp"):
            part.chmod(part.stat().st_mode | 0o011)
    told = subprocess.run(
        [sys.executable, "-c", code, str(home)], capture_output=True, text=True, check=True
    ).stdout
    assert "cannot be written: Permission denied" in told
    assert "--home" in told
