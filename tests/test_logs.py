"""The log: one private file, written by a thread of its own, without what must not be in it."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path

import pytest

from layers_desktop.logs import Log

log = logging.getLogger("layers_desktop.test")


def text(folder: Path) -> str:
    return (folder / "layers-desktop.log").read_text(encoding="utf-8")


def test_records_are_in_the_file_when_the_log_is_closed(tmp_path: Path) -> None:
    with Log(tmp_path / "logs"):
        log.info("hello %s", "there")
    assert "hello there" in text(tmp_path / "logs")


def test_the_file_and_its_folder_are_for_this_user_only(tmp_path: Path) -> None:
    with Log(tmp_path / "logs"):
        log.info("x")
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "logs" / "layers-desktop.log").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("level", "told"), [("debug", True), ("INFO", False), ("nonsense", False)])
def test_layers_log_names_the_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str, told: bool
) -> None:
    monkeypatch.setenv("LAYERS_LOG", level)
    with Log(tmp_path):
        log.debug("a detail")
        log.warning("always")
    assert ("a detail" in text(tmp_path)) is told


def test_httpx_may_not_log_whole_links_even_at_debug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYERS_LOG", "DEBUG")
    with Log(tmp_path):
        for name in ("httpx", "httpcore"):
            assert not logging.getLogger(name).isEnabledFor(logging.INFO)


def test_a_folder_that_cannot_be_written_costs_the_log_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Log(tmp_path / "file"):
        log.error("lost")


def test_what_nobody_caught_in_a_thread_ends_up_in_the_log(tmp_path: Path) -> None:
    def fail() -> None:
        raise RuntimeError("nobody caught this")

    with Log(tmp_path):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        log.warning("after it")
    assert "nobody caught this" in text(tmp_path)
    assert "after it" in text(tmp_path)


def test_the_hooks_are_given_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook)
    with Log(tmp_path):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook) == before
