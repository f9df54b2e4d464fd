"""What a row says about itself. Pure: a snapshot, what the queue waits for and the time, into words.

One case for each line of "States in words"; the delegate, the tooltip and assistive technology all read the
same `Status`. No "0 B/s", no endless time left, no 100 % before there is an asset id.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication

from layers_desktop.core.errors import Problem
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Snapshot, Stage, Transfer
from layers_desktop.ui.i18n import formats, problem_text
from layers_desktop.ui.i18n.bidi import isolated

translate = QCoreApplication.translate

MOST_FRACTION: Final = 0.99
"""Counted bytes run ahead of the wire: the last percent is the asset id."""
LONGEST_SECONDS_LEFT: Final = 48 * 3600
"""A longer guess says nothing that a person can use."""

SLOW_ANSWER_SECONDS: Final = 5.0
"""An answer of Layers that takes longer is said to be waited for."""


class Tone(Enum):
    """How a status line is meant. Painted as a colour, but always said in its words too."""

    QUIET = "quiet"
    GOOD = "good"
    WAITS = "waits"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The status line of one row."""

    text: str
    """The whole line."""
    aloud: str = ""
    """What is read aloud in its place: without what the time alone changes, and with what to do."""
    tone: Tone = Tone.QUIET
    fraction: float | None = None
    """0 to 1 while bytes go out: then a bar is painted, and `parts` after it."""
    parts: tuple[str, ...] = ()
    """Percent, speed and time left; an empty one is an empty space."""
    end: str = ""
    """The part at the end of `text` that stays readable where the line is too long, as a request id."""
    shorter: tuple[str, ...] = ()
    """What to say where `text` has no room, the longest first: what helps stays longer than what is seen."""
    longer: str = ""
    """What to say instead where there is room for it."""
    is_id: bool = False
    """The line is an asset id, for the fixed-width font."""


def status_of(
    snapshot: Snapshot, hold: Hold | None, now: float, *, sent: int = 0, speed: float | None = None
) -> Status:
    """Return what the row says. `now` is by `clock.steady_time`, `sent` bytes, `speed` bytes/s."""
    if snapshot.transfer.settled:
        return _settled(snapshot.transfer)
    match snapshot.activity:
        case _ if slow := _slow_answer(snapshot, now):
            shown = Status(text=slow, aloud=translate("transfer_list", "Waiting for Layers"))
        case Activity.PREPARING:
            shown = Status(text=_preparing(hold))
        case Activity.SENDING:
            shown = _sending(snapshot.transfer.size, sent, speed)
        case Activity.FINISHING:
            shown = Status(text=translate("transfer_list", "Finishing"))
        case Activity.RETRYING if hold is None or hold.reason is HoldReason.WRITE_BUDGET:
            # Everything else that holds the queue holds the next try, too: nothing is counted down then.
            shown = _retrying(snapshot, hold, now)
        case Activity.PAUSED:
            shown = Status(text=_paused(snapshot))
        case Activity.UNSTABLE_FILE:
            shown = Status(text=translate("transfer_list", "Waiting until the file is finished"))
        case Activity.KNOWN:
            shown = _known(snapshot.transfer)
        case _:
            shown = _waiting(snapshot, hold, now)
    return shown


def _slow_answer(snapshot: Snapshot, now: float) -> str:
    """Say for how long Layers has not answered; nothing while that is no time."""
    waited = 0.0 if snapshot.asked_at is None else now - snapshot.asked_at
    if waited < SLOW_ANSWER_SECONDS:
        return ""
    return translate("transfer_list", "Waiting for Layers for %1").replace("%1", formats.duration(waited))


def _waiting(snapshot: Snapshot, hold: Hold | None, now: float) -> Status:
    """Say what the row waits for: what it needs itself comes before what holds all of them."""
    transfer = snapshot.transfer
    if transfer.waits_for_key:
        return Status(text=translate("transfer_list", "Waiting for a key"), tone=Tone.WAITS)
    if transfer.waits_for_project:
        return Status(text=translate("transfer_list", "Waiting for a project"), tone=Tone.WAITS)
    if snapshot.behind:
        words = translate("transfer_list", "Waiting for another upload of the same file")
        return Status(text=words, tone=Tone.WAITS)
    # What holds all of them is said once, in a bar: in each row it would look like an error of each.
    return _held(transfer, hold, now)


def _settled(transfer: Transfer) -> Status:
    match transfer.stage:
        case Stage.DONE:
            return Status(text=transfer.asset_id or "", tone=Tone.GOOD, is_id=True)
        case Stage.REFUSED:
            return _refused(transfer.problem)
        case Stage.FAILED:
            return _failed(transfer.problem)
        case _:
            return Status(text=translate("transfer_list", "Cancelled"))


def _sending(size: int | None, sent: int, speed: float | None) -> Status:
    if not size:
        return Status(text=translate("transfer_list", "Uploading"))
    seconds = (size - sent) / speed if speed and sent < size else None
    left = "" if seconds is None or seconds > LONGEST_SECONDS_LEFT else formats.time_left(seconds)
    parts = (
        formats.percent(sent, size),
        formats.speed(speed) if speed and sent < size else "",
        left,
    )
    return Status(
        text=" ".join(part for part in parts if part),
        aloud=translate("transfer_list", "uploading"),
        fraction=min(sent / size, MOST_FRACTION),
        parts=parts,
    )


def _preparing(hold: Hold | None) -> str:
    """Say so, and after Pause all that nothing follows it."""
    if hold is not None and hold.reason is HoldReason.PAUSED:
        return translate("transfer_list", "Paused while preparing")
    return translate("transfer_list", "Preparing")


def _paused(snapshot: Snapshot) -> str:
    """Say what the file was at when it was paused, as that tells what is to come."""
    if snapshot.under_way is Activity.PREPARING:
        return translate("transfer_list", "Paused while preparing")
    match snapshot.transfer.stage:
        case Stage.UPLOADED:
            return translate("transfer_list", "Paused before finishing (all of it is sent)")
        case Stage.QUEUED if snapshot.transfer.sent_at is None:
            return translate("transfer_list", "Paused before sending")
        case Stage.QUEUED:
            return translate("transfer_list", "Paused")
        case _:
            return translate("transfer_list", "Paused (a paused file starts again from 0 %)")


def _held(transfer: Transfer, hold: Hold | None, now: float) -> Status:
    text = waiting = translate("transfer_list", "Waiting")
    match hold.reason if hold is not None else None:
        case HoldReason.OFFLINE if hold is not None:
            text = offline(hold)
        case HoldReason.SIGNED_OUT:
            text = translate("transfer_list", "Waiting for a key")
        case HoldReason.SUSPENDED:
            text = translate("transfer_list", "Waiting: Layers suspended this key or organization")
        case HoldReason.PAUSED:
            text = translate("transfer_list", "Paused")
        case HoldReason.WRITE_BUDGET if hold is not None and hold.next_id == transfer.id:
            if countdown := _countdown(hold.until, now):
                next_in = translate("transfer_list", "Next, in %1").replace("%1", countdown)
                return Status(text=next_in, aloud=waiting)
    return Status(text=text)


def _retrying(snapshot: Snapshot, hold: Hold | None, now: float) -> Status:
    problem = snapshot.transfer.problem
    title = (
        problem_text.words(problem).title if problem else translate("transfer_list", "The last try failed")
    )
    countdown = _countdown(snapshot.until, now)
    # A PUT goes to the storage. Whatever else is tried again is a write, and waits its turn like the others.
    aloud = translate("transfer_list", "Trying again")
    if hold is not None and snapshot.transfer.stage is not Stage.PRESIGNED:
        again = aloud = translate("transfer_list", "Waiting")
    elif countdown:
        again = translate("transfer_list", "Again in %1").replace("%1", countdown)
    else:
        again = aloud
    count = ""
    if snapshot.tries_allowed:
        count = translate("transfer_list", "(%1 of %2)").replace("%1", str(snapshot.transfer.tries))
        count = " " + count.replace("%2", str(snapshot.tries_allowed))
    return Status(
        text=f"{title}. {again}{count}",
        aloud=f"{title}. {aloud}{count}",
        tone=Tone.WAITS,
        end=f" {again}{count}",
    )


def _countdown(until: float | None, now: float) -> str:
    """Return the time to `until`, or nothing when it is unknown or over: then there is nothing to count."""
    if until is None or until <= now:
        return ""
    return formats.duration(math.ceil(until - now))


def _refused(problem: Problem | None) -> Status:
    """Say why in one sentence; a refusal's title only says again that it was not sent."""
    if problem is None:
        return Status(text=translate("transfer_list", "Not sent"), tone=Tone.BAD)
    shown = problem_text.words(problem)
    reason = shown.explanation or f"{shown.title}."
    text = translate("transfer_list", "Not sent: %1").replace("%1", reason)
    longer = f"{text} {shown.action}".rstrip()
    return Status(text=text, longer=longer, aloud=longer, tone=Tone.BAD)


def _failed(problem: Problem | None) -> Status:
    if problem is None:
        return Status(text=translate("transfer_list", "The upload failed."), tone=Tone.BAD)
    # The request id goes first: menu and tooltip have it. Then that the file is kept, which the list shows,
    # then why; what failed and what to do stay.
    words = problem_text.words(problem)
    rest = replace(words, request="")
    unkept = replace(rest, kept="")
    shorter = tuple(shortened.sentence() for shortened in (rest, unkept, replace(unkept, explanation="")))
    return Status(text=words.sentence(), shorter=shorter, tone=Tone.BAD)


def _known(transfer: Transfer) -> Status:
    text = translate("transfer_list", "Already in this project as %1")
    text = text.replace("%1", isolated(transfer.known_asset_id or ""))
    end = f", {formats.day(transfer.known_at)}" if transfer.known_at is not None else ""
    return Status(text=text + end, shorter=(text, transfer.known_asset_id or text))


def offline(hold: Hold) -> str:
    """Return what is waited for; where a person can mend it, what that is. The bar on top says how."""
    code = hold.to_mend.code if hold.to_mend is not None else ""
    if code.startswith("network.proxy"):
        return translate("hold", "Waiting: the proxy does not work")
    if code.startswith("network.certificate"):
        return translate("hold", "Waiting: the connection is not secure")
    if code.startswith("network.sign_in_page"):
        return translate("hold", "Waiting: the network asks to sign in")
    return translate("hold", "Waiting for the network")
