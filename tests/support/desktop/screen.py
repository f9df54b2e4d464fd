"""A screen of the test's own: an X server without hardware, a window manager, pointer, keys and clipboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import DEADLINE, Process, announced, wait_until

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Window:
    """A mapped window; all measures in pixels of the screen."""

    id: str
    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        """The point in its middle."""
        return self.x + self.width // 2, self.y + self.height // 2


class Screen:
    """Xvfb and openbox, driven with xdotool and xclip. Close it to end every process started on it."""

    TOOLS = ("Xvfb", "openbox", "xdotool", "xclip", "xprop")

    def __init__(self, environment: Mapping[str, str], *, size: str = "1600x1000x24") -> None:
        self._processes: list[Process] = []
        command = ["Xvfb", "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        server, number = announced(command, "-displayfd {}", environment)
        self._processes.append(server)
        self.environment = {**environment, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        try:
            self.start(["openbox", "--sm-disable"])
            wait_until(self._managed, "a window manager on the screen")
            # xdotool's first key makes its keyboard the screen's; the window manager then grabs its own keys
            # anew, and one that comes in that moment goes to the program. So no test's key is the first.
            self.xdotool("key", "Shift_L")
        except BaseException:
            self.close()
            raise

    def _managed(self) -> bool:
        return "window id" in self.ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")

    def start(self, command: Sequence[str | Path], **more: str) -> Process:
        """Start a program on this screen, with `more` in its environment."""
        process = Process(command, {**self.environment, **more})
        self._processes.append(process)
        return process

    def start_python(self, *arguments: str | Path, **more: str) -> Process:
        """Start this Python with `arguments` on this screen."""
        return self.start([sys.executable, "-X", "faulthandler", *arguments], **more)

    def ask(self, *command: str) -> str:
        """Run a short command on this screen and return what it says, the empty string if it fails."""
        result = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=DEADLINE, check=False
        )
        return result.stdout if result.returncode == 0 else ""

    def xdotool(self, *arguments: str | int) -> str:
        """Run xdotool, which must succeed."""
        result = subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=self.environment, capture_output=True, text=True, timeout=DEADLINE, check=False,
        )  # fmt: skip
        assert result.returncode == 0, f"xdotool {arguments}: {result.stderr}"
        return result.stdout

    def window(self, title: str) -> Window:
        """Wait for a visible window whose whole title is `title`."""
        found = wait_until(
            lambda: self.ask("xdotool", "search", "--onlyvisible", "--name", f"^{title}$").split(),
            f"a window called {title}; there are {self.titles()}",
        )
        return self.measured(found[-1])

    def visible_windows(self) -> set[str]:
        """Return the ids of all visible windows, popups among them."""
        return set(self.ask("xdotool", "search", "--onlyvisible", "--name", "").split())

    def titles(self) -> list[str]:
        """Return the titles of all visible windows, for the words of a failure."""
        ids = self.ask("xdotool", "search", "--onlyvisible", "--name", ".").split()
        return [self.ask("xdotool", "getwindowname", found).strip() for found in ids]

    def measured(self, window: str) -> Window:
        """Return where the window with this id is now."""
        shell = self.xdotool("getwindowgeometry", "--shell", window)
        value = dict(line.split("=") for line in shell.split())
        return Window(window, *(int(value[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")))

    def place(self, window: Window, x: int, y: int) -> Window:
        """Move a window to about (x, y), its frame included, and return where it came to be."""
        self.xdotool("windowmove", window.id, x, y)

        def arrived() -> Window | None:
            now = self.measured(window.id)
            return now if abs(now.x - x) < 60 and abs(now.y - y) < 60 else None

        return wait_until(arrived, f"the window at {x}, {y}")

    def activate(self, window: Window) -> None:
        """Give a window the keyboard."""
        self.xdotool("windowactivate", window.id)

        wait_until(lambda: self.active() == window.id, "the window to be active")

    def active(self) -> str:
        """Return the id of the window that has the keyboard; empty when none has."""
        return self.ask("xdotool", "getactivewindow").strip()

    def keys(self, *names: str) -> None:
        """Press keys by their X names, `ctrl+k`, `Return`, in the active window."""
        self.xdotool("key", "--clearmodifiers", "--delay", 20, *names)

    def write(self, text: str) -> None:
        """Type ASCII text in the active window.

        xdotool maps any other letter to a spare key while it types; programs learn of it too late at times.
        """
        assert text.isascii(), text
        self.xdotool("type", "--clearmodifiers", "--delay", 20, text)

    def click(self, x: int, y: int) -> None:
        """Click with the left button."""
        self.xdotool("mousemove", x, y, "click", 1)

    def drag(
        self,
        files: Sequence[Path | str],
        onto: Window,
        at: tuple[int, int] | None = None,
        ready: Callable[[], bool] = lambda: True,
    ) -> str:
        """Drag files from another program's window onto a window, really; return the action that was agreed.

        The source says when its drag has begun and when the target accepts, so nothing here waits by the
        clock. `at` is the point of the screen to drop on, the window's centre when left out; where it matters
        which point the target knows of, `ready` tells that it knows this one.
        """
        x, y = at or onto.centre
        source = self.start_python(HERE / "drag_source.py", *files)
        start = self.place(self.window("Drag source"), 20, 40).centre
        self.xdotool("mousemove", *start, "mousedown", 1)
        source.line("dragging")
        for step in range(1, 11):
            self.xdotool(
                "mousemove", start[0] + (x - start[0]) * step // 10, start[1] + (y - start[1]) * step // 10
            )
        nudges = iter(range(10_000))

        def accepted() -> bool:
            # A target answers to movement: a pointer at rest may never hear that it is welcome.
            self.xdotool("mousemove", x + next(nudges) % 2, y)
            return "accepted" in source.output and ready()

        wait_until(accepted, "the target to accept the drag")
        self.xdotool("mouseup", 1)
        return source.line("dropped")

    def clipboard(self, target: str = "UTF8_STRING") -> str:
        """Return the clipboard's content in one of its forms; the form TARGETS lists them."""
        return self.ask("xclip", "-selection", "clipboard", "-o", "-t", target)

    def clipboard_targets(self) -> set[str]:
        """Return the forms in which the clipboard's content is offered."""
        return set(self.clipboard("TARGETS").split())

    def close(self) -> None:
        """End all processes of this screen, the server last."""
        for process in reversed(self._processes):
            process.stop()
        self._processes.clear()
