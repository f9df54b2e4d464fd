"""Small pictures of the files in the list: made by another process, for visible rows only, in bounded memory.

The GUI thread never opens a file (one in the cloud would be downloaded first, a pipe would block). Only what
is painted is asked for, once the list rests, the newest wish first: scrolling through thousands costs little.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap

from layers_desktop.core.background import Tasks
from layers_desktop.transfers.transfer import Stage, Transfer
from layers_desktop.ui.thumbnails.picture_decoder import PictureDecoder
from layers_desktop.ui.thumbnails.protocol import SHOWN_TYPES, Decoded, Plate, Still, Wave

CACHE_BYTES: Final = 32 * 1024 * 1024
"""About 4 000 thumbnails at 100 %, a thousand at 200 %."""
ENTRY_BYTES: Final = 256
"""What an entry costs beside its pixels; bounds the number of files remembered as having no picture."""
REST_MS: Final = 50
"""Nothing is begun while new rows come into sight: what flies past is not seen, and scrolling is smooth."""
MOST_WISHES: Final = 64
"""More rows than fit a screen; older wishes were scrolled out of sight and are asked again when seen."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A `Still`, ready for the screen."""

    pixmap: QPixmap
    plate: Plate | None


Shown = Picture | Wave | None
"""What a row paints: None is an icon."""


class _Key(NamedTuple):
    path: bytes
    size: int | None
    mtime_ns: int | None
    mime_type: str
    pixels: int


class _Wish(NamedTuple):
    ids: set[int]
    ratio: float


class Thumbnails(QObject):
    """Answers at once with what is there and tells when more has arrived."""

    arrived = Signal(object)
    """The id of a transfer whose picture is there now."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        decoder: PictureDecoder,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        super().__init__(parent)
        self._decoder = decoder
        self._tasks = Tasks(self, threads=1)
        self._cache: OrderedDict[_Key, Shown] = OrderedDict()
        self._cache_bytes = cache_bytes
        self._used = 0
        self._wishes: OrderedDict[_Key, _Wish] = OrderedDict()
        self._running: dict[_Key, _Wish] = {}
        self._closed = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._start)

    def picture(self, transfer: Transfer, side: int, ratio: float) -> Shown:
        """Return the picture for a square of `side` device-independent pixels, or None: paint an icon then.

        Call it when the row is painted; a picture that is not there yet is wished for.
        """
        mime_type = transfer.mime_type or ""
        taken = bool(transfer.path) and transfer.stage is not Stage.REFUSED
        if self._closed or not taken or mime_type not in SHOWN_TYPES:
            return None
        key = _Key(transfer.path, transfer.size, transfer.mtime_ns, mime_type, round(side * ratio))
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        if key in self._running:
            self._running[key].ids.add(transfer.id)
            return None
        if key not in self._wishes:
            self._wishes[key] = _Wish(set(), ratio)
            self._rest.start()
        self._wishes[key].ids.add(transfer.id)
        self._wishes.move_to_end(key)
        while len(self._wishes) > MOST_WISHES:
            self._wishes.popitem(last=False)
        return None

    def close(self) -> bool:
        """Stop for good: forget what was wished for, end what runs. True when nothing runs any more."""
        self._closed = True
        self._rest.stop()
        self._wishes.clear()
        self._running.clear()
        self._cache.clear()
        self._used = 0
        return self._tasks.close()

    @property
    def used_bytes(self) -> int:
        """What the kept pictures cost."""
        return self._used

    @property
    def busy(self) -> bool:
        """True while a picture is still to come."""
        return bool(self._wishes or self._running)

    @Slot()
    def _start(self) -> None:
        if self._rest.isActive():
            return
        if self._wishes and not self._running:
            key, wish = self._wishes.popitem()
            self._running[key] = wish
            self._tasks.run(
                partial(self._decoder.square, key.path, key.mime_type, key.pixels),
                partial(self._arrived, key),
                lambda _problem: self._arrived(key, None),
            )

    def _arrived(self, key: _Key, made: Decoded) -> None:
        wish = self._running.pop(key, None)
        if wish is None or self._closed:
            return
        shown: Shown = _on_screen(made, wish.ratio) if isinstance(made, Still) else made
        self._keep(key, shown)
        self._start()
        if shown is not None:
            for transfer_id in sorted(wish.ids):
                self.arrived.emit(transfer_id)

    def _keep(self, key: _Key, shown: Shown) -> None:
        self._cache[key] = shown
        self._used += _cost(shown)
        while self._used > self._cache_bytes and len(self._cache) > 1:
            _, oldest = self._cache.popitem(last=False)
            self._used -= _cost(oldest)


def _on_screen(still: Still, ratio: float) -> Picture:
    pixmap = QPixmap.fromImage(still.image)
    pixmap.setDevicePixelRatio(ratio)
    return Picture(pixmap, still.plate)


def _cost(shown: Shown) -> int:
    pixels = shown.pixmap.width() * shown.pixmap.height() * 4 if isinstance(shown, Picture) else 0
    return ENTRY_BYTES + pixels
