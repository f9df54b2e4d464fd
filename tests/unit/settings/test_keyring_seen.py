"""What the doctor says of a keyring is what the program does with it."""

from __future__ import annotations

import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from layers_desktop.core.secrets import ApiKey
from layers_desktop.settings.keyring import CredentialStore, keyring_seen


class Memory(KeyringBackend):
    """A keyring that works."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring types its interface only
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class PlainText(Memory):
    """A keyring that keeps keys in a file."""


PlainText.__module__ = "keyrings.alt.file"


class Chain(ChainerBackend):
    """Two of them, the first of no use."""

    def __init__(self, *members: KeyringBackend) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring types its interface only
        self.members = list(members)

    @property
    def backends(self) -> list[KeyringBackend]:
        return self.members


def backends() -> list[KeyringBackend]:
    fail: KeyringBackend = keyring.backends.fail.Keyring()  # type: ignore[no-untyped-call]  # keyring's
    null: KeyringBackend = keyring.backends.null.Keyring()  # type: ignore[no-untyped-call]  # keyring's
    return [
        fail,
        null,
        Memory(),
        PlainText(),
        Chain(PlainText(), Memory()),
        Chain(null, PlainText()),
        Chain(),
    ]


@pytest.mark.parametrize("backend", backends(), ids=lambda backend: type(backend).__qualname__)
def test_fit_and_unfit_are_told_apart_as_the_program_does(backend: KeyringBackend) -> None:
    seen = keyring_seen(backend)
    saved = CredentialStore(backend=backend).save("api.layers.com", ApiKey("lp_x"))
    assert (seen.unfit_because is None) == saved.kept
    if saved.problem is not None:
        assert saved.problem.words.title.endswith(f"because {seen.unfit_because}")


def test_no_key_is_asked_for() -> None:
    backend = Memory()
    keyring_seen(backend)
    assert backend.asked == 0


def test_a_keyring_that_cannot_even_be_looked_for_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> KeyringBackend:
        raise ModuleNotFoundError("lp_no_text_of_a_plugin_is_shown")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert keyring_seen().unfit_because == "looking for one failed (ModuleNotFoundError)"
