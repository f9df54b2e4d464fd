"""The buttons and labels of the window, each with the name that assistive technology and tests know."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QGroupBox,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QToolButton,
    QWidget,
)

from layers_desktop.ui.i18n.bidi import right_to_left
from layers_desktop.ui.theme import colors, icons, theme
from layers_desktop.ui.theme.icons import Tint

_ARROW_INSET: Final = 4
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press the button that has the focus, if the key is Enter; return whether it is.

    Qt leaves Enter to the default button of a dialog, and to nobody elsewhere. A key that is held down
    presses once: a second press would answer what comes next.
    """
    if event.key() not in ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    event.accept()
    if not event.isAutoRepeat():
        button.click()
    return True


class PushButton(QPushButton):
    """A button that Enter presses when it has the focus; the default button only where none has."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """The same for a small button; one with a menu opens that."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)


def push_button(text: str, *, primary: bool = False, icon: str | None = None) -> PushButton:
    """Return a button; one primary button a view. What is read on it is its name (WCAG 2.5.3)."""
    button = PushButton(text)
    if text.endswith("…"):
        button.setAccessibleName(text.removesuffix("…"))
    button.setProperty("primary", primary)
    if icon is not None:
        button.setIcon(icons.icon(icon, "on_accent" if primary else "text"))
    return button


def link_button(text: str, *, flush: bool = False, inline: bool = False) -> PushButton:
    """Return a button that reads as a link: it leads elsewhere.

    `flush`: its words begin where it does; `inline`: it stands in or behind a sentence, no higher than that.
    """
    button = PushButton(text)
    button.setProperty("link", True)
    button.setProperty("flush", flush or inline)
    button.setProperty("inline", inline)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def icon_button(icon: str, name: str, action: QAction | None = None) -> ToolButton:
    """Return a 28 px button that is an icon only; its name is its tooltip too."""
    button = ToolButton()
    if action is None:
        button.setIcon(icons.icon(icon, "dim"))
    else:
        # The button takes the action's icon anew whenever the action changes.
        action.setIcon(icons.icon(icon, "dim"))
        button.setDefaultAction(action)
    button.setFixedSize(*(theme.scaled(theme.BUTTON_HEIGHT),) * 2)
    button.setAccessibleName(name)
    button.setToolTip(name if action is None else action.toolTip())
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def label(
    text: str = "", *, tone: str = "", role: str = "", wrap: bool = False, silent: bool = False
) -> QLabel:
    """Return plain text in a tone (dim, faint, bad, warn) and a role (small, strong, title) of the theme."""
    made = SilentLabel() if silent else QLabel()
    made.setText(text)
    return plain(made, tone=tone, role=role, wrap=wrap)


def plain(made: QLabel, *, tone: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """Have a label show plain text in a tone and a role, as those of `label` do."""
    # Names of projects and files are text, whatever they contain.
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if right_to_left():
        # Qt aligns a label by its text: an id or an English name would stand at the far side of the window.
        made.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        )
    if tone:
        made.setProperty("tone", tone)
    if role:
        made.setProperty("role", role)
    return made


class SilentLabel(QLabel):
    """Words that assistive technology has elsewhere, as the description of a control (`accessibility`)."""


def plain_tooltip(text: str) -> str:
    """Return a tooltip that shows exactly this text: Qt would take names with angle brackets for HTML."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


class Elided(QLabel):
    """One line that gives way: it shortens with an ellipsis and shows all of it as a tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def shortened(self, room: int) -> str:
        """Return what of the text is drawn in `room` pixels."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw as much of the text as there is room for."""
        painter = QPainter(self)
        room = self.contentsRect()
        shown = self.shortened(room.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(room, self.alignment(), shown)
        cut = shown != self.text()
        if bool(self.toolTip()) != cut:
            self.setToolTip(plain_tooltip(self.text()) if cut else "")


class PictureLabel(QWidget):
    """One icon, larger, in a colour of the theme; decoration, silent for assistive technology."""

    def __init__(self, name: str, side: int, tint: Tint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icons.icon(name, tint)
        self.setFixedSize(theme.scaled(side), theme.scaled(side))

    def show_icon(self, name: str, tint: Tint) -> None:
        """Show another icon."""
        self._icon = icons.icon(name, tint)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the icon over the whole widget."""
        self._icon.paint(QPainter(self), self.rect())

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()


class Group(QGroupBox):
    """A group with a name for assistive technology, without the margins that a title needs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setContentsMargins(0, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the margins, which Qt sets with each change of style or font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.setContentsMargins(0, 0, 0, 0)


class MenuButton(ToolButton):
    """Words that open a menu, with an arrow behind them.

    Qt puts a tool button's icon before the words; mirroring the button would mirror its menu as well.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setPopupMode(ToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("menu", True)  # the style sheet keeps the words clear of the arrow

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow at the end."""
        super().paintEvent(event)
        room = QRect(QPoint(), self.iconSize())
        room.moveCenter(self.rect().center())
        room.moveRight(self.rect().right() - _ARROW_INSET)
        place = QStyle.visualRect(self.layoutDirection(), self.rect(), room)
        icons.paint(QPainter(self), place, "chevron-down", colors.tokens().dim)
