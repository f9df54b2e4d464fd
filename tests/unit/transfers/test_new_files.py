"""What has arrived in a watched folder: new, at rest, and not handed in before; decided from looks alone."""

from __future__ import annotations

import pytest

from layers_desktop.transfers.watch.folder_listing import Look, Sighting
from layers_desktop.transfers.watch.new_files import Arrived, NewFileDetector, SubmittedFiles

CAT: Sighting = (b"/in/cat.png", 10, 1_000)
DOG: Sighting = (b"/in/dog.png", 20, 2_000)
NOTHING = SubmittedFiles(frozenset(), frozenset())


def seen(*files: Sighting, before: frozenset[Sighting] = frozenset()) -> Look:
    return Look(files, before)


def test_a_file_is_at_rest_when_two_looks_find_it_alike() -> None:
    new_files = NewFileDetector()
    assert new_files.see(seen(CAT)) == Arrived(at_rest=(), restless=(CAT,))
    assert new_files.see(seen(CAT, DOG)) == Arrived(at_rest=(CAT,), restless=(DOG,))


@pytest.mark.parametrize("now", [(CAT[0], 11, 1_000), (CAT[0], 10, 1_001)], ids=["longer", "written again"])
def test_a_file_that_is_still_being_written_is_restless(now: Sighting) -> None:
    new_files = NewFileDetector()
    new_files.see(seen(CAT))
    assert new_files.see(seen(now)) == Arrived(at_rest=(), restless=(now,))


def test_what_lay_there_before_and_what_is_empty_has_not_arrived() -> None:
    new_files = NewFileDetector()
    empty = (b"/in/new.png", 0, 3_000)
    for _ in range(2):
        assert new_files.see(seen(CAT, empty, before=frozenset({CAT}))) == Arrived((), ())


def test_what_is_written_down_is_asked_for_once_only() -> None:
    new_files = NewFileDetector()
    new_files.see(seen(CAT, DOG))
    at_rest = new_files.see(seen(CAT, DOG)).at_rest
    assert new_files.to_submit(at_rest, SubmittedFiles(frozenset({CAT}), frozenset())) == (DOG,)
    assert new_files.see(seen(CAT, DOG)).at_rest == (DOG,)


def test_a_refused_file_is_known_by_its_size_alone() -> None:
    refused = SubmittedFiles(frozenset({(CAT[0], CAT[1], None)}), frozenset())
    assert NewFileDetector().to_submit((CAT,), refused) == ()


def test_a_file_whose_upload_is_open_is_left_to_it_and_asked_for_again() -> None:
    new_files = NewFileDetector()
    new_files.see(seen(CAT))
    at_rest = new_files.see(seen(CAT)).at_rest
    assert new_files.to_submit(at_rest, SubmittedFiles(frozenset(), frozenset({CAT[0]}))) == ()
    assert new_files.to_submit(new_files.see(seen(CAT)).at_rest, NOTHING) == (CAT,)
