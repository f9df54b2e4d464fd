"""The button that tries the way to Layers as the page has it, and what it finds, layer by layer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from layers_desktop.core.findings import Finding, Verdict
from layers_desktop.ui import announce
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.theme.icons import Tint
from layers_desktop.ui.widgets.buttons import PictureLabel, label, push_button

_LOOKS: Final[dict[Verdict, tuple[str, Tint]]] = {
    Verdict.OK: ("check", "ok"),
    Verdict.FAILED: ("alert", "bad"),
    Verdict.SKIPPED: ("more", "faint"),
    Verdict.FACT: ("info", "faint"),
    Verdict.UNKNOWN: ("info", "faint"),
}


class ConnectionTestSection(QWidget):
    """Asks for a test; shows what `show_layer` brings until `show_end`."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.running = False
        self.button = push_button(self.tr("Test connection"))
        self.button.clicked.connect(self._start)
        self.summary = label(wrap=True)
        self._found = QGridLayout()
        self._found.setHorizontalSpacing(8)
        self._found.setVerticalSpacing(10)
        self._found.setColumnStretch(1, 1)
        self.rows: list[tuple[PictureLabel, QLabel, QLabel]] = []
        """Of each layer its sign, its name and what was found."""
        self._failed: tuple[QLabel, QLabel] | None = None
        """Name and words of the first layer that fails."""
        self._unseen = False
        help_text = self.tr("Tries each layer of the way to Layers with the proxy above, saved or not.")
        self.button.setAccessibleDescription(help_text)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(label(help_text, tone="faint", role="small", wrap=True))
        column.addSpacing(8)
        column.addWidget(self.summary)
        column.addSpacing(4)
        column.addLayout(self._found)
        self.summary.hide()

    @Slot()
    def _start(self) -> None:
        if not self.running:
            self.wanted.emit()

    def show_start(self) -> None:
        """Show that a test runs; what an earlier one found goes."""
        self.running = True
        self._failed = None
        for widgets in self.rows:
            for widget in widgets:
                widget.hide()
                widget.deleteLater()
        while self._found.takeAt(0) is not None:
            pass
        self.rows.clear()
        # Not disabled: the focus stays where the person is.
        self._say(self.tr("Trying the way to Layers…"), "dim")

    def show_layer(self, found: Finding) -> None:
        """Add a layer to those that were tried."""
        if not self.running:
            return
        name = self._names().get(found.subject, found.subject)
        icon, tint = _LOOKS[found.verdict]
        picture = PictureLabel(icon, 16, tint)
        title = label(name, role="strong")
        failed = found.verdict is Verdict.FAILED
        problem = found.problem
        said = problem_text.term(found.text) if problem is None else problem_text.cause(problem)
        text = label(said, tone="bad" if failed else "dim", role="small", wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAccessibleName(f"{name}, {self._states()[found.verdict]}: {said}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(text)
        row = len(self.rows)
        self._found.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
        self._found.addLayout(words, row, 1)
        self.rows.append((picture, title, text))
        if failed and self._failed is None:
            self._failed = title, text

    def show_end(self) -> None:
        """Say how the test ended."""
        if not self.running:
            return
        self.running = False
        if self._failed is None:
            self._say(self.tr("Layers can be reached."), "")
            return
        name, why = (words.text() for words in self._failed)
        self._say(self.tr("It fails at: %1").replace("%1", name), "bad", why)
        self._unseen = True
        area = self._area()
        if area is not None:
            # The page grows only when the new rows have got their places.
            area.verticalScrollBar().rangeChanged.connect(
                self._show_failed, Qt.ConnectionType.UniqueConnection
            )
        self._show_failed()

    @Slot()
    def _show_failed(self) -> None:
        """Scroll once to the layer that fails: it may be below the edge of the page."""
        area = self._area()
        if self._unseen and self._failed is not None and area is not None:
            area.ensureWidgetVisible(self._failed[1], 0, 24)
            self._unseen = self._failed[1].visibleRegion().isEmpty()

    def _area(self) -> QScrollArea | None:
        around: QWidget | None = self
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        return around

    def _say(self, words: str, tone: str, why: str = "") -> None:
        self.summary.setText(words)
        self.summary.setProperty("tone", tone)
        self.summary.style().polish(self.summary)
        self.summary.show()
        announce.politely(self.summary, announce.together(filter(None, (words, why))))

    def _names(self) -> dict[str, str]:
        return {
            "Address": self.tr("Address"),
            "DNS": self.tr("Name service (DNS)"),
            "TCP": self.tr("Connection (TCP)"),
            "Proxy": self.tr("Proxy"),
            "TLS": self.tr("Encryption (TLS)"),
            "API": self.tr("Layers (API)"),
            "Storage": self.tr("Storage"),
            "Test": self.tr("Test"),
        }

    def _states(self) -> dict[Verdict, str]:
        return {
            Verdict.OK: self.tr("works"),
            Verdict.FAILED: self.tr("failed"),
            Verdict.SKIPPED: self.tr("not tried"),
            Verdict.FACT: self.tr("nothing to try"),
            Verdict.UNKNOWN: self.tr("nothing to try"),
        }
