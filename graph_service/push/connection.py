"""One HTTP client for a whole push: tries again where that can help, and says what happened.

Owns retries with back-off, time limits and the translation of the library's errors. An
answer is only handed on whole: a body that breaks off counts as no answer. Redirects are
not followed, so that credentials go nowhere else.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from socket import SHUT_RDWR, socket
from tempfile import TemporaryFile
from threading import Event
from typing import IO, TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit
from weakref import WeakSet

import httpx

from graph_service.errors import NetworkError, UsageError
from graph_service.export.target import not_written

if TYPE_CHECKING:
    import httpcore

RETRY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may succeed."""
LONGEST_PAUSE: Final = 120.0
"""Seconds; a server that asks for more is asked again after these."""
IN_MEMORY: Final = 8 * 1024 * 1024
"""Longer bodies wait in a temporary file."""
_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; `body` stands at its beginning, and a long one is to be closed."""

    status: int
    headers: httpx.Headers
    body: IO[bytes]

    @property
    def done(self) -> bool:
        return 200 <= self.status < 300

    def words(self) -> str:
        """The status, and the beginning of what the server says about it."""
        phrase = httpx.codes.get_reason_phrase(self.status)
        self.body.seek(0)
        said = " ".join(self.body.read(_SHOWN).decode("utf-8", "replace").split())
        return f"{self.status} {phrase}".strip() + (f": {said}" if said else "")


class Connection:
    """Safe to share between threads. `credentials` is a header that goes with every request."""

    def __init__(
        self,
        credentials: tuple[str, str] | None = None,
        *,
        timeout: float = 120.0,
        retries: int = 5,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        headers = {"User-Agent": "communique"}
        if credentials:
            headers[credentials[0]] = credentials[1]
        self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)
        self._retries = retries
        self._ended = Event()
        self._pause = pause or self._ended.wait
        self._sockets: WeakSet[socket] = WeakSet()
        self.tried_again = 0
        """Number of requests that were made once more."""

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
        retries: int | None = None,
    ) -> Answer:
        """The answer to the first try that succeeds, or that has a status of `accept`.

        Raises NetworkError when all tries are used up, or at once where trying again
        cannot help (401, 404, a redirect).
        """
        most = self._retries if retries is None else retries
        for number in range(most + 1):
            last = number == most
            wait = min(0.5 * 2**number, 30.0) * random.uniform(0.8, 1.2)  # noqa: S311
            try:
                answer = self._once(method, url, params, content, headers or {})
            except httpx.TransportError as error:
                if last or self._ended.is_set():
                    raise _unreachable(method, url, error, number + 1) from error
            else:
                if answer.done or answer.status in accept:
                    return answer
                if last or answer.status not in RETRY or self._ended.is_set():
                    raise _refused(method, url, answer, number + 1)
                wait = _asked(answer.headers.get("Retry-After")) or wait
            self.tried_again += 1
            self._pause(min(wait, LONGEST_PAUSE))
        raise AssertionError("unreachable")

    def _once(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        content: bytes,
        headers: Mapping[str, str],
    ) -> Answer:
        if self._ended.is_set():
            raise httpx.NetworkError("interrupted")
        with self._client.stream(
            method,
            url,
            params=params,
            content=content,
            headers=dict(headers),
            extensions={"trace": self._note},
        ) as response:
            body: IO[bytes] = BytesIO()
            try:
                for chunk in response.iter_bytes():
                    body.write(chunk)
                    if isinstance(body, BytesIO) and body.tell() > IN_MEMORY:
                        body = _on_disk(body)
            except httpx.DecodingError as error:
                body.close()
                raise httpx.RemoteProtocolError(str(error)) from error
            except BaseException:
                body.close()
                raise
            body.seek(0)
            return Answer(response.status_code, response.headers, body)

    def _note(self, event: str, info: Mapping[str, object]) -> None:
        """Called by the library at each step of a request; keeps the sockets it opens."""
        if event == "connection.connect_tcp.complete":
            stream = cast("httpcore.NetworkStream", info["return_value"])
            self._sockets.add(stream.get_extra_info("socket"))

    def give_up(self) -> None:
        """End what other threads are waiting for: each request under way fails, none is repeated.

        Closing alone would not: a thread that waits for a silent server goes on waiting.
        """
        self._ended.set()
        for open_socket in list(self._sockets):
            with suppress(OSError):
                open_socket.shutdown(SHUT_RDWR)

    def close(self) -> None:
        self._client.close()


@contextmanager
def threads(connection: Connection, number: int, name: str) -> Iterator[ThreadPoolExecutor]:
    """That many threads for requests. On Ctrl-C nothing is waited for."""
    with ThreadPoolExecutor(number, thread_name_prefix=name) as pool:
        try:
            yield pool
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            connection.give_up()  # the pool's end waits for what is under way
            raise


def _on_disk(body: BytesIO) -> IO[bytes]:
    try:
        file = cast("IO[bytes]", TemporaryFile(prefix="communique-"))  # noqa: SIM115
        file.write(body.getbuffer())
    except OSError as error:
        raise not_written("The folder for temporary files (TMPDIR)", error) from error
    return file


def check_url(url: str) -> str:
    """The URL without a slash at its end. Raises UsageError.

    >>> check_url("http://localhost:7878/")
    'http://localhost:7878'
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - checks it
    except ValueError as error:
        raise UsageError(
            f"This is no URL: {error}", do="Give e.g. http://localhost:7878."
        ) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is no http or https URL", do="Give e.g. http://localhost:7878.")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        # Not quoted: what is too much in it may be a password.
        raise UsageError(
            "The URL holds a user name, a query or a fragment",
            do="Give it without; credentials go into a file (--auth FILE).",
        )
    return url.rstrip("/")


def _asked(value: str | None) -> float | None:
    """Seconds of a Retry-After header, which may also name a time (RFC 9110, 10.2.3).

    >>> _asked("7"), _asked(None), _asked("soon")
    (7.0, None, None)
    """
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    with suppress(ValueError, TypeError):
        when = parsedate_to_datetime(value)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    return None


def _tries(number: int) -> str:
    return "" if number == 1 else f" after {number} tries"


def _unreachable(method: str, url: str, error: httpx.TransportError, tries: int) -> NetworkError:
    if isinstance(error, httpx.TimeoutException):
        what = "did not answer in time"
    elif isinstance(error, httpx.ConnectError):
        what = f"cannot be reached: {error}"
    else:
        what = f"broke off its answer: {error}"
    return NetworkError(
        f"The server {what}{_tries(tries)}",
        where=f"{method} {url}",
        do="Look whether it runs; then run the same command again: it goes on where it stopped.",
    )


def _refused(method: str, url: str, answer: Answer, tries: int) -> NetworkError:
    do = "Run the same command again when the server is well: it goes on where it stopped."
    if answer.status in (401, 403):
        do = "Give a file with credentials that may write there: --auth FILE."
    elif answer.status in (404, 405, 415):
        do = "Name the endpoints: --query-url, --update-url, --graphs-url; or another --dialect."
    elif answer.status in (301, 302, 303, 307, 308):
        do = f"It points to {answer.headers.get('Location')}; give that address if you trust it."
    elif answer.status == 507:
        do = "Make room on the server; then run the same command again."
    return NetworkError(
        f"The server answered {answer.words()}{_tries(tries)}", where=f"{method} {url}", do=do
    )
