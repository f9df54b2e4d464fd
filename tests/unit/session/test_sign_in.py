"""One attempt to sign in at a time: without a network, overtaken by another, answered with nonsense."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox
from layers_desktop.session.state import Phase
from tests.unit.session.conftest import Listener


def test_a_stored_key_without_a_network_is_tried_again_until_there_is_one(
    listener: Listener, layers: Sandbox, remember: Callable[[str], None]
) -> None:
    remember(layers.key)
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


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        ("40", "40 s"),
        ("60", "1 min"),
        ("90", "2 min"),
        ("3599", "1 h"),
        ("3601", "1 h 1 min"),
        ("86400", "24 h"),
    ],
)
def test_a_stored_key_says_when_it_is_tried_again(
    listener: Listener, layers: Sandbox, remember: Callable[[str], None], seconds: str, words: str
) -> None:
    remember(layers.key)
    layers.world.faults.add(f"whoami:429:1:{seconds}")
    listener.session.start()
    listener.wait_until(lambda: listener.session.state.notice is not None)
    notice = listener.session.state.notice
    assert notice is not None
    assert notice.words.kept == "Your uploads are kept."
    assert notice.words.action == f"It is tried again in {words}."


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


def test_an_answer_that_is_no_organization_is_told(listener: Listener, layers: Sandbox) -> None:
    layers.world.faults.add("whoami:notjson")
    listener.session.connect_key(layers.key)
    assert listener.wait_for(Phase.SIGNED_OUT).notice is not None


def test_an_unexpected_fault_does_not_leave_it_connecting(
    make_session: Callable[..., Listener], layers: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    listener = make_session(base_url=7)  # what no address can be
    listener.session.connect_key(layers.key)
    notice = listener.wait_for(Phase.SIGNED_OUT).notice
    assert notice is not None
    assert notice.code == "internal"
    assert layers.key not in caplog.text
