"""What is remembered to be there sooner: there at once, or silently not there."""

from __future__ import annotations

import logging
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.settings.caches import KnownProject, ProjectCache, StorageCache
from layers_desktop.settings.paths import Places, places

LAYERS = "https://api.example"
STORAGE = "https://store.example:8443"
PROJECTS = [
    KnownProject(id="p2", name="Café Ünïcode iOS", customer_external_id="cust/1", status="active"),
    KnownProject(id="p1", name="Acme"),
]
KNOWN = st.builds(
    KnownProject, id=st.text(), name=st.text(), customer_external_id=st.none() | st.text(), status=st.text()
)


def only_file(here: Places) -> Path:
    (path,) = (path for path in here.cache.rglob("*") if path.is_file())
    return path


@given(st.text(), st.lists(KNOWN))
def test_the_list_is_there_after_a_restart_in_its_order(organization: str, known: list[KnownProject]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ProjectCache(places(Path(folder))).save(organization, known)
        assert ProjectCache(places(Path(folder))).load(organization) == known


def test_thousands_of_projects_are_kept(room: Places) -> None:
    many = [KnownProject(id=f"prj_{number}", name=f"Customer {number}") for number in range(5_000)]
    ProjectCache(room).save("org", many)
    assert ProjectCache(room).load("org") == many


def test_at_first_there_is_no_list(room: Places) -> None:
    assert ProjectCache(room).load("org") == []
    assert not room.cache.exists()


def test_an_organization_never_sees_the_projects_of_another(room: Places) -> None:
    ProjectCache(room).save("org", PROJECTS)
    assert ProjectCache(room).load("ORG") == []
    content = only_file(room).read_bytes()
    ProjectCache(room).save("another", [])
    (other,) = (path for path in only_file_set(room) if path.read_bytes() != content)
    other.write_bytes(content)
    assert ProjectCache(room).load("another") == []


def only_file_set(here: Places) -> list[Path]:
    return [path for path in here.cache.rglob("*") if path.is_file()]


@given(st.binary())
def test_a_damaged_cache_is_no_cache_and_is_replaced(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = places(Path(folder))
        ProjectCache(here).save("org", PROJECTS)
        only_file(here).write_bytes(content)
        assert ProjectCache(here).load("org") == []
        ProjectCache(here).save("org", PROJECTS)
        assert ProjectCache(here).load("org") == PROJECTS


def test_a_cache_of_another_version_is_no_cache(room: Places) -> None:
    ProjectCache(room).save("org", PROJECTS)
    path = only_file(room)
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2'))
    assert ProjectCache(room).load("org") == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_the_names_of_customers_are_for_this_user_only(room: Places) -> None:
    ProjectCache(room).save("org", PROJECTS)
    assert stat.S_IMODE(only_file(room).stat().st_mode) == 0o600


def test_a_cache_that_cannot_be_written_is_only_logged(
    room: Places, caplog: pytest.LogCaptureFixture
) -> None:
    room.cache.parent.mkdir(parents=True)
    room.cache.write_bytes(b"a file in the way")
    with caplog.at_level(logging.WARNING):
        ProjectCache(room).save("org", PROJECTS)
    assert "not written" in caplog.text
    assert ProjectCache(room).load("org") == []


def test_the_storage_is_known_after_a_restart_for_its_own_layers_only(room: Places) -> None:
    StorageCache(room).save(LAYERS, STORAGE)
    assert StorageCache(room).load(LAYERS) == STORAGE
    assert StorageCache(room).load("https://other.example") == ""


def test_a_run_that_sent_nothing_forgets_nothing(room: Places) -> None:
    assert StorageCache(room).load(LAYERS) == ""
    StorageCache(room).save(LAYERS, STORAGE)
    StorageCache(room).save(LAYERS, "")
    assert StorageCache(room).load(LAYERS) == STORAGE
