"""A Wayland screen of the test's own: sway without hardware, a pointer, keys, clipboard and pictures."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.support.desktop.screen import HERE, Window
from tests.support.desktop.wayland_input import LEFT, VirtualInput
from tests.support.processes import DEADLINE, Process, wait_until

_OUTPUT: Final = "HEADLESS-1"
_NOBODY: Final = "nobody"
_CONFIGURATION: Final = f"""
xwayland disable
output {_OUTPUT} resolution {{width}}x{{height}} position 0,0 scale 1
output * bg #446688 solid_color
focus_follows_mouse no
focus_on_window_activation focus
for_window [app_id=".*"] floating enable, border none
"""


class WaylandScreen:
    """sway, driven by a virtual pointer and keyboard. Close it to end every process started on it.

    Programs get `environment`. sway refuses to run as root: it is nobody's then, and so is the folder with
    its sockets.
    """

    TOOLS = ("sway", "swaymsg", "grim", "wl-copy", "wl-paste")

    def __init__(self, environment: Mapping[str, str], *, size: tuple[int, int] = (1400, 900)) -> None:
        self.size = size
        """Of the screen, in units that are the same at every scale; so are all places."""
        self._folder = Path(tempfile.mkdtemp(prefix="ld-wayland-"))
        self._processes: list[Process] = []
        self._input: VirtualInput | None = None
        configuration = self._folder / "configuration"
        configuration.write_text(_CONFIGURATION.format(width=size[0], height=size[1]))
        kept = {name: environment[name] for name in ("PATH", "LANG")}
        own = kept | {
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
        }
        as_user: list[str] = []
        if os.geteuid() == 0:
            nobody = pwd.getpwnam(_NOBODY)
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
            as_user = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
        try:
            self._compositor = Process([*as_user, "sway", "-d", "-c", configuration], own)
            self._processes.append(self._compositor)
            display = wait_until(lambda: self._socket("wayland-*"), "sway's display")
            self.environment = {
                **environment,
                "WAYLAND_DISPLAY": str(display),
                "SWAYSOCK": str(wait_until(lambda: self._socket("sway-ipc*"), "sway's own socket")),
                "XDG_SESSION_TYPE": "wayland",
                "XDG_CURRENT_DESKTOP": "sway",
                "QT_QPA_PLATFORM": "wayland",
            }
            self._input = VirtualInput(display)
            self.scale(1)
        except BaseException:
            self.close()
            raise

    def _socket(self, pattern: str) -> Path | None:
        return next((path for path in self._folder.glob(pattern) if path.is_socket()), None)

    @property
    def _devices(self) -> VirtualInput:
        assert self._input is not None
        return self._input

    def start(self, command: Sequence[str | Path], **more: str) -> Process:
        """Start a program on this screen, with `more` in its environment."""
        process = Process(command, {**self.environment, **more})
        self._processes.append(process)
        return process

    def start_python(self, *arguments: str | Path, **more: str) -> Process:
        """Start this Python with `arguments` on this screen."""
        return self.start([sys.executable, "-X", "faulthandler", *arguments], **more)

    def _run(self, *command: str | Path, content: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command, env=self.environment, input=content, capture_output=True, timeout=DEADLINE, check=False
        )

    def sway(self, *arguments: str) -> Any:  # noqa: ANN401 - JSON of many forms
        """Ask sway, which must do it, and return its answer."""
        result = self._run("swaymsg", "-r", *arguments)
        assert result.returncode == 0, f"swaymsg {arguments}: {result.stdout!r} {result.stderr!r}"
        return json.loads(result.stdout)

    def scale(self, factor: float) -> None:
        """Show everything so many times as large, on an output that has so many times as many pixels."""
        width, height = (round(side * factor) for side in self.size)
        self.sway("output", _OUTPUT, "resolution", f"{width}x{height}", "scale", str(factor))

        def scaled() -> bool:
            [output] = self.sway("-t", "get_outputs")
            size = output["rect"]["width"], output["rect"]["height"]
            return output["scale"] == factor and size == self.size

        wait_until(scaled, f"the scale {factor}")

    def _nodes(self) -> list[dict[str, Any]]:
        """Return what sway tells of each window."""

        def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
            if node.get("pid"):
                yield node
            for below in (*node["nodes"], *node["floating_nodes"]):
                yield from walk(below)

        return list(walk(self.sway("-t", "get_tree")))

    def titles(self) -> list[str]:
        """Return the titles of all windows."""
        return [str(node["name"]) for node in self._nodes()]

    def node(self, window: Window) -> dict[str, Any]:
        """Return what sway tells of a window: `app_id`, `focused`, `urgent` and more."""
        return next(node for node in self._nodes() if str(node["id"]) == window.id)

    def window(self, title: str) -> Window:
        """Wait for a window whose whole title is `title`."""

        def found() -> Window | None:
            return next((_window(node) for node in self._nodes() if node["name"] == title), None)

        return wait_until(found, f"a window called {title}; there are {self.titles()}")

    def place(self, window: Window, x: int, y: int) -> Window:
        """Move a window to (x, y) and return where it came to be."""
        self.sway(f"[con_id={window.id}] move absolute position {x} {y}")
        return _window(self.node(window))

    def activate(self, window: Window) -> None:
        """Give a window the keyboard."""
        self.sway(f"[con_id={window.id}] focus")
        wait_until(lambda: self.active() == window.id, "the window to be active")

    def active(self) -> str:
        """Return the id of the window that has the keyboard; empty when none has."""
        return next((str(node["id"]) for node in self._nodes() if node["focused"]), "")

    def keys(self, *names: str) -> None:
        """Press keys by their X names, `ctrl+k`, `Return`, in the active window."""
        for name in names:
            self._devices.key(name)

    def write(self, text: str) -> None:
        """Type ASCII text in the active window."""
        self._devices.write(text)

    def activation_token(self) -> str:
        """Return a token as a launcher gives it to the program that it starts."""
        return self._devices.activation_token()

    def move(self, x: int, y: int) -> None:
        """Move the pointer to this point of the screen."""
        self._devices.move(x, y, self.size)

    def click(self, x: int, y: int, button: int = LEFT) -> None:
        """Click at a point of the screen."""
        self.move(x - 1, y)
        self.move(x, y)
        self._devices.button(button, down=True)
        self._devices.button(button, down=False)

    def drag(
        self,
        files: Sequence[Path | str],
        onto: Window,
        ready: Callable[[], bool] = lambda: True,
    ) -> str:
        """Drag files from another program's window onto the middle of a window; return the action agreed."""
        x, y = onto.centre
        source = self.start_python(HERE / "drag_source.py", *files)
        window = self.place(self.window("Drag source"), 5, 5)
        self.activate(window)
        begin = window.centre
        self.move(*begin)
        self._devices.button(LEFT, down=True)
        source.line("dragging")
        for step in range(1, 11):
            self.move(begin[0] + (x - begin[0]) * step // 10, begin[1] + (y - begin[1]) * step // 10)
        nudges = iter(range(10_000))

        def accepted() -> bool:
            self.move(x + next(nudges) % 2, y)
            return "accepted" in source.output and ready()

        wait_until(accepted, "the target to accept the drag")
        self._devices.button(LEFT, down=False)
        return source.line("dropped")

    def copy(self, content: str | bytes, kind: str = "text/plain") -> None:
        """Copy something as another program that needs no window for it (`wl-copy`, which stays behind)."""
        data = content.encode() if isinstance(content, str) else content
        copier = subprocess.run(
            ["wl-copy", "--type", kind], env=self.environment, input=data, timeout=DEADLINE, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert copier.returncode == 0

    def clipboard(self, kind: str = "text/plain") -> str:
        """Return the clipboard's content in one of its forms, the empty string where it has none."""
        result = self._run("wl-paste", "--no-newline", "--type", kind)
        return result.stdout.decode() if result.returncode == 0 else ""

    def clipboard_targets(self) -> set[str]:
        """Return the forms in which the clipboard's content is offered."""
        return set(self._run("wl-paste", "--list-types").stdout.decode().split())

    @property
    def refused_copies(self) -> int:
        """How many copies sway has refused up to now, for want of a fresh input."""
        return self._compositor.output.count("Rejecting set_selection")

    def picture(self, file: Path) -> Path:
        """Write a picture of the whole screen, as PNG or, which is faster, PPM."""
        result = self._run("grim", "-t", file.suffix.removeprefix("."), file)
        assert result.returncode == 0, result.stderr
        return file

    def close(self) -> None:
        """End all processes of this screen, the compositor last."""
        if self._input is not None:
            self._input.close()
        for process in reversed(self._processes):
            process.stop()
        self._processes.clear()
        shutil.rmtree(self._folder, ignore_errors=True)


def _window(node: dict[str, Any]) -> Window:
    place = node["rect"]
    return Window(str(node["id"]), *(int(place[key]) for key in ("x", "y", "width", "height")))
