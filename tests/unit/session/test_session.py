"""Signing in and out: with a typed key, a stored one, and the environment's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from tests.support.memory_keyring import LockableKeyring
from tests.unit.session.conftest import Listener, stored


def test_a_typed_key_signs_in_and_is_put_into_the_keyring(
    listener: Listener, layers: Sandbox, keyring_backend: LockableKeyring
) -> None:
    listener.session.connect_key(f"  {layers.key}\n")
    assert listener.session.state.phase is Phase.CONNECTING
    listener.wait_for(Phase.SIGNED_IN)
    listener.wait_until(lambda: listener.session.state.key_place is KeyPlace.KEYRING)
    assert listener.session.state == SessionState(
        phase=Phase.SIGNED_IN,
        organization_id=layers.world.organization_id,
        organization_name="Acme Growth",
        tier="standard",
        key_place=KeyPlace.KEYRING,
        key_words="memory_keyring",  # of a backend that has no name among people: its module's
    )
    account = listener.session.account
    assert account is not None
    assert account.key == ApiKey(layers.key)
    assert listener.accounts == [account]
    listener.wait_until(lambda: stored(keyring_backend) == [layers.key])


def test_the_stored_key_signs_in_at_the_next_start(
    listener: Listener, layers: Sandbox, remember: Callable[[str], None]
) -> None:
    remember(layers.key)
    listener.session.start()
    assert listener.states[0].phase is Phase.STARTING
    state = listener.wait_for(Phase.SIGNED_IN)
    assert state.key_kept
    assert (state.key_place, state.key_words) == (KeyPlace.KEYRING, "memory_keyring")


def test_without_a_stored_key_the_window_asks_for_one(listener: Listener) -> None:
    listener.session.start()
    assert listener.wait_for(Phase.SIGNED_OUT).notice is None


def test_the_environments_key_is_used_and_the_keyring_never_touched(
    make_session: Callable[..., Listener], layers: Sandbox, keyring_backend: LockableKeyring
) -> None:
    listener = make_session(environment_key=ApiKey(layers.key))
    listener.session.start()
    listener.wait_for(Phase.SIGNED_IN)
    listener.session.sign_out()
    assert listener.session.account is None
    listener.session.close()
    assert keyring_backend.asked == []


@pytest.mark.parametrize(("key", "code"), [("lp_wrong", "UNAUTHENTICATED"), ("two words", "UNAUTHENTICATED")])
def test_a_wrong_key_is_told_and_not_stored(
    listener: Listener, keyring_backend: LockableKeyring, key: str, code: str
) -> None:
    listener.session.connect_key(key)
    notice = listener.wait_for(Phase.SIGNED_OUT).notice
    assert notice is not None
    assert notice.code == code
    assert notice.words.action
    assert not stored(keyring_backend)


def test_no_key_at_all_is_told(listener: Listener, layers: Sandbox) -> None:
    listener.session.connect_key("  ")
    assert listener.session.state.phase is Phase.SIGNED_OUT
    assert listener.session.state.notice is not None
    assert not layers.world.requests


@pytest.mark.parametrize("key", ["lp_wrong", ""])
def test_a_second_key_that_is_wrong_leaves_the_first_signed_in(
    listener: Listener, layers: Sandbox, key: str, keyring_backend: LockableKeyring
) -> None:
    listener.session.connect_key(layers.key)
    before = listener.wait_for(Phase.SIGNED_IN)
    listener.wait_until(lambda: bool(stored(keyring_backend)))
    listener.session.connect_key(key)
    listener.wait_until(lambda: listener.session.state.notice is not None)
    state = listener.session.state
    assert (state.phase, state.organization_id) == (Phase.SIGNED_IN, before.organization_id)
    assert len(listener.accounts) == 1
    assert stored(keyring_backend) == [layers.key]


def test_signing_out_forgets_the_key_everywhere(
    listener: Listener, layers: Sandbox, keyring_backend: LockableKeyring
) -> None:
    listener.session.connect_key(layers.key)
    listener.wait_for(Phase.SIGNED_IN)
    listener.wait_until(lambda: bool(stored(keyring_backend)))
    listener.session.sign_out()
    assert listener.session.state == SessionState(phase=Phase.SIGNED_OUT)
    assert listener.accounts[-1] is None
    listener.wait_until(lambda: not stored(keyring_backend))
