"""The bar below: how far all uploads are, and what can be done to all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStyleOptionProgressBar, QWidget

from layers_desktop.core.clock import steady_time
from layers_desktop.session.watched_projects import WatchedProjects
from layers_desktop.transfers.transfer import BatchSummary, Hold, HoldReason
from layers_desktop.ui import footer_words, theme
from layers_desktop.ui.controls import Elided, icon_button, push_button
from layers_desktop.ui.transfer_list.totals import Totals
from layers_desktop.ui.watched_sign import WatchedSign

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
        fitting = (words for words in footer_words.shorter(self.text()) if width(words) <= room)
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
        self.watched = WatchedSign()
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
        """Everything is paused, as a whole or file by file: all that is left to do is to resume."""
        paused = self._hold is not None and self._hold.reason is HoldReason.PAUSED
        return paused or self._totals.rests

    def _show(self) -> None:
        holder: QWidget | None = self.window().focusWidget()
        self._show_all()
        if holder in self._buttons() and holder.isHidden():
            self.released.emit()

    def _show_all(self) -> None:
        totals = self._totals
        if self._running:
            words = footer_words.running(totals, self._hold)
        else:
            words = footer_words.finished(tuple(self._ended.values()), totals, self._took)
        # Its name changes with what is done, not with each byte; all of it is its description, on request.
        self.words.setAccessibleName(footer_words.settled(totals) if self._running else words)
        self.words.setText(words)
        self.bar.show_share(totals.bytes_sent / totals.bytes_total if totals.bytes_total else 0.0)
        self._show_bar()
        self.retry.setVisible(totals.failed > 0)
        self.copy_one.setVisible(totals.done > 0)
        done = sum(one.done for one in self._ended.values()) if self._ended else totals.done
        self.copy_all.setVisible(done > 0 and not self._running)
        self.copy_all.setText(footer_words.copy_all(done, copies_ids=self._copies_ids))
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
