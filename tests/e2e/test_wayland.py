"""The window on Wayland: it takes what comes in, and opens its lists where they belong at any scale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QTransform

from layers_desktop.core.resources import resource
from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.paths import places
from layers_desktop.settings.store import PreferenceStore
from tests.support.desktop.program import StartOnWayland, WaylandProgram
from tests.support.desktop.screen import HERE
from tests.support.desktop.session_bus import SessionBus
from tests.support.desktop.wayland import WaylandScreen
from tests.support.processes import wait_until

pytestmark = pytest.mark.screen

FILES = [resource("samples", name) for name in ("founder-shot.jpg", "beach-at-dawn.png")]


def test_the_size_of_the_window_is_kept_and_no_place(
    start: StartOnWayland, wayland: WaylandScreen, layers: Sandbox, tmp_path: Path
) -> None:
    program: WaylandProgram = start()
    program.wait_for_project(layers.world.projects[1].name)
    assert wayland.node(program.window)["app_id"] == "com.layers.desktop"
    wayland.sway(f"[con_id={program.window.id}] resize set 700 500")
    wait_until(
        lambda: program.place("frame", "Layers Desktop")[2:] == (700, 500), "the window to have its size"
    )
    assert program.quit() == 0
    kept = PreferenceStore(places(tmp_path / "data")).load().value.window
    assert kept is not None
    assert (kept.width, kept.height, kept.x, kept.y) == (700, 500, None, None)
    again: WaylandProgram = start()
    assert (again.window.width, again.window.height) == (700, 500)
    assert "textinput" not in program.process.output


def test_a_picture_and_a_list_of_files_are_pasted(
    start: StartOnWayland, wayland: WaylandScreen, wayland_bus: SessionBus, layers: Sandbox
) -> None:
    program = start()
    program.wait_for_project(layers.world.projects[1].name)
    wayland.copy(FILES[1].read_bytes(), "image/png")
    wayland.activate(program.window)
    wayland.keys("ctrl+v")
    wayland_bus.find("text", "Name of the picture")
    wayland.keys("Return")
    wait_until(lambda: layers.world.assets, "an asset of the picture")
    files = [FILES[0], resource("samples", "jingle.wav")]
    wayland.copy("".join(f"{file.as_uri()}\r\n" for file in files), "text/uri-list")
    wayland.keys("ctrl+v")
    wayland_bus.find("push button", "Upload 2 files")
    wayland.keys("Return")
    wait_until(lambda: len(layers.world.assets) == 3, "an asset for each file of the list")
    assert {file.name for file in files} < {asset.filename for asset in layers.world.assets}


def changed(before: QImage, after: QImage, below: int) -> QRect:
    """Return the part of the screen below this line in which two pictures of it differ."""
    first, last = _lines(before, after, below)
    turned = QTransform().rotate(90).scale(1, -1)  # columns become lines
    part = QRect(0, below, before.width(), before.height() - below)
    left, right = _lines(before.copy(part).transformed(turned), after.copy(part).transformed(turned), 0)
    return QRect(left, first, right - left + 1, last - first + 1)


def _lines(one: QImage, other: QImage, start: int) -> tuple[int, int]:
    width = one.bytesPerLine()
    a, b = bytes(one.constBits()), bytes(other.constBits())
    differ = [
        line
        for line in range(start, one.height())
        if a[line * width : (line + 1) * width] != b[line * width : (line + 1) * width]
    ]
    return (differ[0], differ[-1]) if differ else (0, -1)


class Eye:
    """Sees what opens, in units that are the same at every scale."""

    def __init__(self, wayland: WaylandScreen, file: Path) -> None:
        self._wayland = wayland
        self._file = file

    def look(self) -> QImage:
        """Return what is on the screen."""
        picture = QImage(str(self._wayland.picture(self._file)))
        size = QSize(*self._wayland.size)
        smooth = Qt.TransformationMode.FastTransformation
        return picture.scaled(size, mode=smooth).convertToFormat(QImage.Format.Format_Grayscale8)

    def opened(self, before: QImage, below: int) -> QRect:
        """Wait until something has opened below this line and moves no more; return its place."""
        seen = [QRect()]

        def at_rest() -> QRect | None:
            seen.append(changed(before, self.look(), below))
            return seen[-1] if seen[-1].height() > 60 and seen[-1] == seen[-2] else None

        return wait_until(at_rest, "something to open")


@pytest.fixture
def eye(wayland: WaylandScreen, tmp_path: Path) -> Eye:
    """Return an eye on the screen."""
    return Eye(wayland, tmp_path / "screen.ppm")


@pytest.mark.parametrize("scale", [1, 1.5, 2])
def test_lists_and_menus_open_below_their_buttons(
    start: StartOnWayland,
    wayland: WaylandScreen,
    eye: Eye,
    layers: Sandbox,
    scale: float,
) -> None:
    wayland.scale(scale)
    program: WaylandProgram = start()
    first, second = layers.world.projects[1].name, layers.world.projects[2].name
    program.wait_for_project(first)
    assert (program.window.width, program.window.height) == (880, 640)
    window = QRect(program.window.x, program.window.y, program.window.width, program.window.height)
    for role, name in (("combo box", "Project"), ("push button", "Organization Acme Growth")):
        place = QRect(*program.place(role, name))
        before = eye.look()
        program.click(role, name)
        opened = eye.opened(before, place.bottom() + 3)
        assert abs(opened.left() - place.left()) < 24, (opened, place)
        assert opened.top() - place.bottom() < 16, (opened, place)
        assert window.contains(opened), opened
        if role == "combo box":
            wayland.write(second[:6])
            wayland.keys("Return")
            program.wait_for_project(second)
        else:
            wayland.keys("Escape")


@pytest.fixture
def together(wayland: WaylandScreen) -> Iterator[None]:
    """Let programs of the screen meet in a runtime folder with a short path."""
    with TemporaryDirectory(prefix="ld-") as runtime:
        wayland.environment["XDG_RUNTIME_DIR"] = runtime
        yield
        wayland.close()


def test_a_second_start_brings_the_window_forward_with_its_token(
    together: None, start: StartOnWayland, wayland: WaylandScreen, layers: Sandbox, tmp_path: Path
) -> None:
    del together
    program: WaylandProgram = start(WAYLAND_DEBUG="1")  # says what it asks the compositor for
    program.wait_for_project(layers.world.projects[1].name)
    wayland.start_python(HERE / "drop_window.py")
    other = wayland.window("Drop window")
    wayland.activate(other)
    token = wayland.activation_token()
    again: list[str | Path] = ["-m", "layers_desktop", "--data-dir", tmp_path / "data"]
    two = wayland.start_python(*again, FILES[0], XDG_ACTIVATION_TOKEN=token)
    assert two.wait() == 0, two.output
    assert two.output == "Handed over to the window that is open already."
    wait_until(lambda: f'.activate("{token}"' in program.process.output, "the token to be used")
    # sway later than 1.7 wants a token with a fresh input for that, and marks the window otherwise.
    wait_until(
        lambda: wayland.active() == program.window.id or wayland.node(program.window)["urgent"],
        "the window in front",
    )
    wait_until(lambda: layers.world.assets, "the asset")

    wayland.sway("focus_on_window_activation", "urgent")
    wayland.activate(other)
    three = wayland.start_python(*again)
    assert three.wait() == 0, three.output
    assert three.output.endswith("it's asking for your attention.")
    wait_until(lambda: wayland.node(program.window)["urgent"], "the window to ask for attention")
    assert wayland.active() == other.id
