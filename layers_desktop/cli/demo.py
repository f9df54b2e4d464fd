"""`make demo`: the real window on the embedded sandbox, with sample media at hand and no account.

Where there is no display the same window is driven offscreen: the samples are dropped on it, their assets are
waited for, names and ids are printed and a screenshot is written.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from layers_desktop import app
from layers_desktop.core.console import standard
from layers_desktop.core.resources import checkout, resource
from layers_desktop.services import Services
from layers_desktop.settings.paths import places
from layers_desktop.ui.application import make_application, open_folder
from layers_desktop.ui.demonstration import Demonstration
from layers_desktop.ui.theme.theme import Theme

PROJECT = "Café Ünïcode iOS"
"""The sandbox's project that the demo picks."""


def run(*, offscreen: bool, screenshot: Path | None) -> int:
    """Run the demo until its window is closed, offscreen until everything has an id; 0 when all went well."""
    application = make_application(offscreen=offscreen)
    samples = resource("samples")
    say = standard().result
    picture = (screenshot or _place_for_picture()) if offscreen else None
    with tempfile.TemporaryDirectory(prefix="layers-desktop-demo-") as folder:
        where = places(Path(folder))
        desktop = app.Desktop(app.WindowOptions(sandbox=True), where, Theme(application))

        def watch(backend: Services) -> None:
            demonstration = Demonstration(desktop.contents, PROJECT, samples, picture)
            demonstration.message.connect(say)
            backend.catalogue.changed.connect(demonstration.projects_known)
            backend.engine.queue.batch_finished.connect(demonstration.batch_finished)

        desktop.built.connect(watch)
        if not offscreen:
            say(f"Sample media to drag onto the window: {samples}")
            open_folder(samples)
        desktop.start()
        code = application.exec()
        ended = desktop.stop()
    if not ended:
        os._exit(code)
    return code


def _place_for_picture() -> Path:
    """Return where the picture goes: an installed copy leaves nothing in the folder that it is started in."""
    source = checkout()
    folder = Path(tempfile.mkdtemp(prefix="layers-desktop-picture-")) if source is None else source / "build"
    return folder / "demo.png"
