"""All ways by which files come into the window: what is it, which kind, which project? Then a `Submit`.

Files whose names say what they are go in at once; folders, very many files, pictures and links are asked
about first, one prompt at a time. What goes in is the queue's from then on: rows that wait for a project get
it by `AssignProject`.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from layers_desktop.api.cancellation import CancelToken
from layers_desktop.api.rate_limits import INLINE_LIMIT, WRITES_PER_MINUTE
from layers_desktop.core.background import Tasks
from layers_desktop.core.errors import Problem
from layers_desktop.media.display_name import display_name
from layers_desktop.media.folder_scan import (
    MOST_UNASKED,
    ScanResult,
    may_be_folder,
    needs_scan,
    scan,
    title_of,
)
from layers_desktop.media.formats import MediaKind, probable_kind
from layers_desktop.media.inspection import NewFile, Rejection
from layers_desktop.media.urls import Named, WebLink, from_arguments, from_uri_list
from layers_desktop.session.state import SessionState
from layers_desktop.ui.header.project_controller import ProjectController
from layers_desktop.ui.intake import intake_text
from layers_desktop.ui.intake.drop_overlay import DropOverlay
from layers_desktop.ui.intake.mime_data import (
    Document,
    MimeContent,
    OfferedPicture,
    Unusable,
    UriList,
    read_clipboard,
)
from layers_desktop.ui.intake.picture_files import EMBEDDED_NAME, preview_of
from layers_desktop.ui.intake.picture_store import PictureStore
from layers_desktop.ui.intake.prompt import IntakePrompt
from layers_desktop.ui.intake.prompt_fields import MOST_PREVIEWS
from layers_desktop.ui.intake.prompt_values import (
    FetchProgress,
    FilesSubject,
    LinksSubject,
    PictureSubject,
    PromptAnswer,
    PromptRequest,
    Subject,
)
from layers_desktop.ui.intake.transfer_submitter import Destination, Done, TransferSubmitter, ignore
from layers_desktop.ui.interfaces import CommandQueue, Messages
from layers_desktop.ui.theme.theme import Theme
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.thumbnails.protocol import Still
from layers_desktop.ui.widgets.file_dialogs import FileDialogs

_PARSED_AT_ONCE: Final = 16_384
"""Bytes of a list of addresses: a longer one is parsed by a worker."""
_PICTURE_SIDE: Final = 400
"""Pixels of the preview that is shown beside a picture's name."""
_PREVIEW_SIDE: Final = 88
"""Pixels, for a square of 44 on a screen of twice the density."""


@dataclass(slots=True)
class _Pending:
    """What a prompt asks about, or was told to fetch."""

    request: PromptRequest
    destination: Destination
    asked: bool = False
    """The prompt has it."""
    cancel: CancelToken = field(default_factory=CancelToken)
    """Ends the counting of files, or the fetching of links."""
    done: Done = ignore
    """Of what another start handed over: told False once, when nothing of it can be or is to be sent."""
    stem: str = ""
    """Of a picture that was agreed to: the name that it is to have."""
    left: int = 0
    """How many links are still to be fetched."""

    @property
    def picture(self) -> PictureSubject | None:
        """The picture that is asked about, whose original may be fetched."""
        return self.request.subject if isinstance(self.request.subject, PictureSubject) else None


class IntakeController(QObject):
    """Turns what comes into the window into commands for the queue. Lives in the GUI thread."""

    given = Signal()
    """A person has just dropped or pasted something that was taken."""
    problem = Signal(object)
    """A `Problem` that concerns no single file."""
    fetching = Signal(int)
    """So many links are still to be fetched."""

    _counted = Signal(int, int)
    _received = Signal(int, object, int)
    """Id of the request, the link, bytes."""

    def __init__(
        self,
        app_theme: Theme,
        projects: ProjectController,
        window: QWidget,
        *,
        queue: CommandQueue,
        messages: Messages,
        pictures: PictureStore,
        native: bool,
    ) -> None:
        super().__init__(window)
        self._projects = projects
        self._messages = messages
        self._pictures = pictures
        self._organization_id = ""
        self._writes_per_minute = 0
        self._ids = itertools.count(1)
        self._drops = itertools.count(1)
        self._pending: dict[int, _Pending] = {}
        self.submitter = TransferSubmitter(projects, queue, self)
        self._tasks = Tasks(self, threads=2)
        self._preview_tasks = Tasks(self, threads=1)
        """Of what is asked about already: they wait for the decoder, which rows use too."""
        self.overlay = DropOverlay(app_theme, window)
        self.choosers = FileDialogs(window, native=native)
        self.prompt = IntakePrompt()
        self.overlay.dropped.connect(self._dropped)
        self.overlay.message.connect(messages.show_text)
        self.choosers.chosen.connect(self._chosen)
        self.prompt.accepted.connect(self._accepted)
        self.prompt.declined.connect(self._declined)
        self.prompt.stopped.connect(self._stopped)
        self._counted.connect(self._show_count)
        projects.ready.connect(self._project_ready)
        projects.chosen_by_hand.connect(self._project_chosen)
        self.overlay.direct_save_expected.connect(self._prepare_direct_save)
        self._received.connect(self._show_received)
        pictures.left_over.connect(self._ask_pictures)
        pictures.problem.connect(self.problem)

    def close(self) -> None:
        """Stop counting files; for quit."""
        for pending in self._pending.values():
            pending.cancel.cancel()
            pending.done(False)
            pending.done = ignore
        self._tasks.close()
        self._preview_tasks.close()

    # Who is signed in

    def show_session(self, state: SessionState, organization_id: str) -> None:
        """Let nothing that was given in one organization's project go to another one."""
        known = WRITES_PER_MINUTE.get(state.tier, WRITES_PER_MINUTE["standard"])
        self._writes_per_minute = known if organization_id else 0
        before, self._organization_id = self._organization_id, organization_id
        self.submitter.organization_id = organization_id
        if before and before != organization_id:
            self._change_organization()
        self._refresh()

    def _change_organization(self) -> None:
        if any(pending.picture is None for pending in self._pending.values()):
            self._messages.show_text(
                self.tr("Not sent: you signed out or changed the account. Drop it again.")
            )
        for id_, pending in list(self._pending.items()):
            if pending.picture is None:
                self._let_go(id_)
                continue
            # What was pasted cannot be had again: it is asked about for the other one's project.
            pending.cancel.cancel()
            pending.destination = _anywhere(pending.destination)
            if pending.left:
                self._offer_copy(pending)

    # What comes in

    @Slot()
    def paste(self) -> None:
        """Take what is on the clipboard, or say why there is nothing to take."""
        content = read_clipboard()
        if isinstance(content, Unusable):
            self._messages.show_text(intake_text.unusable(content.reason, pasted=True))
        else:
            self._take_content(content, self._here(), pasted=True)

    @Slot(object, object)
    def _dropped(self, content: MimeContent, image_kind: MediaKind | None) -> None:
        self._take_content(content, self._here(image_kind), pasted=False)

    @Slot(object)
    def _chosen(self, paths: Sequence[bytes]) -> None:
        self._take_files(paths, self._here(), ask_kind=True)

    def take_start(self, paths: Sequence[bytes], done: Done = ignore) -> None:
        """Take what a start of the program was given: whoever named it has agreed to it, as with `upload`."""
        if paths:
            named = from_arguments(paths)
            self._take_files(named.paths, self._here(), refused=named.refused, done=done, agreed=True)
        else:
            done(True)

    def _here(self, image_kind: MediaKind | None = None) -> Destination:
        """Return where what is given now goes, however long it takes until it does."""
        return Destination(
            image_kind,
            # Before the sign-in the picker still has the project of whoever was there.
            self._projects.current if self._organization_id else None,
            self._organization_id,
            self._projects.wanted or "",
            next(self._drops),
        )

    def _take_content(self, content: MimeContent, destination: Destination, *, pasted: bool) -> None:
        if isinstance(content, Unusable):
            return
        self.given.emit()  # the keyboard goes to what it is asked about afterwards
        match content:
            case UriList(raw, temporary=True):
                self._pictures.copy_files(raw, partial(self._take_named, destination=destination))
            case UriList(raw):
                take = partial(self._take_named, destination=destination, ask_kind=pasted)
                if len(raw) <= _PARSED_AT_ONCE:
                    take(from_uri_list(raw))
                else:
                    self._tasks.run(partial(from_uri_list, raw), take, self.problem.emit)
            case OfferedPicture(bitmap=b"", link=WebLink() as link):
                self._ask_links((link,), destination)
            case OfferedPicture() | Document():
                self._keep(content, destination, pasted=pasted)

    def _take_named(self, named: Named, destination: Destination, *, ask_kind: bool = False) -> None:
        if named.links:
            self._ask_links(named.links, destination)
        for address in named.embedded:
            self._keep(OfferedPicture(EMBEDDED_NAME, address), destination)
        self._take_files(named.paths, destination, refused=named.refused, ask_kind=ask_kind)

    # Files

    def _take_files(
        self,
        paths: Sequence[bytes],
        destination: Destination,
        *,
        refused: tuple[Rejection, ...] = (),
        ask_kind: bool = False,
        agreed: bool = False,
        done: Done = ignore,
    ) -> None:
        """Take files in, or ask about them: about folders and very many, and where the kind is to be chosen.

        What of the same drop is `refused` is listed in any case. With `agreed` nothing is asked that can be
        sent. A folder is listed first in any case, a file that is named twice is taken once.
        """
        ask_kind = ask_kind and len(paths) <= MOST_UNASKED and any(map(_may_be_image, paths))
        if not ask_kind and not (any(map(may_be_folder, paths)) if agreed else needs_scan(paths)):
            files = map(NewFile, dict.fromkeys(paths))
            self.submitter.submit(files, destination, refused=refused, done=done)
            return
        self.submitter.submit((), destination, refused=refused)
        name, others = title_of(paths)
        pending = self._begin(FilesSubject(name=name, others=others), destination)
        pending.done = done
        id_ = pending.request.id

        def is_asked(found: ScanResult) -> bool:
            if agreed:
                return found.folder and (found.too_many or not found.files)
            many = len(paths) > MOST_UNASKED
            return found.folder or many or (ask_kind and found.images + found.unknown > 0)

        self._tasks.run(
            partial(
                scan,
                paths,
                small_below=INLINE_LIMIT,
                progress=partial(self._counted.emit, id_),
                stop=lambda: pending.cancel.cancelled,
            ),
            partial(self._scanned, id_, paths, is_asked),
            partial(self._not_scanned, id_),
        )

    @Slot(int, int)
    def _show_count(self, id_: int, files: int) -> None:
        """Say that files are being counted; the worker is certain by now that it takes a while."""
        pending = self._pending.get(id_)
        if pending is not None and isinstance(pending.request.subject, FilesSubject):
            subject = replace(pending.request.subject, counted=files)
            self._show(pending, replace(pending.request, subject=subject))

    def _scanned(
        self, id_: int, paths: Sequence[bytes], is_asked: Callable[[ScanResult], bool], found: ScanResult
    ) -> None:
        pending = self._pending.get(id_)
        if pending is None or not isinstance(pending.request.subject, FilesSubject):
            return
        done, pending.done = pending.done, ignore
        if not is_asked(found):
            self._let_go(id_)
            # What was named itself has a row in any case, which says why it is not sent.
            given = map(NewFile, dict.fromkeys(paths))
            files = (*found.files, *map(NewFile, found.named)) if found.folder else given
            self.submitter.submit(files, pending.destination, done=done)
            if found.skipped_count > len(found.named):
                self._messages.show_text(self.tr("Left out: %1").replace("%1", intake_text.left_out(found)))
            return
        done(False)
        self._say_if_later()
        subject = replace(pending.request.subject, found=found)
        self._show(pending, replace(pending.request, subject=subject))
        self._preview_tasks.run(
            partial(_previews, found.files, self._pictures.decoder), partial(self._show_previews, id_)
        )

    def _not_scanned(self, id_: int, problem: Problem) -> None:
        self._let_go(id_)
        self.problem.emit(problem)

    def _show_previews(self, id_: int, images: tuple[QImage, ...]) -> None:
        if (pending := self._pending.get(id_)) is not None:
            self._show(pending, replace(pending.request, previews=images))

    # Pictures and links

    @Slot()
    def _prepare_direct_save(self) -> None:
        self._pictures.prepare_direct_save(self.overlay.use_folder)

    def _keep(
        self, content: OfferedPicture | Document, destination: Destination, *, pasted: bool = True
    ) -> None:
        self._pictures.keep(content, partial(self._kept, destination), pasted=pasted)

    def _kept(self, destination: Destination, outcome: PictureSubject | WebLink | Rejection) -> None:
        match outcome:
            case PictureSubject():
                self._say_if_later()
                self._ask_picture(outcome, destination)
            case WebLink():
                self._ask_links((outcome,), destination)
            case Rejection():
                self.submitter.submit((), destination, refused=(outcome,))

    @Slot(object)
    def _ask_pictures(self, pictures: Iterable[PictureSubject]) -> None:
        """Ask again about pictures of an earlier run that nobody has answered."""
        for picture in pictures:
            self._ask_picture(picture, Destination())

    def _ask_picture(self, picture: PictureSubject, destination: Destination) -> None:
        if not self.submitter.in_reach(destination):
            destination = _anywhere(destination)
        pending = self._begin(picture, destination)
        self._show(pending, pending.request)
        self._preview_tasks.run(
            partial(preview_of, Path(os.fsdecode(picture.path)), _PICTURE_SIDE, self._pictures.decoder),
            partial(self._show_preview, pending.request.id),
        )

    def _show_preview(self, id_: int, preview: Still) -> None:
        pending = self._pending.get(id_)
        if pending is None or pending.picture is None:
            return
        size = preview.size
        subject = replace(pending.picture, width=size.width(), height=size.height())
        self._show(pending, replace(pending.request, subject=subject, previews=(preview.image,)))

    def _ask_links(self, links: tuple[WebLink, ...], destination: Destination) -> None:
        self._say_if_later()
        pending = self._begin(LinksSubject(links=links), destination)
        self._show(pending, pending.request)

    def _send_file(self, destination: Destination, path: bytes) -> None:
        self.submitter.submit((NewFile(path),), destination)

    def _fetch(self, pending: _Pending, links: Sequence[WebLink]) -> None:
        """Fetch what a person has just agreed to, and show how far that is."""
        id_ = pending.request.id
        pending.left, pending.cancel, pending.asked = len(links), CancelToken(), False
        self._pending[id_] = pending
        self._show_received(id_, links[0], 0)
        self._pictures.fetch(
            links,
            pending.cancel,
            progress=partial(self._received.emit, id_),
            done=partial(self._fetched, pending),
        )
        self._tell_fetching()

    @Slot(int, object, int)
    def _show_received(self, id_: int, link: WebLink, received: int) -> None:
        if (pending := self._pending.get(id_)) is not None and pending.left:
            progress = FetchProgress(name=link.name, host=link.host, received=received, left=pending.left - 1)
            self._show(pending, replace(pending.request, fetching=progress))

    def _fetched(self, pending: _Pending, outcome: bytes | Rejection) -> None:
        picture = pending.picture
        if isinstance(outcome, Rejection):
            if picture is not None:
                # There is a copy at least: it is asked about as what it is.
                self._messages.show_text(self.tr("The original couldn't be fetched. This is a copy of it."))
                self._offer_copy(pending)
                return
            self.submitter.submit((), pending.destination, refused=(outcome,))
        elif picture is not None:
            self._pictures.discard(picture.path)
            self._pictures.name(outcome, pending.stem, partial(self._send_file, pending.destination))
        else:
            self._send_file(pending.destination, outcome)
        self._one_fetched(pending)

    def _one_fetched(self, pending: _Pending) -> None:
        pending.left -= 1
        if not pending.left:
            self._let_go(pending.request.id)
        else:
            self._tell_fetching()

    def _tell_fetching(self) -> None:
        self.fetching.emit(sum(one.left for one in self._pending.values()))

    def _offer_copy(self, pending: _Pending) -> None:
        pending.left = 0
        self._tell_fetching()
        if (picture := pending.picture) is not None:
            subject = replace(picture, stem=pending.stem or picture.stem, link=None)
            self._show(pending, replace(pending.request, subject=subject, fetching=None))

    # The prompt

    def _begin(self, subject: Subject, destination: Destination) -> _Pending:
        request = PromptRequest(id=next(self._ids), subject=subject)
        pending = _Pending(self._addressed(request, destination), destination)
        self._pending[request.id] = pending
        return pending

    def _addressed(self, request: PromptRequest, destination: Destination) -> PromptRequest:
        """Return the request with where it goes as it is known now."""
        project = self.submitter.project_of(destination)
        kind = destination.image_kind
        if kind is None and project is not None and self._projects.knows(project.id):
            kind = MediaKind(self._projects.settings_of(project.id).image_kind.value)
        name = (project.name or project.id) if project is not None else destination.wanted
        return replace(request, project=name, image_kind=kind, writes_per_minute=self._writes_per_minute)

    def _show(self, pending: _Pending, request: PromptRequest) -> None:
        """Ask, or show what became of what is asked."""
        pending.request = self._addressed(request, pending.destination)
        if pending.asked:
            self.prompt.update_request(pending.request)
        else:
            pending.asked = True
            self.prompt.ask(pending.request)

    def _say_if_later(self) -> None:
        """Say so when what was just given is asked about only after what the window is at: a key, say."""
        if not self.prompt.allowed:
            self._messages.show_text(self.tr("You are asked about it after this page."))

    @Slot()
    def _project_chosen(self) -> None:
        """Let what was meant for a project that is not there go to the one that a person chose."""
        for pending in self._pending.values():
            wanted = pending.destination.wanted
            if wanted and self._projects.surely_missing(wanted):
                pending.destination = replace(pending.destination, wanted="", project=self._projects.current)
        self._refresh()

    @Slot()
    def _project_ready(self) -> None:
        project = self._projects.current
        self.overlay.set_project((project.name or project.id) if project is not None else "")
        self._refresh()

    def _refresh(self) -> None:
        """Show where everything that is asked about goes now."""
        for pending in self._pending.values():
            if pending.asked:
                self._show(pending, pending.request)

    def _let_go(self, id_: int) -> None:
        if (pending := self._pending.pop(id_, None)) is not None:
            pending.cancel.cancel()
            pending.done(False)
            self.prompt.dismiss(id_)
            self._tell_fetching()

    @Slot(int, object)
    def _accepted(self, id_: int, answer: PromptAnswer) -> None:
        pending = self._pending.pop(id_)
        kind = answer.image_kind or pending.destination.image_kind
        pending.destination = replace(pending.destination, image_kind=kind)
        match pending.request.subject:
            case FilesSubject(found=ScanResult() as found):
                self.submitter.submit(found.files, pending.destination)
            case LinksSubject(links=links):
                self._fetch(pending, links)
            case PictureSubject(link=WebLink() as link) if not answer.copy:
                pending.stem = answer.stem
                self._fetch(pending, (link,))
            case PictureSubject(path=path):
                self._pictures.name(path, answer.stem, partial(self._send_file, pending.destination))

    @Slot(int)
    def _declined(self, id_: int) -> None:
        pending = self._pending.pop(id_)
        pending.cancel.cancel()
        pending.done(False)
        if pending.picture is not None:
            self._pictures.discard(pending.picture.path)

    @Slot(int)
    def _stopped(self, id_: int) -> None:
        if (pending := self._pending.get(id_)) is not None and pending.picture is not None:
            pending.cancel.cancel()
            self._offer_copy(pending)
        else:
            self._let_go(id_)


def _may_be_image(path: bytes) -> bool:
    return probable_kind(display_name(path)) in {MediaKind.IMAGE, None}


def _anywhere(destination: Destination) -> Destination:
    """Return the destination of what goes to whichever project is picked next."""
    return Destination(destination.image_kind, drop=destination.drop)


def _previews(files: tuple[NewFile, ...], decoder: PictureDecoder) -> tuple[QImage, ...]:
    """Return small pictures of the first images among these files; for workers."""
    images = (file.path for file in files if _may_be_image(file.path))
    first = itertools.islice(images, MOST_PREVIEWS)
    return tuple(preview_of(Path(os.fsdecode(path)), _PREVIEW_SIDE, decoder).image for path in first)
