"""Kinds of media, and the one table: extension, MIME type, kind, cap."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an asset is at Layers (`kind` on the wire)."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    LOGO = "logo"
    REFERENCE_IMAGE = "reference_image"
