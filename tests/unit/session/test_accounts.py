"""Several organizations side by side: each key in the keyring, one in use, a switch between them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox
from layers_desktop.session.state import KeyPlace, KnownAccount, Phase
from layers_desktop.settings.account_keys import AccountKeys, account_name, key_name
from layers_desktop.settings.keyring import SERVICE
from layers_desktop.settings.paths import places
from tests.support.memory_keyring import LockableKeyring, MemoryKeyring, note_unnamed_key
from tests.unit.session.conftest import Listener

Start = Callable[..., "Program"]


class Program:
    """One start of the program: a session and the accounts that it offered."""

    def __init__(self, listener: Listener) -> None:
        self.session = listener.session
        self.listener = listener
        self.offered: tuple[KnownAccount, ...] = ()
        self.session.accounts_changed.connect(self._note)

    def _note(self, accounts: tuple[KnownAccount, ...]) -> None:
        self.offered = accounts

    @property
    def names(self) -> list[str]:
        return [one.organization_name for one in self.offered]

    def id_of(self, name: str) -> str:
        return next(one.organization_id for one in self.offered if one.organization_name == name)

    def wait_for(self, organization: str) -> None:
        self.listener.wait_until(
            lambda: (
                self.session.state.phase is Phase.SIGNED_IN
                and self.session.state.organization_name == organization
            )
        )

    def connect(self, key: str, organization: str) -> None:
        self.session.connect_key(key)
        self.wait_for(organization)


@pytest.fixture
def globex(layers: Sandbox) -> str:
    """The key of a second organization at the same Layers."""
    return layers.world.add_organization("Globex", "Globex iOS")


@pytest.fixture
def start(
    make_session: Callable[..., Listener],
    layers: Sandbox,
    keyring_backend: LockableKeyring,
    tmp_path: Path,
) -> Start:
    def begin(**fields: object) -> Program:
        keys = AccountKeys(layers.base_url, places(tmp_path), keyring_backend)
        return Program(make_session(keys=keys, **fields))

    return begin


def wait_for_keys(program: Program, backend: LockableKeyring, *keys: str) -> None:
    program.listener.wait_until(lambda: sorted(backend.kept.values()) == sorted(keys))


def keep_both_keys(start: Start, layers: Sandbox, globex: str, backend: LockableKeyring) -> None:
    """Have an earlier run sign in at both, at Acme Growth last."""
    program = start()
    program.connect(globex, "Globex")
    program.connect(layers.key, "Acme Growth")
    wait_for_keys(program, backend, layers.key, globex)
    program.session.close()


def wait_for_refused_switch(program: Program, code: str) -> None:
    """Wait until a switch has failed for this reason, and see that Acme Growth is still in use."""
    program.listener.wait_until(lambda: program.session.state.notice is not None)
    state = program.session.state
    assert (state.phase, state.organization_name) == (Phase.SIGNED_IN, "Acme Growth")
    assert state.notice is not None
    assert state.notice.code == code


def test_a_second_key_is_kept_beside_the_first_and_both_can_be_switched_to(
    start: Start, layers: Sandbox, globex: str, keyring_backend: LockableKeyring
) -> None:
    program = start()
    program.connect(layers.key, "Acme Growth")
    program.connect(globex, "Globex")
    wait_for_keys(program, keyring_backend, layers.key, globex)
    assert program.names == ["Acme Growth", "Globex"]
    program.session.switch_account(program.id_of("Acme Growth"))
    program.wait_for("Acme Growth")
    assert program.session.account is not None
    assert program.session.account.key == ApiKey(layers.key)
    assert program.session.state.key_place is KeyPlace.KEYRING


def test_an_account_whose_key_the_keyring_did_not_take_can_be_switched_back_to(
    start: Start, layers: Sandbox, globex: str, keyring_backend: LockableKeyring
) -> None:
    keyring_backend.lossy = True
    program = start()
    program.connect(layers.key, "Acme Growth")
    program.listener.wait_until(lambda: not program.session.state.key_kept)
    keyring_backend.lossy = False
    program.connect(globex, "Globex")
    wait_for_keys(program, keyring_backend, globex)
    program.session.switch_account(program.id_of("Acme Growth"))
    program.wait_for("Acme Growth")
    assert program.session.state.key_place is KeyPlace.SESSION
    assert not program.session.state.key_kept


def test_the_next_start_opens_the_one_used_last_and_offers_the_other(
    start: Start, layers: Sandbox, globex: str, tmp_path: Path
) -> None:
    first = start()
    first.connect(globex, "Globex")
    first.connect(layers.key, "Acme Growth")
    first.session.switch_account(first.id_of("Globex"))
    first.wait_for("Globex")
    noted = AccountKeys(layers.base_url, places(tmp_path), MemoryKeyring())
    first.listener.wait_until(
        lambda: [one.organization_name for one in noted.organizations()] == ["Globex", "Acme Growth"]
    )
    first.session.close()
    second = start()
    second.session.start()
    second.wait_for("Globex")
    second.listener.wait_until(lambda: second.names == ["Acme Growth", "Globex"])
    second.session.switch_account(second.id_of("Acme Growth"))
    second.wait_for("Acme Growth")


def test_signing_out_forgets_one_key_and_goes_on_with_the_other(
    start: Start, layers: Sandbox, globex: str, keyring_backend: LockableKeyring
) -> None:
    program = start()
    program.connect(layers.key, "Acme Growth")
    program.connect(globex, "Globex")
    wait_for_keys(program, keyring_backend, layers.key, globex)
    program.session.sign_out()
    program.wait_for("Acme Growth")
    wait_for_keys(program, keyring_backend, layers.key)
    assert program.names == ["Acme Growth"]
    program.session.sign_out()
    assert program.session.state.phase is Phase.SIGNED_OUT
    wait_for_keys(program, keyring_backend)


def test_a_key_of_an_earlier_edition_is_found_and_put_under_its_organizations_name(
    start: Start, layers: Sandbox, keyring_backend: LockableKeyring, tmp_path: Path
) -> None:
    keyring_backend.set_password(SERVICE, account_name(layers.base_url), layers.key)
    note_unnamed_key(places(tmp_path), layers.base_url)
    program = start()
    program.session.start()
    program.wait_for("Acme Growth")
    named = key_name(layers.base_url, layers.world.organization_id)
    program.listener.wait_until(lambda: [name for _, name in keyring_backend.kept] == [named])
    program.session.close()
    again = start()
    again.session.start()
    again.wait_for("Acme Growth")


def test_a_key_that_is_gone_from_the_keyring_leaves_the_account_in_use_alone(
    start: Start, layers: Sandbox, globex: str, keyring_backend: LockableKeyring
) -> None:
    keep_both_keys(start, layers, globex, keyring_backend)
    second = start()
    second.session.start()
    second.wait_for("Acme Growth")
    second.listener.wait_until(lambda: len(second.names) == 2)
    keyring_backend.kept = {at: key for at, key in keyring_backend.kept.items() if key != globex}
    second.session.switch_account(second.id_of("Globex"))
    wait_for_refused_switch(second, "key.gone")


def test_a_keyring_that_is_silent_at_a_switch_leaves_the_account_in_use_alone(
    start: Start, layers: Sandbox, globex: str, keyring_backend: LockableKeyring
) -> None:
    keep_both_keys(start, layers, globex, keyring_backend)
    second = start(environment_key=ApiKey(layers.key), keyring_timeout_ms=50)
    second.session.start()
    second.wait_for("Acme Growth")
    second.listener.wait_until(lambda: len(second.names) == 2 and not second.session._keyring.busy)
    keyring_backend.open.clear()
    second.session.switch_account(second.id_of("Globex"))
    wait_for_refused_switch(second, "keyring.silent")


def test_the_sandbox_is_no_account_to_switch_to(start: Start, layers: Sandbox) -> None:
    program = start()
    program.connect(layers.key, "Acme Growth")
    program.session.try_sandbox()
    program.listener.wait_until(lambda: program.session.state.sandbox and program.session.account is not None)
    program.listener.wait_until(lambda: program.session.state.phase is Phase.SIGNED_IN)
    assert program.names == ["Acme Growth"]
    program.session.sign_out()
    program.wait_for("Acme Growth")
