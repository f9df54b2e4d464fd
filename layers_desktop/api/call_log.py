"""A line of the log for each call, at level debug: where it led and what came of it, never what it carried.

A signed link is named by its server alone, and no query, header or body is ever written.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import httpx

from layers_desktop.api.failure import clean

log = logging.getLogger(__name__)


class CallNote:
    """Measures one call from now on. `place` is the path at Layers, or the storage's server.

    `key` is the key in use, which no line shows, not even where a server repeats it.
    """

    def __init__(
        self, method: str, place: str, *, key: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._what = f"{method} {clean(place, key=key)}"
        self._key = key
        self._clock = clock
        self._began = clock()

    def answered(self, response: httpx.Response) -> None:
        """Note the status and the server's name for the request, whatever the answer was."""
        seen = response.headers
        named = seen.get("x-request-id") or seen.get("x-amz-request-id") or ""
        request = clean(named, longest=128, key=self._key) or "no request id"
        log.debug("%s: %d, %s, %d ms", self._what, response.status_code, request, self._milliseconds)

    def ended(self, error: Exception) -> None:
        """Note that no answer came, and what sort of error says so."""
        log.debug("%s: %s, %d ms", self._what, type(error).__name__, self._milliseconds)

    @property
    def _milliseconds(self) -> float:
        return (self._clock() - self._began) * 1000
