"""The one style sheet: what a palette alone cannot say about Fusion's buttons, fields of text and bars."""

from __future__ import annotations

from string import Template
from typing import Final

from layers_desktop.ui.i18n.bidi import right_to_left
from layers_desktop.ui.theme.colors import Tokens

_SHEET = Template("""
QMainWindow, QDialog { background: $bg; }
QToolTip { background: $chrome; color: $text; border: 1px solid $line; padding: 4px 6px; }

QFrame#header { background: $chrome; border: 0; border-bottom: 1px solid $line; }
QFrame#footer { background: $chrome; border: 0; border-top: 1px solid $line; }

QPushButton { background: $btn; color: $text; border: 1px solid $border; border-radius: 7px;
  padding: 0 12px; min-height: ${button}px; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $fill; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: ${button_on}px; }
QPushButton:disabled { color: $faint; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[primary="true"]:focus {
  border: 4px double $on_accent; padding: 0 9px; min-height: ${ringed}px; border-radius: 8px; }
QPushButton[primary="true"]:disabled { background: $fill; border-color: $fill; color: $dim; }
QPushButton[link="true"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 0 6px; font-weight: 400; }
QPushButton[link="true"][flush="true"] { padding: 0; }
QPushButton[link="true"][inline="true"] { min-height: 0; border-radius: 4px; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border: 1px solid $accent; padding: 0 6px; min-height: ${button}px; }
QPushButton[link="true"][flush="true"]:focus { padding: 0; }
QPushButton[link="true"][inline="true"]:focus { min-height: 0; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 7px;
  padding: 4px; }
QToolButton:hover { background: $hover; }
QFrame#header QToolButton:hover { background: $fill; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton:disabled { color: $faint; }
QToolButton[quiet="true"] { color: $dim; padding: 4px 6px; }
QFrame#footer QToolButton[quiet="true"]:hover { background: $fill; }
QToolButton[menu="true"] { padding: 4px $menu_right 4px $menu_left; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit { background: $btn; color: $text; border: 1px solid $border; border-radius: 7px;
  padding: 0 8px; min-height: ${button}px; selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $faint; }
QLineEdit:disabled { background: $chrome; color: $dim; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 0 7px;
  min-height: ${button_on}px; }
QDoubleSpinBox QLineEdit, QDoubleSpinBox QLineEdit:focus {
  border: 0; padding: 0; min-height: 0; background: transparent; }
QLineEdit#key { border-radius: 8px; padding: 0 10px; min-height: ${key}px; }
QLineEdit#key:focus { padding: 0 9px; min-height: ${key_on}px; }
QLineEdit#search { background: transparent; padding: 0 4px; min-height: ${search}px; }
QLineEdit#search:hover { background: $hover; }
QLineEdit#search:focus { background: $btn; padding: 0 3px; min-height: ${search_on}px; }
QLineEdit[dropping="offered"], QLineEdit#search[dropping="offered"] { background: $btn;
  border: 1px dashed $accent; placeholder-text-color: $text; }
QLineEdit[dropping="here"], QLineEdit#search[dropping="here"] { background: $accent_soft;
  border: 1px solid $accent; placeholder-text-color: $text; }
QLineEdit#search QToolButton, QLineEdit#search QToolButton:hover { background: transparent; border: 0;
  padding: 0; }

QMenu { background: $btn; color: $text; border: 1px solid $line; padding: 4px; icon-size: ${icon}px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $dim; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QLabel[tone="dim"] { color: $dim; }
QLabel[tone="faint"] { color: $faint; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="warn"] { color: $warn; }
QLabel[role="small"] { font-size: ${small}px; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="headline"] { font-size: ${headline}px; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel#sandbox { background: $warn_soft; color: $warn; border-radius: 8px; padding: 1px 6px;
  font-size: ${tiny}px; font-weight: 600; }

QFrame#banner { border: 0; border-bottom: 1px solid $line; background: $warn_soft; }
QFrame#banner[tone="bad"] { background: $bad_soft; }
QFrame#banner[tone="info"] { background: $accent_soft; }
QGroupBox#prompt { background: $card; border: 1px solid $line; border-radius: 12px; margin: 0; padding: 0; }
QGroupBox#prompt:focus { border: 1px solid $accent; }
QGroupBox#prompt QScrollArea, QGroupBox#prompt QScrollArea > QWidget > QWidget { background: transparent; }
QGroupBox#prompt QScrollArea:focus { border: 1px solid $accent; border-radius: 4px; }
QGroupBox#segments { border: 0; margin: 0; padding: 0; }
QFrame#lookedFor { border: 0; background: $accent_soft; }
QFrame#toast { background: $text; border-radius: 8px; }
QFrame#toast QLabel { color: $bg; }
QFrame#toast QPushButton { background: transparent; border: 1px solid $bg; color: $bg; }
QFrame#toast QPushButton:focus { border: 2px solid $bg; }

QWidget#projects { background: $btn; border: 1px solid $line; }
QListView#projectList { background: $btn; border: 0; outline: 0; }
QFrame#sidebar { background: $chrome; border: 0; border-right: 1px solid $line; }
QListView#pages { background: $chrome; border: 0; outline: 0; }
QListView#pages::item { padding-left: 8px; padding-right: 8px; border-radius: 6px; color: $text;
  border: 1px solid transparent; }
QListView#pages::item:selected { background: $accent_soft; color: $text; }
QListView#pages::item:selected:focus { border: 1px solid $accent; }
QScrollArea#sheet, QScrollArea#sheet > QWidget > QWidget { background: $bg; }
QScrollArea#help, QScrollArea#help > QWidget > QWidget { background: $bg; }
QScrollArea#help { border: 1px solid $bg; }
QScrollArea#help:focus { border: 1px solid $accent; }

QComboBox QAbstractItemView { background: $btn; border: 1px solid $line; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; }

QProgressBar#total { background: $fill; border: 0; border-radius: 2px; }
QProgressBar#total::chunk { background: $accent; border-radius: 2px; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $line; border-radius: 3px; min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; border: 0; height: 0; }
""")


_SIZES: Final = {
    "small": 12, "headline": 15, "title": 20, "tiny": 11, "arrow": 24, "icon": 16,
}  # fmt: skip
_HEIGHTS: Final = {"button": 28, "key": 36, "search": 26}
"""Of controls with their border, which is twice as wide where the focus is: the sheet wants the rest."""


def of(colours: Tokens, scale: float) -> str:
    """Return the sheet in these colours, its text sizes and heights multiplied by `scale`."""
    names = (
        "bg", "chrome", "line", "fill", "border", "text", "dim", "faint", "accent", "on_accent",
        "accent_soft", "ok", "warn", "bad", "bad_soft", "warn_soft", "hover", "btn",
    )  # fmt: skip
    values = {name: getattr(colours, name).name() for name in names}
    values["card"] = (colours.chrome if colours.dark else colours.bg).name()
    values["accent_hover"] = colours.accent.lighter(108).name()
    values["accent_pressed"] = colours.accent.darker(110).name()
    values |= {name: str(round(pixels * scale)) for name, pixels in _SIZES.items()}
    for name, whole in _HEIGHTS.items():
        height = round(whole * scale)
        values |= {name: str(height - 2), f"{name}_on": str(height - 4)}
    values["ringed"] = str(round(_HEIGHTS["button"] * scale) - 8)
    # Sheets know no beginning and end of a line.
    before, behind = "8px", f"{values['arrow']}px"
    values["menu_left"], values["menu_right"] = (behind, before) if right_to_left() else (before, behind)
    return _SHEET.substitute(values)
