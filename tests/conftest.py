"""What every test shares: the private test data, a clean environment, and the rule on skips.

Owns fixtures and hooks that more than one part of the suite needs; anything
used in one folder only lives in that folder's own conftest.

Skips: a test that needs what this machine lacks skips and names the package.
Under `REQUIRE_ALL=1` (set by `.ci/run`) such a skip is a failure, so CI can
never go green by running less.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
KEPT_VARIABLES = {"COMMUNIQUE_SHARED"}
REQUIRE_ALL = os.environ.get("REQUIRE_ALL", "") not in ("", "0")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # started by `... &` in a script
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the private test articles: beside the checkout, or `COMMUNIQUE_SHARED`.

    They are other people's prose and stay outside the repository.
    """
    folder = Path(os.environ.get("COMMUNIQUE_SHARED") or REPOSITORY.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no test articles at {folder.name}/ beside the checkout (COMMUNIQUE_SHARED)")
    return folder


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees the defaults, whatever the developer's shell has set."""
    for name in os.environ:
        if name.startswith("COMMUNIQUE_") and name not in KEPT_VARIABLES:
            monkeypatch.delenv(name)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that keeps the reason; an expected failure stays as it is."""
    if REQUIRE_ALL and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: REQUIRE_ALL is set, and this was skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report
