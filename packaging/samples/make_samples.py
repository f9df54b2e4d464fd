"""Make the sample media of resources/samples: pictures, a clip, a tune, a logo and a page.

Run it with `.venv/bin/python packaging/samples/make_samples.py`. Everything is made from formulas here, so
the files are in the public domain by construction. The results are committed; run this again only to change
them. Pictures and the page are painted by Qt, the tune is synthesized with the standard library, and the clip
is encoded by ffmpeg, which must be installed.

Sizes are part of the purpose: Layers takes files below 256 KB in one step and larger ones in three, so that
founder-shot.jpg and logo-dark.svg go the one way and the rest the other; the page is refused.
"""

from __future__ import annotations

import array
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QRadialGradient,
)

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
ONE_STEP_LIMIT = 256_000
FRAMES_PER_SECOND = 25
NIGHT, PLUM, CORAL, GOLD, CREAM = (QColor(c) for c in ("#1d2b53", "#7e3f78", "#f0746e", "#ffc371", "#fff4dc"))


def canvas(width: int, height: int) -> tuple[QImage, QPainter]:
    """Return an opaque picture and an antialiasing painter on it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    return image, painter


def sky(painter: QPainter, area: QRectF) -> None:
    """Fill `area` with the colours of a dawn, night on top."""
    gradient = QLinearGradient(area.topLeft(), area.bottomLeft())
    for position, colour in zip((0, 0.42, 0.72, 0.92, 1), (NIGHT, PLUM, CORAL, GOLD, CREAM), strict=True):
        gradient.setColorAt(position, colour)
    painter.fillRect(area, gradient)


def sun(painter: QPainter, centre: QPointF, radius: float) -> None:
    """Paint a sun with its glow."""
    glow = QRadialGradient(centre, radius * 5)
    glow.setColorAt(0, QColor(255, 236, 190, 190))
    glow.setColorAt(1, QColor(255, 236, 190, 0))
    painter.setBrush(glow)
    painter.drawEllipse(centre, radius * 5, radius * 5)
    painter.setBrush(CREAM)
    painter.drawEllipse(centre, radius, radius)


def waves(painter: QPainter, area: QRectF, phase: float) -> None:
    """Fill `area` with five bands of water; `phase` in radians moves them."""
    tints = ("#c9606f", "#8f4a76", "#5c3f74", "#3a3768", "#232b57")
    for band, tint in enumerate(tints):
        top = area.top() + area.height() * band / len(tints)
        path = QPainterPath(area.bottomLeft())
        for step in range(81):
            x = area.left() + area.width() * step / 80
            swing = math.sin(step / (5 + band) + phase * (1 + band / 3) + band) * (3 + 3 * band)
            path.lineTo(x, top + swing)
        path.lineTo(area.bottomRight())
        painter.fillPath(path, QColor(tint))


def beach() -> QImage:
    """Paint a beach at dawn; the grain of its sand keeps the file above the one-step limit."""
    width, height = 1600, 1000
    image, painter = canvas(width, height)
    sky(painter, QRectF(0, 0, width, 572))  # a little behind the first wave
    sun(painter, QPointF(1080, 500), 62)
    waves(painter, QRectF(0, 560, width, 330), 0.6)
    sand = QPainterPath(QPointF(0, height))
    sand.lineTo(0, 850)
    sand.cubicTo(QPointF(500, 740), QPointF(900, 960), QPointF(width, 830))
    sand.lineTo(width, height)
    ground = QLinearGradient(0, 780, 0, height)
    ground.setColorAt(0, QColor("#e9b98f"))
    ground.setColorAt(1, QColor("#a9745f"))
    painter.fillPath(sand, ground)
    grains = random.Random(7)  # noqa: S311 - the same grains at every run
    painter.setClipPath(sand)
    for _ in range(26_000):
        painter.setBrush(QColor(255, 240, 214, grains.randrange(20, 70)))
        painter.drawRect(QRectF(grains.uniform(0, width), grains.uniform(760, height), 1.6, 1.6))
    painter.end()
    return image


def portrait() -> QImage:
    """Paint a founder in front of a window: a head, shoulders and a calm wall."""
    image, painter = canvas(960, 1200)
    wall = QLinearGradient(0, 0, 960, 1200)
    wall.setColorAt(0, QColor("#dbe7e4"))
    wall.setColorAt(1, QColor("#7fa39d"))
    painter.fillRect(image.rect(), wall)
    painter.fillRect(QRectF(90, 110, 330, 470), QColor("#f7f3e8"))
    sky(painter, QRectF(110, 130, 290, 430))
    painter.setBrush(QColor("#2d4a53"))
    painter.drawRoundedRect(QRectF(190, 860, 660, 520), 240, 240)
    painter.setBrush(QColor("#b87a5b"))
    painter.drawRoundedRect(QRectF(455, 700, 130, 240), 60, 60)
    painter.setBrush(QColor("#c98a68"))
    painter.drawEllipse(QPointF(520, 580), 165, 205)
    hair = QPainterPath(QPointF(345, 600))
    hair.cubicTo(QPointF(320, 300), QPointF(720, 290), QPointF(697, 610))
    hair.cubicTo(QPointF(680, 480), QPointF(560, 470), QPointF(500, 440))
    hair.cubicTo(QPointF(450, 510), QPointF(370, 500), QPointF(345, 600))
    painter.fillPath(hair, QColor("#3b2621"))
    painter.setBrush(QColor("#33211d"))
    for x in (460, 580):
        painter.drawEllipse(QPointF(x, 590), 13, 16)
    smile = QPainterPath(QPointF(455, 675))
    smile.quadTo(QPointF(520, 745), QPointF(585, 675))
    smile.quadTo(QPointF(520, 705), QPointF(455, 675))
    painter.fillPath(smile, QColor("#fdf3ea"))
    painter.end()
    return image


def frame(number: int, frames: int) -> QImage:
    """Paint one frame of the clip: the sun rises and the name appears."""
    image, painter = canvas(960, 540)
    done = number / (frames - 1)
    eased = done * done * (3 - 2 * done)
    sky(painter, QRectF(0, -240 * (1 - eased), 960, 640))
    sun(painter, QPointF(480, 430 - 190 * eased), 52)
    waves(painter, QRectF(0, 380, 960, 160), done * 5)
    painter.setOpacity(max(0.0, min(1.0, done * 3 - 1)))
    painter.setPen(CREAM)
    painter.setFont(QFont("Inter", 40, QFont.Weight.DemiBold))
    painter.drawText(QRectF(0, 60, 960, 90), Qt.AlignmentFlag.AlignCenter, "Launching at dawn")
    painter.end()
    return image


def clip(path: Path, tune: Path, *, seconds: int = 4) -> None:
    """Encode the clip with the tune as its sound: H.264 and AAC, which every player knows."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        sys.exit("ffmpeg is needed to encode the clip: apt install ffmpeg")
    frames = seconds * FRAMES_PER_SECOND
    command = [
        ffmpeg, "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgra", "-s", "960x540",
        "-r", str(FRAMES_PER_SECOND), "-i", "-", "-i", str(tune), "-c:v", "libx264", "-preset", "veryslow",
        "-b:v", "800k", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-shortest",
        "-movflags", "+faststart", "-map_metadata", "-1", str(path),
    ]  # fmt: skip
    with tempfile.TemporaryFile() as raw:
        for number in range(frames):
            picture = frame(number, frames)  # the picture must outlive the view of its bytes
            raw.write(bytes(picture.constBits()))
        raw.seek(0)
        subprocess.run(command, stdin=raw, check=True)  # noqa: S603 - our own command, no shell


def jingle(path: Path, *, rate: int = 22_050) -> None:
    """Synthesize six notes of a C major chord with a soft decay, mono, 16 bit."""
    notes = ((0.0, 523.25), (0.35, 659.26), (0.7, 783.99), (1.05, 1046.5), (1.9, 783.99), (2.4, 1046.5))
    samples = array.array("h")
    for index in range(int(6.2 * rate)):
        now = index / rate
        value = 0.0
        for start, pitch in notes:
            age = now - start
            if age >= 0:
                tone = math.sin(math.tau * pitch * age) + 0.3 * math.sin(math.tau * 2 * pitch * age)
                value += tone * math.exp(-1.6 * age) * min(1.0, age * 200)
        samples.append(int(max(-1.0, min(1.0, value * 0.22)) * 32_000))
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())


LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 96" role="img" aria-label="Dawn Coffee">
  <rect width="320" height="96" rx="14" fill="#1d2b53"/>
  <path d="M24 62a26 26 0 0 1 52 0z" fill="#ffc371"/>
  <path d="M16 68h68M26 76h48" stroke="#f0746e" stroke-width="5" stroke-linecap="round"/>
  <text x="104" y="61" font-family="sans-serif" font-size="36" fill="#fff4dc">Dawn Coffee</text>
</svg>
"""

BRIEF = (
    "Dawn Coffee, spring campaign",
    "Goal: tell early risers that the harbour shop opens at five.",
    "Pictures: the beach at dawn, the founder at the shop window.",
    "Clip: four seconds, the sun rises, the name appears.",
    "Sound: six bright notes, no voice.",
)


def brief(path: Path) -> None:
    """Print one page: a document, which Layers does not take as media."""
    writer = QPdfWriter(str(path))
    writer.setTitle(BRIEF[0])
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(25, 25, 25, 25))
    painter = QPainter(writer)
    inch = writer.resolution()
    for number, line in enumerate(BRIEF):
        painter.setFont(QFont("DejaVu Sans", 20 if number == 0 else 12))
        painter.drawText(QPointF(0, inch * (0.5 + 0.45 * number)), line)
    painter.end()


def main() -> None:
    """Write all samples and check that each is on its side of the one-step limit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv)
    SAMPLES.mkdir(parents=True, exist_ok=True)
    beach().save(str(SAMPLES / "beach-at-dawn.png"))
    portrait().save(str(SAMPLES / "founder-shot.jpg"), quality=88)
    jingle(SAMPLES / "jingle.wav")
    clip(SAMPLES / "launch-teaser.mp4", SAMPLES / "jingle.wav")
    (SAMPLES / "logo-dark.svg").write_text(LOGO, "utf-8")
    brief(SAMPLES / "campaign-brief.pdf")
    for name, in_one_step in {
        "beach-at-dawn.png": False, "founder-shot.jpg": True, "jingle.wav": False,
        "launch-teaser.mp4": False, "logo-dark.svg": True,
    }.items():  # fmt: skip
        size = (SAMPLES / name).stat().st_size
        print(f"{name}: {size} bytes")
        if (size < ONE_STEP_LIMIT) is not in_one_step:
            sys.exit(f"{name} is on the wrong side of {ONE_STEP_LIMIT} bytes")
    del application


if __name__ == "__main__":
    main()
