"""Help, in the window: the three steps of an upload, every key, and where to look when something fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from layers_desktop.ui import geometry
from layers_desktop.ui.actions import WindowActions
from layers_desktop.ui.header.project_picker import REFRESH_KEY
from layers_desktop.ui.i18n.bidi import isolated
from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads.shortcuts import MENU_KEY, ListShortcut, key_of
from layers_desktop.ui.widgets.buttons import label, link_button, push_button

DOCUMENTATION: Final = QUrl("https://developers.layers.com")

_SIZE = QSize(500, 600)
_SMALLEST = QSize(400, 320)


class HelpDialog(QDialog):
    """Shows what the actions and gestures of the window are; deletes itself when it is closed.

    The keys are read from them, `keyed` being all actions of the window that have one: none is written here.
    """

    documentation_wanted = Signal()

    def __init__(self, actions: WindowActions, keyed: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Help"))
        self.setMinimumSize(geometry.for_text(parent, _SMALLEST))
        geometry.fit(self, _SIZE, parent)
        self.keys = [*((_written(action.shortcut()), action.text()) for action in keyed), *self._other_keys()]
        """The keys as the system writes them, and what they do."""
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(*(3 * theme.GRID,) * 4)
        self._column.setSpacing(theme.GRID)
        self._tell(self.tr("From a file to an asset ID"), self._steps(actions))
        self._list_keys()
        self._tell(self.tr("When something does not work"), self._troubles())
        self._column.addStretch()
        self.area = QScrollArea()
        self.area.setObjectName("help")
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("Steps and keys"))
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addLayout(self._buttons())
        self.area.setFocus()  # the arrows go through it, Esc and Enter leave it

    def _buttons(self) -> QHBoxLayout:
        self.documentation = link_button(self.tr("Developer documentation"), flush=True)
        self.documentation.clicked.connect(self._open_documentation)
        self.close_button = push_button(self.tr("Close"), primary=True)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        row.addWidget(self.documentation)
        row.addStretch()
        row.addWidget(self.close_button)
        return row

    @Slot()
    def _open_documentation(self) -> None:
        self.accept()  # what the window says where no browser opens would be behind this
        self.documentation_wanted.emit()

    def _steps(self, actions: WindowActions) -> tuple[str, ...]:
        project, files, paste, copy = (
            _written(action.shortcut())
            for action in (actions.project, actions.files, actions.paste, actions.copy)
        )
        pick = self.tr("1. Pick the project at the top of the window, or press %1.")
        drop = self.tr(
            "2. Drop images, video, audio or folders anywhere on the window, choose files (%1) or paste (%2)."
        )
        take = self.tr(
            "3. Copy the asset ID with the button in its row. After a drop, %1 copies the IDs of all of it."
        )
        return (
            pick.replace("%1", project),
            drop.replace("%1", files).replace("%2", paste),
            take.replace("%1", copy),
        )

    def _troubles(self) -> tuple[str, ...]:
        doctor = self.tr("The command %1 looks at this computer too, and packs a report for support.")
        return (
            self.tr(
                "A row says what failed, what was kept and what to do; its menu shows the whole problem."
            ),
            self.tr("Test connection, in the settings under Network, names what is in the way to Layers."),
            doctor.replace("%1", isolated("layers-desktop doctor --bundle report.zip")),
        )

    def _other_keys(self) -> Iterator[tuple[str, str]]:
        """Yield the keys that are no actions: those of the list, and of what asks for something."""
        for keys, does in (
            (key_of(ListShortcut.MAIN), self.tr("Press a row's own button: copy, retry, pause …")),
            (key_of(ListShortcut.PAUSE_OR_RESUME), self.tr("Pause or resume selected uploads")),
            (
                key_of(ListShortcut.DELETE),
                self.tr("Cancel selected uploads, or take finished ones off the list"),
            ),
            (key_of(ListShortcut.USE_KNOWN), self.tr("Use the ID of a file that is an asset already")),
            (key_of(ListShortcut.UPLOAD_AGAIN), self.tr("Upload a file that is an asset already again")),
            (MENU_KEY, self.tr("Open the menu of a row")),
            (QKeySequence(REFRESH_KEY), self.tr("In the list of projects: ask Layers anew")),
            (
                QKeySequence(Qt.Key.Key_Enter),
                self.tr("Give the suggested answer to a question under the header"),
            ),
            (QKeySequence(Qt.Key.Key_Escape), self.tr("Answer no to a question under the header")),
        ):
            yield _written(keys), does

    def _tell(self, title: str, lines: Sequence[str]) -> None:
        self._column.addWidget(label(title, role="strong", wrap=True))
        for line in lines:
            self._column.addWidget(label(line, wrap=True))
        self._column.addSpacing(2 * theme.GRID)

    def _list_keys(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * theme.GRID)
        grid.setVerticalSpacing(theme.GRID // 2)
        grid.setColumnStretch(1, 1)
        for row, (keys, does) in enumerate(self.keys):
            action = label(does, wrap=True)
            action.setAccessibleName(f"{does}: {keys}")
            grid.addWidget(label(keys, tone="dim", silent=True), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(action, row, 1)
        self._column.addWidget(label(self.tr("Keys"), role="strong"))
        self._column.addLayout(grid)
        self._column.addSpacing(2 * theme.GRID)


def _written(keys: QKeySequence) -> str:
    """Return keys as this system writes them, the same way round in every language."""
    return isolated(keys.toString(QKeySequence.SequenceFormat.NativeText))
