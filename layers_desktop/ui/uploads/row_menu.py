"""The ⋯ menu of one row or all selected ones: what painted buttons do, for keys and screen readers too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from layers_desktop.media.formats import IMAGE_KINDS, MediaKind
from layers_desktop.settings.preferences import CopyFormat
from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.actions import EXPORT_KEY
from layers_desktop.ui.i18n.problem_text import translated
from layers_desktop.ui.uploads import row_text
from layers_desktop.ui.uploads.action_labels import action_name
from layers_desktop.ui.uploads.row_actions import RowAction, ids_that_can
from layers_desktop.ui.uploads.shortcuts import ListShortcut, key_of

_SECTIONS: Final[tuple[tuple[RowAction, ...], ...]] = (
    (RowAction.COPY_ID, RowAction.COPY_AS, RowAction.EXPORT, RowAction.USE_KNOWN, RowAction.UPLOAD_AGAIN),
    (RowAction.RETRY, RowAction.RETRY_NOW, RowAction.PAUSE, RowAction.RESUME),
    (RowAction.OPEN_FILE, RowAction.SHOW_IN_FOLDER, RowAction.CHOOSE_KIND, RowAction.SUBMIT_AGAIN),
    (RowAction.SHOW_PROBLEM, RowAction.COPY_REQUEST_ID),
    (RowAction.CANCEL, RowAction.REMOVE),
)
"""In this order, with a line between them."""
_ONE_ONLY: Final[tuple[RowAction, ...]] = (
    RowAction.OPEN_FILE,
    RowAction.SHOW_PROBLEM,
    RowAction.COPY_REQUEST_ID,
)
"""Of several rows these would be a flood of windows, or of no use."""


class MenuActions(Protocol):
    """Who carries out what is chosen."""

    def perform(
        self, action: RowAction, snapshots: Sequence[Snapshot], among: Sequence[Snapshot] = ()
    ) -> None:
        """Do this with these rows, those of `among`, which were all meant, for which it makes sense."""

    def choose_kind(self, kind: MediaKind, snapshots: Sequence[Snapshot]) -> None:
        """Send these as another kind of image."""

    def submit_again(self, kind: MediaKind, snapshots: Sequence[Snapshot]) -> None:
        """Upload these once more, as another kind of image."""

    def copy_as(self, copy_format: CopyFormat, snapshots: Sequence[Snapshot]) -> None:
        """Copy these in that format."""


def _keys() -> dict[RowAction, QKeySequence]:
    return {
        RowAction.COPY_ID: QKeySequence(QKeySequence.StandardKey.Copy),
        RowAction.EXPORT: EXPORT_KEY,
        RowAction.USE_KNOWN: key_of(ListShortcut.USE_KNOWN),
        RowAction.UPLOAD_AGAIN: key_of(ListShortcut.UPLOAD_AGAIN),
        RowAction.RETRY: key_of(ListShortcut.RETRY),
        RowAction.RETRY_NOW: key_of(ListShortcut.RETRY),
        RowAction.PAUSE: key_of(ListShortcut.PAUSE_OR_RESUME),
        RowAction.RESUME: key_of(ListShortcut.PAUSE_OR_RESUME),
        RowAction.CANCEL: key_of(ListShortcut.DELETE),
        RowAction.REMOVE: key_of(ListShortcut.DELETE),
    }


def row_menu(
    parent: QWidget, snapshots: Sequence[Snapshot], menu_actions: MenuActions, *, copies_ids: bool = True
) -> QMenu:
    """Return a menu with what makes sense for these rows; it deletes itself when it is closed."""
    menu = _menu(parent)
    keys = _keys()
    for section in _SECTIONS:
        if menu.actions() and not menu.actions()[-1].isSeparator():
            menu.addSeparator()
        for action in section:
            fitting = _fitting(snapshots, action)
            if not fitting or (action in _ONE_ONLY and len(snapshots) > 1):
                continue
            name = action_name(action, len(fitting), copies_ids=copies_ids)
            match action:
                case RowAction.CHOOSE_KIND:
                    _fill_kinds(menu.addMenu(name), fitting, menu_actions)
                case RowAction.SUBMIT_AGAIN:
                    _fill_other_kinds(menu.addMenu(name), fitting, menu_actions)
                case RowAction.COPY_AS:
                    _fill_formats(menu.addMenu(name), fitting, menu_actions)
                case _:
                    entry = QAction(name, menu)
                    if action in keys:
                        entry.setShortcut(keys[action])
                        # The list itself answers to the key; here it is only shown.
                        entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                    entry.triggered.connect(
                        lambda _checked=False, a=action, s=fitting: menu_actions.perform(a, s, snapshots)
                    )
                    menu.addAction(entry)
    return menu


def kind_menu(parent: QWidget, snapshots: Sequence[Snapshot], menu_actions: MenuActions) -> QMenu:
    """Return the menu of image kinds alone, as it opens from the kind in a row."""
    menu = _menu(parent)
    _fill_kinds(menu, _fitting(snapshots, RowAction.CHOOSE_KIND), menu_actions)
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _fitting(snapshots: Sequence[Snapshot], action: RowAction) -> list[Snapshot]:
    ids = set(ids_that_can(snapshots, action))
    return [snapshot for snapshot in snapshots if snapshot.transfer.id in ids]


def _fill_kinds(menu: QMenu, snapshots: Sequence[Snapshot], menu_actions: MenuActions) -> None:
    now = {snapshot.transfer.kind for snapshot in snapshots}
    group = QActionGroup(menu)
    for kind in IMAGE_KINDS:
        entry = QAction(row_text.kind_name(kind), menu)
        entry.setCheckable(True)
        entry.setChecked(now == {kind})
        group.addAction(entry)
        entry.triggered.connect(lambda _checked=False, k=kind: menu_actions.choose_kind(k, snapshots))
        menu.addAction(entry)


def _fill_other_kinds(menu: QMenu, snapshots: Sequence[Snapshot], menu_actions: MenuActions) -> None:
    now = {snapshot.transfer.kind for snapshot in snapshots}
    for kind in IMAGE_KINDS:
        if now != {kind}:
            entry = QAction(row_text.kind_name(kind), menu)
            entry.triggered.connect(lambda _checked=False, k=kind: menu_actions.submit_again(k, snapshots))
            menu.addAction(entry)


def _fill_formats(menu: QMenu, snapshots: Sequence[Snapshot], menu_actions: MenuActions) -> None:
    for copy_format in CopyFormat:
        entry = QAction(translated(copy_format.label), menu)
        entry.triggered.connect(lambda _checked=False, f=copy_format: menu_actions.copy_as(f, snapshots))
        menu.addAction(entry)
