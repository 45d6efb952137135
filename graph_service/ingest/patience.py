"""Ctrl-C: at once while we wait for input, otherwise after the article at hand."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from graph_service.readers.base import Item


class Patience:
    """`asked` once Ctrl-C was pressed; pressed again it breaks off at once."""

    def __init__(self) -> None:
        self.asked = False
        self._waiting = False

    def on_interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._waiting or self.asked:
            self.asked = True
            raise KeyboardInterrupt
        self.asked = True

    def waiting_for(self, items: Iterator[Item]) -> Item | None:
        self._waiting = True
        try:
            return next(items, None)
        except KeyboardInterrupt:
            self.asked = True
            return None
        finally:
            self._waiting = False


@contextmanager
def patience() -> Iterator[Patience]:
    """With our own handler of Ctrl-C, where this thread may set one."""
    patience = Patience()
    if threading.current_thread() is not threading.main_thread():
        yield patience
        return
    before = signal.signal(signal.SIGINT, patience.on_interrupt)
    try:
        yield patience
    finally:
        signal.signal(signal.SIGINT, before)
