"""The pointer over the list: which painted button it is on, which one it holds down, and what was clicked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPoint, Signal
from PySide6.QtWidgets import QListView

from layers_desktop.ui.transfer_list.actions import RowAction
from layers_desktop.ui.transfer_list.delegate import RowDelegate
from layers_desktop.ui.transfer_list.model import TransferModel
from layers_desktop.ui.transfer_list.row_layout import Part
from layers_desktop.ui.transfer_list.row_painter import BUTTONS

_CLICKED: Final = frozenset({*BUTTONS, Part.KIND})

Spot = tuple[int, Part]
"""A transfer's id and a part of its row."""


class RowPointer(QObject):
    """Follows the pointer; a painted button is clicked when it is let go where it was pressed."""

    clicked = Signal(object, object, QPoint)
    """Transfer id, `RowAction`, and where a menu belongs, in global coordinates."""

    def __init__(self, view: QListView, rows: TransferModel, delegate: RowDelegate) -> None:
        super().__init__(view)
        self._view = view
        self._rows = rows
        self._delegate = delegate
        self._held: Spot | None = None
        self._held_action: RowAction | None = None

    @property
    def holds(self) -> bool:
        """True while a painted button is held down."""
        return self._held is not None

    @property
    def on(self) -> Spot | None:
        """What the pointer is on, if it answers to a click."""
        return self._delegate.hot

    @property
    def on_button(self) -> bool:
        """True when that is a painted button."""
        return self.on is not None and self.on[1] in _CLICKED

    def move(self, point: QPoint) -> None:
        """Light up what is under the pointer; while one button is held no other does."""
        index = self._view.indexAt(point)
        part = self._part_at(index, point)
        spot = (self._rows.snapshot(index.row()).transfer.id, part) if part is not None else None
        self._light(None if self._held is not None and spot != self._held else spot)

    def press(self, point: QPoint) -> bool:
        """Hold the painted button under the pointer down; False when there is none."""
        self.move(point)
        if self.on is None or not self.on_button:
            return False
        self._held = self.on
        self._held_action = self._action_at(point, self.on[1])
        self._sink(down=True)
        return True

    def release(self, point: QPoint) -> None:
        """Click the held button if it is let go where it was pressed."""
        held = self._held
        self.let_go()
        self.move(point)
        if held is None or self.on != held:
            return
        action = self._action_at(point, held[1])
        # A row that changed while the button was down has another button there: that one was not pressed.
        if action is not None and action is self._held_action:
            self.clicked.emit(held[0], action, self._menu_place(self._view.indexAt(point), held[1], point))

    def let_go(self) -> None:
        """Hold nothing any more."""
        self._held = None
        self._sink(down=False)

    def leave(self) -> None:
        """Nothing is under the pointer any more."""
        self._light(None)

    def _part_at(self, index: QModelIndex, point: QPoint) -> Part | None:
        if not index.isValid():
            return None
        return self._delegate.part_at(
            self._view.visualRect(index), self._view.layoutDirection(), index, point
        )

    def _action_at(self, point: QPoint, part: Part) -> RowAction | None:
        snapshot = self._rows.snapshot(self._view.indexAt(point).row())
        return BUTTONS[part](snapshot) if part in BUTTONS else RowAction.CHOOSE_KIND

    def _menu_place(self, index: QModelIndex, part: Part, point: QPoint) -> QPoint:
        rect, direction = self._view.visualRect(index), self._view.layoutDirection()
        layout = self._delegate.layout_of(rect, direction, index)
        areas = {
            Part.MAIN: layout.main,
            Part.SECOND: layout.second,
            Part.END: layout.end,
            Part.KIND: layout.kind,
        }
        below = areas[part].bottomLeft() if part in areas else point
        return self._view.viewport().mapToGlobal(below)

    def _light(self, spot: Spot | None) -> None:
        if spot != self._delegate.hot:
            self._delegate.hot = spot
            self._view.viewport().update()

    def _sink(self, *, down: bool) -> None:
        if self._delegate.pressed != down:
            self._delegate.pressed = down
            self._view.viewport().update()
