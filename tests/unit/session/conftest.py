"""A session on a sandbox, with a keyring in memory that can be made to misbehave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.api.backoff import Backoff
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.session.session import Session
from layers_desktop.session.state import Phase, SessionState
from layers_desktop.settings.endpoint import account_name
from layers_desktop.settings.keyring import CredentialStore
from tests.support.memory_keyring import LockableKeyring


class Listener:
    """A session and the states it went through."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session = session
        self.states: list[SessionState] = []
        self.accounts: list[object] = []
        self._qtbot = qtbot
        session.changed.connect(self.states.append)
        session.account_changed.connect(self.accounts.append)

    def wait_for(self, phase: Phase) -> SessionState:
        self.wait_until(lambda: self.session.state.phase is phase)
        return self.session.state

    def wait_until(self, true: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(true)


def stored(backend: LockableKeyring) -> list[str]:
    """Return the keys that the keyring has."""
    return list(backend.kept.values())


def remember(backend: LockableKeyring, layers: Sandbox, key: str) -> None:
    """Put the key there, as an earlier run would have done."""
    CredentialStore(backend=backend).save(account_name(layers.base_url), ApiKey(key))


def closed(box: Sandbox) -> bool:
    return not box.folder.exists()


@pytest.fixture
def keyring_backend() -> Iterator[LockableKeyring]:
    backend = LockableKeyring()
    yield backend
    backend.open.set()


@pytest.fixture
def boxes() -> Iterator[list[Sandbox]]:
    """The sandboxes that sessions started."""
    started: list[Sandbox] = []
    yield started
    for box in started:
        box.stop()


@pytest.fixture
def make_box() -> Iterator[Callable[..., Sandbox]]:
    with ExitStack() as stack:
        yield lambda **fields: stack.enter_context(Sandbox(SandboxConfig(**fields)))


@pytest.fixture
def layers(make_box: Callable[..., Sandbox]) -> Sandbox:
    return make_box()


@pytest.fixture
def make_session(
    qtbot: QtBot, layers: Sandbox, keyring_backend: LockableKeyring, boxes: list[Sandbox]
) -> Iterator[Callable[..., Listener]]:
    """`make_session(**fields of Session)` at `layers`; closed at the end."""

    def start_sandbox() -> Sandbox:
        boxes.append(Sandbox(SandboxConfig()).start())
        return boxes[-1]

    with ExitStack() as stack:

        def make(**fields: object) -> Listener:
            chosen: dict[str, object] = {
                "base_url": layers.base_url,
                "credentials": CredentialStore(backend=keyring_backend),
                "start_sandbox": start_sandbox,
                "reconnecting": Backoff(base=0.02, cap=0.02),
                **fields,
            }
            session = Session(**chosen)  # type: ignore[arg-type]  # each test names fields of its own
            stack.callback(session.close)
            return Listener(session, qtbot)

        yield make


@pytest.fixture
def listener(make_session: Callable[..., Listener]) -> Listener:
    return make_session()
