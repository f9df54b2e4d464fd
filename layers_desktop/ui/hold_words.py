"""What rows and footer say while Layers cannot be reached: what is in the way, in few words. Pure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from layers_desktop.transfers.transfer import Hold

translate = QCoreApplication.translate


def offline(hold: Hold) -> str:
    """Return what is waited for; where a person can mend it, what that is. The bar on top says how."""
    code = hold.to_mend.code if hold.to_mend is not None else ""
    if code.startswith("network.proxy"):
        return translate("hold", "Waiting: the proxy does not work")
    if code.startswith("network.certificate"):
        return translate("hold", "Waiting: the connection is not secure")
    if code.startswith("network.sign_in_page"):
        return translate("hold", "Waiting: the network asks to sign in")
    return translate("hold", "Waiting for the network")
