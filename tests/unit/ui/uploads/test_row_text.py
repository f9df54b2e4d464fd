from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.api.errors import CaptivePortal, ProxyFault, Timeout, TlsFault
from layers_desktop.core.errors import Term, UserError
from layers_desktop.media.formats import MediaKind
from layers_desktop.media.inspection import not_media
from layers_desktop.transfers.transfer import Activity, Hold, HoldReason, Snapshot, Stage
from layers_desktop.ui.uploads import row_text
from layers_desktop.ui.uploads.status_text import Tone, status_of
from tests.support.problems import worded
from tests.support.tables import for_each

Make = Callable[..., Snapshot]

NOW = 1_000.0
WAITING = (Stage.QUEUED, Activity.WAITING, dict[str, object]())
UNKNOWN: dict[str, object] = {
    "project_id": "", "project_name": "", "kind": None, "mime_type": None, "size": None
}  # fmt: skip
"""A file that came in without a project, and of which nothing was looked at."""
NO_PROJECT = (Stage.QUEUED, Activity.WAITING, UNKNOWN)
NO_KEY = (Stage.QUEUED, Activity.WAITING, {**UNKNOWN, "account_id": ""})
SILENT = worded(code="storage.timeout", title="The storage did not answer")
PDF = not_media(Term("a PDF"))
BARE = worded(code="file.refused", title="Layers takes no such file")
NO_SCOPE = worded(
    code="FORBIDDEN_SCOPE",
    title="Your key may not upload",
    explanation="It lacks projects:write.",
    kept="The file is kept.",
    action="Make a key with projects:write and connect again.",
    request_id="req_01HX",
)
MAY_3 = datetime(2024, 5, 3, 12).timestamp()  # noqa: DTZ001 - local, as it is shown
BUDGET = Hold(HoldReason.WRITE_BUDGET, until=NOW + 22.4, writes_per_minute=60)


def offline(error: UserError) -> Hold:
    return Hold(HoldReason.OFFLINE, problem=error.problem)


@for_each(
    ("row", "hold", "says", "tone"),
    [
        (WAITING, None, "Waiting", Tone.QUIET),
        ((Stage.QUEUED, Activity.PREPARING, {}), None, "Preparing", Tone.QUIET),
        ((Stage.QUEUED, Activity.PREPARING, {}), BUDGET, "Preparing", Tone.QUIET),
        ((Stage.UPLOADED, Activity.FINISHING, {}), None, "Finishing", Tone.QUIET),
        (WAITING, BUDGET, "Waiting", Tone.QUIET),
        (WAITING, replace(BUDGET, next_id=2), "Waiting", Tone.QUIET),
        (WAITING, replace(BUDGET, next_id=1), "Next, in 23 s", Tone.QUIET),
        (
            (Stage.UPLOADED, Activity.WAITING, {}), replace(BUDGET, next_id=1, until=NOW + 4.2),
            "Next, in 5 s", Tone.QUIET,
        ),
        (WAITING, replace(BUDGET, next_id=1, until=NOW - 1), "Waiting", Tone.QUIET),
        (
            (Stage.UPLOADED, Activity.RETRYING,
            {"until": NOW + 7.2, "tries": 2, "tries_allowed": 6, "problem": SILENT}), BUDGET,
            "The storage did not answer. Waiting (2 of 6)", Tone.WAITS,
        ),
        (WAITING, Hold(HoldReason.OFFLINE), "Waiting for the network", Tone.QUIET),
        (WAITING, offline(Timeout()), "Waiting for the network", Tone.QUIET),
        (WAITING, offline(ProxyFault()), "Waiting: the proxy does not work", Tone.QUIET),
        (WAITING, offline(TlsFault()), "Waiting: the connection is not secure", Tone.QUIET),
        (WAITING, offline(CaptivePortal()), "Waiting: the network asks to sign in", Tone.QUIET),
        (WAITING, Hold(HoldReason.SIGNED_OUT), "Waiting for a key", Tone.QUIET),
        (
            WAITING, Hold(HoldReason.SUSPENDED),
            "Waiting: Layers suspended this key or organization", Tone.QUIET,
        ),
        (WAITING, Hold(HoldReason.PAUSED), "Paused", Tone.QUIET),
        (NO_PROJECT, None, "Waiting for a project", Tone.WAITS),
        (NO_PROJECT, Hold(HoldReason.PAUSED), "Waiting for a project", Tone.WAITS),
        (NO_KEY, Hold(HoldReason.SIGNED_OUT), "Waiting for a key", Tone.WAITS),
        ((Stage.QUEUED, Activity.PREPARING, UNKNOWN), None, "Preparing", Tone.QUIET),
        ((Stage.QUEUED, Activity.PAUSED, UNKNOWN), None, "Paused before sending", Tone.QUIET),
        (
            (Stage.PRESIGNED, Activity.RETRYING,
            {"until": NOW + 7.2, "tries": 2, "tries_allowed": 6, "problem": SILENT}), None,
            "The storage did not answer. Again in 8 s (2 of 6)", Tone.WAITS,
        ),
        (
            (Stage.PRESIGNED, Activity.RETRYING, {"until": NOW - 0.1, "tries": 2, "tries_allowed": 6}), None,
            "The last try failed. Trying again (2 of 6)", Tone.WAITS,
        ),
        (
            (Stage.PRESIGNED, Activity.RETRYING, {"until": NOW + 7.2, "problem": SILENT}), BUDGET,
            "The storage did not answer. Again in 8 s", Tone.WAITS,
        ),
        (
            (Stage.PRESIGNED, Activity.RETRYING, {"until": NOW + 7.2, "problem": SILENT}),
            Hold(HoldReason.OFFLINE), "Waiting for the network", Tone.QUIET,
        ),
        (
            (Stage.PRESIGNED, Activity.RETRYING, {"until": NOW - 0.1, "problem": SILENT}),
            Hold(HoldReason.PAUSED), "Paused", Tone.QUIET,
        ),
        (
            (Stage.PRESIGNED, Activity.PAUSED, {"paused": True}), None,
            "Paused (a paused file starts again from 0 %)", Tone.QUIET,
        ),
        (
            (Stage.QUEUED, Activity.PAUSED, {"paused": True, "under_way": Activity.PREPARING}), None,
            "Paused while preparing", Tone.QUIET,
        ),
        (
            (Stage.QUEUED, Activity.PREPARING, {}), Hold(HoldReason.PAUSED),
            "Paused while preparing", Tone.QUIET,
        ),
        ((Stage.UPLOADED, Activity.FINISHING, {"asked_at": NOW - 4.9}), None, "Finishing", Tone.QUIET),
        (
            (Stage.UPLOADED, Activity.FINISHING, {"asked_at": NOW - 12}), None,
            "Waiting for Layers for 12 s", Tone.QUIET,
        ),
        (
            (Stage.QUEUED, Activity.PREPARING, {"asked_at": NOW - 59}), Hold(HoldReason.PAUSED),
            "Waiting for Layers for 59 s", Tone.QUIET,
        ),
        (
            (Stage.QUEUED, Activity.SENDING, {"asked_at": NOW - 6}), None,
            "Waiting for Layers for 6 s", Tone.QUIET,
        ),
        ((Stage.QUEUED, Activity.PAUSED, {"paused": True}), None, "Paused before sending", Tone.QUIET),
        (
            (Stage.UPLOADED, Activity.PAUSED, {"paused": True}), None,
            "Paused before finishing (all of it is sent)", Tone.QUIET,
        ),
        ((Stage.QUEUED, Activity.PAUSED, {"paused": True, "sent_at": NOW}), None, "Paused", Tone.QUIET),
        ((Stage.QUEUED, Activity.UNSTABLE_FILE, {}), None, "Waiting until the file is finished", Tone.QUIET),
        (
            (Stage.QUEUED, Activity.WAITING, {"behind": True}), BUDGET,
            "Waiting for another upload of the same file", Tone.WAITS,
        ),
        (
            (Stage.QUEUED, Activity.KNOWN, {"known_asset_id": "med_01HX", "known_at": MAY_3}), BUDGET,
            "Already in this project as med_01HX, 3 May 2024", Tone.QUIET,
        ),
        (
            (Stage.QUEUED, Activity.KNOWN, {"known_asset_id": "med_01HX"}), None,
            "Already in this project as med_01HX", Tone.QUIET,
        ),
        (
            (Stage.REFUSED, None, {"problem": PDF, "kind": None}), BUDGET,
            "Not sent: Layers takes images, video and audio; this is a PDF.", Tone.BAD,
        ),
        ((Stage.REFUSED, None, {"problem": BARE}), None, "Not sent: Layers takes no such file.", Tone.BAD),
        ((Stage.REFUSED, None, {}), None, "Not sent", Tone.BAD),
        (
            (Stage.FAILED, None, {"problem": NO_SCOPE}), None,
            NO_SCOPE.sentence(),
            Tone.BAD,
        ),
        ((Stage.FAILED, None, {}), None, "The upload failed.", Tone.BAD),
        ((Stage.DONE, None, {"asset_id": "med_01HX"}), None, "med_01HX", Tone.GOOD),
        ((Stage.CANCELLED, None, {}), None, "Cancelled", Tone.QUIET),
    ],
)  # fmt: skip
def test_each_state_says_its_words(
    make: Make,
    row: tuple[Stage, Activity | None, dict[str, object]],
    hold: Hold | None,
    says: str,
    tone: Tone,
) -> None:
    stage, activity, fields = row
    shown = status_of(make(1, stage, activity, **fields), hold, NOW)
    assert (shown.text, shown.tone) == (says, tone)
    assert shown.fraction is None
    assert shown.is_id is (stage is Stage.DONE)


@for_each(
    ("sent", "speed", "parts"),
    [
        (131_440_000, 18_400_000.0, ("62 %", "18.4 MB/s", "5 s left")),
        (0, None, ("0 %", "", "")),
        (212_000_000, 18_400_000.0, ("99 %", "", "")),
        (500_000_000, 18_400_000.0, ("99 %", "", "")),
        (1_000_000, 1.0, ("0 %", "1 KB/s", "")),
    ],
)
def test_bytes_on_their_way_say_percent_speed_and_time_left_as_far_as_they_are_known(
    make: Make, sent: int, speed: float | None, parts: tuple[str, str, str]
) -> None:
    snapshot = make(1, Stage.PRESIGNED, Activity.SENDING, size=212_000_000)
    shown = status_of(snapshot, None, NOW, sent=sent, speed=speed)
    assert shown.parts == parts
    assert shown.text == " ".join(part for part in parts if part)


def test_a_file_of_unknown_size_shows_no_bar(make: Make) -> None:
    shown = status_of(make(1, Stage.PRESIGNED, Activity.SENDING, size=None), None, NOW, sent=5)
    assert (shown.text, shown.fraction) == ("Uploading", None)


@given(size=st.integers(1, 2**40), sent=st.integers(0, 2**41), speed=st.none() | st.floats(0, 1e12))
def test_sending_never_says_100_percent_nor_nothing_a_second_nor_an_endless_time(
    make: Make, size: int, sent: int, speed: float | None
) -> None:
    snapshot = make(1, Stage.PRESIGNED, Activity.SENDING, size=size)
    shown = status_of(snapshot, None, NOW, sent=sent, speed=speed)
    assert shown.fraction is not None
    assert 0.0 <= shown.fraction <= 0.99
    assert "100 %" not in shown.text
    assert not any(part.startswith("0 ") for part in shown.parts[1:])
    assert "∞" not in shown.text
    assert "inf" not in shown.text


@for_each(
    ("fields", "says"),
    [
        (
            {"stage": Stage.DONE, "asset_id": "med_01HX"},
            "founder-shot.jpg, reference image, 482 KB, done, asset med_01HX",
        ),
        (
            {"stage": Stage.PRESIGNED, "activity": Activity.SENDING},
            "founder-shot.jpg, reference image, 482 KB, uploading",
        ),
        (
            {"stage": Stage.REFUSED, "kind": None, "problem": PDF, "name": "brief.pdf"},
            "brief.pdf, 482 KB, Not sent: Layers takes images, video and audio; this is a PDF.",
        ),
        ({"kind": None, "size": None}, "founder-shot.jpg, Waiting"),
    ],
)
def test_a_row_reads_aloud_as_name_kind_size_and_state(
    make: Make, fields: dict[str, object], says: str
) -> None:
    snapshot = make(1, **fields)
    shown = status_of(snapshot, None, NOW, sent=241_056, speed=1_000_000.0)
    assert row_text.accessible_text(snapshot.transfer, shown) == says


def test_what_the_time_alone_changes_is_read_on_request_only(make: Make) -> None:
    until = NOW + 40
    held = Hold(HoldReason.WRITE_BUDGET, until=until, next_id=4)
    counting: tuple[tuple[Snapshot, Hold | None], ...] = (
        (make(1, Stage.PRESIGNED, Activity.SENDING), None),
        (make(2, activity=Activity.RETRYING, problem=SILENT, until=until), None),
        (replace(make(3, Stage.UPLOADED, Activity.FINISHING), asked_at=NOW - 9), None),
        (make(4), held),
    )
    for snapshot, hold in counting:
        read, described = set(), set()
        for seconds in range(30):
            shown = status_of(snapshot, hold, NOW + seconds, sent=seconds * 10_000, speed=5_000.0 + seconds)
            read.add(row_text.accessible_text(snapshot.transfer, shown))
            described.add(row_text.accessible_description(snapshot.transfer, shown, None))
        assert len(read) == 1
        assert len(described) > 10


def test_a_row_tells_its_project_only_where_it_is_not_the_picked_one(make: Make) -> None:
    row = make(1)
    shown = status_of(row, None, NOW)
    assert row_text.accessible_description(row.transfer, shown, row.transfer.project_id) == ""
    assert row_text.accessible_description(row.transfer, shown, "prj_9") == row_text.project_line(
        row.transfer
    )
    assert row_text.accessible_description(row.transfer, shown, None) == ""


def test_a_tooltip_has_the_full_name_and_the_whole_problem_and_no_markup_of_the_files(make: Make) -> None:
    snapshot = make(1, Stage.FAILED, name="<b>x</b>.png", problem=NO_SCOPE)
    tip = row_text.tooltip(snapshot.transfer)
    assert "&lt;b&gt;x&lt;/b&gt;.png" in tip
    assert "<b>" not in tip
    assert "· request req_01HX" in tip


def test_a_tooltip_of_a_done_row_has_the_id_and_not_what_an_earlier_try_ran_into(make: Make) -> None:
    tip = row_text.tooltip(make(1, Stage.DONE, asset_id="med_01HX", problem=SILENT).transfer)
    assert "med_01HX" in tip
    assert SILENT.words.title not in tip


def test_a_tooltip_of_a_waiting_row_is_its_name_and_where_it_goes(make: Make) -> None:
    transfer = replace(make(1).transfer, project_name="A & B")
    assert row_text.tooltip(transfer) == "<p>founder-shot.jpg</p><p>Project: A &amp; B</p>"


def test_of_a_file_that_was_not_looked_at_nothing_is_said_that_is_not_known(make: Make) -> None:
    row = make(1, **UNKNOWN)
    assert row_text.details(row.transfer) == ()
    assert row_text.project_line(row.transfer) == ""
    assert row_text.tooltip(row.transfer) == "<p>founder-shot.jpg</p>"
    said = row_text.accessible_text(row.transfer, status_of(row, None, NOW))
    assert said == "founder-shot.jpg, Waiting for a project"
    named = make(1, project_id="prj_wanted", project_name="").transfer
    assert row_text.project_line(named) == ""


@for_each(
    ("name", "shown"),
    [
        ("Café Ünïcode 日本 🎬.png", "Café Ünïcode 日本 🎬.png"),
        ("two\nlines.png", "two¶lines.png"),
        ("photo\u202egnp.exe", "photo\ufffdgnp.exe"),
    ],
)
def test_a_name_fits_one_line_and_cannot_turn_the_text_around_it(name: str, shown: str) -> None:
    assert row_text.display_name(name) == shown


def test_every_kind_has_a_name() -> None:
    names = [row_text.kind_name(kind) for kind in MediaKind]
    assert names == ["Image", "Video", "Audio", "Logo", "Reference image"]
    assert row_text.kind_name(None) == ""


def test_where_a_failure_has_little_room_what_to_do_stays_longest(make: Make) -> None:
    shown = status_of(make(1, Stage.FAILED, problem=NO_SCOPE), None, NOW)
    assert shown.shorter == (
        f"{NO_SCOPE.words.title}. {NO_SCOPE.words.explanation} {NO_SCOPE.words.kept} {NO_SCOPE.words.action}",
        f"{NO_SCOPE.words.title}. {NO_SCOPE.words.explanation} {NO_SCOPE.words.action}",
        f"{NO_SCOPE.words.title}. {NO_SCOPE.words.action}",
    )
    assert shown.text == f"{shown.shorter[0]} · request req_01HX"


def test_a_refusal_says_what_to_do_where_there_is_room_for_it(make: Make) -> None:
    problem = worded(
        code="x", title="Too large", explanation="It is 2 GB.", kept="", action="Export it smaller."
    )
    shown = status_of(make(1, Stage.REFUSED, problem=problem), None, NOW)
    assert shown.text == "Not sent: It is 2 GB."
    assert shown.longer == "Not sent: It is 2 GB. Export it smaller."


def test_of_a_known_file_the_id_stays_longest(make: Make) -> None:
    snapshot = make(1, Stage.QUEUED, Activity.KNOWN, known_asset_id="med_1", known_at=MAY_3)
    assert status_of(snapshot, None, NOW).shorter == ("Already in this project as med_1", "med_1")


def test_a_reused_asset_says_so_in_the_tooltip_alone(make: Make) -> None:
    snapshot = make(1, Stage.DONE, asset_id="med_1", reused=True)
    assert "was already in this project" in row_text.tooltip(snapshot.transfer)
    assert status_of(snapshot, None, NOW).text == "med_1"
    assert "already" not in row_text.tooltip(make(2, Stage.DONE).transfer)


def test_a_known_file_is_read_aloud_with_both_answers(make: Make) -> None:
    snapshot = make(1, Stage.QUEUED, Activity.KNOWN, known_asset_id="med_1", known_at=MAY_3)
    aloud = row_text.accessible_text(snapshot.transfer, status_of(snapshot, None, NOW))
    assert aloud.endswith("Already in this project as med_1, 3 May 2024, use that ID or upload again")


def test_a_line_break_in_a_name_is_a_calm_mark() -> None:
    assert row_text.display_name("sum\nmer\u2028.jpg") == "sum¶mer¶.jpg"
