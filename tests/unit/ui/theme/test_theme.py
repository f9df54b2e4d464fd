from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.ui.intake.prompt_fields import KindChoice
from layers_desktop.ui.theme import icons
from layers_desktop.ui.theme.colors import DARK, LIGHT, Tokens, contrast, palette_of, tokens
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.widgets.buttons import MenuButton, push_button
from layers_desktop.ui.widgets.inputs import CheckBox, ComboBox, SpinBox
from tests.screenshots.application import PALETTES, HighContrastTheme, high_contrast_palette
from tests.support.tables import for_each


@pytest.fixture
def _normal_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    """High contrast keeps the system's colours, whatever this test puts on."""
    monkeypatch.setattr(Theme, "high_contrast", False)


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
    weak = [(a, b) for a, b in pairs if contrast(getattr(colours, a), getattr(colours, b)) < 4.5]
    assert weak == []


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_border_is_told_from_every_ground_on_both_its_sides(colours: Tokens) -> None:
    """WCAG 1.4.11: 3 : 1. `text` is the ground of a toast."""
    grounds = ("bg", "chrome", "hover", "btn", "line", "accent_soft", "bad_soft", "warn_soft", "text")
    lines = [("border", ground) for ground in grounds]
    # The ring of the focus, the outline of a check box, a ticked one, the primary button.
    lines += product(("accent", "faint"), ("bg", "chrome", "hover", "btn", "accent_soft"))
    lines += product(("accent",), ("bad_soft", "warn_soft"))
    weak = [(a, b) for a, b in lines if contrast(getattr(colours, a), getattr(colours, b)) < 3]
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
    assert max(contrast(colour, outside) for colour in edge) >= 3


@for_each("make", CONTROLS.values())
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
    assert tokens() is DARK


def test_high_contrast_is_left_to_the_system(
    theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Theme, "high_contrast", property(lambda _: True))
    theme.set_preference("dark")
    systems = QApplication.palette()
    assert tokens() not in (LIGHT, DARK)
    assert theme.tokens == tokens()
    assert theme.tokens.bg == systems.color(QPalette.ColorRole.Base)
    assert all(ours.border.name() not in qapp.styleSheet() for ours in (LIGHT, DARK))
    monkeypatch.undo()
    theme.set_preference("light")
    assert tokens() is LIGHT


@pytest.fixture(params=PALETTES)
def contrasting(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[HighContrastTheme]:
    """Put the system into high contrast, in black and in white."""
    app_theme = HighContrastTheme(qapp)
    qapp.setPalette(high_contrast_palette(request.param))
    yield app_theme
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app_theme.close()


def test_another_palette_of_high_contrast_is_followed_live(
    contrasting: HighContrastTheme, qapp: QApplication, qtbot: QtBot
) -> None:
    before, sheet = contrasting.tokens, qapp.styleSheet()
    other = high_contrast_palette("white" if before.dark else "black")
    with qtbot.waitSignal(contrasting.changed):
        qapp.setPalette(other)
    assert contrasting.tokens == tokens(other) != before
    assert qapp.styleSheet() != sheet
    assert qapp.palette().color(QPalette.ColorRole.Highlight) == other.color(QPalette.ColorRole.Highlight)


def _of(ground: str, text: str, chosen: str, on_chosen: str) -> QPalette:
    palette = high_contrast_palette("black")
    role = QPalette.ColorRole
    for one in (role.Base, role.Window, role.Button):
        palette.setColor(one, QColor(ground))
    palette.setColor(role.WindowText, QColor(text))
    palette.setColor(role.Highlight, QColor(chosen))
    palette.setColor(role.HighlightedText, QColor(on_chosen))
    return palette


@for_each(
    "palette",
    [
        *(_of(*colours) for colours in PALETTES.values()),
        _of("#ffffff", "#000000", "#308cc6", "#ffffff"),  # Qt's own, where the desktop says no colours
        _of("#2d3236", "#ffffff", "#d6b4fd", "#2b2b2b"),
        _of("#fffaef", "#3d3d3d", "#903909", "#fff5e3"),
        _of("#000000", "#ffffff", "#000000", "#ffffff"),
    ],
)
def test_in_high_contrast_every_text_and_outline_is_seen(palette: QPalette) -> None:
    colours = tokens(palette)
    texts = ("text", "dim", "faint", "accent", "ok", "warn", "bad")
    grounds = ("bg", "chrome", "btn", "hover", "fill", "accent_soft", "bad_soft", "warn_soft")
    pairs = [*product(texts, grounds), ("on_accent", "accent"), ("border", "bg"), ("border", "fill")]
    weak = [(a, b) for a, b in pairs if contrast(getattr(colours, a), getattr(colours, b)) < 4.5]
    assert weak == []


ARROWS = {"combo box": ComboBox, "spin box": SpinBox, "menu": MenuButton}


@pytest.mark.parametrize("make", [*CONTROLS.values(), MenuButton], ids=[*CONTROLS, "menu"])
def test_in_high_contrast_every_control_keeps_its_measures(
    qapp: QApplication, qtbot: QtBot, make: Callable[[], QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is painted over a control, as an arrow, has its place in them."""

    def measured(*, contrasting: bool) -> QSize:
        monkeypatch.setattr(Theme, "high_contrast", contrasting)
        app_theme = Theme(qapp, "light")
        control = make()
        qtbot.addWidget(control)
        control.ensurePolished()
        size = control.sizeHint()
        app_theme.close()
        return size

    assert measured(contrasting=True) == measured(contrasting=False)


@pytest.mark.parametrize("make", ARROWS.values(), ids=ARROWS)
def test_in_high_contrast_qt_draws_no_arrow_beside_ours(
    contrasting: HighContrastTheme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, make: Callable[[], QWidget]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    control = make()
    control.setParent(window)
    if isinstance(control, MenuButton):
        control.setMenu(QMenu(control))
    control.resize(120, 32)
    window.show()
    assert contrasting.tokens == tokens()
    right = QRect(94, 6, 20, 20)

    def seen() -> set[str]:
        image = window.grab(right).toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    assert len(seen()) > 1
    monkeypatch.setattr(icons, "paint", lambda *_: None)
    assert len(seen()) == 1


def test_in_high_contrast_the_plus_of_a_primary_button_is_seen(
    contrasting: HighContrastTheme, qtbot: QtBot
) -> None:
    button = push_button("Add files", primary=True, icon="plus")
    qtbot.addWidget(button)
    button.show()
    button.clearFocus()
    image = button.grab().toImage()
    ground = image.pixelColor(image.width() // 2, 4)
    assert ground == contrasting.tokens.accent
    drawn = button.icon().pixmap(button.iconSize(), 1.0).toImage()
    plus = drawn.pixelColor(drawn.rect().center())
    assert plus.alpha() > 200
    assert contrast(plus, ground) >= 4.5


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


def test_a_check_box_takes_clicks_on_all_lines_of_its_words(theme: Theme, qtbot: QtBot) -> None:
    assert theme is not None
    box = CheckBox("Also upload what is in the watched folder already")
    qtbot.addWidget(box)
    box.resize(140, box.heightForWidth(140))
    box.show()
    assert box.height() > 2 * box.fontMetrics().height()
    for line in (3, box.height() - 4):
        before = box.isChecked()
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(80, line))
        assert box.isChecked() is not before
