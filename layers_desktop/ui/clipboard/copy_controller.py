"""Copy: the selected rows, the newest one, all, and a batch by itself when its project wants that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot

from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.settings.preferences import CopyFormat, ProjectSettings
from layers_desktop.transfers.transfer import BatchSummary, Transfer
from layers_desktop.ui.clipboard.asset_format import format_assets
from layers_desktop.ui.clipboard.clipboard import AssetClipboard
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.widgets.toast import Toast

MOST_AT_ONCE: Final = 1_000
"""Of more the text is made off the GUI thread."""


class CopyController(QObject):
    """Brings the project's copy format and the clipboard together."""

    def __init__(
        self, projects: ProjectController, clipboard: AssetClipboard, toast: Toast, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._projects = projects
        self._clipboard = clipboard
        self._toast = toast
        self._tasks = Tasks(self, threads=1)
        toast.copy_wanted.connect(self.copy_text)
        clipboard.copied.connect(toast.show_text)
        clipboard.input_wanted.connect(self._ask_for_input)
        projects.learned.connect(self._follow_others)

    def copies_ids(self, project_id: str | None) -> bool:
        """Tell whether Copy takes bare ids in this project."""
        return self._projects.settings_of(project_id).copy_format is CopyFormat.ID

    @property
    def needs_window(self) -> bool:
        """True while nothing can be copied because another program is in front."""
        return self._clipboard.out_of_reach

    @Slot(bool)
    def _ask_for_input(self, wanted: bool) -> None:
        if wanted:
            words = self.tr("Press a key or click in the window to copy")
            self._toast.show_action(words, self.tr("Copy"), self._clipboard.try_again)
        else:
            self._toast.dismiss_action(self._clipboard.try_again)

    @Slot()
    def _follow_others(self) -> None:
        self._clipboard.follow_others(follow=self._projects.any_copies_itself)

    @Slot(str)
    def copy_text(self, text: str, copied: Callable[[], object] = lambda: None) -> None:
        """Copy another text than an asset's, such as an address; `copied` is called once it is there."""
        self._clipboard.copy_text(text, copied)

    def copy(self, transfers: Sequence[Transfer], copy_format: CopyFormat | None = None) -> None:
        """Copy what of these has an asset, and say so; without a format in that of its project."""

        def known(settings: ProjectSettings) -> None:
            if copy_format is not None:
                settings = settings.with_copy_format(copy_format)
            if len(transfers) > MOST_AT_ONCE:
                made = partial(_formatted, transfers, settings)
                self._tasks.run(made, partial(self._put, settings), self._not_made)
            elif not self._clipboard.copy(transfers, settings):
                self._toast.show_text(self.tr("There is no asset ID to copy yet."))

        self._projects.when_known(_owner(transfers), known)

    def close(self) -> bool:
        """Make no more text, for quit; True when no thread does."""
        return self._tasks.close()

    def _put(self, settings: ProjectSettings, made: tuple[str, Sequence[Transfer]]) -> None:
        text, transfers = made
        if not self._clipboard.put(text, transfers, settings):
            self._toast.show_text(self.tr("There is no asset ID to copy yet."))

    def _not_made(self, problem: Problem) -> None:
        self._toast.show_text(problem_text.sentence(problem))

    def batch_finished(self, summary: BatchSummary, done: Callable[[], Sequence[Transfer]]) -> None:
        """Copy the batch if its project wants that and the person has copied nothing else meanwhile.

        `done` returns what of it has an asset, once the settings of the project are known.
        """

        def known(settings: ProjectSettings) -> None:
            untouched = self._clipboard.untouched_for(summary.seconds)
            if settings.copy_automatically and untouched and (batch := done()):
                self._clipboard.copy(batch, settings, by_person=False)

        self._projects.when_known(summary.project_id, known)


def _owner(transfers: Sequence[Transfer]) -> str | None:
    """Return the project whose settings say how these are copied together."""
    return next((one.project_id for one in transfers if one.asset_id), None)


def _formatted(transfers: Sequence[Transfer], settings: ProjectSettings) -> tuple[str, Sequence[Transfer]]:
    """Return the text of these, and what it is of; on a background thread."""
    return format_assets(transfers, settings), transfers
