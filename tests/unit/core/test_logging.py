"""The log: one private file, written by a thread of its own, without what must not be in it."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path

import pytest

from layers_desktop.core.logging import Log
from layers_desktop.core.secrets import ApiKey, redacted
from tests.support.tables import for_each

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


KEY = "lp_Marker-1_x.y"
SIGNATURE = "feedc0de" * 8
LINK = f"https://r2.example/uploads/a.bin?X-Amz-Date=1&X-Amz-Signature={SIGNATURE}&x-id=PutObject"
ODD = "not-like-a-key"


@for_each(
    "text",
    [
        f"the key {KEY}, as typed",
        f"PUT {LINK} failed",
        f"URL('{LINK}')",
        f"/uploads/a.bin?X-Amz-Signature={SIGNATURE}",
        f"X-Amz-Signature={SIGNATURE}&x-id=PutObject",
        f"https%3A%2F%2Fr2.example%2Fa%3FX-Amz-Signature%3D{SIGNATURE}",
        f"/p?token={ODD} (Caused by a reset)",
        f"X-Api-Key: {ODD}",
        f"AUTHORIZATION: Custom {ODD} {ODD}",
        f"curl -H 'Authorization: Bearer {ODD}'",
        repr({"X-Api-Key": ODD, "Authorization": f"Bearer {ODD}"}),
        repr([(b"x-api-key", ODD.encode()), (b"Authorization", f"Bearer {ODD}".encode())]),
        f'{{"authorization": "Custom {ODD}"}}',
        f'{{\\"x-api-key\\": \\"{ODD}\\"}}',
        f"Cookie: a={ODD}; b={ODD}",
        f"http://bob:{ODD}@proxy.example:3128",
        f"https://example/#access_token={ODD}",
        f"a://b a://c://d?token={ODD}",
        f"{'x' * 60}https://bob:{ODD}@example",
        f"https%3A%2F%2Fa.example%2Fb https%3A%2F%2Fa.example%2Fb%3Ftoken%3D{ODD}",
        repr({"X-Amz-Signature": SIGNATURE}),
    ],
)
def test_no_key_no_query_and_no_secret_header_gets_through(text: str) -> None:
    shown = redacted(f"{text} · request req_9")
    assert not [secret for secret in (KEY, "Marker", SIGNATURE, ODD) if secret in shown], shown
    assert "req_9" in shown


@for_each(
    "text",
    [
        "transfer 7, put: storage.busy · request req_01HX",
        "help_text and the Authorization header; really? yes",
        "https://r2.example/uploads/upl_1/a.bin answered 503",
        "https%3A%2F%2Fr2.example%2Fa.bin and https://r2.example/? are addresses",
        "med_01HX prj_01HX upl_01HX key_01HX",
    ],
)
def test_what_support_needs_stays(text: str) -> None:
    assert redacted(text) == text


class _Unprintable:
    def __str__(self) -> str:
        raise ValueError(KEY)


def _deep(link: str) -> None:
    raise RuntimeError(f"with {KEY}") from ConnectionError(f"reset by {link}")


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "ERROR"])
def test_message_arguments_exception_and_stack_are_redacted_at_every_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    monkeypatch.setenv("LAYERS_LOG", level)
    with Log(tmp_path):
        log.error(f"a message with {KEY}")  # noqa: G004 - that is what a careless line looks like
        log.error("arguments: %s %r", KEY, {"Authorization": f"Bearer {ODD}"})
        log.error("an object: %s", [LINK], stack_info=True)
        try:
            _deep(LINK)
        except RuntimeError:
            log.exception("it failed · request req_9")
    written = text(tmp_path)
    assert not [secret for secret in (KEY, SIGNATURE, ODD) if secret in written], written
    assert "req_9" in written
    assert "RuntimeError: with lp_…" in written
    assert "in _deep" in written


def test_the_key_of_the_environment_is_hidden_even_if_it_looks_like_nothing(
    tmp_path: Path,
) -> None:
    with Log(tmp_path, ApiKey(ODD)):
        log.error("the word %s", ODD)
    assert ODD not in text(tmp_path)


def test_a_record_that_cannot_be_formatted_is_noted_and_not_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Log(tmp_path):
        log.error("%d", KEY)
        log.error("%s", _Unprintable())
        log.error("after it")
    assert text(tmp_path).count("in test_logging.py could not be written") == 2
    assert "after it" in text(tmp_path)
    assert capfd.readouterr().err == ""


def test_a_log_that_others_could_read_is_closed_to_them_and_stays_so_when_it_rotates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers_desktop.core.logging.LOG_BYTES", 200)
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "layers-desktop.log").touch(mode=0o644)
    with Log(folder):
        for number in range(20):
            log.error("a line long enough to fill the file, %d", number)
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [
        "layers-desktop.log",
        *(f"layers-desktop.log.{n}" for n in (1, 2, 3)),
    ]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_what_nobody_caught_is_redacted_too(tmp_path: Path) -> None:
    def fail() -> None:
        _deep(LINK)

    with Log(tmp_path):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert "uncaught" in text(tmp_path)
    assert SIGNATURE not in text(tmp_path)
    assert KEY not in text(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_disk_that_is_full_at_the_end_ends_no_program(tmp_path: Path) -> None:
    running = Log(tmp_path)
    running.start()
    running._writer.stream = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115 - the log closes it
    running._writer.stream.write("what was logged last")
    running.stop()
