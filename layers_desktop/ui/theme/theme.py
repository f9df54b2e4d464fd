"""Colours, fonts and measures in one place, following the system's light and dark live.

The measures here are those beside text of `TEXT` pixels; `scaled` returns one beside the system's text.

Delegates paint from `tokens(widget)`, everything else gets a `QPalette` for Fusion and one style sheet.
A system in high contrast keeps its own palette: then the tokens are made of that, and measures stay ours.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from layers_desktop.ui.theme import stylesheet
from layers_desktop.ui.theme.colors import DARK, LIGHT, Tokens, contrast

GRID: Final = 8
"""All distances are multiples of this, in device-independent pixels."""
BAR_HEIGHT: Final = 52
"""Header and footer."""
BUTTON_HEIGHT: Final = 28
ROW_HEIGHT: Final = 64
THUMBNAIL: Final = 44
RADIUS: Final = 7
"""Of buttons and fields; thumbnails have 8."""
_MOST_ENLARGED: Final = 1.6
"""From 16 pt on nothing grows: the smallest window has to hold it."""
TEXT: Final = 13
"""Body text, pixels before the system's own enlargement (see `Theme.font`)."""
SMALL: Final = 12
_LEGIBLE: Final = 4.5
"""Least contrast of text (WCAG 1.4.3)."""
TRANSITION_MS: Final = 120
"""Of what comes to be seen gradually, where the system lets things move (see `animation`)."""


def tokens(source: QPalette | QWidget | None = None) -> Tokens:
    """Return the colours of this palette, or those a widget is to be painted in (the application's).

    One that is not ours, as in high contrast or before a `Theme` exists, is translated role by role.
    """
    # A widget's own palette is no guide: the style sheet changes its roles.
    palette = source if isinstance(source, QPalette) else QApplication.palette()
    window, base = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.AlternateBase)
    for ours in (LIGHT, DARK):
        if (window, base) == (ours.bg, ours.hover):
            return ours
    return _translated(palette)


def scaled(pixels: int) -> int:
    """Return a measure enlarged as the system's text is; for a widget to keep when it is made.

    A `Theme` puts the size of the text on the application, once; before there is one nothing is enlarged.
    """
    return round(pixels * max(QApplication.font().pixelSize(), TEXT) / TEXT)


def scaled_size(size: QSize) -> QSize:
    """Return both sides `scaled`."""
    return QSize(scaled(size.width()), scaled(size.height()))


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


class Theme(QObject):
    """Applies palette, fonts and style sheet, and follows the system and the person."""

    changed = Signal()
    """The colours are others now; what caches pixmaps paints them anew."""

    def __init__(
        self, app: QApplication, preference: str = "system", *, animations: bool | None = None
    ) -> None:
        """`animations` says whether things may move; None asks Qt each time."""
        super().__init__(app)
        self._animations = animations
        self._app = app
        self._system_palette = QPalette(app.palette())
        self._system_font = QFont(app.font())
        enlarged = min(max(QFontInfo(app.font()).pixelSize() / TEXT, 1.0), _MOST_ENLARGED)
        self._scale = round(TEXT * enlarged) / TEXT
        self._preference = preference
        self._applied: Tokens | None = None
        self._asked = False
        app.setStyle("Fusion")
        app.setFont(self.font())
        # Kept: with the last reference to it, those to its children turn invalid.
        self._hints = app.styleHints()
        self._hints.colorSchemeChanged.connect(self._system_changed)
        accessibility = getattr(self._hints, "accessibility", None)  # Qt 6.10 and later
        self._accessibility = accessibility() if accessibility is not None else None
        if self._accessibility is not None:
            self._accessibility.contrastPreferenceChanged.connect(self._system_changed)
        app.paletteChanged.connect(self._palette_changed)
        self._apply()

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        return self._applied or tokens()

    @property
    def preference(self) -> str:
        """What the person chose: system, light or dark."""
        return self._preference

    @property
    def high_contrast(self) -> bool:
        """True when the system asks for high contrast, which is then left to it."""
        if self._accessibility is None:
            return False
        return bool(self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast)

    @property
    def animations_allowed(self) -> bool:
        """Whether things may move: Qt's motion preference (6.12 and later), else the style's duration."""
        if self._animations is not None:
            return self._animations
        preference = getattr(self._accessibility, "motionPreference", None)
        if preference is not None:
            return bool(preference().name == "NoPreference")
        return self._app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0

    def font(self, pixels: int = TEXT, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the system's font at `pixels`, enlarged as the person enlarged the system's text."""
        font = QFont(self._system_font)
        font.setPixelSize(round(pixels * self._scale))
        font.setWeight(weight)
        return font

    def fixed_font(self, pixels: int = SMALL) -> QFont:
        """Return the system's fixed-width font, for asset ids."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(round(pixels * self._scale))
        return font

    def set_preference(self, preference: str) -> None:
        """Follow the system (`system`), or stay `light` or `dark`."""
        if preference != self._preference:
            self._preference = preference
            self._apply()

    def close(self) -> None:
        """Give the application back its own clothes; for a test that shares it with others."""
        self._hints.colorSchemeChanged.disconnect(self._system_changed)
        if self._accessibility is not None:
            self._accessibility.contrastPreferenceChanged.disconnect(self._system_changed)
        self._app.paletteChanged.disconnect(self._palette_changed)
        self._app.setStyleSheet("")
        self._app.setPalette(self._system_palette)
        self._app.setFont(self._system_font)

    @Slot()
    def _system_changed(self) -> None:
        self._apply()

    @Slot()
    def _palette_changed(self) -> None:
        """Follow from one palette of high contrast to another; of all others we are the cause."""
        if self.high_contrast:
            self._apply()

    def _apply(self) -> None:
        self._tell_platform()
        if self.high_contrast:
            if self._applied in (LIGHT, DARK):
                self._app.setPalette(QPalette())  # the system's, also when it changes
            wanted = tokens()
        else:
            wanted = DARK if self._wants_dark() else LIGHT
        if wanted == self._applied:
            return
        self._applied = wanted
        if not self.high_contrast:
            self._app.setPalette(palette_of(wanted))
        self._app.setStyleSheet(stylesheet.of(wanted, self._scale))
        self.changed.emit()

    def _tell_platform(self) -> None:
        """Let title bars and file dialogs follow too; calls back into `_apply` where the platform can."""
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        wish = "system" if self.high_contrast else self._preference
        scheme = schemes.get(wish, Qt.ColorScheme.Unknown)
        if scheme is not Qt.ColorScheme.Unknown or self._asked:
            self._asked = True
            self._hints.setColorScheme(scheme)

    def _wants_dark(self) -> bool:
        if self._preference != "system":
            return self._preference == "dark"
        scheme = self._hints.colorScheme()
        if scheme is not Qt.ColorScheme.Unknown:
            return scheme is Qt.ColorScheme.Dark
        palette = self._system_palette
        window, text = QPalette.ColorRole.Window, QPalette.ColorRole.WindowText
        return palette.color(window).lightnessF() < palette.color(text).lightnessF()


def with_alpha(colour: QColor, alpha: int) -> QColor:
    """Return the colour at this opacity, 0 to 255."""
    faded = QColor(colour)
    faded.setAlpha(alpha)
    return faded
