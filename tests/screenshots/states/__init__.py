"""Every state of the window, by name: how the program is brought into it.

A state is a generator that performs up to the moment of the picture and yields; a new one needs no other
line than `@state.enter()` above it.
"""

from __future__ import annotations

from typing import Final

from tests.screenshots.states import (
    accounts,
    desktop,
    history,
    incoming,
    lists,
    prompt,
    settings,
    start,
    uploads,
    waiting,
)
from tests.screenshots.states.register import Described

__all__ = ["STATES", "Described"]

_DAY = (start, incoming, prompt, uploads, waiting, desktop, accounts, lists, history, settings)
STATES: Final[dict[str, Described]] = {name: one for part in _DAY for name, one in part.state.entered.items()}
"""Name → state, in the order of a person's day."""
