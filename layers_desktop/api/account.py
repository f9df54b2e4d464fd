"""Where uploads go, and as whom."""

from __future__ import annotations

from dataclasses import dataclass

from layers_desktop.api.models import WhoAmI
from layers_desktop.core.secrets import ApiKey

SANDBOX = "sandbox:"
"""What the ids begin with that organizations of sandboxes get here, a new one each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One organization at one Layers, with the key that opens it."""

    base_url: str
    key: ApiKey
    organization_id: str
    organization_name: str = ""
    rate_limit_tier: str = "standard"
    """As `whoami` names it: standard, pilot, partner, or something newer."""

    @property
    def sandboxed(self) -> bool:
        """True at a sandbox: what it says is cached nowhere, because it ends."""
        return self.organization_id.startswith(SANDBOX)


def account_of(base_url: str, key: ApiKey, answer: WhoAmI) -> Account:
    """Return the account that Layers says the key opens."""
    return Account(
        base_url=base_url,
        key=key,
        organization_id=answer.organization_id,
        organization_name=answer.organization_name or answer.organization_id,
        rate_limit_tier=answer.rate_limit_tier or "standard",
    )
