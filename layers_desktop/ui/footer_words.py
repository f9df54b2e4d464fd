"""What the footer says: totals by bytes while uploads run, a summary when a batch has ended. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from layers_desktop.transfers.transfer import BatchSummary, Hold, HoldReason
from layers_desktop.ui import formats, hold_words
from layers_desktop.ui.transfer_list.totals import Totals

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
    elif totals.rests:
        words = QCoreApplication.translate("footer", "%n paused", "", totals.paused)
        parts.append(words.replace("%n", _number(totals.paused)))
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
        return hold_words.offline(hold)
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
