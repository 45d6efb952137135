"""Each exception has one exit code; a failure of ours is 70 and says so."""

from __future__ import annotations

import pytest

from graph_service import errors
from graph_service.cli import main as command_line
from graph_service.cli.exits import exit_code


def test_a_fault_of_ours_is_70_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(command_line, "app", broken)
    assert command_line.main([]) == 70
    assert "our own fault" in capsys.readouterr().err


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "app", stopped)
    assert command_line.main([]) == 130


def test_a_subclass_takes_the_nearest_code() -> None:
    assert exit_code(errors.StoreLocked("busy")) == 4
    assert exit_code(errors.ServiceBusy("busy")) == 5


def test_an_interrupt_that_the_library_took_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "app", lambda **_: 130)
    assert command_line.main([]) == 130
    assert "interrupted" in capsys.readouterr().err
