"""Blocking calls that are given up after a time: a name service or a socket may be silent for minutes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


class TooLate(Exception):
    """The call did not end in time. Its thread is left to itself and does not keep the program alive."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what `call` returns, or raise what it raises, or `TooLate` after `seconds`."""
    ended: SimpleQueue[tuple[T] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            ended.put((call(),))
        except Exception as error:  # noqa: BLE001  # raised again on the asking thread
            ended.put(error)

    threading.Thread(target=run, name="doctor", daemon=True).start()
    try:
        outcome = ended.get(timeout=seconds)
    except Empty:
        raise TooLate from None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome[0]
