"""Where the files shipped with the program are: icons, samples, desktop files."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, `resource("samples", "beach.png")`.

    A wheel carries `resources/` as `layers_desktop/_resources`; a checkout has it beside the package.
    """
    shipped = _PACKAGE / "_resources"
    root = shipped if shipped.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
