"""What a text must be beyond being a text: why it cannot be saved, in a sentence. One row a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QCoreApplication

from layers_desktop.api.errors.network import ProxyFault
from layers_desktop.api.proxy import proxy_address
from layers_desktop.ui import problem_words
from layers_desktop.ui.asset_text import unfilled


def problem(name: str, value: object) -> str:
    """Return why this value of the field cannot be saved, an empty text when it can."""
    check = _CHECKS.get(name)
    return check(value) if check is not None and isinstance(value, str) else ""


def _template(text: str) -> str:
    wrong = unfilled(text)
    if not wrong:
        return ""
    words = QCoreApplication.translate("SettingsDialog", "%1 cannot be filled in: take it out or correct it.")
    return words.replace("%1", wrong)


def _proxy(text: str) -> str:
    try:
        proxy_address(text)
    except ProxyFault as fault:
        return problem_words.words(fault.problem.explanation)
    return ""


def _folder(text: str) -> str:
    if not text or PurePath(text).is_absolute():
        return ""
    return QCoreApplication.translate("Settings", "This is no whole path: choose the folder.")


_CHECKS: Final[Mapping[str, Callable[[str], str]]] = {
    "copy_template": _template,
    "proxy_address": _proxy,
    "watch_folder": _folder,
}
