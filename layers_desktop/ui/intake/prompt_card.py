"""What the prompt looks like: the parts of the card, and how they follow a request and the room there is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from layers_desktop.media.folder_scan import ScanResult
from layers_desktop.media.formats import MediaKind
from layers_desktop.ui.intake import intake_text
from layers_desktop.ui.intake.prompt_fields import KindChoice, NameField, PicturePreview, PreviewStrip
from layers_desktop.ui.intake.prompt_values import (
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


@dataclass(slots=True)
class Draft:
    """A request that is not answered yet, and what a person did to it."""

    request: PromptRequest
    announced: bool = False
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
        self._draft: Draft | None = None
        self._preview = PicturePreview()
        self._icon = PictureLabel("folder", icons.SIZE, "accent")
        self._title = WrappingLabel(role="headline")
        self._detail = WrappingLabel(tone="dim", role="small")
        self.copy = link_button(self.tr("Upload this copy"), inline=True)
        self._strip = PreviewStrip()
        self.name = NameField()
        self.name.setAccessibleName(self.tr("Name of the picture"))
        self._contents = WrappingLabel()
        self._left_out = WrappingLabel()
        self._unfold = link_button("", inline=True)
        self._kind_label = label(tone="dim", role="small")
        self._kind = KindChoice()
        self._reasons = WrappingLabel(tone="dim", role="small")
        self._project = WrappingLabel(tone="dim", role="small")
        self.choose_project = link_button(self.tr("Choose project"), inline=True)
        self._waiting = WrappingLabel(tone="faint", role="small")
        self.decline = push_button("")
        self.accept = push_button("")
        self._lay_out()
        self._unfold.clicked.connect(self._turn_reasons)
        self._kind.chosen.connect(self._kind_chosen)
        self.name.textEdited.connect(self._name_typed)

    def _lay_out(self) -> None:
        self._body = _Body(self._body_parts())
        self._foot = self._foot_parts()
        column = _filled(QVBoxLayout(), _GAP, self._body, self._foot)
        column.setStretch(0, 1)
        self._row = _filled(QHBoxLayout(), _PICTURE_GAP, self._preview, column)
        self._row.setAlignment(self._preview, Qt.AlignmentFlag.AlignTop)
        self._row.setStretch(1, 1)
        self.setLayout(self._row)
        steps = (self.copy, self.name, self._unfold, *self._kind.findChildren(QAbstractButton),
                 self._body, self.choose_project, self.decline, self.accept)  # fmt: skip
        for one, following in pairwise(steps):
            QWidget.setTabOrder(one, following)

    def _body_parts(self) -> QWidget:
        below_title = _flow(theme.GRID, 2, self._detail, self.copy)
        titles = _filled(QVBoxLayout(), 2, self._title, below_title)
        self._heading = _holder(_filled(QHBoxLayout(), _GAP, self._icon, titles), expanding=True)
        name, what, left_out = (
            label(words, tone="dim", role="small")
            for words in (self.tr("Name"), self.tr("What"), self.tr("Left out"))
        )
        reasons = _flow(theme.GRID, 0, self._left_out, self._unfold)
        self._name_block = _holder(_filled(QVBoxLayout(), 4, name, self.name, None), expanding=True)
        self._contents_block = _holder(_filled(QVBoxLayout(), 4, what, self._contents, None))
        self._left_out_block = _holder(_filled(QVBoxLayout(), 4, left_out, reasons, None))
        self._kind_block = _holder(_filled(QVBoxLayout(), 4, self._kind_label, self._kind, None))
        blocks = (self._name_block, self._contents_block, self._left_out_block, self._kind_block)
        self._facts = _flow(_FACTS_GAP, theme.GRID, *blocks)
        head = _flow(_GAP, theme.GRID, self._heading, self._strip)
        return _holder(_filled(QVBoxLayout(), _GAP, head, self._facts, self._reasons, None))

    def _foot_parts(self) -> QWidget:
        goes_to = _flow(theme.GRID, 2, self._project, self.choose_project, self._waiting)
        whereto = _holder(_filled(QVBoxLayout(), 0, None, goes_to, None))
        buttons = _filled(QHBoxLayout(), theme.GRID, None, self.decline, self.accept)
        return _holder(_flow(_GAP, theme.GRID, whereto, _holder(buttons, expanding=True)))

    # Showing a request

    def show_request(self, draft: Draft, waiting: int) -> None:
        """Show this, with what a person did to it so far; `waiting` others come after it."""
        is_new, self._draft = self._draft is not draft, draft
        request = draft.request
        self._show_heading(request)
        self._show_name(draft, is_new=is_new)
        self._show_files(draft)
        self._show_kind(draft)
        self._show_foot(request, waiting)

    @property
    def answer(self) -> PromptAnswer:
        """What a person agrees to by accepting what is shown."""
        request = self._draft.request if self._draft is not None else None
        may_be_images = request is not None and request.may_be_images
        is_picture = request is not None and isinstance(request.subject, PictureSubject)
        return PromptAnswer(
            image_kind=self._kind.kind if may_be_images else None, stem=self.name.stem if is_picture else ""
        )

    def _show_heading(self, request: PromptRequest) -> None:
        subject = request.subject
        title, detail = intake_text.title(request), intake_text.detail(request)
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
        fetchable = picture is not None and picture.link is not None and not request.is_byproduct
        self.copy.setVisible(fetchable and request.fetching is None)

    def _show_name(self, draft: Draft, *, is_new: bool) -> None:
        subject = draft.request.subject
        shown = isinstance(subject, PictureSubject) and draft.request.state is PromptState.READY
        self._name_block.setVisible(shown)
        if isinstance(subject, PictureSubject):
            self.name.show_name(subject.stem, subject.extension, draft.name, anew=is_new)

    def _show_files(self, draft: Draft) -> None:
        request = draft.request
        found = request.subject.found if isinstance(request.subject, FilesSubject) else None
        shown = found if request.state is PromptState.READY else None
        self._strip.show_previews(request.previews if shown else (), len(shown.files) if shown else 0)
        self._contents.setText(intake_text.contents(shown) if shown else "")
        self._contents_block.setVisible(shown is not None)
        # What was found among too many files is not all there is.
        self._show_left_out(draft, found if found is not None and not found.too_many else None)

    def _show_left_out(self, draft: Draft, found: ScanResult | None) -> None:
        left_out = intake_text.left_out(found) if found is not None else ""
        unfolded = bool(left_out) and draft.unfolded
        self._left_out.setText(left_out)
        self._left_out_block.setVisible(bool(left_out))
        self._unfold.setText(self.tr("Hide") if unfolded else self.tr("Show"))
        does = self.tr("Hide what is left out") if unfolded else self.tr("Show what is left out")
        self._unfold.setAccessibleDescription(does)
        self._reasons.setText(intake_text.reasons(found) if found is not None and unfolded else "")
        self._reasons.setVisible(unfolded)

    def _show_kind(self, draft: Draft) -> None:
        request = draft.request
        self._kind_block.setVisible(request.state is PromptState.READY and request.may_be_images)
        words = intake_text.kind_label(request)
        self._kind_label.setText(words)
        self._kind.setAccessibleName(words)
        self._kind.show_kind(draft.kind or request.image_kind)
        is_picture = isinstance(request.subject, PictureSubject)
        self._facts.set_gap(_GAP if is_picture else _FACTS_GAP)

    def _show_foot(self, request: PromptRequest, waiting: int) -> None:
        ready = request.state is PromptState.READY
        self._project.setText(intake_text.destination(request.project))
        self._project.setVisible(ready)
        self.choose_project.setVisible(ready and not request.project)
        self._waiting.setText(intake_text.waiting(waiting))
        self._waiting.setVisible(waiting > 0)
        for button, words in (
            (self.accept, intake_text.accept(request)),
            (self.decline, intake_text.decline(request)),
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
        if self._draft is not None:
            self._draft.unfolded = not self._draft.unfolded
            self._show_files(self._draft)
        self.resized.emit()

    @Slot(object)
    def _kind_chosen(self, kind: MediaKind) -> None:
        if self._draft is not None:
            self._draft.kind = kind
        self._kind.show_kind(kind)

    @Slot()
    def _name_typed(self) -> None:
        if self._draft is not None:
            self._draft.name = self.name.stem

    # Its size

    def fit(self, width: int) -> None:
        """Arrange everything for this width."""
        narrow = width < theme.scaled(_NARROW)
        self._preview.fit(theme.scaled_size(_SMALL_PREVIEW if narrow else _LARGE_PREVIEW))
        self._row.setContentsMargins(*(_NARROW_MARGINS if narrow else _MARGINS))
        for words in (self._contents, self._left_out):
            # Beside the choice of the kind, in the middle of its height.
            words.setMinimumHeight(0 if narrow else theme.scaled(theme.BUTTON_HEIGHT))
        # Layouts learn by posted events that something in them is other now; the height is wanted at once.
        for layout in self.findChildren(QLayout):
            layout.invalidate()
        beside = self._heading.sizeHint().width() + _GAP + self._strip.sizeHint().width()
        self._strip.setVisible(self._strip.has_pictures and beside <= self._inside(width))
        self._body.settle()

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


def _filled(box: QBoxLayout, gap: int, *parts: QWidget | QLayout | None) -> QBoxLayout:
    """Put these into a row or a column; None is a stretch."""
    box.setSpacing(gap)
    for part in parts:
        if part is None:
            box.addStretch()
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box


def _flow(gap: int, line_gap: int, *parts: QWidget) -> FlowLayout:
    """Put these side by side where there is room."""
    flow = FlowLayout(gap=gap, line_gap=line_gap)
    for part in parts:
        flow.addWidget(part)
    return flow


def _holder(layout: QLayout, *, expanding: bool = False) -> QWidget:
    """Return a widget that is no larger than what it holds, or takes what is left of its row."""
    holder = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(layout)
    if expanding:
        policy = holder.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        holder.setSizePolicy(policy)
    return holder
