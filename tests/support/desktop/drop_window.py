"""A window to prove the harness on: takes a drop, shows a combo box, and copies what was dropped.

Says on stdout `dropped <JSON list of URLs>`, `picked <text>` and `copied`.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget


class DropWindow(QMainWindow):
    """A drop target with the two controls that the real window is driven by."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Drop window")
        self.setAcceptDrops(True)
        self.resize(500, 400)
        self._urls: list[str] = []
        self._combo = QComboBox()
        label = QLabel("Colour")
        label.setBuddy(self._combo)
        self._combo.addItems(["Red", "Green", "Blue"])
        self._combo.currentTextChanged.connect(self.say_picked)
        button = QPushButton("Copy")
        button.setAccessibleName("Copy addresses")
        button.clicked.connect(self.copy)
        content = QWidget()
        self.setCentralWidget(content)
        layout = QVBoxLayout(content)
        layout.addWidget(label)
        layout.addWidget(self._combo)
        layout.addStretch()
        layout.addWidget(button)
        self._combo.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._urls = [url.toString() for url in event.mimeData().urls()]
        event.acceptProposedAction()
        say(f"dropped {json.dumps(self._urls)}")

    @Slot(str)
    def say_picked(self, text: str) -> None:
        say(f"picked {text}")

    @Slot()
    def copy(self) -> None:
        QApplication.clipboard().setText("\n".join(self._urls))
        say("copied")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the test reads it


def main() -> None:
    application = QApplication(sys.argv)
    window = DropWindow()
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
