"""Ids as Layers writes them: a prefix and 26 sortable characters (`upl_01HXA3KMNP4RSTUVWXYZABCDEF`)."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U


def new_id(prefix: str) -> str:
    """Return a fresh id: milliseconds in the upper 48 bits, then 80 random bits."""
    number = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    return f"{prefix}_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
