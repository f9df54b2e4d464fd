"""Rows that a person took off the list can come back: what Undo and Ctrl+Z bring back, the last first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from layers_desktop.transfers import commands
from layers_desktop.transfers.transfer import Transfer

MOST_STEPS: Final = 50
"""Removals that can be undone; one may be of thousands of rows."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What a person's removal has come to."""

    count: int
    """Rows of it that have left the list so far; 0: these left for another reason."""
    name: str
    """Of the first one."""
    late: tuple[int, ...]
    """Rows that left only after their removal was undone: a call to Layers was waited for."""


@dataclass(slots=True)
class _Step:
    """One removal."""

    name: str = ""
    gone: list[int] = field(default_factory=list)
    undone: bool = False


class RemovalUndoStack:
    """What a person asked to cancel or remove, what has gone, and what Undo asks for. Pure."""

    def __init__(self) -> None:
        self._organization = ""
        self._asked: dict[int, _Step] = {}
        self._steps: list[_Step] = []

    def ask(self, asked: Iterable[commands.Command]) -> None:
        """Note what commands are going to take off the list because a person wants it, as one step."""
        step = _Step()
        for command in asked:
            if isinstance(command, commands.Cancel | commands.Remove):
                self._asked.update(dict.fromkeys(command.ids, step))

    def gone(self, rows: Iterable[Transfer]) -> Removed:
        """Note that these have left the list, whoever wanted that."""
        late: list[int] = []
        last = _Step()
        for transfer in rows:
            step = self._asked.pop(transfer.id, None)
            if step is None:
                continue
            if step.undone:
                late.append(transfer.id)
                continue
            if not step.gone:
                step.name = transfer.name
                self._steps = [*self._steps, step][-MOST_STEPS:]
            step.gone.append(transfer.id)
            last = step
        return Removed(len(last.gone), last.name, tuple(late))

    @property
    def name(self) -> str:
        """The name of the first row that `undo` would bring back."""
        return self._steps[-1].name if self._steps else ""

    def undo(self) -> commands.Relist | None:
        """Return what brings the last removed rows back; None when there is nothing to undo."""
        if not self._steps:
            return None
        step = self._steps.pop()
        step.undone = True
        return commands.Relist(tuple(step.gone))

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
