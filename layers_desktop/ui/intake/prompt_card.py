"""What the prompt looks like: the parts of the card, and how they follow a request and the room there is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from layers_desktop.media.folder_scan import ScanResult
from layers_desktop.media.formats import MediaKind
from layers_desktop.ui.intake import prompt_text
from layers_desktop.ui.intake.kind_choice import KindChoice
from layers_desktop.ui.intake.mime_data import leave_paste_to_window
from layers_desktop.ui.intake.previews import PicturePreview, PreviewStrip
from layers_desktop.ui.intake.prompt_values import (
    FetchProgress,
    FilesSubject,
    LinksSubject,
    PictureSubject,
    PromptAnswer,
    PromptRequest,
    PromptState,
)
from layers_desktop.ui.theme import icons, theme
from layers_desktop.ui.widgets.buttons import Group, PictureLabel, label, link_button, push_button
from layers_desktop.ui.widgets.flow_layout import FlowLayout, WrappingLabel

_GAP: Final = 12
_PICTURE_GAP: Final = 16
_FACTS_GAP: Final = 20
_NARROW: Final = 608
"""From here on a picture is small, so that the fields beside it have room."""
_MARGINS: Final = (16, 16, 16, 16)
_NARROW_MARGINS: Final = (16, 12, 16, 12)
_LARGE_PREVIEW: Final = QSize(200, 150)
_SMALL_PREVIEW: Final = QSize(96, 96)
_MOST_BODY: Final = 320
"""Pixels of what scrolls: a long list of reasons leaves the uploads in sight."""
_LEAST_BODY: Final = 72
_BAR_FULL: Final = 1000


@dataclass(slots=True)
class Draft:
    """What a person did to a request that is not answered yet."""

    kind: MediaKind | None = None
    """None as long as nobody chose."""
    name: str | None = None
    """What was typed, without the extension; None as long as nothing was."""
    unfolded: bool = False
    """Whether the reasons why files are left out are shown."""


class PromptCard(Group):
    """A group with a heading, the facts or fields of what is asked about, and the buttons."""

    resized = Signal()
    """It wants another height."""

    def __init__(self) -> None:
        super().__init__("prompt")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # without one, a group hands the keyboard to its first
        self.setAccessibleName(self.tr("Confirm upload"))
        self._request: PromptRequest | None = None
        self._draft = Draft()
        self._make_heading()
        self._make_facts()
        self._make_foot()
        self._lay_out()
        self._unfold.clicked.connect(self._turn_reasons)
        self._kind.chosen.connect(self._kind_chosen)
        self.name.textEdited.connect(self._name_typed)

    # Making it

    def _make_heading(self) -> None:
        self._preview = PicturePreview()
        self._icon = PictureLabel("folder", icons.SIZE, "accent")
        self._title = WrappingLabel(role="headline")
        self._detail = WrappingLabel(tone="dim", role="small")
        self.copy = link_button(self.tr("Upload this copy"), inline=True)
        self._strip = PreviewStrip()
        self._progress = QProgressBar()
        self._progress.setObjectName("total")
        self._progress.setRange(0, _BAR_FULL)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        self._progress.setAccessibleName(self.tr("Fetched so far"))

    def _make_facts(self) -> None:
        self.name = NameField()
        self.name.setAccessibleName(self.tr("Name of the picture"))
        self._contents = WrappingLabel()
        self._left_out = WrappingLabel()
        self._unfold = link_button("", inline=True)
        self._kind_label = label(tone="dim", role="small")
        self._kind = KindChoice()
        self._reasons = WrappingLabel(tone="dim", role="small")

    def _make_foot(self) -> None:
        self._project = WrappingLabel(tone="dim", role="small")
        self.choose_project = link_button(self.tr("Choose project"), inline=True)
        self._waiting = WrappingLabel(tone="faint", role="small")
        self.decline = push_button("")
        self.accept = push_button("")

    def _lay_out(self) -> None:
        self._body = _Body(self._body_parts())
        self._foot = self._foot_parts()
        column = QVBoxLayout()
        column.setSpacing(_GAP)
        column.addWidget(self._body, 1)
        column.addWidget(self._foot)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(_PICTURE_GAP)
        self._row.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(column, 1)
        steps = (self.copy, self.name, self._unfold, *self._kind.findChildren(QAbstractButton),
                 self._body, self.choose_project, self.decline, self.accept)  # fmt: skip
        for one, following in pairwise(steps):
            QWidget.setTabOrder(one, following)

    def _body_parts(self) -> QWidget:
        head = FlowLayout(gap=_GAP, line_gap=theme.GRID)
        self._heading = self._heading_parts()
        head.addWidget(self._heading)
        head.addWidget(self._strip)
        self._facts = FlowLayout(gap=_FACTS_GAP, line_gap=theme.GRID)
        self._name_block = _expanding(_block(label(self.tr("Name"), tone="dim", role="small"), self.name))
        self._contents_block = _block(label(self.tr("What"), tone="dim", role="small"), self._contents)
        left_out = label(self.tr("Left out"), tone="dim", role="small")
        self._left_out_block = _block(left_out, self._left_out, self._unfold)
        self._kind_block = _block(self._kind_label, self._kind)
        for block in (self._name_block, self._contents_block, self._left_out_block, self._kind_block):
            self._facts.addWidget(block)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addLayout(head)
        column.addWidget(self._progress)
        column.addLayout(self._facts)
        column.addWidget(self._reasons)
        column.addStretch()
        return body

    def _heading_parts(self) -> QWidget:
        below_title = FlowLayout(gap=theme.GRID, line_gap=2)
        below_title.addWidget(self._detail)
        below_title.addWidget(self.copy)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self._title)
        titles.addLayout(below_title)
        heading = _expanding(QWidget())
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._icon)
        row.addLayout(titles, 1)
        return heading

    def _foot_parts(self) -> QWidget:
        goes_to = FlowLayout(gap=theme.GRID, line_gap=2)
        for part in (self._project, self.choose_project, self._waiting):
            goes_to.addWidget(part)
        whereto = QWidget()
        middle = QVBoxLayout(whereto)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch()
        middle.addLayout(goes_to)
        middle.addStretch()
        buttons = _expanding(QWidget())
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addStretch()
        row.addWidget(self.decline)
        row.addWidget(self.accept)
        foot = QWidget()
        flow = FlowLayout(gap=_GAP, line_gap=theme.GRID)
        flow.addWidget(whereto)
        flow.addWidget(buttons)
        foot.setLayout(flow)
        return foot

    # Showing a request

    def show_request(self, request: PromptRequest, draft: Draft, waiting: int) -> None:
        """Show this, with what a person did to it so far; `waiting` others come after it."""
        is_new = self._request is None or self._request.id != request.id
        self._request, self._draft = request, draft
        self._show_heading(request)
        self._show_progress(request.fetching)
        self._show_name(request, is_new=is_new)
        self._show_files(request)
        self._show_kind(request)
        self._show_foot(request, waiting)

    @property
    def answer(self) -> PromptAnswer:
        """What a person agrees to by accepting what is shown."""
        request = self._request
        may_be_images = request is not None and request.may_be_images
        is_picture = request is not None and isinstance(request.subject, PictureSubject)
        return PromptAnswer(
            image_kind=self._kind.kind if may_be_images else None, stem=self.name.stem if is_picture else ""
        )

    def _show_heading(self, request: PromptRequest) -> None:
        subject = request.subject
        title, detail = prompt_text.title(request), prompt_text.detail(request)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleDescription(f"{title}. {detail}" if detail else title)
        picture = subject if isinstance(subject, PictureSubject) else None
        self._preview.setVisible(picture is not None)
        self._icon.setVisible(picture is None)
        if picture is not None:
            image = request.previews[0] if request.previews else QImage()
            self._preview.show_picture(image, QSize(picture.width, picture.height))
        elif request.state is PromptState.NOTHING:
            self._icon.show_icon("alert", "warn")
        elif isinstance(subject, FilesSubject) and subject.found is not None and not subject.found.folder:
            self._icon.show_icon("file", "accent")
        else:
            self._icon.show_icon("external" if isinstance(subject, LinksSubject) else "folder", "accent")
        fetchable = picture is not None and picture.fetchable and not request.is_byproduct
        self.copy.setVisible(fetchable and request.fetching is None)

    def _show_progress(self, now: FetchProgress | None) -> None:
        total = now.total if now is not None else None
        self._progress.setVisible(bool(total))
        if now is not None and total:
            self._progress.setValue(min(_BAR_FULL * now.received // total, _BAR_FULL))

    def _show_name(self, request: PromptRequest, *, is_new: bool) -> None:
        subject = request.subject
        shown = isinstance(subject, PictureSubject) and request.state is PromptState.READY
        self._name_block.setVisible(shown)
        if isinstance(subject, PictureSubject):
            self.name.show_name(subject.stem, subject.extension, self._draft.name, anew=is_new)

    def _show_files(self, request: PromptRequest) -> None:
        found = request.subject.found if isinstance(request.subject, FilesSubject) else None
        shown = found if request.state is PromptState.READY else None
        self._strip.show_previews(request.previews if shown else (), len(shown.files) if shown else 0)
        self._contents.setText(prompt_text.contents(shown) if shown else "")
        self._contents_block.setVisible(shown is not None)
        # What was found among too many files is not all there is.
        self._show_left_out(found if found is not None and not found.too_many else None)

    def _show_left_out(self, found: ScanResult | None) -> None:
        left_out = prompt_text.left_out(found) if found is not None else ""
        unfolded = bool(left_out) and self._draft.unfolded
        self._left_out.setText(left_out)
        self._left_out_block.setVisible(bool(left_out))
        self._unfold.setText(self.tr("Hide") if unfolded else self.tr("Show"))
        does = self.tr("Hide what is left out") if unfolded else self.tr("Show what is left out")
        self._unfold.setAccessibleDescription(does)
        self._reasons.setText(prompt_text.reasons(found) if found is not None and unfolded else "")
        self._reasons.setVisible(unfolded)

    def _show_kind(self, request: PromptRequest) -> None:
        self._kind_block.setVisible(request.state is PromptState.READY and request.may_be_images)
        words = prompt_text.kind_label(request)
        self._kind_label.setText(words)
        self._kind.setAccessibleName(words)
        self._kind.show_kind(self._draft.kind or request.image_kind)
        is_picture = isinstance(request.subject, PictureSubject)
        self._facts.set_gap(_GAP if is_picture else _FACTS_GAP)

    def _show_foot(self, request: PromptRequest, waiting: int) -> None:
        ready = request.state is PromptState.READY
        self._project.setText(prompt_text.destination(request.project))
        self._project.setVisible(ready)
        self.choose_project.setVisible(ready and not request.project)
        self._waiting.setText(prompt_text.waiting(waiting))
        self._waiting.setVisible(waiting > 0)
        for button, words in (
            (self.accept, prompt_text.accept(request)),
            (self.decline, prompt_text.decline(request)),
        ):
            button.setText(words)
        self.accept.setVisible(ready)
        primary = not request.is_byproduct
        if self.accept.property("primary") is not primary:
            self.accept.setProperty("primary", primary)
            self.accept.style().unpolish(self.accept)
            self.accept.style().polish(self.accept)

    # What a person changes

    @Slot()
    def _turn_reasons(self) -> None:
        self._draft.unfolded = not self._draft.unfolded
        if self._request is not None:
            self._show_files(self._request)
        self.resized.emit()

    @Slot(object)
    def _kind_chosen(self, kind: MediaKind) -> None:
        self._draft.kind = kind
        self._kind.show_kind(kind)

    @Slot()
    def _name_typed(self) -> None:
        self._draft.name = self.name.stem

    # Its size

    def fit(self, width: int) -> None:
        """Arrange everything for this width."""
        narrow = width < theme.scaled(_NARROW)
        self._preview.set_bounds(theme.scaled_size(_SMALL_PREVIEW if narrow else _LARGE_PREVIEW))
        self._row.setContentsMargins(*(_NARROW_MARGINS if narrow else _MARGINS))
        for words in (self._contents, self._left_out):
            # Beside the choice of the kind, in the middle of its height.
            words.setMinimumHeight(0 if narrow else theme.scaled(theme.BUTTON_HEIGHT))
        # Layouts learn by posted events that something in them is other now; the height is wanted at once.
        for layout in self.findChildren(QLayout):
            layout.invalidate()
        self._body.settle()
        self._strip.set_room(self._inside(width) - self._heading.sizeHint().width() - _GAP)

    def _inside(self, width: int) -> int:
        """Return the room for what is beside the picture."""
        margins = self._row.contentsMargins()
        picture = 0 if self._preview.isHidden() else self._preview.width() + _PICTURE_GAP
        return width - margins.left() - margins.right() - picture

    def height_at(self, width: int, *, least: bool = False) -> int:
        """Return how high it is at the width that it was fitted to; `least`: with its middle scrolling."""
        inside, margins = self._inside(width), self._row.contentsMargins()
        body = self._body.height_at(inside)
        column = (
            (min(body, theme.scaled(_LEAST_BODY)) if least else body)
            + _GAP
            + self._foot.heightForWidth(inside)
        )
        preview = 0 if self._preview.isHidden() else self._preview.height()
        return max(column, preview) + margins.top() + margins.bottom()


class NameField(QLineEdit):
    """A file's name: what is selected and replaced is what stands before the extension, which stays."""

    def __init__(self) -> None:
        super().__init__()
        self._suffix = ""
        self._offered = ""
        # A name with its extension runs from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMaxLength(255)

    @property
    def stem(self) -> str:
        """The name without its extension; what was offered where nothing is left of it."""
        text = self.text().strip()
        if self._suffix and text.lower().endswith(self._suffix.lower()):
            text = text[: -len(self._suffix)].rstrip()
        return text or self._offered

    def show_name(self, stem: str, extension: str, typed: str | None, *, anew: bool) -> None:
        """Offer `stem`, unless a person typed a name; `anew`: it is another picture's."""
        suffix = f".{extension}" if extension else ""
        if anew or (stem, suffix) != (self._offered, self._suffix):
            self._offered, self._suffix = stem, suffix
            self.setText((stem if typed is None else typed) + suffix)
            self._select_stem()

    def event(self, event: QEvent) -> bool:
        """Let Ctrl+V paste a picture into the window, where the clipboard has no text for the field."""
        if leave_paste_to_window(event):
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what typing is to replace."""
        super().focusInEvent(event)
        by_hand = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
        if event.reason() not in (*by_hand, Qt.FocusReason.ActiveWindowFocusReason):
            self._select_stem()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the name as the file will have it."""
        super().focusOutEvent(event)
        kept = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in kept:
            self.setText(self.stem + self._suffix)

    def _select_stem(self) -> None:
        self.setSelection(0, len(self.text()) - len(self._suffix))


class _Body(QScrollArea):
    """What is asked about: as high as it is, within bounds; then it scrolls."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("What is asked about"))
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._content = content

    def height_at(self, width: int) -> int:
        """Return how high it wants to be at this width."""
        return min(self._content.heightForWidth(width), theme.scaled(_MOST_BODY))

    def event(self, event: QEvent) -> bool:
        """Decide with each new size whether it scrolls."""
        if event.type() == QEvent.Type.Resize:
            self.settle()
        return super().event(event)

    def settle(self) -> None:
        """Have a bar, and be a stop of the Tab key, only where there is something to scroll.

        Left to itself Qt keeps a bar that a former size needed, as the narrower content still needs it.
        """
        room = self.contentsRect()
        scrolls = self._content.heightForWidth(room.width()) > room.height()
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(bar)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)


def _block(name: QWidget, *parts: QWidget) -> QWidget:
    """Return what is shown under its name in small type; several parts stand in a row."""
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(name)
    if len(parts) == 1:
        column.addWidget(parts[0])
    else:
        row = FlowLayout(gap=theme.GRID, line_gap=0)
        for part in parts:
            row.addWidget(part)
        column.addLayout(row)
    column.addStretch()
    return block


def _expanding(widget: QWidget) -> QWidget:
    policy = widget.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    widget.setSizePolicy(policy)
    return widget
