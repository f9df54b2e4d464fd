"""What `layers-desktop upload` says: results as files end (JSON or words), progress, reasons."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from layers_desktop.core.clock import steady_time
from layers_desktop.core.console import Console
from layers_desktop.core.errors import Problem, in_words
from layers_desktop.media.urls import local_argument
from layers_desktop.transfers.queue import Engine
from layers_desktop.transfers.transfer import (
    BatchSummary,
    Hold,
    HoldReason,
    Progress,
    Snapshot,
    Stage,
    Transfer,
)
from layers_desktop.ui.i18n import formats

GO_ON = "What was not finished is kept: the same command goes on with it."


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
    said = {"code": problem.code, "title": problem.words.title, "explanation": problem.words.explanation}
    return {**said, "requestId": problem.request_id}


def in_a_terminal(problem: Problem, *, kept: str = "", more: str = "") -> str:
    """Return the problem on one line, without the window's words: here is no list, and no Retry to press."""
    words = in_words(problem, command=True)
    action = " ".join(part for part in (words.action, more) if part)
    return replace(words, kept=kept, action=action).sentence()


DONE, SOME_NOT = 0, 1
"""Exit codes."""
SAY_EVERY_S = 10.0
"""How often progress is said where it cannot be drawn over itself."""
SAME_REASON_S = 60.0
"""How long the same reason to wait is not said again."""
SAME_COMMAND = "The same command goes on with it."
INTERRUPTED = Problem.of("interrupted")


class UploadOutput(QObject):
    """Follows one call; `finished` fires when all its files have settled or none can go on."""

    def __init__(
        self,
        console: Console,
        given: GivenPaths,
        *,
        as_json: bool,
        expected: int,
        clock: Callable[[], float] = steady_time,
    ) -> None:
        """Follow a call of which the queue will tell of `expected` files."""
        super().__init__()
        self._expected = expected
        self._console = console
        self._given = given
        self._as_json = as_json
        self._clock = clock
        self._open: dict[int, Transfer] = {}
        self._count = self._ended = self._bytes = self._ended_bytes = 0
        self._sent: dict[int, int] = {}
        self._all_done = True
        self._said_at = clock()
        self._reasons: dict[HoldReason, float] = {}
        self._pathless = given.paths
        """Paths that get a line of their own where none of a file comes."""
        self._noticed: Problem | None = None
        self._noticed_at = 0.0
        self._given_up: Problem | None = None
        """Why nothing goes on any more; files that are told of later get it as their result too."""
        self.finished = QTimer(self, singleShot=True, interval=0)

    def follow(self, engine: Engine) -> None:
        """Connect to the queue."""
        queue = engine.queue
        queue.added.connect(self.on_added)
        queue.changed.connect(self.on_changed)
        queue.progress.connect(self.on_progress)
        queue.hold_changed.connect(self.on_held)
        queue.submitted.connect(self.on_submitted)
        queue.notice.connect(self.on_notice)
        queue.batch_finished.connect(self.on_batch_finished)

    @property
    def exit_code(self) -> int:
        """0 when every file is done and every result was written."""
        return DONE if self._all_done and not self._console.results_lost else SOME_NOT

    @Slot()
    def take_turn(self) -> None:
        """Do nothing: that Python runs at all lets it see a signal."""

    def interrupt(self) -> None:
        """End now; each file that is known and not finished gets its line."""
        self._end_all(INTERRUPTED, "cancelled")
        if not self._count:
            self._nothing_taken_in(INTERRUPTED, "cancelled")
        self.finished.start()
        self._console.say(f"Stopped. {GO_ON}")

    @Slot(object)
    def on_added(self, snapshots: list[Snapshot]) -> None:
        """Note the files, and report the refused ones."""
        for snapshot in snapshots:
            self._open[snapshot.transfer.id] = snapshot.transfer
            self._count += 1
            self._bytes += snapshot.transfer.size or 0
        self.on_changed(snapshots)
        if self._given_up is not None:
            self._give_up(self._given_up)

    @Slot(int, int)
    def on_submitted(self, _ticket: int, batch_id: int) -> None:
        """End where nothing could be written down: no file is uploaded then."""
        if not batch_id:
            self._nothing_taken_in(self._noticed or INTERRUPTED, Stage.FAILED.value)

    @Slot(object)
    def on_changed(self, snapshots: list[Snapshot]) -> None:
        """Report each file as it ends."""
        for snapshot in snapshots:
            transfer = snapshot.transfer
            if transfer.id not in self._open:
                continue
            self._open[transfer.id] = transfer
            if transfer.settled:
                self._end(transfer)
        self._show_progress()

    @Slot(object)
    def on_progress(self, sent: list[Progress]) -> None:
        """Note bytes under way."""
        self._sent.update({item.transfer_id: item.sent for item in sent if item.transfer_id in self._open})
        self._show_progress()

    @Slot(object)
    def on_held(self, hold: Hold | None) -> None:
        """Say why it waits; end where only a person could make it go on, once all files are written down."""
        if hold is None or self._given_up is not None:
            return
        if hold.problem is not None and hold.reason is not HoldReason.OFFLINE:
            self._console.say(replace(hold.problem.words, action=GO_ON).sentence())
            self._given_up = hold.problem
            self._give_up(hold.problem)
            return
        last = self._reasons.get(hold.reason)
        if last is None or self._clock() - last >= SAME_REASON_S:
            self._reasons[hold.reason] = self._clock()
            self._console.say(self._why(hold))

    @Slot(object)
    def on_notice(self, problem: Problem) -> None:
        """Say it, the same again only after a while."""
        if problem != self._noticed or self._clock() - self._noticed_at >= SAME_REASON_S:
            self._console.say(problem.sentence())
            self._noticed_at = self._clock()
        self._noticed = problem

    @Slot(object)
    def on_batch_finished(self, summary: BatchSummary) -> None:
        """Sum up and end."""
        self.finished.start()
        parts = [f"{summary.done} uploaded"]
        parts += [f"{summary.needs_you} not"] if summary.needs_you else []
        size = formats.byte_size(summary.sent_bytes)
        self._console.say(f"{', '.join(parts)} · {size} in {formats.duration(summary.seconds)}")

    def _end(self, transfer: Transfer, problem: Problem | None = None, status: str = "") -> None:
        """Write the line of a file that has settled, or that this call gives up."""
        del self._open[transfer.id]
        self._sent.pop(transfer.id, None)
        self._ended += 1
        self._ended_bytes += transfer.size or 0
        done = transfer.asset_id is not None  # also where that could not be written down
        self._all_done = self._all_done and done
        said = None if done else problem or transfer.problem
        path = self._given.of(transfer)
        if self._as_json:
            status = Stage.DONE.value if done else status or transfer.stage.value
            self._console.result(json.dumps(result(transfer, path, status, said)))
        if done and not self._as_json:
            self._console.result(f"{transfer.name} → {transfer.asset_id}")
        elif said is not None and not (self._as_json and problem is not None):  # what ends all is said once
            goes_on = not transfer.in_doubt and transfer.stage is not Stage.REFUSED and said != INTERRUPTED
            line = in_a_terminal(said, more=SAME_COMMAND if goes_on else "")
            self._console.say(f"{transfer.name}: {line}")
        if self._console.results_lost:
            self._results_lost()

    def _nothing_taken_in(self, problem: Problem, status: str) -> None:
        """End; each given path gets its line, once, as none of a file is to come."""
        self._all_done = False
        self.finished.start()
        lines = [json.dumps(unsent(path, status, problem)) for path in self._pathless]
        self._pathless = ()
        for line in lines if self._as_json else ():
            self._console.result(line)

    def _give_up(self, problem: Problem) -> None:
        """Give every file that is known this as its result; end once all are known."""
        self._end_all(problem, Stage.FAILED.value)
        if self._count >= self._expected:
            self.finished.start()

    def _end_all(self, problem: Problem, status: str) -> None:
        self._all_done = False
        for transfer in list(self._open.values()):
            if transfer.id in self._open:
                self._end(transfer, problem, status)

    def _results_lost(self) -> None:
        """End: what nobody can read is better not done unseen."""
        self.finished.start()
        if not self._console.reader_gone:
            self._console.say(f"The results cannot be written, so the upload was stopped. {GO_ON}")

    def _show_progress(self) -> None:
        now = self._clock()
        interactive = self._console.interactive
        if not self._open or (not interactive and now - self._said_at < SAY_EVERY_S):
            return
        self._said_at = now
        sent = self._ended_bytes + sum(self._sent.values())
        line = (
            f"{self._ended} of {self._count} · {formats.byte_size(min(sent, self._bytes))} of "
            f"{formats.byte_size(self._bytes)}"
        )
        if interactive:
            self._console.progress(line)
        else:
            self._console.say(line)

    def _why(self, hold: Hold) -> str:
        if hold.to_mend is not None:
            return replace(hold.to_mend.words, kept="It goes on by itself once that is mended.").sentence()
        if hold.reason is HoldReason.OFFLINE:
            return "Waiting for the network; it goes on by itself."
        left = "" if hold.until is None else f" Goes on in {formats.duration(hold.until - self._clock())}."
        return f"Layers allows {hold.writes_per_minute} writes a minute.{left}"
