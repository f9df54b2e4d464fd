"""What the history means for the rest of the window: copying, the picked project, the way back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.clipboard.copy_controller import CopyController
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.history.page import HistoryPage
from layers_desktop.ui.pages.page_stack import PageStack
from layers_desktop.ui.uploads.panel import UploadsPanel
from layers_desktop.ui.widgets.toast import Toast


class HistoryIntegration(QObject):
    """Connects the page to the parts that it shares with the uploads."""

    def __init__(
        self,
        panel: HistoryPage,
        uploads: UploadsPanel,
        *,
        pages: PageStack,
        copying: CopyController,
        projects: ProjectController,
        toast: Toast,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._pages = pages
        self._uploads = uploads
        self._copying = copying
        self._projects = projects
        panel.closed.connect(pages.leave_history)
        panel.copy_requested.connect(copying.copy)
        panel.copy_as_requested.connect(copying.copy)
        panel.copies.all_read.connect(copying.copy)
        self._toast = toast
        panel.message.connect(toast.show_text)
        uploads.export_requested.connect(self._export_uploads)
        panel.show_in_folder_requested.connect(uploads.show_in_folder)
        projects.ready.connect(self._project_ready)
        uploads.search_field.file_given.connect(self._find)
        uploads.search_field.others_given.connect(panel.say_only)

    @Slot()
    def copy_selected(self) -> None:
        """Copy what is selected on the page that is in sight."""
        if self._pages.currentWidget() is self._panel:
            self._panel.copy_selected()
        else:
            self._copying.copy_selected()

    @Slot()
    def retry_selected(self) -> None:
        """Send what is selected and failed once more, wherever the keyboard is; say so where no list is."""
        if self._pages.currentWidget() is self._uploads:
            self._uploads.retry_selected()
        else:
            self._toast.show_text(self.tr("Nothing to retry here: that is for rows in the list of uploads"))

    @Slot()
    def export(self) -> None:
        """Export what is selected on the page in sight; else all that was found, or the last batch."""
        if self._pages.currentWidget() is self._panel:
            self._panel.exports.export()
            return
        newest = self._uploads.newest_done()
        batch = self._uploads.batches({newest.batch_id}) if newest is not None else []
        last = [one for one in batch if one.stage is Stage.DONE]
        self._panel.exports.export_uploads(self._uploads.selected_transfers() or last)

    @Slot(object)
    def _find(self, path: bytes) -> None:
        """Find the assets of a file that was given to the uploads' search: all there are, the history has."""
        self._pages.open_history()
        self._panel.find_file(path)

    @Slot(object)
    def _export_uploads(self, transfers: list[Transfer]) -> None:
        self._panel.exports.export_uploads(transfers)

    @Slot()
    def _project_ready(self) -> None:
        project = self._projects.current
        if project is None:
            self._panel.use_project(None, "")
        else:
            self._panel.use_project(project.id, project.name or project.id)
