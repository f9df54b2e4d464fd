"""`make pictures`: the pictures of README and guide, out of `build/shots/`, small enough for a repository.

python -m tests.screenshots.guide [SHOTS] [IMAGES]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage

from tests.screenshots.picture import save

MOST_BYTES: Final = 150_000
PICTURES: Final = {
    "window-light": "english/light/done",
    "window-dark": "english/dark/busy",
    "connect": "english/light/first-start-small",
    "drag": "english/light/dragging-small",
    "folder": "english/light/folder",
    "known": "english/light/known-file",
    "failed": "english/light/failed",
    "budget": "english/dark/budget",
    "history": "english/light/history",
    "settings": "english/light/settings-of-project-that-differ",
    "german": "german/light/busy",
    "restored": "english/light/killed-while-uploading-small",
    "connection": "english/light/settings-connection-failed",
}
"""Name in `docs/images` → shot."""


def main() -> int:
    """Write every picture; return 1 when one of them is missing or too large."""
    shots, images = (Path(part) for part in (*sys.argv[1:3], "build/shots", "docs/images")[:2])
    failed = 0
    for name, shot in PICTURES.items():
        image = QImage(str(shots / f"{shot}.png"))
        target = images / f"{name}.png"
        if image.isNull():
            sys.stdout.write(f"no picture {shot}: make shots\n")
            failed = 1
            continue
        save(image, target)
        if target.stat().st_size > MOST_BYTES:
            sys.stdout.write(f"{target} has {target.stat().st_size} bytes\n")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
