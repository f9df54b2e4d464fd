"""A name's addresses, without waiting longer than somebody wants to: a look-up itself cannot be stopped."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final

_GLANCE: Final = 0.25
"""Seconds between two questions whether to go on waiting."""


def resolve(host: str, port: int) -> list[str]:
    """Return a name's addresses, in the system's order of preference. Blocks; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses(
    host: str,
    port: int,
    resolver: Callable[[str, int], list[str]],
    stop_waiting: Callable[[], None],
) -> list[str]:
    """Return what `resolver` finds, in a thread of its own that is left alone when nobody waits any more.

    `stop_waiting` raises when that is so. Raises that, and what `resolver` does: OSError, or ValueError for
    what is no name.
    """
    found: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def look_up() -> None:
        answer: list[str] | Exception = OSError("the look-up failed")
        try:
            answer = resolver(host, port)
        except (OSError, ValueError) as error:
            answer = error
        finally:
            found.put(answer)

    threading.Thread(target=look_up, name="link-name", daemon=True).start()
    while True:
        try:
            answer = found.get(timeout=_GLANCE)
        except Empty:
            stop_waiting()
            continue
        if isinstance(answer, Exception):
            raise answer
        return answer
