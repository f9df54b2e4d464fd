from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from layers_desktop.session.state import SessionState
from layers_desktop.settings.fields import Page
from layers_desktop.settings.preferences import Preferences
from layers_desktop.ui.i18n.setting_text import CONTEXT, every_text
from layers_desktop.ui.settings.dialog import OfProject, SettingsDialog
from layers_desktop.ui.settings.form_state import EditedProject


class Marked(QTranslator):
    """Translates exactly what translators are given, and notes what else is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.unknown: list[str] = []
        self._known = set(every_text())

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's virtual method
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        del disambiguation, n
        if context != CONTEXT:
            return ""
        if text not in self._known:
            self.unknown.append(text)
        return f"»{text}«"


@pytest.fixture
def marked() -> Iterator[Marked]:
    translator = Marked()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


def test_all_words_of_the_fields_are_translated_and_can_be_listed(
    marked: Marked, frame: QWidget, signed_in: SessionState, project: EditedProject
) -> None:
    dialog = SettingsDialog(Preferences(), project, signed_in, frame)
    for page in Page:
        assert dialog.sheets[page].title == f"»{page.label}«"
    for row in dialog.rows():
        field, control = row.entry.field, row.editor.control
        assert control.accessibleName() == f"»{field.label}«"
        assert row.help.text() == f"»{field.help}«"
        if isinstance(control, QComboBox):
            shown = [control.itemText(index) for index in range(control.count())]
            assert shown == [f"»{choice.label}«" for choice in field.choices]
        if isinstance(control, QLineEdit) and field.example:
            assert control.placeholderText() == f"»{field.example}«"
    assert dialog.sheets[OfProject.PAGE].title == "Café"
    assert not marked.unknown


def test_a_text_is_listed_once() -> None:
    texts = every_text()
    assert len(set(texts)) == len(texts)
    assert all(text.strip() for text in texts)
