"""A key is shown by `reveal` alone."""

from __future__ import annotations

import copy
import json
import pickle
import re
from collections.abc import Callable

import pytest

from layers_desktop.secret import ApiKey

KEY = "lp_secret123"


@pytest.mark.parametrize(
    "show", [str, repr, "{}".format, "{:>20}".format, "%s".__mod__, lambda key: f"{[key]}"]
)
def test_no_way_of_showing_it_shows_it(show: Callable[[ApiKey], str]) -> None:
    assert "secret" not in show(ApiKey(KEY))


def test_it_is_read_on_purpose_without_the_white_space_of_a_paste() -> None:
    assert ApiKey(f" {KEY}\r\n").reveal() == KEY


def test_equal_keys_are_equal_and_an_empty_one_is_false() -> None:
    assert ApiKey(KEY) == ApiKey(f"{KEY} ")
    assert len({ApiKey(KEY), ApiKey(KEY), ApiKey("lp_other")}) == 2
    assert ApiKey(KEY) != KEY
    assert ApiKey(KEY)
    assert not ApiKey(" \n")


@pytest.mark.parametrize("write", [pickle.dumps, copy.deepcopy, json.dumps])
def test_it_is_never_written_by_accident(write: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        write(ApiKey(KEY))


def test_a_fingerprint_tells_keys_apart_and_shows_nothing_of_them() -> None:
    first, second = ApiKey("lp_0123456789abcdef"), ApiKey("lp_0123456789abcdeg")
    assert first.fingerprint == ApiKey(" lp_0123456789abcdef\n").fingerprint
    assert first.fingerprint != second.fingerprint
    assert re.fullmatch("[0-9a-f]{12}", first.fingerprint)
    assert first.fingerprint not in first.reveal()
