"""One attempt to sign in at a time: with a key at hand, with one from the keyring, or at a sandbox.

A newer attempt makes every answer that is still under way count for nothing. A stored key is tried again by
itself while Layers cannot be reached; a typed one is not, because its person is there to be told. A sandbox
that was started for it ends with the program at the latest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot

from layers_desktop.api.backoff import Backoff
from layers_desktop.api.models import WhoAmI
from layers_desktop.api.network import Network
from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.core.secrets import ApiKey
from layers_desktop.session.account_lookup import ApiUnavailable, RunningSandbox, SignInAttempt, ask_whoami
from layers_desktop.session.keyring_worker import KeyringWorker
from layers_desktop.session.state import KeyPlace
from layers_desktop.settings.account_keys import NamedKey


class SandboxPool:
    """Starts sandboxes and ends them on background threads, all of them at quit."""

    def __init__(self, start: Callable[[], RunningSandbox], tasks: Tasks) -> None:
        self._start = start
        self._tasks = tasks
        self._running: list[RunningSandbox] = []

    def open(self) -> RunningSandbox:
        """Start a sandbox. Blocking: for a background thread."""
        box = self._start()
        self._running.append(box)
        return box

    def end(self, box: RunningSandbox | None) -> None:
        """End a sandbox, if it is one; does not wait for it."""
        if box is not None:
            self._tasks.run(lambda: self._close(box))

    def close(self) -> None:
        """End all of them; after the tasks were closed.

        Their folders go in the caller's thread: at quit there is no window any more that would wait.
        """
        for box in self._running:
            box.stop()
        self._running.clear()

    def _close(self, box: RunningSandbox) -> None:
        box.stop()
        self._running.remove(box)


RECONNECTING = Backoff(base=6.0, cap=6.0)
"""A stored key is tried again after 3 to 6 seconds; later if Layers asks so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInListener:
    """Who hears of the newest attempt; never of an older one."""

    asking: Callable[[SignInAttempt], None]
    """Layers is being asked whose key it is, maybe once more."""
    known: Callable[[SignInAttempt, WhoAmI], None]
    """Layers knows the key. A sandbox goes over to whoever hears this."""
    delayed: Callable[[Problem, float], None]
    """Layers could not be asked, and will be again in so many seconds."""
    failed: Callable[[Problem], None]
    no_key: Callable[[], None]
    """The keyring has none."""


class SignIn(QObject):
    """Brings a key to what Layers says of it. Lives in the session's thread, and blocks it never."""

    def __init__(
        self,
        base_url: str,
        *,
        tasks: Tasks,
        keys: KeyringWorker,
        boxes: SandboxPool,
        told: SignInListener,
        network: Network | None,
        backoff: Backoff = RECONNECTING,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._base_url = base_url
        self._network = network
        self._tasks = tasks
        self._keys = keys
        self._boxes = boxes
        self._told = told
        self.attempt = 0
        """Counts the attempts, so that what came of one can be told from what came later."""
        self._backoff = backoff
        self._retry = QTimer(self, singleShot=True)
        self._retry.timeout.connect(self._try_again)
        self._retried: SignInAttempt | None = None

    def with_key(self, candidate: SignInAttempt) -> None:
        """Ask Layers whose key this is."""
        attempt, network, backoff = self.abandon(), self._network, self._backoff
        self._told.asking(candidate)
        self._tasks.run(
            lambda: ask_whoami(candidate, network, backoff),
            lambda answer: self._answered(attempt, candidate, answer),
            lambda problem: self._answered(attempt, candidate, ApiUnavailable(problem)),
        )

    def with_kept_key(self, organization_id: str | None) -> None:
        """Sign in with the kept key of that organization, by default of the one used last."""
        attempt = self.abandon()
        self._keys.find(
            organization_id,
            lambda found: self._found(attempt, found),
            lambda problem: self._failed(attempt, problem),
        )

    def at_sandbox(self) -> None:
        """Start a sandbox and sign in there."""
        attempt = self.abandon()
        self._tasks.run(
            self._boxes.open,
            lambda box: self._started(attempt, box),
            lambda problem: self._failed(attempt, problem),
        )

    def abandon(self) -> int:
        """Make every answer that is still under way count for nothing; returns the next attempt's number."""
        self.attempt += 1
        self._retry.stop()
        self._keys.stop_waiting()
        return self.attempt

    def _found(self, attempt: int, found: NamedKey | None) -> None:
        if attempt != self.attempt:
            return
        if found is None:
            self.abandon()
            self._told.no_key()
            return
        place = KeyPlace.KEYRING if found.keyring else KeyPlace.SESSION
        self.with_key(
            SignInAttempt(
                self._base_url, found.key, store=False, kept=found, place=place, keyring=found.keyring
            )
        )

    def _started(self, attempt: int, box: RunningSandbox) -> None:
        if attempt != self.attempt:
            self._boxes.end(box)
            return
        self.with_key(
            SignInAttempt(box.base_url, ApiKey(box.key), store=False, box=box, place=KeyPlace.SANDBOX)
        )

    def _answered(self, attempt: int, candidate: SignInAttempt, answer: WhoAmI | ApiUnavailable) -> None:
        if attempt != self.attempt:
            self._boxes.end(candidate.box)
        elif not isinstance(answer, ApiUnavailable):
            self._told.known(candidate, answer)
        elif answer.again_in is not None and not candidate.store and candidate.box is None:
            self._retried = candidate
            self._retry.start(math.ceil(1_000 * answer.again_in))
            self._told.delayed(answer.problem, answer.again_in)
        else:
            self._boxes.end(candidate.box)
            self._failed(attempt, answer.problem)

    def _failed(self, attempt: int, problem: Problem) -> None:
        if attempt == self.attempt:
            self.abandon()
            self._told.failed(problem)

    @Slot()
    def _try_again(self) -> None:
        if self._retried is not None:
            self.with_key(self._retried)
