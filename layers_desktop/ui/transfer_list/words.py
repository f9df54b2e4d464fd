"""What a row says about itself. Pure: a snapshot, what the queue waits for and the time, into words.

One case for each line of "States in words"; the delegate, the tooltip and assistive technology all read the
same `Status`. No "0 B/s", no endless time left, no 100 % before there is an asset id.
"""

from __future__ import annotations

import html
import math
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication

from layers_desktop.errors import Problem
from layers_desktop.media.kinds import Kind
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Snapshot, Stage, Transfer
from layers_desktop.ui.formats import format_duration, format_size, format_speed

translate = QCoreApplication.translate

MOST_PERCENT: Final = 99
"""Counted bytes run ahead of the wire: the last percent is the asset id."""
LONGEST_SECONDS_LEFT: Final = 48 * 3600
"""A longer guess says nothing that a person can use."""
_DIRECTION_MARKS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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
    """The whole line, as read aloud."""
    tone: Tone = Tone.QUIET
    fraction: float | None = None
    """0 to 1 while bytes go out: then a bar is painted, and `parts` after it."""
    parts: tuple[str, ...] = ()
    """Percent, speed and time left; an empty one is an empty space."""
    is_id: bool = False
    """The line is an asset id, for the fixed-width font."""


def status(
    snapshot: Snapshot, hold: Hold | None, now: float, *, sent: int = 0, speed: float | None = None
) -> Status:
    """Return what the row says. `now` is on `time.monotonic()`'s clock, `sent` bytes, `speed` bytes/s."""
    transfer = snapshot.transfer
    match transfer.stage:
        case Stage.DONE:
            return Status(text=transfer.asset_id or "", tone=Tone.GOOD, is_id=True)
        case Stage.REFUSED:
            return Status(text=_refused(transfer.problem), tone=Tone.BAD)
        case Stage.FAILED:
            return Status(text=_failed(transfer.problem), tone=Tone.BAD)
        case Stage.CANCELLED:
            return Status(text=translate("transfer_list", "Cancelled"))
    match snapshot.activity:
        case Activity.PREPARING:
            return Status(text=translate("transfer_list", "Preparing"))
        case Activity.SENDING:
            return _sending(transfer.size, sent, speed)
        case Activity.FINISHING:
            return Status(text=translate("transfer_list", "Finishing"))
        case Activity.RETRYING:
            return Status(text=_retrying(snapshot, now), tone=Tone.WAITS)
        case Activity.PAUSED:
            return Status(
                text=translate("transfer_list", "Paused (a paused file starts again from 0 %)"),
                tone=Tone.WAITS,
            )
        case _:
            return _waiting(hold, now)


def counts_down(snapshot: Snapshot) -> bool:
    """Tell whether this row's words change with the time alone, whatever the queue waits for."""
    return snapshot.activity is Activity.RETRYING


def _sending(size: int | None, sent: int, speed: float | None) -> Status:
    if not size:
        return Status(text=translate("transfer_list", "Uploading"))
    percent = min(sent * 100 // size, MOST_PERCENT)
    left = ""
    if speed and sent < size and (size - sent) / speed <= LONGEST_SECONDS_LEFT:
        duration = format_duration(math.ceil((size - sent) / speed))
        left = translate("transfer_list", "{duration} left").format(duration=duration)
    parts = (
        translate("transfer_list", "{percent} %").format(percent=percent),
        format_speed(speed) if speed and sent < size else "",
        left,
    )
    return Status(
        text=" ".join(part for part in parts if part),
        fraction=min(sent / size, MOST_PERCENT / 100),
        parts=parts,
    )


def _waiting(hold: Hold | None, now: float) -> Status:
    quiet = Tone.QUIET
    match hold.reason if hold else None:
        case HoldReason.WRITE_BUDGET:
            assert hold is not None
            return Status(text=_write_budget(hold, now), tone=Tone.WAITS)
        case HoldReason.OFFLINE:
            return Status(text=translate("transfer_list", "Waiting for the network"), tone=Tone.WAITS)
        case HoldReason.SIGNED_OUT:
            return Status(text=translate("transfer_list", "Waiting for an API key"), tone=Tone.WAITS)
        case HoldReason.SUSPENDED:
            text = translate("transfer_list", "Waiting: Layers suspended this key or organization")
            return Status(text=text, tone=Tone.WAITS)
        case HoldReason.PAUSED:
            return Status(text=translate("transfer_list", "Paused"), tone=Tone.WAITS)
        case _:
            return Status(text=translate("transfer_list", "Waiting"), tone=quiet)


def _write_budget(hold: Hold, now: float) -> str:
    if hold.writes_per_minute:
        text = translate("transfer_list", "Layers allows {count} writes a minute.")
        text = text.format(count=hold.writes_per_minute)
    else:
        text = translate("transfer_list", "Layers limits the writes a minute.")
    countdown = _countdown(hold.until, now)
    if not countdown:
        return text
    goes_on = translate("transfer_list", "Goes on in {duration}").format(duration=countdown)
    return f"{text} {goes_on}"


def _retrying(snapshot: Snapshot, now: float) -> str:
    problem = snapshot.transfer.problem
    title = problem.title if problem else translate("transfer_list", "The last try failed")
    countdown = _countdown(snapshot.until, now)
    if countdown:
        again = translate("transfer_list", "Again in {duration}").format(duration=countdown)
    else:
        again = translate("transfer_list", "Trying again")
    if snapshot.tries_allowed:
        count = translate("transfer_list", "({tries} of {allowed})")
        again += " " + count.format(tries=snapshot.transfer.tries, allowed=snapshot.tries_allowed)
    return f"{title}. {again}"


def _countdown(until: float | None, now: float) -> str:
    """Return the time to `until`, or nothing when it is unknown or over: then there is nothing to count."""
    if until is None or until <= now:
        return ""
    return format_duration(math.ceil(until - now))


def _refused(problem: Problem | None) -> str:
    if problem is None:
        return translate("transfer_list", "Not sent")
    reason = f"{problem.title}."
    if problem.explanation:
        reason += f" {problem.explanation}"
    return translate("transfer_list", "Not sent: {reason}").format(reason=reason)


def _failed(problem: Problem | None) -> str:
    return problem.sentence() if problem else translate("transfer_list", "The upload failed.")


def kind_name(kind: Kind | None) -> str:
    """Return the kind as a person calls it; empty when it was never known."""
    names = {
        Kind.IMAGE: translate("transfer_list", "Image"),
        Kind.VIDEO: translate("transfer_list", "Video"),
        Kind.AUDIO: translate("transfer_list", "Audio"),
        Kind.LOGO: translate("transfer_list", "Logo"),
        Kind.REFERENCE_IMAGE: translate("transfer_list", "Reference image"),
    }
    return names[kind] if kind else ""


def display_name(name: str) -> str:
    """Return a file name that fits one line and cannot turn the text around it."""
    return "".join("\ufffd" if _disturbs(letter) else letter for letter in name)


def _disturbs(letter: str) -> bool:
    return letter in _DIRECTION_MARKS or unicodedata.category(letter) in ("Cc", "Zl", "Zp")


def details(transfer: Transfer) -> tuple[str, ...]:
    """Return what stands dim after the name: kind and size, as far as they are known."""
    size = format_size(transfer.size) if transfer.size is not None else ""
    return tuple(part for part in (kind_name(transfer.kind), size) if part)


def tooltip(transfer: Transfer) -> str:
    """Return the full name and the whole problem, as rich text with nothing in it taken for markup."""
    lines = [display_name(transfer.name)]
    if transfer.problem is not None and not transfer.stage == Stage.DONE:
        lines.append(transfer.problem.sentence())
    elif transfer.asset_id:
        lines.append(transfer.asset_id)
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def accessible_text(transfer: Transfer, shown: Status) -> str:
    """Return the row as read aloud: "founder-shot.jpg, reference image, 482 KB, done, asset med_…"."""
    kind, *_ = (*details(transfer), "")
    parts = [transfer.name, *details(transfer)]
    if transfer.kind is not None:
        parts[1] = kind[:1].lower() + kind[1:]
    if transfer.stage is Stage.DONE:
        parts.append(translate("transfer_list", "done, asset {id}").format(id=transfer.asset_id or ""))
    elif shown.fraction is not None:
        parts.append(translate("transfer_list", "uploading, {status}").format(status=shown.text))
    else:
        parts.append(shown.text)
    return ", ".join(part for part in parts if part)
