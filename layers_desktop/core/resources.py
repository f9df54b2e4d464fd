"""Where the files shipped with the program are: icons, samples, desktop files."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_SHIPPED = _PACKAGE / "_resources"


def checkout() -> Path | None:
    """Return the folder of the source that this program runs from, None for an installed copy."""
    return None if _SHIPPED.is_dir() else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, `resource("samples", "beach.png")`.

    A wheel carries `resources/` as `layers_desktop/_resources`; a checkout has it beside the package.
    """
    source = checkout()
    root = _SHIPPED if source is None else source / "resources"
    return root.joinpath(*parts)
