"""What is done with keyrings of every character, and that the doctor says the same of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

import keyring
import pytest
from keyring import errors
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from layers_desktop.core.secrets import ApiKey
from layers_desktop.settings.keyring import SERVICE, Keyring, UnfitKeyring, keyring_seen
from tests.support.memory_keyring import LockableKeyring, MemoryKeyring
from tests.support.tables import for_each

KEY = ApiKey("lp_secret_0123456789")
NAME = "api.layers.com#org_1"
MakeKeyring = Callable[..., KeyringBackend]
# keyring does not annotate its constructors.
FAIL: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]
NULL: KeyringBackend = null.Keyring()  # type: ignore[no-untyped-call]
PLAIN: KeyringBackend = type("Keyring", (MemoryKeyring,), {"__module__": "keyrings.alt.file"})()
ABSENT = "this computer has no keyring"
PLAIN_FILES = "the only keyring found here keeps keys in plain files"


class Secrets(Protocol):
    """What the methods of a memory keyring find in it."""

    kept: dict[tuple[str, str], str]


class Chain(chainer.ChainerBackend):
    """Several of them, in the order of their use."""

    def __init__(self, *members: KeyringBackend) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring types its interface only
        self.members = list(members)

    @property
    def backends(self) -> list[KeyringBackend]:
        return self.members


def refusal(backend: KeyringBackend | None) -> UnfitKeyring:
    """Return why this keyring does not take a key."""
    with pytest.raises(UnfitKeyring) as caught:
        Keyring(backend).write(NAME, KEY)
    return caught.value


def test_a_key_is_read_back_from_the_keyring_under_its_own_name_only(memory_keyring: KeyringBackend) -> None:
    Keyring(memory_keyring).write(NAME, KEY)
    assert Keyring(memory_keyring).read(NAME) == KEY
    assert memory_keyring.get_password("Layers Desktop", NAME) == KEY.reveal()
    assert Keyring(memory_keyring).read("http://127.0.0.1:8080#org_1") is None


def test_a_removed_key_is_gone_and_removing_what_is_not_there_is_fine(memory_keyring: KeyringBackend) -> None:
    Keyring(memory_keyring).write(NAME, KEY)
    for _ in range(2):
        Keyring(memory_keyring).remove(NAME)
        assert Keyring(memory_keyring).read(NAME) is None


def test_an_empty_secret_in_the_keyring_is_no_key(memory_keyring: KeyringBackend) -> None:
    memory_keyring.set_password(SERVICE, NAME, "  ")
    assert Keyring(memory_keyring).read(NAME) is None


def test_the_computers_own_keyring_is_the_default(
    memory_keyring: KeyringBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: memory_keyring)
    Keyring().write(NAME, KEY)
    assert memory_keyring.get_password(SERVICE, NAME) == KEY.reveal()


@for_each(
    ("backend", "reason"),
    [
        (FAIL, ABSENT),
        (NULL, "the keyring of this computer is switched off"),
        (PLAIN, PLAIN_FILES),
        (Chain(), ABSENT),
        (Chain(NULL, PLAIN), PLAIN_FILES),
    ],
)
def test_a_keyring_that_keeps_nothing_or_no_secret_is_not_used_and_the_doctor_says_the_same(
    backend: KeyringBackend, reason: str
) -> None:
    unfit = refusal(backend)
    assert (unfit.code, unfit.reason) == ("keyring.absent", reason)
    assert keyring_seen(backend).unfit_because == reason
    assert PLAIN.get_password(SERVICE, NAME) is None


def test_of_a_chain_the_first_fit_member_gets_the_key_and_no_other() -> None:
    fit, spare = LockableKeyring(), MemoryKeyring()
    Keyring(Chain(PLAIN, fit, spare)).write(NAME, KEY)
    held = [member.get_password(SERVICE, NAME) for member in (PLAIN, fit, spare)]
    assert held == [None, KEY.reveal(), None]
    assert keyring_seen(Chain(PLAIN, fit, spare)).name == "tests.support.memory_keyring.LockableKeyring"


def raising(error: BaseException) -> dict[str, Callable[..., None]]:
    """Methods of a keyring that fails at everything."""

    def refuse(*_: object) -> None:
        raise error

    return dict.fromkeys(("get_password", "set_password", "delete_password"), refuse)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(errors.KeyringLocked(KEY.reveal()), "keyring.locked", id="locked"),
        pytest.param(errors.NoKeyringError(KEY.reveal()), "keyring.absent", id="none, said when asked"),
        pytest.param(errors.InitError(KEY.reveal()), "keyring.failed", id="init"),
        pytest.param(errors.PasswordSetError(KEY.reveal()), "keyring.failed", id="set"),
        pytest.param(errors.KeyringError(KEY.reveal()), "keyring.failed", id="any keyring error"),
        pytest.param(RuntimeError(KEY.reveal()), "keyring.failed", id="a plugin's own error"),
    ],
)
def test_a_keyring_that_fails_is_typed_and_never_quoted(
    make_keyring: MakeKeyring, error: Exception, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ring = Keyring(make_keyring(**raising(error)))
    raised = []
    for ask in (ring.read, ring.remove, lambda name: ring.write(name, KEY)):
        with pytest.raises(UnfitKeyring) as caught:
            ask(NAME)
        raised.append(caught.value)
    assert [unfit.code for unfit in raised] == [code] * 3
    assert "lp_" not in " ".join([caplog.text, *map(str, raised), *map(repr, raised)])
    assert all(unfit.__cause__ is None and unfit.__suppress_context__ for unfit in raised)


def test_a_keyring_that_cannot_be_looked_for_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> KeyringBackend:
        raise ModuleNotFoundError("lp_no_text_of_a_plugin_is_shown")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert refusal(None).reason == "the keyring does not work"
    assert keyring_seen().unfit_because == "looking for one failed (ModuleNotFoundError)"


def test_the_doctor_asks_for_no_key() -> None:
    backend = LockableKeyring()
    assert keyring_seen(backend).unfit_because is None
    assert not backend.asked


@pytest.mark.parametrize("method", ["set_password", "get_password"])
def test_a_keyring_that_loses_what_is_saved_is_found_out(make_keyring: MakeKeyring, method: str) -> None:
    unfit = refusal(make_keyring(**{method: lambda *_: None}))
    assert (unfit.code, unfit.reason) == ("keyring.lossy", "the keyring did not give it back")


def test_a_key_that_was_cut_is_taken_out_again(make_keyring: MakeKeyring) -> None:
    def cut(self: Secrets, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password[:6]

    backend = make_keyring(set_password=cut)
    assert refusal(backend).code == "keyring.lossy"
    assert Keyring(backend).read(NAME) is None


def test_a_key_that_stays_after_removing_is_reported(make_keyring: MakeKeyring) -> None:
    def refuse(*_: object) -> None:
        raise errors.PasswordDeleteError("not allowed")

    ring = Keyring(make_keyring(delete_password=refuse))
    ring.write(NAME, KEY)
    with pytest.raises(UnfitKeyring, match="still holds it"):
        ring.remove(NAME)
