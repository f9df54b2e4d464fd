"""Drops that may hold a folder are looked through on the pool; plain ones are let through at once."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.errors import Problem
from layers_desktop.media.inspect import Refusal
from layers_desktop.media.kinds import Kind
from layers_desktop.media.survey import Survey, is_plain, may_need_survey, survey
from layers_desktop.settings.project_cache import KnownProject
from layers_desktop.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody dropped, pasted or chose."""

    paths: tuple[bytes, ...]
    refused: tuple[Refusal, ...] = ()
    image_kind: Kind | None = None
    """Of the side target it was dropped on; None: as the project has it."""
    project: KnownProject | None = None
    """Of what was given earlier and has become a file; None: the one that is picked when it goes in."""


class DropSurvey(QObject):
    """Lets few files through, and has folders looked through one after another, each until it is answered."""

    passed = Signal(object)
    """An `Offer` that goes in: plain, or shown and agreed to."""
    begun = Signal(object)
    """An `Offer` that is being looked through now."""
    counted = Signal(int)
    """Files of it that were looked at so far."""
    found = Signal(object)
    """The `Survey` of it: a person is to say whether it goes in."""
    ended = Signal()
    """It was answered, and no other waits."""
    problem = Signal(object)

    _told = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self, threads=2)
        self._waiting: deque[Offer] = deque()
        self._current: Offer | None = None
        self._survey: Survey | None = None
        self._stop = threading.Event()
        # Emitted by the pool's thread: the slot runs in this one.
        self._told.connect(self._counted)

    def look(self, offer: Offer) -> None:
        """Let this through if it is plain; else `begun` and `found` follow, in turn."""
        if may_need_survey(offer.paths):
            self._tasks.run(
                lambda: is_plain(offer.paths), lambda plain: self._judged(offer, plain), self.problem.emit
            )
        else:
            self.passed.emit(offer)

    @Slot()
    def accept(self) -> None:
        """Take what was found: the very files that were shown, whatever is put into the folder meanwhile."""
        if self._current is not None and self._survey is not None:
            agreed = replace(self._current, paths=self._survey.paths)
            self._answered()
            if agreed.paths:
                self.passed.emit(agreed)

    @Slot()
    def decline(self) -> None:
        """Let go of what is looked through or shown."""
        if self._current is not None:
            self._answered()

    def forget(self) -> None:
        """Let go of everything."""
        self._waiting.clear()
        self.decline()

    def close(self) -> None:
        """Stop looking; for quit. Returns when nothing runs any more."""
        self._stop.set()
        self._tasks.close()

    def _judged(self, offer: Offer, plain: bool) -> None:
        if plain:
            self.passed.emit(offer)
            return
        if offer.refused:  # told of at once: whoever declines the folder has still dropped them
            self.passed.emit(replace(offer, paths=()))
        self._waiting.append(replace(offer, refused=()))
        if self._current is None:
            self._next()

    def _next(self) -> None:
        offer = self._current = self._waiting.popleft()
        self._survey = None
        stop = self._stop = threading.Event()
        self.begun.emit(offer)
        self._tasks.run(
            lambda: survey(offer.paths, told=partial(self._told.emit, stop), stop=stop.is_set),
            lambda found: self._looked_through(found, stop),
            lambda problem: self._not_looked_through(problem, stop),
        )

    @Slot(object, int)
    def _counted(self, stop: threading.Event, files: int) -> None:
        if stop is self._stop and not stop.is_set():
            self.counted.emit(files)

    def _looked_through(self, found: Survey, stop: threading.Event) -> None:
        if not stop.is_set():
            self._survey = found
            self.found.emit(found)

    def _not_looked_through(self, problem: Problem, stop: threading.Event) -> None:
        if not stop.is_set():
            self.problem.emit(problem)
            self._answered()

    def _answered(self) -> None:
        self._stop.set()
        self._current = self._survey = None
        if self._waiting:
            self._next()
        else:
            self.ended.emit()
