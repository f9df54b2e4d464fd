"""What the copy format and the template make of an asset, while they are chosen and typed."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from layers_desktop.media.formats import Kind
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui import announce
from layers_desktop.ui.asset_text import format_assets
from layers_desktop.ui.controls import label
from layers_desktop.ui.settings_dialog.draft import Draft
from layers_desktop.ui.settings_dialog.sheet import Part


class CopyPreview(Part):
    """An asset as it could be, copied as the draft says."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        title = self.tr("Looks like this")
        self.texts = (title,)
        self.words = label(tone="dim", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(title, role="small", silent=True))
        column.addWidget(self.words)
        draft.edited.connect(self.follow)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Show what would be copied."""
        project = self._draft.project
        example = _example(project.name if project is not None else "")
        text = format_assets([example], self._draft.settings)
        if text != self.words.text():
            self.words.setText(text)
            self.words.setAccessibleName(f"{self.texts[0]}: {text}")
            announce.politely(self.words, self.words.accessibleName())


def _example(project: str) -> Transfer:
    return Transfer(
        id=1, batch_id=1, account_id="", project_id="prj_example", project_name=project, path=b"",
        name="founder-shot.jpg", kind=Kind.IMAGE, mime_type="image/jpeg", size=482_112, stage=Stage.DONE,
        sha256="9f86d081884c7d65" * 4, asset_id="med_01HXA4MNP5RSTUVWXYZABCDEFGH",
        asset_url="https://media.layers.com/founder-shot.jpg",
    )  # fmt: skip
