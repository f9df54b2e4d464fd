"""Languages that nobody speaks, made from the source strings: what is cut off or not translated shows.

`Stretched` has an accent on every letter, brackets at both ends and 40 % more letters, as German and Finnish
have. It translates only what the translators are given: a letter without an accent is data, or was forgotten.
`Short` has a third of the letters, wide and high ones, as Chinese has. `Mirrored` runs from right to left,
letters and all, as Android's pseudo-locale `ar-XB` does.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from PySide6.QtCore import QObject, QTranslator

_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçďéƒĝĥîĵķļɱñöƥɋŕšťüṽŵẋýžÁƁÇĎÉƑĜĤÎĴĶĻṀÑÖƤɊŔŠŤÜṼŴẊÝŽ",
)
_TRANSLATED = Path("resources", "translations", "layers_desktop_de.ts")
_KEPT = re.compile(r"(%[0-9n]|\{\w*\}|&(?=\w)|<[^>]*>)")
"""Placeholders, names of a template's parts, mnemonics, markup."""
_LATIN = re.compile(
    r"(%[0-9n]|\{\w*\}|<[^>]*>|\b(?:Layers|Desktop|[KMG]B|IDs?|API|URL|CSV|JSON|PDF|Ctrl\+\w)\b)"
)
_LETTERS = re.compile(r"[A-Za-z][A-Za-z' '-]*[A-Za-z]|[A-Za-z]")
_CHINESE = (
    "上传文件项目图片视频音频复制选择设置连接等待网络密钥文件夹历史记录搜索通知取消暂停继续完成重试全部失败"
)
_FILL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
MARK, RIGHT_TO_LEFT, END = "\u200f", "\u202e", "\u202c"
ISOLATE, END_ISOLATE = "\u2067", "\u2069"
"""The mark tells Qt, which aligns a label by the direction of its text, that this runs from right to left."""


def stretched(text: str) -> str:
    """Return `text` with accents, in brackets, 40 % longer."""
    if not text.strip():
        return text
    parts = _KEPT.split(text)
    accented = "".join(part if place % 2 else part.translate(_ACCENTS) for place, part in enumerate(parts))
    more = max(round(len(text) * 0.4) - 2, 0)
    filling = (_FILL * (more // len(_FILL) + 1))[:more].rstrip().translate(_ACCENTS)
    return f"[{accented} {filling}]" if filling else f"[{accented}]"


def short(text: str) -> str:
    """Return a third as many Chinese letters; what is kept in Chinese, too, stays: names, numbers, marks."""
    pieces = _LATIN.split(text)
    return "".join(
        piece if place % 2 else _LETTERS.sub(_shortened, piece) for place, piece in enumerate(pieces)
    )


def _shortened(words: re.Match[str]) -> str:
    count = max(round(len(words[0]) / 3), 1)
    first = sum(map(ord, words[0])) % len(_CHINESE)
    return (_CHINESE[first:] + _CHINESE * (count // len(_CHINESE) + 1))[:count]


def mirrored(text: str) -> str:
    """Return `text` with each word from right to left; placeholders stay as they are."""
    if not text.strip():
        return text
    # As a translator would: an arrow is the one sign here that does not turn by itself.
    text = text.replace("→", "←")
    pieces = re.split(r"(%[0-9n]|\{\w*\}|<[^>]*>|\s+)", text)
    return "".join(
        piece if place % 2 or not piece else f"{MARK}{ISOLATE}{RIGHT_TO_LEFT}{piece}{END}{END_ISOLATE}"
        for place, piece in enumerate(pieces)
    )


class Stretched(QTranslator):
    """Install it before anything is translated."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        contexts = ET.parse(_TRANSLATED).getroot().iter("context")
        self._given = {
            (context.findtext("name"), message.findtext("source"))
            for context in contexts
            for message in context.iter("message")
        }

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the source string, stretched; what no translator is given stays, but for Qt's own words."""
        del disambiguation, n
        ours = (context, text) in self._given
        return stretched(text) if ours or context.startswith("Q") else text

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's virtual method
        """Return that there are translations."""
        return False


class Short(QTranslator):
    """Install it before anything is translated."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the source string, shortened."""
        del context, disambiguation, n
        return short(text)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's virtual method
        """Return that there are translations."""
        return False


class Mirrored(QTranslator):
    """Install it before anything is translated, and set the application's layout direction."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the source string, mirrored."""
        del context, disambiguation, n
        return mirrored(text)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's virtual method
        """Return that there are translations."""
        return False
