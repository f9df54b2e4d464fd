"""File names for ids that come from elsewhere."""

from __future__ import annotations

import hashlib
import re


def file_stem(opaque_id: str) -> str:
    """Return a file name without suffix for an id that may hold anything (`../`, `CON`, 4 000 letters).

    A readable part for whoever looks into the folder, and a hash that tells ids apart, also on file systems
    that ignore letter case.
    """
    readable = re.sub(r"[^a-z0-9]+", "-", opaque_id.lower()[:200]).strip("-")[:40] or "id"
    digest = hashlib.sha256(opaque_id.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"{readable}-{digest}"
