"""Who is signed in: the key's way from a field, the keyring or the environment to an `Account`.

A `Session` lives in the GUI thread (or a command line's main thread) and does nothing blocking itself: whoami
and the keyring run on `Tasks`. It tells the window its `SessionState` and everybody else the `Account`.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.client import LayersClient
from layers_desktop.api.errors import NetworkFault
from layers_desktop.api.messages import WhoAmI
from layers_desktop.errors import Problem, UserError
from layers_desktop.secret import ApiKey
from layers_desktop.session.state import Phase, SessionState
from layers_desktop.settings.credentials import CredentialStore, Saved
from layers_desktop.settings.endpoint import account_name
from layers_desktop.tasks import Tasks

log = logging.getLogger(__name__)

KEYRING_PATIENCE_MS = 15_000
"""A locked keyring can block for ever behind a password dialog; after this the window stops waiting."""
NETWORK_RETRY_MS = 5_000
"""How often a stored key is tried again while there is no network at the start."""


class RunningSandbox(Protocol):
    """The part of a sandbox that a session needs; `app` injects the real one."""

    base_url: str

    @property
    def key(self) -> str:
        """The key that opens it."""

    def stop(self) -> None:
        """End it; blocking."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A key on its way to becoming an account."""

    base_url: str
    key: ApiKey
    store: bool
    sandbox: bool = False


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
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._base_url = base_url
        self._credentials = credentials
        self._start_sandbox = start_sandbox
        self._environment_key = environment_key
        self._tasks = Tasks(self)
        self._sandbox: RunningSandbox | None = None
        self._attempt = 0
        self.state = SessionState()
        self.account: Account | None = None
        self._retry = QTimer(self, singleShot=True, interval=NETWORK_RETRY_MS)
        self._retry.timeout.connect(self._try_again)
        self._retry_candidate: _Candidate | None = None
        self._patience = QTimer(self, singleShot=True, interval=KEYRING_PATIENCE_MS)
        self._patience.timeout.connect(self._keyring_is_silent)

    @Slot()
    def start(self) -> None:
        """Sign in with the key of the environment or of the keyring, if there is one."""
        if self._environment_key:
            self._connect(_Candidate(self._base_url, self._environment_key, store=False))
            return
        self._set(SessionState(phase=Phase.STARTING))
        self._patience.start()
        attempt = self._next_attempt()
        self._tasks.run(
            lambda: self._credentials.load(account_name(self._base_url)),
            lambda key: self._key_loaded(attempt, key),
            lambda problem: self._not_connected(attempt, problem),
        )

    @Slot(str)
    def connect_key(self, text: str) -> None:
        """Sign in with a key that a person typed or pasted; the keyring gets it once Layers accepts it."""
        key = ApiKey(text)
        if not key:
            self._set(replace(self.state, phase=Phase.SIGNED_OUT, notice=_NO_KEY))
            return
        self._connect(_Candidate(self._base_url, key, store=True))

    @Slot()
    def try_sandbox(self) -> None:
        """Sign in at a Layers on this computer; nothing leaves it and nothing is stored."""
        attempt = self._next_attempt()
        self._set(SessionState(phase=Phase.CONNECTING, sandbox=True))
        self._tasks.run(
            self._start_sandbox,
            lambda box: self._sandbox_runs(attempt, box),
            lambda problem: self._not_connected(attempt, problem),
        )

    @Slot()
    def sign_out(self) -> None:
        """Forget the key, in the keyring too."""
        was_sandbox = self.state.sandbox
        self._next_attempt()
        self._set_account(None)
        self._set(SessionState(phase=Phase.SIGNED_OUT))
        self._stop_sandbox()
        if not was_sandbox and self._environment_key is None:
            self._tasks.run(
                lambda: self._credentials.delete(account_name(self._base_url)), _ignore, self._show_notice
            )

    def close(self) -> None:
        """Stop waiting for anything and end the sandbox; for quit."""
        self._retry.stop()
        self._patience.stop()
        self._tasks.close()
        if self._sandbox is not None:
            self._sandbox.stop()
            self._sandbox = None

    def _connect(self, candidate: _Candidate) -> None:
        attempt = self._next_attempt()
        self._set(replace(self.state, phase=Phase.CONNECTING, sandbox=candidate.sandbox, notice=None))
        self._tasks.run(
            lambda: _ask_whoami(candidate),
            lambda answer: self._known(attempt, candidate, answer),
        )

    def _next_attempt(self) -> int:
        """Make every answer that is still under way count for nothing."""
        self._attempt += 1
        self._retry.stop()
        self._patience.stop()
        return self._attempt

    def _key_loaded(self, attempt: int, key: ApiKey | None) -> None:
        if attempt != self._attempt:
            return
        if key is None:
            self._next_attempt()
            self._set(SessionState(phase=Phase.SIGNED_OUT))
        else:
            self._connect(_Candidate(self._base_url, key, store=False))

    def _sandbox_runs(self, attempt: int, box: RunningSandbox) -> None:
        if attempt != self._attempt:
            self._tasks.run(box.stop, _ignore)
            return
        self._sandbox = box
        self._connect(_Candidate(box.base_url, ApiKey(box.key), store=False, sandbox=True))

    def _known(self, attempt: int, candidate: _Candidate, answer: WhoAmI | _Unanswered) -> None:
        if attempt != self._attempt:
            return
        if isinstance(answer, _Unanswered):
            if answer.passing and not candidate.store:
                self._retry_candidate = candidate
                self._retry.start()
                self._set(replace(self.state, notice=answer.problem))
            else:
                self._not_connected(attempt, answer.problem)
            return
        account = _account(candidate, answer)
        self._set(
            SessionState(
                phase=Phase.SIGNED_IN,
                sandbox=candidate.sandbox,
                organization_id=account.organization_id,
                organization_name=account.organization_name,
                tier=account.rate_limit_tier,
            )
        )
        self._set_account(account)
        if candidate.store:
            self._tasks.run(
                lambda: self._credentials.save(account_name(self._base_url), candidate.key),
                self._key_saved,
                self._key_unsaved,
            )

    def _key_saved(self, saved: Saved) -> None:
        if self.state.phase is Phase.SIGNED_IN:
            self._set(replace(self.state, key_kept=saved.kept, notice=saved.problem))

    def _key_unsaved(self, problem: Problem) -> None:
        if self.state.phase is Phase.SIGNED_IN:
            self._set(replace(self.state, key_kept=False, notice=problem))

    def _not_connected(self, attempt: int, problem: Problem) -> None:
        if attempt != self._attempt:
            return
        self._next_attempt()
        if self.account is not None:
            # A new key for a signed-in window was not accepted: the old account's rows stay on the screen.
            self._set(replace(self.state, phase=Phase.SIGNED_IN, notice=problem))
        else:
            self._stop_sandbox()
            self._set(SessionState(phase=Phase.SIGNED_OUT, notice=problem))

    @Slot()
    def _try_again(self) -> None:
        if self._retry_candidate is not None:
            self._connect(self._retry_candidate)

    @Slot()
    def _keyring_is_silent(self) -> None:
        self._next_attempt()
        self._set(SessionState(phase=Phase.SIGNED_OUT, notice=_SILENT_KEYRING))

    @Slot(object)
    def _show_notice(self, problem: Problem) -> None:
        self._set(replace(self.state, notice=problem))

    def _stop_sandbox(self) -> None:
        box, self._sandbox = self._sandbox, None
        if box is not None:
            self._tasks.run(box.stop, _ignore)

    def _set(self, state: SessionState) -> None:
        self.state = state
        self.changed.emit(state)

    def _set_account(self, account: Account | None) -> None:
        self.account = account
        self.account_changed.emit(account)


@dataclass(frozen=True, slots=True)
class _Unanswered:
    """No whoami; `passing` when the network is to blame and another try may help."""

    problem: Problem
    passing: bool


def _ask_whoami(candidate: _Candidate) -> WhoAmI | _Unanswered:
    """Ask Layers whose key this is; on a background thread."""
    try:
        with LayersClient(candidate.base_url, candidate.key) as client:
            return client.whoami()
    except NetworkFault as error:
        return _Unanswered(error.problem, passing=True)
    except UserError as error:
        return _Unanswered(error.problem, passing=False)


def _account(candidate: _Candidate, answer: WhoAmI) -> Account:
    organization = answer.organization_id
    if candidate.sandbox:
        # Every sandbox forgets at its end what it knew: no later one must take up this one's transfers.
        organization = f"sandbox:{uuid.uuid4()}"
    return Account(
        base_url=candidate.base_url,
        key=candidate.key,
        organization_id=organization,
        organization_name=answer.organization_name or organization,
        rate_limit_tier=answer.rate_limit_tier or "standard",
    )


def _ignore(_: object) -> None:
    """Take a result that nobody needs."""


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
