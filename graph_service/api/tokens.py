"""Bearer tokens: which ones open this service, and whether a request brings one.

Owns reading them from the settings and comparing them in constant time (RFC 6750,
section 2.1). A token is never logged, never put into a message.
"""

from __future__ import annotations

import hmac

from starlette.requests import HTTPConnection

from graph_service.errors import TokenMissing
from graph_service.settings import Settings


def known_tokens(settings: Settings) -> tuple[bytes, ...]:
    """Every token that opens this service; empty where none is set."""
    if settings.token is None:
        return ()
    lines = settings.token.get_secret_value().splitlines()
    return tuple(line.strip().encode() for line in lines if line.strip())


def require_token(request: HTTPConnection, tokens: tuple[bytes, ...]) -> None:
    """Raises TokenMissing unless the request's Authorization header holds one of `tokens`."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if not tokens:
        raise TokenMissing(
            "This is closed: the service has no token", do="Start it with COMMUNIQUE_TOKEN."
        )
    if scheme.lower() != "bearer" or not given.strip():
        raise TokenMissing(
            "A bearer token is needed here", do="Send the header Authorization: Bearer TOKEN."
        )
    sent = given.strip().encode("utf-8", "surrogateescape")
    # Every token is compared, so that the time says nothing about which one was near.
    if not sum([hmac.compare_digest(sent, token) for token in tokens]):
        raise TokenMissing("This token opens nothing here", do="Ask who runs the service for one.")
