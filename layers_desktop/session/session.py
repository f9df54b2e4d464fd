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
from layers_desktop.session import notices
from layers_desktop.session.boxes import Boxes
from layers_desktop.session.candidate import (
    Candidate,
    RunningSandbox,
    Unanswered,
    account_of,
    ask_whoami,
)
from layers_desktop.session.roster import Roster
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.settings.account_keys import AccountKeys, NamedKey
from layers_desktop.settings.credentials import CredentialStore, Saved
from layers_desktop.settings.kept_accounts import KeptAccounts, KeptOrganization
from layers_desktop.tasks import StallingTasks, Tasks

log = logging.getLogger(__name__)

KEYRING_PATIENCE_MS = 15_000
"""A locked keyring can block for ever behind a password dialog; after this the window stops waiting."""
NETWORK_RETRY_MS = 5_000
"""How often a stored key is tried again while there is no network at the start."""


class Session(QObject):
    """Signs in and out, and from one organization to another."""

    changed = Signal(object)
    """`SessionState`"""
    account_changed = Signal(object)
    """`Account | None`"""
    accounts_changed = Signal(object)
    """The `KnownAccount`s that one can switch to, by name, the one in use among them."""

    def __init__(
        self,
        *,
        base_url: str,
        credentials: CredentialStore,
        kept: KeptAccounts | None = None,
        start_sandbox: Callable[[], RunningSandbox],
        environment_key: ApiKey | None = None,
        keyring_patience_ms: int = KEYRING_PATIENCE_MS,
        network_retry_ms: int = NETWORK_RETRY_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._base_url = base_url
        self._keys = AccountKeys(base_url, credentials, kept)
        self._roster = Roster()
        self._environment_key = environment_key
        self._tasks = Tasks(self)
        self._keyring = StallingTasks(self)
        self._sandbox: RunningSandbox | None = None
        self._boxes = Boxes(start_sandbox, self._tasks)
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
            self._keyring.run(self._keys.organizations, self._kept_seen)
            return
        self._set(SessionState(phase=Phase.STARTING))
        self._load_key(None)

    @Slot(str)
    def switch_account(self, organization_id: str) -> None:
        """Sign in at another organization of the list; the one before keeps its key and waits."""
        candidate = self._roster.candidate(organization_id)
        if candidate is not None:
            self._connect(candidate)
            return
        self._set(replace(self.state, phase=Phase.CONNECTING, notice=None))
        self._load_key(organization_id)

    def _load_key(self, organization_id: str | None) -> None:
        """Sign in with the kept key of that organization, by default of the one used last."""
        attempt = self._next_attempt()
        self._patience.start()
        self._keyring.run(self._keys.organizations, self._kept_seen)
        self._keyring.run(
            lambda: self._keys.load(organization_id),
            lambda found: self._key_loaded(attempt, found),
            lambda problem: self._not_connected(attempt, problem),
        )

    def _kept_seen(self, kept: tuple[KeptOrganization, ...]) -> None:
        self._roster.keep(kept)
        self.accounts_changed.emit(self._roster.listed())

    @Slot(str)
    def connect_key(self, text: str) -> None:
        """Sign in with a key that a person typed or pasted; the keyring gets it once Layers accepts it."""
        key = ApiKey(text)
        if not key:
            self._not_connected(self._next_attempt(), notices.NO_KEY)
            return
        self._connect(Candidate(self._base_url, key, store=True))

    @Slot()
    def try_sandbox(self) -> None:
        """Sign in at a Layers on this computer; nothing leaves it and nothing is stored."""
        attempt = self._next_attempt()
        self._set(SessionState(phase=Phase.CONNECTING, sandbox=True))
        self._tasks.run(
            self._boxes.open,
            lambda box: self._sandbox_runs(attempt, box),
            lambda problem: self._not_connected(attempt, problem),
        )

    @Slot()
    def sign_out(self) -> None:
        """Forget the key, in the keyring too, and go on with another organization where there is one."""
        was, was_sandbox = self.account, self._signed_in.sandbox
        self._next_attempt()
        self._set_account(None)
        self._set(SessionState(phase=Phase.SIGNED_OUT))
        self._stop_sandbox()
        if was is not None and not was_sandbox:
            self._roster.leave(was.organization_id)
            self.accounts_changed.emit(self._roster.listed())
            if was.key != self._environment_key:
                self._keyring.run(
                    lambda: self._keys.delete(was.organization_id), on_problem=self._show_notice
                )
        if was is not None and (others := self._roster.others(was.organization_id)):
            self.switch_account(others[0])

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
        self._boxes.close()

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

    def _key_loaded(self, attempt: int, found: NamedKey | None) -> None:
        if attempt != self._attempt:
            return
        if found is not None:
            place, name = (KeyPlace.KEYRING, found.keyring) if found.keyring else (KeyPlace.SESSION, "")
            self._connect(
                Candidate(self._base_url, found.key, store=False, kept=found, place=place, keyring=name)
            )
        elif self.account is not None:
            self._not_connected(attempt, notices.KEY_GONE)
        else:
            self._next_attempt()
            self._set(SessionState(phase=Phase.SIGNED_OUT))

    def _sandbox_runs(self, attempt: int, box: RunningSandbox) -> None:
        if attempt != self._attempt:
            self._boxes.end(box)
            return
        self._connect(Candidate(box.base_url, ApiKey(box.key), store=False, box=box, place=KeyPlace.SANDBOX))

    def _known(self, attempt: int, candidate: Candidate, answer: WhoAmI | Unanswered) -> None:
        if attempt != self._attempt:
            self._boxes.end(candidate.box)
            return
        if isinstance(answer, Unanswered):
            if answer.passing and not candidate.store and candidate.box is None:
                self._retry_candidate = candidate
                self._retry.start()
                # It is tried again by itself until it works; what waits in the list is in the journal.
                kept = "Your uploads are kept."
                self._set(
                    replace(self.state, notice=replace(answer.problem, kept=kept, action=notices.TRYING))
                )
            else:
                self._boxes.end(candidate.box)
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
        self._boxes.end(before)
        if candidate.box is None:
            self._roster.enter(candidate, account)
            self.accounts_changed.emit(self._roster.listed())
        self._keep(candidate, account)

    def _keep(self, candidate: Candidate, account: Account) -> None:
        """Have the keyring keep a typed key, and one without a name under the name that is known now."""
        found, id_, name = candidate.kept, account.organization_id, account.organization_name
        if found is not None and not self._keys.has_a_name(found):
            self._keyring.run(lambda: self._keys.save(id_, name, found.key))
        elif candidate.box is None and not candidate.store:
            self._keyring.run(lambda: self._keys.use(id_, name))
        elif candidate.store:
            attempt = self._attempt
            self._patience.start()
            self._keyring.run(
                lambda: self._keys.save(id_, name, candidate.key),
                lambda saved: self._key_saved(attempt, candidate, account, saved),
                lambda problem: self._key_saved(
                    attempt, candidate, account, Saved(kept=False, problem=problem)
                ),
            )

    def _key_saved(self, attempt: int, candidate: Candidate, account: Account, saved: Saved) -> None:
        place = KeyPlace.KEYRING if saved.kept else KeyPlace.SESSION
        if account.organization_id in self._roster:
            self._roster.enter(replace(candidate, place=place, keyring=saved.words), account)
        if attempt == self._attempt:
            self._patience.stop()
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
            action = notices.CONNECT_AGAIN if "by itself" in problem.action else problem.action
            notice = replace(problem, kept="", action=action)
            self._set(SessionState(phase=Phase.SIGNED_OUT, notice=notice))

    @Slot()
    def _try_again(self) -> None:
        if self._retry_candidate is not None:
            self._connect(self._retry_candidate)

    @Slot()
    def _keyring_is_silent(self) -> None:
        if self.state.phase is Phase.SIGNED_IN:  # it was asked to keep the key, and may still do so
            self._set(
                replace(self.state, key_kept=False, key_words=notices.SILENCE, notice=notices.KEEPS_SILENT)
            )
        else:
            self._next_attempt()
            self._set(SessionState(phase=Phase.SIGNED_OUT, notice=notices.SILENT_KEYRING))

    @Slot(object)
    def _show_notice(self, problem: Problem) -> None:
        self._set(replace(self.state, notice=problem))

    def _stop_sandbox(self) -> None:
        box, self._sandbox = self._sandbox, None
        self._boxes.end(box)

    def _set(self, state: SessionState) -> None:
        self.state = state
        if state.phase is Phase.SIGNED_IN:
            self._signed_in = state
        self.changed.emit(state)

    def _set_account(self, account: Account | None) -> None:
        self.account = account
        self.account_changed.emit(account)
