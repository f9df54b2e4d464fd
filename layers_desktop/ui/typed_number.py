"""A number as a person types it, with either decimal separator. Pure.

Whatever the locale, a comma or a point is understood as the decimal separator, because keyboards, habits and
pasted text do not follow it. Where it could separate groups as well ("2.250" in German), nothing is guessed:
the text is ambiguous, unless the sign is the locale's own decimal separator.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QLocale

_GROUPS_ONLY: Final = "'’٬\u00a0\u202f\u2009 "
"""Separators that are never decimal: apostrophes, the Arabic thousands sign, spaces."""
_DECIMAL: Final = ".,٫"
_NUMBER: Final = re.compile(rf"\d[\d.,٫{_GROUPS_ONLY}]*|[.,٫]\d+")
_IN_GROUPS: Final = re.compile(
    r"\d{1,3}(?:(?P<sign>\D)\d{3})(?:(?P=sign)\d{3})*|\d{1,2}(?P<lakh>\D)(?:\d{2}(?P=lakh))*\d{3}"
)
"""Thousands; or, as in India, two digits between the signs and three at the end."""


class Wrong(Enum):
    """Why a text is not the number that is wanted."""

    NO_NUMBER = auto()
    AMBIGUOUS = auto()
    """It has two readings, with the sign as decimal separator and without it."""
    TOO_FINE = auto()
    """More decimals than there is use for."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: a number, or what is wrong with it."""

    number: Decimal | None = None
    wrong: Wrong | None = None
    readings: tuple[Decimal, Decimal] | None = None
    """Of AMBIGUOUS: with the sign as decimal separator, and as group separator."""


def read(text: str, locale: QLocale, *, decimals: int) -> Typed:
    """Return the number that `text` is, with at most so many decimals."""
    plain = "".join(_western(letter) for letter in text.strip())
    if not _NUMBER.fullmatch(plain):
        return Typed(wrong=Wrong.NO_NUMBER)
    signs = [letter for letter in plain if letter in _DECIMAL]
    whole, sign, part = plain, "", ""
    if len(signs) == 1 or len(set(signs)) > 1:
        # Of different signs the last one is the decimal separator, and stands once; one alone that is
        # repeated separates groups.
        whole, sign, part = plain.rpartition(signs[-1])
    digits = re.sub(r"\D", "", whole)
    in_groups = digits == whole or _IN_GROUPS.fullmatch(whole)
    if not in_groups or (sign and sign in whole) or (part and not part.isdigit()):
        return Typed(wrong=Wrong.NO_NUMBER)
    number = Decimal(f"{digits or 0}.{part or 0}")
    may_be_group = digits == whole and digits[:1] != "0" and _IN_GROUPS.fullmatch(plain)
    if sign and may_be_group and sign != locale.decimalPoint():
        grouped = Decimal(digits + part)
        if decimals:
            return Typed(wrong=Wrong.AMBIGUOUS, readings=(number, grouped))
        return Typed(number=grouped)
    too_fine = len(part.rstrip("0")) > decimals
    return Typed(wrong=Wrong.TOO_FINE) if too_fine else Typed(number=number)


def _western(letter: str) -> str:
    """Return a digit of any script as 0 to 9, anything else as it is."""
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
