"""Who is signed in: the key's way from a field, the keyring or the environment to an `Account`.

A `Session` lives in the GUI thread (or a command line's main thread) and does nothing blocking itself: whoami
and the keyring run on `Tasks`. It tells the window its `SessionState` and everybody else the `Account`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.messages import WhoAmI
from layers_desktop.errors import Problem
from layers_desktop.secret import ApiKey
from layers_desktop.session.candidate import (
    Candidate,
    RunningSandbox,
    Unanswered,
    account_of,
    ask_whoami,
)
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.settings.credentials import CredentialStore, FoundKey, Saved
from layers_desktop.settings.endpoint import account_name
from layers_desktop.tasks import StallingTasks, Tasks

log = logging.getLogger(__name__)

KEYRING_PATIENCE_MS = 15_000
"""A locked keyring can block for ever behind a password dialog; after this the window stops waiting."""
NETWORK_RETRY_MS = 5_000
"""How often a stored key is tried again while there is no network at the start."""


class Session(QObject):
    """Signs in and out. Signals: `changed(SessionState)`, `account_changed(Account | None)`."""

    changed = Signal(object)
    account_changed = Signal(object)

    def __init__(
        self,
        *,
        base_url: str,
        credentials: CredentialStore,
        start_sandbox: Callable[[], RunningSandbox],
        environment_key: ApiKey | None = None,
        keyring_patience_ms: int = KEYRING_PATIENCE_MS,
        network_retry_ms: int = NETWORK_RETRY_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._base_url = base_url
        self._credentials = credentials
        self._start_sandbox = start_sandbox
        self._environment_key = environment_key
        self._tasks = Tasks(self)
        self._keyring = StallingTasks(self)
        self._sandbox: RunningSandbox | None = None
        self._boxes: list[RunningSandbox] = []
        """Every sandbox that was started and has not ended yet."""
        self._attempt = 0
        self.state = SessionState()
        self._signed_in = SessionState()
        """How the account that is in use was last shown."""
        self.account: Account | None = None
        self._retry = QTimer(self, singleShot=True, interval=network_retry_ms)
        self._retry.timeout.connect(self._try_again)
        self._retry_candidate: Candidate | None = None
        self._patience = QTimer(self, singleShot=True, interval=keyring_patience_ms)
        self._patience.timeout.connect(self._keyring_is_silent)

    @Slot()
    def start(self) -> None:
        """Sign in with the key of the environment or of the keyring, if there is one."""
        if self._environment_key:
            place = KeyPlace.ENVIRONMENT
            self._connect(Candidate(self._base_url, self._environment_key, store=False, place=place))
            return
        self._set(SessionState(phase=Phase.STARTING))
        attempt = self._next_attempt()
        self._patience.start()
        self._keyring.run(
            lambda: self._credentials.found(account_name(self._base_url)),
            lambda found: self._key_loaded(attempt, found),
            lambda problem: self._not_connected(attempt, problem),
        )

    @Slot(str)
    def connect_key(self, text: str) -> None:
        """Sign in with a key that a person typed or pasted; the keyring gets it once Layers accepts it."""
        key = ApiKey(text)
        if not key:
            self._not_connected(self._next_attempt(), _NO_KEY)
            return
        self._connect(Candidate(self._base_url, key, store=True))

    @Slot()
    def try_sandbox(self) -> None:
        """Sign in at a Layers on this computer; nothing leaves it and nothing is stored."""
        attempt = self._next_attempt()
        self._set(SessionState(phase=Phase.CONNECTING, sandbox=True))
        self._tasks.run(
            self._open_box,
            lambda box: self._sandbox_runs(attempt, box),
            lambda problem: self._not_connected(attempt, problem),
        )

    @Slot()
    def sign_out(self) -> None:
        """Forget the key, in the keyring too."""
        was_sandbox = self.state.sandbox if self.account is None else self._signed_in.sandbox
        from_environment = self.account is not None and self.account.key == self._environment_key
        self._next_attempt()
        self._set_account(None)
        self._set(SessionState(phase=Phase.SIGNED_OUT))
        self._stop_sandbox()
        if not was_sandbox and not from_environment:
            self._keyring.run(
                lambda: self._credentials.delete(account_name(self._base_url)), _ignore, self._show_notice
            )

    @Slot(object)
    def rehearse(self, faults: Sequence[str]) -> None:
        """Have the running sandbox act these faults next; with none, all goes well again.

        Then what waited, because the sandbox had rejected or suspended its key, goes on. Without a sandbox
        nothing happens: a real Layers cannot be told what to do.
        """
        if self._sandbox is None:
            return
        self._sandbox.rehearse(faults)
        if not faults:
            self.account_changed.emit(self.account)

    def close(self) -> None:
        """Stop waiting for anything and end the sandbox; for quit."""
        self._retry.stop()
        self._patience.stop()
        self._tasks.close()
        self._keyring.close()
        for box in self._boxes:
            box.stop()
        self._boxes.clear()

    def _connect(self, candidate: Candidate) -> None:
        attempt = self._next_attempt()
        self._set(replace(self.state, phase=Phase.CONNECTING, sandbox=candidate.box is not None, notice=None))
        self._tasks.run(
            lambda: ask_whoami(candidate),
            lambda answer: self._known(attempt, candidate, answer),
            lambda problem: self._known(attempt, candidate, Unanswered(problem, passing=False)),
        )

    def _next_attempt(self) -> int:
        """Make every answer that is still under way count for nothing."""
        self._attempt += 1
        self._retry.stop()
        self._patience.stop()
        return self._attempt

    def _key_loaded(self, attempt: int, found: FoundKey | None) -> None:
        if attempt != self._attempt:
            return
        if found is None:
            self._next_attempt()
            self._set(SessionState(phase=Phase.SIGNED_OUT))
        else:
            place, name = (KeyPlace.KEYRING, found.keyring) if found.keyring else (KeyPlace.SESSION, "")
            self._connect(Candidate(self._base_url, found.key, store=False, place=place, keyring=name))

    def _sandbox_runs(self, attempt: int, box: RunningSandbox) -> None:
        if attempt != self._attempt:
            self._end_box(box)
            return
        self._connect(Candidate(box.base_url, ApiKey(box.key), store=False, box=box, place=KeyPlace.SANDBOX))

    def _known(self, attempt: int, candidate: Candidate, answer: WhoAmI | Unanswered) -> None:
        if attempt != self._attempt:
            self._end_box(candidate.box)
            return
        if isinstance(answer, Unanswered):
            if answer.passing and not candidate.store and candidate.box is None:
                self._retry_candidate = candidate
                self._retry.start()
                # It is tried again by itself until it works; what waits in the list is in the journal.
                kept = "Your uploads are kept."
                self._set(replace(self.state, notice=replace(answer.problem, kept=kept, action=_TRYING)))
            else:
                self._end_box(candidate.box)
                self._not_connected(attempt, answer.problem)
            return
        self._sign_in(candidate, answer)

    def _sign_in(self, candidate: Candidate, answer: WhoAmI) -> None:
        account = account_of(candidate, answer)
        self._set(
            SessionState(
                phase=Phase.SIGNED_IN,
                sandbox=candidate.box is not None,
                organization_id=account.organization_id,
                organization_name=account.organization_name,
                tier=account.rate_limit_tier,
                key_place=candidate.place,
                key_words=candidate.keyring,
            )
        )
        self._set_account(account)
        before, self._sandbox = self._sandbox, candidate.box
        self._end_box(before)
        if candidate.store:
            attempt = self._attempt
            self._patience.start()
            self._keyring.run(
                lambda: self._credentials.save(account_name(self._base_url), candidate.key),
                lambda saved: self._key_saved(attempt, saved),
                lambda problem: self._key_saved(attempt, Saved(kept=False, problem=problem)),
            )

    def _key_saved(self, attempt: int, saved: Saved) -> None:
        if attempt == self._attempt:
            self._patience.stop()
            place = KeyPlace.KEYRING if saved.kept else KeyPlace.SESSION
            known = replace(self.state, key_kept=saved.kept, key_place=place, key_words=saved.words)
            self._set(replace(known, notice=saved.problem))

    def _not_connected(self, attempt: int, problem: Problem) -> None:
        if attempt != self._attempt:
            return
        self._next_attempt()
        if self.account is not None:
            # A new key for a signed-in window was not accepted: the old account's rows stay on the screen.
            self._set(replace(self._signed_in, notice=problem))
        else:
            # Nobody was signed in: no file waits, and nothing is tried again, whatever the error says.
            action = _CONNECT_AGAIN if "by itself" in problem.action else problem.action
            notice = replace(problem, kept="", action=action)
            self._set(SessionState(phase=Phase.SIGNED_OUT, notice=notice))

    @Slot()
    def _try_again(self) -> None:
        if self._retry_candidate is not None:
            self._connect(self._retry_candidate)

    @Slot()
    def _keyring_is_silent(self) -> None:
        if self.state.phase is Phase.SIGNED_IN:  # it was asked to keep the key, and may still do so
            self._set(replace(self.state, key_kept=False, key_words=_SILENCE, notice=_KEEPS_SILENT))
        else:
            self._next_attempt()
            self._set(SessionState(phase=Phase.SIGNED_OUT, notice=_SILENT_KEYRING))

    @Slot(object)
    def _show_notice(self, problem: Problem) -> None:
        self._set(replace(self.state, notice=problem))

    def _stop_sandbox(self) -> None:
        box, self._sandbox = self._sandbox, None
        self._end_box(box)

    def _open_box(self) -> RunningSandbox:
        """Start a sandbox; on a background thread."""
        box = self._start_sandbox()
        self._boxes.append(box)
        return box

    def _end_box(self, box: RunningSandbox | None) -> None:
        if box is not None:
            self._tasks.run(lambda: self._close_box(box), _ignore)

    def _close_box(self, box: RunningSandbox) -> None:
        """End a sandbox; on a background thread."""
        box.stop()
        self._boxes.remove(box)

    def _set(self, state: SessionState) -> None:
        self.state = state
        if state.phase is Phase.SIGNED_IN:
            self._signed_in = state
        self.changed.emit(state)

    def _set_account(self, account: Account | None) -> None:
        self.account = account
        self.account_changed.emit(account)


def _ignore(_: object) -> None:
    """Take a result that nobody needs."""


_TRYING = "It is tried again every few seconds."
_CONNECT_AGAIN = "Connect again in a moment."
_NO_KEY = Problem(
    code="key.missing",
    title="No key was entered",
    action="Paste the API key of your organization; it starts with lp_.",
)
_SILENT_KEYRING = Problem(
    code="keyring.silent",
    title="This computer's keyring does not answer",
    explanation="It may be locked, with its password dialog behind another window.",
    action="Unlock it and start again, or paste the key for this session.",
)
_SILENCE = "this computer's keyring does not answer"
_KEEPS_SILENT = Problem(
    code="keyring.silent",
    title=f"The key is kept for this session only, because {_SILENCE}",
    explanation="It may be locked, with its password dialog behind another window.",
    action="Unlock it; or you will be asked for the key at the next start.",
)
