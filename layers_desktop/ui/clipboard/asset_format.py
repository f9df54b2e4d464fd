"""Assets as text: what Copy puts on the clipboard, in each of the formats a person can choose. Pure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable

from layers_desktop.history.export import csv_safe
from layers_desktop.media.formats import MediaKind
from layers_desktop.settings.preferences import CopyFormat, ProjectSettings
from layers_desktop.transfers.transfer import Transfer

_COLUMNS = ("assetId", "url", "filename", "kind", "mimeType", "sizeBytes", "sha256", "project", "projectId")
_MARKUP = re.compile(r"[\\\[\]<`*&~|]|(?<![^\W_])_|_(?![^\W_])")
"""What of a name would be markup: a backtick takes the link with it, an angle bracket begins HTML that some
pages obey, an ampersand an entity, a bar a cell. An underscore inside a word is none, and stays readable."""
_PLACEHOLDER = re.compile(r"\{(assetId|url|filename|kind|sha256|project)\}")


def format_assets(transfers: Iterable[Transfer], settings: ProjectSettings) -> str:
    """Return the assets of these transfers in drop order, as the project's settings want them.

    Transfers without an asset are left out; the text is empty when none is left. No newline at the end, so
    that a single id pastes into a field.
    """
    assets = sorted((one for one in transfers if one.asset_id is not None), key=lambda one: one.id)
    match settings.copy_format:
        case CopyFormat.JSON:
            return _as_json(assets)
        case CopyFormat.CSV:
            return _as_csv(assets)
        case CopyFormat.URL:
            # An asset without a URL still says which one it is.
            lines = [one.asset_url or _id(one) for one in assets]
        case CopyFormat.NAME_AND_ID:
            # Pasted into a spreadsheet it becomes two cells.
            lines = [f"{csv_safe(_line(one.name))}\t{_id(one)}" for one in assets]
        case CopyFormat.MARKDOWN:
            lines = [_as_markdown(one) for one in assets]
        case CopyFormat.TEMPLATE:
            lines = [fill(settings.copy_template, one) for one in assets]
        case CopyFormat.ID:
            lines = [_id(one) for one in assets]
    return "\n".join(lines)


def fill(template: str, transfer: Transfer) -> str:
    """Return the template with this asset filled in; braces it does not know stay as they are."""
    values = {
        "assetId": _id(transfer),
        "url": transfer.asset_url or "",
        "filename": _line(transfer.name),
        "kind": transfer.kind or "",
        "sha256": transfer.sha256 or "",
        "project": _line(transfer.project_name),
    }
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], template)


def unfilled(template: str) -> str:
    """Return the first thing in braces that is not filled in, or the first lone brace; empty without one."""
    rest = _PLACEHOLDER.sub("", template)
    found = re.search(r"\{[^{}]*\}|[{}]", rest)
    return found.group() if found else ""


def _id(transfer: Transfer) -> str:
    return transfer.asset_id or ""


def _line(text: str) -> str:
    """Return text that stays on one line and in one column: a file name may hold newlines and tabs."""
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text)


def _fields(transfer: Transfer) -> dict[str, str | int | None]:
    values = (
        transfer.asset_id, transfer.asset_url, transfer.name, transfer.kind, transfer.mime_type,
        transfer.size, transfer.sha256, transfer.project_name, transfer.project_id,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _as_json(assets: list[Transfer]) -> str:
    if not assets:
        return ""
    return json.dumps([_fields(one) for one in assets], ensure_ascii=False, indent=2)


def _as_csv(assets: list[Transfer]) -> str:
    if not assets:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: csv_safe(value) for name, value in _fields(one).items()} for one in assets)
    return text.getvalue().rstrip("\n")


def _as_markdown(transfer: Transfer) -> str:
    """Return a picture for images and a link for the rest; without a URL the id stands as code."""
    name = _MARKUP.sub(r"\\\g<0>", _line(transfer.name))
    if not transfer.asset_url:
        return f"{name} `{_id(transfer)}`"
    # Markdown ends the target at a space or a bracket.
    target = re.sub(r"[\s()<>]", lambda found: f"%{ord(found.group()):02X}", transfer.asset_url)
    mark = "" if transfer.kind in (MediaKind.VIDEO, MediaKind.AUDIO) else "!"
    return f"{mark}[{name}]({target})"
