"""How fast files may leave this computer: one limit for all workers together. Any thread, no Qt."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.errors.base import UploadCancelled

PIECE_SECONDS = 0.25
"""How long the line takes for one piece: bodies go out steadily, as storages close lines that stand still."""
SMALLEST_PIECE = 4 * 1024
"""Bytes."""
LONGEST_WAIT = 0.25
"""Seconds after which a waiting worker looks at the limit again, because it may have been changed."""


class BandwidthLimiter:
    """Shares out the line: bytes leave at `limit` on average, and each worker gets its turn.

    A worker reserves the time of its next piece behind those that were reserved before, and waits for it;
    of n workers each sends every n-th piece. Time that was not used is not saved up.
    """

    def __init__(
        self,
        limit: int = 0,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[CancelToken, float], bool] = CancelToken.wait,
    ) -> None:
        """`limit` in bytes a second, 0 for none; `wait` returns True when the token was cancelled."""
        self._clock = clock
        self._wait = wait
        self._lock = threading.Lock()
        self._limit = max(0, limit)
        self._free_at = float("-inf")
        self._changes = 0

    def change(self, limit: int) -> None:
        """Go on with another limit, at once for what is on its way too."""
        with self._lock:
            self._limit = max(0, limit)
            self._free_at = float("-inf")
            self._changes += 1

    def throttle(
        self, blocks: Iterable[bytes], count: Callable[[int], None], token: CancelToken
    ) -> Iterator[bytes]:
        """Yield the blocks no faster than the limit; `count` is told the total that was handed over.

        Raises `UploadCancelled` when the token is cancelled while it waits.
        """
        sent = 0
        for block in blocks:
            start = 0
            while start < len(block):
                piece = block[start : start + self._piece()] if self._limit else block[start:]
                self.take(len(piece), token)
                yield piece
                start += len(piece)
                sent += len(piece)
                count(sent)

    def take(self, size: int, token: CancelToken) -> None:
        """Wait until `size` bytes may leave; raises `UploadCancelled` when the token is cancelled."""
        changes, due = self._reserved(size)
        while (left := due - self._clock()) > 0:
            if self._wait(token, min(left, LONGEST_WAIT)):
                raise UploadCancelled
            if changes != self._changes:
                changes, due = self._reserved(size)

    def _reserved(self, size: int) -> tuple[int, float]:
        """Return when bytes may leave, and how often the limit had been changed when that was said."""
        with self._lock:
            if not self._limit:
                return self._changes, float("-inf")
            due = max(self._clock(), self._free_at)
            self._free_at = due + size / self._limit
            return self._changes, due

    def _piece(self) -> int:
        return max(SMALLEST_PIECE, int(self._limit * PIECE_SECONDS))
