from __future__ import annotations

import pytest

from layers_desktop.session.state import KeyPlace, Phase, SessionState
from layers_desktop.settings.fields import Page
from layers_desktop.ui.settings.dialog import SettingsDialog


def state(place: KeyPlace, words: str = "", *, sandbox: bool = False) -> SessionState:
    return SessionState(
        phase=Phase.SIGNED_IN, organization_id="org_1", organization_name="Acme & Sons", tier="pilot",
        key_place=place, key_words=words, sandbox=sandbox,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (state(KeyPlace.KEYRING, "Secret Service"), "keyring (Secret Service)"),
        (state(KeyPlace.SESSION, "this computer has no keyring"), "because this computer has no keyring."),
        (state(KeyPlace.SESSION), "has not taken it yet"),
        (state(KeyPlace.ENVIRONMENT), "LAYERS_API_KEY"),
        (state(KeyPlace.SANDBOX, sandbox=True), "not stored"),
    ],
)
def test_it_is_said_whose_account_it_is_and_where_its_key_is(
    dialog: SettingsDialog, shown: SessionState, words: str
) -> None:
    dialog.account.show_session(shown)
    account = dialog.account
    assert account.organization.text() == "Acme & Sons"
    assert (account.id.value.text(), account.tier.value.text()) == ("org_1", "pilot")
    assert words in account.key.value.text()
    assert account.key.value.accessibleName() == f"API key: {account.key.value.text()}"
    assert account.sign_out.text() == ("Leave the sandbox" if shown.sandbox else "Sign out")


def test_who_has_signed_out_is_shown_so(dialog: SettingsDialog) -> None:
    dialog.open_at(Page.ACCOUNT)
    dialog.account.show_session(SessionState(phase=Phase.SIGNED_OUT))
    assert dialog.account.organization.text() == "Nobody is signed in."
    assert not dialog.account.sign_out.isVisible()
    assert not dialog.account.key.isVisible()
