"""The wheel is the product: it holds its resources, nothing private, and runs elsewhere.

Builds it with the hatchling of the pins, installs it into an empty environment
and runs the demonstration there, away from the checkout.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("wheel"),  # the session's wheel is built once, by one worker
]
RESOURCES = "graph_service/_resources"


def run(*command: str | Path, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what git tracks, so that no stray file gets in."""
    source = tmp_path_factory.mktemp("source")
    listed = run("git", "ls-files", "-z", cwd=repository).split("\0")
    for name in filter(None, listed):
        if (repository / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(repository / name, source / name)
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", out, ".", cwd=source)
    (built,) = out.glob("communique-*.whl")
    return built


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["ontology", "shapes", "queries"])
def test_every_resource_is_in_the_wheel(repository: Path, wheel: Path, folder: str) -> None:
    wanted = {
        f"{RESOURCES}/{path}"
        for path in run("git", "ls-files", "--", folder, cwd=repository).splitlines()
        if path.endswith((".ttl", ".rq", ".jsonld"))
    }
    assert wanted
    assert wanted <= names_in(wheel)


def test_the_weights_are_in_the_wheel(repository: Path, wheel: Path) -> None:
    folder = "graph_service/extract/models"
    parts = set(run("git", "ls-files", "--", folder, cwd=repository).splitlines())
    assert f"{folder}/manifest.json" in parts
    assert parts <= names_in(wheel)


def test_nothing_that_is_not_the_product_is_in_the_wheel(wheel: Path) -> None:
    metadata = f"{wheel.name.split('-')[0]}-{wheel.name.split('-')[1]}.dist-info"
    tops = {name.split("/")[0] for name in names_in(wheel)}
    assert tops == {"graph_service", metadata}
    scripts = [n for n in names_in(wheel) if n.startswith(RESOURCES) and n.endswith(".py")]
    assert scripts == []
    parts = {part for name in names_in(wheel) for part in Path(name).parts}
    assert parts.isdisjoint({"tests", "conftest.py", "conversion", "training"})
    assert not [name for name in names_in(wheel) if name.endswith(".csv")]


def test_templates_and_style_are_in_the_wheel(repository: Path, wheel: Path) -> None:
    parts = run("git", "ls-files", "--", "graph_service/web", cwd=repository).splitlines()
    assert [part for part in parts if part.endswith(".html")]
    assert set(parts) <= names_in(wheel)


def test_the_licence_travels_along(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith("dist-info/METADATA")]
        fields = Parser().parsestr(archive.read(name).decode("utf-8"))
    assert fields["License-Expression"] == "Apache-2.0"
    assert set(fields.get_all("License-File", [])) == {"LICENSE", "NOTICE"}


def test_the_demonstration_runs_from_the_wheel(
    repository: Path, wheel: Path, tmp_path: Path
) -> None:
    """An empty environment, only the pins and the wheel, another folder."""
    place = tmp_path / "environment"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", "install")
    run(*pip, "--require-hashes", "-r", repository / "constraints" / "run.txt", cwd=tmp_path)
    run(*pip, "--no-deps", wheel, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copytree(repository / "examples", elsewhere / "examples")

    found = run(python, "-c", "import graph_service; print(graph_service.__file__)", cwd=elsewhere)
    shown = run(python, "examples/demo.py", "--once", "--home", "articles", cwd=elsewhere)

    assert Path(found.strip()).is_relative_to(place)
    assert "WRONG" not in shown
    readme = (repository / "README.md").read_text(encoding="utf-8")
    (answer,) = re.findall(r"^\$ communique ask .*?\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    paragraphs = [part for part in answer.strip().split("\n\n") if part != "[...]"]
    assert len(paragraphs) >= 3
    stale = [part for part in paragraphs if part not in shown]
    assert stale == [], "README.md shows what the demonstration does not give"
