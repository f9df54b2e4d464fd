"""One window a data folder: a second start hands what it was given to the first and ends."""

from __future__ import annotations

from layers_desktop.instance.lock import HandOver, InstanceLock

__all__ = ["HandOver", "InstanceLock"]
