"""The proxy of the settings becomes the one that calls go through."""

from __future__ import annotations

from layers_desktop.api.proxy import IN_FORCE, ProxyChoice, ProxyUse
from layers_desktop.settings.preferences import Preferences


def proxy_of(preferences: Preferences) -> ProxyChoice:
    """Return the choice that these settings are. Both packages use the same words for it."""
    return ProxyChoice(ProxyUse(preferences.proxy.value), preferences.proxy_address.strip())


def follow(preferences: Preferences) -> bool:
    """Have the next calls use the proxy of these settings; tells whether that is another than before."""
    choice = proxy_of(preferences)
    other = choice != IN_FORCE.choice
    IN_FORCE.choice = choice
    return other
