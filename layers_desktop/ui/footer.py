"""The bar below: how far all uploads are, a summary when a batch has ended, and what can be done to all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStyleOptionProgressBar, QWidget

from layers_desktop.core.clock import steady_time
from layers_desktop.session.projects import WatchedProjects
from layers_desktop.transfers.transfer import BatchSummary, Hold, HoldReason
from layers_desktop.ui.i18n import formats
from layers_desktop.ui.platform.activity import UploadActivity
from layers_desktop.ui.theme import theme
from layers_desktop.ui.uploads import status_text
from layers_desktop.ui.uploads.totals import Totals
from layers_desktop.ui.watched_indicator import WatchIndicator
from layers_desktop.ui.widgets.buttons import Elided, icon_button, push_button

_DOT = " · "
_COMMA = ", "
"""Between what was uploaded and what needs the person; no number has it."""


def running(totals: Totals, hold: Hold | None = None) -> str:
    """Return "3 of 12 · 84 MB of 1.2 GB · 4 min left"; an unknown part is left out.

    While the rest waits for what Layers allows, bytes say nothing: "48 of 301 · Layers takes 60 a minute ·
    5 min left".
    """
    parts = [settled(totals)]
    if totals.writes_per_minute is not None:
        allowed = QCoreApplication.translate("footer", "Layers takes %1 a minute")
        parts.append(allowed.replace("%1", _number(totals.writes_per_minute)))
    elif totals.bytes_total:
        parts.append(_of(formats.byte_size(totals.bytes_sent), formats.byte_size(totals.bytes_total)))
    if hold is not None and hold.reason is HoldReason.PAUSED:
        parts.append(QCoreApplication.translate("footer", "Paused"))
    elif totals.all_paused:
        paused = totals.paused
        words = QCoreApplication.translate("footer", "%n paused", "", paused)
        parts.append(words.replace("%n", _number(paused)))
    elif hold is not None and hold.reason in (HoldReason.OFFLINE, HoldReason.SIGNED_OUT):
        parts.append(_waits_for(hold))
    elif totals.seconds_left is not None:
        parts.append(formats.time_left(totals.seconds_left))
    return _DOT.join(parts)


def settled(totals: Totals) -> str:
    """Return "3 of 12", how many files are through."""
    return _of(_number(totals.run_settled), _number(totals.run_count))


def shorter(words: str) -> Iterator[str]:
    """Yield what the footer may say instead where there is less and less room: whole parts, or nothing."""
    first, *others = words.split(_DOT)
    yield words
    if len(others) > 1:
        yield _DOT.join((first, others[-1]))
    if others:
        yield first
    *counted, last = first.split(_COMMA)
    if counted:
        yield last


def _waits_for(hold: Hold) -> str:
    if hold.reason is HoldReason.OFFLINE:
        return status_text.offline(hold)
    return QCoreApplication.translate("footer", "Waiting for an API key")


def finished(summaries: Sequence[BatchSummary], totals: Totals, elapsed: float) -> str:
    """Return "12 uploaded, 1 needs you · 1.2 GB in 3 min 10 s" of the batches that ended together.

    What needs the person is of the whole list: an earlier drop's failure is not over because a later one
    went well. Without a batch, as after a start with old rows in the list, all of it counts those rows.
    `elapsed` is the time, in seconds, that several overlapping batches took.
    """
    if not summaries:
        return outcome(totals.done, totals.needs_you)
    outcome_words = outcome(sum(one.done for one in summaries), totals.needs_you)
    sent = sum(one.sent_bytes for one in summaries)
    if not sent:
        return outcome_words
    seconds = summaries[0].seconds if len(summaries) == 1 else elapsed
    took = QCoreApplication.translate("footer", "%1 in %2")
    return _DOT.join(
        (outcome_words, took.replace("%1", formats.byte_size(sent)).replace("%2", formats.duration(seconds)))
    )


def copy_all(done: int, *, copies_ids: bool = True) -> str:
    """Return the words of the button: "Copy 12 IDs", or "Copy 12" of what is no bare id."""
    if not copies_ids:
        return QCoreApplication.translate("footer", "Copy %n", "", done).replace("%n", _number(done))
    if done == 1:
        return QCoreApplication.translate("footer", "Copy 1 ID")
    return QCoreApplication.translate("footer", "Copy %n IDs", "", done).replace("%n", _number(done))


def outcome(done: int, needs_you: int) -> str:
    """Return "12 uploaded, 1 needs you"."""
    parts = []
    if done or not needs_you:
        words = QCoreApplication.translate("footer", "%n uploaded", "", done)
        parts.append(words.replace("%n", _number(done)))
    if needs_you == 1:
        parts.append(QCoreApplication.translate("footer", "1 needs you"))
    elif needs_you:
        words = QCoreApplication.translate("footer", "%n need you", "", needs_you)
        parts.append(words.replace("%n", _number(needs_you)))
    return _COMMA.join(parts)


def _of(part: str, whole: str) -> str:
    return QCoreApplication.translate("footer", "%1 of %2").replace("%1", part).replace("%2", whole)


def _number(count: int) -> str:
    return QLocale().toString(count)


_BAR_FULL = 1000
"""A progress bar counts in 32 bits; bytes do not fit, thousandths do."""
_BAR_FROM_WIDTH = 640
"""Narrower than this the words need the room beside the buttons."""


_TOLD_EVERY_S = 10
_MOST_TOLD = 990
_MARGIN = 16
_GAP = 8
_AFTER_WORDS = 6
"""More than the gap between two of the others."""


class _TotalBar(QProgressBar):
    """Moves with each byte; who cannot see it is told every ten seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._told_at = float("-inf")
        self._painted = 0
        self.setRange(0, _BAR_FULL)
        self.setTextVisible(False)

    def show_share(self, share: float) -> None:
        """Show this part of the whole, 0 to 1."""
        self._painted = min(int(share * _BAR_FULL), _BAR_FULL)
        self.update()
        now = self._clock()
        if not self._painted or now - self._told_at >= _TOLD_EVERY_S:
            self._told_at = now
            # Qt tells assistive technology of each new value. The last percent is the asset ids.
            self.setValue(min(self._painted, _MOST_TOLD))

    def initStyleOption(self, option: QStyleOptionProgressBar) -> None:
        """Have the style paint how far it is now, whatever was told."""
        super().initStyleOption(option)
        option.progress = self._painted


class _Totals(Elided):
    """Leaves out whole parts before it cuts one off: half a number is worse than none."""

    def shortened(self, room: int) -> str:
        """Return the longest sentence that fits."""
        width = self.fontMetrics().horizontalAdvance
        fitting = (words for words in shorter(self.text()) if width(words) <= room)
        return next(fitting, super().shortened(room))


class Footer(QFrame):
    """52 px: totals, a thin bar or what is watched, Retry, Copy, Pause all, Add files.

    Retry and Copy are for rows, whose painted buttons are nothing to assistive technology.
    """

    pause_requested = Signal()
    resume_requested = Signal()
    copy_all_requested = Signal()
    copy_batches_requested = Signal(object)
    """The batch ids (`frozenset[int]`) of the sentence that is shown."""
    add_requested = Signal()
    released = Signal()
    """A button is gone that had the keyboard: it belongs elsewhere, so that Enter presses no other."""

    def __init__(
        self,
        copy_one: QAction,
        retry: QAction,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], float] = steady_time,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._totals = Totals()
        self._copies_ids = True
        self._hold: Hold | None = None
        self._ended: dict[int, BatchSummary] = {}
        self._outdated = False
        """A choice was made since a batch ended: what its summary says of it is not true any more."""
        self._active_since: float | None = None
        self._took = 0.0
        self.setObjectName("footer")
        self.setFixedHeight(theme.scaled(theme.BAR_HEIGHT))
        self.words = _Totals()
        self.watched = WatchIndicator()
        self.bar = _TotalBar(clock)
        self.bar.setObjectName("total")
        self.bar.setParent(self)
        self.bar.setAccessibleName(self.tr("Total progress"))
        self.retry = icon_button("retry", self.tr("Retry failed uploads"), retry)
        self.copy_one = icon_button("copy", self.tr("Copy asset ID"), copy_one)
        self.copy_all = push_button("")
        self.copy_all.clicked.connect(self._copy)
        self.pause = push_button(self.tr("Pause all"))
        self.pause.clicked.connect(self._pause_or_resume)
        self.add = push_button(self.tr("Add files"), primary=True, icon="plus")
        self.add.clicked.connect(self.add_requested)
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self.words, 100)
        layout.addSpacing(_AFTER_WORDS)
        layout.addWidget(self.watched)
        layout.addStretch(1)
        for button in self._buttons():
            layout.addWidget(button)
        self._show()

    @Slot(object)
    def show_totals(self, totals: Totals) -> None:
        """Show the sums of the list."""
        before, self._totals = self._totals, totals
        if totals.active and self._active_since is None:
            self._active_since = self._clock()
            self._forget_ended()
        elif not self._running and self._active_since is not None:
            self._took = self._clock() - self._active_since
            self._active_since = None
        # A file takes an id that is there already: it needs nobody any more, without having been sent. One
        # that is retried is on its way again, and ends its batch once more.
        chosen = before.needs_you - totals.needs_you > max(before.settled - totals.settled, 0)
        self._outdated = bool(self._ended) and (self._outdated or chosen)
        if totals.count < before.count or (self._outdated and not self._running):
            # Rows were taken off the list, or are done otherwise: a sentence about whole batches would not
            # be true any more. That about the list is.
            self._forget_ended()
        self._show()

    def _forget_ended(self) -> None:
        self._ended = {}
        self._outdated = False

    @Slot(object)
    def show_hold(self, hold: Hold | None) -> None:
        """Offer Resume all while everything is paused."""
        self._hold = hold
        self._show()

    def show_watched(self, projects: WatchedProjects) -> None:
        """Say, while nothing runs, that folders are watched."""
        self.watched.show_watched(projects)
        self._show()

    def name_copies(self, *, copies_ids: bool) -> None:
        """Name Copy after what it copies in the picked project: bare ids, or something else."""
        self._copies_ids = copies_ids
        self._show()

    @Slot(object)
    def batch_finished(self, summary: BatchSummary) -> None:
        """Keep the summary, shown as soon as nothing else runs."""
        self._ended[summary.batch_id] = summary  # it may have ended before: what was retried ends it again
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words the bar's room in a narrow window, and that of the sign's words."""
        super().resizeEvent(event)
        self._show_bar()
        self._share_room()

    def _buttons(self) -> tuple[QWidget, ...]:
        return (self.retry, self.copy_one, self.copy_all, self.pause, self.add)

    @property
    def _running(self) -> bool:
        return self._totals.active > 0

    @property
    def _paused(self) -> bool:
        """All that is left to do is to resume."""
        return UploadActivity(totals=self._totals, hold=self._hold).paused

    def _show(self) -> None:
        holder: QWidget | None = self.window().focusWidget()
        self._show_all()
        if holder in self._buttons() and holder.isHidden():
            self.released.emit()

    def _show_all(self) -> None:
        totals = self._totals
        if self._running:
            words = running(totals, self._hold)
        else:
            words = finished(tuple(self._ended.values()), totals, self._took)
        # Its name changes with what is done, not with each byte; all of it is its description, on request.
        self.words.setAccessibleName(settled(totals) if self._running else words)
        self.words.setText(words)
        self.bar.show_share(totals.bytes_sent / totals.bytes_total if totals.bytes_total else 0.0)
        self._show_bar()
        self.retry.setVisible(totals.failed > 0)
        self.copy_one.setVisible(totals.done > 0)
        done = sum(one.done for one in self._ended.values()) if self._ended else totals.done
        self.copy_all.setVisible(done > 0 and not self._running)
        self.copy_all.setText(copy_all(done, copies_ids=self._copies_ids))
        self.pause.setVisible(self._running)
        self.watched.setVisible(self.watched.watches and not self._running)
        name = self.tr("Resume all") if self._paused else self.tr("Pause all")
        self.pause.setText(name)
        self._share_room()

    def _share_room(self) -> None:
        """Leave to the sign what the whole sentence beside it leaves."""
        if self.watched.isHidden():
            return
        buttons = [button for button in self._buttons() if not button.isHidden()]
        taken = sum(button.sizeHint().width() + _GAP for button in buttons)
        room = self.width() - 2 * _MARGIN - taken - 2 * _GAP - _AFTER_WORDS
        self.watched.fit(room - self.words.sizeHint().width())

    def _show_bar(self) -> None:
        beside = self.width() >= theme.scaled(_BAR_FROM_WIDTH)
        if beside and self._row.indexOf(self.bar) < 0:
            self.bar.setFixedSize(QSize(160, theme.scaled(4)))
            self._row.insertWidget(self._row.indexOf(self.watched) + 1, self.bar)
        elif not beside:
            # A line along the upper edge: it is a bar all the same, also to who cannot see it.
            self._row.removeWidget(self.bar)
            self.bar.setFixedSize(QSize(self.width(), theme.scaled(2)))
            self.bar.move(0, 0)
        self.bar.setVisible(self._running)

    @Slot()
    def _copy(self) -> None:
        if self._ended:
            self.copy_batches_requested.emit(frozenset(self._ended))
        else:
            self.copy_all_requested.emit()

    @Slot()
    def _pause_or_resume(self) -> None:
        (self.resume_requested if self._paused else self.pause_requested).emit()
