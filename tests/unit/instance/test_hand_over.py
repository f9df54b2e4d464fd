from __future__ import annotations

import base64
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.instance.ipc import MOST_PATHS, NotUnderstood, from_body, to_frame
from layers_desktop.instance.lock import HandOver
from tests.support.tables import for_each

PATHS = st.lists(st.binary(max_size=50).filter(lambda b: b"\0" not in b).map(lambda b: b"/" + b), max_size=5)


@given(paths=PATHS, project=st.none() | st.from_regex(r"[a-z0-9_-]{1,36}", fullmatch=True))
def test_what_is_written_is_read_again_byte_for_byte(paths: list[bytes], project: str | None) -> None:
    message = HandOver(paths=tuple(paths), project_id=project, activation="tok_1")
    frame = to_frame(message)
    assert struct.unpack(">I", frame[:4]) == (len(frame) - 4,)
    assert from_body(frame[4:]) == message


def body(**changes: object) -> bytes:
    return json.dumps({"paths": [], "project": None, "activation": ""} | changes).encode()


def encoded(path: bytes) -> str:
    return base64.b64encode(path).decode()


@for_each(
    "said",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b"{}",
        body(paths="/a.png"),
        body(paths=["not base64!"]),
        body(paths=[3]),
        body(paths=[encoded(b"")]),
        body(paths=[encoded(b"relative.png")]),
        body(paths=[encoded(b"/a\0b.png")]),
        body(paths=[encoded(b"/" + b"a" * 40_000)]),
        body(paths=[encoded(b"/a")] * (MOST_PATHS + 1)),
        body(project=["prj"]),
        body(project="a\nb"),
        body(project="p" * 600),
        body(activation=None),
        body(activation="a\x1b[2J"),
    ],
)
def test_anything_else_is_refused(said: bytes) -> None:
    with pytest.raises(NotUnderstood):
        from_body(said)


@for_each("path", [b"C:\\Users\\x.png", b"D:/x.png", b"\\\\server\\share\\x.png", b"/\xe9.png"])
def test_absolute_paths_of_every_system_are_taken(path: bytes) -> None:
    assert from_body(body(paths=[encoded(path)])).paths == (path,)
