"""What `layers-desktop upload` says of one file: JSON for a program, a terminal's words for a person."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace

from layers_desktop.core.errors import Problem
from layers_desktop.media.urls import local_argument
from layers_desktop.transfers.transfer import Stage, Transfer

GO_ON = "What was not finished is kept: the same command goes on with it."

_ENDS_OF_PARTS = re.compile(r"\. |; ")
_OF_THE_WINDOW = re.compile(r"\b(retry|paste|connect|pick|list|by itself|settings|drop)\b", re.IGNORECASE)
"""What is said of the window or of its waiting: neither is there."""


class GivenPaths:
    """Paths as they were given on the command line, below a folder as that folder was given."""

    def __init__(self, given: Sequence[str]) -> None:
        self.paths = tuple(given)
        self._exact = {os.fsdecode(local_argument(path)): path for path in given}
        self._folders = [(full.rstrip(os.sep) + os.sep, path) for full, path in self._exact.items()]

    def of(self, transfer: Transfer) -> str:
        """Return the path of a transfer; the name of what never was a file."""
        full = os.fsdecode(transfer.path)
        if full in self._exact:
            return self._exact[full]
        for folder, given in self._folders:
            if full.startswith(folder):
                return given.rstrip(os.sep) + os.sep + full[len(folder) :]
        return full or transfer.name


def result(transfer: Transfer, path: str, status: str, problem: Problem | None) -> dict[str, object]:
    """Return what `--json` says of a file; `reused` only where the id of a known asset was taken."""
    said: dict[str, object] = {
        "path": path,
        "status": status,
        "assetId": transfer.asset_id,
        "url": transfer.asset_url,
        "kind": transfer.kind.value if transfer.kind else None,
        "mimeType": transfer.mime_type,
        "sizeBytes": transfer.size,
        "sha256": transfer.sha256,
        "error": _error(problem),
    }
    return said | {"reused": True} if transfer.reused else said


def unsent(path: str, status: str, problem: Problem) -> dict[str, object]:
    """Return what `--json` says of a path of which no file was taken in."""
    unknown = dict.fromkeys(("assetId", "url", "kind", "mimeType", "sizeBytes", "sha256"))
    return {"path": path, "status": status, **unknown, "error": _error(problem)}


def _error(problem: Problem | None) -> dict[str, object] | None:
    if problem is None:
        return None
    words = {"code": problem.code, "title": problem.title, "explanation": problem.explanation}
    return {**words, "requestId": problem.request_id}


def in_a_terminal(problem: Problem | None, stage: Stage) -> Problem | None:
    """Return the problem without the window's words: here is no list that keeps it and no Retry to press.

    Of what to do, the parts stay that are true here as well; what failed goes on with the same command.
    """
    if problem is None:
        return None
    action = problem.action.replace(" and drop it again", "").removesuffix(".")
    parts = _ENDS_OF_PARTS.split(action) if action else []
    said = [f"{part[0].upper()}{part[1:]}." for part in parts if not _OF_THE_WINDOW.search(part)]
    if stage is not Stage.REFUSED and GO_ON not in said:
        said.append("The same command goes on with it.")
    return replace(problem, kept="", action=" ".join(said))
