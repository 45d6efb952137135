"""A disk that fills up, for real: a small tmpfs, as root, for ingest, backup and rebuild.

    sudo python bench/ingest/disk_full.py [KIB ...]

Each size is a tmpfs of its own. The command runs until the disk is full; then: what did it
say, does the snapshot open, is anything missing that was acknowledged; then the disk is
made larger and the same command run again: is the graph that of an undisturbed run.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from graph_service.archive import Archive  # noqa: E402
from graph_service.rdf.iris import Iris  # noqa: E402
from graph_service.settings import load_settings  # noqa: E402
from graph_service.store.oxigraph import OxigraphStore  # noqa: E402
from graph_service.upkeep.backup import restore  # noqa: E402
from tests import ingest_steps as words  # noqa: E402
from tests.upkeep import steps  # noqa: E402

BASE = "https://communique.example/"


def child(script: object, *arguments: object) -> tuple[int, str, str]:
    command = [sys.executable, str(getattr(script, "__file__", "")), *map(str, arguments)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    return done.returncode, done.stdout, done.stderr.strip().rpartition("\n")[2]


def mount(folder: Path, kib: int, *, again: bool = False) -> None:
    option = f"remount,size={kib}k" if again else f"size={kib}k"
    order = ["mount", "-t", "tmpfs", "-o", option, "tmpfs", str(folder)]
    subprocess.run(order, check=True)


def wire(path: Path) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(400):
            text = " ".join(f"w{chance.randrange(10_000)}" for _ in range(60))
            url = f"https://news.example/{number - (number % 8 == 7)}"
            file.write(json.dumps({"url": url, "text": text, "date": "2022-06-15"}) + "\n")


def ingest(disk: Path, file: Path, kib: int, expected: list[str]) -> str:
    home = disk / "home"
    code, out, said = child(words, home, file)
    told = {line.split()[1].rstrip(",") for line in out.splitlines() if line.startswith("new: ")}
    published = (home / "snapshots" / "current").exists()
    readable = "none yet" if not published else _yes(bool(words.dump(home)))
    mount(disk, 400 * 1024, again=True)
    with Archive.open(home, create=False) as archive:
        keys = [archive.key_of(url) for url in told]
    writer = OxigraphStore.open(home, BASE)
    missing = [key for key in keys if not key or not list(writer.graph(Iris(BASE).graph(key)))]
    writer.close()
    child(words, home, file)
    same = words.dump(home) == expected
    return (
        f"| ingest | {kib:,} | {code} | {len(told)} | {len(missing)} | "
        f"{readable} | {_yes(same)} | {said[:160]} |"
    )


def upkeep(what: str, disk: Path, source: Path, kib: int, expected: list[str]) -> str:
    """Backup onto the small disk, or rebuild of a home that lies there."""
    home = source if what == "backup" else disk / "home"
    if what == "rebuild":
        subprocess.run(["cp", "-a", str(source), str(home)], check=True)
    arguments = (home, disk / "kept") if what == "backup" else (home,)
    code, _, said = child(steps, what, *arguments)
    readable = words.dump(home) == expected
    mount(disk, 400 * 1024, again=True)
    child(steps, what, *arguments)
    if what == "backup":
        again = load_settings(home=disk / "restored")
        restore(again, disk / "kept")
        home = again.home
    return (
        f"| {what} | {kib:,} | {code} | | | {_yes(readable)} | "
        f"{_yes(words.dump(home) == expected)} | {said[:160]} |"
    )


def _yes(value: bool) -> str:
    return "yes" if value else "NO"


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [500, 1500, 3000, 6000]
    print(
        "| command | KiB | exit | acknowledged | of these missing | snapshot opens, full "
        "| same graph after room | said |\n|" + " --- |" * 8
    )
    with TemporaryDirectory() as name:
        folder, disk = Path(name), Path(name) / "disk"
        disk.mkdir()
        wire(folder / "wire.jsonl")
        whole = folder / "whole"
        code, _, said = child(words, whole, folder / "wire.jsonl")
        assert code == 0, said
        expected = words.dump(whole)
        used = sum(p.stat().st_size for p in whole.rglob("*") if p.is_file()) // 1024
        runs = [("ingest", size) for size in sizes]
        runs += [("backup", used // 4), ("backup", used // 2), ("rebuild", used + used // 20)]
        for what, kib in runs:
            mount(disk, kib)
            try:
                if what == "ingest":
                    print(ingest(disk, folder / "wire.jsonl", kib, expected), flush=True)
                else:
                    print(upkeep(what, disk, whole, kib, expected), flush=True)
            finally:
                subprocess.run(["umount", str(disk)], check=True)


if __name__ == "__main__":
    main()
