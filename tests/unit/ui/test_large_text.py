from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.settings.page import FolderField
from layers_desktop.ui.theme import stylesheet
from layers_desktop.ui.theme.colors import LIGHT
from layers_desktop.ui.theme.theme import TEXT, Theme
from layers_desktop.ui.uploads.filter_model import StatusFilter
from layers_desktop.ui.uploads.row_layout import RowLayout
from layers_desktop.ui.widgets.buttons import MenuButton, PictureLabel
from layers_desktop.ui.widgets.inputs import CheckBox, ComboBox, SpinBox
from layers_desktop.ui.window_contents import WindowContents
from tests.support.uploads_panel import filters, row_delegate, upload_list, upload_rows


@pytest.fixture(params=[9, 10, 11, 13, 16, 24])
def theme(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Theme]:
    """Return the theme of a system whose font has this many points."""
    before = qapp.font()
    font = QFont(before)
    font.setPointSize(request.param)
    qapp.setFont(font)
    app_theme = Theme(qapp, "light", animations=False)
    yield app_theme
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app_theme.close()
    qapp.setFont(before)


def _layout(window: WindowContents) -> RowLayout:
    uploads = upload_list(window.panel)
    index = upload_rows(window.panel).index(0)
    return row_delegate(window.panel).layout_of(uploads.visualRect(index), uploads.layoutDirection(), index)


MEASURES: dict[str, tuple[int, Callable[[WindowContents], int]]] = {
    "header": (52, lambda window: window.header.height()),
    "footer": (52, lambda window: window.footer.height()),
    "foot of the history": (52, lambda window: window.history.foot.minimumHeight()),
    "row": (
        64,
        lambda window: upload_list(window.panel).visualRect(upload_rows(window.panel).index(0)).height(),
    ),
    "thumbnail": (44, lambda window: _layout(window).thumbnail.width()),
    "button of a row": (28, lambda window: _layout(window).main.height()),
    "icon of a row": (28, lambda window: _layout(window).end.width()),
    "chip": (24, lambda window: filters(window.panel).chips.chips[StatusFilter.ALL].height()),
    "asset of the history": (56, lambda window: window.history.table.verticalHeader().defaultSectionSize()),
    "day of the history": (40, lambda window: window.history.table.verticalHeader().minimumSectionSize()),
    "project": (32, lambda window: window.header.picker.popup.view.sizeHintForRow(0)),
    "picker": (30, lambda window: window.header.picker.height()),
    "button": (28, lambda window: window.footer.add.height()),
    "icon of a button": (16, lambda window: window.footer.add.iconSize().height()),
    "small button": (28, lambda window: window.header.settings.height()),
    "icon of a small button": (16, lambda window: window.header.settings.iconSize().width()),
    "search field": (26, lambda window: filters(window.panel).search.height()),
    "mark": (18, lambda window: window.header.findChildren(PictureLabel)[0].height()),
}


def test_everything_grows_with_the_text(
    open_window: WindowContents, done: Callable[..., Snapshot], qapp: QApplication
) -> None:
    open_window.panel.on_added([done(1)])
    open_window.pages.show_count(1)
    QCoreApplication.processEvents()
    text = qapp.font().pixelSize()
    found = {name: measure(open_window) for name, (_, measure) in MEASURES.items()}
    assert found == {name: round(pixels * text / TEXT) for name, (pixels, _) in MEASURES.items()}


@pytest.mark.parametrize("theme", [9, 10], indirect=True)
def test_at_the_usual_sizes_nothing_is_enlarged(theme: Theme, qapp: QApplication) -> None:  # noqa: ARG001
    assert qapp.font().pixelSize() == TEXT
    sheet = qapp.styleSheet()
    assert sheet == stylesheet.of(LIGHT, 1)
    assert "min-height: 26px" in sheet


@pytest.mark.parametrize("make", [QLineEdit, ComboBox, SpinBox, MenuButton, lambda: CheckBox("Tick")])
def test_a_control_holds_its_text(theme: Theme, qtbot: QtBot, make: Callable[[], QWidget]) -> None:  # noqa: ARG001
    control = make()
    qtbot.addWidget(control)
    control.ensurePolished()
    assert control.sizeHint().height() >= control.fontMetrics().height() + 2


@pytest.mark.parametrize("theme", [9, 16], indirect=True)
def test_icons_in_a_field_grow(theme: Theme, open_window: WindowContents, qapp: QApplication) -> None:  # noqa: ARG001
    wanted = round(16 * qapp.font().pixelSize() / TEXT)
    folder = FolderField()
    folder.setParent(open_window.window)
    folder.show()
    for field in (filters(open_window.panel).search, open_window.history.bar.search, folder):
        metric = QStyle.PixelMetric.PM_LineEditIconSize
        assert field.style().pixelMetric(metric, None, field) == wanted


@pytest.mark.parametrize("theme", [16], indirect=True)
def test_the_smallest_window_grows_with_the_text_as_far_as_the_screen_goes(
    open_window: WindowContents,
) -> None:
    screen = open_window.window.screen().availableGeometry().size()
    assert open_window.window.minimumSize() == QSize(840, 646).boundedTo(screen)


def test_a_row_of_text_fits_into_what_lists_paint(
    open_window: WindowContents, done: Callable[..., Snapshot]
) -> None:
    open_window.panel.on_added([done(1)])
    layout = _layout(open_window)
    row = upload_list(open_window.panel).visualRect(upload_rows(open_window.panel).index(0))
    parts = [layout.thumbnail, layout.name, layout.status, layout.main, layout.end]
    assert all(row.contains(part) for part in parts)
    assert not layout.name.intersects(layout.status)
    view = open_window.header.picker.popup.view
    assert view.sizeHintForRow(0) >= QStyleOptionViewItem().fontMetrics.height()
