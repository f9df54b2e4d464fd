"""From files and their destination to a `Submit`; and the project of rows that came before it was known.

A person is asked for that where nothing else brings it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import NewFile, Rejection
from layers_desktop.settings.caches import KnownProject
from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.transfers.commands import AssignProject, Submit
from layers_desktop.transfers.transfer import Snapshot
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.header.project_picker import ProjectPicker
from layers_desktop.ui.interfaces import CommandQueue
from layers_desktop.ui.message_bar import MessageBar, MessageKind
from layers_desktop.ui.pages.page_stack import PageStack


@dataclass(frozen=True, slots=True)
class Destination:
    """What was picked when something was dropped or pasted; picking another project does not move it."""

    image_kind: MediaKind | None = None
    """Of the side target it was dropped on; None: as the project has it."""
    project: KnownProject | None = None
    """None: none was picked. Then it goes to the one that is picked once it is a file."""
    organization_id: str = ""
    """Whose project it is: with another organization signed in it is sent nowhere. Empty: not known."""
    wanted: str = ""
    """Id of the project that a start of the program named and no list had brought yet."""
    drop: int = 0
    """What came by one drop, paste or choice has the same number; 0 for what came by none."""


Done: TypeAlias = Callable[[bool], object]
"""Told whether what was given is on disk."""


def ignore(_: object) -> None:
    """Take what nobody waits for."""


class TransferSubmitter(QObject):
    """Hands files over to the queue at once, whether or not their project and its settings are known yet."""

    project_needed = Signal(int)
    """So many rows wait for a project; 0 when none does any more."""

    def __init__(self, projects: ProjectController, queue: CommandQueue, parent: QObject) -> None:
        super().__init__(parent)
        self._projects = projects
        self._queue = queue
        self.organization_id = ""
        """Who is signed in; empty: nobody."""
        self._ids = itertools.count(1)
        self._tickets: dict[int, tuple[Done, int]] = {}
        """Whom to tell, and the drop."""
        self._waiting: dict[int, str] = {}
        """Rows that wait for a project, and the id of the wanted one."""
        self._emitted = 0
        """How many rows wait for a person, as was told last."""
        projects.ready.connect(self._project_ready)
        projects.missing.connect(self._tell_needed)
        projects.chosen_by_hand.connect(self._chosen_by_hand)

    @property
    def waiting(self) -> int:
        """How many rows wait until a person chooses a project."""
        return sum(map(self._needs_person, self._waiting.values()))

    def _needs_person(self, wanted: str) -> bool:
        """Tell whether nothing else brings the project of such a row: neither the list nor the settings."""
        return self._projects.surely_missing(wanted) if wanted else self._projects.current is None

    def in_reach(self, destination: Destination) -> bool:
        """Tell whether the organization is signed in that something was meant for."""
        return destination.organization_id in ("", self.organization_id)

    def project_of(self, destination: Destination) -> KnownProject | None:
        """Return the project something goes to as far as it is known now: the one it was given in or for."""
        if destination.wanted:
            return self._projects.listed_project(destination.wanted)
        return destination.project or self._projects.current

    def submit(
        self,
        files: Iterable[NewFile],
        destination: Destination,
        *,
        refused: tuple[Rejection, ...] = (),
        done: Done = ignore,
    ) -> None:
        """Hand files over to the queue, for the project they were given in, whichever is picked by now."""
        files = tuple(files)
        if not self.in_reach(destination) or not (files or refused):
            done(False)
            return
        # Before the sign-in the picker still has the project of whoever was there.
        project = self.project_of(destination) if self.organization_id else None
        wanted = destination.wanted or self._projects.wanted or ""
        known = project is not None and self._projects.knows(project.id)
        settings = self._projects.settings_of(project.id if project is not None else None)
        default = MediaKind(settings.image_kind.value) if known else None
        ticket = next(self._ids)
        self._tickets[ticket] = done, destination.drop
        self._queue.post(
            Submit(
                files=files,
                refused=refused,
                organization_id=self.organization_id,
                project_id=project.id if project is not None else wanted,
                project_name=(project.name or project.id) if project is not None and known else "",
                image_kind=destination.image_kind or default,
                checksum=settings.checksum,
                ticket=ticket,
            )
        )
        if project is not None and not known:
            self._assign_when_known(project, frozenset({project.id}))

    def on_submitted(self, ticket: int, *, on_disk: bool) -> int:
        """Know that what was handed over is safe, or could not be kept; returns the drop it came by."""
        done, drop = self._tickets.pop(ticket, (ignore, 0))
        done(on_disk)
        return drop

    def on_rows(self, snapshots: Iterable[Snapshot]) -> None:
        """Follow which rows wait for a project."""
        wanted = set()
        for transfer in (snapshot.transfer for snapshot in snapshots):
            if transfer.waits_for_project and not transfer.settled:
                self._waiting[transfer.id] = transfer.project_id
                wanted.add(transfer.project_id)
            else:
                self._waiting.pop(transfer.id, None)
        self.find_projects(wanted)

    def on_removed(self, ids: Iterable[int]) -> None:
        """Forget rows that left the list."""
        for id_ in ids:
            self._waiting.pop(id_, None)
        self._tell_needed()

    def find_projects(self, wanted: Iterable[str] | None = None) -> None:
        """Send rows to the projects that they name, as far as these are listed, and to the picked one."""
        for id_ in set(self._waiting.values()) if wanted is None else wanted:
            project = self._projects.listed_project(id_) if id_ else self._projects.current
            if project is not None:
                self._assign_when_known(project, frozenset({id_}))
        self._tell_needed()

    @Slot()
    def _project_ready(self) -> None:
        project = self._projects.current
        if project is not None and self._projects.known:
            self._assign(project, frozenset({"", project.id}), self._projects.settings)
        self._tell_needed()

    @Slot()
    def _chosen_by_hand(self) -> None:
        """Send what names a project that is not there to the one that a person chose."""
        project = self._projects.current
        missing = frozenset(filter(self._projects.surely_missing, set(self._waiting.values()) - {""}))
        if project is not None and missing:
            self._assign_when_known(project, missing)

    @Slot()
    def _tell_needed(self) -> None:
        if (needed := self.waiting) != self._emitted:
            self._emitted = needed
            self.project_needed.emit(needed)

    def _assign_when_known(self, project: KnownProject, wanted: frozenset[str]) -> None:
        self._projects.when_known(project.id, partial(self._assign, project, wanted))

    def _assign(self, project: KnownProject, wanted: frozenset[str], settings: ProjectSettings) -> None:
        if wanted.intersection(self._waiting.values()):
            self._queue.post(
                AssignProject(
                    project_id=project.id,
                    project_name=project.name or project.id,
                    image_kind=MediaKind(settings.image_kind.value),
                    checksum=settings.checksum,
                    wanted=wanted,
                )
            )


class ProjectPrompt(QObject):
    """Asks which project with a bar and the open picker, while rows wait for one; goes once one is picked."""

    def __init__(
        self,
        banner: MessageBar,
        picker: ProjectPicker,
        *,
        projects: ProjectController,
        waiting: Callable[[], int],
        pages: PageStack,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._banner = banner
        self._picker = picker
        self._projects = projects
        self._waiting = waiting
        self._pages = pages
        projects.ready.connect(self._project_ready)
        projects.missing.connect(self._ask_anew)
        projects.chosen_by_hand.connect(self._answered)
        banner.acted.connect(self._acted)
        banner.dismissed.connect(self._dismissed)

    def ask(self) -> None:
        """Ask unless it is asked already."""
        if not self._banner.says(MessageKind.CHOOSE_PROJECT):
            self._ask_anew()

    @Slot(int)
    def ask_for(self, things: int) -> None:
        """Ask for so many things that wait, or go when there are none any more."""
        projects = self._projects
        nothing = things == 0 and projects.unseen is None
        # Something may wait for the picked project's settings only, or for the list that has the named one:
        # that takes no person. And before anybody is signed in there is nothing to choose from.
        if nothing or projects.awaited or not self._pages.at_work:
            self._banner.show_message(MessageKind.CHOOSE_PROJECT, None)
            return
        self._banner.say_choose_project(things, projects.unseen)
        self._picker.start_search()

    @Slot()
    def _ask_anew(self) -> None:
        self.ask_for(self._waiting())

    @Slot()
    def _project_ready(self) -> None:
        if self._projects.current is not None and not self._waiting():
            self._banner.show_message(MessageKind.CHOOSE_PROJECT, None)

    @Slot()
    def _answered(self) -> None:
        self._banner.show_message(MessageKind.CHOOSE_PROJECT, None)

    @Slot(object)
    def _acted(self, topic: MessageKind) -> None:
        if topic is MessageKind.CHOOSE_PROJECT:
            self._picker.start_search()

    @Slot(object)
    def _dismissed(self, topic: MessageKind) -> None:
        if topic is MessageKind.CHOOSE_PROJECT:
            self._projects.forget_name()
