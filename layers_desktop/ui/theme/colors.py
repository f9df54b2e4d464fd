"""The named colours of the light, the dark and a high-contrast theme; nothing is painted in any other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor, QGuiApplication, QPalette

_LEGIBLE: Final = 4.5
"""Least contrast of text (WCAG 1.4.3)."""


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


def tokens(palette: QPalette | None = None) -> Tokens:
    """Return the colours of this palette, by default of the application's.

    One that is not ours, as in high contrast or before a `Theme` exists, is translated role by role.
    """
    # A widget's own palette is no guide: the style sheet changes its roles.
    palette = QGuiApplication.palette() if palette is None else palette
    window, base = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.AlternateBase)
    for ours in (LIGHT, DARK):
        if (window, base) == (ours.bg, ours.hover):
            return ours
    return _translated(palette)


def _translated(palette: QPalette) -> Tokens:
    role = QPalette.ColorRole
    roles = (role.WindowText, role.Base, role.Window, role.Button, role.Highlight, role.HighlightedText)
    return _of_system(*(palette.color(one).rgb() for one in roles))


@lru_cache(maxsize=2)
def _of_system(*colours: int) -> Tokens:
    """Return tokens in which every text can be read, whatever roles the system has not thought of."""
    text, base, chrome, button, chosen, on_chosen = map(QColor, colours)
    strong, on_strong = chosen, on_chosen
    if min(contrast(chosen, base), contrast(chosen, on_chosen)) < _LEGIBLE:
        strong, on_strong = text, base
    lit = [_mixed(base, chosen, share) for share in (0.4, 0.3, 0.2, 0.1)]
    fill = next((one for one in lit if min(contrast(one, text), contrast(one, strong)) >= _LEGIBLE), base)
    hints = [_mixed(text, base, share) for share in (0.4, 0.3, 0.2, 0.1)]
    faint = next((one for one in hints if min(contrast(one, base), contrast(one, fill)) >= _LEGIBLE), text)
    return Tokens(
        dark=base.lightnessF() < text.lightnessF(), bg=base, chrome=chrome, line=text, fill=fill,
        border=text, text=text, dim=text, faint=faint, accent=strong, on_accent=on_strong, accent_soft=fill,
        ok=text, warn=text, bad=text, bad_soft=base, warn_soft=base, hover=_mixed(base, fill, 0.5),
        btn=button if contrast(button, text) >= _LEGIBLE else base,
    )  # fmt: skip


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return the colour that has this share of the other."""
    pairs = ((one.redF(), other.redF()), (one.greenF(), other.greenF()), (one.blueF(), other.blueF()))
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in pairs))


def palette_of(colours: Tokens) -> QPalette:
    """Return these colours as Fusion's palette."""
    role = QPalette.ColorRole
    roles = {
        role.Window: colours.bg, role.WindowText: colours.text, role.Base: colours.bg,
        role.AlternateBase: colours.hover, role.Text: colours.text, role.Button: colours.btn,
        role.ButtonText: colours.text, role.BrightText: colours.bad, role.ToolTipBase: colours.chrome,
        role.ToolTipText: colours.text, role.PlaceholderText: colours.faint, role.Link: colours.accent,
        role.LinkVisited: colours.accent, role.Highlight: colours.accent, role.Accent: colours.accent,
        role.HighlightedText: colours.on_accent, role.Light: colours.chrome, role.Midlight: colours.hover,
        role.Mid: colours.line, role.Dark: colours.faint, role.Shadow: QColor("#000000"),
    }  # fmt: skip
    palette = QPalette()
    for name, colour in roles.items():
        palette.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, colours.faint)
    return palette
