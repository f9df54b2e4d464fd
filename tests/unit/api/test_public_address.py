from __future__ import annotations

import pytest

from layers_desktop.api.link_download import is_public, parsed


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255"),
        *("172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "169.254.1.1"),
        *("100.64.0.1", "100.127.255.255", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
        *("192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "198.19.255.255", "192.88.99.1"),
        *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1"),
        *("2001:db8::1", "3fff::1", "2001::1", "2001:10::1", "100::1", "5f00::1", "4000::1"),
        # An IPv4 address in an IPv6 one: mapped, compatible, NAT64, 6to4, Teredo
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::8.8.8.8"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808"),
        *("2002:7f00:1::", "2002:808:808::1", "2001:0:a9fe:a9fe::1"),
    ],
)
def test_what_is_not_on_the_internet_is_not_public(address: str) -> None:
    assert not is_public(parsed(address))


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "1.1.1.1", "151.101.1.1", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1"),
        *("11.0.0.1", "192.167.255.255", "169.253.0.1", "198.17.0.1", "223.255.255.255", "168.63.129.17"),
        *("2606:4700::6810:84e5", "2a00:1450:4001:82a::200e", "2620:fe::fe", "2001:4860:4860::8888"),
        *("::ffff:8.8.8.8", "64:ff9b::808:808"),
    ],
)
def test_what_is_on_the_internet_is_public(address: str) -> None:
    assert is_public(parsed(address))


@pytest.mark.parametrize("text", ["", "localhost", "256.1.1.1", "1.2.3", "0x7f000001", "2130706433"])
def test_what_no_resolver_answers_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="does not appear"):
        parsed(text)
