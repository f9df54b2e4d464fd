"""`Idempotency-Key`: the same key and body give the first answer again, for 24 hours."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable

from layers_desktop.sandbox.answers import Answer, Failure

WINDOW_SECONDS = 86_400.0
_MAX_LENGTH = 255


@dataclasses.dataclass(slots=True)
class _Entry:
    fingerprint: bytes
    at: float
    answer: Answer | None = None


class IdempotencyStore:
    """Remembers the answers of successful calls by (API key, idempotency key). Safe for any thread.

    Only successes are remembered: a call that was refused has done nothing, and its retry must be able
    to succeed once its cause is gone.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._entries: dict[tuple[str, str], _Entry] = {}

    def once(self, owner: str, key: str, fingerprint: bytes, call: Callable[[], Answer]) -> Answer:
        """Return the remembered answer, or `call()` and remember it.

        A second caller with the same key waits for the first. Failure 409 `IDEMPOTENCY_CONFLICT` when the
        key was used with another body, 422 when the key itself is no usable one.
        """
        if not key or len(key) > _MAX_LENGTH:
            raise Failure(
                422, "VALIDATION_FAILED", f"Idempotency-Key must have 1 to {_MAX_LENGTH} characters."
            )
        place = (owner, key)
        remembered = self._claim(place, fingerprint)
        if remembered is not None:
            return dataclasses.replace(
                remembered, headers=(*remembered.headers, ("Idempotency-Replayed", "true"))
            )
        answer: Answer | None = None
        try:
            answer = call()
        finally:
            with self._changed:
                if answer is None:
                    del self._entries[place]
                else:
                    self._entries[place].answer = answer
                self._changed.notify_all()
        return answer

    def _claim(self, place: tuple[str, str], fingerprint: bytes) -> Answer | None:
        """Return the first answer, or None when the caller is the first and must do the work."""
        with self._changed:
            while True:
                self._forget_old()
                entry = self._entries.get(place)
                if entry is None:
                    self._entries[place] = _Entry(fingerprint, self._clock())
                    return None
                if entry.fingerprint != fingerprint:
                    raise Failure(
                        409, "IDEMPOTENCY_CONFLICT", "This Idempotency-Key was used with another request."
                    )
                if entry.answer is not None:
                    return entry.answer
                self._changed.wait()

    def _forget_old(self) -> None:
        """Drop what is older than the window; entries are in the order of their time."""
        horizon = self._clock() - WINDOW_SECONDS
        while self._entries:
            place, entry = next(iter(self._entries.items()))
            if entry.at > horizon or entry.answer is None:
                break
            del self._entries[place]
