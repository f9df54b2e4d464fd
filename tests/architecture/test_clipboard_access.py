"""What is copied goes through one file, which knows whose the clipboard is; another one reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "layers_desktop"
WRITES = "ui/clipboard/clipboard.py"
READS = "ui/intake/mime_data.py"
READING = {"mimeData", "dataChanged", "property", "setProperty"}


def touches(source: str) -> Iterator[tuple[str, int]]:
    """Yield what is done with Qt's clipboard, and in which line; `clipboard` where that cannot be told."""
    tree = ast.parse(source)
    told: set[ast.AST] = set()
    for node in ast.walk(tree):  # what holds a node comes before it
        if isinstance(node, ast.Attribute) and _is_clipboard(node.value):
            told.add(node.value)
            yield node.attr, node.lineno
        elif isinstance(node, ast.expr | ast.ImportFrom) and _is_clipboard(node) and node not in told:
            yield "clipboard", node.lineno


def _is_clipboard(node: ast.AST) -> bool:
    """Tell whether this is `….clipboard()` of Qt, or the class itself."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "clipboard" and not node.args
    if isinstance(node, ast.ImportFrom):
        return any(name.name == "QClipboard" for name in node.names)
    return isinstance(node, ast.Attribute) and node.attr == "QClipboard"


@pytest.mark.parametrize(
    ("source", "done"),
    [
        ("QGuiApplication.clipboard().setText('a')", ["setText"]),
        ("QtGui.QGuiApplication.clipboard().setMimeData(m)", ["setMimeData"]),
        ("QApplication.clipboard().mimeData()", ["mimeData"]),
        ("board = QApplication.instance().clipboard()\nboard.setText('a')", ["clipboard"]),
        ("from PySide6.QtGui import QClipboard", ["clipboard"]),
        ("self.clipboard.copy(one)", []),
    ],
)
def test_every_way_to_qts_clipboard_is_seen(source: str, done: list[str]) -> None:
    assert [what for what, _ in touches(source)] == done


def test_only_one_file_writes_to_the_clipboard_and_one_reads_it() -> None:
    wrong, seen = [], set()
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        for what, line in touches(path.read_text("utf-8")):
            seen.add(file)
            if file != WRITES and (file != READS or what not in READING):
                wrong.append(f"{file}:{line}: {what}")
    assert not wrong, f"copy by AssetClipboard ({WRITES}), read by {READS}"
    assert seen == {WRITES, READS}
