"""Reading a query's bare words costs no more than its length."""

from __future__ import annotations

import time

import pytest

from graph_service.errors import QuerySyntaxError
from graph_service.store.keywords import keywords, undeclared_prefixes
from graph_service.store.request import raise_refusal


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ASK { " + "\u00e9" * 100_000, id="letters"),
        pytest.param('ASK { "' + '\\"' * 50_000, id="quotes that never close"),
        pytest.param("ASK { " + "'''\"" * 25_000, id="long quotes that never close"),
        pytest.param("ASK { " + "1.e" * 20_000, id="exponents"),
        pytest.param("ASK { " + "." * 100_000, id="dots"),
        pytest.param("ASK { " + "a:." * 30_000 + "!", id="names"),
    ],
)
def test_the_time_does_not_grow_with_the_square_of_a_text(text: str) -> None:
    """All this happens in the server's own process; with the square some took minutes."""
    begin = time.process_time()
    assert "ASK" in keywords(text)
    undeclared_prefixes(text)
    with pytest.raises(QuerySyntaxError):
        raise_refusal({"error": "syntax", "what": "x", "line": 1, "column": len(text)}, text)
    assert time.process_time() - begin < 5
