"""Blocking calls that are given up after a time: a name service, a socket, a keyring may stay silent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


class TooLate(Exception):
    """The call did not end in time. Its thread is left to itself and does not keep the program alive."""


def within(
    seconds: float, call: Callable[[], T], *, slow: float = 0.0, say: Callable[[], object] | None = None
) -> T:
    """Return what `call` returns, or raise what it raises, or `TooLate` after `seconds`.

    `say` is called, on the asking thread, when it has not ended after the first `slow` seconds.
    """
    ended: SimpleQueue[tuple[T] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            ended.put((call(),))
        except Exception as error:  # noqa: BLE001  # raised again on the asking thread
            ended.put(error)

    threading.Thread(target=run, name="with-a-deadline", daemon=True).start()
    try:
        outcome = ended.get(timeout=seconds if say is None else slow)
    except Empty:
        if say is None:
            raise TooLate from None
        say()
        try:
            outcome = ended.get(timeout=seconds - slow)
        except Empty:
            raise TooLate from None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome[0]
