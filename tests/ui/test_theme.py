from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.ui import icons
from layers_desktop.ui.check_box import CheckBox
from layers_desktop.ui.combo_box import ComboBox
from layers_desktop.ui.controls import push_button
from layers_desktop.ui.intake.kind_choice import KindChoice
from layers_desktop.ui.spin_box import SpinBox
from layers_desktop.ui.theme import Theme, palette_of, tokens
from layers_desktop.ui.tokens import DARK, LIGHT, Tokens


@pytest.fixture
def _normal_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    """High contrast keeps the system's colours, whatever this test puts on."""
    monkeypatch.setattr(Theme, "high_contrast", False)


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


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_border_is_told_from_every_ground_on_both_its_sides(colours: Tokens) -> None:
    """WCAG 1.4.11: 3 : 1. `text` is the ground of a toast."""
    grounds = ("bg", "chrome", "hover", "btn", "line", "accent_soft", "bad_soft", "warn_soft", "text")
    lines = [("border", ground) for ground in grounds]
    # The ring of the focus, the outline of a check box, a ticked one, the primary button.
    lines += product(("accent", "faint"), ("bg", "chrome", "hover", "btn", "accent_soft"))
    lines += product(("accent",), ("bad_soft", "warn_soft"))
    weak = [(a, b) for a, b in lines if _contrast(getattr(colours, a), getattr(colours, b)) < 3]
    assert weak == []


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "text field": QLineEdit,
    "search field": lambda: _named(QLineEdit(), "search"),
    "key field": lambda: _named(QLineEdit(), "key"),
    "plain text": QPlainTextEdit,
    "combo box": ComboBox,
    "spin box": SpinBox,
    "check box": lambda: CheckBox("Tick"),
    "kinds": KindChoice,
    "button": lambda: push_button("Pause all"),
    "primary button": lambda: push_button("Add files", primary=True),
}


def _named(widget: QWidget, name: str) -> QWidget:
    widget.setObjectName(name)
    return widget


@pytest.mark.usefixtures("_normal_contrast")
@pytest.mark.parametrize("preference", ["light", "dark"])
@pytest.mark.parametrize("make", CONTROLS.values(), ids=CONTROLS)
def test_what_can_be_filled_in_or_pressed_has_an_outline(
    theme: Theme, frame: QWidget, make: Callable[[], QWidget], preference: str
) -> None:
    theme.set_preference(preference)
    control = make()
    control.setParent(frame)
    control.move(40, 40)
    control.show()
    control.clearFocus()
    image = frame.grab().toImage()
    ratio, middle = image.devicePixelRatio(), control.geometry().center().y()
    outside = theme.tokens.bg
    # From outside to inside: a check box is a pixel away from its edge.
    edge = [image.pixelColor(round((40 + x) * ratio), round(middle * ratio)) for x in range(4)]
    assert max(_contrast(colour, outside) for colour in edge) >= 3


@pytest.mark.parametrize("make", CONTROLS.values(), ids=CONTROLS)
def test_the_focus_moves_nothing(theme: Theme, frame: QWidget, make: Callable[[], QWidget]) -> None:  # noqa: ARG001
    def measured() -> tuple[QSize, QSize, QRect]:
        inside = control.cursorRect() if isinstance(control, QLineEdit) else QRect()
        return control.sizeHint(), control.minimumSizeHint(), inside

    control = make()
    control.setParent(frame)
    control.show()
    control.clearFocus()
    before = measured()
    control.setFocus()
    assert measured() == before


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
