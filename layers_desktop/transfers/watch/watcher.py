"""Watches folders and hands in what appears in them and has come to rest, each file once. Queue's thread.

What was handed in is known from the journal, by path, size and modification time: that is what makes "once"
hold over restarts and crashes. A file that is written anew has another time and is a new file. The system's
news (inotify and its like) only make it look sooner: network homes give none, so it looks every few seconds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, Slot

from layers_desktop.api.account import Account
from layers_desktop.core.background import Tasks
from layers_desktop.core.clock import DeadlineTimer
from layers_desktop.core.errors import Problem
from layers_desktop.media import inspection
from layers_desktop.media.inspection import NewFile
from layers_desktop.transfers.commands import Submit, WatchedFolder
from layers_desktop.transfers.transfer import DuplicatePolicy
from layers_desktop.transfers.watch.folder_listing import (
    Look,
    NewFileDetector,
    Sighting,
    SubmittedFiles,
    forget,
    look,
)

_SOON_S: Final = 0.3
"""After news of the system: several come at once."""
FOLDER_THREADS: Final = 8
"""A folder on a server that hangs keeps one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTimes:
    """How often it looks, in seconds."""

    rest: float = 2.0
    """A file whose size and time stay the same for so long has come to rest."""
    poll: float = 10.0


@dataclass(slots=True)
class _Watched:
    folder: WatchedFolder
    next_look: float
    new_files: NewFileDetector = field(default_factory=NewFileDetector)
    looking: bool = False
    heard: bool = False
    """News came while it looked, maybe of what it did not see any more."""
    lost: Problem | None = None


class FolderWatcher(QObject):
    """See the module. `follow` says what is watched; nothing is while nobody is signed in."""

    def __init__(
        self,
        memory: Path,
        times: WatchTimes,
        *,
        monotonic: Callable[[], float],
        handed_in: Callable[[WatchedFolder], SubmittedFiles],
        submit: Callable[[Submit], object],
        on_lost: Callable[[tuple[Problem, ...]], object],
        news: QFileSystemWatcher,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        """`told` hears which folders cannot be read at the moment, whenever that changes.

        `news` and `tasks` are its own, and made by whoever starts the queue's thread, before that runs.
        """
        super().__init__(parent)
        self._memory = memory
        self._times = times
        self._monotonic = monotonic
        self._handed_in = handed_in
        self._submit = submit
        self._on_lost = on_lost
        self._tasks = tasks
        self._account: Account | None = None
        self._watched: dict[str, _Watched] = {}
        self._last_told: tuple[Problem, ...] = ()
        self._news = news
        self._news.directoryChanged.connect(self._changed)
        self._alarm = DeadlineTimer(monotonic, self)
        self._alarm.expired.connect(self._look_round)

    def set_account(self, account: Account | None) -> None:
        """Hand in for this account; with another organization, the folders of the one before are let go."""
        if (
            account is None
            or self._account is None
            or account.organization_id != self._account.organization_id
        ):
            self.set_folders((), ())
        self._account = account

    def set_folders(self, folders: Iterable[WatchedFolder], off: Iterable[str]) -> None:
        """Watch these, and no others; `off` are projects that have none any more."""
        before, self._watched = self._watched, {}
        for folder in folders:
            known = before.get(folder.project_id)
            if known is None or (known.folder.path, known.folder.existing) != (folder.path, folder.existing):
                known = _Watched(folder, self._monotonic())
            known.folder = folder
            self._watched[folder.project_id] = known
        watched = {os.fsdecode(one.folder.path) for one in self._watched.values()}
        if gone := [path for path in self._news.directories() if path not in watched]:
            self._news.removePaths(gone)
        if forgotten := [project for project in off if project not in self._watched]:
            self._tasks.run(lambda: forget(forgotten, self._memory))
        self._tell()
        self._plan()

    def close(self, deadline_seconds: float) -> bool:
        """Watch nothing any more; True when nothing runs any more, False at the deadline."""
        self._alarm.set(None)
        self._watched.clear()
        return self._tasks.close(int(deadline_seconds * 1000))

    @Slot(str)
    def _changed(self, path: str) -> None:
        for watched in self._watched.values():
            if os.fsdecode(watched.folder.path) == path:
                watched.next_look = min(watched.next_look, self._monotonic() + _SOON_S)
                watched.heard = watched.looking
        self._plan()

    @Slot()
    def _look_round(self) -> None:
        now = self._monotonic()
        for watched in self._watched.values():
            if watched.next_look <= now and not watched.looking:
                watched.looking = True
                self._tasks.run(
                    partial(_look, watched.folder, self._memory),
                    partial(self._seen, watched),
                    partial(self._not_seen, watched),
                )
        self._plan()

    def _plan(self) -> None:
        dates = (one.next_look for one in self._watched.values() if not one.looking)
        self._alarm.set(min(dates, default=None))

    def _is_watched(self, watched: _Watched) -> bool:
        return self._watched.get(watched.folder.project_id) is watched

    def _not_seen(self, watched: _Watched, problem: Problem) -> None:
        watched.looking = False
        watched.next_look = self._monotonic() + self._wait(watched)
        if self._is_watched(watched):
            watched.lost = problem
            self._tell()
        self._plan()

    def _seen(self, watched: _Watched, found: Look | Problem) -> None:
        if isinstance(found, Problem):
            self._not_seen(watched, found)
            return
        watched.looking = False
        if self._is_watched(watched):
            watched.lost = None
            self._tell()
            self._listen(watched.folder.path)
            restless = self._hand_in(watched, found)
            wait = self._times.rest if restless else self._wait(watched)
            watched.next_look = self._monotonic() + wait
        self._plan()

    def _wait(self, watched: _Watched) -> float:
        heard, watched.heard = watched.heard, False
        return min(_SOON_S, self._times.poll) if heard else self._times.poll

    def _listen(self, path: bytes) -> None:
        name = os.fsdecode(path)
        # A name that is no text cannot be given to Qt; then it is looked at every few seconds only.
        if name.isprintable() and name not in self._news.directories():
            self._news.addPath(name)

    def _hand_in(self, watched: _Watched, found: Look) -> bool:
        """Hand in what is new and at rest; return whether something may come to rest soon."""
        arrived = watched.new_files.see(found)
        if self._account is None:
            return bool(arrived.at_rest or arrived.restless)
        if arrived.at_rest:
            known = self._handed_in(watched.folder)
            if files := watched.new_files.to_submit(arrived.at_rest, known):
                self._submit(_submit_of(watched.folder, files))
        return bool(arrived.restless)

    def _tell(self) -> None:
        lost = tuple(_lost(one.folder, one.lost) for one in self._watched.values() if one.lost is not None)
        if lost != self._last_told:
            self._last_told = lost
            self._on_lost(lost)


def _look(folder: WatchedFolder, memory: Path) -> Look | Problem:
    try:
        return look(folder, memory)
    except OSError as error:
        return inspection.from_os_error(error, inspection.FOLDER)


def _lost(folder: WatchedFolder, why: Problem) -> Problem:
    path = os.fsdecode(folder.path)
    name = (Path(path).name or path).encode("utf-8", "replace").decode()
    return Problem.of("watch.lost", folder=name, project=folder.project_name, why=why.why)


def _submit_of(folder: WatchedFolder, files: Iterable[Sighting]) -> Submit:
    return Submit(
        files=tuple(NewFile(path, size, modified) for path, size, modified in files),
        project_id=folder.project_id,
        project_name=folder.project_name,
        image_kind=folder.image_kind,
        checksum=folder.checksum,
        if_known=DuplicatePolicy.REUSE,  # nobody is asked: a file that was touched gets the id it has
    )
