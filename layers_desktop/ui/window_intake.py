"""All ways by which files come into the window: drop, paste, choose, arguments."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.media import intake
from layers_desktop.media.inspect import Refusal
from layers_desktop.media.kinds import Kind
from layers_desktop.ui.choosers import Choosers
from layers_desktop.ui.drop_overlay import DropOverlay
from layers_desktop.ui.incoming.fetched_links import FetchedLinks
from layers_desktop.ui.incoming.folder_panel import FolderPanel
from layers_desktop.ui.incoming.link_bar import LinkBar
from layers_desktop.ui.incoming.offered import has_picture, urls_of
from layers_desktop.ui.incoming.picture_bar import PictureBar
from layers_desktop.ui.incoming.survey import DropSurvey, Offer
from layers_desktop.ui.pasted_pictures import KeptPicture, PastedPictures
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
    """A `QImage` that is no file yet, and the kind of the side target or None."""
    embedded = Signal(object, object)
    """Addresses that hold a picture (`tuple[bytes, ...]`), and the kind of the side target or None."""
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

    def __init__(self, dress: Theme, projects: ProjectChoice, window: QWidget, *, native: bool) -> None:
        super().__init__(window)
        self._projects = projects
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
        self.overlay.dropped.connect(self._dropped)
        self.overlay.picture_dropped.connect(self.picture_pasted)
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

    def close(self) -> None:
        """Stop what looks through folders; for quit."""
        self.survey.close()

    def use_stores(self, pictures: PastedPictures, links: FetchedLinks) -> None:
        """Have pictures kept and links fetched by these; what they become comes in like a dropped file."""
        self.picture_pasted.connect(pictures.keep)
        pictures.kept.connect(self.picture.show_picture)
        pictures.left_over.connect(self.picture.keep_asking)
        pictures.ready.connect(self._picture_ready)
        pictures.problem.connect(self.problem)
        self.picture.named.connect(pictures.name)
        self.picture.discarded.connect(pictures.discard)
        self.embedded.connect(links.keep_embedded)
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
        """Take files, else a picture, else links from the clipboard: each with its own words if refused."""
        mime = QGuiApplication.clipboard().mimeData()
        picture = QGuiApplication.clipboard().image() if has_picture(mime) else QImage()
        if not picture.isNull():
            self.picture_pasted.emit(picture, None)
            return
        urls = urls_of(mime)
        if urls:
            self._dropped(urls, None)
        else:
            self.said.emit(self.tr("There is no picture and no file on the clipboard."))

    @Slot(object, object)
    def _dropped(self, urls: Sequence[bytes], image_kind: Kind | None) -> None:
        named = intake.from_urls(urls)
        if named.links:
            self.links.ask(named.links, image_kind)
        if named.embedded:
            self.embedded.emit(named.embedded, image_kind)
        self.take(named.paths, named.refused, image_kind)

    @Slot(object)
    def _picture_ready(self, picture: KeptPicture) -> None:
        self.take((picture.path,), (), picture.image_kind)

    @Slot(object, object)
    def _link_kept(self, paths: Sequence[bytes], image_kind: Kind | None) -> None:
        self.take(paths, (), image_kind)

    @Slot(object)
    def _link_refused(self, refusal: Refusal) -> None:
        self.take((), (refusal,))

    @Slot()
    def _begun(self) -> None:
        self.asking.emit(True)

    @Slot()
    def _ended(self) -> None:
        self.folder.leave()
        self.asking.emit(False)

    @Slot(object)
    def _offer(self, offer: Offer) -> None:
        self.submission.offer(offer.paths, offer.refused, offer.image_kind)

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
