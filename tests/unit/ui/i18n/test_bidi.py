from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.ui.i18n.bidi import margins_from_start
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.widgets.buttons import MenuButton, label


@pytest.fixture
def mirrored(qapp: QApplication, theme: Theme) -> Iterator[QApplication]:
    """Lay everything out from right to left."""
    assert theme is not None
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield qapp
    qapp.setLayoutDirection(before)


def inked(shown: QLabel) -> range:
    """Return from where to where there is ink, in pixels from the left."""
    drawn = shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = drawn.pixel(0, 0)
    columns = [x for x in range(drawn.width())
               if any(drawn.pixel(x, y) != ground for y in range(drawn.height()))]  # fmt: skip
    return range(columns[0], columns[-1] + 1)


@pytest.mark.parametrize("wrap", [False, True])
def test_an_id_stands_where_lines_begin_in_a_mirrored_window(
    mirrored: QApplication, qtbot: QtBot, *, wrap: bool
) -> None:
    assert mirrored is not None
    shown = label("med_01HX", wrap=wrap)
    qtbot.addWidget(shown)
    shown.resize(400, 24)
    assert inked(shown).start > 300


def test_an_id_stands_on_the_left_elsewhere(theme: Theme, qtbot: QtBot) -> None:
    assert theme is not None
    shown = label("med_01HX")
    qtbot.addWidget(shown)
    shown.resize(400, 24)
    assert inked(shown).stop < 100


def test_a_margin_is_where_lines_begin(mirrored: QApplication) -> None:
    assert margins_from_start(24) == QMargins(0, 0, 24, 0)
    mirrored.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert margins_from_start(24) == QMargins(24, 0, 0, 0)


def test_the_organization_keeps_its_weight_in_a_mirrored_window(mirrored: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = MenuButton()
    font = QFont(mirrored.font())
    font.setWeight(QFont.Weight.DemiBold)
    button.setFont(font)
    QVBoxLayout(window).addWidget(button)
    window.show()
    assert button.font().weight() == QFont.Weight.DemiBold
