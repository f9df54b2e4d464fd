"""One window a data folder: a second start hands what it was given to the first and ends."""

from __future__ import annotations

from layers_desktop.instance.claim import Claim
from layers_desktop.instance.hand_over import HandOver

__all__ = ["Claim", "HandOver"]
