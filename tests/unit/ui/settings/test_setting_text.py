from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from layers_desktop.core.resources import resource
from layers_desktop.core.translation import CONTEXT
from layers_desktop.settings.fields import Page
from layers_desktop.ui.settings.dialog import SettingsDialog
from tests.support.accessible_name import accessible_name


class Marked(QTranslator):
    """Translates exactly what translators are given."""

    def __init__(self) -> None:
        super().__init__()
        tree = ET.parse(resource("translations") / "layers_desktop_de.ts")
        self._known = {message.findtext("source") for message in tree.iter("message")}

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's virtual method
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        del disambiguation, n
        return f"»{text}«" if context == CONTEXT and text in self._known else ""


@pytest.fixture
def marked() -> Iterator[Marked]:
    translator = Marked()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


@pytest.mark.usefixtures("marked")
def test_all_words_of_the_fields_are_given_to_translators(dialog: SettingsDialog) -> None:
    for page in Page:
        dialog.open_at(page)
        assert dialog.pages.currentItem().text() == f"»{page.label}«".replace("%1", "Café")
        shown = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
        for row in dialog.sheets[page].rows.values():
            assert accessible_name(row.control) == f"»{row.field.label}«", (
                "not in the .ts? `make translations`"
            )
            assert f"»{row.field.help}«" in shown
            if isinstance(row.control, QComboBox) and page is not Page.PROJECT:
                choices = [row.control.itemText(index) for index in range(row.control.count())]
                assert choices == [f"»{choice.label}«" for choice in row.field.choices]
            if isinstance(row.control, QLineEdit) and row.field.example:
                assert row.control.placeholderText() == f"»{row.field.example}«"
