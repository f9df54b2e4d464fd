"""Assets as a file for spreadsheets and scripts: CSV (RFC 4180) or JSON, in UTF-8, written as a whole.

Text that a spreadsheet would run as a formula is made harmless by `csv_safe`, also on the clipboard.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Generator, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from layers_desktop.core.errors import Problem, UserError
from layers_desktop.history.messages import ExportFormat
from layers_desktop.settings.json_file import atomic_write
from layers_desktop.transfers.transfer import Transfer

_CELL_BEGINS: Final = re.compile(r"(^|[;\t\r\n])(?=[^\S;\t\r\n]*[=+\-@＝＋－＠])|^(?=[\t\r\n])")
"""OWASP, CSV injection: where a spreadsheet may see the beginning of a formula.

That is the text's own beginning, behind white space too, and each place inside where a program that parts
cells by semicolons or tabs, or does not heed quotes, begins another cell. The wide signs are those of East
Asian keyboards, which spreadsheets take for the others.
"""


def csv_safe(value: str | int | None) -> str | int | None:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe makes it text."""
    return _CELL_BEGINS.sub(r"\1'", value) if isinstance(value, str) else value


COLUMNS: Final = (
    "name", "assetId", "url", "kind", "mimeType", "sizeBytes", "sha256", "projectId", "projectName",
    "uploadedAt",
)  # fmt: skip


class NotExported(UserError):
    """The file could not be written; one that was there before is whole."""


def export(parts: Iterable[Sequence[Transfer]], path: Path, form: ExportFormat) -> Generator[int, None, None]:
    """Write the assets of these uploads to `path` part by part, yielding how many are written.

    Raises NotExported. Closing it before its end leaves the old file as it was.
    """
    written = 0
    try:
        with atomic_write(path) as file:
            file.write(b"[" if form is ExportFormat.JSON else _csv([COLUMNS]))
            for part in parts:
                if form is ExportFormat.JSON:
                    file.write(_json(part, first=not written))
                else:
                    file.write(_csv([csv_safe(value) for value in fields(one).values()] for one in part))
                written += len(part)
                yield written
            file.write(b"\n]\n" if form is ExportFormat.JSON else b"")
    except OSError as error:
        raise _not_exported(path, error) from None


def fields(asset: Transfer) -> dict[str, str | int | None]:
    """Return what is exported of an asset; `uploadedAt` is ISO 8601 in UTC."""
    when = datetime.fromtimestamp(asset.made_at, UTC).isoformat(timespec="seconds")
    values = (
        asset.name, asset.asset_id, asset.asset_url, asset.kind and asset.kind.value, asset.mime_type,
        asset.size, asset.sha256, asset.project_id, asset.project_name, when.replace("+00:00", "Z"),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _json(assets: Sequence[Transfer], *, first: bool) -> bytes:
    lines = [json.dumps(fields(one), ensure_ascii=False) for one in assets]
    return (("\n" if first else ",\n") + ",\n".join(lines)).encode("utf-8", "replace") if lines else b""


def _not_exported(path: Path, error: OSError) -> NotExported:
    why = error.strerror or str(error)
    return NotExported(Problem.of("history.not_exported", file=path.name, why=why))
