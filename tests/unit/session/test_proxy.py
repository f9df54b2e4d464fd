"""The proxy of the settings is the one that calls go through."""

from __future__ import annotations

import pytest

from layers_desktop.api.proxy import IN_FORCE, ProxyChoice, ProxyUse
from layers_desktop.session.settings_service import follow, proxy_of
from layers_desktop.settings.preferences import Preferences, ProxyMode


@pytest.mark.parametrize("mode", ProxyMode)
def test_every_mode_of_the_settings_is_one_of_the_connections(mode: ProxyMode) -> None:
    assert proxy_of(Preferences(proxy=mode)).use.value == mode.value


def test_the_settings_are_followed_and_a_change_is_told() -> None:
    chosen = Preferences(proxy=ProxyMode.MANUAL, proxy_address=" http://proxy.example:3128 ")
    assert not follow(Preferences())
    assert follow(chosen)
    assert not follow(chosen)
    assert IN_FORCE.choice == ProxyChoice(ProxyUse.MANUAL, "http://proxy.example:3128")
    assert follow(Preferences())
    assert IN_FORCE.choice == ProxyChoice()
