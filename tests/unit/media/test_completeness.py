from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from layers_desktop.core.resources import resource
from layers_desktop.media.inspection import is_complete
from tests.support.tables import for_each

GIF = b"GIF89a" + bytes.fromhex("01000100800000ffffff0000002c00000000010001000002024401003b")
JPEG = resource("samples", "founder-shot.jpg").read_bytes()


def written(file_format: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFF225588)
    image.save(buffer, file_format)  # type: ignore[call-overload]  # its stub asks for bytes
    return bytes(buffer.data().data())


IMAGES = [
    ("image/png", written("PNG")),
    ("image/jpeg", written("JPEG")),
    ("image/jpeg", JPEG),
    ("image/webp", written("WEBP")),
    ("image/gif", GIF),
]


@for_each(("mime_type", "content"), IMAGES)
def test_an_image_is_complete_and_every_part_of_it_is_not(mime_type: str, content: bytes) -> None:
    assert is_complete(content, mime_type)
    for share in (0.99, 0.5, 0.1):
        assert not is_complete(content[: int(len(content) * share)], mime_type)


@for_each(("mime_type", "content"), IMAGES[:4])
def test_more_behind_an_image_does_no_harm(mime_type: str, content: bytes) -> None:
    assert is_complete(content + b"appended by a camera", mime_type)


def test_the_end_of_the_small_picture_in_a_jpeg_is_not_its_own() -> None:
    small = b"\xff\xe1" + (2 + 4).to_bytes(2, "big") + b"\xff\xda\xff\xd9"
    assert is_complete(b"\xff\xd8" + small + JPEG[2:], "image/jpeg")
    assert not is_complete(b"\xff\xd8" + small + JPEG[2:-2], "image/jpeg")


@for_each("content", [b"", b"\xff\xd8", b"\xff\xd8" + b"\xff" * 100, b"\xff\xd8\x00\x00\x00\x00\x00"])
def test_damaged_jpegs_are_incomplete(content: bytes) -> None:
    assert not is_complete(content, "image/jpeg")


def test_formats_that_do_not_tell_are_believed() -> None:
    assert is_complete(b"\x00\x00\x00\x18ftypavif", "image/avif")
