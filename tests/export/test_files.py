"""No half file under the final name: full disks, Ctrl-C, missing folders."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from graph_service.errors import StoreError, UsageError
from graph_service.export import target
from graph_service.export.run import Request, export, format_by_name
from graph_service.export.target import Target, open_target
from graph_service.settings import Settings
from tests.export.homes import Export


class Full:
    """A disk with room for so many bytes."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self.file, self.room = file, room

    def write(self, data: bytes) -> int:
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = self.file.write(data[: self.room])
        self.room -= taken
        return taken

    def flush(self) -> None:
        self.file.flush()


@pytest.mark.parametrize(
    "name", ["dump.nq", "dump.nq.gz", "dump.nq.zst", "dump.ttl", "dump.csv", "x.parquet"]
)
def test_a_full_disk_leaves_what_was_there(
    dump: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_bytes(b"of yesterday")
    monkeypatch.setattr(target, "Target", lambda file, shown: Target(Full(file, 1000), shown))  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="No space left"):
        dump(name, format=format_by_name(name))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"of yesterday"


def test_a_full_disk_found_only_by_the_sync(
    dump: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("graph_service.export.target.os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        dump("dump.nq")
    assert list(tmp_path.iterdir()) == []


def test_a_part_of_a_write_is_written_again_from_there(tmp_path: Path) -> None:
    class Slow:
        def __init__(self) -> None:
            self.got = b""

        def write(self, data: memoryview) -> int:
            self.got += bytes(data[:3])
            return min(3, len(data))

    slow = Slow()
    Target(slow, "slow").write(b"ten bytes!")  # type: ignore[arg-type]
    assert slow.got == b"ten bytes!"


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with open_target(tmp_path / "dump.nq.gz") as (_, stream):
            stream.write(b"half of it")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_the_command_writes(settings: Settings, tmp_path: Path) -> None:
    """The child slows each write down, so that the signal comes in the middle of the dump."""
    script = (
        "import sys, time\n"
        "from graph_service.export import target\n"
        "from graph_service.cli.main import main\n"
        "write = target.Target.write\n"
        "def slow(self, data):\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(0.3)\n"
        "    return write(self, data)\n"
        "target.Target.write = slow\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    path = tmp_path / "dump.nq"
    command = ["export", "--home", str(settings.home), "-o", str(path)]
    child = subprocess.Popen(
        [sys.executable, "-c", script, *command],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    assert [p.suffix for p in tmp_path.iterdir()] == [".part"]
    time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    _, messages = child.communicate(timeout=60)
    assert child.returncode == 130, messages
    assert "Traceback" not in messages
    assert list(tmp_path.iterdir()) == []


def test_paths_that_cannot_be(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        export(settings, Request(), tmp_path / "nowhere" / "dump.nq")
    with pytest.raises(UsageError, match="is a folder"):
        export(settings, Request(), tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        export(settings, Request(), tmp_path / "file" / "dump.nq")


def test_a_device_is_written_and_not_replaced(settings: Settings, tmp_path: Path) -> None:
    device = Path(os.devnull)
    export(settings, Request(), device)
    assert device.is_char_device()
    link = tmp_path / "link.nq"
    link.symlink_to(tmp_path / "real.nq")
    export(settings, Request(), link)
    assert link.is_symlink()
    assert (tmp_path / "real.nq").stat().st_size > 0
