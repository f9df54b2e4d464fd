"""A key is shown by `reveal` alone."""

from __future__ import annotations

import copy
import json
import pickle
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
