"""`make shots`: pictures of every state of the window, in `build/shots/`.

    python -m tests.screenshots [--out DIR] [--only NAME …] [--variant NAME …]

Each variant is a process of its own, because a scale factor and a language count from a program's start. The
states that were drawn are on one sheet a variant and theme (`sheet-english-light.png`). What is cut off in a
picture is named, and ends it with 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from tests.screenshots.scene import SceneSetup
    from tests.screenshots.states import Described

OUT = Path("build/shots")


@dataclass(frozen=True, slots=True)
class Variant:
    """How a process draws the states."""

    themes: tuple[str, ...] = ("light", "dark")
    scale: float = 1
    language: str = "en"
    points: float | None = None
    """Size of the system's font; None: the one that the window is drawn for."""
    palette: str = ""
    """The system is in high contrast, in these colours (`dress.PALETTES`)."""


VARIANTS = {
    "english": Variant(),
    "english-150": Variant(themes=("light",), scale=1.5),
    "english-200": Variant(scale=2),
    "stretched": Variant(themes=("light",), language="stretched"),
    "german": Variant(themes=("light",), language="de"),
    "short": Variant(themes=("light",), language="short"),
    "mirrored": Variant(themes=("light",), language="mirrored"),
    "contrast-black": Variant(themes=("light",), palette="black"),
    "contrast-white": Variant(themes=("light",), palette="white"),
    "large-text": Variant(themes=("light",), points=16),
    "large-text-german": Variant(themes=("light",), language="de", points=16),
}


def main() -> int:
    """Draw all variants, each in its own process; return 1 when one of them failed."""
    arguments = _parser().parse_args()
    if arguments.draw:
        return _draw(arguments.draw, arguments.out, arguments.only)
    chosen = arguments.variant or list(VARIANTS)
    failed = [name for name in chosen if _run(name, arguments) != 0]
    sys.stdout.write(f"failed: {', '.join(failed)}\n" if failed else f"The pictures are in {arguments.out}\n")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", nargs="*", default=[], help="names of states")
    parser.add_argument("--variant", nargs="*", choices=VARIANTS, default=[])
    parser.add_argument("--draw", choices=VARIANTS, help=argparse.SUPPRESS)
    return parser


def _run(name: str, arguments: argparse.Namespace) -> int:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("LAYERS_", "QT_"))},
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(VARIANTS[name].scale),
        "QT_LOGGING_RULES": "qt.qpa.fonts.warning=false;qt.accessibility.atspi.warning=false",
        # Nothing of this computer's user: no bus, no home, no language of theirs.
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "DBUS_SYSTEM_BUS_ADDRESS": "disabled:",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }
    with tempfile.TemporaryDirectory(prefix="layers-desktop-shots-") as home:
        environment |= {"HOME": home, "XDG_RUNTIME_DIR": home}
        command = [
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            "tests.screenshots",
            "--draw",
            name,
            "--out",
            str(arguments.out),
        ]
        command += ["--only", *arguments.only] if arguments.only else []
        return subprocess.run(command, env=environment, check=False).returncode


def _draw(name: str, out: Path, only: list[str]) -> int:
    from tests.screenshots.application import screenshot_application  # noqa: PLC0415 - as above
    from tests.screenshots.picture import save, sheet  # noqa: PLC0415 - Qt only in the process that draws
    from tests.screenshots.scene import SceneSetup  # noqa: PLC0415 - as above
    from tests.screenshots.states import STATES  # noqa: PLC0415 - as above

    variant = VARIANTS[name]
    theme = screenshot_application(variant.language, points=variant.points, palette=variant.palette)
    drawn: dict[str, list[tuple[str, QImage]]] = {colours: [] for colours in variant.themes}
    failures = 0
    for state, described in STATES.items():
        if only and state not in only:
            continue
        began = time.monotonic()
        try:
            with tempfile.TemporaryDirectory(prefix="layers-desktop-shots-") as folder:
                setup = SceneSetup(Path(folder), theme, size=described.size)
                for colours, image, cut in _pictures(described, setup, variant.themes):
                    drawn[colours].append((state, image))
                    save(image, out / name / colours / f"{state}.png")
                    failures += len(cut)
                    sys.stdout.writelines(f"{name}: {state} cuts off {part}\n" for part in cut)
        except Exception as error:  # noqa: BLE001 - the other states are drawn, and this one is named
            failures += 1
            sys.stdout.write(f"{name}: {state} failed: {type(error).__name__}: {error}\n")
            continue
        sys.stdout.write(f"{name}: {state} ({time.monotonic() - began:.1f} s)\n")
        sys.stdout.flush()
    for colours, pictures in drawn.items():
        if pictures and not only:
            save(sheet(pictures), out / f"sheet-{name}-{colours}.png")
    return 1 if failures else 0


def _pictures(
    described: Described, setup: SceneSetup, themes: tuple[str, ...]
) -> Iterator[tuple[str, QImage, list[str]]]:
    from tests.screenshots.picture import picture  # noqa: PLC0415 - as above
    from tests.screenshots.scene import visible_windows  # noqa: PLC0415 - as above
    from tests.screenshots.text_fit import cut_off  # noqa: PLC0415 - as above

    with described.perform(setup) as scene:
        for colours in themes:
            setup.theme.set_preference(colours)
            scene.settle()
            cut = [part for window in visible_windows(scene.frame) for part in cut_off(window)]
            yield colours, picture(scene.frame), cut


if __name__ == "__main__":
    sys.exit(main())
