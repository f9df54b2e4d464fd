"""`layers-desktop doctor` as a person runs it: what it prints, what it packs, and what neither holds."""

from __future__ import annotations

import platform
import socket
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop import __version__
from layers_desktop.cli.main import main
from layers_desktop.diagnostics.command import Anonymizer
from layers_desktop.sandbox import Sandbox
from layers_desktop.settings.paths import places
from layers_desktop.settings.preferences import Preferences, ProxyMode
from layers_desktop.settings.store import PreferenceStore
from tests.support.memory_keyring import note_unnamed_key
from tests.support.tables import for_each

Doctor = Callable[..., tuple[int, dict[str, str], str]]
KEY = "lp_doctor-marker"


@pytest.fixture
def at_layers(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Point the doctor at the sandbox, with its key in the environment."""
    monkeypatch.setenv("LAYERS_BASE_URL", box.base_url)
    monkeypatch.setenv("LAYERS_API_KEY", box.key)
    return box


@pytest.mark.usefixtures("at_layers")
def test_where_all_is_well_it_ends_with_0_and_tells_the_versions(examine: Doctor) -> None:
    code, rows, text = examine()
    assert code == 0, text
    assert rows["Layers Desktop"] == __version__
    assert rows["Python"].startswith(platform.python_version())
    assert {"PySide6, Qt", "httpx", "System", "Qt platform", "Keyring"} <= rows.keys()
    assert rows["Key"] == "from LAYERS_API_KEY"
    assert rows["Window"] == "can be opened"
    assert rows["API"].startswith("ok: Layers knows the key")


def test_it_ends_with_1_when_layers_cannot_be_reached(examine: Doctor, at_layers: Sandbox) -> None:
    at_layers.pause_api()
    code, rows, _ = examine()
    assert code == 1
    assert rows["TCP"].startswith("failed: ")
    assert rows["API"] == "skipped: It needs TCP, which failed."


@pytest.mark.usefixtures("at_layers")
def test_it_makes_no_folder_and_changes_no_file(examine: Doctor, tmp_path: Path) -> None:
    examine()
    assert not (tmp_path / "data").exists()
    assert not list((tmp_path / "home").rglob("*"))


@pytest.mark.usefixtures("at_layers")
def test_a_key_in_the_keyring_is_said_and_left_there(
    examine: Doctor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, box: Sandbox
) -> None:
    monkeypatch.delenv("LAYERS_API_KEY")
    assert examine()[1]["Key"].startswith("there is none")
    note_unnamed_key(places(tmp_path / "data"), box.base_url)
    code, rows, _ = examine()
    assert code == 0
    assert rows["Key"].startswith("from the keyring")
    assert "the one in the keyring was not tried" in rows["API"]


@pytest.mark.usefixtures("at_layers")
def test_a_damaged_file_stays_where_it_is(
    examine: Doctor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("LAYERS_API_KEY")
    config = places(tmp_path / "data").config
    config.mkdir(parents=True, mode=0o700)
    (config / "keyring-accounts.json").write_text("damaged")
    _, rows, _ = examine()
    assert rows["Key"].startswith("from the keyring")  # not known, so the program would ask it
    assert [path.name for path in config.iterdir()] == ["keyring-accounts.json"]


@pytest.mark.usefixtures("at_layers")
def test_a_folder_that_others_can_read_or_nobody_can_write_is_a_failure(
    examine: Doctor, tmp_path: Path
) -> None:
    for name, mode in (("config", 0o755), ("data", 0o700)):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name).chmod(mode)
    (tmp_path / "data" / "cache").touch()
    code, rows, _ = examine()
    assert code == 1
    assert "is open to other users" in rows["Configuration"]
    assert rows["Configuration"].startswith("failed: ")
    assert rows["Data"].startswith("ok: ")
    assert rows["Cache"].endswith("is no folder")


@pytest.mark.usefixtures("at_layers")
def test_a_folder_that_cannot_be_made_is_a_failure(examine: Doctor, tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    code, rows, _ = examine()
    assert code == 1
    assert "cannot be made in" in rows["Logs"]


def test_the_home_folder_is_written_as_a_tilde(
    examine: Doctor, monkeypatch: pytest.MonkeyPatch, box: Sandbox, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAYERS_BASE_URL", box.base_url)
    examine()
    assert main(["doctor"]) == 0
    out = capfd.readouterr().out
    assert str(Path.home()) not in out
    assert "~/" in out


def a_lived_in_folder(root: Path, link: str) -> None:
    """Settings and logs as they are after some time, with what should never have got there."""
    where = places(root)
    PreferenceStore(where).save(Preferences(last_project="prj_1"))
    where.logs.mkdir(parents=True)
    (where.logs / "layers-desktop.log").write_text(
        f"ERROR uncaught: PUT {link} failed · request req_42\n"
        f"FileNotFoundError: [Errno 2] No such file: '{Path.home()}/Summer Launch/hero shot.png'\n"
        f"PermissionError: [Errno 13] Permission denied: '{Path.home()}/Summer Launch/brief.pdf'\n"
        f'  File "{Path.home()}/venv/layers_desktop/api/client.py", line 7, in f\n'
        f"X-Api-Key: {KEY} · transfer 12\n"
    )
    (where.logs / "layers-desktop.log.1").write_text("older\n")
    where.data.mkdir()
    (where.data / "journal.sqlite3").write_bytes(b"SQLite format 3\0" + b"secretname.png" * 9)
    (where.cache / "projects").mkdir(parents=True)
    (where.cache / "projects" / "org.json").write_text('{"name": "A customer of ours"}')


def unzipped(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.usefixtures("at_layers")
def test_the_bundle_holds_report_logs_and_settings_and_is_its_owners_alone(
    examine: Doctor, tmp_path: Path
) -> None:
    a_lived_in_folder(tmp_path / "data", "https://r2.example/a?X-Amz-Signature=feed")
    bundle = tmp_path / "support.zip"
    bundle.write_text("an older one")
    bundle.chmod(0o644)
    _, _, printed = examine("--bundle", str(bundle))

    assert bundle.stat().st_mode & 0o777 == 0o600
    texts = unzipped(bundle)
    assert texts.keys() == {
        "report.txt",
        "files.txt",
        "journal.txt",
        "logs/layers-desktop.log",
        "logs/layers-desktop.log.1",
        "settings/preferences.json",
    }
    assert texts["report.txt"].partition("\n\n")[2].strip() in printed
    assert "prj_1" in texts["settings/preferences.json"]
    assert "journal.sqlite3" in texts["files.txt"]
    assert "cannot be kept" in texts["journal.txt"], "a damaged one is no reason to have no bundle"


@pytest.mark.usefixtures("at_layers")
def test_the_bundle_says_nothing_of_keys_links_people_and_their_files(
    examine: Doctor, tmp_path: Path
) -> None:
    a_lived_in_folder(tmp_path / "data", "https://r2.example/a?X-Amz-Signature=feed")
    examine("--bundle", str(tmp_path / "support.zip"))
    texts = "\n".join(unzipped(tmp_path / "support.zip").values())
    for hidden in (
        KEY,
        "feed",
        "Summer Launch",
        "hero",
        "brief",
        "secretname",
        "A customer",
        str(Path.home()),
    ):
        assert hidden not in texts, hidden
    for kept in ("req_42", "transfer 12", "~/venv/layers_desktop/api/client.py", "….png", "Errno 2"):
        assert kept in texts, kept


@pytest.mark.usefixtures("at_layers")
def test_a_bundle_that_cannot_be_written_is_a_sentence_and_1(examine: Doctor, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, _, text = examine("--bundle", str(tmp_path / "file" / "support.zip"))
    assert code == 1
    assert "support.zip could not be written: " in text
    assert "Traceback" not in text


@pytest.mark.usefixtures("at_layers")
def test_a_bundle_for_a_folder_that_is_not_there_is_a_sentence_and_1_and_makes_no_folder(
    examine: Doctor, tmp_path: Path
) -> None:
    folder = tmp_path / "no" / "such"
    code, printed, text = examine("--bundle", str(folder / "support.zip"))
    assert code == 1
    assert text.splitlines()[-1] == (
        f"{folder / 'support.zip'} was not written: the folder {folder} does not exist."
    )
    assert "For support" not in printed
    assert not folder.parent.exists()


@for_each(
    ("text", "sent"),
    [
        ("/home/ann/x and /home/anne", "~/x and /home/anne"),
        ("'/home/ann/it was.MP4'", "'….MP4'"),
        ("b'/mnt/\\xff.jpg' gone", "b'….jpg' gone"),
        ("https://cdn.example/med_1/beach.jpeg ok", "….jpeg ok"),
        ("open('D:\\\\Kunden\\\\plan.docx')", "open('…')"),
        ('File "/opt/app/client.py", line 3', 'File "/opt/app/client.py", line 3'),
        ("a.png.part", "a.png.part"),
        ("image/png is a type", "image/png is a type"),
    ],
)
def test_names_of_files_are_left_out_and_program_files_kept(text: str, sent: str) -> None:
    assert Anonymizer(("/home/ann",), ()).redact_text(text) == sent


def test_wrong_use_is_2(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["doctor", "surplus"])
    assert ended.value.code == 2
    assert "usage: layers-desktop doctor" in capfd.readouterr().err


def test_it_takes_the_proxy_of_the_settings(
    examine: Doctor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LAYERS_BASE_URL", "https://api.layers.example")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    chosen = Preferences(proxy=ProxyMode.MANUAL, proxy_address=f"127.0.0.1:{port}")
    PreferenceStore(places(tmp_path / "data")).save(chosen)
    code, rows, _ = examine()
    assert code == 1
    assert rows["Chosen in Settings"].startswith(f"127.0.0.1:{port}")
    assert rows["TCP"].startswith("failed: ")
