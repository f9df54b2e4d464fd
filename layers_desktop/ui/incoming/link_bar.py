"""Links that were dropped or pasted: nothing is fetched before a person says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from layers_desktop.media.web_links import WebLink
from layers_desktop.ui import announce, icons, theme
from layers_desktop.ui.controls import Picture, icon_button, label, push_button
from layers_desktop.ui.incoming import link_words
from layers_desktop.ui.incoming.question import Question
from layers_desktop.ui.incoming.target import Target
from layers_desktop.ui.intake.fetched_links import Fetching, Wanted


class LinkBar(Question):
    """Asks whether links are fetched, and shows how far that is; what comes meanwhile is asked afterwards."""

    wanted = Signal(object)
    """`tuple[Wanted, ...]`: fetch these."""
    stopped = Signal()
    """Stop fetching."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Links to fetch"))
        self._asked: list[Wanted] = []
        self._fetching = False
        self._left = 0
        self.words = label(wrap=True)
        self.button = push_button("", "")
        self.button.clicked.connect(self._press)
        self.close_button = icon_button("close", self.tr("Dismiss"))
        self.close_button.clicked.connect(self._dismiss)
        self.refused.connect(self._give_up)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, theme.GRID, 16, theme.GRID)
        layout.setSpacing(10)
        layout.addWidget(Picture("external", icons.SIZE, "accent"))
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)

    def ask(self, links: Sequence[WebLink], target: Target) -> None:
        """Ask whether these are fetched, with those that were asked about before."""
        known = {(one.link.url, one.target.project) for one in self._asked}
        self._asked += [Wanted(link, target) for link in links if (link.url, target.project) not in known]
        if self._asked and not self._fetching:
            self._show_question()

    def forget(self) -> None:
        """Ask nothing more, and stop what is fetched."""
        self._asked.clear()
        if self._fetching:
            self.stopped.emit()
        self.leave()

    @Slot(object)
    def show_progress(self, now: Fetching) -> None:
        """Say what is being fetched."""
        if not self._fetching:
            return
        if now.received == 0:  # the next one begins
            self._left -= 1
        self._say(link_words.fetching(now, self._left), self.tr("Stop"))

    @Slot()
    def show_end(self) -> None:
        """Ask about what came meanwhile, or be gone."""
        self._fetching = False
        if self._asked:
            self._show_question()
        else:
            self.leave()

    def _show_question(self) -> None:
        links = [one.link for one in self._asked]
        projects = [one.target.project_name for one in self._asked]
        self._say(link_words.question(links, projects), link_words.fetch(len(links)))
        announce.politely(self, self.words.text())
        self.take_keyboard(self.button)

    def _say(self, words: str, button: str) -> None:
        self.words.setText(words)
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.close_button.setVisible(not self._fetching)
        self.show()

    @Slot()
    def _press(self) -> None:
        if self._fetching:
            self.stopped.emit()
            return
        wanted = tuple(self._asked)
        self._asked.clear()
        self._fetching = True
        self._left = len(wanted)
        self._say(link_words.fetching(Fetching(wanted[0].link, 0), len(wanted) - 1), self.tr("Stop"))
        self.wanted.emit(wanted)

    @Slot()
    def _dismiss(self) -> None:
        self._asked.clear()
        self.show_end()

    @Slot()
    def _give_up(self) -> None:
        if self._fetching:
            self.stopped.emit()
        else:
            self._dismiss()
