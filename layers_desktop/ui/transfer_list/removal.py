"""Rows that a person took off the list can come back: what Undo and Ctrl+Z bring back, the last first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Transfer

MOST_STEPS: Final = 50
"""Removals that can be undone; one may be of thousands of rows."""


class Removals:
    """What a person asked to remove, what has gone, and what Undo asks for. Pure."""

    def __init__(self) -> None:
        self._organization = ""
        self._asked: set[int] = set()
        self._steps: list[tuple[int, ...]] = []

    def ask(self, command: commands.Command) -> None:
        """Note what a command is going to remove because a person wants it."""
        if isinstance(command, commands.Remove):
            self._asked.update(command.ids)

    def gone(self, rows: Iterable[Transfer]) -> Sequence[Transfer]:
        """Note that these have left the list; returns those that a person removed, which can come back."""
        removed = [transfer for transfer in rows if transfer.id in self._asked]
        if removed:
            ids = tuple(transfer.id for transfer in removed)
            self._asked.difference_update(ids)
            self._steps = [*self._steps, ids][-MOST_STEPS:]
        return removed

    def undo(self) -> commands.Relist | None:
        """Return what brings the last removed rows back; None when there is nothing to undo."""
        return commands.Relist(self._steps.pop()) if self._steps else None

    def use_account(self, organization_id: str) -> bool:
        """Follow who is signed in, "" for nobody; True when the rows that could come back were of another."""
        if not organization_id or organization_id == self._organization:
            return False
        another, self._organization = bool(self._organization), organization_id
        if another:
            self._asked.clear()
            self._steps.clear()
        return another

    @property
    def undoable(self) -> bool:
        """True while there is something to bring back."""
        return bool(self._steps)
