"""Projects as rows: which are listed for what is typed, what each says and how it looks in the popup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from layers_desktop.core.text import casefold_key, words_of
from layers_desktop.settings.caches import KnownProject
from layers_desktop.ui.theme import colors, theme
from layers_desktop.ui.widgets.buttons import plain_tooltip

RECENT_SHOWN = 5
"""How many of the projects used last are on top."""


@dataclass(frozen=True, slots=True)
class ProjectMatches:
    """What to list, the `recent` first ones being those used last."""

    projects: list[KnownProject]
    recent: int


class ProjectSearch:
    """An index of the projects: each one's name, customer id and id, folded once."""

    def __init__(self, projects: Sequence[KnownProject] = (), recent: Sequence[str] = ()) -> None:
        self._indexed = [
            (casefold_key(f"{project.name}\n{project.customer_external_id or ''}\n{project.id}"), project)
            for project in projects
        ]
        offered = {project.id for project in projects}
        # Those of other organizations are remembered too, and take no place here.
        shown = [project_id for project_id in recent if project_id in offered][:RECENT_SHOWN]
        self._rank = {project_id: place for place, project_id in enumerate(shown)}

    @property
    def last_used(self) -> str | None:
        """The id of the project used last, None when none of these was."""
        return next(iter(self._rank), None)

    def find(self, text: str) -> ProjectMatches:
        """Return the projects that hold every typed word somewhere, those used last on top."""
        words = words_of(text)
        recent: list[KnownProject] = []
        others: list[KnownProject] = []
        for haystack, project in self._indexed:
            if all(word in haystack for word in words):
                (recent if project.id in self._rank else others).append(project)
        recent.sort(key=lambda project: self._rank[project.id])
        return ProjectMatches(recent + others, len(recent))


ROW = 32

_Index = QModelIndex | QPersistentModelIndex


class ProjectModel(QAbstractListModel):
    """Projects as rows; the combo box has all of them, the popup those that match."""

    CUSTOMER = Qt.ItemDataRole.UserRole
    LAST_RECENT = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found = ProjectMatches([], 0)

    def show(self, found: ProjectMatches) -> None:
        """Replace all rows at once."""
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many projects there are."""
        return 0 if parent.isValid() else len(self.found.projects)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Return the name, and what else a row shows."""
        if not index.isValid():
            return None
        project = self.found.projects[index.row()]
        named = [part for part in (project.name, project.customer_external_id) if part]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                value: object = project.name or project.id
            case Qt.ItemDataRole.ToolTipRole:
                value = plain_tooltip("\n".join([*named, project.id]))
            case Qt.ItemDataRole.AccessibleTextRole:
                value = ", ".join(named) or project.id
            case self.CUSTOMER:
                value = project.customer_external_id or ""
            case self.LAST_RECENT:
                value = index.row() == self.found.recent - 1 < len(self.found.projects) - 1
            case _:
                value = None
        return value

    def row_of(self, project_id: str | None) -> int:
        """Return where this project is, -1 when it is not there."""
        for row, project in enumerate(self.found.projects):
            if project.id == project_id:
                return row
        return -1


class ProjectDelegate(QStyledItemDelegate):
    """The name, and at the far end the customer's id; a line under the projects used last."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's
        """Return the height of every row; the list gives the width."""
        return QSize(120, theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row, mirrored where the language is."""
        widget, rect, state = option.widget, option.rect, option.state
        colours = colors.tokens()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.accent_soft)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colours.hover)
        direction = widget.layoutDirection()
        inner = rect.adjusted(12, 0, -12, 0)
        metrics = painter.fontMetrics()
        customer = metrics.elidedText(
            index.data(ProjectModel.CUSTOMER), Qt.TextElideMode.ElideMiddle, inner.width() * 2 // 5
        )
        room = metrics.horizontalAdvance(customer) + 16 if customer else 0
        name_rect = QStyle.visualRect(direction, inner, inner.adjusted(0, 0, -room, 0))
        middle = Qt.AlignmentFlag.AlignVCenter
        near = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        far = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight)
        name = metrics.elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, name_rect.width()
        )
        painter.setPen(colours.text)
        painter.drawText(name_rect, near | middle, name)
        painter.setPen(colours.dim)
        painter.drawText(inner, far | middle, customer)
        if index.data(ProjectModel.LAST_RECENT):
            painter.setPen(colours.line)
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
