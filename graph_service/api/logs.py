"""The log of `serve`: one line a request, for people or as JSON, on stderr.

Owns what a line holds and how it is written. Queries appear by name; their
texts, and the parameters of addresses, only where the setting `log_queries`
says so. Headers are never logged, hence no token.

Writing never holds up an answer: lines wait in memory, and where nobody reads
stderr they are dropped and counted.
"""

from __future__ import annotations

import atexit
import logging
import sys
import threading
from collections import deque
from contextlib import suppress
from typing import Any, Final, TextIO

import structlog
from structlog.typing import Processor

from graph_service.settings import Settings

MOST_WAITING: Final = 10_000
_PAUSE: Final = 0.1
"""Seconds between two looks for lines to write."""
_NAME: Final = "communique"

log: structlog.stdlib.BoundLogger = structlog.wrap_logger(
    logging.getLogger(_NAME),
    wrapper_class=structlog.stdlib.BoundLogger,
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
)
"""Silent until `start_logging`; then each event is one line."""


def start_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Send our events and the server's to `stream` (default stderr) in the settings' form."""
    for name in (_NAME, "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = False
        logger.setLevel(logging.INFO if name == _NAME else logging.WARNING)
    logging.getLogger("uvicorn.error").propagate = True
    if settings.log == "off":
        logging.getLogger(_NAME).setLevel(logging.CRITICAL + 1)
        return
    handler = _Unhurried(stream or sys.stderr)
    handler.setFormatter(_formatter(settings.log))
    for name in (_NAME, "uvicorn"):
        logging.getLogger(name).addHandler(handler)


def _formatter(form: str) -> logging.Formatter:
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, sort_keys=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared[:1],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *shared,
            last,
        ],
    )


class _Unhurried(logging.Handler):
    """Writes from a thread of its own; drops lines where the stream does not take them.

    The thread looks for lines ten times a second: to wake it for each line would cost
    each request a tenth of a millisecond.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._lines: deque[str] = deque()
        self._dropped = 0
        self._last = threading.Event()
        self._writer = threading.Thread(target=self._write, name="log", daemon=True)
        self._writer.start()
        atexit.register(self._finish)

    def emit(self, record: logging.LogRecord) -> None:
        if len(self._lines) < MOST_WAITING:
            self._lines.append(self.format(record))
        else:
            self._dropped += 1

    def _write(self) -> None:
        with suppress(OSError, ValueError):  # nobody reads any more
            while not self._last.wait(_PAUSE):
                self._drain()
            self._drain()

    def _drain(self) -> None:
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            self._stream.write(f"{dropped} lines of the log were dropped\n")
        while self._lines:
            self._stream.write(self._lines.popleft() + "\n")
        self._stream.flush()

    def _finish(self) -> None:
        self._last.set()
        self._writer.join(timeout=2)


def request_line(**fields: Any) -> None:
    """One answered request; a failure of ours as an error, a slow or full service as a warning."""
    known = {name: value for name, value in fields.items() if value is not None}
    status = known["status"]
    write = log.error if status == 500 else log.warning if status > 500 else log.info
    write("request", **known)
