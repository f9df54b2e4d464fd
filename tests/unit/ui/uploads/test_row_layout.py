from __future__ import annotations

from dataclasses import fields, replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt

from layers_desktop.ui.uploads.row_layout import (
    NAME_FAIR,
    PROJECT_LEAST,
    RowLayout,
    RowMetrics,
    RowPart,
    compute_layout,
)

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def measures(**changes: object) -> RowMetrics:
    given: dict[str, object] = {
        "name_height": 16, "status_height": 15, "name": 120, "kind": 40, "kind_is_open": False,
        "size": 50, "main": 76, "end": 28,
    }  # fmt: skip
    return RowMetrics(**(given | changes))  # type: ignore[arg-type]  # a table of mixed values


def rects(layout: RowLayout) -> list[QRect]:
    found = [getattr(layout, field.name) for field in fields(layout) if field.name != "columns"]
    return [rect for rect in [*found, *layout.columns] if not rect.isEmpty()]


def test_a_row_is_as_in_the_design() -> None:
    layout = compute_layout(QRect(0, 64, 880, 64), LTR, measures())
    assert layout.thumbnail == QRect(16, 74, 44, 44)
    assert layout.name.left() == layout.status.left() == 72
    assert layout.end == QRect(836, 82, 28, 28)
    assert layout.main == QRect(752, 82, 76, 28)


def test_a_second_answer_stands_beside_the_first_where_the_text_keeps_its_room() -> None:
    layout = compute_layout(QRect(0, 0, 880, 64), LTR, measures(second=112))
    assert layout.end == QRect(836, 18, 28, 28)
    assert layout.second == QRect(716, 18, 112, 28)
    assert layout.main == QRect(632, 18, 76, 28)
    narrow = compute_layout(QRect(0, 0, 380, 64), LTR, measures(second=112))
    assert narrow.second.isEmpty()
    assert narrow.main == QRect(252, 18, 76, 28)


def test_another_project_stands_after_the_size_and_gives_way_before_the_name_does() -> None:
    wide = compute_layout(QRect(0, 0, 880, 64), LTR, measures(project=150))
    assert wide.project.left() == wide.size.left() + wide.size.width()
    assert wide.project.width() == 150
    assert wide.name.width() == 120
    tight = compute_layout(QRect(0, 0, 520, 64), LTR, measures(project=150))
    assert PROJECT_LEAST <= tight.project.width() < 150
    assert tight.name.width() == 120


def test_a_long_name_leaves_a_few_letters_of_another_project_where_it_is_still_told_from_others() -> None:
    tight = compute_layout(QRect(0, 0, 520, 64), LTR, measures(project=150, name=900))
    assert tight.project.width() == PROJECT_LEAST
    assert tight.name.width() >= NAME_FAIR
    tighter = compute_layout(QRect(0, 0, 430, 64), LTR, measures(project=150, name=900))
    assert tighter.project.isEmpty()
    assert tighter == compute_layout(QRect(0, 0, 430, 64), LTR, measures(name=900))


def test_the_contextual_button_keeps_its_place() -> None:
    with_end, without = (compute_layout(QRect(0, 0, 880, 64), LTR, measures(end=end)) for end in (28, 0))
    assert with_end.main == without.main


@given(
    width=st.integers(200, 3_000),
    name=st.integers(1, 5_000),
    kind=st.sampled_from([0, 30, 110]),
    buttons=st.tuples(st.sampled_from([0, 28, 90]), st.sampled_from([0, 112]), st.sampled_from([0, 28])),
    others=st.tuples(st.sampled_from([(), (40, 90, 100), (40, 0, 0)]), st.sampled_from([0, 60, 900])),
)
def test_nothing_leaves_the_row_or_covers_a_button_and_right_to_left_is_its_mirror(
    width: int, name: int, kind: int, buttons: tuple[int, int, int], others: tuple[tuple[int, ...], int]
) -> None:
    row = QRect(0, 128, width, 64)
    (main, second, end), (columns, project) = buttons, others
    sizes = measures(name=name, kind=kind, kind_is_open=kind > 30, main=main, end=end)
    sizes = replace(sizes, second=second if main else 0, columns=columns, project=project)
    layout, mirrored = compute_layout(row, LTR, sizes), compute_layout(row, RTL, sizes)
    for rect in rects(layout):
        assert row.contains(rect)
    for button in (layout.main, layout.second, layout.end):
        for text in (layout.name, layout.kind, layout.size, layout.project, layout.status, *layout.columns):
            assert not button.intersects(text)
    for one, other in combinations((layout.name, layout.kind, layout.size, layout.project), 2):
        assert not one.intersects(other)
    for one, other in combinations((layout.main, layout.second, layout.end), 2):
        assert not one.intersects(other)
    assert [(width - rect.left() - rect.width(), rect.width()) for rect in rects(layout)] == [
        (rect.left(), rect.width()) for rect in rects(mirrored)
    ]


@pytest.mark.parametrize("direction", [LTR, RTL])
def test_a_click_finds_what_is_painted_there(direction: Qt.LayoutDirection) -> None:
    layout = compute_layout(QRect(0, 0, 880, 64), direction, measures(kind_is_open=True, second=112))
    assert layout.part_at(layout.main.center()) is RowPart.MAIN
    assert layout.part_at(layout.second.center()) is RowPart.SECOND
    assert layout.part_at(layout.end.center()) is RowPart.END
    assert layout.part_at(layout.kind.center()) is RowPart.KIND
    assert layout.part_at(layout.chevron.center()) is RowPart.KIND
    assert layout.part_at(layout.status.center()) is RowPart.STATUS
    assert layout.part_at(layout.thumbnail.center()) is None
    assert layout.part_at(QPoint(440, 62)) is None


def test_a_kind_that_is_fixed_is_no_button() -> None:
    layout = compute_layout(QRect(0, 0, 880, 64), LTR, measures())
    assert layout.part_at(layout.kind.center()) is None
