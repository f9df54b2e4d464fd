"""Which project? Asked in the bar while files wait for one, or when the one a start named is not there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.header.project_picker import ProjectPicker
from layers_desktop.ui.message_bar import MessageBar, MessageKind
from layers_desktop.ui.pages.page_stack import PageStack


class ProjectPrompt(QObject):
    """Asks with a bar and the open picker; goes once a project is picked."""

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
