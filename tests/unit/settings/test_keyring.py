"""What the credential store does with keyrings of every character."""

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
from layers_desktop.settings.keyring import CredentialError, CredentialStore

KEY = ApiKey("lp_secret_0123456789")
ACCOUNT = "api.layers.com"
MakeKeyring = Callable[..., KeyringBackend]
# keyring does not annotate its constructors.
FAIL: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]
NULL: KeyringBackend = null.Keyring()  # type: ignore[no-untyped-call]
PLAIN = "keyrings.alt.file"
SESSION_ONLY = "The key will be kept for this session only, because "


class Secrets(Protocol):
    """What the methods of a memory keyring find in it."""

    kept: dict[tuple[str, str], str]


def test_a_key_is_read_back_from_the_keyring(memory_keyring: KeyringBackend) -> None:
    saved = CredentialStore(backend=memory_keyring).save(ACCOUNT, KEY)
    assert saved.kept
    assert saved.problem is None
    assert CredentialStore(backend=memory_keyring).load(ACCOUNT) == KEY
    assert memory_keyring.get_password("Layers Desktop", ACCOUNT) == KEY.reveal()


def test_a_key_is_given_to_its_own_account_only(memory_keyring: KeyringBackend) -> None:
    store = CredentialStore(backend=memory_keyring)
    store.save(ACCOUNT, KEY)
    assert store.load("http://127.0.0.1:8080") is None


def test_a_session_key_is_given_to_its_own_account_only() -> None:
    store = CredentialStore(backend=NULL)
    store.save(ACCOUNT, KEY)
    assert store.load(ACCOUNT) == KEY
    assert store.load("http://127.0.0.1:8080") is None


def test_a_deleted_key_is_gone(memory_keyring: KeyringBackend) -> None:
    store = CredentialStore(backend=memory_keyring)
    store.save(ACCOUNT, KEY)
    store.delete(ACCOUNT)
    assert store.load(ACCOUNT) is None


def test_deleting_what_is_not_there_is_fine(memory_keyring: KeyringBackend) -> None:
    CredentialStore(backend=memory_keyring).delete(ACCOUNT)


def test_an_empty_secret_in_the_keyring_is_no_key(memory_keyring: KeyringBackend) -> None:
    memory_keyring.set_password("Layers Desktop", ACCOUNT, "  ")
    assert CredentialStore(backend=memory_keyring).load(ACCOUNT) is None


def test_an_empty_key_is_not_saved(memory_keyring: KeyringBackend) -> None:
    with pytest.raises(ValueError, match="empty"):
        CredentialStore(backend=memory_keyring).save(ACCOUNT, ApiKey("  "))


def test_the_computers_own_keyring_is_the_default(
    memory_keyring: KeyringBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: memory_keyring)
    assert CredentialStore().save(ACCOUNT, KEY).kept


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        (FAIL, "this computer has no keyring"),
        (NULL, "the keyring of this computer is switched off"),
    ],
)
def test_a_backend_that_keeps_nothing_is_not_used_and_named(backend: KeyringBackend, reason: str) -> None:
    store = CredentialStore(backend=backend)
    assert store.load(ACCOUNT) is None
    saved = store.save(ACCOUNT, KEY)
    assert not saved.kept
    assert saved.problem is not None
    assert saved.problem.words.title == SESSION_ONLY + reason
    assert store.load(ACCOUNT) == KEY
    store.delete(ACCOUNT)
    assert store.load(ACCOUNT) is None


def test_a_plain_file_backend_never_gets_the_key(make_keyring: MakeKeyring) -> None:
    backend = make_keyring(PLAIN)
    saved = CredentialStore(backend=backend).save(ACCOUNT, KEY)
    assert saved.problem is not None
    assert saved.problem.words.title == SESSION_ONLY + "the only keyring found here keeps keys in plain files"
    assert backend.get_password("Layers Desktop", ACCOUNT) is None


def chain(monkeypatch: pytest.MonkeyPatch, *members: KeyringBackend) -> KeyringBackend:
    monkeypatch.setattr(chainer.ChainerBackend, "backends", list(members))
    chained: KeyringBackend = chainer.ChainerBackend()  # type: ignore[no-untyped-call]
    return chained


def test_of_a_chain_the_first_fit_member_gets_the_key_and_no_other(
    make_keyring: MakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, fit, spare = make_keyring(PLAIN), make_keyring(), make_keyring()
    saved = CredentialStore(backend=chain(monkeypatch, plain, fit, spare)).save(ACCOUNT, KEY)
    assert saved.kept
    held = [member.get_password("Layers Desktop", ACCOUNT) for member in (plain, fit, spare)]
    assert held == [None, KEY.reveal(), None]


def test_an_empty_chain_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    saved = CredentialStore(backend=chain(monkeypatch)).save(ACCOUNT, KEY)
    assert saved.problem is not None
    assert saved.problem.words.title == SESSION_ONLY + "this computer has no keyring"


def test_a_chain_of_plain_files_says_that_they_are_plain_files(
    make_keyring: MakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = CredentialStore(backend=chain(monkeypatch, make_keyring(PLAIN))).save(ACCOUNT, KEY)
    assert saved.problem is not None
    assert "plain files" in saved.problem.words.title


def raising(error: BaseException) -> dict[str, Callable[..., None]]:
    """Methods of a keyring that fails at everything."""

    def refuse(*_: object) -> None:
        raise error

    return dict.fromkeys(("get_password", "set_password", "delete_password"), refuse)


FAULTS = [
    pytest.param(errors.KeyringLocked(KEY.reveal()), "keyring.locked", id="locked"),
    pytest.param(errors.InitError(KEY.reveal()), "keyring.failed", id="init"),
    pytest.param(errors.PasswordSetError(KEY.reveal()), "keyring.failed", id="set"),
    pytest.param(errors.KeyringError(KEY.reveal()), "keyring.failed", id="any keyring error"),
    pytest.param(RuntimeError(KEY.reveal()), "keyring.failed", id="a plugin's own error"),
]


@pytest.mark.parametrize(("error", "code"), FAULTS)
def test_a_keyring_that_fails_is_typed_and_never_quoted(
    make_keyring: MakeKeyring, error: Exception, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = CredentialStore(backend=make_keyring(**raising(error)))
    raised = []
    for ask in (store.load, store.delete):
        with pytest.raises(CredentialError) as caught:
            ask(ACCOUNT)
        raised.append(caught.value)
    saved = store.save(ACCOUNT, KEY)
    assert saved.problem is not None
    assert [saved.problem.code, *(fault.problem.code for fault in raised)] == [code] * 3
    assert saved.problem.words.title.startswith(SESSION_ONLY)
    assert store.load(ACCOUNT) == KEY
    shown = [repr(saved), repr(store), caplog.text, *map(str, raised), *map(repr, raised)]
    assert not [text for text in shown if "lp_" in text]
    assert all(fault.__cause__ is None and fault.__suppress_context__ for fault in raised)


def test_a_backend_that_finds_no_keyring_only_when_asked_is_no_keyring(
    make_keyring: MakeKeyring,
) -> None:
    store = CredentialStore(backend=make_keyring(**raising(errors.NoKeyringError("none"))))
    assert store.load(ACCOUNT) is None
    store.delete(ACCOUNT)
    saved = store.save(ACCOUNT, KEY)
    assert saved.problem is not None
    assert saved.problem.code == "keyring.absent"


def test_a_keyring_that_cannot_be_looked_for_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> KeyringBackend:
        raise ModuleNotFoundError("No module named 'my.keyring'")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    saved = CredentialStore().save(ACCOUNT, KEY)
    assert saved.problem is not None
    assert saved.problem.words.title == SESSION_ONLY + "the keyring does not work"


def test_a_keyring_that_loses_what_is_saved_is_found_out(make_keyring: MakeKeyring) -> None:
    lossy = make_keyring(set_password=lambda *_: None)
    saved = CredentialStore(backend=lossy).save(ACCOUNT, KEY)
    assert not saved.kept
    assert saved.problem is not None
    assert saved.problem.words.title == SESSION_ONLY + "the keyring did not give it back"


def test_a_keyring_that_answers_nothing_is_found_out(make_keyring: MakeKeyring) -> None:
    silent = make_keyring(get_password=lambda *_: None)
    store = CredentialStore(backend=silent)
    assert store.load(ACCOUNT) is None
    assert not store.save(ACCOUNT, KEY).kept
    assert store.load(ACCOUNT) == KEY


def test_a_key_that_was_cut_is_taken_out_again(make_keyring: MakeKeyring) -> None:
    def cut(self: Secrets, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password[:6]

    backend = make_keyring(set_password=cut)
    assert not CredentialStore(backend=backend).save(ACCOUNT, KEY).kept
    assert CredentialStore(backend=backend).load(ACCOUNT) is None


def test_a_key_that_stays_after_deleting_is_reported(make_keyring: MakeKeyring) -> None:
    def refuse(*_: object) -> None:
        raise errors.PasswordDeleteError("not allowed")

    store = CredentialStore(backend=make_keyring(delete_password=refuse))
    store.save(ACCOUNT, KEY)
    with pytest.raises(CredentialError, match="still holds it"):
        store.delete(ACCOUNT)


def test_a_key_saved_later_replaces_the_one_of_the_session(make_keyring: MakeKeyring) -> None:
    locked = True

    def save(self: Secrets, service: str, username: str, password: str) -> None:
        if locked:
            raise errors.KeyringLocked
        self.kept[service, username] = password

    store = CredentialStore(backend=make_keyring(set_password=save))
    assert not store.save(ACCOUNT, KEY).kept
    locked = False
    assert store.save(ACCOUNT, ApiKey("lp_next")).kept
    assert store.load(ACCOUNT) == ApiKey("lp_next")
