"""Tell assistive technology what a sighted person sees happen: copied, batch done, a file needs you."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

GATHERED_MS: Final = 150
"""After the last of several: Orca drops what comes less than 0.1 s after another announcement."""


def politely(source: QWidget, text: str) -> None:
    """Have a screen reader say `text`, if `source` is in sight then.

    What comes at about the same time is said together, in the order in which it came; of one source the last.
    """
    application = QCoreApplication.instance()
    if text and application is not None and QAccessible.isActive():
        (application.findChild(_Gathered) or _Gathered(application)).add(source, text)


class _Gathered(QObject):
    """What is to be said next. A child of the application: there is one, and it ends with it."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._texts: dict[QWidget, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=GATHERED_MS)
        self._timer.timeout.connect(self._say)

    def add(self, source: QWidget, text: str) -> None:
        self._texts.pop(source, None)  # its place is that of its last words
        self._texts[source] = text
        self._timer.start()

    @Slot()
    def _say(self) -> None:
        texts, self._texts = self._texts, {}
        seen = [one for one in texts if Shiboken.isValid(one) and one.isVisible()]
        if seen:
            words = together(texts[one] for one in seen)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(seen[-1], words))


def together(texts: Iterable[str]) -> str:
    """Return these as sentences that follow each other; a single one stays as it is."""
    sentences = list(texts)
    ended = [text if text[-1] in ".!?…" else f"{text}." for text in sentences[:-1]]
    return " ".join((*ended, *sentences[-1:]))
