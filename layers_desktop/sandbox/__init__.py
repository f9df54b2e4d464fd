"""Layers on loopback: the API and an object storage, to try the program and to test it."""

from __future__ import annotations

from layers_desktop.sandbox.config import SandboxConfig
from layers_desktop.sandbox.faults import Fault, describe_faults, parse_fault
from layers_desktop.sandbox.server import Sandbox, serve

__all__ = ["Fault", "Sandbox", "SandboxConfig", "describe_faults", "parse_fault", "serve"]
