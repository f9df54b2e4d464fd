"""One page of the settings: sections of fields, and what else stands among them; scrolls when it must.

Which settings a person looks for. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from layers_desktop.core.text import casefold_key
from layers_desktop.ui.settings.field_row import FieldRow
from layers_desktop.ui.settings.form_state import FormState, SettingEntry
from layers_desktop.ui.widgets.buttons import label


class SettingsPart(QWidget):
    """Something on a page that is no setting."""

    texts: tuple[str, ...] = ()
    """The words by which it is found; without any only by those of its page."""


class Hint(SettingsPart):
    """A sentence in place of settings that are not there now."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label(words, tone="dim", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        self.texts = (words,)


class SettingsSection(QWidget):
    """Rows under one heading, hidden when none of them is found."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._members: list[FieldRow | SettingsPart] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        if title:
            self._column.addWidget(label(title, tone="dim", role="small", wrap=True))

    def add(self, member: FieldRow | SettingsPart) -> None:
        """Put a row or a part at the end."""
        self._members.append(member)
        self._column.addWidget(member)

    def filter(self, words: Sequence[str], page: str) -> bool:
        """Show what is found; the page's name and the heading stand for all that is under them."""
        any_found = False
        for member in self._members:
            shown = found(words, (page, self.title, *member.texts))
            member.setVisible(shown)
            any_found = any_found or shown
        self.setVisible(any_found)
        return any_found


class SettingsPage(QScrollArea):
    """All of a page; the focus is always scrolled into view."""

    def __init__(self, title: str, draft: FormState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self.setObjectName("sheet")
        self._draft = draft
        self.rows: list[FieldRow] = []
        self._sections: list[SettingsSection] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 20, 24, 20)
        self._column.setSpacing(24)
        self._column.addStretch()
        self.setWidget(inside)

    def add_section(
        self, title: str, entries: Sequence[SettingEntry], parts: Sequence[SettingsPart] = ()
    ) -> None:
        """Put these under a heading at the end; without any nothing is put there."""
        if not entries and not parts:
            return
        section = SettingsSection(title)
        for entry in entries:
            row = FieldRow(self._draft, entry)
            self.rows.append(row)
            section.add(row)
        for part in parts:
            section.add(part)
        self._sections.append(section)
        self._column.insertWidget(self._column.count() - 1, section)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was put on the page."""
        return not self._sections

    def filter(self, words: Sequence[str]) -> bool:
        """Show what is found, everything for no words; tells whether that is anything."""
        shown = [section.filter(words, self.title) for section in self._sections]
        return any(shown)


def found(words: Sequence[str], texts: Iterable[str]) -> bool:
    """Tell whether each of the folded words (`words_of`) is somewhere in these texts."""
    text = " ".join(casefold_key(text) for text in texts)
    return all(word in text for word in words)
