"""Where something goes that takes a while to become a file: as it was when a person gave it."""

from __future__ import annotations

from dataclasses import dataclass

from layers_desktop.media.formats import Kind
from layers_desktop.settings.caches import KnownProject


@dataclass(frozen=True, slots=True)
class Destination:
    """What was picked when something was dropped or pasted; picking another project does not move it."""

    image_kind: Kind | None = None
    """Of the side target it was dropped on; None: as the project has it."""
    project: KnownProject | None = None
    """None: none was picked. Then it goes to the one that is picked once it is a file."""
    organization_id: str = ""
    """Whose project it is: with another organization signed in it is sent nowhere. Empty: not known."""
    wanted: str = ""
    """Id of the project that a start of the program named and no list had brought yet."""
    drop: int = 0
    """What came by one drop, paste or choice has the same number; 0 for what came by none."""
