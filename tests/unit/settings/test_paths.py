"""Where things live, on each platform, and who may look in."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from platformdirs.api import PlatformDirsABC
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from layers_desktop.core.files import make_folder
from layers_desktop.settings.paths import from_platform, places


def folders(of: object) -> list[Path]:
    return [getattr(of, name) for name in ("config", "data", "cache", "logs")]


def test_a_data_dir_moves_all_four(tmp_path: Path) -> None:
    assert folders(places(tmp_path)) == [tmp_path / name for name in ("config", "data", "cache", "logs")]


def test_a_relative_data_dir_does_not_follow_later_changes_of_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert places(Path("profile")).config == tmp_path / "profile" / "config"


def test_a_data_dir_may_begin_at_home() -> None:
    assert places(Path("~/profile")).data == Path.home() / "profile" / "data"


@pytest.mark.parametrize("platform", [MacOS, Unix])
def test_the_four_folders_differ_on_every_platform(platform: type[PlatformDirsABC]) -> None:
    assert len(set(folders(from_platform(platform(appname="Layers Desktop", appauthor=False))))) == 4


def test_macos_has_configuration_and_data_apart_in_its_one_folder() -> None:
    here = from_platform(MacOS(appname="Layers Desktop", appauthor=False))
    base = Path.home() / "Library" / "Application Support" / "Layers Desktop"
    assert (here.config, here.data) == (base / "config", base / "data")


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of the XDG convention")
def test_linux_follows_the_xdg_convention(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    here = places()
    assert here.config == tmp_path / "elsewhere" / "layers-desktop"
    assert here.data == Path.home() / ".local/share/layers-desktop"


@pytest.mark.parametrize(("platform", "name"), [("darwin", "Layers Desktop"), ("win32", "Layers Desktop")])
def test_elsewhere_the_folder_has_the_programs_name(
    platform: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert name in str(places().config)


def test_asking_where_makes_nothing(tmp_path: Path) -> None:
    places(tmp_path / "profile")
    assert list(tmp_path.glob("profile*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_each_folder_made_is_for_this_user_only(tmp_path: Path) -> None:
    made = make_folder(tmp_path / "a" / "b")
    modes = [stat.S_IMODE(folder.stat().st_mode) for folder in (made, made.parent)]
    assert modes == [0o700, 0o700]


def test_a_folder_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    make_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_a_file_in_the_way_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        make_folder(tmp_path / "file" / "folder")
