"""What goes on at the moment, as far as the desktop around the window is concerned. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from layers_desktop.transfers.transfer import Hold, HoldReason
from layers_desktop.ui.uploads.totals import Totals

_NEEDS_A_PERSON = frozenset({HoldReason.PAUSED, HoldReason.SIGNED_OUT, HoldReason.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadActivity:
    """The sums of the list, and what holds it."""

    totals: Totals = field(default_factory=Totals)
    hold: Hold | None = None
    sandbox: bool = False
    fetching: int = 0
    """Links that a person wants to have fetched; they are not on disk yet."""

    @property
    def uploads(self) -> int:
        """How many uploads go on without a person's help."""
        if self.hold is not None and self.hold.reason in _NEEDS_A_PERSON:
            return 0
        return self.totals.active - self.totals.paused - self.totals.unassigned

    @property
    def paused(self) -> bool:
        """True when the person paused all that is left to do."""
        return (self.hold is not None and self.hold.reason is HoldReason.PAUSED) or self.totals.rests

    @property
    def offline(self) -> bool:
        """True while everything waits for the network."""
        return self.hold is not None and self.hold.reason is HoldReason.OFFLINE

    @property
    def goes_on(self) -> bool:
        """True while something happens, or will happen by itself: what closing the window would stop."""
        return self.uploads > 0 or self.fetching > 0

    @property
    def share(self) -> float:
        """How much of the present run's bytes is at Layers, 0 to 1."""
        return self.totals.bytes_sent / self.totals.bytes_total if self.totals.bytes_total else 0.0
