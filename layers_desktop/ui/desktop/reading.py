"""How far the uploads are, as the dock or task bar shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What the entry shows."""

    percent: int | None = None
    """None while nothing is sent."""
    uploads: int = 0
    urgent: bool = False
    """Something needs the person, who looks at something else."""
