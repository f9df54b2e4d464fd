"""The calm sign that folders are being watched: which one, leading to the settings of its project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from layers_desktop.core.errors import Problem
from layers_desktop.session.projects import WatchedProjects
from layers_desktop.settings.caches import KnownProject
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.i18n.bidi import isolated
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.uploads.row_text import display_name
from layers_desktop.ui.widgets.buttons import ToolButton, plain_tooltip

_WIDEST: Final = 280
"""Pixels of words at most beside others: it says something in passing."""
_GAP: Final = "\u00a0"
"""Between picture and words, for which Qt leaves less than the grid."""
_LEAST: Final = 96
"""Pixels of words at least where they are cut off; less of them says less than the picture."""
_ANY_ROOM: Final = 10_000
_MOST_NAMED: Final = 10
"""Folders that the tooltip names."""


@dataclass(frozen=True, slots=True)
class _Watched:
    folder: str
    project: KnownProject

    @property
    def name(self) -> str:
        """The folder's own name; its path where it has none, as of a drive."""
        return display_name(PurePath(self.folder).name or self.folder)

    @property
    def project_name(self) -> str:
        """The project's name, its id where it has none."""
        return display_name(self.project.name or self.project.id)


class WatchIndicator(ToolButton):
    """Says "Watching Holiday"; of several folders how many, with a menu of them.

    Whoever has it shows and hides it, by `watches`.
    """

    project_wanted = Signal(object)
    """The `KnownProject` whose settings are wanted."""

    def __init__(self, parent: QWidget | None = None, *, widest: int = _WIDEST) -> None:
        super().__init__(parent)
        self._widest = widest
        self._watched: tuple[_Watched, ...] = ()
        self._lost: tuple[Problem, ...] = ()
        self._room = _ANY_ROOM
        self.setProperty("quiet", True)
        self.setFixedHeight(theme.scaled(theme.BUTTON_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(ToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._chosen)
        self.clicked.connect(self._clicked)
        self._show()

    @property
    def watches(self) -> bool:
        """True while there is something to say."""
        return bool(self._watched)

    def show_watched(self, projects: WatchedProjects) -> None:
        """Follow which projects have a watched folder."""
        self._watched = tuple(_Watched(chosen.watch_folder, project) for project, chosen in projects.on)
        self._show()

    def show_lost(self, lost: Sequence[Problem]) -> None:
        """Mark that some of the folders cannot be read at the moment."""
        self._lost = tuple(lost)
        self._show()

    def fit(self, room: int) -> None:
        """Say in so many pixels what can be said: the words, cut off where need be, or the folder alone."""
        self._room = room
        self._fit()

    def _show(self) -> None:
        words, details = self._words(), self._details()
        self.setIcon(icons.icon("alert", "warn") if self._lost else icons.icon("folder", "dim"))
        self.setAccessibleName(words)
        self.setAccessibleDescription(details)
        self.setToolTip(plain_tooltip(details))
        self._menu.clear()
        for one in self._watched:
            entry = self._menu.addAction(self._where(one).replace("&", "&&"))
            entry.setData(one.project)
        self._fit()
        self.setMenu(self._menu if len(self._watched) > 1 else None)  # type: ignore[arg-type]  # the stub forgets None

    def _fit(self) -> None:
        words, advance = self._words(), self.fontMetrics().horizontalAdvance
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        # Beside a picture Qt pads words with two spaces and four pixels.
        room = min(self._widest, self._room - self.sizeHint().width() - advance(_GAP + "  ") - 4)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        # An ampersand in a name is no mnemonic.
        self.setText(_GAP + shown.replace("&", "&&"))
        if shown == words or room >= _LEAST:
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _words(self) -> str:
        folders = {one.folder for one in self._watched}
        if len(folders) == 1:
            return self.tr("Watching %1").replace("%1", isolated(self._watched[0].name))
        words = self.tr("Watching %n folders", "", len(folders))
        return words.replace("%n", QLocale().toString(len(folders)))

    def _details(self) -> str:
        lines = [problem_text.sentence(problem) for problem in self._lost]
        for one in self._watched[:_MOST_NAMED]:
            line = self.tr("What appears in %1 is uploaded to %2 by itself.")
            line = line.replace("%1", isolated(display_name(one.folder)))
            lines.append(line.replace("%2", isolated(one.project_name)))
        return "\n".join(lines + ["…"] * (len(self._watched) > _MOST_NAMED))

    def _where(self, one: _Watched) -> str:
        words = self.tr("%1 → %2").replace("%1", isolated(one.name))
        return words.replace("%2", isolated(one.project_name))

    @Slot()
    def _clicked(self) -> None:
        if len(self._watched) == 1:
            self.project_wanted.emit(self._watched[0].project)

    @Slot(QAction)
    def _chosen(self, entry: QAction) -> None:
        self.project_wanted.emit(entry.data())
