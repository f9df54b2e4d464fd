from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from layers_desktop.core.text import casefold_key, words_of
from tests.support.tables import for_each


@for_each(
    ("text", "typed"),
    [
        ("Café Ünïcode iOS", "cafe unicode ios"),
        ("STRASSE", "straße"),
        ("Smørrebrød Łódź", "smorrebrod lodz"),
        ("İstanbul ısı", "istanbul isi"),
        ("ｗｉｄｅ", "wide"),
        ("ﬁnal ①", "final 1"),
        ("Œuvre Ægir", "oeuvre aegir"),
        ("ＡᴬΆ", "aaα"),
    ],
)
def test_letter_case_accents_and_width_make_no_difference(text: str, typed: str) -> None:
    assert casefold_key(text) == casefold_key(typed)


def test_words_are_split_at_any_space() -> None:
    assert words_of("  Two\t words\u00a0Ä ") == ("two", "words", "a")
    assert words_of("   ") == ()


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert casefold_key(casefold_key(text)) == casefold_key(text)


@given(st.text())
def test_text_is_found_in_either_normal_form_and_in_capitals(text: str) -> None:
    assert casefold_key(unicodedata.normalize("NFC", text)) == casefold_key(
        unicodedata.normalize("NFD", text)
    )


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_text_is_only_put_into_small_letters(text: str) -> None:
    assert casefold_key(text) == text.lower()
