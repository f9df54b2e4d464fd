"""Layers Desktop as a person meets it: a process, its window, and what a screen reader hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.e2e.processes import Process, wait_until
from tests.e2e.screen import Screen, Window
from tests.e2e.session_bus import SessionBus


class Program:
    """A running Layers Desktop on a screen with a session bus, its settings below `folder`."""

    def __init__(self, screen: Screen, bus: SessionBus, folder: Path, environment: Mapping[str, str]) -> None:
        self._screen = screen
        self._bus = bus
        self.process: Process = screen.start_python(
            "-m", "layers_desktop", "--data-dir", folder, **environment
        )
        self.window: Window = screen.place(screen.window("Layers Desktop"), 400, 120)

    def pick_project(self, name: str) -> None:
        """Pick a project in the combo box with the keyboard alone, once the list has come."""
        self._screen.activate(self.window)
        wait_until(lambda: self._offered(name), f"{name} among the projects")
        before = self._screen.visible_windows()
        self._screen.keys("ctrl+k")
        # Qt leaves popups out of the accessibility tree, so this one is awaited as a window.
        wait_until(lambda: self._screen.visible_windows() - before, "the list of projects")
        self._screen.write(name)
        self._screen.keys("Return")
        wait_until(lambda: self.project().startswith(name), f"{name} to be the project")

    def _offered(self, name: str) -> bool:
        box = self._bus.find("combo box", "Project")
        return any(project.startswith(name) for project in box["below"])

    def project(self) -> str:
        """Return what a screen reader would say is chosen: name and customer id; empty when nothing is."""
        return ", ".join(self._bus.find("combo box", "Project")["selected"])

    def rows(self) -> list[str]:
        """Return what a screen reader would say of each upload, in the list's order."""
        found: list[str] = self._bus.find("list", "Uploads")["children"]
        return found

    def wait_for_rows(self, *words: str) -> list[str]:
        """Wait until some row tells each of `words`; return all rows."""

        def told() -> list[str] | None:
            rows = self.rows()
            return rows if all(any(word in row for row in rows) for word in words) else None

        return wait_until(told, f"rows that tell {words}")

    def click(self, role: str, name: str) -> None:
        """Click a thing with the mouse, where assistive technology says that it is."""
        self._screen.click(*self._bus.centre(role, name))

    def quit(self) -> int:
        """Close the window by the window manager's key and return the exit status."""
        self._screen.activate(self.window)
        self._screen.keys("alt+F4")
        return self.process.wait()
