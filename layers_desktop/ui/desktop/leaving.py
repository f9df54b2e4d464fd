"""What closing the window does: end the program, ask first, or go on out of the way."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from layers_desktop.settings.preferences import WhenClosed
from layers_desktop.ui.desktop import front
from layers_desktop.ui.desktop.leave_question import Answer, LeaveQuestion
from layers_desktop.ui.desktop.under_way import UnderWay

_SESSION_ENDS_MS: Final = 60_000
"""How long a log-out counts as under way; one that another program stopped is forgotten after this."""


class Leaving(QObject):
    """Decides for `closeEvent`. The only way back is never hidden: without a tray icon it is minimized."""

    always = Signal(object)
    """The `WhenClosed` that a person chose for all times."""
    hidden = Signal()
    """The window is gone; the tray's icon brings it back."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._question: LeaveQuestion | None = None
        self._decided = False
        self.under_way = UnderWay()
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
            self.come_back()

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
    def come_back(self, activation: str = "") -> None:
        """Show the window again, in front of the others where the desktop allows it."""
        QApplication.setQuitOnLastWindowClosed(True)
        front.bring(self._window, activation)

    @Slot(bool)
    def use_tray(self, present: bool) -> None:
        """Know whether there is an icon; the window comes back when the one that could show it goes."""
        self.in_tray = present
        if not present and not self._window.isVisible() and not self._decided:
            self.come_back()

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
        self._question = LeaveQuestion(self.under_way, self._window)
        self._question.answered.connect(self._answered)
        self._question.finished.connect(self._asked)
        self._question.open()

    @Slot()
    def _asked(self) -> None:
        self._question = None

    @Slot(object, bool)
    def _answered(self, answer: Answer, always: bool) -> None:
        if always:
            stop = answer is Answer.STOP
            self.always.emit(WhenClosed.STOP if stop else WhenClosed.BACKGROUND)
        if answer is Answer.STOP:
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
