"""The doctor's look at the way to Layers, for the window: on its own thread, one layer after the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from layers_desktop.core.background import DetachedTasks
from layers_desktop.core.errors import Problem
from layers_desktop.diagnostics.connection import Probe, findings
from layers_desktop.diagnostics.report import Finding, Verdict
from layers_desktop.session.state import LayerFound, LayerState

LIMIT_SECONDS = 8.0
"""For each layer: a person waits for it."""

_STATES = {
    Verdict.FACT: LayerState.UNUSED,
    Verdict.OK: LayerState.WORKS,
    Verdict.FAILED: LayerState.FAILED,
    Verdict.SKIPPED: LayerState.SKIPPED,
    Verdict.UNKNOWN: LayerState.UNUSED,
}


class ConnectionTest(QObject):
    """Tries one way at a time; a new one takes the place of one that still runs. Lives in the GUI thread."""

    found = Signal(object)
    """`LayerFound`, as soon as the layer was tried."""
    ended = Signal()

    _tried = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = DetachedTasks(self)  # a name service may be silent for long, and quit does not wait
        self._number = 0
        self._tried.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)

    def start(self, probe: Probe) -> None:
        """Try this way; `found` follows for each layer, then `ended`."""
        self._number += 1
        number = self._number
        self._tasks.run(
            lambda: self._try(number, probe),
            lambda _: self._over(number),
            lambda problem: self._broken(number, problem),
        )

    def close(self) -> None:
        """Stop before the next layer; for quit."""
        self._number = -1
        self._tasks.close()

    def _try(self, number: int, probe: Probe) -> None:
        """Try all layers; on the background thread."""
        for finding in findings(probe):
            if number != self._number:
                return
            self._tried.emit(number, finding)

    @Slot(int, object)
    def _hand_on(self, number: int, finding: Finding) -> None:
        if number == self._number:
            state = _STATES[finding.verdict]
            self.found.emit(LayerFound(finding.subject, state, finding.text, finding.problem))

    def _over(self, number: int) -> None:
        if number == self._number:
            self.ended.emit()

    def _broken(self, number: int, problem: Problem) -> None:
        self._hand_on(number, Finding("Test", problem.sentence(), Verdict.FAILED, problem))
        self._over(number)
