"""The window's thread touches no file: what may hang for minutes on a network drive runs elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.blocking import violations
from tests.architecture.sole_importer_contract import uses

PACKAGE = Path(__file__).parents[2] / "layers_desktop"
WINDOW = ("app.py", "services.py", "instance/", "cli/second_instance.py", "session/", "ui/")
"""What lives in the window's thread."""
HARMLESS = {
    ("ui/theme/icons.py", "_source"): "shipped with the program; read off the thread beforehand",
    ("ui/platform/termination.py", "TerminationSignals._heard"): "a pipe of our own that never blocks",
    ("ui/widgets/file_dialogs.py", "FolderProbe.__init__"): "only named here; its threads call it",
    ("ui/thumbnails/picture_decoder.py", "PictureDecoder._ask"): "workers call it: it waits for pictures",
    ("instance/lock.py", "InstanceLock.__init__"): "before there is a window (decision 16)",
}


def test_no_method_of_the_window_touches_a_file() -> None:
    assert not violations(PACKAGE, WINDOW, HARMLESS)


def test_every_file_dialog_begins_in_a_folder_that_was_looked_at() -> None:
    look = "layers_desktop.ui.widgets.file_dialogs.FolderProbe"
    opened = set()
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text("utf-8")
        names = {use.name for use in uses(source, "layers_desktop.ui.file")}
        if "PySide6.QtWidgets.QFileDialog" in names:
            opened.add(path.name)
            assert look in names or "class FolderProbe" in source, (
                f"{path.name} opens a file dialog without a look at its folder"
            )
    assert opened


FOLDERS = """
import os
def walk(folder):
    return _listed(folder)
def _listed(folder):
    return os.listdir(folder)
"""
METHOD = "class Window(QWidget):\n    def show(self):\n        {}\n"


def found(root: Path, source: str) -> list[str]:
    """Return what is found in a window of this source, beside a package that has a blocking function."""
    for package in ("ui", "media"):
        (root / package).mkdir()
    (root / "media" / "folder_scan.py").write_text(FOLDERS)
    (root / "ui" / "window.py").write_text(source)
    return violations(root, ("ui/",), {})


@pytest.mark.parametrize(
    "use",
    [
        "open(name)",
        "os.stat(name)",
        "os.path.exists(name)",
        "check = os.path.isdir",
        "Path(name).is_dir()",
        "self.folder.iterdir()",
        "old.replace(new)",
        "place.open('wb')",
        "QFileInfo(name)",
        "QFile.exists(name)",
        "QDir(name)",
        "QStandardPaths.writableLocation(where)",
        "QPixmap(str(path))",
        "QIcon('a.png')",
        "image.save(str(path))",
        "shutil.copy(a, b)",
        "walk(folder)",
        "folder_scan.walk(folder)",
        "_ours(folder)",
        "self._tasks.run(done, walk(folder))",
        "self.later(lambda: open(name))",
        "app.run(lambda: open(name))",
    ],
)
def test_what_touches_a_file_is_seen(tmp_path: Path, use: str) -> None:
    imports = (
        "import os\nimport shutil\nfrom layers_desktop.media import folder_scan\n"
        "from layers_desktop.media.folder_scan import walk\n"
    )
    ours = "def _ours(folder):\n    return [name for name in walk(folder)]\n"
    (line,) = found(tmp_path, imports + ours + METHOD.format(use))
    assert line.startswith("ui/window.py:")
    assert "Window.show" in line


@pytest.mark.parametrize(
    "use",
    [
        "self._tasks.run(lambda: walk(folder), self._walked)",
        "self._tasks.run(partial(walk, folder), self._walked)",
        "Thread(target=lambda: open(name)).start()",
        "dialog.open()",
        "self.tr('%1 of %2').replace('%1', a)",
        "os.fsencode(path)",
        "Path(name).with_suffix('.csv').name",
        "QDir.homePath()",
        "QPixmap(16, 16)",
        "QImageReader(device, b'svg')",
    ],
)
def test_what_touches_none_or_runs_elsewhere_is_let_through(tmp_path: Path, use: str) -> None:
    imports = "import os\nfrom layers_desktop.media.folder_scan import walk\n"
    assert not found(tmp_path, imports + METHOD.format(use))


def test_a_thread_of_its_own_may_touch_files(tmp_path: Path) -> None:
    look = "class _Look(threading.Thread):\n    def run(self):\n        os.stat('a')\n"
    assert not found(tmp_path, f"import os\nimport threading\n{look}")


def test_a_reason_that_nothing_needs_any_more_is_reported(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "a.py").write_text("def draw():\n    pass\n")
    assert violations(tmp_path, ("ui/",), {("ui/a.py", "draw"): "was harmless"}) == [
        "ui/a.py: draw touches no file"
    ]
