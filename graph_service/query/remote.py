"""Asks another SPARQL endpoint one query, for SERVICE; only addresses that the operator listed.

Owns the connection and what must not happen over it: no address but the listed one, no
redirect, no name that leads into the private network, nothing past the deadline or over the
limit of size. What is asked, and what becomes of the rows, is `federation`'s.
"""

from __future__ import annotations

import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import SplitResult, urlencode, urlsplit

from graph_service.errors import (
    CallerLeft,
    DeadlineExceeded,
    LimitExceeded,
    NetworkError,
    ServiceBusy,
)
from graph_service.store.callers import Caller, current_caller

JSON: Final = "application/sparql-results+json"
XML: Final = "application/sparql-results+xml"
_PLACES: Final = threading.BoundedSemaphore(4)
"""Requests to others at once: a slow endpoint shall hold few of this service's threads."""


def ask_endpoint(address: str, query: str, seconds: float, most: int) -> tuple[str, bytes]:
    """Media type and body of the answer, of at most `most` bytes, within `seconds`.

    SPARQL 1.1 Protocol, section 2.1.2 (POST with a form). Raises NetworkError for everything
    that is the other's fault, DeadlineExceeded, LimitExceeded, ServiceBusy, CallerLeft.
    """
    until = time.monotonic() + seconds
    if not _PLACES.acquire(timeout=seconds):
        raise ServiceBusy("Other queries wait for other endpoints already")
    try:
        place = urlsplit(address)
        connection = _Pinned(place, _resolved(place, until))
        caller = current_caller()
        with _ending(connection, caller, until):
            try:
                answer = _asked(connection, place, query, most)
                if not connection.ended:  # else it may be the half that had come by then
                    return answer
                raise TimeoutError
            except (OSError, http.client.HTTPException) as error:
                if caller.left:
                    raise CallerLeft("The one who asked has left") from error
                if connection.ended or isinstance(error, TimeoutError):
                    raise DeadlineExceeded(
                        f"<{address}> did not answer within {seconds:.2g} s",
                        do="Ask it for less, or raise query_seconds; half of the time is its.",
                    ) from error
                raise NetworkError(
                    f"The endpoint <{address}> cannot be asked: {error or type(error).__name__}",
                    do="Try again later; with SERVICE SILENT the query goes on without it.",
                ) from error
    finally:
        _PLACES.release()


def _asked(connection: _Pinned, place: SplitResult, query: str, most: int) -> tuple[str, bytes]:
    target = (place.path or "/") + (f"?{place.query}" if place.query else "")
    headers = {
        "Accept": f"{JSON}, {XML};q=0.8",
        "Accept-Encoding": "identity",
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "communique",
    }
    connection.request("POST", target, urlencode({"query": query}), headers)
    answer = connection.getresponse()
    if 300 <= answer.status < 400:
        raise NetworkError(
            f"The endpoint <{place.geturl()}> sends elsewhere ({answer.status}), and redirects "
            "are not followed",
            do="List the address that it sends to.",
        )
    if answer.status != 200:
        raise NetworkError(
            f"The endpoint <{place.geturl()}> answered {answer.status}",
            do="Look whether it takes this pattern; with SERVICE SILENT the query goes on.",
        )
    body = answer.read(most + 1)
    if len(body) > most:
        raise LimitExceeded(
            f"<{place.geturl()}> has more than {most // 1024} KiB for this pattern",
            do="Name more of it inside SERVICE { }, or raise the setting service_kib.",
        )
    return answer.headers.get_content_type(), body


class _Pinned(http.client.HTTPConnection):
    """Connects to the one address that was looked at, whatever the name says next time."""

    def __init__(self, place: SplitResult, target: tuple[str, int]) -> None:
        super().__init__(place.hostname or "", target[1], timeout=60)
        self._target = target
        self._tls = place.scheme == "https"
        self.default_port = 443 if self._tls else 80
        self._open: socket.socket | None = None
        self.ended = False

    def connect(self) -> None:
        self._open = self.sock = socket.create_connection(self._target, self.timeout)
        if self._tls:
            context = ssl.create_default_context()
            self._open = self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        if self.ended:
            self.end()

    def end(self) -> None:
        """From another thread: whatever it waits for ends now."""
        self.ended = True
        if self._open is not None:
            with suppress(OSError):
                self._open.shutdown(socket.SHUT_RDWR)


@contextmanager
def _ending(connection: _Pinned, caller: Caller, until: float) -> Iterator[None]:
    """Whoever sends a byte a second, too, is cut off at the deadline; so is one who left."""
    left = max(0.0, until - time.monotonic())
    connection.timeout = max(0.001, left)
    watch = threading.Timer(left, connection.end)
    watch.start()
    try:
        with caller.watched(connection.end):
            yield
    finally:
        watch.cancel()
        connection.close()


def _resolved(place: SplitResult, until: float) -> tuple[str, int]:
    """Address and port to connect to. Raises NetworkError, DeadlineExceeded.

    A host that is listed by its number, or as localhost, may be a private one: that is what
    the operator wrote. A name must lead to public addresses alone.
    """
    host = place.hostname or ""
    port = place.port or (443 if place.scheme == "https" else 80)
    found = _looked_up(host, port, until)
    if host != "localhost" and not _is_number(host):
        private = [one for one in found if not ipaddress.ip_address(one).is_global]
        if private:
            raise NetworkError(
                f"The name {host} leads to an address that is not public",
                do="List the endpoint by its number if that is meant.",
            )
    return found[0], port


def _looked_up(host: str, port: int, until: float) -> list[str]:
    """The system's look-up knows no deadline, so a thread of its own waits for it."""
    answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put([str(row[4][0]).partition("%")[0] for row in rows])
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        found = answer.get(timeout=max(0.001, until - time.monotonic()))
    except queue.Empty:
        raise DeadlineExceeded(f"The name {host} was not found in time") from None
    if isinstance(found, list) and found:
        return found
    raise NetworkError(f"The name {host} leads nowhere: {found}", do="Look at its spelling.")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
