"""`docs/formats.md`, made from the tables of the code: `python -m tests.unit.media.formats`."""

from __future__ import annotations

from pathlib import Path

from layers_desktop.media.formats import FORMATS, Format
from layers_desktop.media.picture_metadata import COVERED_TYPES
from layers_desktop.media.waveform import WAVE_TYPES
from layers_desktop.ui.thumbnails.protocol import SHOWN_TYPES

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"
_HEAD = """# What is sent, and as what

Made by `python -m tests.unit.media.formats` from `media/formats.py` and the lists of what the window draws.

The content decides, by its own signature and its tracks; the extension only where several types are possible,
where a signature is too short to be believed alone (TGA, AC-3), and where an MPEG stream begins later on.
The same on every system: no system's database is asked. An image is sent as image, logo or reference image,
as the person or the project says. What is not in this table is refused before anything is sent.

| extensions | format | type on the wire | kind | sent as audio | in its row | why |
|---|---|---|---|---|---|---|
"""


def page() -> str:
    """Return the page as it is to be today."""
    return _HEAD + "".join(f"| {' | '.join(_cells(row))} |\n" for row in FORMATS)


def _cells(row: Format) -> tuple[str, ...]:
    return (
        " ".join(row.extensions) or f"({row.extension})",
        row.label,
        f"`{row.mime_type}`",
        row.family.value,
        f"`{row.sound_type}`" if row.sound_type else "–",
        _drawn(row.mime_type),
        row.note,
    )


def _drawn(mime_type: str) -> str:
    if mime_type in COVERED_TYPES:
        return "its cover, else an icon"
    if mime_type in WAVE_TYPES:
        return "its waveform"
    return "picture" if mime_type in SHOWN_TYPES else "icon"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
