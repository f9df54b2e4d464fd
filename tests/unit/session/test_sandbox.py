"""Signed in at a sandbox: into it, out of it, and never left running."""

from __future__ import annotations

from collections.abc import Callable

from layers_desktop.sandbox import Sandbox
from layers_desktop.session.state import Phase, SessionState
from tests.support.memory_keyring import LockableKeyring
from tests.unit.session.conftest import Listener, closed, remember, stored


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
