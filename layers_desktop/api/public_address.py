"""Which addresses belong to the public internet. Pure; the table is our own.

Python's `is_global` changed its mind between patch releases. The networks are those of IANA's registries of
special-purpose addresses (RFC 6890 and its updates), and the addresses where clouds keep metadata.
"""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import Final

Address = IPv4Address | IPv6Address

_NOT_PUBLIC_V4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network: on Linux, this computer
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # a provider's NAT; some clouds keep metadata there (100.100.100.200)
        "127.0.0.0/8",  # this computer
        "168.63.129.16/32",  # Azure's wire server: a public number that never leaves its host
        "169.254.0.0/16",  # link-local, and 169.254.169.254, the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols; some clouds keep metadata there (192.0.0.192)
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4, which could lead anywhere
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_PUBLIC_V6: Final = IPv6Network("2000::/3")
"""All that is given out for the internet; loopback, link-local, unique local and multicast lie outside."""
_NOT_PUBLIC_V6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, among them Teredo, which leads to an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which leads to an IPv4 address
        "3fff::/20",  # documentation
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""The network of such a provider turns the last 32 bits into an IPv4 address: that one counts."""


def is_public(address: Address) -> bool:
    """Return whether an address is on the public internet, not on this computer or in its networks."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _PUBLIC_V6 and not any(address in network for network in _NOT_PUBLIC_V6)


def parsed(text: str) -> Address:
    """Return an address as a resolver writes it, without its zone (`fe80::1%eth0`). Raises ValueError."""
    return ip_address(text.partition("%")[0])
