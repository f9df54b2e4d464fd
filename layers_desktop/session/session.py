"""Who is signed in, which organizations one can switch to, and what the window shows of it.

A `Session` lives in the GUI thread (or a command line's main thread) and does nothing blocking itself: it has
`sign_in` find out whose key it is and `keyring_worker` ask the keyring. It tells the window its
`SessionState` and everybody else the `Account`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.api.account import Account
from layers_desktop.api.backoff import Backoff
from layers_desktop.api.models import WhoAmI
from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.core.secrets import ApiKey
from layers_desktop.session.account_lookup import RunningSandbox, SignInAttempt, account_of, state_of
from layers_desktop.session.keyring_worker import PATIENCE_MS, KeyringWorker
from layers_desktop.session.sign_in import RECONNECTING, SandboxPool, SignIn, SignInListener
from layers_desktop.session.state import (
    KEEPS_SILENT,
    KEY_GONE,
    NO_KEY,
    SILENCE,
    SILENT_KEYRING,
    KeyPlace,
    KnownAccount,
    Phase,
    SessionState,
    tried_again,
)
from layers_desktop.settings.account_keys import AccountKeys
from layers_desktop.settings.keyring import CredentialStore, Saved
from layers_desktop.settings.stored_accounts import StoredAccounts, StoredOrganization


class KnownAccounts:
    """Who was signed in in this run, with the key, and whose keys are kept, without them. No sandbox."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._candidates: dict[str, SignInAttempt] = {}

    def enter(self, candidate: SignInAttempt, account: Account) -> None:
        """Note who has signed in."""
        self._names[account.organization_id] = account.organization_name
        self._candidates[account.organization_id] = replace(candidate, store=False)

    def __contains__(self, organization_id: str) -> bool:
        return organization_id in self._names

    def keep(self, kept: Iterable[StoredOrganization]) -> None:
        """Note whose keys the keyring has."""
        for one in kept:
            self._names.setdefault(one.organization_id, one.organization_name)

    def leave(self, organization_id: str) -> None:
        """Forget an organization."""
        self._names.pop(organization_id, None)
        self._candidates.pop(organization_id, None)

    def candidate(self, organization_id: str) -> SignInAttempt | None:
        """Return how to sign in there again, None when the keyring has to be asked."""
        return self._candidates.get(organization_id)

    def others(self, organization_id: str) -> list[str]:
        """Return the other organizations."""
        return [one for one in self._names if one != organization_id]

    def listed(self) -> tuple[KnownAccount, ...]:
        """Return all of them by name."""
        known = (
            KnownAccount(organization_id=id_, organization_name=name) for id_, name in self._names.items()
        )
        return tuple(sorted(known, key=lambda one: (one.organization_name.casefold(), one.organization_id)))


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
        kept: StoredAccounts | None = None,
        start_sandbox: Callable[[], RunningSandbox],
        environment_key: ApiKey | None = None,
        keyring_patience_ms: int = PATIENCE_MS,
        reconnecting: Backoff = RECONNECTING,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._base_url = base_url
        self._environment_key = environment_key
        self._roster = KnownAccounts()
        self._tasks = Tasks(self)
        self._boxes = SandboxPool(start_sandbox, self._tasks)
        self._sandbox: RunningSandbox | None = None
        keys = AccountKeys(base_url, credentials, kept)
        self._keys = KeyringWorker(keys, patience_ms=keyring_patience_ms, parent=self)
        self._keys.silent.connect(self._keyring_is_silent)
        self._sign_in = SignIn(
            base_url,
            tasks=self._tasks,
            keys=self._keys,
            boxes=self._boxes,
            told=SignInListener(
                asking=self._asking,
                known=self._known,
                delayed=self._delayed,
                failed=self._not_connected,
                no_key=self._no_key,
            ),
            backoff=reconnecting,
            parent=self,
        )
        self.state = SessionState()
        self._signed_in = SessionState()
        """How the account that is in use was last shown."""
        self.account: Account | None = None

    @Slot()
    def start(self) -> None:
        """Sign in with the key of the environment or of the keyring, if there is one."""
        self._keys.list_organizations(self._kept_seen)
        if self._environment_key:
            place = KeyPlace.ENVIRONMENT
            self._sign_in.with_key(
                SignInAttempt(self._base_url, self._environment_key, store=False, place=place)
            )
            return
        self._set(SessionState(phase=Phase.STARTING))
        self._sign_in.with_kept_key(None)

    @Slot(str)
    def switch_account(self, organization_id: str) -> None:
        """Sign in at another organization of the list; the one before keeps its key and waits."""
        candidate = self._roster.candidate(organization_id)
        if candidate is not None:
            self._sign_in.with_key(candidate)
            return
        self._set(replace(self.state, phase=Phase.CONNECTING, notice=None))
        self._keys.list_organizations(self._kept_seen)
        self._sign_in.with_kept_key(organization_id)

    @Slot(str)
    def connect_key(self, text: str) -> None:
        """Sign in with a key that a person typed or pasted; the keyring gets it once Layers accepts it."""
        key = ApiKey(text)
        if not key:
            self._sign_in.abandon()
            self._not_connected(NO_KEY)
            return
        self._sign_in.with_key(SignInAttempt(self._base_url, key, store=True))

    @Slot()
    def try_sandbox(self) -> None:
        """Sign in at a Layers on this computer; nothing leaves it and nothing is stored."""
        self._set(SessionState(phase=Phase.CONNECTING, sandbox=True))
        self._sign_in.at_sandbox()

    @Slot()
    def sign_out(self) -> None:
        """Forget the key, in the keyring too, and go on with another organization where there is one."""
        was, was_sandbox = self.account, self._signed_in.sandbox
        self._sign_in.abandon()
        self._set_account(None)
        self._set(SessionState(phase=Phase.SIGNED_OUT))
        self._exchange_sandbox(None)
        if was is not None and not was_sandbox:
            self._roster.leave(was.organization_id)
            self.accounts_changed.emit(self._roster.listed())
            if was.key != self._environment_key:
                self._keys.delete(was.organization_id, self._show_notice)
        if was is not None and (others := self._roster.others(was.organization_id)):
            self.switch_account(others[0])

    def close(self) -> None:
        """Stop waiting for anything and end the sandbox; for quit."""
        self._sign_in.abandon()
        self._tasks.close()
        self._keys.close()
        self._boxes.close()

    # What an attempt to sign in tells

    def _asking(self, candidate: SignInAttempt) -> None:
        self._set(replace(self.state, phase=Phase.CONNECTING, sandbox=candidate.box is not None, notice=None))

    def _known(self, candidate: SignInAttempt, answer: WhoAmI) -> None:
        account = account_of(candidate, answer)
        self._set(state_of(candidate, account))
        self._set_account(account)
        self._exchange_sandbox(candidate.box)
        if candidate.box is None:
            self._roster.enter(candidate, account)
            self.accounts_changed.emit(self._roster.listed())
        attempt = self._sign_in.attempt
        self._keys.keep(candidate, account, lambda saved: self._key_saved(attempt, candidate, account, saved))

    def _delayed(self, problem: Problem, seconds: float) -> None:
        self._show_notice(tried_again(problem, seconds))

    def _not_connected(self, problem: Problem) -> None:
        if self.account is not None:
            # A new key for a signed-in window was not accepted: the old account's rows stay on the screen.
            self._set(replace(self._signed_in, notice=problem))
        else:
            self._set(SessionState(phase=Phase.SIGNED_OUT, notice=problem.expecting(Outlook.SIGNED_OUT)))

    def _no_key(self) -> None:
        if self.account is not None:
            self._not_connected(KEY_GONE)
        else:
            self._set(SessionState(phase=Phase.SIGNED_OUT))

    # What the keyring tells

    def _kept_seen(self, kept: tuple[StoredOrganization, ...]) -> None:
        self._roster.keep(kept)
        self.accounts_changed.emit(self._roster.listed())

    def _key_saved(self, attempt: int, candidate: SignInAttempt, account: Account, saved: Saved) -> None:
        place = KeyPlace.KEYRING if saved.kept else KeyPlace.SESSION
        if account.organization_id in self._roster:
            self._roster.enter(replace(candidate, place=place, keyring=saved.words), account)
        if attempt == self._sign_in.attempt:
            self._keys.stop_waiting()
            known = replace(self.state, key_kept=saved.kept, key_place=place, key_words=saved.words)
            self._set(replace(known, notice=saved.problem))

    @Slot()
    def _keyring_is_silent(self) -> None:
        if self.state.phase is Phase.SIGNED_IN:  # it was asked to keep the key, and may still do so
            self._set(replace(self.state, key_kept=False, key_words=SILENCE, notice=KEEPS_SILENT))
        else:
            self._sign_in.abandon()
            self._not_connected(SILENT_KEYRING)

    # What is shown, and what is in use

    def _show_notice(self, problem: Problem) -> None:
        self._set(replace(self.state, notice=problem))

    def _exchange_sandbox(self, box: RunningSandbox | None) -> None:
        before, self._sandbox = self._sandbox, box
        self._boxes.end(before)

    def _set(self, state: SessionState) -> None:
        self.state = state
        if state.phase is Phase.SIGNED_IN:
            self._signed_in = state
        self.changed.emit(state)

    def _set_account(self, account: Account | None) -> None:
        self.account = account
        self.account_changed.emit(account)
