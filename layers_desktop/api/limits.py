"""Limits of the Layers API that other packages plan with; without the network's libraries."""

from __future__ import annotations

INLINE_LIMIT = 256_000
"""Bytes. Layers' inline upload takes less than 256 KB; this is the safe reading of it."""
