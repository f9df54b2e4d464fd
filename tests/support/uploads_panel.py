"""The parts of the list of uploads, found by what they are, in any language."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel

from layers_desktop.ui.uploads.delegate import RowDelegate
from layers_desktop.ui.uploads.filter_bar import FilterBar
from layers_desktop.ui.uploads.list_view import UploadList
from layers_desktop.ui.uploads.model import TransferModel
from layers_desktop.ui.uploads.panel import UploadsPanel


def upload_list(panel: UploadsPanel) -> UploadList:
    """Return the list itself."""
    [found] = panel.findChildren(UploadList)
    return found


def upload_rows(panel: UploadsPanel) -> TransferModel:
    """Return the rows of the list."""
    model: QAbstractItemModel = upload_list(panel).model()
    assert isinstance(model, TransferModel)
    return model


def row_delegate(panel: UploadsPanel) -> RowDelegate:
    """Return what paints the rows."""
    delegate = upload_list(panel).itemDelegate()
    assert isinstance(delegate, RowDelegate)
    return delegate


def filters(panel: UploadsPanel) -> FilterBar:
    """Return the bar with the states and the search."""
    [found] = panel.findChildren(FilterBar)
    return found
