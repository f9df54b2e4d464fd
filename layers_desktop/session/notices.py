"""What a session says to a person when signing in does not go as it should."""

from __future__ import annotations

from dataclasses import replace

from layers_desktop.errors import Problem

NO_KEY = Problem(
    code="key.missing",
    title="No key was entered",
    action="Paste the API key of your organization; it starts with lp_.",
)
KEY_GONE = Problem(
    code="key.gone",
    title="The keyring has no key of that organization any more",
    action="Add the account anew with its key.",
)
SILENT_KEYRING = Problem(
    code="keyring.silent",
    title="This computer's keyring does not answer",
    explanation="It may be locked, with its password dialog behind another window.",
    action="Unlock it and start again, or paste the key for this session.",
)
SILENCE = "this computer's keyring does not answer"
KEEPS_SILENT = Problem(
    code="keyring.silent",
    title=f"The key is kept for this session only, because {SILENCE}",
    explanation="It may be locked, with its password dialog behind another window.",
    action="Unlock it; or you will be asked for the key at the next start.",
)


def tried_again(problem: Problem) -> Problem:
    """Return what to say while signing in is tried again by itself; what waits is in the journal."""
    return replace(problem, kept="Your uploads are kept.", action="It is tried again every few seconds.")


def not_tried_again(problem: Problem) -> Problem:
    """Return what to say where nobody is signed in: no file waits, and nothing is tried again."""
    action = "Connect again in a moment." if "by itself" in problem.action else problem.action
    return replace(problem, kept="", action=action)
