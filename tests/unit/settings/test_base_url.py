"""Which address is talked to, and that a key never goes to another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.settings.account_keys import account_name, base_url
from tests.support.tables import for_each


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("  ", "https://api.layers.com"),
        (" http://127.0.0.1:8080/ ", "http://127.0.0.1:8080"),
        ("https://example.test/layers//", "https://example.test/layers"),
    ],
)
def test_the_environment_chooses_the_address(
    monkeypatch: pytest.MonkeyPatch, chosen: str, expected: str
) -> None:
    monkeypatch.setenv("LAYERS_BASE_URL", chosen)
    assert base_url() == expected


@for_each(
    ("url", "name"),
    [
        ("https://api.layers.com", "api.layers.com"),
        ("HTTPS://API.Layers.com:443/", "api.layers.com"),
        ("https://api.layers.com:8443", "api.layers.com:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://[::1]:80/v/", "http://[::1]/v"),
        ("https://example.test/Layers", "example.test/Layers"),
    ],
)
def test_an_address_written_differently_has_one_account(url: str, name: str) -> None:
    assert account_name(url) == name


@for_each(
    "url",
    [
        "https://api.layers.com@evil.test",
        "https://evil.test\\@api.layers.com",
        "https://api.layers.com?evil",
        "https://api.layers.com#evil",
        "https://api.layers.com:99999",
        "https://api layers.com",
        "https://api.lay\ters.com",
        "https://ａpi.layers.com",
        "https://",
        "https://[::1",
        "ftp://api.layers.com",
        "//api.layers.com",
        "",
    ],
)
def test_a_crafted_address_does_not_borrow_an_account(url: str) -> None:
    assert account_name(url) == url


ADDRESSES = st.tuples(
    st.sampled_from(["http", "https"]),
    st.sampled_from(["api.layers.com", "layers.com", "127.0.0.1", "::1", "localhost"]),
    st.sampled_from([80, 443, 8080]),
    st.sampled_from(["", "/v1", "/a/b"]),
)


def written(address: tuple[str, str, int, str]) -> str:
    scheme, host, port, path = address
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}{path}"


@given(ADDRESSES, ADDRESSES)
def test_two_addresses_share_an_account_only_when_they_are_one(
    one: tuple[str, str, int, str], other: tuple[str, str, int, str]
) -> None:
    assert (account_name(written(one)) == account_name(written(other))) == (one == other)


@given(st.text())
def test_any_text_has_an_account_name(url: str) -> None:
    account_name(url)
