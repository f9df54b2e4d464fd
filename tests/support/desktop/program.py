"""Layers Desktop as a person meets it: a process, its window, and what a screen reader hears of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from tests.support.desktop.screen import Screen, Window
from tests.support.desktop.session_bus import SessionBus
from tests.support.desktop.wayland import WaylandScreen
from tests.support.processes import Process, wait_until


class Heard:
    """What a screen reader hears of the running program."""

    def __init__(self, bus: SessionBus) -> None:
        self._bus = bus

    def project(self) -> str:
        """Return what a screen reader would say is chosen: name and customer id; empty when nothing is."""
        return ", ".join(self._bus.find("combo box", "Project")["selected"])

    def wait_for_project(self, name: str) -> None:
        """Wait until this project is the chosen one."""
        wait_until(lambda: self.project().startswith(name), f"{name} to be the project")

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


class Program(Heard):
    """A running Layers Desktop on a screen with a session bus, its settings below `folder`."""

    def __init__(self, screen: Screen, bus: SessionBus, folder: Path, environment: Mapping[str, str]) -> None:
        super().__init__(bus)
        self._screen = screen
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
        self.wait_for_project(name)

    def _offered(self, name: str) -> bool:
        box = self._bus.find("combo box", "Project")
        return any(project.startswith(name) for project in box["below"])

    def click(self, role: str, name: str) -> None:
        """Click a thing with the mouse, where assistive technology says that it is."""
        self._screen.click(*self._bus.centre(role, name))

    def quit(self) -> int:
        """Close the window by the window manager's key and return the exit status."""
        self._screen.activate(self.window)
        self._screen.keys("alt+F4")
        return self.process.wait()


class WaylandProgram(Heard):
    """A running Layers Desktop on a Wayland screen, where places are told from the window's corner."""

    def __init__(
        self,
        screen: WaylandScreen,
        bus: SessionBus,
        folder: Path,
        environment: Mapping[str, str],
        *arguments: str | Path,
        at: tuple[int, int] = (400, 120),
    ) -> None:
        super().__init__(bus)
        self._screen = screen
        self.process: Process = screen.start_python(
            "-m", "layers_desktop", "--data-dir", folder, *arguments, **environment
        )
        self.window: Window = screen.place(screen.window("Layers Desktop"), *at)

    def place(self, role: str, name: str) -> tuple[int, int, int, int]:
        """Wait for a thing of the window and return its place on the screen: x, y, width, height."""
        x, y, width, height = self._bus.find(role, name)["place"]
        return self.window.x + x, self.window.y + y, width, height

    def click(self, role: str, name: str) -> None:
        """Click a thing with the mouse."""
        x, y, width, height = self.place(role, name)
        self._screen.click(x + width // 2, y + height // 2)

    def says(self, words: str) -> None:
        """Wait until the window says this at its foot."""
        self._bus.find("label", words)

    def quit(self) -> int:
        """Close the window as the compositor does for a person, and return the exit status."""
        self._screen.sway(f"[con_id={self.window.id}] kill")
        return self.process.wait()


StartOnWayland: TypeAlias = Callable[..., WaylandProgram]
"""Starts the program with a project and these arguments, signed in at the test's Layers."""
