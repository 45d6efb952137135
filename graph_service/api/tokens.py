"""Bearer tokens: which ones open this service, and whether a request brings one.

Owns reading them from the settings and comparing them in constant time (RFC 6750,
section 2.1). A token is never logged, never put into a message.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from starlette.requests import HTTPConnection

from graph_service.errors import NotAllowed, StoreError, TokenMissing
from graph_service.settings import Settings


def known_tokens(settings: Settings) -> tuple[bytes, ...]:
    """Every token that opens this service; empty where none is set.

    The file is read each time, so that a token can be added or taken away without a
    stop. Raises StoreError where it cannot be read.
    """
    lines = settings.token.get_secret_value().splitlines() if settings.token else []
    if settings.token_file is not None:
        try:
            lines += settings.token_file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(
                "The file of tokens cannot be read",
                where="setting token_file",
                do="Give the user who runs this the right to read it; it must be UTF-8.",
            ) from error
    return tuple(line.strip().encode() for line in lines if line.strip())


def require_token(request: HTTPConnection, tokens: tuple[bytes, ...]) -> None:
    """Raises TokenMissing unless the request's Authorization header holds one of `tokens`,
    NotAllowed where there are none.
    """
    if not tokens:
        raise NotAllowed(
            "This is closed: the service has no token",
            do="Start it with COMMUNIQUE_TOKEN or COMMUNIQUE_TOKEN_FILE, and send one of them.",
        )
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise TokenMissing(
            "A bearer token is needed here", do="Send the header Authorization: Bearer TOKEN."
        )
    sent = sha256(given.strip().encode("utf-8", "surrogateescape")).digest()
    # Hashed, so that lengths say nothing; every token is compared, so that time does not either.
    if not sum([hmac.compare_digest(sent, sha256(token).digest()) for token in tokens]):
        raise TokenMissing("This token opens nothing here", do="Ask who runs the service for one.")
