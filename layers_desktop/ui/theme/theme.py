"""Colours, fonts and measures in one place, following the system's light and dark live.

The measures here are those beside text of `TEXT` pixels; `scaled` returns one beside the system's text.

Delegates paint from `colors.tokens`; all else gets a `QPalette`, `style.ControlStyle` and one style sheet.
A system in high contrast keeps its own palette: then the tokens are made of that, and measures stay ours.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractAnimation, QObject, QSize, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from layers_desktop.ui.theme import icons, style, stylesheet
from layers_desktop.ui.theme.colors import DARK, LIGHT, Tokens, palette_of, tokens

GRID: Final = 8
"""All distances are multiples of this, in device-independent pixels."""
BAR_HEIGHT: Final = 52
"""Header and footer."""
BUTTON_HEIGHT: Final = 28
ROW_HEIGHT: Final = 64
THUMBNAIL: Final = 44
RADIUS: Final = style.RADIUS
_MOST_ENLARGED: Final = 1.6
"""From 16 pt on nothing grows: the smallest window has to hold it."""
TEXT: Final = 13
"""Body text, pixels before the system's own enlargement (see `Theme.font`)."""
SMALL: Final = 12
TRANSITION_MS: Final = 120
"""Of what comes to be seen gradually, where the system lets things move (see `FadeIn`)."""


def scaled(pixels: int) -> int:
    """Return a measure enlarged as the system's text is; for a widget to keep when it is made.

    A `Theme` puts the size of the text on the application, once; before there is one nothing is enlarged.
    """
    return round(pixels * max(QApplication.font().pixelSize(), TEXT) / TEXT)


def scaled_size(size: QSize) -> QSize:
    """Return both sides `scaled`."""
    return QSize(scaled(size.width()), scaled(size.height()))


def icon_size() -> QSize:
    """Return the size of an icon in a row, as `style.ControlStyle` gives it to those on buttons."""
    return scaled_size(QSize(icons.SIZE, icons.SIZE))


def check_box_inset() -> int:
    """Return where the words of a check box begin, in pixels from its edge."""
    return scaled(style.CHECK_BOX) + style.CHECK_BOX_GAP


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
        app.setStyle(style.ControlStyle(self._scale))
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
        """Give the application its own palette and font back; for a test that shares it with others."""
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


class FadeIn(QObject):
    """Goes from invisible to opaque in `TRANSITION_MS`; no timer runs before and after."""

    value_changed = Signal()
    """The opacity is another, to be painted; the last time when it is opaque."""

    def __init__(self, app_theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = app_theme
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(TRANSITION_MS)
        self._animation.valueChanged.connect(self._step)
        self._animation.finished.connect(self.value_changed)

    @property
    def running(self) -> bool:
        """Whether it is on its way."""
        return self._animation.state() is not QAbstractAnimation.State.Stopped

    @property
    def opacity(self) -> float:
        """From 0 to 1; exactly 1 unless it is on its way."""
        return float(self._animation.currentValue()) if self.running else 1.0

    def start(self) -> None:
        """Begin anew where things may move; elsewhere be opaque."""
        self.end()
        if self._theme.animations_allowed:
            self._animation.start()
            self.value_changed.emit()  # the first picture of it is the invisible one

    def end(self) -> None:
        """Be opaque now."""
        if self.running:
            self._animation.stop()
            self.value_changed.emit()

    @Slot()
    def _step(self) -> None:
        self.value_changed.emit()


def with_alpha(colour: QColor, alpha: int) -> QColor:
    """Return the colour at this opacity, 0 to 255."""
    faded = QColor(colour)
    faded.setAlpha(alpha)
    return faded
