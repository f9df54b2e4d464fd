"""Everything the window can be told by the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from layers_desktop.ui.uploads.shortcuts import ListShortcut, key_of

EXPORT_KEY: Final = QKeySequence("Ctrl+S")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowActions:
    """The actions, as real `QAction`s: assistive technology and tests find them by name."""

    files: QAction
    folder: QAction
    paste: QAction
    copy: QAction
    copy_all: QAction
    project: QAction
    history: QAction
    export: QAction
    retry: QAction
    settings: QAction
    help: QAction

    def need_account(self) -> tuple[QAction, ...]:
        """Return those that mean nothing before somebody is signed in."""
        return (
            self.files,
            self.folder,
            self.paste,
            self.copy,
            self.copy_all,
            self.project,
            self.history,
            self.export,
            self.retry,
        )


def make(window: QWidget) -> WindowActions:
    """Make the actions of `window`; it connects them."""

    def action(text: str, *keys: str | QKeySequence | QKeySequence.StandardKey) -> QAction:
        made = QAction(text, window)
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        shown = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{text} ({shown})")
        window.addAction(made)
        return made

    translate = QCoreApplication.translate
    made = WindowActions(
        files=action(translate("actions", "Choose files"), "Ctrl+O"),
        folder=action(translate("actions", "Choose folder"), "Ctrl+Shift+O"),
        paste=action(translate("actions", "Paste"), QKeySequence.StandardKey.Paste),
        copy=action(translate("actions", "Copy asset ID"), QKeySequence.StandardKey.Copy),
        copy_all=action(translate("actions", "Copy all asset IDs"), "Ctrl+Shift+C"),
        project=action(translate("actions", "Project"), "Ctrl+K"),
        history=action(translate("actions", "History"), "Ctrl+H"),
        export=action(translate("actions", "Export"), EXPORT_KEY),
        retry=action(translate("actions", "Retry failed uploads"), key_of(ListShortcut.RETRY)),
        settings=action(translate("actions", "Settings"), "Ctrl+,"),
        help=action(translate("actions", "Help"), "F1"),
    )
    for copies in (made.copy, made.copy_all):
        copies.setAutoRepeat(False)  # a key that is held down copies once
    return made
