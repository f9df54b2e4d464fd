"""The credential store against a real gnome-keyring, and against a computer that has none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.keyring
def test_a_real_keyring_keeps_keys_and_the_last_one_saved_counts(real_keyring: dict[str, Any]) -> None:
    assert real_keyring["saves"] == {
        "backend": "keyring.backends.SecretService",
        "kept": [True, True, True],
        "titles": [],
        "this_session": True,
    }


@pytest.mark.keyring
def test_another_run_finds_the_key_and_can_remove_it(real_keyring: dict[str, Any]) -> None:
    assert real_keyring["finds"] == {"found": True, "gone": True, "other_untouched": True}


@pytest.mark.keyring
def test_a_locked_real_keyring_is_named_and_the_key_is_used_for_the_session(
    real_keyring: dict[str, Any],
) -> None:
    assert real_keyring["locked"] == {
        "problems": dict.fromkeys(("save", "load", "delete"), "keyring.locked"),
        "this_session": True,
    }


@pytest.mark.keyring
def test_no_file_holds_a_key_as_text(real_keyring: dict[str, Any]) -> None:
    home: Path = real_keyring["home"]
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in files)
    assert not [path for path in files if b"lp_real" in path.read_bytes()]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a keyring: the user's own")
def test_without_d_bus_the_key_is_for_this_session_and_the_sentence_says_why(
    credential_child: Callable[[str], dict[str, Any]],
) -> None:
    saw = credential_child("saves")
    assert saw["backend"] == "keyring.backends.fail"
    assert saw["kept"] == [False, False, False]
    assert set(saw["titles"]) == {
        "The key will be kept for this session only, because this computer has no keyring"
    }
    assert saw["this_session"]
