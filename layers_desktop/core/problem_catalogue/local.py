"""The words of errors on this computer: files, the list of uploads, settings, keyring, the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers_desktop.core.problem_catalogue.rows import ProblemRow
from layers_desktop.core.translation import N_

_NOT_SENT = N_("Not sent")
_SYSTEM_SAYS = N_("This computer says: {why}.")
_YOUR_FILE = N_("Your file is kept.")
_YOUR_FILES = N_("Your files are kept.")
_LEFT_AS_IT_IS = N_("The file is left as it is: defaults are used, and changes are not saved.")
_UNREAD_SETTINGS = N_("{owner} could not be read")
_TRY_IN_A_MOMENT = N_("Try again in a moment.")
_UPLOADED_AS = N_("“{file}” is uploaded as {asset_id}")
_UNREAD_KEY = N_("The saved key could not be read")
_SESSION_ONLY = N_("The key will be kept for this session only, because {reason}")
_ASKED_AGAIN = N_("You will be asked for it at the next start; or set {variable}.")
_UNLOCK_OR_SET = "Unlock it in your system's password program and try again, or set LAYERS_API_KEY."
_BECAUSE_OF_KEYRING: Mapping[str, Any] = {
    "explanation": N_("It is because {reason}."),
    "action": N_("Unlock the keyring in your system's password program, then try again."),
}
_UNREAD: Mapping[str, Any] = {**_BECAUSE_OF_KEYRING, "title": _UNREAD_KEY}
_NOT_REMOVED: Mapping[str, Any] = {
    **_BECAUSE_OF_KEYRING,
    "title": N_("The key could not be removed from the keyring"),
}
_DIALOG_HIDDEN = N_("It may be locked, with its password dialog behind another window.")
_WITHOUT_WINDOW = "`layers-desktop upload` works without a window."
_NO_WINDOW = "The window cannot be opened"
_SCREEN = f"Start it in a session with a screen. {_WITHOUT_WINDOW}"

FILES: Mapping[str, ProblemRow] = {
    "file.not_media": ProblemRow(
        title=_NOT_SENT,
        explanation=N_("Layers takes images, video and audio; this is {what}."),
        reasons={
            "instead": {
                "explanation": N_("This is {what}, a format that is not sent to Layers."),
                "action": N_("Save it as {instead} and drop that."),
                "command": "",
            },
            "unknown": N_(
                "Layers takes images, video and audio; what this is cannot be told from its name or content."
            ),
            "damaged": (
                N_("It is called .{extension} but holds no {format}: damaged, or not wholly downloaded."),
                N_("Open it in another program to see whether it still works."),
            ),
            "in_page": N_("The picture in the page is damaged."),
        },
    ),
    "file.empty": ProblemRow(title=_NOT_SENT, explanation=N_("The file is empty.")),
    "file.too_large": ProblemRow(
        title=_NOT_SENT,
        explanation=N_("Layers takes {kinds} up to {most}; this one has {size}."),
        action=N_("Export it smaller and drop it again."),
        command="Export it smaller.",
    ),
    "file.wrong_kind": ProblemRow(
        title=_NOT_SENT,
        explanation=N_("It was to be {wanted}, but this is {found}."),
        reasons={"silent": N_("It was to be audio, but this video has no sound.")},
    ),
    "file.folder": ProblemRow(
        title=_NOT_SENT,
        explanation=N_("This is a folder."),
        action=N_("Drop the folder on the window to send what is in it."),
        command="",
        reasons={
            "link": {
                "explanation": N_("This is a link to a folder."),
                "action": N_("Add the folder itself."),
                "command": None,
            }
        },
    ),
    "file.not_a_file": ProblemRow(title=_NOT_SENT, explanation=N_("This is {what}, not a file.")),
    "file.gone": ProblemRow(
        title=_NOT_SENT,
        explanation=N_("The {what} is no longer there."),
        action=N_("Find it again and drop it once more."),
        command="",
        reasons={
            "sending": {
                "title": N_("“{file}” is no longer there"),
                "explanation": N_("The file was moved, renamed or deleted after it was dropped."),
                "action": N_("Drop it again from where it is now."),
            }
        },
    ),
    "file.unreadable": ProblemRow(
        title=_NOT_SENT,
        explanation=N_("The system could not read this {what}: {why}."),
        reasons={
            "forbidden": (
                N_("You may not read this {what}."),
                N_("Ask its owner for permission, or send a copy."),
            ),
            "circle": N_("It is a link that leads in a circle."),
            "long_path": (
                N_("Its path is too long for this system."),
                N_("Move it to a place with a shorter path."),
            ),
            "silent": (
                N_("The drive or server that it is on does not answer."),
                N_("Connect it and try again."),
            ),
            "disk": (N_("The disk that it is on reports an error."), N_("Try a copy from another place.")),
            "too_many_open": (
                N_("Too many files are open on this computer."),
                N_("Close other programs and try again."),
            ),
            "in_use": (N_("Another program keeps it to itself."), N_("Close that program and try again.")),
            "no_name": N_("No file on this system can have this name."),
            "sending": {
                "title": N_("“{file}” cannot be read"),
                "explanation": _SYSTEM_SAYS,
                "action": N_("Check the file's permissions or its drive, then retry."),
                "command": "",
            },
        },
    ),
    "file.changed": ProblemRow(
        title=N_("The file changed while it was being sent"),
        explanation=N_("Its length is not the one it had at the start."),
        kept=N_("The file stays in the list."),
        action=N_("Save the file, wait until nothing writes to it, and press Retry."),
        command="",
        reasons={
            "sending": {
                "title": N_("“{file}” was changed while it was being sent"),
                "explanation": N_(
                    "Another program is writing to this file, or put another one in its place."
                ),
                "kept": N_("Nothing of the half-sent file is used."),
                "action": N_("Retry when the file is finished."),
            }
        },
    ),
    "file.still_written": ProblemRow(
        title=N_("“{file}” is still being written"),
        explanation=N_("Another program is writing to this file."),
        kept=N_("It is sent as soon as it rests."),
        retry_helps=True,
    ),
    "picture.not_handed_over": ProblemRow(
        title=_NOT_SENT,
        explanation=N_("The other program did not hand over all of it."),
        action=N_("Save it first, then drop it."),
    ),
    "picture.not_saved": ProblemRow(
        title=N_("The picture could not be kept"),
        explanation=N_("This computer could not write it to a file."),
        action=N_("Check that the disk is not full, then drop or paste it again."),
    ),
    "picture.not_named": ProblemRow(
        title=N_("The picture could not be renamed"),
        explanation=N_("This computer did not give the file its new name."),
        kept=N_("It is uploaded as {file}."),
    ),
    "watch.lost": ProblemRow(
        title=N_("The watched folder “{folder}” of {project} cannot be read"),
        explanation="{why}",
        kept=N_("Files already in the list go on."),
        action=N_("Layers Desktop looks for the folder again every few seconds."),
    ),
}
"""What files and folders are refused for, or fail by."""

UPLOADS: Mapping[str, ProblemRow] = {
    "upload.in_doubt": ProblemRow(
        title=N_("“{file}” may be at Layers already"),
        kept=_YOUR_FILE,
        action=N_("Look for it at Layers; Retry sends it again."),
        command="Look for it at Layers; with --again it is sent again.",
        reasons={
            "forgotten": N_(
                "The answer to an earlier try was lost, and after a day Layers takes "
                "another try for a new file."
            ),
            "other_key": N_(
                "The answer to an earlier try was lost, and with another API key "
                "Layers takes another try for "
                "a new file."
            ),
            "changed": N_("It was changed after it may have been sent: the answer to that was lost."),
            "conflict": N_(
                "The answer to an earlier try was lost, and Layers takes this one for another upload."
            ),
            "gone": N_("The answer to an earlier try was lost, and Layers does not say what came of it."),
            "cancelled": {
                "explanation": N_(
                    "It was cancelled, but it may have been sent before: the answer to that was lost."
                ),
                "action": N_("Look for it at Layers."),
                "command": None,
            },
            "cancelled_known": {
                "explanation": N_(
                    "It was cancelled, but it may have been sent before: the answer to that was lost."
                ),
                "action": N_("Look for {asset_id} at Layers."),
                "command": None,
            },
        },
    ),
    "journal.row_damaged": ProblemRow(
        title=N_("What the list of uploads says of “{file}” is damaged"),
        explanation=N_("It cannot be told how far this upload had come."),
        kept=_YOUR_FILE,
        action=N_("Look for it at Layers; Retry sends it again."),
        command="Look for it at Layers; with --again it is sent again.",
    ),
    "journal.damaged": ProblemRow(
        title=N_("The list of uploads was damaged"),
        explanation=N_("A new one was started."),
        kept=N_("The damaged file is kept as {file}; assets at Layers are not touched."),
        action=N_("Drop files again that had not finished."),
        reasons={
            "recovered_one": {
                "kept": N_(
                    "One upload could be read and goes on. The damaged file is kept as {file}; assets at "
                    "Layers are not touched."
                ),
                "action": "",
            },
            "recovered": {
                "kept": N_(
                    "%n uploads could be read and go on. The damaged file is kept as {file}; assets at "
                    "Layers are not touched."
                ),
                "action": "",
            },
        },
    ),
    "journal.files_left_out": ProblemRow(
        title=N_("The list of uploads was damaged"),
        explanation=N_("Some files that were dropped last are not in it any more."),
        kept=_YOUR_FILES,
        action=N_("Drop them again."),
    ),
    "journal.newer": ProblemRow(
        title=N_("The list of uploads was written by a newer Layers Desktop"),
        explanation=N_("It has format {found}; this version knows {known}."),
        kept=N_("Nothing was changed."),
        action=N_("Update Layers Desktop."),
    ),
    "journal.unusable": ProblemRow(
        title=N_("The list of uploads cannot be kept"),
        explanation=_SYSTEM_SAYS,
        kept=_YOUR_FILES,
        action=N_("Check that the disk is not full and that you may write to your home folder."),
        reasons={"uploaded": {"title": _UPLOADED_AS}},
    ),
    "history.busy": ProblemRow(title=N_("History is busy"), action=_TRY_IN_A_MOMENT),
    "history.unreadable": ProblemRow(
        title=N_("The history cannot be read just now"),
        explanation=_SYSTEM_SAYS,
        kept=N_("Uploads go on, and assets at Layers are not touched."),
        action=_TRY_IN_A_MOMENT,
    ),
    "history.not_exported": ProblemRow(
        title=N_("“{file}” could not be written"),
        explanation=_SYSTEM_SAYS,
        kept=N_("A file that was there before is as it was."),
        action=N_("Choose another folder, or free some space."),
    ),
    "history.file_unreadable": ProblemRow(
        title=N_("The file that you look for cannot be read"),
        explanation=_SYSTEM_SAYS,
        action=N_("Check that it is still there, then drop it again."),
    ),
    "history.no_file": ProblemRow(
        title=N_("Only a file can be looked for, not a folder"),
        action=N_("Drop one file on the search field."),
    ),
}
"""The list of uploads and the history."""

PROGRAM: Mapping[str, ProblemRow] = {
    "internal": ProblemRow(
        title=N_("Something went wrong inside Layers Desktop"),
        explanation="({type})",
        kept=_YOUR_FILES,
        action=N_("Try again; if it happens again, send the log to support."),
        reasons={"uploaded": {"title": _UPLOADED_AS}},
    ),
    "unknown": ProblemRow(title=N_("The upload failed"), retry_helps=True),
    "earlier": ProblemRow(
        title="{title}", explanation="{explanation}", kept="{kept}", action="{action}", command=""
    ),
    "settings.damaged": ProblemRow(
        title=_UNREAD_SETTINGS,
        explanation=N_("The file {file} is damaged."),
        kept=N_("It was set aside as {aside}, and defaults are used."),
    ),
    "settings.newer": ProblemRow(
        title=N_("{owner} are from a newer Layers Desktop"),
        explanation=N_("This one does not understand the file {file}."),
        kept=_LEFT_AS_IT_IS,
        action=N_("Install the newest Layers Desktop."),
    ),
    "settings.unreadable": ProblemRow(
        title=_UNREAD_SETTINGS,
        explanation=N_("This computer did not give the file {path} ({why})."),
        kept=_LEFT_AS_IT_IS,
        action=N_("Check the permissions of the file and its folder."),
    ),
    "settings.not_written": ProblemRow(
        title=N_("{owner} could not be saved"),
        explanation=N_("This computer did not take the file {path} ({why})."),
        kept=N_("What was saved before is kept."),
        action=N_("Check the space on the disk and the permissions of the folder."),
    ),
    "settings.field": ProblemRow(
        title=N_("{owner} could not all be read"),
        explanation=N_("Not understood in {file}: {labels}."),
        kept=N_("The default is used there; everything else is as you set it."),
    ),
    "key.missing": ProblemRow(
        title=N_("No key was entered"),
        action=N_("Paste the API key of your organization; it starts with lp_."),
        reasons={
            "command": {
                "title": "There is no API key",
                "action": "Set LAYERS_API_KEY, or connect once in the window.",
            }
        },
    ),
    "key.gone": ProblemRow(
        title=N_("The keyring has no key of that organization any more"),
        action=N_("Add the account anew with its key."),
    ),
    "keyring.locked": ProblemRow(
        title=_SESSION_ONLY,
        action=_ASKED_AGAIN,
        reasons={
            "unread": {**_UNREAD, "command": _UNLOCK_OR_SET},
            "not_removed": _NOT_REMOVED,
            "late": {
                "title": _UNREAD_KEY,
                "explanation": "The keyring was not unlocked within {wait}.",
                "action": _UNLOCK_OR_SET,
            },
        },
    ),
    "keyring.failed": ProblemRow(
        title=_SESSION_ONLY,
        action=_ASKED_AGAIN,
        reasons={"unread": {**_UNREAD, "command": "Set LAYERS_API_KEY."}, "not_removed": _NOT_REMOVED},
    ),
    "keyring.lossy": ProblemRow(
        title=_SESSION_ONLY, action=_ASKED_AGAIN, reasons={"not_removed": _NOT_REMOVED}
    ),
    "keyring.absent": ProblemRow(title=_SESSION_ONLY, action=_ASKED_AGAIN),
    "keyring.silent": ProblemRow(
        title=N_("This computer's keyring does not answer"),
        explanation=_DIALOG_HIDDEN,
        action=N_("Unlock it and start again, or paste the key for this session."),
        reasons={
            "not_kept": {
                "title": N_("The key is kept for this session only, because {reason}"),
                "action": N_("Unlock it; or you will be asked for the key at the next start."),
            }
        },
    ),
}
"""The program itself, its settings and keys."""


COMMANDS: Mapping[str, ProblemRow] = {
    "interrupted": ProblemRow(
        title="It was stopped before it was finished",
        action="What was not finished is kept: the same command goes on with it.",
        reasons={
            "upload": {"title": "Stopped", "kept": "Nothing was sent.", "action": ""},
            "projects": {"title": "Stopped", "action": ""},
        },
    ),
    "intake.nothing": ProblemRow(title="No files were found in what you added"),
    "account.unknown": ProblemRow(
        title="No key is kept for one organization “{account}”",
        explanation="There are keys for: {known}.",
        action="Give the id or the whole name of one, or add the account in the window.",
        reasons={"none": "No keys are kept."},
    ),
    "project.unknown": ProblemRow(
        title="There is no project “{project}”",
        action="Give the id or the whole name of one: `layers-desktop projects` lists them.",
    ),
    "project.ambiguous": ProblemRow(
        title="{count} projects are named “{project}”", action="Give the id of the one you mean: {ids}."
    ),
    "window.libraries": ProblemRow(
        title="Layers Desktop cannot start",
        explanation="This computer lacks the {what} {names}.",
        action="{how}",
        reasons={"window": {"title": _NO_WINDOW, "action": f"{{how}} {_WITHOUT_WINDOW}"}},
    ),
    "window.plugin": ProblemRow(
        title=_NO_WINDOW,
        explanation="This computer lacks the {what} {names}.",
        action=f"{{how}} {_WITHOUT_WINDOW}",
    ),
    "window.platform": ProblemRow(
        title=_NO_WINDOW,
        explanation="Qt has no platform {platform} here that this program can use.",
        action=f"Unset QT_QPA_PLATFORM, or let it name xcb or wayland. {_WITHOUT_WINDOW}",
    ),
    "window.display": ProblemRow(
        title=_NO_WINDOW,
        explanation="This session has no display (DISPLAY and WAYLAND_DISPLAY are not set).",
        action=_SCREEN,
        reasons={
            "not_set": "QT_QPA_PLATFORM names {platform}, and {variable} is not set.",
            "silent": "The display that {variable} names ({display}) takes no connection.",
            "forbidden": {
                "explanation": "The display that {variable} names ({display}) does not let this user in.",
                "action": f"Start it as the user whose screen it is. {_WITHOUT_WINDOW}",
            },
        },
    ),
}
"""What only the command line says, in English."""
