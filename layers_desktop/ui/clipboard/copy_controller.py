"""Copy: the selected rows, the newest one, all, and a batch by itself when its project wants that.

And what the toast says is on the clipboard then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Slot

from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.settings.preferences import CopyFormat, ProjectSettings
from layers_desktop.transfers.transfer import BatchSummary, Transfer
from layers_desktop.ui.clipboard.asset_format import format_assets
from layers_desktop.ui.clipboard.clipboard import AssetClipboard
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.i18n import problem_text
from layers_desktop.ui.uploads.row_text import display_name
from layers_desktop.ui.widgets.toast import Toast

translate = QCoreApplication.translate
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
        words = translate("clipboard", "Copied %1").replace("%1", text)
        self._clipboard.copy(text, words, arrived=copied)

    def copy(self, transfers: Sequence[Transfer], copy_format: CopyFormat | None = None) -> None:
        """Copy what of these has an asset, and say so; without a format in that of its project."""

        def known(settings: ProjectSettings) -> None:
            if copy_format is not None:
                settings = settings.with_copy_format(copy_format)
            made, put = partial(format_assets, transfers, settings), partial(self._put, transfers, settings)
            if len(transfers) > MOST_AT_ONCE:
                self._tasks.run(made, put, self._not_made)
            else:
                put(made())

        self._projects.when_known(_owner(transfers), known)

    def close(self) -> bool:
        """Make no more text, for quit; True when no thread does."""
        return self._tasks.close()

    def _put(self, transfers: Sequence[Transfer], settings: ProjectSettings, text: str) -> None:
        if text:
            self._clipboard.copy(text, copied(transfers, settings.copy_format))
        else:
            self._toast.show_text(self.tr("There is no asset ID to copy yet."))

    def _not_made(self, problem: Problem) -> None:
        self._toast.show_text(problem_text.sentence(problem))

    def batch_finished(self, summary: BatchSummary, done: Callable[[], Sequence[Transfer]]) -> None:
        """Copy the batch if its project wants that and the person has copied nothing else meanwhile.

        `done` returns what of it has an asset, once the settings of the project are known.
        """

        def known(settings: ProjectSettings) -> None:
            untouched = self._clipboard.untouched_for(summary.seconds)
            batch = done() if settings.copy_automatically and untouched else ()
            if text := format_assets(batch, settings):
                self._clipboard.copy(text, copied(batch, settings.copy_format), by_person=False)

        self._projects.when_known(summary.project_id, known)


def _owner(transfers: Sequence[Transfer]) -> str | None:
    """Return the project whose settings say how these are copied together."""
    return next((one.project_id for one in transfers if one.asset_id), None)


def copied(meant: Sequence[Transfer], copy_format: CopyFormat) -> str:
    """Return "Copied med_…", "Copied 3 links", "Copied 2 IDs; 1 is still uploading" of what was meant."""
    assets = [one for one in meant if one.asset_id]
    if len(assets) == 1:
        words = _one(assets[0], copy_format)
    else:
        words = _several(len(assets), copy_format).replace("%n", _number(len(assets)))
    rest = _without([one for one in meant if not one.asset_id])
    return f"{words}; {rest}" if rest else words


def _without(others: Sequence[Transfer]) -> str:
    """Return what is said of those that have no asset: that they come, or else that they need a person."""
    coming = sum(not (one.settled or one.waits_for_choice) for one in others)
    if coming == 1:
        return translate("clipboard", "1 is still uploading")
    if coming:
        return translate("clipboard", "%n are still uploading", "", coming).replace("%n", _number(coming))
    if len(others) == 1:
        return translate("clipboard", "1 needs you")
    if not others:
        return ""
    count = len(others)
    return translate("clipboard", "%n need you", "", count).replace("%n", _number(count))


def _number(count: int) -> str:
    return QLocale().toString(count)


def _one(asset: Transfer, copy_format: CopyFormat) -> str:
    words = {
        CopyFormat.ID: translate("clipboard", "Copied %1"),
        CopyFormat.URL: translate("clipboard", "Copied the link of %1"),
        CopyFormat.NAME_AND_ID: translate("clipboard", "Copied %1 and its ID"),
        CopyFormat.MARKDOWN: translate("clipboard", "Copied %1 as Markdown"),
        CopyFormat.JSON: translate("clipboard", "Copied %1 as JSON"),
        CopyFormat.CSV: translate("clipboard", "Copied %1 as CSV"),
        CopyFormat.TEMPLATE: translate("clipboard", "Copied %1 as your template"),
    }
    if copy_format is CopyFormat.URL and not asset.asset_url:
        copy_format = CopyFormat.ID  # which stands for the link that it does not have
    subject = asset.asset_id if copy_format is CopyFormat.ID else display_name(asset.name)
    return words[copy_format].replace("%1", subject or "")


def _several(count: int, copy_format: CopyFormat) -> str:
    words = {
        CopyFormat.ID: translate("clipboard", "Copied %n IDs", "", count),
        CopyFormat.URL: translate("clipboard", "Copied %n links", "", count),
        CopyFormat.NAME_AND_ID: translate("clipboard", "Copied %n names and IDs", "", count),
        CopyFormat.MARKDOWN: translate("clipboard", "Copied %n assets as Markdown", "", count),
        CopyFormat.JSON: translate("clipboard", "Copied %n assets as JSON", "", count),
        CopyFormat.CSV: translate("clipboard", "Copied %n assets as CSV", "", count),
        CopyFormat.TEMPLATE: translate("clipboard", "Copied %n assets as your template", "", count),
    }
    return words[copy_format]
