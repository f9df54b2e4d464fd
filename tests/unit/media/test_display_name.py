from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.media.display_name import display_name, displayable, file_stem
from tests.support.tables import for_each


@for_each(
    ("path", "name"),
    [
        (b"/a/b.jpg", "b.jpg"),
        (b"/a/folder/", "folder"),
        (b"b.jpg", "b.jpg"),
        (b"/", "/"),
        (b"", ""),
        ("/a/Café Ünïcode.png".encode(), "Café Ünïcode.png"),
        ("/a/👩‍🎤.png".encode(), "👩‍🎤.png"),
        ("/a/\u202egpj.exe".encode(), "\ufffdgpj.exe"),
        (b"/a/\x1b[31mred\x7f", "␛[31mred␡"),
        ("/a/x\u2028y\x85z".encode(), "x\ufffdy\ufffdz"),
    ],
)
def test_the_shown_name(path: bytes, name: str) -> None:
    assert display_name(path) == name


@given(st.binary(max_size=60))
def test_any_name_can_be_shown_on_one_line(path: bytes) -> None:
    shown = display_name(path)
    shown.encode("utf-8")
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in shown)
    assert len(shown.splitlines()) <= 1


@given(st.text())
def test_what_is_shown_stays_as_it_is_when_shown_again(text: str) -> None:
    assert displayable(displayable(text)) == displayable(text)


@given(st.text())
def test_any_text_becomes_a_name_that_every_system_takes_or_none(text: str) -> None:
    stem = file_stem(text)
    assert len(stem.encode()) <= 110
    assert not set(stem) & set('<>:"/\\|?*\n\t\0')
    assert stem == stem.strip(" .")
    assert stem.upper() not in {"CON", "NUL", "COM1"}


def test_a_name_of_any_length_is_cut_at_once() -> None:
    assert file_stem("ä" * 200_000) == "ä" * 50
