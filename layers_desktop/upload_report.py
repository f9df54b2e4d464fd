"""What `layers-desktop upload` says: results on stdout as each file ends, everything else on stderr."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QObject, QTimer, Slot

from layers_desktop.errors import Problem
from layers_desktop.transfers.engine import Engine
from layers_desktop.transfers.transfer import (
    BatchSummary,
    Hold,
    HoldReason,
    Progress,
    Snapshot,
    Stage,
    Transfer,
)
from layers_desktop.ui import formats

DONE, SOME_NOT = 0, 1
"""Exit codes."""


class Report(QObject):
    """Writes what becomes of the files; ends when all of them have settled or none can go on."""

    def __init__(
        self, results: TextIO, progress: TextIO, *, as_json: bool, given: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._given = [(str(Path(path).absolute()), path) for path in given]
        self._results = results
        self._progress = progress
        self._as_json = as_json
        self._sizes: dict[int, int] = {}
        self._sent: dict[int, int] = {}
        self._ended: set[int] = set()
        self._all_done = True
        self._line = ""
        self.finished = QTimer(self, singleShot=True, interval=0)

    def follow(self, engine: Engine) -> None:
        """Connect to the queue."""
        queue = engine.queue
        queue.added.connect(self.on_added)
        queue.changed.connect(self.on_changed)
        queue.progress.connect(self.on_progress)
        queue.held.connect(self.on_held)
        queue.notice.connect(self.on_notice)
        queue.batch_finished.connect(self.on_batch_finished)

    @Slot()
    def take_turn(self) -> None:
        """Do nothing: that Python runs at all lets it see a signal."""

    def interrupt(self) -> None:
        """End now; what is not done stays in the journal."""
        self._all_done = False
        self._tell("Stopped. What was not finished is kept.")
        self.finished.start()

    @Slot(object)
    def on_added(self, snapshots: list[Snapshot]) -> None:
        """Note the files, and report the refused ones."""
        for snapshot in snapshots:
            self._sizes[snapshot.transfer.id] = snapshot.transfer.size or 0
        self.on_changed(snapshots)

    @Slot(object)
    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Report each file as it ends."""
        for snapshot in snapshots:
            transfer = snapshot.transfer
            if transfer.settled and transfer.id not in self._ended:
                self._ended.add(transfer.id)
                self._sent[transfer.id] = self._sizes.get(transfer.id, 0)
                self._result(transfer)
        self._show_progress()

    @Slot(object)
    def on_progress(self, sent: list[Progress]) -> None:
        """Note bytes under way."""
        self._sent.update({item.transfer_id: item.sent for item in sent})
        self._show_progress()

    @Slot(object)
    def on_held(self, hold: Hold | None) -> None:
        """Say why it waits; end where only a person could make it go on."""
        if hold is None:
            return
        if hold.reason is HoldReason.WRITE_BUDGET:
            self._tell(f"Layers allows {hold.writes_per_minute} writes a minute; going on by itself.")
        elif hold.problem is not None:
            self._all_done = False
            self._tell(hold.problem.sentence())
            self._tell("What was not finished is kept.")
            self.finished.start()

    @Slot(object)
    def on_notice(self, problem: Problem) -> None:
        """Say it; without any file there is nothing to wait for."""
        self._tell(problem.sentence())
        if not self._sizes:
            self._all_done = False
            self.finished.start()

    @Slot(object)
    def on_batch_finished(self, summary: BatchSummary) -> None:
        """Sum up and end."""
        parts = [f"{summary.done} uploaded"]
        parts += [f"{summary.needs_you} not"] if summary.needs_you else []
        size = formats.byte_size(summary.sent_bytes)
        self._tell(f"{', '.join(parts)} · {size} in {formats.duration(summary.seconds)}")
        self.finished.start()

    def close(self) -> int:
        """Clear the progress line; returns the exit code."""
        self._clear()
        return DONE if self._all_done else SOME_NOT

    def _result(self, transfer: Transfer) -> None:
        if transfer.stage is not Stage.DONE:
            self._all_done = False
        self._clear()
        if self._as_json:
            self._results.write(json.dumps(result(transfer, self._path(transfer))) + "\n")
        elif transfer.stage is Stage.DONE:
            self._results.write(f"{_shown(transfer)} → {transfer.asset_id}\n")
        elif transfer.problem is not None:
            self._tell(f"{_shown(transfer)}: {transfer.problem.sentence()}")
        self._results.flush()

    def _path(self, transfer: Transfer) -> str:
        """Return the path as it was given on the command line; below a folder, as that folder was given."""
        full = os.fsdecode(transfer.path)
        for absolute, given in self._given:
            if full == absolute:
                return given
            if full.startswith(absolute.rstrip(os.sep) + os.sep):
                return given.rstrip(os.sep) + full[len(absolute.rstrip(os.sep)) :]
        return full or transfer.name

    def _show_progress(self) -> None:
        if not self._progress.isatty():
            return
        done = sum(min(self._sent.get(id_, 0), size) for id_, size in self._sizes.items())
        line = (
            f"{len(self._ended)} of {len(self._sizes)} · {formats.byte_size(done)} of "
            f"{formats.byte_size(sum(self._sizes.values()))}"
        )
        self._progress.write(f"\r{line:{len(self._line)}}")
        self._progress.flush()
        self._line = line

    def _tell(self, sentence: str) -> None:
        self._clear()
        self._progress.write(sentence + "\n")
        self._progress.flush()

    def _clear(self) -> None:
        if self._line:
            self._progress.write(f"\r{'':{len(self._line)}}\r")
            self._line = ""


def result(transfer: Transfer, path: str) -> dict[str, object]:
    """Return what `--json` says of a settled transfer."""
    problem = transfer.problem if transfer.stage is not Stage.DONE else None
    return {
        "path": path,
        "status": transfer.stage.value,
        "assetId": transfer.asset_id,
        "url": transfer.asset_url,
        "kind": transfer.kind.value if transfer.kind else None,
        "mimeType": transfer.mime_type,
        "sizeBytes": transfer.size,
        "sha256": transfer.sha256,
        "error": problem and {"code": problem.code, "title": problem.title, "requestId": problem.request_id},
    }


def _shown(transfer: Transfer) -> str:
    """Return the name on one line, whatever it holds."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in transfer.name)
