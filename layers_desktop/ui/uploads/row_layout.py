"""Where everything in a row is: one geometry for painting and for hit-testing, mirrored right to left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QStyle

from layers_desktop.ui.theme import theme

MARGIN: Final = 2 * theme.GRID
GAP: Final = 12
"""Between the thumbnail and the text, and between the text and the buttons."""
LINE_GAP: Final = 5
"""Between the name and the status line."""
PART_GAP: Final = 10
"""Between the pieces of one line."""
BAR_WIDTH: Final = 240
BAR_LEAST: Final = 48
BAR_THICKNESS: Final = 4
CHEVRON: Final = 12
NAME_LEAST: Final = 64
PROJECT_LEAST: Final = 80
"""A dot and the beginning of a project's name; less of it would tell nothing."""
NAME_FAIR: Final = 96
"""What of a file's name stays where another project is said; where there is less, the tooltip says it."""
TEXT_LEAST: Final = 208
"""Room for the text of a row that a second answer leaves; where there is less, the answer is in the menu."""


class RowPart(Enum):
    """What of a row the pointer can be on."""

    MAIN = auto()
    SECOND = auto()
    END = auto()
    KIND = auto()
    STATUS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMetrics:
    """What a row's text measures, in device-independent pixels; see the delegate for the fonts."""

    name_height: int
    status_height: int
    name: int
    kind: int
    """0 when the kind is not known."""
    kind_is_open: bool
    """A chevron follows the kind."""
    size: int
    """The size with the dot before it."""
    project: int = 0
    """The project with the dot before it; 0 where it is the picked one and goes without saying."""
    main: int
    """The contextual button; 0 without one."""
    end: int
    """The button at the end; 0 without one."""
    second: int = 0
    """The other answer of a row that waits for one of two; 0 without one."""
    thumbnail: int = theme.THUMBNAIL
    """The side of the square."""
    button: int = theme.BUTTON_HEIGHT
    """The height of a button."""
    chevron: int = CHEVRON
    """The side of the chevron behind a kind."""
    columns: tuple[int, ...] = ()
    """Percent, speed, time left, when a bar is shown: of the widest text, so that nothing jumps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLayout:
    """The rectangles of one row. An empty one is not painted."""

    thumbnail: QRect
    name: QRect
    kind: QRect
    chevron: QRect
    size: QRect
    project: QRect
    status: QRect
    bar: QRect
    columns: tuple[QRect, ...]
    main: QRect
    second: QRect
    end: QRect

    def part_at(self, point: QPoint) -> RowPart | None:
        """Return what of the row is at this point, if it answers to a click."""
        kind = (
            self.kind.united(self.chevron).adjusted(-4, -4, 4, 4) if not self.chevron.isEmpty() else QRect()
        )
        areas = (
            (self.main, RowPart.MAIN),
            (self.second, RowPart.SECOND),
            (self.end, RowPart.END),
            (kind, RowPart.KIND),
            (self.status, RowPart.STATUS),
        )
        return next((part for area, part in areas if area.contains(point)), None)


def compute_layout(row: QRect, direction: Qt.LayoutDirection, measures: RowMetrics) -> RowLayout:
    """Return where everything is in `row`."""
    side, height = measures.thumbnail, measures.button
    middle = row.top() + (row.height() - height) // 2
    edge = row.left() + row.width() - MARGIN
    end = QRect(edge - measures.end, middle, measures.end, height) if measures.end else QRect()
    # The contextual button keeps its place whether or not an icon follows it.
    left = row.left() + MARGIN + side + GAP
    main_edge = edge - max(height, measures.end) - theme.GRID
    beside = measures.second + theme.GRID
    second = QRect()
    if measures.second and main_edge - measures.main - beside - GAP - left >= TEXT_LEAST:
        second = QRect(main_edge - measures.second, middle, measures.second, height)
        main_edge -= beside
    main = QRect(main_edge - measures.main, middle, measures.main, height) if measures.main else QRect()
    right = (main if measures.main else end if measures.end else QRect(edge, 0, 0, 0)).left() - GAP
    width = max(right - left, 0)

    top = row.top() + (row.height() - measures.name_height - LINE_GAP - measures.status_height) // 2
    below = top + measures.name_height + LINE_GAP
    name, kind, chevron, size, project = _first_line(QRect(left, top, width, measures.name_height), measures)
    status = QRect(left, below, width, measures.status_height)
    bar, columns = _bar_line(status, measures.columns)

    mirrored = direction is Qt.LayoutDirection.RightToLeft

    def place(rect: QRect) -> QRect:
        if rect.isEmpty():
            return QRect()
        return QStyle.visualRect(direction, row, rect) if mirrored else rect

    thumbnail = QRect(row.left() + MARGIN, row.top() + (row.height() - side) // 2, side, side)
    return RowLayout(
        thumbnail=place(thumbnail),
        name=place(name),
        kind=place(kind),
        chevron=place(chevron),
        size=place(size),
        project=place(project),
        status=place(status),
        bar=place(bar),
        columns=tuple(place(column) for column in columns),
        main=place(main),
        second=place(second),
        end=place(end),
    )


def _first_line(line: QRect, measures: RowMetrics) -> tuple[QRect, QRect, QRect, QRect, QRect]:
    """Share the first line: kind and size get what they need, the name what is left, but never nothing.

    Another project comes last: it takes what the name leaves, or a little of a long name's room.
    """
    chevron_width = measures.chevron + 4 if measures.kind and measures.kind_is_open else 0
    after = measures.kind + chevron_width + measures.size
    after += PART_GAP if after or measures.project else 0
    project_width = _project_width(line.width() - after, measures)
    after += project_width
    name_width = min(measures.name, max(line.width() - after, min(NAME_LEAST, line.width())))
    edge = line.left() + line.width()

    def take(start: int, width: int) -> QRect:
        return QRect(start, line.top(), max(min(width, edge - start), 0), line.height())

    name = take(line.left(), name_width)
    kind = take(name.left() + name_width + PART_GAP, measures.kind)
    after_kind = kind.left() + measures.kind
    chevron = QRect()
    if chevron_width and after_kind + chevron_width <= edge:
        side = measures.chevron
        chevron = QRect(after_kind + 3, line.top() + (line.height() - side) // 2, side, side)
    size = take(after_kind + chevron_width, measures.size)
    return name, kind, chevron, size, take(size.left() + measures.size, project_width)


def _project_width(room: int, measures: RowMetrics) -> int:
    """Return what the project gets of the room beside kind and size."""
    beside, least = room - measures.name, min(measures.project, PROJECT_LEAST)
    if beside >= least:
        return min(measures.project, beside)
    return least if room - least >= NAME_FAIR else 0


def _bar_line(line: QRect, columns: tuple[int, ...]) -> tuple[QRect, tuple[QRect, ...]]:
    if not columns:
        return QRect(), ()
    text = sum(columns) + PART_GAP * len(columns)
    width = min(max(line.width() - text, BAR_LEAST), BAR_WIDTH)
    bar = QRect(line.left(), line.top() + (line.height() - BAR_THICKNESS) // 2, width, BAR_THICKNESS)
    rects: list[QRect] = []
    start, edge = line.left() + width + PART_GAP, line.left() + line.width()
    for column in columns:
        # A column that does not fit is left out whole: half a speed is worse than none.
        fits = start + column <= edge
        rects.append(QRect(start, line.top(), column, line.height()) if fits else QRect())
        start += column + PART_GAP
    return bar, tuple(rects)
