"""What a test of the connection found, layer by layer, as values that the window shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from layers_desktop.core.errors import Problem


class LayerState(StrEnum):
    """How a layer stands."""

    WORKS = "works"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Not tried, because one before it failed."""
    UNUSED = "unused"
    """No part of this way, or nothing that can be found out from here."""


@dataclass(frozen=True, slots=True)
class LayerFound:
    """One layer of the way to Layers."""

    layer: str
    """Address, DNS, TCP, Proxy, TLS, API, Storage; Test where the test itself broke."""
    state: LayerState
    text: str
    """One sentence, in English: what was found, or why it failed."""
    problem: Problem | None = None
    """What failed, where the sentence says it."""
