"""Where the storage was, for the next look at the way there: its server alone, or nothing."""

from __future__ import annotations

import stat
import sys

import pytest

from layers_desktop.settings.caches import StorageCache
from layers_desktop.settings.paths import Places
from tests.support.tables import for_each

LAYERS = "https://api.example"
STORAGE = "https://store.example:8443"


def test_the_storage_is_known_after_a_restart_for_its_own_layers_only(room: Places) -> None:
    StorageCache(room).save(LAYERS, STORAGE)
    assert StorageCache(room).load(LAYERS) == STORAGE
    assert StorageCache(room).load("https://other.example") == ""


def test_a_run_that_sent_nothing_forgets_nothing(room: Places) -> None:
    assert StorageCache(room).load(LAYERS) == ""
    StorageCache(room).save(LAYERS, STORAGE)
    StorageCache(room).save(LAYERS, "")
    assert StorageCache(room).load(LAYERS) == STORAGE


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"version":2}'])
def test_a_damaged_note_is_no_note(room: Places, content: bytes) -> None:
    StorageCache(room).save(LAYERS, STORAGE)
    (room.cache / "storage.json").write_bytes(content)
    assert StorageCache(room).load(LAYERS) == ""


@for_each(
    "written",
    [
        "ftp://a",
        "https://",
        "https://a/b",
        "https://a?q=1",
        "https://u:p@a",
        "https://a:x",
        "javascript:1",
        "a\nb",
    ],
)
def test_what_is_no_server_is_not_looked_at(room: Places, written: str) -> None:
    StorageCache(room).save(LAYERS, written)
    assert StorageCache(room).load(LAYERS) == ""


def test_a_folder_that_cannot_be_written_costs_the_note_alone(room: Places) -> None:
    room.cache.parent.mkdir(parents=True, exist_ok=True)
    room.cache.write_text("a file where the folder would be")
    StorageCache(room).save(LAYERS, STORAGE)
    assert StorageCache(room).load(LAYERS) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_the_note_is_for_its_owner_alone(room: Places) -> None:
    StorageCache(room).save(LAYERS, STORAGE)
    assert stat.S_IMODE((room.cache / "storage.json").stat().st_mode) == 0o600
