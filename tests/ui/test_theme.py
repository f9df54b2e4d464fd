from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.ui import icons
from layers_desktop.ui.theme import Theme, palette_of, tokens
from layers_desktop.ui.tokens import DARK, LIGHT, Tokens


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_every_ground_reaches_4_5_to_1(colours: Tokens) -> None:
    texts = ("text", "dim", "faint", "accent")
    grounds = ("bg", "chrome", "hover", "btn", "accent_soft")
    pairs = [
        *product(texts, grounds),
        *product(("ok", "warn", "bad"), ("bg", "hover", "accent_soft")),
        *(("bad", "bad_soft"), ("text", "bad_soft"), ("warn", "warn_soft"), ("text", "warn_soft")),
        ("on_accent", "accent"),
    ]
    weak = [(a, b) for a, b in pairs if _contrast(getattr(colours, a), getattr(colours, b)) < 4.5]
    assert weak == []


def test_a_palette_is_recognized_as_the_theme_it_was_made_from() -> None:
    assert tokens(palette_of(LIGHT)) is LIGHT
    assert tokens(palette_of(DARK)) is DARK


def test_a_foreign_palette_is_translated_role_by_role() -> None:
    palette = QPalette(QColor("black"))
    palette.setColor(QPalette.ColorRole.Base, QColor("black"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("yellow"))
    translated = tokens(palette)
    assert translated.dark
    assert translated.bg == QColor("black")
    assert translated.bad == QColor("yellow")


def test_a_change_of_mind_dresses_the_application_again(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_preference("dark")
    assert theme.tokens is DARK
    assert tokens() is DARK
    theme.set_preference("light")
    assert tokens() is LIGHT


def test_a_widget_that_the_style_sheet_dressed_is_painted_in_the_theme(frame: QWidget, theme: Theme) -> None:
    field = QLineEdit(frame)
    field.ensurePolished()
    theme.set_preference("dark")
    assert tokens(field) is DARK


def test_high_contrast_is_left_to_the_system(
    theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Theme, "high_contrast", property(lambda _: True))
    theme.set_preference("dark")
    assert qapp.styleSheet() == ""
    assert tokens() not in (LIGHT, DARK)
    assert theme.tokens == tokens()
    monkeypatch.undo()
    theme.set_preference("light")
    assert tokens() is LIGHT


def test_closing_gives_the_application_its_own_clothes_back(qapp: QApplication) -> None:
    before = qapp.palette().color(QPalette.ColorRole.Window), qapp.font().toString()
    Theme(qapp, "dark").close()
    assert (qapp.palette().color(QPalette.ColorRole.Window), qapp.font().toString()) == before
    assert qapp.styleSheet() == ""


def test_an_icon_follows_the_theme_after_it_was_made(theme: Theme) -> None:
    icon = icons.icon("check")
    light = icon.pixmap(16, 16).toImage()
    theme.set_preference("dark")
    assert icon.pixmap(16, 16).toImage() != light


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_has_the_pixels_of_its_screen(theme: Theme, ratio: float) -> None:  # noqa: ARG001
    drawn = icons.icon("copy").pixmap(QSize(16, 16), ratio)
    assert drawn.devicePixelRatio() == ratio
    assert drawn.size() == QSize(round(16 * ratio), round(16 * ratio))


def test_the_program_has_an_icon_in_the_usual_sizes(qapp: QApplication) -> None:  # noqa: ARG001
    assert {size.width() for size in icons.application_icon().availableSizes()} >= {16, 32, 48, 256}
