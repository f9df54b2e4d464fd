"""Files to drop for the pictures: photographs, clips and sounds that look and weigh like a campaign's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from layers_desktop.core.resources import resource

_SIDE = 160
_DAY = 24 * 3600


class SampleMedia:
    """Makes files in `folder`; each method returns the path of one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def photograph(self, name: str, hue: int, size: int = 0) -> Path:
        """Paint a picture of this hue (0 to 359), at least `size` bytes long."""
        path = self._folder / name
        picture = QImage(_SIDE, _SIDE, QImage.Format.Format_RGB32)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sky = QLinearGradient(QPointF(0, 0), QPointF(_SIDE, _SIDE))
        sky.setColorAt(0, QColor.fromHsv(hue, 120, 250))
        sky.setColorAt(1, QColor.fromHsv((hue + 50) % 360, 160, 230))
        painter.fillRect(picture.rect(), sky)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromHsv((hue + 25) % 360, 60, 255))
        painter.drawEllipse(QPointF(_SIDE * 0.66, _SIDE * 0.36), _SIDE * 0.14, _SIDE * 0.14)
        painter.setBrush(QColor.fromHsv((hue + 200) % 360, 130, 130))
        painter.drawEllipse(QPointF(_SIDE * 0.3, _SIDE * 1.1), _SIDE * 0.7, _SIDE * 0.42)
        painter.end()
        # Its stub asks for bytes, where Qt takes the format's name.
        saved = picture.save(str(path), path.suffix[1:].upper())  # type: ignore[call-overload]
        assert saved, path
        return self._at_least(path, size)

    def sample(self, name: str, like: str, size: int = 0) -> Path:
        """Return the shipped sample `like` under this name, at least `size` bytes long."""
        path = self._folder / name
        shutil.copyfile(resource("samples", like), path)
        return self._at_least(path, size)

    def video(self, name: str, size: int = 0) -> Path:
        """Return a clip."""
        return self.sample(name, "launch-teaser.mp4", size)

    def sound(self, name: str, size: int = 0) -> Path:
        """Return a recording."""
        return self.sample(name, "jingle.wav", size)

    def document(self, name: str, size: int = 0) -> Path:
        """Return what Layers does not take."""
        return self.sample(name, "campaign-brief.pdf", size)

    def empty(self, name: str) -> Path:
        """Return a file without content."""
        path = self._folder / name
        path.touch()
        return path

    def _at_least(self, path: Path, size: int) -> Path:
        # Zeros behind a picture or a clip change nothing of what it shows, and as a hole they cost no disk.
        if path.stat().st_size < size:
            os.truncate(path, size)
        # What was written just now is waited for, in case that it is still being written.
        written = path.stat().st_mtime - _DAY
        os.utime(path, (written, written))
        return path
