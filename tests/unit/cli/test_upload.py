"""`layers-desktop upload` against the sandbox over real sockets."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.api import transport
from layers_desktop.cli import sign_in, upload
from layers_desktop.cli.main import KINDS, main
from layers_desktop.cli.sign_in import SignInWaits
from layers_desktop.cli.upload_output import GivenPaths, UploadOutput
from layers_desktop.core.console import Console
from layers_desktop.core.secrets import ApiKey
from layers_desktop.media.formats import MediaKind
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.settings.account_keys import AccountKeys
from layers_desktop.settings.caches import StorageCache
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import Preferences
from layers_desktop.settings.store import PreferenceStore
from layers_desktop.transfers import steps
from layers_desktop.transfers.journal.journal import Journal
from layers_desktop.transfers.queue import QueueConfig
from layers_desktop.transfers.retry_policy import RetryPolicy
from layers_desktop.transfers.throttle import BandwidthLimiter
from layers_desktop.transfers.transfer import Activity, Snapshot, Stage
from layers_desktop.transfers.unconfirmed import in_doubt
from tests.support.memory_keyring import MemoryKeyring
from tests.support.problems import worded
from tests.support.processes import killed_at_end, wait_until
from tests.support.timeouts import TIMEOUT_S
from tests.unit.transfers.test_retry_policy import transfer

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
PROJECT = "Café Ünïcode iOS"

Run = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(tier="partner")) as sandbox:
        yield sandbox


@pytest.fixture
def run(
    box: Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    qtbot: QtBot,  # noqa: ARG001 - the application whose event loop the upload uses
) -> Run:
    """Run `upload --json` in this process; returns exit code, results and stderr."""
    monkeypatch.setenv("LAYERS_BASE_URL", box.base_url)
    monkeypatch.setenv("LAYERS_API_KEY", box.key)
    monkeypatch.setattr(sign_in, "WAITS", SignInWaits(sleep=lambda _: None))
    monkeypatch.setattr(upload, "QueueConfig", partial(QueueConfig, policy=RetryPolicy(base=0.01, cap=0.02)))

    def go(*arguments: str, project: str = PROJECT) -> tuple[int, list[dict[str, Any]], str]:
        words = ["upload", "--json", "--data-dir", str(tmp_path / "data"), "--project", project, *arguments]
        key = os.environ.get("LAYERS_API_KEY", "")
        code = main(words)
        monkeypatch.setenv("LAYERS_API_KEY", key)  # for another call
        out, err = capfd.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return go


def picture(folder: Path, name: str = "beach.png", size: int = 1_000) -> Path:
    path = folder / name
    path.write_bytes(PNG + os.urandom(size))
    return rested(path)


def rested(path: Path) -> Path:
    """Make the file older than those that may still be written to, for which the program waits."""
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def video(folder: Path, size: int) -> Path:
    path = folder / "clip.mp4"
    path.write_bytes(MP4 + os.urandom(size))
    return rested(path)


@pytest.mark.parametrize(
    ("words", "limit"),
    [((), 700_000), (("--limit-rate", "5000"), 5_000_000), (("--limit-rate", "0"), 0)],
)
def test_a_limit_of_the_call_counts_and_without_one_that_of_the_settings(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], limit: int
) -> None:
    limits: list[int] = []
    begun = BandwidthLimiter.__init__

    def noted(bandwidth: BandwidthLimiter, limit: int) -> None:
        limits.append(limit)
        begun(bandwidth, limit)

    monkeypatch.setattr(BandwidthLimiter, "__init__", noted)
    PreferenceStore(places(tmp_path / "data")).save(Preferences(bandwidth_limit=700))
    assert run(*words, str(picture(tmp_path)))[0] == 0
    assert limits == [limit]


def test_a_small_and_a_large_file_become_assets_with_the_bytes_that_were_given(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    small = picture(tmp_path)
    large = video(tmp_path, 700_000)

    code, results, _ = run(str(small), str(large))

    assert code == 0
    assert {result["status"] for result in results} == {"done"}
    stored = {asset.asset_id: asset for asset in box.world.assets}
    assert len(stored) == 2
    for path in (small, large):
        result = next(one for one in results if one["path"] == str(path))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        asset = stored[result["assetId"]]
        assert result["sha256"] == asset.sha256 == digest
        assert asset.path.read_bytes() == path.read_bytes()
        assert (result["kind"], result["mimeType"]) == (asset.kind, asset.mime_type)
        assert result["sizeBytes"] == path.stat().st_size
        assert result["url"] == asset.url
        assert result["error"] is None


def test_a_folder_is_walked_and_each_file_gets_its_own_line_with_the_path_as_it_was_given(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shoot" / "day 2").mkdir(parents=True)
    picture(tmp_path / "shoot", "one.png")
    picture(tmp_path / "shoot" / "day 2", "two.png")
    monkeypatch.chdir(tmp_path)

    code, results, _ = run("./shoot")

    assert code == 0
    assert {result["path"] for result in results} == {"./shoot/one.png", "./shoot/day 2/two.png"}


def test_what_cannot_be_sent_is_told_and_costs_the_rest_nothing(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    good = picture(tmp_path)
    brief = tmp_path / "brief.pdf"
    brief.write_bytes(b"%PDF-1.7\n")
    empty = tmp_path / "empty.png"
    empty.touch()
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)

    code, results, err = run(
        str(brief), str(good), str(tmp_path / "gone.png"), str(empty), str(pipe), "file://other/far.png"
    )

    assert code == 1
    by_name = {Path(result["path"]).name: result for result in results}
    assert by_name["beach.png"]["status"] == "done"
    assert {name: (one["status"], one["error"]["code"]) for name, one in by_name.items() if one["error"]} == {
        "brief.pdf": ("refused", "file.not_media"),
        "gone.png": ("failed", "file.gone"),
        "empty.png": ("refused", "file.empty"),
        "pipe.png": ("refused", "file.not_a_file"),
        "far.png": ("refused", "file.link"),
    }
    assert len(box.world.assets) == 1
    assert "Traceback" not in err


def test_nothing_in_a_folder_but_hidden_files_is_left_out_without_a_word(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    shoot = tmp_path / "shoot"
    shoot.mkdir()
    picture(shoot)
    picture(shoot, ".hidden.png")
    (shoot / "clip.mp4").symlink_to(tmp_path / "gone.mp4")
    (shoot / "videos").symlink_to(tmp_path)
    os.mkfifo(shoot / "fifo")

    code, results, _ = run(str(shoot))

    assert code == 1
    assert {(Path(one["path"]).name, one["error"] and one["error"]["code"]) for one in results} == {
        ("beach.png", None),
        ("clip.mp4", "file.gone"),
        ("videos", "file.folder"),
        ("fifo", "file.not_a_file"),
    }
    assert len(box.world.assets) == 1


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        ("inline:403:*", "it lacks projects:write"),
        ("inline:404:*", f"Layers does not know the project “{PROJECT}” any more"),
        ("put:413:*", "Make the file smaller"),
        ("put:badsignature:*", "A proxy may be rewriting uploads"),
        ("finalize:400:*", "did not find the bytes"),
        ("finalize:404:*", "does not know this upload any more"),
    ],
)
def test_a_file_that_failed_is_told_in_words_of_a_command_line(
    box: Sandbox, tmp_path: Path, capfd: pytest.CaptureFixture[str], fault: str, advice: str
) -> None:
    box.world.faults.add(fault)
    file = picture(tmp_path, size=1_000 if fault.startswith("inline") else 300_000)
    data = str(tmp_path / "data")
    assert main(["upload", "--data-dir", data, "--project", PROJECT, str(file)]) == 1
    said = capfd.readouterr().err
    assert advice.lower() in said.lower()
    assert "The same command goes on with it." in said
    assert not re.search(r"\b(list|retry|drop|by itself|connect|is sent again|afresh)\b", said, re.IGNORECASE)


def test_a_name_with_a_line_break_stays_on_one_line(
    run: Run,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    box: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    odd = picture(tmp_path, "two\nlines.png")
    code = main(["upload", "--project", PROJECT, "--data-dir", str(tmp_path / "data"), str(odd)])
    out, _ = capfd.readouterr()

    assert code == 0
    assert out.count("\n") == 1
    assert box.world.assets[0].asset_id in out

    monkeypatch.setenv("LAYERS_API_KEY", box.key)
    _, results, _ = run(str(odd))
    assert results[0]["path"] == str(odd)


@pytest.mark.parametrize("kind", ["logo", "reference_image"])
def test_kind_says_what_images_are_and_refuses_what_cannot_be_one(
    run: Run, box: Sandbox, tmp_path: Path, kind: str
) -> None:
    image = picture(tmp_path)
    clip = video(tmp_path, 1_000)

    code, results, _ = run("--kind", kind, str(image), str(clip))

    assert code == 1
    assert [asset.kind for asset in box.world.assets] == [kind]
    refused = next(result for result in results if result["status"] == "refused")
    assert refused["error"]["code"] == "file.wrong_kind"


def test_kinds_on_the_command_line_are_those_of_the_media_table() -> None:
    assert list(KINDS) == [kind.value for kind in MediaKind]


def test_a_project_is_found_by_its_id(run: Run, box: Sandbox, tmp_path: Path) -> None:
    wanted = box.world.projects[-1].project_id
    code, _, _ = run(str(picture(tmp_path)), project=wanted)
    assert code == 0
    assert box.world.assets[0].project_id == wanted


def test_an_unknown_project_is_wrong_use_and_sends_nothing(run: Run, box: Sandbox, tmp_path: Path) -> None:
    code, results, err = run(str(picture(tmp_path)), project="Nobody's project")
    assert (code, results) == (2, [])
    assert "There is no project “Nobody's project”" in err
    assert "`layers-desktop projects` lists them" in err
    assert box.world.assets == []


def test_without_a_key_it_is_wrong_use(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAYERS_API_KEY")
    code, _, err = run(str(picture(tmp_path)))
    assert code == 2
    assert "API key" in err


def test_the_account_is_chosen_by_name_among_the_kept_keys(
    run: Run, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAYERS_API_KEY", "lp_of_nobody")
    monkeypatch.setattr("keyring.core._keyring_backend", MemoryKeyring())
    globex = box.world.add_organization("Globex", PROJECT)
    keys = AccountKeys(box.base_url, places(tmp_path / "data"))
    assert keys.save("org_globex", "Globex", ApiKey(globex)).kept
    assert keys.save(box.world.organization_id, "Acme Growth", ApiKey(box.key)).kept

    code, [result], _ = run("--account", "globex", str(picture(tmp_path)))
    assert (code, result["status"]) == (0, "done")
    assert box.world.projects[0].project_id not in {asset.project_id for asset in box.world.assets}

    code, results, err = run("--account", "Initech", str(picture(tmp_path)))
    assert (code, results) == (2, [])
    assert "There are keys for: Acme Growth, Globex." in err


def test_a_wrong_key_ends_with_1_and_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAYERS_API_KEY", "lp_wrong")
    first, second = str(picture(tmp_path)), str(tmp_path / "gone.png")
    code, results, err = run(first, second)
    assert code == 1
    assert [(one["path"], one["status"], one["error"]["code"]) for one in results] == [
        (first, "failed", "UNAUTHENTICATED"),
        (second, "failed", "UNAUTHENTICATED"),
    ]
    assert len(err.strip().splitlines()) == 1
    assert "lp_wrong" not in err
    assert "Set LAYERS_API_KEY" in err


@pytest.mark.parametrize(
    "case",
    [
        ("whoami:portal:*", "sign in to the network, then try again."),
        ("whoami:403:*", "Set LAYERS_API_KEY to a key that has projects:read and projects:write."),
        ("whoami:killswitch:*", "Ask Layers' support."),
        ("projects:timeout:*", "Check the network."),
    ],
)
def test_what_keeps_it_from_signing_in_is_said_with_what_to_do(
    run: Run, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: tuple[str, str]
) -> None:
    fault, advice = case
    monkeypatch.setattr(transport, "TIMEOUT", httpx.Timeout(0.5))
    box.world.faults.add(fault)
    code, [result], err = run(str(picture(tmp_path)))
    assert (code, result["status"], result["assetId"]) == (1, "failed", None)
    said = err.strip().splitlines()[-1].partition(" · ")[0]
    assert "Nothing was sent." in said
    assert said.endswith(advice)
    assert box.world.assets == []


def test_json_says_why_layers_refused_a_file_there_and_on_stderr(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    box.world.faults.add("inline:422:*")
    brief = tmp_path / "brief.pdf"
    brief.write_bytes(b"%PDF-1.7\n")
    code, results, err = run(str(picture(tmp_path)), str(brief))
    assert code == 1
    for result in results:
        assert result["error"]["explanation"]
        said = next(line for line in err.splitlines() if line.startswith(Path(result["path"]).name))
        assert result["error"]["explanation"] in said


def test_a_key_that_is_revoked_in_the_middle_ends_with_1_and_keeps_the_rest(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    box.world.faults.add("inline:401:*")
    code, results, err = run(str(picture(tmp_path)))
    assert code == 1
    [failed] = results
    assert (failed["status"], failed["error"]["code"]) == ("failed", "UNAUTHENTICATED")
    assert "the same command goes on" in err


def test_a_key_that_is_revoked_while_files_are_inspected_gives_each_its_line_and_keeps_it(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    folder = tmp_path / "shoot"
    folder.mkdir()
    names = {picture(folder, f"{number}.png").name for number in range(120)}
    (folder / "notes.txt").write_text("words")
    box.world.faults.add("inline:401:*")

    code, results, err = run(str(folder))

    assert code == 1
    assert len(results) == len(names) + 1
    failed = {Path(one["path"]).name for one in results if one["error"]["code"] == "UNAUTHENTICATED"}
    assert failed - {"notes.txt"} == names
    assert err.count("the same command goes on") == 1
    assert box.world.assets == []
    with closing(sqlite3.connect(tmp_path / "data" / "data" / "journal.sqlite3")) as journal:
        kept = journal.execute("SELECT name FROM transfer WHERE stage = 'queued'").fetchall()
    assert {name for (name,) in kept} - {"notes.txt"} == names


def test_no_network_is_a_sentence_and_1(run: Run, box: Sandbox, tmp_path: Path) -> None:
    box.pause_api()
    code, _, err = run(str(picture(tmp_path)))
    assert code == 1
    assert "Traceback" not in err
    assert err.strip()


def test_what_passes_while_signing_in_is_waited_out_as_long_as_layers_asks(
    run: Run, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(sign_in, "WAITS", SignInWaits(sleep=waits.append))
    box.world.faults.add("whoami:500:1", "whoami:429:1:40", "projects:reset-before:1")
    code, [result], err = run(str(picture(tmp_path)))
    assert (code, result["status"]) == (0, "done")
    said = [line for line in err.splitlines() if "Again in" in line]
    assert [line.partition(".")[0] for line in said] == [
        "Layers has a problem at the moment",
        "Layers asks to wait a moment",
        "The connection broke off",
    ]
    assert said[1].endswith("Again in 40 s (3 of 6).")
    assert waits[1] == 40.0


def broken(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("nobody expected it")


def test_what_cannot_be_looked_at_at_all_ends_with_1_and_a_line_for_each_path(
    run: Run, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "inspect", broken)
    first, second = str(picture(tmp_path)), str(video(tmp_path, 1_000))
    code, results, err = run(first, second)
    assert code == 1
    assert sorted((one["path"], one["status"], one["error"]["code"]) for one in results) == [
        (first, "failed", "internal"),
        (second, "failed", "internal"),
    ]
    assert err.count("Something went wrong inside Layers Desktop.") == 2
    assert box.world.assets == []


def test_what_cannot_be_written_down_at_all_ends_with_1_and_a_line(
    run: Run, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Journal, "add", broken)
    code, [result], _ = run(str(picture(tmp_path)))
    assert (code, result["status"], result["error"]["code"]) == (1, "failed", "internal")
    assert box.world.assets == []


def test_a_call_that_is_stopped_before_a_file_was_taken_in_gives_each_path_one_line() -> None:
    results = io.StringIO()
    report = UploadOutput(
        Console(results, io.StringIO()), GivenPaths(["a.png", "b"]), as_json=True, expected=2
    )
    report.interrupt()
    report.on_submitted(1, 0)
    lines = [json.loads(line) for line in results.getvalue().splitlines()]
    assert [(one["path"], one["status"]) for one in lines] == [("a.png", "cancelled"), ("b", "cancelled")]
    assert report.exit_code == 1


@pytest.mark.parametrize("as_json", [False, True])
def test_a_call_that_is_stopped_tells_the_ids_of_what_is_finished_also_where_no_disk_took_them(
    as_json: bool,
) -> None:
    results = io.StringIO()
    report = UploadOutput(Console(results, io.StringIO()), GivenPaths([]), as_json=as_json, expected=1)
    unwritten = transfer(Stage.UPLOADED, asset_id="med_1")
    report.on_added([Snapshot(transfer=unwritten, activity=Activity.RETRYING, until=1e9)])
    report.interrupt()
    if as_json:
        said = json.loads(results.getvalue())
        assert (said["status"], said["assetId"], said["error"]) == ("done", "med_1", None)
    else:
        assert results.getvalue() == "it.png → med_1\n"


def test_the_same_notice_is_said_again_only_after_a_while() -> None:
    said, now = io.StringIO(), [1_000.0]
    console = Console(io.StringIO(), said)
    report = UploadOutput(console, GivenPaths([]), as_json=False, expected=1, clock=lambda: now[0])
    full = worded(code="journal.unusable", title="The disk is full")
    for now[0] in (1_000.0, 1_059.0, 1_061.0):
        report.on_notice(full)
    assert said.getvalue().count("The disk is full") == 2


def test_an_answer_that_takes_long_is_said_to_be_waited_for() -> None:
    told = threading.Event()

    class Ear(io.StringIO):
        def write(self, text: str) -> int:
            written = super().write(text)
            told.set()
            return written

    ear = Ear()
    patience = SignInWaits(answer_slow=0.01)
    assert patience.asked(lambda: told.wait(TIMEOUT_S), Console(io.StringIO(), ear))
    assert ear.getvalue() == "Waiting for an answer of Layers.\n"


def test_an_empty_folder_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    code, [result], err = run(str(tmp_path / "nothing"))
    assert (code, result["path"]) == (1, str(tmp_path / "nothing"))
    assert (result["status"], result["error"]["code"]) == ("failed", "intake.nothing")
    assert err == "No files were found in what you added. Nothing was sent.\n"


@pytest.mark.parametrize("reason", ["newer", "no folder"])
def test_a_data_folder_that_cannot_be_used_is_the_one_thing_said(
    run: Run, box: Sandbox, tmp_path: Path, reason: str
) -> None:
    data = tmp_path / "data" / "data"
    if reason == "newer":
        data.mkdir(parents=True)
        with closing(sqlite3.connect(data / "journal.sqlite3")) as journal:
            journal.execute("PRAGMA user_version = 99")
    else:
        data.parent.mkdir()
        data.write_text("a file where the folder should be")
    code, [result], err = run(str(picture(tmp_path)))
    assert (code, result["status"]) == (1, "failed")
    assert result["error"]["code"] == ("journal.newer" if reason == "newer" else "journal.unusable")
    assert "not connected" not in err
    assert len(err.splitlines()) == 1
    assert box.world.assets == []


def test_the_budget_is_said_and_waited_for(box: Sandbox, run: Run, tmp_path: Path) -> None:
    box.world.faults.add("inline:429:1:1.5")
    code, results, err = run(str(picture(tmp_path)))
    assert code == 0
    assert results[0]["status"] == "done"
    assert re.search(r"Layers allows 3000 writes a minute\. Goes on in \d s\.", err)


def test_a_file_that_is_an_asset_already_is_reused_and_sent_again_only_when_asked(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    image = picture(tmp_path)
    _, [first], _ = run(str(image))
    _, [second], _ = run(str(image))
    assert "reused" not in first
    assert (second["assetId"], second["reused"]) == (first["assetId"], True)
    assert len(box.world.assets) == 1
    _, [third], _ = run("--again", str(image))
    assert third["assetId"] != first["assetId"]
    assert len(box.world.assets) == 2


def test_what_may_be_at_layers_already_is_sent_again_only_when_asked(
    run: Run, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = picture(tmp_path)
    box.world.faults.add("inline:reset-after", "inline:403")
    code, [result], _ = run(str(image))
    assert (code, result["status"], len(box.world.assets)) == (1, "failed", 1)
    key = box.world.add_key("projects:read", "projects:write", tier="partner")
    monkeypatch.setenv("LAYERS_API_KEY", key)
    for _ in range(2):
        code, [result], _ = run(str(image))
        assert (code, result["error"]["code"], len(box.world.assets)) == (1, "upload.in_doubt", 1)
    code, [result], _ = run("--again", str(image))
    assert (code, result["status"], len(box.world.assets)) == (0, "done", 2)


def test_of_what_may_be_at_layers_already_it_says_how_it_is_sent_again() -> None:
    failed = in_doubt(transfer(), "upload.in_doubt/gone", 0.0).transfer
    said = io.StringIO()
    report = UploadOutput(Console(io.StringIO(), said), GivenPaths([]), as_json=False, expected=1)
    report.on_added([Snapshot(transfer=failed, activity=Activity.FINISHED)])
    assert "with --again it is sent again" in said.getvalue()
    assert "Retry" not in said.getvalue()
    assert report.exit_code == 1


def test_a_damaged_journal_is_said_and_costs_no_upload(run: Run, box: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "data"
    folder.mkdir(parents=True)
    (folder / "journal.sqlite3").write_bytes(b"nonsense" * 1_000)
    code, [result], err = run(str(picture(tmp_path)))
    assert (code, result["status"]) == (0, "done")
    assert "damaged" in err
    assert len(box.world.assets) == 1


def test_an_empty_path_is_wrong_use_and_not_the_working_folder(
    box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["upload", "--project", PROJECT, ""])
    assert ended.value.code == 2
    assert box.world.assets == []


def test_a_base_url_that_is_not_https_is_wrong_use(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAYERS_BASE_URL", "http://layers.example")
    code, results, err = run(str(picture(tmp_path)))
    assert (code, results) == (2, [])
    assert len(err.strip().splitlines()) == 1


def test_a_name_written_in_another_way_and_with_spaces_is_found(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    code, _, _ = run(str(picture(tmp_path)), project=unicodedata.normalize("NFD", f"  {PROJECT.lower()} "))
    assert code == 0
    assert len(box.world.assets) == 1


@pytest.mark.parametrize("redirect", [">&-", ">/dev/full", "2>&-", "2>&- >&-"])
def test_streams_that_cannot_be_written_end_the_call_and_never_hang_it(
    box: Sandbox, tmp_path: Path, redirect: str
) -> None:
    image = picture(tmp_path)
    environment = {**os.environ, "LAYERS_BASE_URL": box.base_url, "LAYERS_API_KEY": box.key}
    words = [sys.executable, "-m", "layers_desktop", "upload", "--project", PROJECT]
    command = shlex.join([*words, "--data-dir", str(tmp_path / "data"), str(image)])
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{command} {redirect}"], env=environment, check=False, timeout=60
    )
    # The file is at Layers in any case; only a result that was written may end with 0.
    assert ended.returncode == (0 if redirect == "2>&-" else 1)
    assert len(box.world.assets) == 1


def test_a_reader_that_has_gone_stops_the_call_quietly(box: Sandbox, tmp_path: Path) -> None:
    images = [str(picture(tmp_path, f"{number}.png")) for number in range(30)]
    environment = {**os.environ, "LAYERS_BASE_URL": box.base_url, "LAYERS_API_KEY": box.key}
    words = [sys.executable, "-m", "layers_desktop", "upload", "--project", PROJECT]
    command = shlex.join([*words, "--data-dir", str(tmp_path / "data"), *images])
    ended = subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {command} | head -n 1"],
        env=environment,
        check=False,
        timeout=60,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert ended.stdout.count("\n") == 1
    assert "cannot be written" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_names_that_the_encoding_lacks_are_written_all_the_same(box: Sandbox, tmp_path: Path) -> None:
    image = picture(tmp_path)
    environment = {
        **os.environ,
        "LAYERS_BASE_URL": box.base_url,
        "LAYERS_API_KEY": box.key,
        "PYTHONIOENCODING": "cp1252",
    }
    words = [sys.executable, "-m", "layers_desktop", "upload", "--project", PROJECT]
    ended = subprocess.run(
        [*words, "--data-dir", str(tmp_path / "data"), str(image)],
        env=environment,
        check=False,
        timeout=60,
        capture_output=True,
    )
    assert ended.returncode == 0
    assert ended.stdout.decode("utf-8").startswith("beach.png → med_")


def test_a_call_writes_no_words_but_its_own(box: Sandbox, tmp_path: Path) -> None:
    environment = {**os.environ, "LAYERS_BASE_URL": box.base_url, "LAYERS_API_KEY": box.key}
    words = [sys.executable, "-m", "layers_desktop", "upload", "--project", PROJECT]
    ended = subprocess.run(
        [*words, "--data-dir", str(tmp_path / "data"), str(picture(tmp_path))],
        env=environment,
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    assert re.fullmatch(r"1 uploaded · \S+ \S+ in \d+ s\n", ended.stderr), "none of Qt's, for one"


@pytest.mark.usefixtures("qapp")
def test_the_sandbox_needs_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LAYERS_API_KEY", raising=False)
    words = ["upload", "--sandbox", "--data-dir", str(tmp_path / "data"), "--project", PROJECT]
    assert main([*words, str(picture(tmp_path))]) == 0
    assert " → med_" in capfd.readouterr().out


def test_everything_it_writes_is_below_data_dir_and_names_no_key_and_no_signed_link(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    large = video(tmp_path, 400_000)
    run(str(large))

    written = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert any(path.name == "journal.sqlite3" for path in written)
    for path in written:
        content = path.read_bytes()
        assert box.key.encode() not in content
        assert b"X-Amz-Signature" not in content
    assert not list((tmp_path / "home").rglob("*"))


def test_ctrl_c_ends_in_order_and_the_same_command_goes_on_to_one_asset(box: Sandbox, tmp_path: Path) -> None:
    box.world.faults.add("put:stall:*")
    clip = video(tmp_path, 600_000)
    environment = {**os.environ, "LAYERS_BASE_URL": box.base_url, "LAYERS_API_KEY": box.key}
    words = ["upload", "--json", "--project", PROJECT, "--data-dir", str(tmp_path / "data"), str(clip)]
    started = subprocess.Popen(
        [sys.executable, "-m", "layers_desktop", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with killed_at_end(started) as process:
        assert box.world.faults.wait_held(1, 30)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 1
    [line] = out.splitlines()
    assert json.loads(line)["status"] == "cancelled"
    assert json.loads(line)["path"] == str(clip)
    assert "the same command goes on" in err
    assert "Traceback" not in err
    box.world.faults.clear()
    box.world.faults.release()
    wait_until(box.is_idle, "what was held of the first call to be over")

    again = subprocess.run(
        [sys.executable, "-m", "layers_desktop", *words], env=environment, check=False, timeout=60
    )

    assert again.returncode == 0
    assert len(box.world.assets) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["upload", "picture.png"],
        ["upload", "--project", "x"],
        ["upload", "--project", "x", "--kind", "poster", "picture.png"],
        ["sandbox", "--port", "70000"],
        ["sandbox", "--writes-per-minute", "0"],
        ["sandbox", "--fault", "put:nonsense"],
        ["--no-such-option"],
        ["--data-dir", "d", "upload", "--project", "x", "picture.png"],
        ["--sandbox", "doctor"],
        ["bogus"],
    ],
)
def test_wrong_use_is_2_with_a_usage_line(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: layers-desktop" in capfd.readouterr().err


def test_paths_are_not_looked_for_before_there_is_a_window(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    looked_for: list[str] = []
    monkeypatch.setattr(Path, "exists", lambda self: looked_for.append(str(self)))
    with pytest.raises(SystemExit):
        main(["/net/dead/a.png", "b.png", "bogus"])
    assert "there is no command and no file “bogus”" in capfd.readouterr().err
    assert looked_for == ["bogus"]


def test_a_command_behind_options_is_told_to_come_first(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--data-dir", "d", "upload", "--project", "x", "picture.png"])
    assert "commands come first: layers-desktop upload" in capfd.readouterr().err
    with pytest.raises(SystemExit):
        main(["uplaod"])
    assert "there is no command and no file “uplaod”" in capfd.readouterr().err


def test_doctor_looks_at_the_storage_that_the_last_upload_used(
    run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(str(video(tmp_path, 400_000)))[0] == 0
    assert main(["doctor", "--data-dir", str(tmp_path / "data")]) == 0
    (told,) = (line for line in capfd.readouterr().out.splitlines() if line.lstrip().startswith("Storage"))
    assert re.search(r"ok: .*127\.0\.0\.1", told), told
    assert "X-Amz" not in (tmp_path / "data" / "cache" / "storage.json").read_text()


def test_an_upload_to_a_sandbox_does_not_replace_the_storage_of_the_real_one(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    large = str(video(tmp_path, 400_000))
    known = StorageCache(places(tmp_path / "data"))
    assert run(large)[0] == 0
    assert known.load(box.base_url) == box.storage_url
    assert run("--sandbox", large)[0] == 0
    assert known.load(box.base_url) == box.storage_url
