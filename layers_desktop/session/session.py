"""Who is signed in, which organizations one can switch to, and what the window shows of it.

A `Session` lives in the GUI thread (or a command line's main thread) and does nothing blocking itself: Layers
is asked and sandboxes are started on a pool, the keyring on a thread that quit does not wait for. It tells
the window its `SessionState` and everybody else the `Account`.

One attempt to sign in is made at a time. A newer one makes every answer that is still under way count for
nothing. A stored key is tried again by itself while Layers cannot be reached; a typed one is not, because its
person is there to be told. A sandbox that was started for an attempt ends with the program at the latest.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from layers_desktop.api.account import SANDBOX, Account, account_of
from layers_desktop.api.backoff import ApiUnavailable, Backoff
from layers_desktop.api.client import LayersClient
from layers_desktop.api.models import WhoAmI
from layers_desktop.api.network import Network
from layers_desktop.core.background import DetachedTasks, Tasks
from layers_desktop.core.errors import Problem, UserError
from layers_desktop.core.problem_catalogue.rows import Outlook
from layers_desktop.core.secrets import ApiKey
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
from layers_desktop.settings.account_keys import AccountKeys, FoundKey, Saved, StoredOrganization
from layers_desktop.settings.keyring import FAILS

TIMEOUT_MS = 15_000
"""A locked keyring can block for ever behind a password dialog; after this the window stops waiting."""
RECONNECTING = Backoff(base=6.0, cap=6.0)
"""A stored key is tried again after 3 to 6 seconds; later if Layers asks so."""


class RunningSandbox(Protocol):
    """The part of a sandbox that a session needs; `services` injects the real one."""

    base_url: str

    @property
    def key(self) -> str:
        """The key that opens it."""

    def stop(self) -> None:
        """End it; blocking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """A key on its way to becoming an account."""

    base_url: str
    key: ApiKey
    place: KeyPlace
    """Where it is kept: a key that a person typed is for the session, until the keyring has it."""
    keyring: str = ""
    """KEYRING: its name. SESSION: why the keyring does not have it, in words that end a sentence."""
    typed: bool = False
    """By a person, just now: the keyring gets it once Layers knows it, and nothing is tried twice."""
    named: bool = True
    """False for a key of the keyring that has no organization's name yet."""
    box: RunningSandbox | None = None
    """The sandbox that it is the key of, if it is one."""


class SandboxPool:
    """Starts sandboxes and knows those that run, so that none outlives the program."""

    def __init__(self, start: Callable[[], RunningSandbox]) -> None:
        self._start = start
        self._running: list[RunningSandbox] = []

    def open(self) -> RunningSandbox:
        """Start a sandbox. Blocking."""
        box = self._start()
        self._running.append(box)
        return box

    def end(self, box: RunningSandbox) -> None:
        """End a sandbox. Blocking."""
        box.stop()
        self._running.remove(box)

    def close(self) -> None:
        """End all of them, in the caller's thread: at quit there is no window any more that would wait."""
        for box in self._running:
            box.stop()
        self._running.clear()


class KnownAccounts:
    """Who was signed in in this run, with the key, and whose keys are kept, without them. No sandbox."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._attempts: dict[str, SignInAttempt] = {}

    def enter(self, attempt: SignInAttempt, account: Account) -> None:
        """Note who has signed in."""
        self._names[account.organization_id] = account.organization_name
        self._attempts[account.organization_id] = replace(attempt, typed=False, named=True)

    def keep(self, kept: Iterable[StoredOrganization]) -> None:
        """Note whose keys the keyring has."""
        for one in kept:
            self._names.setdefault(one.organization_id, one.organization_name)

    def leave(self, organization_id: str) -> None:
        """Forget an organization."""
        self._names.pop(organization_id, None)
        self._attempts.pop(organization_id, None)

    def attempt(self, organization_id: str) -> SignInAttempt | None:
        """Return how to sign in there again, None when the keyring has to be asked."""
        return self._attempts.get(organization_id)

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
        keys: AccountKeys,
        network: Network,
        start_sandbox: Callable[[], RunningSandbox],
        environment_key: ApiKey | None = None,
        keyring_timeout_ms: int = TIMEOUT_MS,
        reconnecting: Backoff = RECONNECTING,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._base_url = base_url
        self._environment_key = environment_key
        self._network = network
        self._backoff = reconnecting
        self._keys = keys
        self._known = KnownAccounts()
        self._boxes = SandboxPool(start_sandbox)
        self._sandbox: RunningSandbox | None = None
        self._tasks = Tasks(self)
        self._keyring = DetachedTasks(self)
        self._timeout = QTimer(self, singleShot=True, interval=keyring_timeout_ms)
        self._timeout.timeout.connect(self._keyring_is_silent)
        self._number = 0
        """Counts the attempts, so that what came of one can be told from what came later."""
        self._retry = QTimer(self, singleShot=True)
        self._retry.timeout.connect(self._try_again)
        self._retried: SignInAttempt | None = None
        self.state = SessionState()
        self._signed_in = SessionState()
        """How the account that is in use was last shown."""
        self.account: Account | None = None

    @Slot()
    def start(self) -> None:
        """Sign in with the key of the environment or of the keyring, if there is one."""
        self._list_kept()
        if self._environment_key:
            key, place = self._environment_key, KeyPlace.ENVIRONMENT
            self._ask_layers(SignInAttempt(base_url=self._base_url, key=key, place=place))
            return
        self._set(SessionState(phase=Phase.STARTING))
        self._ask_keyring(None)

    @Slot(str)
    def switch_account(self, organization_id: str) -> None:
        """Sign in at another organization of the list; the one before keeps its key and waits."""
        attempt = self._known.attempt(organization_id)
        if attempt is not None:
            self._ask_layers(attempt)
            return
        self._set(replace(self.state, phase=Phase.CONNECTING, notice=None))
        self._list_kept()
        self._ask_keyring(organization_id)

    @Slot(str)
    def connect_key(self, text: str) -> None:
        """Sign in with a key that a person typed or pasted; the keyring gets it once Layers accepts it."""
        key, place = ApiKey(text), KeyPlace.SESSION
        if key:
            self._ask_layers(SignInAttempt(base_url=self._base_url, key=key, place=place, typed=True))
        else:
            self._not_connected(NO_KEY)

    @Slot()
    def try_sandbox(self) -> None:
        """Sign in at a Layers on this computer; nothing leaves it and nothing is stored."""
        self._set(SessionState(phase=Phase.CONNECTING, sandbox=True))
        number = self._begin()
        self._tasks.run(
            self._boxes.open,
            lambda box: self._started(number, box),
            lambda problem: self._failed(number, problem),
        )

    @Slot()
    def sign_out(self) -> None:
        """Forget the key, in the keyring too, and go on with another organization where there is one."""
        was, was_sandbox = self.account, self._signed_in.sandbox
        self._begin()
        self._set_account(None)
        self._set(SessionState(phase=Phase.SIGNED_OUT))
        self._exchange_sandbox(None)
        if was is None:
            return
        if not was_sandbox:
            self._known.leave(was.organization_id)
            self.accounts_changed.emit(self._known.listed())
            if was.key != self._environment_key:
                self._keyring.run(
                    lambda: self._keys.delete(was.organization_id), on_problem=self._show_notice
                )
        if others := self._known.others(was.organization_id):
            self.switch_account(others[0])

    def close(self) -> None:
        """Stop waiting for anything and end the sandbox; for quit, which no silent keyring holds up."""
        self._begin()
        self._tasks.close()
        self._keyring.close()
        self._boxes.close()

    # An attempt to sign in

    def _begin(self) -> int:
        """Make every answer that is still under way count for nothing; returns the next attempt's number."""
        self._number += 1
        self._retry.stop()
        self._timeout.stop()
        return self._number

    def _ask_keyring(self, organization_id: str | None) -> None:
        """Look for that organization's key, by default that of the one used last."""
        number = self._begin()
        self._timeout.start()
        self._keyring.run(
            lambda: self._keys.load(organization_id),
            lambda found: self._found(number, found),
            lambda problem: self._failed(number, problem),
        )

    def _found(self, number: int, found: FoundKey | None) -> None:
        if number != self._number:
            return
        if found is None:
            self._not_connected(KEY_GONE if self.account is not None else None)
            return
        self._ask_layers(
            SignInAttempt(
                base_url=self._base_url,
                key=found.key,
                place=KeyPlace.KEYRING,
                keyring=found.keyring,
                named=found.named,
            )
        )

    def _started(self, number: int, box: RunningSandbox) -> None:
        if number != self._number:
            self._end(box)
            return
        self._ask_layers(
            SignInAttempt(base_url=box.base_url, key=ApiKey(box.key), place=KeyPlace.SANDBOX, box=box)
        )

    def _ask_layers(self, attempt: SignInAttempt) -> None:
        """Ask Layers whose key this is."""
        number, network, backoff = self._begin(), self._network, self._backoff
        self._set(replace(self.state, phase=Phase.CONNECTING, sandbox=attempt.box is not None, notice=None))
        self._tasks.run(
            lambda: _whoami(attempt, network, backoff),
            lambda answer: self._answered(number, attempt, answer),
            lambda problem: self._answered(number, attempt, ApiUnavailable(problem)),
        )

    def _answered(self, number: int, attempt: SignInAttempt, answer: WhoAmI | ApiUnavailable) -> None:
        if number != self._number:
            self._end(attempt.box)
        elif not isinstance(answer, ApiUnavailable):
            self._connected(attempt, answer)
        elif answer.again_in is not None and not attempt.typed and attempt.box is None:
            self._retried = attempt
            self._retry.start(math.ceil(1_000 * answer.again_in))
            self._show_notice(tried_again(answer.problem, answer.again_in))
        else:
            self._end(attempt.box)
            self._not_connected(answer.problem)

    @Slot()
    def _try_again(self) -> None:
        if self._retried is not None:
            self._ask_layers(self._retried)

    def _failed(self, number: int, problem: Problem) -> None:
        if number == self._number:
            self._not_connected(problem)

    def _not_connected(self, problem: Problem | None) -> None:
        """End the attempt, with this reason if there is one."""
        self._begin()
        if self.account is not None:
            # A new key for a signed-in window was not accepted: the old account's rows stay on the screen.
            self._set(replace(self._signed_in, notice=problem))
        else:
            notice = problem.expecting(Outlook.SIGNED_OUT) if problem is not None else None
            self._set(SessionState(phase=Phase.SIGNED_OUT, notice=notice))

    def _connected(self, attempt: SignInAttempt, answer: WhoAmI) -> None:
        account = account_of(attempt.base_url, attempt.key, answer)
        if attempt.box is not None:
            # Every sandbox forgets at its end what it knew: no later one must take up its transfers.
            account = replace(account, organization_id=f"{SANDBOX}{uuid.uuid4()}")
        self._set(
            SessionState(
                phase=Phase.SIGNED_IN,
                sandbox=attempt.box is not None,
                organization_id=account.organization_id,
                organization_name=account.organization_name,
                tier=account.rate_limit_tier,
                key_place=attempt.place,
                key_words=attempt.keyring,
            )
        )
        self._set_account(account)
        self._exchange_sandbox(attempt.box)
        if attempt.box is None:
            self._known.enter(attempt, account)
            self.accounts_changed.emit(self._known.listed())
            self._keep(attempt, account)

    # The keyring

    def _list_kept(self) -> None:
        """Look up whose keys are kept, without asking the keyring itself."""
        self._keyring.run(self._keys.organizations, self._kept_seen)

    def _kept_seen(self, kept: tuple[StoredOrganization, ...]) -> None:
        self._known.keep(kept)
        self.accounts_changed.emit(self._known.listed())

    def _keep(self, attempt: SignInAttempt, account: Account) -> None:
        """Keep a typed key, and one without a name under the name that is known now; note who is there."""
        number, id_, name = self._number, account.organization_id, account.organization_name
        if attempt.typed:
            self._timeout.start()
            self._keyring.run(
                lambda: self._keys.save(id_, name, attempt.key),
                lambda saved: self._key_saved(number, attempt, account, saved),
                lambda problem: self._key_saved(
                    number, attempt, account, Saved(kept=False, problem=problem, words=FAILS)
                ),
            )
        elif not attempt.named:
            self._keyring.run(lambda: self._keys.save(id_, name, attempt.key))
        else:
            self._keyring.run(lambda: self._keys.use(id_, name))

    def _key_saved(self, number: int, attempt: SignInAttempt, account: Account, saved: Saved) -> None:
        place = KeyPlace.KEYRING if saved.kept else KeyPlace.SESSION
        known = self._known.attempt(account.organization_id)
        if known is not None and known.key == attempt.key:  # else a newer key, or signed out meanwhile
            self._known.enter(replace(attempt, place=place, keyring=saved.words), account)
        if number == self._number:
            self._timeout.stop()
            self._set(replace(self.state, key_place=place, key_words=saved.words, notice=saved.problem))

    @Slot()
    def _keyring_is_silent(self) -> None:
        if self.state.phase is Phase.SIGNED_IN:  # it was asked to keep the key, and may still do so
            self._set(replace(self.state, key_words=SILENCE, notice=KEEPS_SILENT))
        else:
            self._not_connected(SILENT_KEYRING)

    # What is shown, and what is in use

    def _show_notice(self, problem: Problem) -> None:
        self._set(replace(self.state, notice=problem))

    def _end(self, box: RunningSandbox | None) -> None:
        """End a sandbox, if it is one; does not wait for it."""
        if box is not None:
            self._tasks.run(lambda: self._boxes.end(box))

    def _exchange_sandbox(self, box: RunningSandbox | None) -> None:
        before, self._sandbox = self._sandbox, box
        self._end(before)

    def _set(self, state: SessionState) -> None:
        self.state = state
        if state.phase is Phase.SIGNED_IN:
            self._signed_in = state
        self.changed.emit(state)

    def _set_account(self, account: Account | None) -> None:
        self.account = account
        self.account_changed.emit(account)


def _whoami(attempt: SignInAttempt, network: Network, backoff: Backoff) -> WhoAmI | ApiUnavailable:
    """Ask Layers whose key this is; on a background thread.

    There is no number of tries after which it is given up: files wait for the answer.
    """
    try:
        with LayersClient(attempt.base_url, attempt.key, network) as client:
            return client.whoami()
    except UserError as error:
        return backoff.unanswered(1, error)
