"""What a second start hands over, as bytes on a local socket: four bytes of length, then JSON.

The answer is a line; signs of life may come before it.
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
from typing import Final

from layers_desktop.instance.hand_over import HandOver

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one message: a command line of Linux holds 2 MiB."""
MOST_PATHS: Final = 100_000
_LONGEST_PATH: Final = 32_767
"""Of Windows; Linux has 4 096."""
_LONGEST_WORD: Final = 512
LENGTH: Final = struct.Struct(">I")
AT_IT: Final = b"at it\n"
"""A sign of life, from time to time until one of the answers is given."""
TAKEN: Final = b"taken\n"
REFUSED: Final = b"refused\n"
NOT_KEPT: Final = b"not kept\n"


class NotUnderstood(Exception):
    """A message that `to_frame` does not write."""


def to_frame(hand_over: HandOver) -> bytes:
    """Return the message with its length."""
    content = {
        "paths": [base64.b64encode(path).decode("ascii") for path in hand_over.paths],
        "project": hand_over.project_id,
        "activation": hand_over.activation,
    }
    body = json.dumps(content).encode("ascii")
    return LENGTH.pack(len(body)) + body


def from_body(body: bytes) -> HandOver:
    """Return what a message says. Raises NotUnderstood for anything that `to_frame` does not write."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise NotUnderstood("no JSON") from None
    if not isinstance(content, dict):
        raise NotUnderstood("no object")
    paths, project = content.get("paths"), content.get("project")
    if not isinstance(paths, list) or len(paths) > MOST_PATHS:
        raise NotUnderstood("no list of paths")
    return HandOver(
        paths=tuple(_path(path) for path in paths),
        project_id=None if project is None else _word(project),
        activation=_word(content.get("activation")),
    )


def _path(text: object) -> bytes:
    if not isinstance(text, str):
        raise NotUnderstood("a path is no text")
    try:
        path = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotUnderstood("a path is not in base64") from None
    # os.path.isabs would do, but a drive of Windows is no absolute path to the tests on Linux.
    absolute = path.startswith((b"/", b"\\\\")) or path[1:3] in (b":\\", b":/")
    if not absolute or b"\0" in path or len(path) > _LONGEST_PATH:
        raise NotUnderstood("no absolute path")
    return path


def _word(text: object) -> str:
    if not isinstance(text, str) or len(text) > _LONGEST_WORD or not (text.isprintable() or not text):
        raise NotUnderstood("no printable word")
    return text
