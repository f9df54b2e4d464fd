"""A program of its own that keeps keys in the keyring it finds, and writes down what it saw.

`python credential_child.py STEP OUT`: the tests run one process a step, as runs of the program would be.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import keyring
import secretstorage

from layers_desktop.core.secrets import ApiKey
from layers_desktop.settings.account_keys import AccountKeys, CredentialError
from layers_desktop.settings.paths import places

FIRST, SECOND = ApiKey("lp_real_first_key"), ApiKey("lp_real_second_key_é")


def found(keys: AccountKeys, organization_id: str) -> ApiKey | None:
    key = keys.load(organization_id)
    return key.key if key is not None else None


def saves(keys: AccountKeys) -> dict[str, Any]:
    """Save, overwrite, save for another organization."""
    saved = [
        keys.save("org_1", "Acme", FIRST),
        keys.save("org_1", "Acme", SECOND),
        keys.save("org_2", "", FIRST),
    ]
    return {
        "backend": type(keyring.get_keyring()).__module__,
        "kept": [one.kept for one in saved],
        "titles": [one.problem.words.title for one in saved if one.problem],
    }


def finds(keys: AccountKeys) -> dict[str, Any]:
    """Find in another run what was saved, delete it, and delete it again."""
    was_found = found(keys, "org_1") == SECOND
    keys.delete("org_1")
    gone = keys.load("org_1") is None
    keys.delete("org_1")
    return {"found": was_found, "gone": gone, "other_untouched": found(keys, "org_2") == FIRST}


def locked(keys: AccountKeys) -> dict[str, Any]:
    """Meet a locked keyring whose password prompt cannot be shown."""
    bus = secretstorage.dbus_init()
    secretstorage.get_default_collection(bus).lock()
    bus.close()
    saved = keys.save("org_3", "Third", FIRST)
    problems = {"save": saved.problem.code if saved.problem else ""}
    for name, ask in (("load", keys.load), ("delete", keys.delete)):
        try:
            ask("org_2")
        except CredentialError as error:
            problems[name] = error.problem.code
    return problems


if __name__ == "__main__":
    step = {"saves": saves, "finds": finds, "locked": locked}[sys.argv[1]]
    Path(sys.argv[2]).write_text(json.dumps(step(AccountKeys("https://api.layers.com", places()))))
