"""All ways by which files come into the window: drop, paste, choose, arguments."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.media.inspect import Refusal
from layers_desktop.media.intake import Named, from_uri_list
from layers_desktop.media.kinds import Kind
from layers_desktop.media.web_links import WebLink
from layers_desktop.settings.preferences import ProjectSettings
from layers_desktop.ui import drop_words
from layers_desktop.ui.choosers import Choosers
from layers_desktop.ui.drop_overlay import DropOverlay
from layers_desktop.ui.incoming.folder_panel import FolderPanel
from layers_desktop.ui.incoming.link_bar import LinkBar
from layers_desktop.ui.incoming.picture_bar import PictureBar
from layers_desktop.ui.incoming.survey import DropSurvey, Offer
from layers_desktop.ui.incoming.target import Target
from layers_desktop.ui.intake.fetched_links import FetchedLinks
from layers_desktop.ui.intake.mime_data import (
    Document,
    MimeContent,
    Picture,
    Unusable,
    UriList,
    read_clipboard,
)
from layers_desktop.ui.intake.picture_files import EMBEDDED_NAME
from layers_desktop.ui.intake.picture_store import KeptPicture, PictureStore
from layers_desktop.ui.project_choice import ProjectChoice
from layers_desktop.ui.submission import Submission
from layers_desktop.ui.theme import Theme


def _column(*bars: QWidget) -> QWidget:
    """Return what is asked about things that come in, one bar below the other."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for bar in bars:
        layout.addWidget(bar)
    return column


class WindowIntake(QObject):
    """Turns what comes in into `Submit` commands for the picked project."""

    command = Signal(object)
    picture_pasted = Signal(object, object)
    """A `Picture` or `Document` that is no file yet, and the kind of the side target or None."""
    project_needed = Signal(int)
    """So many things wait for a project."""
    said = Signal(str)
    """A sentence for the toast."""
    answered = Signal()
    """A question is gone that had the keyboard."""
    asking = Signal(bool)
    """A question with its own primary button is shown, or no longer."""
    problem = Signal(object)
    """A `Problem` that concerns no single file."""

    _picture_wanted = Signal(object, object)
    """A `Picture` or `Document` that is to become a file, and its `Target`."""
    _temporary = Signal(object, object)
    """A list of files that another program will remove (`bytes`), and its `Target`."""
    _unwanted = Signal(object)
    """A `KeptPicture` that has no place to go to any more."""

    def __init__(self, dress: Theme, projects: ProjectChoice, window: QWidget, *, native: bool) -> None:
        super().__init__(window)
        self._projects = projects
        self._organization_id = ""
        self.overlay = DropOverlay(dress, window)
        self.choosers = Choosers(window, native=native)
        self.survey = DropSurvey(self)
        self.folder = FolderPanel()
        self.links = LinkBar()
        self.picture = PictureBar()
        self.questions = _column(self.links, self.picture, self.folder)
        for question in (self.links, self.picture, self.folder):
            question.left.connect(self.answered)
        self.submission = Submission(self)
        self.submission.submitted.connect(self.command)
        self.submission.project_needed.connect(self.project_needed)
        self.overlay.dropped.connect(self._given)
        self.picture_pasted.connect(self._picture_given)
        self.overlay.said.connect(self.said)
        self.choosers.chosen.connect(self.take)
        self._connect_survey()
        projects.ready.connect(self._project_ready)

    def _connect_survey(self) -> None:
        survey, folder = self.survey, self.folder
        survey.passed.connect(self._offer)
        survey.begun.connect(folder.show_offer)
        survey.counted.connect(folder.show_count)
        survey.found.connect(folder.show_survey)
        survey.begun.connect(self._begun)
        survey.ended.connect(self._ended)
        survey.problem.connect(self.problem)
        folder.accepted.connect(survey.accept)
        folder.declined.connect(survey.decline)

    def open_to_drops(self, *, accepting: bool) -> None:
        """Take drops, or refuse them while nobody is signed in.

        Who signs out lets go of what waited for a project; what was given at the start waits for both.
        """
        if self.overlay.accepting and not accepting:
            self.submission.forget()
            self.survey.forget()
            self.links.forget()
            self.picture.forget()
        self.overlay.accepting = accepting
        self.picture.ask_again(accepting)

    def use_account(self, organization_id: str) -> None:
        """Let nothing that was given in a project go to another organization; empty: nobody is signed in.

        What waits for a project waits on: a person chooses one of the other organization, or lets it go.
        """
        before, self._organization_id = self._organization_id, organization_id
        if before and organization_id and before != organization_id:
            self.links.forget()
            self.picture.put_off()

    def close(self) -> None:
        """Stop what looks through folders; for quit."""
        self.survey.close()

    def use_stores(self, pictures: PictureStore, links: FetchedLinks) -> None:
        """Have pictures kept and links fetched by these; what they become comes in like a dropped file."""
        self._picture_wanted.connect(pictures.keep)
        self._unwanted.connect(pictures.discard)
        pictures.kept.connect(self._picture_kept)
        pictures.left_over.connect(self.picture.keep_asking)
        pictures.ready.connect(self._picture_ready)
        pictures.link_left.connect(self._link_left)
        pictures.refused.connect(self._link_refused)
        pictures.problem.connect(self.problem)
        pictures.copied.connect(self._copied)
        self._temporary.connect(pictures.copy_files)
        self.overlay.direct_save_expected.connect(pictures.prepare_direct_save)
        pictures.direct_save_prepared.connect(self.overlay.use_folder)
        self.picture.named.connect(pictures.name)
        self.picture.discarded.connect(pictures.discard)
        self.links.wanted.connect(links.fetch)
        self.links.stopped.connect(links.stop)
        links.progress.connect(self.links.show_progress)
        links.ended.connect(self.links.show_end)
        links.kept.connect(self._link_kept)
        links.refused.connect(self._link_refused)

    @Slot(object)
    def take(
        self, paths: Sequence[bytes], refused: Sequence[Refusal] = (), image_kind: Kind | None = None
    ) -> None:
        """Take paths: files go in, folders and very many files are shown first."""
        if paths or refused:
            self.survey.look(Offer(tuple(paths), tuple(refused), image_kind))

    @Slot()
    def paste(self) -> None:
        """Take what is on the clipboard, or say why there is nothing to take."""
        content = read_clipboard()
        if isinstance(content, Unusable):
            self.said.emit(drop_words.unusable(content.reason, pasted=True))
        else:
            self._given(content, None)

    @Slot(object, object)
    def _given(self, content: MimeContent, image_kind: Kind | None) -> None:
        match content:
            case UriList(temporary=True):
                self._temporary.emit(content.raw, self._target(image_kind))
            case UriList():
                self._take_named(from_uri_list(content.raw), self._target(image_kind))
            case Document(picture=Picture(link=WebLink() as link)) | Picture(link=WebLink() as link):
                self.links.ask((link,), self._target(image_kind))
            case Picture() | Document():
                self.picture_pasted.emit(content, image_kind)

    def _take_named(self, named: Named, target: Target) -> None:
        if named.links:
            self.links.ask(named.links, target)
        for address in named.embedded:
            self._picture_wanted.emit(Picture(EMBEDDED_NAME, address), target)
        self.take(named.paths, named.refused, target.image_kind)

    @Slot(object, object)
    def _copied(self, named: Named, target: Target) -> None:
        self._take_to(target, named.paths, named.refused)

    @Slot(object, object)
    def _link_left(self, link: WebLink, target: Target) -> None:
        if self._in_reach(target):
            self.links.ask((link,), target)

    def _target(self, image_kind: Kind | None) -> Target:
        """Return where what is given now is to go, however long it takes to become a file."""
        return Target(image_kind, self._projects.current, self._organization_id)

    def _in_reach(self, target: Target) -> bool:
        """Tell whether the organization is signed in that something was meant for."""
        return target.organization_id in ("", self._organization_id)

    @Slot(object, object)
    def _picture_given(self, content: Picture | Document, image_kind: Kind | None) -> None:
        self._picture_wanted.emit(content, self._target(image_kind))

    @Slot(object)
    def _picture_kept(self, picture: KeptPicture) -> None:
        if self._in_reach(picture.target):
            self.picture.show_picture(picture)
        else:
            self._unwanted.emit(picture)

    @Slot(object)
    def _picture_ready(self, picture: KeptPicture) -> None:
        self._take_to(picture.target, (picture.path,))

    @Slot(object, object)
    def _link_kept(self, paths: Sequence[bytes], target: Target) -> None:
        self._take_to(target, paths)

    @Slot(object, object)
    def _link_refused(self, refusal: Refusal, target: Target) -> None:
        self._take_to(target, (), (refusal,))

    def _take_to(self, target: Target, paths: Sequence[bytes], refused: Sequence[Refusal] = ()) -> None:
        """Take what has become a file to where it was given; nowhere, if that is another organization's."""
        if self._in_reach(target):
            self.survey.look(Offer(tuple(paths), tuple(refused), target.image_kind, target.project))
        else:
            for path in paths:
                self._unwanted.emit(KeptPicture(path))

    @Slot()
    def _begun(self) -> None:
        self.asking.emit(True)

    @Slot()
    def _ended(self) -> None:
        self.folder.leave()
        self.asking.emit(False)

    @Slot(object)
    def _offer(self, offer: Offer) -> None:
        project, organization = offer.project, self._organization_id
        if project is None:
            self.submission.offer(offer.paths, offer.refused, offer.image_kind)
            return

        def known(settings: ProjectSettings) -> None:
            if organization == self._organization_id:
                self.submission.offer_to(project, settings, offer.paths, offer.refused, offer.image_kind)

        self._projects.when_known(project.id, known)

    @Slot()
    def _project_ready(self) -> None:
        project = self._projects.current
        name = project.name or project.id if project is not None else ""
        self.overlay.set_project(name)
        self.folder.set_project(name)
        if project is None or self._projects.known:
            self.submission.use_settings(self._projects.settings)
            self.submission.use_project(project)
        else:
            # Its settings say what images are sent as: what is dropped before they are read waits for them.
            self.submission.use_project(None)
