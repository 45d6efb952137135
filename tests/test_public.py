"""The public API: `__all__` is what it says, and what the docstring shows runs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import graph_service


def test_every_public_name_is_there() -> None:
    for name in graph_service.__all__:
        assert getattr(graph_service, name) is not None


def test_all_is_what_the_type_checker_sees() -> None:
    source = Path(graph_service.__file__).read_text("utf-8")
    names = {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("graph_service")
        for alias in node.names
    }
    assert names == set(graph_service.__all__)


def test_the_docstring_runs(tmp_path: Path, repository: Path) -> None:
    code = [line[4:] for line in (graph_service.__doc__ or "").splitlines() if line[:4] == "    "]
    (tmp_path / "articles").symlink_to(repository / "examples" / "dispatches")
    script = "\n".join([*code, "print(len(answer.statements) + len(answer.possible))"])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 0
