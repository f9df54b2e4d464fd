"""Which words of a window never came through the translation, seen in the language `Stretched`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)

from layers_desktop.ui.uploads.model import UploadRole
from layers_desktop.ui.uploads.status_text import Status
from tests.screenshots.scene import Scene, visible_windows

_DATA = re.compile(
    r"""
    preferences\.json\.damaged-\w+
    | <[a-z/]+>                                                   # tags of a tooltip
    | \{\w+\}                                                     # parts of a template
    | \b(?:med|req|tx|upl|prj|cus|org|lyr|lp)_\w*                  # ids, keys
    | [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}
    | https?://\S+ | (?:/[\w.+-]+)+                               # addresses, paths
    | [\w.()-]*\.[A-Za-z]\w{1,5}\b                               # names of files and hosts
    | \d\ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*  # days, as the locale writes them
    | \b(?:PNG|JPEG|TCP|pilot|standard|projects:write|LAYERS_API_KEY)\b  # names that are the same everywhere
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_NAMES = (
    "Layers Desktop", "layers-desktop doctor --bundle", "Holiday 2026", "Holiday", "Clips", "Contracts",
    "home", "The body is not valid.", "The object of this upload is not complete.",
    "Handed over by the agency", "Sommerfest 2026, alle Bilder und Videos der Agentur (final)",
    "Sommerfest 2026, alle Bilder und Videos der Agentur (final, endgültig, v3)",
    "Gesellschaft für Verbraucherkommunikation und Markenführung Nord & Süd mbH",
    "Frühjahrskampagne iOS und Android", "a name with <b>tags and 100 % of ",
)  # fmt: skip
"""Data in the states that the sandbox does not know: the program, folders, prompts, what a server says."""


def untranslated(scene: Scene) -> list[str]:
    """Return every visible text with words that are neither data nor translated."""
    found: dict[str, None] = {}
    names = _names(scene)
    for window in visible_windows(scene.frame):
        for text in _texts(window):
            if words := _words(text, names):
                found[f"{words}: {text}"] = None
    return list(found)


def _words(text: str, names: list[str]) -> list[str]:
    """Return the words of a text that are not translated."""
    text = html.unescape(text).replace("&&", "&").replace("\u200b", "")
    for name in names:
        text = text.replace(name, "")
        if "…" in text:
            text = _without_shortened(text, name)
    return _WORD.findall(_DATA.sub("", text))


def _without_shortened(text: str, name: str) -> str:
    for kept in range(len(name), 1, -1):
        text = text.replace(f"{name[:kept]}…", "…").replace(f"…{name[-kept:]}", "…")
    return text


def _names(scene: Scene) -> list[str]:
    """Return the names that are data in this state, the longest first."""
    names = {*_NAMES, *(row.transfer.name for row in scene.rows)}
    for organization in scene.box.world._organizations.values():
        names.add(organization.name)
        for project in organization.catalogue.all():
            names |= {project.name, project.customer_external_id or ""}
    return sorted(filter(None, names), key=len, reverse=True)


def _texts(window: QWidget) -> Iterator[str]:
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            yield from filter(None, _of(widget))


def _of(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if widget.isWindow():
        yield widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QDoubleSpinBox():
            yield widget.text()
        case QComboBox():
            yield widget.placeholderText()
            yield from _of_rows(widget.model())
        case QMenu():
            for action in widget.actions():
                yield action.text()
        case QAbstractItemView():
            yield from _of_rows(widget.model())


def _of_rows(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
             Qt.ItemDataRole.AccessibleDescriptionRole, UploadRole.STATUS)  # fmt: skip
    for row in range(min(model.rowCount(), 40)):
        for role in roles:
            said = model.data(model.index(row, 0), role)
            if isinstance(said, Status):
                yield from (said.text, said.longer, *said.shorter, *said.parts)
            elif isinstance(said, str):
                yield said
