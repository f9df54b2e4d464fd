"""Have Orca read the program through its tasks, and write down what it says: `make speech`.

    python -m tests.e2e.speech --root build/orca --out build/speech.txt

The transcript is for a person to read; it fails only where a task cannot be done, or where a key is said.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from layers_desktop.core.resources import resource
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import Preferences
from layers_desktop.settings.store import PreferenceStore
from tests.e2e.speech.orca import Orca
from tests.support.desktop.program import Program
from tests.support.desktop.screen import Screen
from tests.support.desktop.session_bus import SessionBus
from tests.support.processes import wait_until

_FILM_BYTES = 9_000_000
_BANDWIDTH_KB_S = 700


class Session:
    """The program and its reader, from a first start on; each task is told with what was said in it."""

    def __init__(self, root: Path, folder: Path, layers: Sandbox, tell: Callable[[str], object]) -> None:
        self._folder, self._layers, self._tell = folder, layers, tell
        (folder / "runtime").mkdir(mode=0o700)
        (folder / "home").mkdir()
        environment = {
            "HOME": str(folder / "home"), "XDG_RUNTIME_DIR": str(folder / "runtime"), "LANG": "C.UTF-8",
            "PATH": f"{os.environ['PATH']}:/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[3]),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:", "DBUS_SYSTEM_BUS_ADDRESS": "disabled:",
        }  # fmt: skip
        self._screen = Screen(environment)
        self._bus = SessionBus(self._screen.environment)
        self._screen.environment = self._bus.environment
        self._orca = Orca(self._screen, root, folder)
        self._orca.said()
        where = places(folder / "data")
        where.config.mkdir(parents=True)
        PreferenceStore(where).save(Preferences(bandwidth_limit=_BANDWIDTH_KB_S))
        self._program = Program(
            self._screen, self._bus, folder / "data", {"LAYERS_BASE_URL": layers.base_url}
        )

    def close(self) -> None:
        """End everything."""
        self._screen.close()
        self._bus.close()

    def run(self) -> None:
        """Go through all tasks."""
        self._connect()
        self._upload()
        self._follow_progress()
        self._work_in_the_list()
        self._look_into_the_history()
        self._change_a_setting()
        self._keys("F1", what="Help")
        self._keys("Escape", what="Leave it")
        self._keys("alt+F4", what="Close the window")

    def _connect(self) -> None:
        self._bus.find("password text", "API key")
        self._told("First start")
        self._copy(self._layers.key.encode(), "UTF8_STRING")
        self._keys("ctrl+v", what="Paste the key")
        self._keys("BackSpace", what="Delete its last letter")
        self._keys("ctrl+a", what="Select it")
        self._keys("ctrl+v", what="Paste it again")
        self._keys("Return", what="Connect")

    def _upload(self) -> None:
        project = self._layers.world.projects[1].name
        self._keys("ctrl+k", what="Open the list of projects")
        self._screen.write(project[:5])
        self._told(f"Type {project[:5]}")
        self._keys("Return", what="Choose the project")
        pdf, empty = self._folder / "brief.pdf", self._folder / "empty.png"
        pdf.write_bytes(b"%PDF-1.4\n" + bytes(2_000))
        empty.write_bytes(b"")
        self._layers.world.faults.add("inline:422")
        files = [
            resource("samples", "founder-shot.jpg"),
            self._folder / "brief.pdf",
            self._folder / "empty.png",
        ]
        self._screen.drag(files, self._program.window)
        self._program.wait_for_rows("Layers does not take this file", "brief.pdf", "empty.png")
        self._told("Drop a photograph that Layers rejects, a PDF and an empty file")
        self._screen.activate(self._program.window)
        self._keys("Home", what="The first row")
        self._keys("Down", what="The next row")
        self._keys("Down", what="The next row")
        self._keys("ctrl+shift+r", what="Retry all that failed")

    def _follow_progress(self) -> None:
        film, teaser = self._folder / "film.mp4", resource("samples", "launch-teaser.mp4").read_bytes()
        film.write_bytes(teaser + bytes(_FILM_BYTES - len(teaser)))
        self._copy(f"{film.as_uri()}\r\n".encode(), "text/uri-list")
        self._keys("ctrl+v", what="Paste a film of 9 MB")
        self._keys("End", what="Its row")
        self._program.wait_for_rows("film.mp4, video, 9 MB, done")
        self._told("While it uploads, 13 s")

    def _work_in_the_list(self) -> None:
        self._keys("ctrl+c", what="Copy its ID")
        self._keys("shift+F10", what="Open the row's menu")
        self._keys("Down", what="The next entry")
        self._keys("Escape", what="Leave the menu")
        self._keys("Delete", what="Take the row off the list")
        self._keys("ctrl+z", what="Undo")
        self._keys("ctrl+f", what="Search")
        self._screen.write("founder")
        self._told("Type founder")
        self._keys("Escape", what="Leave the search")
        self._keys("shift+Tab", "shift+Tab", what="Back to the filters")
        self._keys("Right", what="The next filter")
        self._keys("Left", what="All again")

    def _look_into_the_history(self) -> None:
        self._keys("ctrl+h", what="History")
        self._screen.write("film")
        self._told("Type film")
        self._keys("Down", what="Into the list")
        self._keys("ctrl+c", what="Copy what was found")
        self._keys("ctrl+f", "Tab", what="Whose history")
        self._keys("Down", what="That of all projects")
        self._keys("Escape", "Escape", what="Back to the uploads")

    def _change_a_setting(self) -> None:
        self._keys("ctrl+comma", what="Settings")
        self._keys("Tab", what="The first setting")
        self._keys("Down", what="Another choice")
        self._keys("Tab", "Tab", what="The next setting")
        self._keys("Escape", what="Leave the settings")

    def _copy(self, content: bytes, target: str) -> None:
        file = self._folder / "copied"
        file.write_bytes(content)
        self._screen.start(["xclip", "-quiet", "-selection", "clipboard", "-t", target, "-i", file])
        wait_until(
            lambda: self._screen.clipboard(target).split() == content.decode().split(), "the clipboard"
        )

    def _keys(self, *keys: str, what: str) -> None:
        self._screen.keys(*keys)
        self._told(f"{what} ({', '.join(keys)})")

    def _told(self, task: str) -> None:
        self._tell(f"\n## {task}")
        for utterance in self._orca.said():
            self._tell(f"   {utterance}")


def main() -> None:
    """Write the transcript."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder, Sandbox(SandboxConfig(tier="pilot")) as layers:
        session = Session(options.root.resolve(), Path(folder), layers, lines.append)
        try:
            session.run()
        finally:
            session.close()
            options.out.parent.mkdir(parents=True, exist_ok=True)
            options.out.write_text("\n".join(lines).strip() + "\n", "utf-8")
        assert layers.key not in "\n".join(lines), "the API key is said"


if __name__ == "__main__":
    main()
