"""The keys of organizations: noted in a file, kept in the keyring, asked only for what it has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from keyring import errors

from layers_desktop.core.secrets import ApiKey
from layers_desktop.settings.account_keys import AccountKeys, CredentialError
from layers_desktop.settings.paths import Places
from tests.support.memory_keyring import LockableKeyring

LAYERS = "https://api.layers.com"
KEY = ApiKey("lp_secret_1")
Open = Callable[..., AccountKeys]


@pytest.fixture
def ring() -> LockableKeyring:
    return LockableKeyring()


@pytest.fixture
def run(ring: LockableKeyring, room: Places) -> Open:
    """Return the keys at an address as a new run of the program finds them."""
    return lambda url=LAYERS: AccountKeys(url, room, ring)


@pytest.fixture
def note(room: Places) -> Path:
    return room.config / "keyring-accounts.json"


def found(keys: AccountKeys, organization_id: str | None = None) -> ApiKey | None:
    key = keys.load(organization_id)
    return key.key if key is not None else None


def test_a_first_start_and_a_sign_out_without_a_key_leave_the_keyring_alone(
    run: Open, ring: LockableKeyring
) -> None:
    assert run().load() is None
    run().delete("org_1")
    assert not ring.asked


def test_a_saved_key_is_found_by_the_next_run_and_not_after_it_was_deleted(
    run: Open, ring: LockableKeyring
) -> None:
    assert run().save("org_1", "Acme", KEY).kept
    assert found(run()) == found(run(), "org_1") == KEY
    run().delete("org_1")
    ring.asked.clear()
    assert found(run()) is found(run(), "org_1") is None
    assert not ring.asked


def test_one_account_says_nothing_of_another(run: Open, ring: LockableKeyring) -> None:
    run().save("org_1", "Acme", KEY)
    ring.asked.clear()
    assert run().load("org_2") is None
    assert run("https://other.example").load() is None
    assert run("https://other.example").organizations() == ()
    assert not ring.asked


def test_the_organization_used_last_comes_first(run: Open) -> None:
    run().save("org_1", "Acme", KEY)
    run().save("org_2", "Globex", ApiKey("lp_secret_2"))
    run().use("org_1", "Acme Growth")
    run().use("org_3", "whose key is not kept")
    assert [one.organization_name for one in run().organizations()] == ["Acme Growth", "Globex"]
    assert found(run()) == KEY


def test_where_the_note_is_damaged_the_keyring_is_asked_for_the_rest_of_the_run(
    run: Open, note: Path
) -> None:
    run().save("org_1", "Acme", KEY)
    note.write_bytes(b"\xff{")
    keys = run()
    assert keys.organizations() == ()  # which sets the damaged file aside
    assert found(keys, "org_1") == KEY


def test_a_note_that_cannot_be_written_costs_no_key(run: Open, room: Places, ring: LockableKeyring) -> None:
    room.config.parent.mkdir()
    room.config.touch()
    assert run().save("org_1", "Acme", KEY).kept
    assert ring.kept


def test_the_note_names_no_key(run: Open, note: Path) -> None:
    run().save("org_1", "Acme", KEY)
    assert KEY.reveal().encode() not in note.read_bytes()


def test_a_keyring_that_does_not_answer_is_told_and_a_key_is_for_the_session(
    run: Open, ring: LockableKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise errors.KeyringLocked(KEY.reveal())

    run().save("org_1", "Acme", KEY)
    for method in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(ring, method, locked)
    for ask in (run().load, run().delete):
        with pytest.raises(CredentialError) as caught:
            ask("org_1")
        assert caught.value.problem.code == "keyring.locked"
        assert "lp_" not in repr(caught.value)
    saved = run().save("org_1", "Acme", KEY)
    assert not saved.kept
    assert saved.problem is not None
    assert saved.problem.code == "keyring.locked"
    assert saved.problem.words.title == (
        "The key will be kept for this session only, because the keyring is locked"
    )
    assert "lp_" not in repr(saved)


def test_without_a_keyring_there_is_no_key_and_nothing_to_delete(
    run: Open, ring: LockableKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise errors.NoKeyringError("none")

    run().save("org_1", "Acme", KEY)
    monkeypatch.setattr(ring, "get_password", none)
    monkeypatch.setattr(ring, "delete_password", none)
    assert run().load("org_1") is None
    run().delete("org_1")
    assert run().organizations() == ()
