"""Both decimal separators are understood everywhere; what could be either is not guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from layers_desktop.ui.widgets.spin_box import Typed, Wrong, read

NONE, BOTH, FINE = Wrong.NO_NUMBER, Wrong.AMBIGUOUS, Wrong.TOO_FINE
EVERYWHERE: dict[str, str | Wrong] = {
    "1.5": "1.5", "1,5": "1.5", "0.5": "0.5", "0,5": "0.5", "0.250": "0.25", "0,250": "0.25", ".5": "0.5",
    "7": "7", "007": "7", "5.": "5", "2250": "2250", "12.5": "12.5", "1234,5": "1234.5",
    "1234.567": "1234.567",
    "1.234,5": "1234.5", "1,234.5": "1234.5", "1.234.567": "1234567", "1,234,567": "1234567",
    "1 234": "1234", "1\u202f234,5": "1234.5", "1’234.5": "1234.5", "1'234": "1234", "1,00,000": "100000",
    "١٫٥": "1.5", "٧٥": "75", "１２": "12",
    "0.0001": FINE, "1,23456": FINE, "1.5000": "1.5",
    "": NONE, " ": NONE, ".": NONE, "-1": NONE, "1e3": NONE, "x": NONE, "1x": NONE, "1.2.3": NONE,
    "12 34": NONE,
    "1,2,3": NONE, "1.234,567,8": NONE, "1,5.5,5": NONE, "1..5": NONE, "+1": NONE, "½": NONE, "1.5 5": NONE,
}  # fmt: skip
LOCALES = ("en_GB", "de_DE", "fr_FR", "de_CH", "hi_IN", "ar_EG", "sv_SE", "pt_BR")
OWN = {
    ("en_GB", "2.250"): "2.25", ("en_GB", "2,250"): BOTH, ("de_DE", "2.250"): BOTH,
    ("de_DE", "2,250"): "2.25",
    ("fr_FR", "2.250"): BOTH, ("fr_FR", "2,250"): "2.25", ("de_CH", "2.250"): "2.25",
    ("de_CH", "2,250"): BOTH,
    ("hi_IN", "12,345"): BOTH, ("sv_SE", "123.456"): BOTH, ("pt_BR", "123,456"): "123.456",
}  # fmt: skip


def expected(meant: str | Wrong, found: Typed) -> bool:
    if isinstance(meant, Wrong):
        return found.number is None and found.wrong is meant
    return found.number == Decimal(meant) and found.wrong is None


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("text", "meant"), EVERYWHERE.items())
def test_what_means_the_same_everywhere(locale: str, text: str, meant: str | Wrong) -> None:
    found = read(text, QLocale(locale), decimals=3)
    assert expected(meant, found), found


@pytest.mark.parametrize(("written", "meant"), OWN.items())
def test_three_digits_after_one_sign(written: tuple[str, str], meant: str | Wrong) -> None:
    locale, text = written
    found = read(text, QLocale(locale), decimals=3)
    assert expected(meant, found), found


def test_an_ambiguous_text_has_both_its_readings() -> None:
    assert read("2.250", QLocale("de_DE"), decimals=3).readings == (Decimal("2.25"), Decimal(2250))


@pytest.mark.parametrize(
    ("locale", "text", "meant"),
    [("de_DE", "2.250", "2250"), ("de_DE", "1.5", FINE), ("en_GB", "2,250", "2250"), ("en_GB", "4", "4")],
)
def test_a_whole_number_has_groups_only(locale: str, text: str, meant: str | Wrong) -> None:
    found = read(text, QLocale(locale), decimals=0)
    assert expected(meant, found), found


@given(locale=st.sampled_from(LOCALES), thousandths=st.integers(0, 10**9))
def test_what_a_locale_writes_is_read_as_it_was_or_asked_about(locale: str, thousandths: int) -> None:
    where, number = QLocale(locale), Decimal(thousandths) / 1000
    found = read(where.toString(float(number), "f", 3), where, decimals=3)
    assert found.number == number
