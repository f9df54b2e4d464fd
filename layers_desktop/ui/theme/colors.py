"""The named colours of the light and the dark theme; nothing is painted in any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The named colours of one theme. Text on every ground here reaches 4.5 : 1."""

    dark: bool
    bg: QColor
    chrome: QColor
    """Header and footer."""
    line: QColor
    """Separators: decoration, as faint as they like."""
    fill: QColor
    """Ground of what is held down or lit up on `chrome`, and of a bar's part that is not filled yet."""
    border: QColor
    """What a field or a button is told by; reaches 3 : 1 on every ground here (WCAG 1.4.11)."""
    text: QColor
    dim: QColor
    faint: QColor
    accent: QColor
    on_accent: QColor
    """Text on the accent colour."""
    accent_soft: QColor
    """Selected rows, the active filter chip."""
    ok: QColor
    warn: QColor
    bad: QColor
    bad_soft: QColor
    warn_soft: QColor
    hover: QColor
    btn: QColor


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two opaque colours, 1 to 21 (WCAG 2.1, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tokens(*, dark: bool, **colours: str) -> Tokens:
    return Tokens(dark=dark, **{name: QColor(value) for name, value in colours.items()})


LIGHT: Final = _tokens(
    dark=False, bg="#FFFFFF", chrome="#F6F7F9", line="#E3E6EB", fill="#E3E6EB", border="#7B8393",
    text="#16191F", dim="#5F6775", faint="#666D7A", accent="#3B5BDB", on_accent="#FFFFFF",
    accent_soft="#EDF1FF", ok="#177245", warn="#8A5200", bad="#B42318", bad_soft="#FEF1F0",
    warn_soft="#FFF6E5", hover="#F2F4F8", btn="#FFFFFF",
)  # fmt: skip
DARK: Final = _tokens(
    dark=True, bg="#15171C", chrome="#1C1F26", line="#2C313B", fill="#2C313B", border="#757C8A",
    text="#ECEEF2", dim="#A5ADBA", faint="#929CAB", accent="#8EA6FF", on_accent="#15171C",
    accent_soft="#232B46", ok="#5CCB95", warn="#E9B356", bad="#FF8A80", bad_soft="#3A2225",
    warn_soft="#352B18", hover="#20242C", btn="#242832",
)  # fmt: skip
