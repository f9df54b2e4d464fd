"""The ⋯ menu of one row or all selected ones: what painted buttons do, for keys and screen readers too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from layers_desktop.media.kinds import IMAGE_KINDS, Kind
from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.transfer_list import words
from layers_desktop.ui.transfer_list.actions import RowAction, ids_that_can
from layers_desktop.ui.transfer_list.labels import action_name

Perform = Callable[[RowAction, Sequence[Snapshot]], None]
ChooseKind = Callable[[Kind, Sequence[Snapshot]], None]


def _entries() -> list[tuple[RowAction, QKeySequence | QKeySequence.StandardKey | None]]:
    space, delete = QKeySequence(Qt.Key.Key_Space), QKeySequence.StandardKey.Delete
    return [
        (RowAction.COPY_ID, QKeySequence.StandardKey.Copy),
        (RowAction.RETRY, QKeySequence("Ctrl+R")),
        (RowAction.RETRY_NOW, QKeySequence("Ctrl+R")),
        (RowAction.PAUSE, space),
        (RowAction.RESUME, space),
        (RowAction.SHOW_PROBLEM, None),
        (RowAction.COPY_REQUEST_ID, None),
        (RowAction.CANCEL, delete),
        (RowAction.REMOVE, delete),
    ]


def row_menu(
    parent: QWidget,
    snapshots: Sequence[Snapshot],
    perform: Perform,
    choose_kind: ChooseKind,
    *,
    copies_ids: bool = True,
) -> QMenu:
    """Return a menu with what makes sense for these rows; it deletes itself when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for action, shortcut in _entries():
        fitting = _fitting(snapshots, action)
        one_only = action in (RowAction.SHOW_PROBLEM, RowAction.COPY_REQUEST_ID)
        if not fitting or (one_only and len(snapshots) > 1):
            continue
        if action in (RowAction.CANCEL, RowAction.REMOVE):
            _add_kinds(menu, snapshots, choose_kind)
            menu.addSeparator()
        entry = QAction(action_name(action, len(fitting), copies_ids=copies_ids), menu)
        if shortcut is not None:
            entry.setShortcut(shortcut)
            # The list itself answers to the key; here it is only shown.
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        entry.triggered.connect(lambda _checked=False, a=action, s=fitting: perform(a, s))
        menu.addAction(entry)
    return menu


def kind_menu(parent: QWidget, snapshots: Sequence[Snapshot], choose_kind: ChooseKind) -> QMenu:
    """Return the menu of image kinds alone, as it opens from the kind in a row."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _fill_kinds(menu, snapshots, choose_kind)
    return menu


def _fitting(snapshots: Sequence[Snapshot], action: RowAction) -> list[Snapshot]:
    ids = set(ids_that_can(snapshots, action))
    return [snapshot for snapshot in snapshots if snapshot.transfer.id in ids]


def _add_kinds(menu: QMenu, snapshots: Sequence[Snapshot], choose_kind: ChooseKind) -> None:
    already = any(entry.menu() is not None for entry in menu.actions())
    if _fitting(snapshots, RowAction.CHOOSE_KIND) and not already:
        _fill_kinds(menu.addMenu(action_name(RowAction.CHOOSE_KIND)), snapshots, choose_kind)


def _fill_kinds(menu: QMenu, snapshots: Sequence[Snapshot], choose_kind: ChooseKind) -> None:
    fitting = _fitting(snapshots, RowAction.CHOOSE_KIND)
    now = {snapshot.transfer.kind for snapshot in fitting}
    group = QActionGroup(menu)
    for kind in IMAGE_KINDS:
        entry = QAction(words.kind_name(kind), menu)
        entry.setCheckable(True)
        entry.setChecked(now == {kind})
        group.addAction(entry)
        entry.triggered.connect(lambda _checked=False, k=kind: choose_kind(k, fitting))
        menu.addAction(entry)
