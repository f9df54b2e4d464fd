from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from layers_desktop.settings.fields import Page, fields
from layers_desktop.settings.preferences import Preferences
from layers_desktop.ui.settings.dialog import SettingsDialog
from layers_desktop.ui.widgets.spin_box import SpinBox, SteppedNumber

KEY = Qt.Key
LIMIT = next(field for field in fields(Preferences) if field.name == "bandwidth_limit")


@pytest.fixture
def limit(dialog: SettingsDialog) -> SteppedNumber:
    dialog.open_at(Page.UPLOADS)
    control = dialog.row("bandwidth_limit").editor.control
    assert isinstance(control, SteppedNumber)
    control.setFocus()
    return control


def chosen(dialog: SettingsDialog) -> int:
    row = dialog.row("bandwidth_limit")
    value = row._draft.value(row.entry)
    assert isinstance(value, int)
    return value


def test_the_arrows_go_along_round_numbers_and_back_to_no_limit(
    dialog: SettingsDialog, limit: SteppedNumber
) -> None:
    assert limit.text() == "No limit"
    shown = []
    for _ in range(6):
        QTest.keyClick(limit, KEY.Key_Up)
        shown.append((limit.text(), chosen(dialog)))
    assert shown == [
        ("0.1 MB/s", 100), ("0.2 MB/s", 200), ("0.5 MB/s", 500),
        ("1 MB/s", 1_000), ("2 MB/s", 2_000), ("3 MB/s", 3_000),
    ]  # fmt: skip
    for _ in range(6):
        QTest.keyClick(limit, KEY.Key_Down)
    assert (limit.text(), chosen(dialog)) == ("No limit", 0)
    QTest.keyClick(limit, KEY.Key_Down)
    assert chosen(dialog) == 0


def test_page_up_and_down_go_further(dialog: SettingsDialog, limit: SteppedNumber) -> None:
    shown = []
    for key in (KEY.Key_PageUp, KEY.Key_PageUp, KEY.Key_PageDown):
        QTest.keyClick(limit, key)
        shown.append(limit.text())
    assert shown == ["0.5 MB/s", "3 MB/s", "0.5 MB/s"]
    for _ in range(20):
        QTest.keyClick(limit, KEY.Key_PageUp)
    assert chosen(dialog) == LIMIT.maximum


@pytest.mark.parametrize(
    ("typed", "number", "around"),
    [
        ("2.5", 2_500, (3_000, 2_000)),
        ("0.05", 50, (100, 0)),
        ("12", 12_000, (15_000, 10_000)),
        ("0", 0, (100, 0)),
    ],
)
def test_any_number_can_be_typed_and_the_arrows_go_on_from_it(
    dialog: SettingsDialog, limit: SteppedNumber, typed: str, number: int, around: tuple[int, int]
) -> None:
    for key, expected in zip((KEY.Key_Up, KEY.Key_Down), around, strict=True):
        limit.selectAll()
        QTest.keyClicks(limit, typed)
        assert chosen(dialog) == number
        QTest.keyClick(limit, key)
        assert chosen(dialog) == expected


def test_a_number_is_written_in_the_persons_way(limit: SteppedNumber) -> None:
    limit.setLocale(QLocale("de_DE"))
    for typed, number in (("2,5", 2_500), ("1.5", 1_500), ("0.5", 500), ("0.250", 250), ("2,250", 2_250)):
        limit.selectAll()
        QTest.keyClicks(limit, typed)
        assert limit.value() == number
    limit.setValue(1_500)
    assert limit.text() == "1,5 MB/s"
    limit.setValue(1_000_000)
    assert limit.text() == "1000 MB/s", "a group separator would be taken for a decimal one"


@pytest.mark.parametrize("number", [0, 1, 100, 999, 1_000, 1_234, 100_000, 999_999, 1_000_000])
def test_what_was_chosen_before_is_shown_as_it_is(number: int, qtbot: QtBot) -> None:
    assert LIMIT.maximum is not None
    shown = SteppedNumber(LIMIT.steps, LIMIT.per_unit)
    qtbot.addWidget(shown)
    shown.setRange(0, LIMIT.maximum)
    shown.setSpecialValueText("No limit")
    shown.setSuffix(" MB/s")
    shown.setValue(number)
    assert shown.valueFromText(shown.text()) == number


@pytest.mark.parametrize(
    ("locale", "typed", "says"),
    [
        ("en_GB", "x", "Type a number only, from 0 to 1000"),
        ("en_GB", "-1", "Use a number from 0 to 1000"),
        ("en_GB", "1e3", "Type a number only, from 0 to 1000"),
        ("en_GB", "1000.5", "Use a number from 0 to 1000"),
        ("en_GB", "", "Type a number only, from 0 to 1000"),
        ("en_GB", "0.0001", "Use at most 3 decimals"),
        ("en_GB", "2,250", "Write 2.25 or 2250"),
        ("de_DE", "2.250", "Write 2,25 or 2250"),
        ("fr_FR", "2.250 MB/s", "Write 2,25 or 2250"),
    ],
)
def test_what_is_no_number_stays_says_what_is_wrong_and_is_not_saved(
    dialog: SettingsDialog, limit: SteppedNumber, locale: str, typed: str, says: str
) -> None:
    limit.setLocale(QLocale(locale))
    row = dialog.row("bandwidth_limit")
    limit.selectAll()
    QTest.keyClick(limit, KEY.Key_Delete)
    QTest.keyClicks(limit, typed)
    assert (limit.text(), row.problem.text(), row.problem.isVisible()) == (typed, says, True)
    assert says in limit.accessibleDescription()
    QTest.keyClick(limit, KEY.Key_Return)
    assert dialog.isVisible(), "it closes although something cannot be saved"
    dialog.side.pages.setFocus()
    assert limit.text() == typed
    limit.setFocus()
    limit.selectAll()
    QTest.keyClicks(limit, "1")
    assert (chosen(dialog), row.problem.isVisible()) == (1_000, False)


@pytest.mark.parametrize("way", ["row", "page", "all"])
def test_a_reset_takes_away_what_is_no_number(dialog: SettingsDialog, limit: SteppedNumber, way: str) -> None:
    limit.selectAll()
    QTest.keyClicks(limit, "x")
    row = dialog.row("bandwidth_limit")
    assert row.reset.isVisible()
    {"row": row.reset.click, "page": dialog.reset_page.trigger, "all": dialog.reset_all.trigger}[way]()
    assert (limit.text(), row.problem.isVisible(), dialog.reset.isEnabled()) == ("No limit", False, False)


def test_the_arrows_go_on_from_the_last_number(dialog: SettingsDialog, limit: SteppedNumber) -> None:
    limit.selectAll()
    QTest.keyClicks(limit, "2,250")
    QTest.keyClick(limit, KEY.Key_Up)
    assert (limit.text(), chosen(dialog)) == ("3 MB/s", 3_000)
    assert not dialog.row("bandwidth_limit").problem.isVisible()


@pytest.mark.parametrize(
    ("typed", "says"), [("1.5", "Use a whole number"), ("999", "Use a number from 1 to")]
)
def test_a_whole_number_has_no_decimals_dropped(dialog: SettingsDialog, typed: str, says: str) -> None:
    dialog.open_at(Page.UPLOADS)
    row = dialog.row("concurrency")
    control = row.editor.control
    assert isinstance(control, SpinBox)
    control.setFocus()
    QTest.keyClick(control, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(control, typed)
    assert row.problem.text().startswith(says)
    dialog.save.click()
    assert dialog.isVisible(), "it closes although something cannot be saved"
    assert control.text() == typed
