"""The name that Layers is told: safe on every system, with the extension it had."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from layers_desktop.api.filenames import LONGEST_FILENAME, wire_filename

HOSTILE = "/\\:.\u202e\u2066\u200b\u200d\ufeff\u0000\n\r\t\u2028\u00a0\u3164\ufe0f\ufffd\ud800\U0001f469 a"
NAMES = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from(HOSTILE)), max_size=400)
EXTENSIONS = st.from_regex(r"[A-Za-z0-9]{1,10}", fullmatch=True)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        (None, None),
        ("", None),
        ("founder shot.jpg", "founder shot.jpg"),
        ("Ünïcode – “quoted” (1).PNG", "Ünïcode – “quoted” (1).PNG"),
        ("écran.png", "écran.png"),
        ("写真.jpeg", "写真.jpeg"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\boot.ini", "_.._boot.ini"),
        ("C:\\logo.png", "C__logo.png"),
        ("logo.png:hidden", "logo.png_hidden"),
        ("a\nb\tc.png", "a_b_c.png"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("\u2066a\u2069\u200e\u200f\u061c.png", "a.png"),
        ("a\u200bb\ufeff\u2060.png", "ab.png"),
        ("\U0001f469\u200d\U0001f4bb.png", "\U0001f469\U0001f4bb.png"),
        ("❤\ufe0f.png", "❤.png"),
        ("a\u2028b\u2029.png", "a_b_.png"),
        ("\udce9t\udce9.png", "_t_.png"),
        ("lost \ufffd.png", "lost _.png"),
        ("a\uffff\ufdd0.png", "a__.png"),
        (" .. a.png . .\u00a0", "a.png"),
        ("...", "file"),
        (" ", "file"),
        ("\u200b", "file"),
        (".png", "file.png"),
        ("\u202e.png", "file.png"),
        ("x" * 300 + ".jpeg", "x" * 251 + ".jpeg"),
        ("x" * 300, "x" * 256),
        ("x" * 250 + ". . ." + "y" * 9 + ".mp4", "x" * 250 + ".mp4"),
        ("\U0001f600" * 200 + ".webp", "\U0001f600" * 125 + ".webp"),
        ("a." + "x" * 300, "a." + "x" * 254),
    ],
)
def test_a_name_becomes_a_safe_one(name: str | None, sent: str | None) -> None:
    assert wire_filename(name) == sent


@given(NAMES)
def test_any_name_becomes_a_safe_base_name(name: str) -> None:
    sent = wire_filename(name)
    assert (sent is None) == (name == "")
    if sent is None:
        return
    assert 1 <= len(sent) <= LONGEST_FILENAME
    assert len(sent.encode("utf-16-le")) // 2 <= LONGEST_FILENAME
    assert not set("/\\:") & set(sent)
    assert not {unicodedata.category(letter) for letter in sent} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert sent == sent.strip().strip(".").strip()
    sent.encode()


@given(NAMES)
@example("x" * 255 + " .y")
@example("x" * 254 + ".\U0001f600")
def test_a_safe_name_is_left_as_it_is(name: str) -> None:
    sent = wire_filename(name)
    assert wire_filename(sent) == sent


@given(NAMES, EXTENSIONS)
def test_the_extension_is_kept(name: str, extension: str) -> None:
    sent = wire_filename(f"{name}.{extension}")
    assert sent is not None
    assert sent.endswith(f".{extension}")


@given(
    st.text(
        st.characters(categories=["L", "N"], exclude_characters="\u115f\u1160\u3164\uffa0"),
        min_size=1,
        max_size=100,
    )
)
def test_a_name_of_letters_and_digits_stays(name: str) -> None:
    assert wire_filename(name) == name
