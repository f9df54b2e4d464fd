"""`layers-desktop projects` against the sandbox over real sockets, and a keyring that does not answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from layers_desktop.cli import sign_in
from layers_desktop.cli.main import main
from layers_desktop.cli.sign_in import SignInWaits
from layers_desktop.core.secrets import ApiKey
from layers_desktop.sandbox import Sandbox, SandboxConfig
from layers_desktop.settings.account_keys import AccountKeys
from layers_desktop.settings.paths import places
from tests.support.memory_keyring import MemoryKeyring, note_unnamed_key

List = Callable[..., tuple[int, str, str]]


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(tier="partner", project_count=450)) as sandbox:
        yield sandbox


@pytest.fixture
def listed(
    box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> List:
    """Run `projects` in this process; returns exit code, stdout and stderr."""
    monkeypatch.setenv("LAYERS_BASE_URL", box.base_url)
    monkeypatch.setattr(sign_in, "WAITS", SignInWaits(sleep=lambda _: None))

    def go(*words: str, key: str | None = None) -> tuple[int, str, str]:
        monkeypatch.setenv("LAYERS_API_KEY", box.key if key is None else key)
        code = main(["projects", "--data-dir", str(tmp_path / "data"), *words])
        out, err = capfd.readouterr()
        return code, out, err

    return go


def test_all_pages_are_listed_a_line_each_with_tabs_between(listed: List, box: Sandbox) -> None:
    code, out, err = listed()
    rows = [line.split("\t") for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert {tuple(row) for row in rows} == {
        (project.project_id, project.name, project.status) for project in box.world.projects
    }
    assert len(rows) == 450


def test_json_is_one_array(listed: List, box: Sandbox) -> None:
    code, out, _ = listed("--json", "--search", "CAFÉ")
    [found] = json.loads(out)
    project = next(one for one in box.world.projects if one.project_id == found["id"])
    assert code == 0
    assert found.keys() == {"id", "name", "status", "customerExternalId"}
    assert (found["name"], found["status"]) == (project.name, project.status)


@pytest.mark.parametrize(("words", "out"), [((), ""), (("--json",), "[]\n")])
def test_that_none_is_found_is_said_and_no_error(listed: List, words: tuple[str, ...], out: str) -> None:
    assert listed("--search", "no such name", *words)[:2] == (0, out)


def test_a_name_cannot_steer_the_terminal_or_make_a_column(listed: List, box: Sandbox) -> None:
    key = box.world.add_organization("Globex", "two\nlines\tand \x1b[31mred\u202e")
    code, out, _ = listed(key=key)
    assert code == 0
    [line] = out.splitlines()
    assert line.count("\t") == 2
    assert line.replace("\t", "").isprintable()


def test_the_key_of_an_account_is_used_like_upload_does(
    listed: List, box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", MemoryKeyring())
    globex = box.world.add_organization("Globex", "Only one")
    AccountKeys(box.base_url, places(tmp_path / "data")).save("org_globex", "Globex", ApiKey(globex))
    code, out, _ = listed("--account", "globex")
    assert (code, out.count("\n"), "Only one" in out) == (0, 1, True)
    assert listed("--account", "Initech")[0] == 2


def test_errors_end_as_those_of_upload(listed: List, box: Sandbox) -> None:
    code, out, err = listed(key="lp_wrong")
    assert (code, out) == (1, "")
    assert "Set LAYERS_API_KEY to a key that Layers accepts" in err
    assert "Nothing was sent" not in err
    assert listed(key="")[:2] == (2, "")
    box.world.faults.add("projects:500:1")
    code, out, err = listed()
    assert (code, out.count("\n")) == (0, 450)
    assert "Again in" in err


def test_results_that_cannot_be_written_are_no_success(box: Sandbox, tmp_path: Path) -> None:
    environment = {**os.environ, "LAYERS_BASE_URL": box.base_url, "LAYERS_API_KEY": box.key}
    for command in ("projects", "doctor"):
        words = [sys.executable, "-m", "layers_desktop", command, "--data-dir", str(tmp_path)]
        with Path("/dev/full").open("w") as full:
            ended = subprocess.run(words, env=environment, stdout=full, check=False, timeout=60)
        assert ended.returncode == 1, command


STUCK = """
import threading
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    priority = 1

    def get_password(self, *names):
        threading.Event().wait()

    set_password = delete_password = get_password
"""
IMPATIENT = """
import sys
from layers_desktop.cli import main as cli, sign_in
sign_in.WAITS = sign_in.SignInWaits(keyring_seconds=0.5, keyring_slow=0.1)
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("words", [["upload", "--project", "p", "--json", "a.png"], ["projects"]])
def test_a_keyring_that_stays_locked_is_said_and_given_up_and_the_process_ends(
    box: Sandbox, tmp_path: Path, words: list[str]
) -> None:
    note_unnamed_key(places(tmp_path / "data"), box.base_url)
    (tmp_path / "stuck_keyring.py").write_text(STUCK)
    environment = {
        **os.environ,
        "LAYERS_BASE_URL": box.base_url,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[3]), str(tmp_path)]),
        "PYTHON_KEYRING_BACKEND": "stuck_keyring.Keyring",
    }
    ended = subprocess.run(
        [sys.executable, "-c", IMPATIENT, words[0], "--data-dir", str(tmp_path / "data"), *words[1:]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.stderr.count("\n") == 2, ended.stderr
    waiting, given_up = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert waiting == "Waiting for the keyring to be unlocked …"
    assert "was not unlocked within" in given_up
    assert given_up.endswith("or set LAYERS_API_KEY.")
    results = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [one["error"]["code"] for one in results] == ["keyring.locked"] * (words[0] == "upload")


def test_a_person_has_a_minute_to_unlock_the_keyring() -> None:
    assert SignInWaits().keyring_seconds == 60
