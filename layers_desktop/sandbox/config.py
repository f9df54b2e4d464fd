"""How one sandbox is set up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from layers_desktop.sandbox.faults import Fault

TIERS: dict[str, tuple[int, int]] = {"standard": (60, 120), "pilot": (600, 1_200), "partner": (3_000, 6_000)}
"""Tier → (writes, reads) a minute, from Layers' documentation of rate limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxConfig:
    """Everything that can be chosen before the start; the defaults are a standard key on free ports."""

    host: str = "127.0.0.1"
    port: int = 0
    """The API's port; 0 takes a free one. The object storage has a free one, another origin as at Layers."""
    key: str | None = None
    """The API key; a random one when None."""
    organization: str = "Acme Growth"
    tier: str = "standard"
    writes_per_minute: int | None = None
    """Budget of the main key; None takes the tier's (60 for `standard`)."""
    reads_per_minute: int | None = None
    """Budget of the main key; None takes the tier's (120 for `standard`)."""
    writes_per_day: int | None = None
    """Layers: 10 000 for a standard key. None means no daily limit, so that benchmarks can run."""
    latency_ms: int = 0
    """Waited before each answer, by that connection only."""
    link_seconds: int = 900
    """Life of a signed URL. Layers: about 15 minutes."""
    project_count: int | None = None
    """How many projects to make up; None takes the handful that the demo shows."""
    seed: int = 1
    """Seed of the made-up projects: the same seed, the same projects."""
    clock: Callable[[], float] = time.time
    """Seconds since the epoch, for every expiry and window."""
    faults: tuple[Fault, ...] = ()
    """Faults planned from the start; more can be added to `world.faults` at any time."""

    def __post_init__(self) -> None:
        """Refuse what could never work, at the start rather than in the middle of a batch."""
        if self.tier not in TIERS and (self.writes_per_minute is None or self.reads_per_minute is None):
            raise ValueError(f"the tier {self.tier!r} is not one of {', '.join(TIERS)}: name its budgets")
        if self.latency_ms < 0 or self.link_seconds < 1:
            raise ValueError("latency_ms is 0 or more; link_seconds is 1 or more")
