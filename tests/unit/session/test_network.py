"""The proxy of the settings; the storage, noted when a batch has ended, for the Layers that is in use."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from layers_desktop.api.account import Account
from layers_desktop.api.network import Network
from layers_desktop.api.proxy import ProxyChoice, ProxyUse
from layers_desktop.core.secrets import ApiKey
from layers_desktop.session.network import StorageHostRecorder, proxy_of
from layers_desktop.settings.caches import StorageCache
from layers_desktop.settings.paths import Places, places
from layers_desktop.settings.preferences import Preferences, ProxyMode
from tests.support.tables import for_each

LAYERS = "https://api.example"
STORAGE = "https://store.example"


def account(base_url: str = LAYERS, organization: str = "org_1") -> Account:
    return Account(base_url=base_url, key=ApiKey("lp_1"), organization_id=organization)


@pytest.fixture
def room(tmp_path: Path) -> Places:
    return places(tmp_path / "data")


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def noting(room: Places, network: Network, qtbot: QtBot) -> StorageHostRecorder:  # noqa: ARG001 - for its thread
    return StorageHostRecorder(network, StorageCache(room))


@for_each("mode", ProxyMode)
def test_every_mode_of_the_settings_is_one_of_the_connections(mode: ProxyMode) -> None:
    choice = proxy_of(Preferences(proxy=mode, proxy_address=" http://proxy.example:3128 "))
    assert choice == ProxyChoice(ProxyUse[mode.name], "http://proxy.example:3128")


def test_the_end_of_a_batch_notes_where_its_files_went(
    noting: StorageHostRecorder, network: Network, room: Places
) -> None:
    noting.use_account(account())
    network.storage = STORAGE
    noting.batch_finished(None)
    noting.close()
    assert StorageCache(room).load(LAYERS) == STORAGE


def test_another_layers_does_not_inherit_the_storage_of_the_one_before(
    noting: StorageHostRecorder, network: Network, room: Places
) -> None:
    noting.use_account(account())
    network.storage = STORAGE
    noting.use_account(account("https://other.example"))
    noting.batch_finished(None)  # nothing was sent with this account
    noting.close()
    assert StorageCache(room).load("https://other.example") == ""


def test_a_batch_that_ends_after_sign_out_is_nobodys(
    noting: StorageHostRecorder, network: Network, room: Places
) -> None:
    network.storage = STORAGE
    noting.use_account(None)
    network.storage = STORAGE
    noting.batch_finished(None)
    noting.close()
    assert not list(room.cache.rglob("*"))


def test_a_sandboxs_storage_does_not_replace_the_real_one(
    noting: StorageHostRecorder, network: Network, room: Places
) -> None:
    StorageCache(room).save(LAYERS, STORAGE)
    noting.use_account(account("http://127.0.0.1:1", "sandbox:1"))
    network.storage = "http://127.0.0.1:2"
    noting.batch_finished(None)
    noting.close()
    assert StorageCache(room).load(LAYERS) == STORAGE
