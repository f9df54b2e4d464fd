"""Signing in and out: with a typed key, a stored one, the environment's, and at the sandbox."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from layers_desktop.sandbox import Sandbox
from layers_desktop.secret import ApiKey
from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.settings.credentials import CredentialStore
from layers_desktop.settings.endpoint import account_name
from tests.memory_keyring import LockableKeyring
from tests.session.conftest import Listener

SERVICE = "Layers Desktop"


def stored(backend: LockableKeyring) -> list[str]:
    return list(backend.kept.values())


def remember(backend: LockableKeyring, layers: Sandbox, key: str) -> None:
    CredentialStore(backend=backend).save(account_name(layers.base_url), ApiKey(key))


def closed(box: Sandbox) -> bool:
    return not box.folder.exists()


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
    listener: Listener, layers: Sandbox, keyring_backend: LockableKeyring
) -> None:
    remember(keyring_backend, layers, layers.key)
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
    assert notice.action
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


def test_a_stored_key_without_a_network_is_tried_again_until_there_is_one(
    listener: Listener, layers: Sandbox, keyring_backend: LockableKeyring
) -> None:
    remember(keyring_backend, layers, layers.key)
    layers.pause_api()
    listener.session.start()
    listener.wait_until(lambda: listener.session.state.notice is not None)
    notice = listener.session.state.notice
    assert notice is not None
    assert notice.code.startswith("network.")
    tried = len(listener.states)
    listener.wait_until(lambda: len(listener.states) > tried + 2)
    layers.resume_api()
    assert listener.wait_for(Phase.SIGNED_IN).notice is None


def test_a_typed_key_without_a_network_is_told_at_once(listener: Listener, layers: Sandbox) -> None:
    layers.pause_api()
    listener.session.connect_key(layers.key)
    notice = listener.wait_for(Phase.SIGNED_OUT).notice
    assert notice is not None
    assert notice.code.startswith("network.")


def test_an_answer_that_comes_after_another_key_counts_for_nothing(
    listener: Listener, layers: Sandbox
) -> None:
    layers.world.faults.add("whoami:stall")
    listener.session.connect_key(layers.key)
    assert layers.world.faults.wait_held()
    second = layers.world.add_key("*")
    listener.session.connect_key(second)
    listener.wait_for(Phase.SIGNED_IN)
    layers.world.faults.release()
    listener.wait_until(lambda: not listener.session._tasks.busy)
    assert len(listener.accounts) == 1
    assert listener.session.account is not None
    assert listener.session.account.key == ApiKey(second)


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
    make_session: Callable[..., Listener], layers: Sandbox, keyring_backend: LockableKeyring
) -> None:
    remember(keyring_backend, layers, "lp_old")
    keyring_backend.open.clear()
    listener = make_session(keyring_patience_ms=50)
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
    make_session: Callable[..., Listener], keyring_backend: LockableKeyring
) -> None:
    keyring_backend.open.clear()
    listener = make_session()
    listener.session.start()
    listener.wait_until(lambda: bool(keyring_backend.asked))
    began = time.monotonic()
    listener.session.close()
    assert time.monotonic() - began < 3.0


def test_an_answer_that_is_no_organization_is_told(listener: Listener, layers: Sandbox) -> None:
    layers.world.faults.add("whoami:notjson")
    listener.session.connect_key(layers.key)
    assert listener.wait_for(Phase.SIGNED_OUT).notice is not None


def test_the_sandbox_signs_in_without_a_key_and_stores_none(
    listener: Listener, boxes: list[Sandbox], keyring_backend: LockableKeyring
) -> None:
    listener.session.try_sandbox()
    assert listener.session.state.sandbox
    state = listener.wait_for(Phase.SIGNED_IN)
    assert state.sandbox
    assert state.organization_id.startswith("sandbox:")
    assert listener.session.account is not None
    assert listener.session.account.base_url == boxes[0].base_url
    assert keyring_backend.asked == []


def test_leaving_the_sandbox_ends_it_and_keeps_the_stored_key(
    listener: Listener, layers: Sandbox, boxes: list[Sandbox], keyring_backend: LockableKeyring
) -> None:
    remember(keyring_backend, layers, layers.key)
    listener.session.try_sandbox()
    listener.wait_for(Phase.SIGNED_IN)
    listener.session.sign_out()
    listener.wait_until(lambda: closed(boxes[0]))
    assert listener.session.state == SessionState(phase=Phase.SIGNED_OUT)
    assert stored(keyring_backend) == [layers.key]


def test_a_real_key_in_the_sandbox_leaves_it(
    listener: Listener, layers: Sandbox, boxes: list[Sandbox]
) -> None:
    listener.session.try_sandbox()
    listener.wait_for(Phase.SIGNED_IN)
    listener.session.connect_key(layers.key)
    listener.wait_until(
        lambda: listener.session.state.phase is Phase.SIGNED_IN and not listener.session.state.sandbox
    )
    listener.wait_until(lambda: closed(boxes[0]))
    assert listener.session.state.organization_id == layers.world.organization_id


def test_a_wrong_key_in_the_sandbox_stays_in_it_and_signing_out_then_touches_no_key(
    listener: Listener, layers: Sandbox, boxes: list[Sandbox], keyring_backend: LockableKeyring
) -> None:
    remember(keyring_backend, layers, layers.key)
    listener.session.try_sandbox()
    listener.wait_for(Phase.SIGNED_IN)
    listener.session.connect_key("lp_wrong")
    listener.wait_until(lambda: listener.session.state.notice is not None)
    assert listener.session.state.sandbox
    assert listener.session.state.phase is Phase.SIGNED_IN
    assert not closed(boxes[0])
    listener.session.sign_out()
    listener.wait_until(lambda: closed(boxes[0]))
    assert stored(keyring_backend) == [layers.key]


def test_a_sandbox_that_cannot_start_leaves_the_account_as_it_was(
    make_session: Callable[..., Listener], layers: Sandbox
) -> None:
    def fail() -> Sandbox:
        raise OSError("no port is free")

    listener = make_session(start_sandbox=fail)
    listener.session.connect_key(layers.key)
    before = listener.wait_for(Phase.SIGNED_IN)
    listener.session.try_sandbox()
    listener.wait_until(lambda: listener.session.state.notice is not None)
    state = listener.session.state
    assert (state.phase, state.sandbox, state.organization_id) == (
        Phase.SIGNED_IN,
        False,
        before.organization_id,
    )


def test_two_clicks_on_try_the_sandbox_leave_one_running(listener: Listener, boxes: list[Sandbox]) -> None:
    listener.session.try_sandbox()
    listener.session.try_sandbox()
    listener.wait_for(Phase.SIGNED_IN)
    listener.wait_until(lambda: [closed(box) for box in boxes].count(True) == 1)
    account = listener.session.account
    assert account is not None
    assert [box.base_url for box in boxes if not closed(box)] == [account.base_url]


def test_a_sandbox_that_rejects_its_own_key_is_ended(
    make_session: Callable[..., Listener], make_box: Callable[..., Sandbox]
) -> None:
    box = make_box()
    box.world.revoke_key(box.key)
    listener = make_session(start_sandbox=lambda: box)
    listener.session.try_sandbox()
    assert listener.wait_for(Phase.SIGNED_OUT).notice is not None
    listener.wait_until(lambda: closed(box))


def test_quit_ends_the_sandbox_even_one_that_is_just_starting(
    make_session: Callable[..., Listener], boxes: list[Sandbox]
) -> None:
    first = make_session()
    first.session.try_sandbox()
    first.wait_for(Phase.SIGNED_IN)
    first.session.close()
    second = make_session()
    second.session.try_sandbox()
    second.wait_until(lambda: len(boxes) == 2)
    second.session.close()
    assert all(closed(box) for box in boxes)


def test_an_unexpected_fault_does_not_leave_it_connecting(
    make_session: Callable[..., Listener], layers: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    listener = make_session(base_url=7)  # what no address can be
    listener.session.connect_key(layers.key)
    notice = listener.wait_for(Phase.SIGNED_OUT).notice
    assert notice is not None
    assert notice.code == "internal"
    assert layers.key not in caplog.text
