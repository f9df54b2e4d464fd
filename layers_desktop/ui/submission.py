"""From what was dropped, pasted or chosen to a `Submit`: with the project of that moment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from layers_desktop.media.inspect import Refusal
from layers_desktop.media.kinds import Kind
from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.settings.project_cache import KnownProject
from layers_desktop.transfers.commands import NewFile, Submit


class Submission(QObject):
    """Holds what came without a project until a person chooses one; nothing is uploaded to a guess."""

    submitted = Signal(object)
    """A `Submit`."""
    project_needed = Signal(int)
    """So many things wait for a project; 0 when none does any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: KnownProject | None = None
        self._settings = ProjectSettings()
        self._waiting: list[tuple[tuple[bytes, ...], tuple[Refusal, ...], Kind | None]] = []

    def use_settings(self, settings: ProjectSettings) -> None:
        """Send as these settings say; a side target may say otherwise of images."""
        self._settings = settings

    def use_project(self, project: KnownProject | None) -> None:
        """Submit to this project from now on, and what has been waiting for one."""
        self._project = project
        if project is None or not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        self.project_needed.emit(0)
        for paths, refused, kind in waiting:
            self._submit(project, paths, refused, kind)

    @property
    def waiting(self) -> int:
        """How many things wait for a project."""
        return sum(len(paths) + len(refused) for paths, refused, _ in self._waiting)

    def forget(self) -> None:
        """Let go of what waits; the person changed their mind."""
        self._waiting.clear()
        self.project_needed.emit(0)

    def offer(
        self, paths: Sequence[bytes], refused: Sequence[Refusal] = (), image_kind: Kind | None = None
    ) -> None:
        """Take paths, and what of the same drop is none."""
        if not paths and not refused:
            return
        if self._project is not None:
            self._submit(self._project, tuple(paths), tuple(refused), image_kind)
            return
        self._waiting.append((tuple(paths), tuple(refused), image_kind))
        self.project_needed.emit(self.waiting)

    def offer_to(
        self,
        project: KnownProject,
        settings: ProjectSettings,
        paths: Sequence[bytes],
        refused: Sequence[Refusal] = (),
        image_kind: Kind | None = None,
    ) -> None:
        """Take what was given in this project, whichever is picked by now."""
        self.submitted.emit(
            Submit(
                files=tuple(map(NewFile, paths)),
                project_id=project.id,
                project_name=project.name or project.id,
                image_kind=image_kind or Kind(settings.image_kind.value),
                checksum=settings.checksum,
                refused=tuple(refused),
            )
        )

    def _submit(
        self,
        project: KnownProject,
        paths: tuple[bytes, ...],
        refused: tuple[Refusal, ...],
        image_kind: Kind | None,
    ) -> None:
        self.offer_to(project, self._settings, paths, refused, image_kind)
