"""The documentation cannot go stale: generated parts are current, and nothing is left out."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from graph_service.query.catalogue import load_catalogue
from graph_service.settings import Settings

DOCS = Path(__file__).resolve().parents[1] / "docs"
GENERATED = [*sorted((DOCS / "reference").glob("*.md")), DOCS / "explanation/graphs.md"]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=DOCS.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def generated() -> ModuleType:
    """docs/_generated.py, which is no package."""
    spec = importlib.util.spec_from_file_location("_generated", DOCS / "_generated.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")


def test_generated_parts_are_current() -> None:
    done = run("cogapp", "--check", "-I", "docs", *map(str, GENERATED))
    assert done.returncode == 0, f"run `make docs`\n{done.stdout}{done.stderr}"


def test_a_stale_page_is_noticed(tmp_path: Path) -> None:
    stale = tmp_path / "settings.md"
    stale.write_text(page("settings").replace("COMMUNIQUE_PORT", "COMMUNIQUE_PART"), "utf-8")
    assert run("cogapp", "--check", "-I", "docs", str(stale)).returncode != 0


def test_every_command_is_documented_with_an_example(generated: ModuleType) -> None:
    commands = dict(generated.all_commands())
    assert {"communique ingest", "communique ask", "communique serve"} <= commands.keys()
    for path, command in commands.items():
        assert f"\n## {path}\n" in page("commands")
        assert "Example: communique" in (command.help or ""), f"{path} shows no example"


def test_every_option_says_what_it_does(generated: ModuleType) -> None:
    silent = [
        f"{path} {parameter.name}"
        for path, command in generated.all_commands()
        for parameter in command.params
        if parameter.param_type_name == "option" and not parameter.help
    ]
    assert silent == []


def test_every_setting_is_documented() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description
        assert f"`COMMUNIQUE_{name.upper()}`" in page("settings")


def test_every_named_query_is_documented() -> None:
    catalogue = load_catalogue(None)
    assert len(catalogue) >= 6
    for name in catalogue:
        assert f"\n## {name}\n" in page("queries")


def test_commands_and_settings_named_in_the_prose_exist(generated: ModuleType) -> None:
    """A command or setting that was renamed must not live on in a tutorial."""
    words = {path.split()[1] for path, _ in generated.all_commands()}
    settings = {f"COMMUNIQUE_{name.upper()}" for name in Settings.model_fields}
    for path in [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]:
        text = path.read_text(encoding="utf-8")
        used = set(re.findall(r"(?:^|`|\$ |\| )communique ([a-z]+)", text, re.MULTILINE))
        assert used <= words, path.name
        named = set(re.findall(r"COMMUNIQUE_[A-Z_]+", text)) - {"COMMUNIQUE_TRACE"}
        assert named <= settings, path.name


def test_the_site_of_the_documentation_builds(tmp_path: Path) -> None:
    """--strict: a link that leads nowhere, or a page that no menu lists, is an error."""
    done = run("mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "First steps" in home
    assert not (tmp_path / "site" / "_generated.py").exists()
    fetched = re.findall(r'<(?:script|link)[^>]+(?:src|href)="(https?://[^"]+)"', home)
    assert fetched == [], "a page that fetches from elsewhere is blank offline"
