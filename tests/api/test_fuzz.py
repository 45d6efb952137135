"""The API fuzzed from its own OpenAPI document: never a 500, always what the document says."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import CHECKS

from graph_service.api.app import create_app
from graph_service.settings import Settings

EXAMPLES = 12
"""Requests an operation; by hand, raise it for an hour of fuzzing."""


def test_every_operation_keeps_its_word(settings: Settings) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(settings))
    checks = CHECKS.get_by_names(
        ["not_a_server_error", "content_type_conformance", "response_schema_conformance"]
    )
    fuzzed = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @hypothesis_settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def keeps_its_word(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=checks)

        keeps_its_word()
        fuzzed.append(operation.label)
    assert len(fuzzed) >= 12
