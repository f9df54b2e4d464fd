"""The sandboxes that a session started: none of them may outlive the program."""

from __future__ import annotations

from collections.abc import Callable

from layers_desktop.core.background import Tasks
from layers_desktop.session.candidate import RunningSandbox


class Boxes:
    """Starts sandboxes and ends them on background threads, all of them at quit."""

    def __init__(self, start: Callable[[], RunningSandbox], tasks: Tasks) -> None:
        self._start = start
        self._tasks = tasks
        self._running: list[RunningSandbox] = []

    def open(self) -> RunningSandbox:
        """Start a sandbox. Blocking: for a background thread."""
        box = self._start()
        self._running.append(box)
        return box

    def end(self, box: RunningSandbox | None) -> None:
        """End a sandbox, if it is one; does not wait for it."""
        if box is not None:
            self._tasks.run(lambda: self._close(box))

    def close(self) -> None:
        """End all of them; after the tasks were closed.

        Their folders go in the caller's thread: at quit there is no window any more that would wait.
        """
        for box in self._running:
            box.stop()
        self._running.clear()

    def _close(self, box: RunningSandbox) -> None:
        box.stop()
        self._running.remove(box)
