"""What a row of the catalogue of errors has, and what is said of a problem beside its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from layers_desktop.core.translation import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """What is said of one error; all but the title are whole sentences, or empty."""

    title: str
    """What failed, a short clause without a full stop."""
    explanation: str = ""
    """Why, one sentence, naming the layer (this file, the network, Layers, storage …)."""
    kept: str = ""
    """What was kept. Empty when nothing is at stake."""
    action: str = ""
    """What the person can do."""
    passes_by_itself: bool = False
    """The action promises that it is tried again: once it was given up, that is not said any more."""
    given_up: str = ""
    """Then said in place of such an action."""
    retry_helps: bool = False
    """Once it was given up, it is added that Retry goes on; not set where the action speaks of it itself."""
    command: str | None = None
    """The action on the command line, where there is no window; None: the same."""
    reasons: Mapping[str, Change] = field(default_factory=dict)
    """What differs where the code has this reason."""


Change: TypeAlias = str | tuple[str, str] | Mapping[str, Any]
"""Another explanation; another explanation and action; or columns by their names."""


class Outlook(StrEnum):
    """What becomes of a problem that happened: says more, or something else, than its row."""

    USUAL = ""
    GIVEN_UP = "given_up"
    """It is not tried any more; a person may press Retry."""
    STORED_LATER = "stored_later"
    SIGN_IN_AGAIN = "sign_in_again"
    SIGNED_OUT = "signed_out"
    """Nobody is signed in, so no file waits and nothing is tried again."""
    LISTED_AGAIN = "listed_again"
    NOT_LISTED = "not_listed"


RETRY_GOES_ON = N_("Retry goes on from where it stands.")
"""Added to the action of what was given up."""
STORED_LATER = N_("It is tried again in {seconds} s.")
"""Added to the action of what could not be written down."""
CONNECT_AGAIN = N_("Connect again in a moment.")
"""In place of an action that promises to try again, where nobody is signed in."""
INSTEAD: Mapping[Outlook, tuple[str, str]] = {
    Outlook.SIGN_IN_AGAIN: (N_("Your uploads are kept."), N_("It is tried again in {wait}.")),
    Outlook.LISTED_AGAIN: ("", N_("The projects are asked for again in {wait}.")),
    Outlook.NOT_LISTED: ("", N_("Open the list of projects again to ask once more.")),
}
"""In place of what a row says was kept, and of its action."""
