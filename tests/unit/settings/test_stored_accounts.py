"""The keyring is asked only for keys that were put into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from layers_desktop.core.secrets import ApiKey
from layers_desktop.settings.keyring import CredentialStore
from layers_desktop.settings.paths import places
from layers_desktop.settings.stored_accounts import StoredAccounts

ACCOUNT = "api.layers.com"


class CountingKeyring(KeyringBackend):
    """A keyring in memory that counts how often it was asked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring types its interface only
        self.keys: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.keys.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked += 1
        self.keys[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.asked += 1
        self.keys.pop((service, username), None)


@pytest.fixture
def ring() -> CountingKeyring:
    return CountingKeyring()


def store(ring: CountingKeyring, folder: Path) -> CredentialStore:
    return CredentialStore(backend=ring, kept=StoredAccounts(places(folder)))


def test_a_first_start_and_a_sign_out_without_a_key_leave_the_keyring_alone(
    ring: CountingKeyring, tmp_path: Path
) -> None:
    assert store(ring, tmp_path).load(ACCOUNT) is None
    store(ring, tmp_path).delete(ACCOUNT)
    assert ring.asked == 0


def test_a_damaged_list_makes_the_keyring_be_asked_for_the_rest_of_the_run(
    ring: CountingKeyring, tmp_path: Path
) -> None:
    assert store(ring, tmp_path).save(ACCOUNT, ApiKey("lp_kept")).kept
    (places(tmp_path).config / "keyring-accounts.json").write_text("{")
    kept = StoredAccounts(places(tmp_path))
    assert kept.organizations(ACCOUNT) == ()  # which sets the damaged file aside
    assert CredentialStore(backend=ring, kept=kept).load(ACCOUNT) == ApiKey("lp_kept")


def test_a_saved_key_is_found_by_the_next_run_and_not_after_it_was_deleted(
    ring: CountingKeyring, tmp_path: Path
) -> None:
    key = ApiKey("lp_secret_1")
    store(ring, tmp_path).save(ACCOUNT, key)
    assert store(ring, tmp_path).load(ACCOUNT) == key
    store(ring, tmp_path).delete(ACCOUNT)
    asked = ring.asked
    assert store(ring, tmp_path).load(ACCOUNT) is None
    assert ring.asked == asked


def test_one_account_says_nothing_of_another(ring: CountingKeyring, tmp_path: Path) -> None:
    store(ring, tmp_path).save(ACCOUNT, ApiKey("lp_secret_1"))
    asked = ring.asked
    assert store(ring, tmp_path).load("other.example") is None
    assert ring.asked == asked


def test_where_the_note_is_damaged_the_keyring_is_asked(ring: CountingKeyring, tmp_path: Path) -> None:
    store(ring, tmp_path).save(ACCOUNT, ApiKey("lp_secret_1"))
    (tmp_path / "config" / "keyring-accounts.json").write_bytes(b"\xff{")
    assert store(ring, tmp_path).load(ACCOUNT) == ApiKey("lp_secret_1")


def test_a_note_that_cannot_be_written_costs_no_key(ring: CountingKeyring, tmp_path: Path) -> None:
    (tmp_path / "config").touch()
    assert store(ring, tmp_path).save(ACCOUNT, ApiKey("lp_secret_1")).kept
    assert ring.keys


def test_the_note_names_no_key(ring: CountingKeyring, tmp_path: Path) -> None:
    store(ring, tmp_path).save(ACCOUNT, ApiKey("lp_secret_1"))
    assert b"lp_secret_1" not in (tmp_path / "config" / "keyring-accounts.json").read_bytes()
