"""`communique serve`: SPARQL, REST, linked data and the site on one address."""

from __future__ import annotations

import errno
import os
import socket
import sys
from typing import Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, RegistryOption, read_settings


def command(
    home: HomeOption = None,
    host: Annotated[
        str | None, typer.Option("--host", help="Address to bind to.", show_default=False)
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", help="Port to bind to; 0 takes a free one.")
    ] = None,
    registry: RegistryOption = None,
) -> int:
    """Answer over HTTP until stopped. Binds to 127.0.0.1 unless told otherwise.

    Example: communique serve --port 8000
    """
    from graph_service.api.app import create_app
    from graph_service.api.server import serve

    settings = read_settings(home=home, host=host, port=port, registry=registry)
    with _listen(settings.host, settings.port) as listener:
        address, bound = listener.getsockname()[:2]
        settings = settings.model_copy(update={"port": bound})  # 0 was "any free one"
        app = create_app(settings)
        print(f"communique: serving http://{address}:{bound}/", file=sys.stderr, flush=True)
        serve(app, listener, settings)
    return DONE


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket; binding before anything is opened makes "port in use" quick and clear."""
    from graph_service.errors import NetworkError

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # By its name: asyncio sends small packets at once only where it sees the protocol,
        # and without that each answer on a kept connection waits 40 ms.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
        return listener
    except OSError as error:
        reason = (
            "is in use by another program"
            if error.errno == errno.EADDRINUSE
            else f"cannot be bound: {os.strerror(error.errno) if error.errno else error}"
        )
        raise NetworkError(
            f"Port {port} on {host} {reason}", do="Choose another with --port or --host."
        ) from error
