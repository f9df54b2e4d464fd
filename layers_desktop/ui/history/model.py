"""The rows of the history: assets, newest first, a title before each day; more are fetched when needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from layers_desktop.history.messages import Asset
from layers_desktop.ui.history import text
from layers_desktop.ui.uploads.row_text import display_name
from layers_desktop.ui.widgets.buttons import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
Row = Asset | date
_NO_PARENT: Final = QModelIndex()


class HistoryRole(IntEnum):
    """What the delegate asks for."""

    ASSET = Qt.ItemDataRole.UserRole + 1
    """The `Asset`; None for a day's title."""


class HistoryModel(QAbstractTableModel):
    """One column. A day's title is no item: it cannot be chosen, and the arrow keys step over it."""

    more_wanted = Signal(object)
    """The number below which more assets are wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._assets = 0
        self._more = False
        self._asked = False
        self.with_project = False
        """Rows name their project."""

    # What comes in

    def show(self, assets: Sequence[Asset], *, more: bool) -> None:
        """Show these instead of what was shown."""
        self.beginResetModel()
        self._rows = _titled(assets, None)
        self._assets = len(assets)
        self._more, self._asked = more and bool(self._rows or assets), False
        self.endResetModel()

    def append(self, assets: Sequence[Asset], *, more: bool) -> None:
        """Add older ones at the end."""
        self._more, self._asked = more and bool(self._rows or assets), False
        last = self._rows[-1] if self._rows else None
        rows = _titled(assets, text.day_of(last) if isinstance(last, Asset) else None)
        if rows:
            self.beginInsertRows(_NO_PARENT, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self._assets += len(assets)
            self.endInsertRows()

    def prepend(self, assets: Sequence[Asset]) -> None:
        """Add newer ones at the top, under the title of their day if it is there already."""
        rows = _titled(assets, None)
        if not rows:
            return
        first = self._rows[0] if self._rows else None
        # The title that is there stays above what it stands above, and the new rows come between.
        own = first if isinstance(first, date) and first == text.day_of(assets[-1]) else None
        if own is not None and text.day_of(assets[0]) == own:
            rows, place = rows[1:], 1
        elif own is not None:
            self.beginRemoveRows(_NO_PARENT, 0, 0)
            del self._rows[0]
            self.endRemoveRows()
            place = 0
        else:
            place = 0
        self.beginInsertRows(_NO_PARENT, place, place + len(rows) - 1)
        self._rows[place:place] = rows
        self._assets += len(assets)
        self.endInsertRows()

    # What is there

    @property
    def newest(self) -> Asset | None:
        """The asset on top."""
        return next((row for row in self._rows[:2] if isinstance(row, Asset)), None)

    @property
    def assets(self) -> int:
        """How many are loaded."""
        return self._assets

    @property
    def more(self) -> bool:
        """True when there may be more than are loaded."""
        return self._more

    def asset(self, index: Index) -> Asset | None:
        """Return the asset of a row; None for a day's title."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Asset) else None

    def assets_in(self, first: int, last: int) -> list[Asset]:
        """Return the assets among these rows."""
        return [row for row in self._rows[first : last + 1] if isinstance(row, Asset)]

    def count_in(self, first: int, last: int) -> int:
        """Return how many of these rows are assets."""
        return sum(isinstance(row, Asset) for row in self._rows[first : last + 1])

    def is_title(self, row: int) -> bool:
        """Tell whether this row is a day's title."""
        return isinstance(self._rows[row], date)

    # Qt

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many rows are loaded, titles among them."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return one."""
        return 0 if parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that an asset can be chosen and a title cannot."""
        if self.asset(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Return what is shown and read aloud."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        today = date.today()  # noqa: DTZ011 - a person's own day
        if isinstance(row, date):
            texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return text.day_title(row, today) if role in texts else None
        match role:
            case HistoryRole.ASSET:
                value: object = row
            case Qt.ItemDataRole.DisplayRole:
                value = display_name(row.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                value = text.accessible_text(row, today, with_project=self.with_project)
            case Qt.ItemDataRole.ToolTipRole:
                lines = (display_name(row.name), row.asset_id, display_name(row.project_name))
                value = plain_tooltip("\n".join(line for line in lines if line))
            case _:
                value = None
        return value

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there is more than is loaded."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, once."""
        if self.canFetchMore(parent) and isinstance(last := self._rows[-1], Asset):
            self._asked = True
            self.more_wanted.emit(last.number)

    def ask_again(self) -> None:
        """Take it that a page that was asked for does not come: it is asked for anew when it is needed."""
        self._asked = False


def _titled(assets: Sequence[Asset], day: date | None) -> list[Row]:
    """Return the assets with a title wherever another day begins; `day` is that of the row before."""
    rows: list[Row] = []
    for asset in assets:
        its_day = text.day_of(asset)
        if its_day != day:
            day = its_day
            rows.append(day)
        rows.append(asset)
    return rows
