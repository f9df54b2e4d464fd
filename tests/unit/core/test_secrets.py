"""A key is shown by `reveal` alone."""

from __future__ import annotations

import copy
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from layers_desktop.core.secrets import ApiKey, take_from_environment
from tests.support.tables import for_each

KEY = "lp_secret123"


@for_each("show", [str, repr, "{}".format, "{:>20}".format, "%s".__mod__, lambda key: f"{[key]}"])
def test_no_way_of_showing_it_shows_it(show: Callable[[ApiKey], str]) -> None:
    assert "secret" not in show(ApiKey(KEY))


def test_it_is_read_on_purpose_without_the_white_space_of_a_paste() -> None:
    assert ApiKey(f" {KEY}\r\n").reveal() == KEY


def test_equal_keys_are_equal_and_an_empty_one_is_false() -> None:
    assert ApiKey(KEY) == ApiKey(f"{KEY} ")
    assert len({ApiKey(KEY), ApiKey(KEY), ApiKey("lp_other")}) == 2
    assert ApiKey(KEY) != KEY
    assert ApiKey(KEY)
    assert not ApiKey(" \n")


@for_each("write", [pickle.dumps, copy.deepcopy, json.dumps])
def test_it_is_never_written_by_accident(write: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        write(ApiKey(KEY))


def test_it_is_taken_out_of_the_environment_of_all_that_the_program_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = """
import subprocess, sys
from PySide6.QtCore import QProcess
from layers_desktop import app
from layers_desktop.cli import main as cli

def instead_of_the_window(options, claim):
    assert options.key.reveal() == "lp_of_the_environment"
    claim.release()
    subprocess.run(["env"], check=True)
    return QProcess.execute("env")

app.run = instead_of_the_window
sys.exit(cli.main(sys.argv[1:]))
"""
    monkeypatch.setenv("LAYERS_API_KEY", "lp_of_the_environment")
    monkeypatch.setenv("LAYERS_LOG", "debug")
    ended = subprocess.run(
        [sys.executable, "-c", started, "--data-dir", str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.stdout.count("LAYERS_LOG=debug") == 2
    assert "LAYERS_API_KEY" not in ended.stdout
    assert "lp_of" not in ended.stdout


@pytest.mark.parametrize(("value", "key"), [(" lp_env\n", ApiKey("lp_env")), (" ", None), (None, None)])
def test_the_environments_key_is_used_without_its_spaces(
    monkeypatch: pytest.MonkeyPatch, value: str | None, key: ApiKey | None
) -> None:
    if value is not None:
        monkeypatch.setenv("LAYERS_API_KEY", value)
    assert take_from_environment() == key
    assert "LAYERS_API_KEY" not in os.environ


def test_a_digest_tells_keys_apart_and_shows_nothing_of_them() -> None:
    first, second = ApiKey("lp_0123456789abcdef"), ApiKey("lp_0123456789abcdeg")
    assert first.digest == ApiKey(" lp_0123456789abcdef\n").digest
    assert first.digest != second.digest
    assert re.fullmatch("[0-9a-f]{12}", first.digest)
    assert first.digest not in first.reveal()
