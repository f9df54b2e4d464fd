"""The keyring beside a session: a key that it loses, cannot remove, or never answers for."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from tests.support.memory_keyring import LockableKeyring
from tests.unit.session.conftest import Listener, stored


def test_a_key_that_the_keyring_loses_is_said_to_be_for_this_session(
    listener: Listener, layers: Sandbox, keyring_backend: LockableKeyring
) -> None:
    keyring_backend.lossy = True
    listener.session.connect_key(layers.key)
    listener.wait_until(lambda: not listener.session.state.key_kept)
    state = listener.session.state
    assert state.phase is Phase.SIGNED_IN
    assert state.notice is not None
    assert state.notice.code == "keyring.lossy"
    assert (state.key_place, state.key_words) == (KeyPlace.SESSION, "the keyring did not give it back")


def test_a_key_that_could_not_be_removed_is_told(
    listener: Listener, layers: Sandbox, keyring_backend: LockableKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener.session.connect_key(layers.key)
    listener.wait_until(lambda: bool(stored(keyring_backend)) and not listener.session._keyring.busy)
    monkeypatch.setattr(keyring_backend, "delete_password", lambda *_: None)
    listener.session.sign_out()
    listener.wait_until(lambda: listener.session.state.notice is not None)
    assert listener.session.state.phase is Phase.SIGNED_OUT


def test_a_silent_keyring_is_not_waited_for_and_a_typed_key_still_signs_in(
    make_session: Callable[..., Listener],
    layers: Sandbox,
    remember: Callable[[str], None],
    keyring_backend: LockableKeyring,
) -> None:
    remember("lp_old")
    keyring_backend.open.clear()
    listener = make_session(keyring_timeout_ms=50)
    listener.session.start()
    notice = listener.wait_for(Phase.SIGNED_OUT).notice
    assert notice is not None
    assert notice.code == "keyring.silent"
    listener.session.connect_key(layers.key)
    listener.wait_for(Phase.SIGNED_IN)
    listener.wait_until(lambda: not listener.session.state.key_kept)
    assert listener.session.state.notice
    keyring_backend.open.set()
    listener.wait_until(lambda: listener.session.state.key_kept)
    assert listener.states[-1].notice is None
    assert stored(keyring_backend) == [layers.key]


def test_quit_does_not_wait_for_a_silent_keyring(
    make_session: Callable[..., Listener],
    keyring_backend: LockableKeyring,
    remember: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    remember("lp_old")
    keyring_backend.open.clear()
    listener = make_session()
    listener.session.start()
    listener.wait_until(lambda: bool(keyring_backend.asked))
    waits: list[float | None] = []
    join = threading.Thread.join

    def noted_join(thread: threading.Thread, timeout: float | None = None) -> None:
        if thread.name == "stalling-tasks":
            waits.append(timeout)
        join(thread, timeout)

    monkeypatch.setattr(threading.Thread, "join", noted_join)
    listener.session.close()
    assert waits == [1.0]


def test_signing_out_while_the_key_is_still_being_saved_leaves_none_behind(
    listener: Listener, layers: Sandbox, keyring_backend: LockableKeyring
) -> None:
    keyring_backend.open.clear()
    listener.session.connect_key(layers.key)
    listener.wait_for(Phase.SIGNED_IN)
    listener.wait_until(lambda: "save" in keyring_backend.asked)
    listener.session.sign_out()
    keyring_backend.open.set()
    listener.wait_until(lambda: not listener.session._keyring.busy)
    assert not stored(keyring_backend)
    assert listener.session.state == SessionState(phase=Phase.SIGNED_OUT)
