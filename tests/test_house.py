"""The rules of the house that a machine can check: size, docstrings, version, paths, types."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
MODULES = sorted((REPOSITORY / "graph_service").rglob("*.py"))
LONGEST_MODULE = 500
LARGEST_FILE = 1024 * 1024
LARGE_FILES = {
    "graph_service/extract/models/encoder.onnx": "weights of the trained extractor, in the wheel",
    "ontology/actors/people.ttl": "office holders of two hundred states, one reviewable text file",
}
"""Tracked files over 1 MiB that are meant, each with its reason."""

# Split, so that this file does not hold what it looks for.
FORBIDDEN = tuple(
    "".join(parts)
    for parts in [
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/opt/", "pypi"),
        ("/opt/", "wheels"),
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry.", "npmjs"),
        ("deb.", "debian.org"),
    ]
)
HOME_FOLDER = re.compile(r"/(?:home|Users)/[a-z][a-z0-9_-]*/")


@cache
def tracked() -> tuple[Path, ...]:
    """Files that git holds; a copy without git skips what needs the list."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a checkout")
    files = (REPOSITORY / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in files if path.is_file())


def run_tool(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_too_long_to_read() -> None:
    lengths = {p.name: len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert lengths
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_every_module_says_what_it_owns() -> None:
    silent = [
        path.relative_to(REPOSITORY).as_posix()
        for path in MODULES
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_drawer_modules() -> None:
    drawers = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
    assert [path.name for path in MODULES if path.stem in drawers] == []


def test_one_version_everywhere() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["version"] == installed_version("communique")


def test_no_machine_and_no_registry_is_named() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        hits = [mark for mark in FORBIDDEN if mark in text] + HOME_FOLDER.findall(text)
        found += [f"{path.relative_to(REPOSITORY)}: {hit}" for hit in hits]
    assert found == []


def test_large_files_are_meant() -> None:
    large = {
        path.relative_to(REPOSITORY).as_posix()
        for path in tracked()
        if path.stat().st_size > LARGEST_FILE
    }
    assert large == LARGE_FILES.keys()


def test_pins_carry_hashes_and_no_torch() -> None:
    for name in ("run.txt", "test.txt"):
        text = (REPOSITORY / "constraints" / name).read_text(encoding="utf-8")
        pins = re.findall(
            r"^([a-z0-9][\w.-]*)==\S+(?: ; [^\\\n]+)? \\\n +--hash=sha256:", text, re.M
        )
        assert len(pins) == len(re.findall(r"^[a-zA-Z0-9]", text, re.M))
        assert "pyoxigraph" in pins
        assert "torch" not in pins


def test_the_pins_of_the_tests_contain_those_of_the_product() -> None:
    run, test = (
        set(
            re.findall(
                r"^[a-z0-9][\w.-]*==[^ ]+", (REPOSITORY / "constraints" / f).read_text(), re.M
            )
        )
        for f in ("run.txt", "test.txt")
    )
    assert run
    assert run <= test


def test_every_dependency_is_pinned() -> None:
    """A dependency without `make pins` would be missing where only the pins are installed."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = {
        "run.txt": project["project"]["dependencies"] + groups["build"],
        "test.txt": groups["test"] + groups["docs"],
    }
    for name, requirements in wanted.items():
        text = (REPOSITORY / "constraints" / name).read_text(encoding="utf-8")
        pinned = set(re.findall(r"^([a-z0-9][\w.-]*)==", text, re.M))
        plain = (re.split(r"[<>=!~\[; ]", requirement)[0].lower() for requirement in requirements)
        names = {re.sub(r"[-_.]+", "-", name) for name in plain}
        assert names <= pinned, f"run `make pins`: {sorted(names - pinned)}"


def test_ruff_finds_nothing() -> None:
    run_tool("ruff", "check", ".")


def test_ruff_formats_nothing() -> None:
    run_tool("ruff", "format", "--check", ".")


def test_mypy_strict_finds_nothing() -> None:
    run_tool("mypy")
