"""What closing the window does: end the program, ask first, or go on in the background; and coming back."""

from __future__ import annotations

import os
from enum import Enum
from typing import Final

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from layers_desktop.settings.preferences import WhenClosed
from layers_desktop.ui.platform.activity import UploadActivity
from layers_desktop.ui.theme import theme
from layers_desktop.ui.widgets.buttons import label, push_button
from layers_desktop.ui.widgets.inputs import CheckBox

_WIDTH = 400
"""Fits into the narrowest window."""


class CloseChoice(Enum):
    """What the person wants; to do nothing at all is no answer."""

    BACKGROUND = "background"
    """Go on, with the window out of the way."""
    STOP = "stop"
    """Stop now; the rest goes on at the next start."""


class CloseDialog(QDialog):
    """Open it with `open()`; it deletes itself. Escape and Cancel leave all as it is."""

    answered = Signal(object, bool)
    """The `Answer`, and whether it is to be given from now on without asking."""

    def __init__(self, under_way: UploadActivity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Close Layers Desktop"))
        self.setFixedWidth(theme.scaled(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(3 * theme.GRID,) * 4)
        column.setSpacing(theme.GRID)
        self.title = label(self._title(under_way), role="strong", wrap=True)
        self.words = label(self._words(under_way), tone="dim", wrap=True)
        self.always = CheckBox(self.tr("Don't ask again"))
        self.always.setAccessibleDescription(self.tr("The settings, page General, undo this."))
        going = self.tr("Keep going in the background")
        self.background = push_button(going, primary=True)
        self.background.setDefault(True)
        stop = self.tr("Stop now")
        if under_way.uploads and not under_way.sandbox:
            stop = self.tr("Stop, and resume at the next start")
        self.stop = push_button(stop)
        self.cancel = push_button(self.tr("Cancel"))
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(theme.GRID)
        for button in (self.background, self.stop, self.cancel):
            column.addWidget(button)
        column.addSpacing(theme.GRID)
        column.addWidget(self.always, 0, Qt.AlignmentFlag.AlignLeading)
        self.background.clicked.connect(self._background)
        self.stop.clicked.connect(self._stop)
        self.cancel.clicked.connect(self.reject)
        self.background.setFocus()

    def _title(self, under_way: UploadActivity) -> str:
        number = under_way.uploads or under_way.fetching
        if under_way.uploads == 1:
            return self.tr("1 upload is not finished")
        if under_way.uploads:
            words = self.tr("%n uploads are not finished", "", number)
        elif number == 1:
            return self.tr("1 link is not fetched yet")
        else:
            words = self.tr("%n links are not fetched yet", "", number)
        return words.replace("%n", QLocale().toString(number))

    def _words(self, under_way: UploadActivity) -> str:
        if under_way.sandbox:
            return self.tr("The sandbox forgets everything when it is left.")
        if under_way.fetching:
            return self.tr("Links that are not fetched yet must be dropped again. Uploads go on next time.")
        return self.tr("Nothing is lost: what is not finished goes on at the next start.")

    @Slot()
    def _background(self) -> None:
        self._answer(CloseChoice.BACKGROUND)

    @Slot()
    def _stop(self) -> None:
        self._answer(CloseChoice.STOP)

    def _answer(self, answer: CloseChoice) -> None:
        always = self.always.isChecked()
        self.accept()
        self.answered.emit(answer, always)


_SESSION_ENDS_MS: Final = 60_000
"""How long a log-out counts as under way; one that another program stopped is forgotten after this."""


class CloseBehavior(QObject):
    """Decides for `closeEvent`. The only way back is never hidden: without a tray icon it is minimized."""

    always = Signal(object)
    """The `WhenClosed` that a person chose for all times."""
    hidden = Signal()
    """The window is gone; the tray's icon brings it back."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._question: CloseDialog | None = None
        self._decided = False
        self.under_way = UploadActivity()
        self.when_closed = WhenClosed.ASK
        self.in_tray = False
        """A tray icon is shown: closing the window hides it, as its setting says."""
        self._session_ends = QTimer(self, singleShot=True, interval=_SESSION_ENDS_MS)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.commitDataRequest.connect(self.session_ends)

    def may_close(self) -> bool:
        """Tell whether the window may close now; if not, what is to happen instead is under way."""
        if self._decided or self._session_ends.isActive():
            return True
        if self.in_tray:
            self.out_of_the_way()
            return False
        return self._may_end()

    @Slot()
    def session_ends(self, *_: object) -> None:
        """Stop without a question: the person logs out; the rest goes on at the next start."""
        self._session_ends.start()

    @Slot()
    def quit(self) -> None:
        """End the program, as by the tray's menu; ask first where uploads go on."""
        if self._may_end():
            self._end()
        elif self._question is not None:
            self.activate_window()

    @Slot()
    def out_of_the_way(self) -> None:
        """Hide the window where a tray icon brings it back, else minimize it."""
        if self.in_tray:
            # A dialog that closes while no window is shown would end the program otherwise.
            QApplication.setQuitOnLastWindowClosed(False)
            self._window.hide()
            self.hidden.emit()
        else:
            self._window.showMinimized()

    @Slot()
    def activate_window(self, activation: str = "") -> None:
        """Show the window again, in front of the others where the desktop allows it."""
        QApplication.setQuitOnLastWindowClosed(True)
        bring_to_front(self._window, activation)

    @Slot(bool)
    def use_tray(self, present: bool) -> None:
        """Know whether there is an icon; the window comes back when the one that could show it goes."""
        self.in_tray = present
        if not present and not self._window.isVisible() and not self._decided:
            self.activate_window()

    def close(self) -> None:
        """Bring nothing back any more: the program ends."""
        self._decided = True
        QApplication.setQuitOnLastWindowClosed(True)

    def _may_end(self) -> bool:
        if not self.under_way.goes_on or self.when_closed is WhenClosed.STOP:
            return True
        if self.when_closed is WhenClosed.BACKGROUND and not self.in_tray:
            self.out_of_the_way()
        else:
            self._ask()
        return False

    def _ask(self) -> None:
        if self._question is not None:
            self._question.raise_()
            return
        self._question = CloseDialog(self.under_way, self._window)
        self._question.answered.connect(self._answered)
        self._question.finished.connect(self._asked)
        self._question.open()

    @Slot()
    def _asked(self) -> None:
        self._question = None

    @Slot(object, bool)
    def _answered(self, answer: CloseChoice, always: bool) -> None:
        if always:
            stop = answer is CloseChoice.STOP
            self.always.emit(WhenClosed.STOP if stop else WhenClosed.BACKGROUND)
        if answer is CloseChoice.STOP:
            self._end()
        else:
            self.out_of_the_way()

    def _end(self) -> None:
        self._decided = True
        QApplication.setQuitOnLastWindowClosed(True)
        if self._window.isVisible():
            self._window.close()
        else:
            QApplication.quit()  # closing a hidden window ends nothing


_VARIABLE: Final = "XDG_ACTIVATION_TOKEN"


def bring_to_front(window: QWidget, activation: str = "") -> None:
    """Show the window in front of the others; where the desktop refuses that, its entry asks for a look.

    `activation` is a token of Wayland's desktops (xdg-activation), which Qt reads from the environment. It is
    good for once: no program that this one starts gets it.
    """
    if activation and QGuiApplication.platformName().startswith("wayland"):
        os.environ[_VARIABLE] = activation
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    os.environ.pop(_VARIABLE, None)
    QApplication.alert(window)
