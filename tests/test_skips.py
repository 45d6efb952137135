"""Under REQUIRE_ALL a skip is a failure, wherever it happens; an expected failure is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = {
    "in_a_test": "import pytest\ndef test_it():\n    pytest.skip('needs java')\n",
    "by_a_mark": (
        "import pytest\n@pytest.mark.skipif(True, reason='needs java')\ndef test_it():\n    pass\n"
    ),
    "at_import": "import pytest\npytest.importorskip('no_such_module', reason='needs java')\n",
    "in_a_fixture": "def test_it(shared):\n    assert shared\n",
}


def run(folder: Path, test: str, require_all: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    (folder / "test_case.py").write_text(test, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "test_case.py"],
        cwd=folder,
        env={**os.environ, "REQUIRE_ALL": require_all, "COMMUNIQUE_SHARED": str(folder / "none")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("where", CASES)
def test_a_skip_fails_only_where_all_is_required(tmp_path: Path, where: str) -> None:
    allowed = run(tmp_path, CASES[where], "")
    required = run(tmp_path, CASES[where], "1")

    assert allowed.returncode in (0, 5), allowed.stdout  # 5: nothing left to run
    assert "1 skipped" in allowed.stdout
    assert required.returncode != 0, required.stdout
    assert "skipped" in required.stdout
    assert "1 skipped" not in required.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    test = "import pytest\n@pytest.mark.xfail\ndef test_it():\n    assert False\n"
    assert run(tmp_path, test, "1").returncode == 0
