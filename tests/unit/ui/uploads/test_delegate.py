from __future__ import annotations

import math
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from layers_desktop.media.formats import MediaKind
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Progress, Snapshot, Stage
from layers_desktop.ui.theme import colors
from layers_desktop.ui.theme.theme import ROW_HEIGHT, Theme
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.uploads import delegate, text_layout
from layers_desktop.ui.uploads.delegate import Index, RowDelegate
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.uploads.row_layout import RowPart
from layers_desktop.ui.uploads.status_text import Status
from tests.support.problems import worded
from tests.support.uploads_panel import row_delegate, upload_list, upload_rows

Make = Callable[..., Snapshot]
WriteImage = Callable[..., bytes]

MANY = 10_000
SEEN = 560 // ROW_HEIGHT + 2


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    rows: set[int] = set()
    paint = RowDelegate.paint

    def watched(self: RowDelegate, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rows.add(index.row())
        paint(self, painter, option, index)

    monkeypatch.setattr(RowDelegate, "paint", watched)
    return rows


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts of rows that are painted from now on."""
    texts: list[str] = []
    draw = text_layout.draw_text

    def noted(painter: QPainter, area: QRect, text: str, *rest: Any, **more: Any) -> None:  # noqa: ANN401
        texts.append(text)
        draw(painter, area, text, *rest, **more)

    monkeypatch.setattr(delegate, "draw_text", noted)
    return texts


def said(panel: UploadsPanel, drawn: list[str]) -> list[str]:
    drawn.clear()
    painted_anew(panel)
    return drawn


def painted_anew(panel: UploadsPanel) -> QImage:
    row_delegate(panel)._painted.clear()
    return seen(panel)


def seen(panel: UploadsPanel) -> QImage:
    return upload_list(panel).viewport().grab().toImage()


def colours(panel: UploadsPanel, row: int) -> set[str]:
    image = upload_list(panel).viewport().grab().toImage()
    top = round(row * ROW_HEIGHT * image.devicePixelRatio())
    bottom = round((row + 1) * ROW_HEIGHT * image.devicePixelRatio())
    return {image.pixelColor(x, y).name() for y in range(top, bottom) for x in range(72, image.width())}


def test_of_ten_thousand_rows_only_visible_ones_are_painted_and_read(
    panel: UploadsPanel,
    make: Make,
    painted: set[int],
    qtbot: QtBot,
    picture_decoder: PictureDecoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[bytes] = []
    monkeypatch.setattr(picture_decoder, "square", lambda path, *_: opened.append(path))
    panel.on_added([make(n, path=b"/%d.png" % n, mime_type="image/png") for n in range(MANY)])
    qtbot.waitUntil(lambda: bool(opened) and not panel._thumbnails.busy)
    assert len(painted) <= SEEN
    assert len(opened) <= SEEN
    upload_list(panel).scrollToBottom()
    qtbot.waitUntil(lambda: b"/%d.png" % (MANY - 1) in opened and not panel._thumbnails.busy)
    assert MANY - 1 in painted
    assert len(painted) <= 2 * SEEN
    assert len(opened) <= 2 * SEEN


def test_of_ten_thousand_rows_a_tick_and_progress_paint_only_visible_ones(
    panel: UploadsPanel, make: Make, painted: set[int], qtbot: QtBot
) -> None:
    panel.on_added(
        [make(n, Stage.PRESIGNED, Activity.SENDING if n % 3 else Activity.WAITING) for n in range(MANY)]
    )
    panel.on_held(Hold(HoldReason.WRITE_BUDGET, until=1_030.0))
    qtbot.waitUntil(lambda: bool(painted))
    painted.clear()
    panel.on_progress([Progress(n, 5_000) for n in range(MANY)])
    qtbot.waitUntil(lambda: bool(painted))
    assert len(painted) <= SEEN
    assert painted <= set(upload_list(panel).visible_rows())
    painted.clear()
    panel._countdown.tick.emit()
    qtbot.waitUntil(lambda: bool(painted))
    assert len(painted) <= SEEN


def over_the_end_button(panel: UploadsPanel) -> None:
    row_delegate(panel).hot = (2, RowPart.END)


def with_the_keyboard(panel: UploadsPanel) -> None:
    upload_list(panel).setFocus()
    selected = upload_list(panel).selectionModel()
    selected.setCurrentIndex(upload_rows(panel).index(1), QItemSelectionModel.SelectionFlag.NoUpdate)
    row_delegate(panel).focus_ring = True


def other_copies(panel: UploadsPanel) -> None:
    row_delegate(panel).painter.copies_ids = lambda _project: False
    upload_list(panel).viewport().update()


CHANGES: dict[str, Callable[[UploadsPanel, Theme], object]] = {
    "selected": lambda panel, _theme: upload_list(panel).select_rows([1]),
    "hovered": lambda panel, _theme: QTest.mouseMove(
        upload_list(panel).viewport(), QPoint(300, ROW_HEIGHT + 9)
    ),
    "over a button": lambda panel, _theme: over_the_end_button(panel),
    "keyboard": lambda panel, _theme: with_the_keyboard(panel),
    "another theme": lambda _panel, theme: theme.set_preference("dark"),
    "right to left": lambda panel, _theme: upload_list(panel).setLayoutDirection(
        Qt.LayoutDirection.RightToLeft
    ),
    "narrower": lambda panel, _theme: panel.resize(560, 560),
    "another project": lambda panel, _theme: panel.show_picked("prj_2"),
    "other copies": lambda panel, _theme: other_copies(panel),
    "held back": lambda panel, _theme: panel.on_held(Hold(HoldReason.OFFLINE)),
    "progress": lambda panel, _theme: panel.on_progress([Progress(1, 200_000)]),
    "fewer rows": lambda panel, _theme: panel.show_only(StatusFilter.DONE),
    "scrolled": lambda panel, _theme: upload_list(panel).scrollToBottom(),
}


@pytest.mark.usefixtures("_normal_contrast")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_row_is_seen_as_it_would_be_painted_anew(
    panel: UploadsPanel, theme: Theme, make: Make, change: Callable[[UploadsPanel, Theme], object]
) -> None:
    theme.set_preference("light")
    panel.show_picked("prj")
    panel.on_added(
        [make(1, Stage.PRESIGNED, Activity.SENDING), make(2), *(make(n, Stage.DONE) for n in range(3, 40))]
    )
    before = seen(panel)
    change(panel, theme)
    after = seen(panel)
    assert after != before
    assert after == painted_anew(panel)


def test_rows_that_have_not_changed_are_not_painted_again(
    panel: UploadsPanel, make: Make, drawn: list[str]
) -> None:
    panel.on_added([make(1, Stage.PRESIGNED, Activity.SENDING), *(make(n) for n in range(2, 40))])
    assert len(said(panel, drawn)) > 3 * SEEN // 2
    drawn.clear()
    seen(panel)
    assert not drawn
    panel.on_progress([Progress(1, 200_000)])
    seen(panel)
    assert 0 < len(drawn) < 8, "only the row that has changed"
    for row in range(40):
        upload_list(panel).scrollTo(upload_rows(panel).index(row))
        seen(panel)
    assert len(row_delegate(panel)._painted) <= SEEN, "no more than a screen holds is kept"


@pytest.mark.parametrize("ratio", [1.0, 1.1, 1.25, 1.3, 1.5, 1.6, 2.0])
def test_selected_rows_leave_no_line_between_them_at_any_scale(
    panel: UploadsPanel, make: Make, ratio: float
) -> None:
    rows = 8
    panel.on_added([make(n) for n in range(1, rows + 1)])
    seen(panel)  # at another scale
    image = QImage(math.ceil(880 * ratio), int(rows * ROW_HEIGHT * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("magenta"))
    option = QStyleOptionViewItem()
    upload_list(panel).initViewItemOption(option)
    option.state |= QStyle.StateFlag.State_Selected
    painter = QPainter(image)
    for row in range(rows):
        option.rect = QRect(0, row * ROW_HEIGHT, 880, ROW_HEIGHT)
        row_delegate(panel).paint(painter, option, upload_rows(panel).index(row))
    painter.end()
    found = {image.pixelColor(x, y).name() for x in (1, image.width() // 2) for y in range(image.height())}
    assert QColor("magenta").name() not in found


def test_an_empty_list_has_no_visible_rows(panel: UploadsPanel) -> None:
    assert upload_list(panel).visible_rows() == range(0)


@pytest.fixture
def _normal_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    """High contrast keeps the system's colours, whatever this test puts on."""
    monkeypatch.setattr(Theme, "high_contrast", False)


def nearest(found: set[str], wanted: QColor) -> int:
    """Return how far the likest colour is: thin strokes are blended with what is behind them."""
    pairs = [(QColor(name).getRgb(), wanted.getRgb()) for name in found]
    return min(sum(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in pairs)  # type: ignore[call-overload]  # getRgb's stub says object


@pytest.mark.usefixtures("_normal_contrast")
@pytest.mark.parametrize("preference", ["light", "dark"])
@pytest.mark.parametrize(
    "state", [(Stage.DONE, "ok"), (Stage.FAILED, "bad"), (Stage.QUEUED, "warn"), (Stage.CANCELLED, "dim")]
)
def test_a_state_is_painted_in_its_colour_of_the_theme(
    panel: UploadsPanel, theme: Theme, make: Make, preference: str, state: tuple[Stage, str]
) -> None:
    stage, token = state
    theme.set_preference(preference)
    activity = Activity.RETRYING if stage is Stage.QUEUED else None
    problem = worded(code="x", title="The storage did not answer in time")
    panel.on_added([make(1, stage, activity, problem=problem)])
    assert nearest(colours(panel, 0), getattr(theme.tokens, token)) < 40


@pytest.mark.usefixtures("_normal_contrast")
@pytest.mark.parametrize("reason", HoldReason)
def test_rows_that_all_wait_for_the_same_do_not_look_like_errors(
    panel: UploadsPanel, theme: Theme, make: Make, reason: HoldReason
) -> None:
    panel.on_added([make(1)])
    panel.on_held(Hold(reason, until=1_050.0, writes_per_minute=60))
    shown = colours(panel, 0)
    assert nearest(shown, theme.tokens.warn) > 40 < nearest(shown, theme.tokens.bad)
    assert nearest(shown, theme.tokens.dim) < 40


def test_a_row_of_another_project_than_the_picked_one_says_its_own(
    panel: UploadsPanel, make: Make, drawn: list[str]
) -> None:
    panel.on_added([make(1), make(2, project_id="prj_2", project_name="Holiday\nat sea")])
    assert not any("Café" in text or "Holiday" in text for text in said(panel, drawn)), "none is picked yet"
    panel.show_picked("prj")
    assert [text for text in said(panel, drawn) if "Café" in text or "Holiday" in text] == [
        " · Holiday¶at sea"
    ]
    panel.on_added([make(3, project_id="prj_3", project_name="", kind=None, size=None)])
    assert [text for text in said(panel, drawn) if "·" in text and "KB" not in text] == [
        " · Holiday¶at sea"
    ], "a project that is not known yet is not said"
    panel.show_picked("prj_2")
    assert [text for text in said(panel, drawn) if "Café" in text or "Holiday" in text] == [" · Café"]


@pytest.mark.usefixtures("_normal_contrast")
def test_a_change_of_theme_repaints_the_rows(panel: UploadsPanel, theme: Theme, make: Make) -> None:
    panel.on_added([make(1)])
    assert colors.LIGHT.bg.name() in colours(panel, 0)
    theme.set_preference("dark")
    assert colors.LIGHT.bg.name() not in colours(panel, 0)


def test_a_selected_row_and_the_keyboards_place_are_seen(
    panel: UploadsPanel, theme: Theme, make: Make
) -> None:
    panel.on_added([make(1), make(2)])
    upload_list(panel).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(upload_list(panel), Qt.Key.Key_Down)
    panel.activateWindow()
    row = upload_list(panel).currentIndex().row()
    assert theme.tokens.accent_soft.name() in colours(panel, row)


def test_the_button_under_the_pointer_lights_up_and_goes_out(panel: UploadsPanel, make: Make) -> None:
    panel.on_added([make(1)])
    uploads = upload_list(panel)
    index = uploads.model().index(0, 0)
    button = row_delegate(panel).layout_of(uploads.visualRect(index), uploads.layoutDirection(), index).end
    QTest.mouseMove(uploads.viewport(), button.center())
    lit = uploads.viewport().grab(button).toImage()
    QTest.mousePress(
        uploads.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, button.center()
    )
    held = uploads.viewport().grab(button).toImage()
    QTest.mouseMove(uploads.viewport(), QPoint(300, 300))
    QTest.mouseRelease(
        uploads.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300)
    )
    out = uploads.viewport().grab(button).toImage()
    assert lit != held
    assert lit != out
    assert row_delegate(panel).hot is None


@pytest.mark.usefixtures("_normal_contrast")
def test_a_button_with_words_has_an_outline(panel: UploadsPanel, theme: Theme, make: Make) -> None:
    panel.on_added([make(1, Stage.DONE)])
    uploads, index = upload_list(panel), upload_list(panel).model().index(0, 0)
    button = row_delegate(panel).layout_of(uploads.visualRect(index), uploads.layoutDirection(), index).main
    image = uploads.viewport().grab(button).toImage()
    assert image.pixelColor(0, image.height() // 2) == theme.tokens.border


def test_a_thumbnail_takes_the_icons_place_when_it_arrives(
    panel: UploadsPanel, make: Make, write_image: WriteImage, qtbot: QtBot
) -> None:
    path = write_image("a.png", colour="#ff00ff")
    panel.on_added([make(1, path=path, mime_type="image/png")])
    middle = QPoint(16 + 22, 32)

    def shown() -> QColor:
        image: QImage = upload_list(panel).viewport().grab().toImage()
        return image.pixelColor(middle * image.devicePixelRatio())

    shown()
    qtbot.waitUntil(lambda: shown() == QColor("#ff00ff"))


@pytest.mark.parametrize("show", [StatusFilter.ACTIVE, StatusFilter.DONE, StatusFilter.NEEDS_YOU])
def test_a_chip_with_nothing_behind_it_says_so(
    panel: UploadsPanel, theme: Theme, make: Make, show: StatusFilter
) -> None:
    panel.on_added([make(1, Stage.CANCELLED)])
    panel.show_only(show)
    image = upload_list(panel).viewport().grab().toImage()
    found = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert show.nothing()
    assert len(found) > 1
    assert theme.tokens.bg.name() in found


def test_a_line_is_said_in_the_longest_words_that_fit() -> None:
    metrics = QFontMetrics(QFont())
    status = Status(
        text="in a few words", longer="in more words than that", shorter=("in few words", "few words")
    )
    for words in (status.longer, status.text, *status.shorter):
        room = metrics.horizontalAdvance(words)
        assert text_layout.elided(metrics, status, room) == words
        assert len(text_layout.elided(metrics, status, room - 1)) < len(words) + 1
    cut_off = text_layout.elided(metrics, status, metrics.horizontalAdvance("few w…"))
    assert cut_off.startswith("few")
    assert cut_off.endswith("…")


@pytest.mark.usefixtures("_normal_contrast")
@pytest.mark.parametrize(
    ("preference", "colour", "ground"),
    [
        ("dark", "#000000", colors.LIGHT.line),
        ("light", "#ffffff", colors.DARK.line),
        ("light", "#000000", colors.LIGHT.hover),
        ("dark", "#ffffff", colors.DARK.hover),
    ],
)
def test_a_logo_without_a_ground_of_its_own_is_seen_in_both_themes(
    panel: UploadsPanel, theme: Theme, make: Make, tmp_path: Path, qtbot: QtBot,
    *, preference: str, colour: str, ground: QColor,
) -> None:  # fmt: skip
    image = QImage(44, 44, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.fillRect(12, 12, 20, 20, QColor(colour))
    painter.end()
    assert image.save(str(tmp_path / "logo.png"))
    theme.set_preference(preference)
    panel.on_added([make(1, path=bytes(tmp_path / "logo.png"), mime_type="image/png")])

    def shown(x: int) -> QColor:
        seen: QImage = upload_list(panel).viewport().grab().toImage()
        return seen.pixelColor(QPoint(x, 32) * seen.devicePixelRatio())

    qtbot.waitUntil(lambda: shown(16 + 22) == QColor(colour))
    assert shown(16 + 4) == ground


@pytest.mark.usefixtures("_normal_contrast")
def test_a_recording_shows_its_wave_in_the_accent(
    panel: UploadsPanel, theme: Theme, make: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    with wave.open(str(tmp_path / "voice.wav"), "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(b"\xff\x7f\x01\x80" * 4_000)
    panel.on_added([make(1, path=bytes(tmp_path / "voice.wav"), mime_type="audio/wav", kind=MediaKind.AUDIO)])

    def column(y: int) -> set[str]:
        seen: QImage = upload_list(panel).viewport().grab().toImage()
        ratio = round(seen.devicePixelRatio())
        return {seen.pixelColor(x, y * ratio).name() for x in range(20 * ratio, 56 * ratio)}

    # So far from the middle no icon reaches.
    qtbot.waitUntil(lambda: theme.tokens.accent.name() in column(32 - 12))
