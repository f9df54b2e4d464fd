"""`layers-desktop upload` against the sandbox over real sockets."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.cli import KINDS, main
from layers_desktop.media.kinds import Kind
from layers_desktop.sandbox import Sandbox, SandboxConfig

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

    def go(*arguments: str, project: str = PROJECT) -> tuple[int, list[dict[str, Any]], str]:
        words = ["upload", "--json", "--data-dir", str(tmp_path / "data"), "--project", project, *arguments]
        code = main(words)
        out, err = capfd.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return go


def picture(folder: Path, name: str = "beach.png", size: int = 1_000) -> Path:
    path = folder / name
    path.write_bytes(PNG + os.urandom(size))
    return path


def test_a_small_and_a_large_file_become_assets_with_the_bytes_that_were_given(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    small = picture(tmp_path)
    large = tmp_path / "clip.mp4"
    large.write_bytes(MP4 + os.urandom(700_000))

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

    code, results, err = run(str(brief), str(good), str(tmp_path / "gone.png"), str(empty), str(pipe))

    assert code == 1
    by_name = {Path(result["path"]).name: result for result in results}
    assert by_name["beach.png"]["status"] == "done"
    refused = {name: one["error"]["code"] for name, one in by_name.items() if one["status"] == "refused"}
    assert refused == {
        "brief.pdf": "file.not_media",
        "gone.png": "file.gone",
        "empty.png": "file.empty",
        "pipe.png": "file.not_a_file",
    }
    assert len(box.world.assets) == 1
    assert "Traceback" not in err


def test_a_name_with_a_line_break_stays_on_one_line(
    run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str], box: Sandbox
) -> None:
    odd = picture(tmp_path, "two\nlines.png")
    code = main(["upload", "--project", PROJECT, "--data-dir", str(tmp_path / "data"), str(odd)])
    out, _ = capfd.readouterr()

    assert code == 0
    assert out.count("\n") == 1
    assert box.world.assets[0].asset_id in out

    _, results, _ = run(str(odd))
    assert results[0]["path"] == str(odd)


@pytest.mark.parametrize("kind", ["logo", "reference_image"])
def test_kind_says_what_images_are_and_refuses_what_cannot_be_one(
    run: Run, box: Sandbox, tmp_path: Path, kind: str
) -> None:
    image = picture(tmp_path)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(MP4 + bytes(1_000))

    code, results, _ = run("--kind", kind, str(image), str(clip))

    assert code == 1
    assert [asset.kind for asset in box.world.assets] == [kind]
    refused = next(result for result in results if result["status"] == "refused")
    assert refused["error"]["code"] == "file.wrong_kind"


def test_kinds_on_the_command_line_are_those_of_the_media_table() -> None:
    assert list(KINDS) == [kind.value for kind in Kind]


def test_a_project_is_found_by_its_id(run: Run, box: Sandbox, tmp_path: Path) -> None:
    wanted = box.world.projects[-1].project_id
    code, _, _ = run(str(picture(tmp_path)), project=wanted)
    assert code == 0
    assert box.world.assets[0].project_id == wanted


def test_an_unknown_project_is_wrong_use_and_sends_nothing(run: Run, box: Sandbox, tmp_path: Path) -> None:
    code, results, err = run(str(picture(tmp_path)), project="Nobody's project")
    assert (code, results) == (2, [])
    assert "There is no project “Nobody's project”" in err
    assert box.world.assets == []


def test_without_a_key_it_is_wrong_use(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAYERS_API_KEY")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    code, _, err = run(str(picture(tmp_path)))
    assert code == 2
    assert "API key" in err


def test_a_wrong_key_ends_with_1_and_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAYERS_API_KEY", "lp_wrong")
    code, results, err = run(str(picture(tmp_path)))
    assert (code, results) == (1, [])
    assert len(err.strip().splitlines()) == 1
    assert "lp_wrong" not in err


def test_a_key_that_is_revoked_in_the_middle_ends_with_1_and_keeps_the_rest(
    run: Run, box: Sandbox, tmp_path: Path
) -> None:
    box.world.faults.add("inline:401:*")
    code, results, err = run(str(picture(tmp_path)))
    assert (code, results) == (1, [])
    assert "What was not finished is kept." in err


def test_no_network_is_a_sentence_and_1(run: Run, box: Sandbox, tmp_path: Path) -> None:
    box.pause_api()
    code, _, err = run(str(picture(tmp_path)))
    assert code == 1
    assert "Traceback" not in err
    assert err.strip()


def test_an_empty_folder_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    code, results, err = run(str(tmp_path / "nothing"))
    assert (code, results) == (1, [])
    assert "Nothing was added" in err


def test_the_budget_is_said_and_waited_for(box: Sandbox, run: Run, tmp_path: Path) -> None:
    box.world.faults.add("inline:429:1:0.05")
    code, results, _ = run(str(picture(tmp_path)))
    assert code == 0
    assert results[0]["status"] == "done"


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
    large = tmp_path / "clip.mp4"
    large.write_bytes(MP4 + os.urandom(400_000))
    run(str(large))

    written = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert any(path.name == "journal.sqlite3" for path in written)
    for path in written:
        content = path.read_bytes()
        assert box.key.encode() not in content
        assert b"X-Amz-Signature" not in content
    assert not list((tmp_path / "home").rglob("*"))


def test_ctrl_c_ends_in_order_and_keeps_the_rest(box: Sandbox, tmp_path: Path) -> None:
    box.world.faults.add("put:stall:*")
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(MP4 + os.urandom(600_000))
    environment = {**os.environ, "LAYERS_BASE_URL": box.base_url, "LAYERS_API_KEY": box.key}
    words = ["upload", "--project", PROJECT, "--data-dir", str(tmp_path / "data"), str(clip)]
    with subprocess.Popen(
        [sys.executable, "-m", "layers_desktop", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert box.world.faults.wait_held(1, 30)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 1
    assert out == ""
    assert "What was not finished is kept." in err
    assert "Traceback" not in err


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
    ],
)
def test_wrong_use_is_2_with_a_usage_line(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: layers-desktop" in capfd.readouterr().err
