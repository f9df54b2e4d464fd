"""What all connections of one program share."""

from __future__ import annotations

from dataclasses import dataclass, field

from layers_desktop.api.proxy import ProxyChoice


@dataclass(slots=True, eq=False)
class Network:
    """Made once at the start, and given to whatever makes connections.

    Each value is replaced as a whole: any thread may read or set it at any time.
    """

    proxy: ProxyChoice = field(default_factory=ProxyChoice)
    """The proxy that was chosen. It counts from the next call on."""
    storage: str = ""
    """Where the last signed link led, as `https://host:port` and nothing more; empty while none was used."""
