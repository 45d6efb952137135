"""Every exception has one exit code and one HTTP status, and a message that helps."""

from __future__ import annotations

import inspect

import pytest

from graph_service import errors
from graph_service.api.problems import STATUS, status_of
from graph_service.cli.exits import EXIT_CODES, OUR_FAULT, exit_code

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.CommuniqueError) and kind is not errors.CommuniqueError
]
# contract.md's exit codes, and what an HTTP client should see for each.
EXPECTED = {
    "UsageError": (2, 400),
    "UnknownName": (2, 404),
    "UnknownFormat": (2, 406),
    "Gone": (2, 410),
    "BadValue": (2, 400),
    "QuerySyntaxError": (2, 400),
    "NotAQuestion": (2, 400),
    "InputError": (3, 422),
    "UnknownMediaType": (3, 415),
    "ShapesViolated": (1, 422),
    "StoreError": (4, 503),
    "StoreLocked": (4, 503),
    "ChangedMeanwhile": (4, 412),
    "LimitExceeded": (5, 413),
    "DeadlineExceeded": (5, 504),
    "ServiceBusy": (5, 503),
    "CallerLeft": (5, 408),
    "NotAllowed": (2, 403),
    "TokenMissing": (2, 401),
    "NetworkError": (6, 502),
}


def make(kind: type[errors.CommuniqueError]) -> errors.CommuniqueError:
    return kind("It broke", ()) if kind is errors.ShapesViolated else kind("It broke")


def test_the_table_names_every_exception() -> None:
    assert {kind.__name__ for kind in KINDS} == EXPECTED.keys()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_one_exit_code_and_one_status(kind: type[errors.CommuniqueError]) -> None:
    error = make(kind)
    assert (exit_code(error), status_of(error)) == EXPECTED[kind.__name__]


def test_an_exception_that_nobody_mapped_is_our_own_fault() -> None:
    stray = errors.CommuniqueError("It broke")
    assert exit_code(stray) == OUR_FAULT
    assert status_of(stray) == 500


def test_the_tables_hold_no_foreign_classes() -> None:
    assert set(EXIT_CODES) <= set(KINDS)
    assert set(STATUS) <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_tree_in_the_docstring_is_the_tree(kind: type[errors.CommuniqueError]) -> None:
    drawing = errors.__doc__ or ""
    line = next(line for line in drawing.splitlines() if f" {kind.__name__}" in line)
    parent = kind.__bases__[0]
    depth = line.index(kind.__name__)
    above = drawing[: drawing.index(line)].splitlines()
    nearest = next(text for text in reversed(above) if text.strip(" │") and _indent(text) < depth)
    assert parent.__name__ in nearest


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" │├└─"))


def test_a_message_says_what_where_and_what_to_do() -> None:
    error = errors.QuerySyntaxError("Unexpected }", line=2, column=7, do="Close the group.")
    assert str(error) == "Unexpected } (line 2, column 7). Close the group."
