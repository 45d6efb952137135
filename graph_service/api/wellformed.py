"""Addresses that can be read in one way only, before any route sees them.

Owns percent-encoding (RFC 3986, section 2.1), UTF-8, days, parameters that are
given twice though one value is taken, and those of look-ups that no route knows.
Bodies are read by their routes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote_to_bytes

from fastapi import Request
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from graph_service.errors import BadValue

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}")
MOST_PARAMETERS = 200


def check_encoding(encoded: str, where: str) -> None:
    """Raises BadValue with the place of what is no percent-encoded UTF-8.

    >>> check_encoding("q=%C3%A9", "address")
    >>> check_encoding("q=%zz", "address")
    Traceback (most recent call last):
    ...
    graph_service.errors.BadValue: '%zz' is no percent-encoding (address, character 3). ...
    """
    broken = _BROKEN.search(encoded)
    if broken is not None:
        raise BadValue(
            f"{broken[0]!r} is no percent-encoding",
            where=f"{where}, character {broken.start() + 1}",
            do="Write % itself as %25.",
        )
    try:
        unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadValue(
            "The percent-encoded bytes are not UTF-8",
            where=f"{where}, byte {error.start + 1} after decoding",
            do="Encode the text as UTF-8 first.",
        ) from error


def parameters(encoded: str, where: str) -> dict[str, list[str]]:
    """Names and their values, of an address or a form.

    >>> parameters("a=1&b=x+y&a=2", "address")
    {'a': ['1', '2'], 'b': ['x y']}
    """
    check_encoding(encoded, where)
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise BadValue(
            f"There are more than {MOST_PARAMETERS} parameters", where=where, do="Send fewer."
        ) from error
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def check_once(values: Mapping[str, list[str]], names: frozenset[str], where: str) -> None:
    """Raises BadValue where one of `names` stands twice."""
    for name in sorted(names & values.keys()):
        if len(values[name]) > 1:
            raise BadValue(
                f"The parameter {name} is given {len(values[name])} times, and one is taken",
                where=where,
                do="Give it once.",
            )


def taken_once(openapi: Mapping[str, Any]) -> dict[tuple[str, str], frozenset[str]]:
    """(method, route) -> query parameters that take one value, from an OpenAPI document."""
    return {
        (method.upper(), path): frozenset(
            parameter["name"]
            for parameter in operation.get("parameters", ())
            if parameter["in"] == "query" and not _takes_many(parameter["schema"])
        )
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    }


def _takes_many(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "array" or any(map(_takes_many, schema.get("anyOf", ())))


async def only_known(request: Request) -> None:
    """Raises BadValue for a parameter that the route does not take.

    A misspelt filter that is passed over gives more than was asked for, and nobody sees it.
    """
    if not request.scope["query_string"]:
        return
    path = request.scope["route"].path
    operation = request.app.openapi()["paths"].get(path, {}).get("get", {})
    known = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
    for name in parameters(request.url.query, "address"):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise BadValue(
                f"There is no parameter {name!r} here",
                where=path,
                do=(f"Did you mean {near[0]}? " if near else "")
                + f"It takes {', '.join(known) or 'none'}.",
            )


def _day_as_written(value: Any) -> Any:
    """pydantic would read a number as seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("day", "it is no day such as 2022-06-15")
    return value


Day = Annotated[date, BeforeValidator(_day_as_written)]
"""A day of the calendar, YYYY-MM-DD."""
