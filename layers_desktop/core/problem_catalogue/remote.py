"""The words of errors that others cause: Layers, its storage, the network, what a link leads to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from layers_desktop.core.problem_catalogue.rows import ProblemRow
from layers_desktop.core.translation import N_

_FILE_KEPT = N_("The file stays in the list.")
_TRIED_AGAIN = N_("It is tried again by itself.")
_TRY_LATER = N_("Try again later; if it happens again, send the request id to Layers' support.")
_LAYERS_SAYS = N_("Layers says: {said}")
_NO_REASON = N_("Its answer had the status {status} and gave no reason.")
_SEND_AGAIN = N_("Press Retry to send the file again.")
_SMALLER = N_("Make the file smaller and drop it again.")
_A_KEY = N_("A key is one word of letters, digits and signs that begins with lp_.")
_WITH_SCOPE = N_("Connect with a key that has this permission.")
_UPLOAD_UNKNOWN = N_("Layers does not know this upload any more")
_NO_BYTES: Mapping[str, Any] = {
    "title": N_("Layers did not find the bytes of this file"),
    "action": _SEND_AGAIN,
    "command": "",
}
_EMPTY_CHECKSUM: Mapping[str, Any] = {
    "explanation": N_(
        "The link was signed for an empty file (x-amz-checksum-crc32=AAAAAA==), so every upload fails."
    ),
    "action": N_("Send this line to Layers' support: the fault is in how the link was made."),
    "passes_by_itself": False,
    "retry_helps": False,
    "command": None,
}
_CHECK_CLOCK = N_("Check the date and time of this computer, then try again.")
_kept = partial(ProblemRow, kept=_FILE_KEPT)
_retried = partial(_kept, retry_helps=True)
_passing = partial(_retried, passes_by_itself=True)
_network = partial(
    _passing, action=N_("Check the network; it is tried again by itself."), given_up=N_("Check the network.")
)
_NO_ADDRESS = N_("This computer could not find the address of {host}.")

LAYERS: Mapping[str, ProblemRow] = {
    "api": _retried(title=N_("Layers could not be reached")),
    "UNAUTHENTICATED": ProblemRow(
        title=N_("Layers did not accept your key"),
        explanation=N_("The key was removed, replaced or mistyped."),
        kept=N_("Your files wait and go on with a new key."),
        action=N_("Paste a key from Layers' settings and connect again."),
        command="Set LAYERS_API_KEY to a key that Layers accepts, or connect again in the window.",
        reasons={
            "no_key": {"title": N_("There is no key"), "explanation": _A_KEY},
            "not_a_key": {"title": N_("This is not a Layers key"), "explanation": _A_KEY},
        },
    ),
    "FORBIDDEN_SCOPE": _kept(
        title=N_("Your key may not do this"),
        explanation=N_("Layers says that this key lacks a permission."),
        action=N_("Connect with a key that has projects:read and projects:write."),
        command="Set LAYERS_API_KEY to a key that has projects:read and projects:write.",
        reasons={
            "upload": {
                "title": N_("Your key may not upload (it lacks {scope})"),
                "explanation": "",
                "action": _WITH_SCOPE,
            },
            "scope": {
                "title": N_("Your key may not do this (it lacks {scope})"),
                "explanation": "",
                "action": _WITH_SCOPE,
            },
        },
    ),
    "NOT_FOUND": _kept(
        title=N_("Layers does not know this project any more"),
        explanation=N_("It was removed, or your key belongs to another organization."),
        action=N_("Pick another project and drop the file again."),
        command="",
        reasons={
            "named": {"title": N_("Layers does not know the project “{project}” any more")},
            "upload": {
                "title": _UPLOAD_UNKNOWN,
                "explanation": N_("Uploads that are not finished within 24 hours are removed."),
                "action": _SEND_AGAIN,
            },
            "upload_said": {"title": _UPLOAD_UNKNOWN, "explanation": _LAYERS_SAYS, "action": _SEND_AGAIN},
        },
    ),
    "IDEMPOTENCY_CONFLICT": _kept(
        title=N_("Layers took this for another upload"),
        explanation=N_(
            "Layers Desktop reused a mark it should not have reused; the fault is in this program."
        ),
        action=N_("Press Retry to start this upload afresh."),
        command="",
    ),
    "PAYLOAD_TOO_LARGE": _kept(
        title=N_("The file is too large for Layers"),
        explanation=N_("Layers takes images up to 50 MB, audio up to 200 MB and video up to 1 GB."),
        action=_SMALLER,
        command="Make the file smaller.",
    ),
    "VALIDATION_FAILED": _kept(
        title=N_("Layers does not take this file"),
        explanation=N_("Layers checked what was sent and refused it."),
        action=N_("Change the file or its kind and try again."),
        reasons={
            "said": _LAYERS_SAYS,
            "upload": _NO_BYTES,
            "upload_said": {**_NO_BYTES, "explanation": _LAYERS_SAYS},
        },
    ),
    "answer.refused": _kept(
        title=N_("Layers did not accept this"),
        action=_TRY_LATER,
        reasons={
            "status": _NO_REASON,
            "said": _LAYERS_SAYS,
            "upload": {**_NO_BYTES, "explanation": _NO_REASON},
            "upload_said": {**_NO_BYTES, "explanation": _LAYERS_SAYS},
        },
    ),
    "RATE_LIMITED": _passing(
        title=N_("Layers asks to wait a moment"),
        explanation=N_("Your key has used up what Layers allows a minute."),
        action=N_("Nothing to do: it goes on by itself."),
    ),
    "KILL_SWITCH": ProblemRow(
        title=N_("Layers has suspended this key or organization"),
        explanation=N_("Layers answers nothing until the suspension is lifted."),
        kept=N_("Your files wait."),
        action=N_("Ask Layers' support, then connect again."),
        command="Ask Layers' support.",
    ),
    "server": _passing(
        title=N_("Layers has a problem at the moment"),
        explanation=N_("Layers answered that something failed on its side."),
        action=_TRIED_AGAIN,
    ),
    "answer.unexpected": _kept(
        title=N_("Layers answered in an unexpected way"),
        action=_TRY_LATER,
        reasons={
            "said": _LAYERS_SAYS,
            "status": N_("Something on the way, or Layers itself, answered with status {status}."),
            "page_size": N_("Layers was asked for {count} projects and sent more."),
            "endless": N_("Layers' list of projects does not come to an end."),
        },
    ),
    "answer.malformed": _retried(
        title=N_("The answer of Layers could not be understood"),
        explanation=N_("Something between this computer and Layers may have changed it."),
        action=N_("Try again; if it happens again, look for a newer version of Layers Desktop."),
        reasons={
            "content": N_("Its answer was not what this program expects ({why})."),
            "too_long": N_("Its answer was far longer than any answer of Layers is."),
            "link": N_("Layers' upload link is not a web address."),
            "link_open": N_("Layers' upload link is not encrypted (https), so it is not used."),
            "link_user": N_("Layers' upload link carries a user name, so it is not used."),
            "headers": N_("Layers' upload link came with more headers than a file can have."),
            "header": N_("Layers' upload link came with a header that is not valid."),
            "header_name": N_("Layers' upload link asks for a header that must not be sent ({name})."),
            "size": N_("Layers' upload link is for a file of another size."),
        },
    ),
    "answer.id_twice": _kept(
        title=N_("Layers gave this file the id of another one"),
        action=N_("Send the names of both to Layers' support; Retry sends this file again."),
        command="Send the names of both to Layers' support.",
        reasons={"named": N_("“{other}” has this id already, and holds something else.")},
    ),
    "answer.redirect": _kept(
        title=N_("Layers' address led somewhere else"),
        explanation=N_("The answer pointed to another address, and your key and files are not sent there."),
        action=N_(
            "Check the address of Layers (LAYERS_BASE_URL), or whether this network asks you to sign in."
        ),
        reasons={
            "storage": {
                "title": N_("The storage's address led somewhere else"),
                "explanation": N_("The answer pointed to another address, and files are not sent there."),
                "action": N_("Press Retry; if it happens again, this network may ask you to sign in."),
                "command": "If it happens again, this network may ask you to sign in.",
            }
        },
    ),
    "cancelled": ProblemRow(title="Stopped", retry_helps=True),
    "address.insecure": ProblemRow(
        title=N_("This address is not safe to use"),
        explanation=N_("Layers is reached over https only; plain http is allowed on this computer alone."),
        action=N_("Correct the address (LAYERS_BASE_URL) and start again."),
        reasons={
            "no_address": N_("It is not a web address."),
            "scheme": N_("It is not a web address that begins with https://."),
            "extras": N_("It carries a user name, a question mark or a fragment."),
        },
    ),
}
"""Answers of Layers."""

NETWORK: Mapping[str, ProblemRow] = {
    "network": _network(
        title=N_("The network failed"),
        explanation=N_("The connection from this computer could not be used."),
        reasons={"host": N_("No connection to {host} could be made.")},
    ),
    "network.name": _network(
        title=N_("No network, or its name service does not answer"),
        explanation=N_("This computer could not find the server's address."),
        reasons={"host": _NO_ADDRESS},
    ),
    "network.unreachable": _network(
        title=N_("No network"), explanation=N_("This computer has no connection to the server.")
    ),
    "network.refused": _network(
        title=N_("The server takes no connections at the moment"),
        explanation=N_("A firewall of this network, or the server itself, refused the connection."),
        reasons={"host": N_("Nothing takes connections at {host}, or a firewall refused.")},
    ),
    "network.lost": _network(
        title=N_("The connection broke off"),
        explanation=N_("The network or the server closed the connection before the answer was complete."),
        reasons={
            "host": N_("The connection to {host} ended before the answer was complete."),
            "securing": N_("The connection to {host} ended while it was being secured."),
            "cut": N_("{host}, or the network on the way to it, cut the connection."),
            "notices": N_("{host} sent notices without end instead of an answer."),
            "early": N_("The storage answered before it had the whole file."),
        },
    ),
    "network.timeout": _network(
        title=N_("The server did not answer in time"),
        explanation=N_("The network is very slow, or something on the way holds the connection up."),
        reasons={
            "host": N_("No answer came from {host}."),
            "answer": N_("{host} did not send its whole answer within {seconds} s."),
            "connecting": {
                "title": N_("The server could not be reached in time"),
                "explanation": N_("{host} took no connection."),
            },
            "sending": {
                "title": N_("Sending came to a standstill"),
                "explanation": N_("{host} took no data for a minute."),
            },
        },
    ),
    "network.certificate": _retried(
        title=N_("The connection is not secure"),
        explanation=N_("The server's certificate is not one that this computer trusts."),
        action=N_(
            "On a company network, ask its administrators whether their certificate is installed here."
        ),
        reasons={
            "host": N_("The certificate of {host} is not one that this computer trusts."),
            "agreement": N_("No secure connection to {host} could be agreed on."),
            "other_host": N_("The certificate belongs to another server than {host}."),
            "not_yet": (
                N_("The certificate of {host} is not valid yet, or this computer's clock is wrong."),
                _CHECK_CLOCK,
            ),
            "expired": (
                N_("The certificate of {host} has expired, or this computer's clock is wrong."),
                _CHECK_CLOCK,
            ),
        },
    ),
    "network.certificate_store": _retried(
        title=N_("The certificates of this computer cannot be read"),
        explanation=N_("The system's list of trusted certificates (or SSL_CERT_FILE) is damaged or missing."),
        action=N_("Correct SSL_CERT_FILE or install the system's certificates, then start again."),
    ),
    "network.proxy": _retried(
        title=N_("The proxy does not let this program through"),
        explanation=N_("The proxy server of this network refused or could not be reached."),
        action=N_(
            "Check the proxy under Settings, Network, or the system's "
            "(HTTPS_PROXY, NO_PROXY), then try again."
        ),
        command="Check the proxy (HTTPS_PROXY, NO_PROXY), then try again.",
        reasons={
            "unreachable": N_("The proxy {proxy} of this network cannot be reached."),
            "refused": N_("The proxy {proxy} refused a connection to {host}."),
            "password": {
                "explanation": N_("The proxy of this network asks for a name and a password."),
                "action": N_(
                    "Give both to the system (HTTPS_PROXY=http://name:password@…), then start again."
                ),
                "command": None,
            },
        },
    ),
    "network.proxy_setting": _retried(
        title=N_("The proxy in the settings cannot be used"),
        action=N_("Correct it under Settings, Network."),
        command="",
        reasons={
            "empty": N_("Enter the proxy's address, such as {example}."),
            "socks": N_("This program can use http proxies, not SOCKS."),
            "password": N_(
                "A name and a password are not kept in the settings: give them to the system (HTTPS_PROXY), "
                "and choose “As the system”."
            ),
            "no_address": N_("This is not an address of a proxy; it should look like {example}."),
            "system_socks": {
                "title": N_("The proxy setting of this computer cannot be used"),
                "explanation": N_(
                    "{source} names {proxy}, and this program can use http proxies, not SOCKS."
                ),
                "action": N_(
                    "Choose another proxy under Settings, Network; or correct the system's, then start again."
                ),
                "command": "Correct the system's, then start again.",
            },
            "system": {
                "title": N_("The proxy setting of this computer cannot be used"),
                "explanation": N_(
                    "{source} is {proxy}, which is not an address of a proxy; it should look like {example}."
                ),
                "action": N_(
                    "Choose another proxy under Settings, Network; or correct the system's, then start again."
                ),
                "command": "Correct the system's, then start again.",
            },
        },
    ),
    "network.sign_in_page": _retried(
        title=N_("A sign-in page of the network answered instead of Layers"),
        explanation=N_("Hotel, train and guest networks do so until you have signed in to them."),
        action=N_("Open any web page in your browser, sign in to the network, then try again."),
        reasons={"storage": {"title": N_("A sign-in page of the network answered instead of the storage")}},
    ),
}
"""Faults on the way."""

STORAGE: Mapping[str, ProblemRow] = {
    "storage": _retried(
        title=N_("The storage did not take the file"), reasons={"empty_checksum": _EMPTY_CHECKSUM}
    ),
    "storage.link_expired": _passing(
        title=N_("The upload link had expired"),
        explanation=N_("The storage takes a file only for some minutes after Layers has announced it."),
        action=N_("A new link is fetched by itself."),
        reasons={"empty_checksum": _EMPTY_CHECKSUM},
    ),
    "storage.signature": _retried(
        title=N_("The storage rejected the upload link"),
        explanation=N_("Something on the way changed the request, or the link was made for another one."),
        action=N_("If it keeps failing, a proxy may be rewriting uploads: try another network."),
        reasons={
            "skewed": N_("It says that the clock of the link and its own differ too much."),
            "empty_checksum": _EMPTY_CHECKSUM,
        },
    ),
    "storage.too_large": _kept(
        title=N_("The file is too large for the storage"),
        explanation=N_("The storage refused its size."),
        action=_SMALLER,
        command="Make the file smaller.",
        reasons={"empty_checksum": _EMPTY_CHECKSUM},
    ),
    "storage.busy": _passing(
        title=N_("The storage is busy"),
        explanation=N_("It asks to slow down for a moment."),
        action=_TRIED_AGAIN,
        reasons={"empty_checksum": _EMPTY_CHECKSUM},
    ),
    "storage.fault": _passing(
        title=N_("The storage has a problem at the moment"),
        explanation=N_("It answered that something failed on its side, or that data came too slowly."),
        action=_TRIED_AGAIN,
        reasons={"empty_checksum": _EMPTY_CHECKSUM},
    ),
    "storage.refused": _kept(
        title=N_("The storage refused the file"),
        explanation=N_("It gave no reason that this program knows."),
        action=N_("Press Retry; if it happens again, ask whether this network blocks uploads."),
        command="If it happens again, ask whether this network blocks uploads.",
        reasons={
            "answer": N_("It answered {answer} and gave no reason that this program knows."),
            "status": N_("It answered with status {status} and gave no reason that this program knows."),
            "denied": N_("It says that this link does not allow the upload."),
            "no_length": N_("It was not told how long the file is; a proxy may have removed that."),
            "digest": N_("What arrived is not what was sent: its checksum differs."),
            "no_bucket": N_("The place that the link names does not exist."),
            "empty_checksum": _EMPTY_CHECKSUM,
        },
    ),
}
"""Answers of the object storage."""

LINKS: Mapping[str, ProblemRow] = {
    "file.link": ProblemRow(
        title=N_("Not sent"),
        explanation=N_("What is behind the link could not be fetched."),
        action=N_("Save it to this computer, then drop the file."),
        command="",
        reasons={
            "because": "{why}",
            "no_address": _NO_ADDRESS,
            "not_public": N_("{host} is on this computer or in its network: nothing is fetched there."),
            "circle": N_("{host} sends from one address to the next."),
            "slow": N_("{host} sends too slowly."),
            "bad": N_("The link is no web address."),
            "long": N_("The link is too long to be one."),
            "open": N_("The link is not encrypted: only https links are fetched."),
            "user": N_("The link carries a user name, so it is not fetched."),
            "sign_in": N_("{host} does not give it to programs without signing in (answer {status})."),
            "gone": N_("{host} has nothing at this address (any more)."),
            "wait": N_("{host} asks to wait before more is fetched."),
            "fault": N_("{host} has a fault at the moment (answer {status})."),
            "answer": N_("{host} gave something else than a file (answer {status})."),
            "http": N_("It is a link without encryption (http), and only https links are fetched."),
            "web": N_("It is a link to the web, not a file."),
            "part_of_page": N_("It is a part of a page, not a file."),
            "other_scheme": N_("It is a link ({scheme}:), not a file."),
            "text": N_("It is text, not a file."),
            "incomplete": N_("Its address is not complete."),
            **{
                name: {
                    "explanation": explanation,
                    "action": N_("Copy it to this computer, then drop the copy."),
                }
                for name, explanation in (
                    ("server", N_("It is on another computer, and only its address was dropped.")),
                    ("cloud", N_("It is in online storage, and only its address was dropped.")),
                    ("phone", N_("It is on a phone or camera.")),
                    ("computer", N_("It is on another computer ({host}).")),
                )
            },
            "in_page": (
                N_("It is a picture inside a page, not a file."),
                N_("Save it to this computer, or copy the picture and paste it here."),
            ),
            "trash": (N_("It is in the trash."), N_("Restore it, then drop it from its folder.")),
            "mail": (N_("It is still in your mail program."), N_("Save it first, then drop it.")),
        },
    ),
    "link.not_saved": ProblemRow(
        title=N_("Not sent"),
        explanation=N_("This computer could not write to a file what the link leads to."),
        action=N_("Check that the disk is not full, then drop the link again."),
    ),
}
"""What was dropped as a link."""
