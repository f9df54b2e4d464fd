"""A program of its own that uses the credential store on the keyring it finds, and writes down what it saw.

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
from layers_desktop.settings.keyring import CredentialError, CredentialStore

FIRST, SECOND = ApiKey("lp_real_first_key"), ApiKey("lp_real_second_key_é")


def saves(store: CredentialStore) -> dict[str, Any]:
    """Save, overwrite, save for another account."""
    once = store.save("api.layers.com", FIRST)
    again = store.save("api.layers.com", SECOND)
    other = store.save("example.test", FIRST)
    return {
        "backend": type(keyring.get_keyring()).__module__,
        "kept": [once.kept, again.kept, other.kept],
        "titles": [saved.problem.words.title for saved in (once, again, other) if saved.problem],
        "this_session": store.load("api.layers.com") == SECOND,
    }


def finds(store: CredentialStore) -> dict[str, Any]:
    """Find in another run what was saved, delete it, and delete it again."""
    found = store.load("api.layers.com") == SECOND
    store.delete("api.layers.com")
    gone = store.load("api.layers.com") is None
    store.delete("api.layers.com")
    return {"found": found, "gone": gone, "other_untouched": store.load("example.test") == FIRST}


def locked(store: CredentialStore) -> dict[str, Any]:
    """Meet a locked keyring whose password prompt cannot be shown."""
    bus = secretstorage.dbus_init()
    secretstorage.get_default_collection(bus).lock()
    bus.close()
    saved = store.save("third.test", FIRST)
    problems = {"save": saved.problem.code if saved.problem else ""}
    for name, ask in (("load", store.load), ("delete", store.delete)):
        try:
            ask("example.test")
        except CredentialError as error:
            problems[name] = error.problem.code
    return {"problems": problems, "this_session": store.load("third.test") == FIRST}


if __name__ == "__main__":
    step = {"saves": saves, "finds": finds, "locked": locked}[sys.argv[1]]
    Path(sys.argv[2]).write_text(json.dumps(step(CredentialStore())))
