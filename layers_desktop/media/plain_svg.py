"""An SVG without what makes drawing it dangerous: shapes and gradients, written anew. Pure.

A kilobyte of nested `<use>` takes minutes to draw, a filter fills the memory, entities unfold without end, an
`<image>` opens another file. So nothing of a drawing is passed on but what is on these lists; one that needs
more than that has no picture here.
"""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

LONGEST: Final = 512 * 1024
"""Bytes of a drawing; logos have a few thousand."""
MOST_ELEMENTS: Final = 1_500
DEEPEST: Final = 64
MOST_WORK: Final = 1_500**2
"""The squares of each outline's numbers together, because an outline that crosses itself costs that to fill.
Measured: one of 120 000 numbers takes 15 s; what keeps to this, at 88 pixels, at most half a second."""
MOST_MATCHES: Final = 100_000
"""Selectors times what they are tried on, elements and class names. Qt tries each on each while it reads, and
holds the interpreter's lock: measured, 100 million take 32 s of a frozen window, these at most 0.1 s."""

_SVG: Final = "http://www.w3.org/2000/svg"
_HREF: Final = "http://www.w3.org/1999/xlink href"
_SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_DRAWN: Final = _SHAPES | {"svg", "g", "defs", "linearGradient", "radialGradient", "stop", "style"}
_SILENT: Final = frozenset({"title", "desc", "metadata"})
_PROPERTIES: Final = frozenset(
    """
    color display fill fill-opacity fill-rule opacity stop-color stop-opacity stroke stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-opacity stroke-width visibility
    """.split()  # noqa: SIM905 - as a list of strings it is three times as long
)
"""Without dashes: a line can be made of billions of them."""
_ATTRIBUTES: Final = _PROPERTIES | frozenset(
    """
    class cx cy d fx fy gradientTransform gradientUnits height id offset points preserveAspectRatio r rx ry
    spreadMethod transform viewBox width x x1 x2 y y1 y2
    """.split()  # noqa: SIM905 - as above
)
_RULE: Final = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR: Final = re.compile(r"[.#]?[\w-]+")
_LONGEST_STYLE: Final = 16 * 1024
_NUMBER: Final = re.compile(r"\d+\.?\d*|\.\d+")
_REFERENCE: Final = re.compile(r"url\(\s*['\"]?#[\w.:-]+['\"]?\s*\)")
_TOO_LARGE: Final = re.compile(r"(?<![\d.])\d{6,}|[\d.][eE]\+?\d")
"""Coordinates that no drawing has."""


class _NotPlainError(Exception):
    pass


def plain_svg(data: bytes) -> bytes | None:
    """Return the drawing reduced to what is harmless; None when it is none, or needs more than that."""
    if len(data) > LONGEST:
        return None
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    # Entities are what bombs are made of. A document type without any is harmless: many programs write one.
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (_NotPlainError, expat.ExpatError, ValueError, LookupError):
        return None
    return "".join(writer.written).encode() if writer.shapes and writer.matches <= MOST_MATCHES else None


def _refuse(*_: object) -> None:
    raise _NotPlainError


class _Writer:
    """Writes what it is told of, if it is on the lists."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.shapes = 0
        self._elements = self._depth = self._silent = self._work = 0
        self._selectors = self._class_names = 0
        self._style: list[str] | None = None

    @property
    def matches(self) -> int:
        """How often a selector of the style sheets is tried on something."""
        return self._selectors * (self._elements + self._class_names)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS or self._depth > DEEPEST:
            raise _NotPlainError
        namespace, _, local = name.rpartition(" ")
        if self._silent or namespace not in ("", _SVG) or local in _SILENT:
            self._silent += 1  # an editor's notes: neither it nor what is in it is drawn
            return
        if local not in _DRAWN or (local == "svg") != (self._depth == 1):
            raise _NotPlainError
        self.shapes += local in _SHAPES
        if local == "style":
            self._style = []
            return
        self._class_names += len(attributes.get("class", "").split())
        for outline in ("d", "points"):
            self._work += len(_NUMBER.findall(attributes.get(outline, ""))) ** 2
        if self._work > MOST_WORK:
            raise _NotPlainError
        self.written.append(f"<{local}")
        if local == "svg":
            self.written.append(f' xmlns="{_SVG}" xmlns:xlink="http://www.w3.org/1999/xlink"')
        self.written += [_attribute(key, value) for key, value in attributes.items()]
        self.written.append(">")

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._silent:
            self._silent -= 1
        elif self._style is not None:
            rules, selectors = _rules("".join(self._style))
            self._selectors += selectors
            self.written.append(f"<style>{escape(rules)}</style>")
            self._style = None
        else:
            self.written.append(f"</{name.rpartition(' ')[2]}>")

    def text(self, text: str) -> None:
        if self._style is not None and not self._silent:
            self._style.append(text)


def _attribute(key: str, value: str) -> str:
    if key == "style":
        return f' style="{escape(_properties(value), {chr(34): ""})}"'
    if key in (_HREF, "href"):
        if not value.startswith("#"):
            raise _NotPlainError
        return f" xlink:href={quoteattr(value)}"
    return f" {key}={quoteattr(_value(value))}" if key in _ATTRIBUTES else ""


def _value(value: str) -> str:
    if _TOO_LARGE.search(value) or "url" in _REFERENCE.sub("", value.lower()):
        raise _NotPlainError
    return value


def _properties(text: str) -> str:
    pairs = (part.partition(":") for part in text.split(";"))
    kept = ((key.strip(), value.strip()) for key, _, value in pairs)
    return ";".join(f"{key}:{_value(value)}" for key, value in kept if key in _PROPERTIES)


def _rules(css: str) -> tuple[str, int]:
    """Return the rules of a sheet of simple selectors and known properties, and how many selectors."""
    css = _without_comments(css).strip()
    if len(css) > _LONGEST_STYLE:
        raise _NotPlainError
    rules: list[str] = []
    end = count = 0
    for rule in _RULE.finditer(css):
        selectors = [selector.strip() for selector in rule[1].split(",")]
        if rule.start() != end or not all(map(_SELECTOR.fullmatch, selectors)):
            raise _NotPlainError
        if properties := _properties(rule[2]):
            rules.append(f"{','.join(selectors)}{{{properties}}}")
            count += len(selectors)
        end = rule.end()
    if end != len(css):
        raise _NotPlainError
    return "".join(rules), count


def _without_comments(css: str) -> str:
    before, *commented = css.split("/*")
    pieces = [before]
    for piece in commented:
        _, end, after = piece.partition("*/")
        if not end:
            raise _NotPlainError
        pieces.append(after)
    return " ".join(pieces)
