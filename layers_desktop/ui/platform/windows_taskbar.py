"""Progress on Windows' task bar: ITaskbarList3 (shobjidl_core.h), by ctypes. Not run here: see `task_bar`."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtWidgets import QWidget

from layers_desktop.ui.platform.taskbar import TaskbarState

if sys.platform == "win32":
    import ctypes
    import logging
    import uuid
    from ctypes import wintypes

    log = logging.getLogger(__name__)

    _CLASS = "56fdf344-fd6d-11d0-958a-006097c9a090"  # CLSID_TaskbarList
    _INTERFACE = "ea1afb91-9e28-4b86-90e9-9e9f8a5eefaf"  # IID_ITaskbarList3
    _IN_PROCESS = 1  # CLSCTX_INPROC_SERVER
    _HR_INIT, _SET_VALUE, _SET_STATE = 3, 9, 10  # places in the interface's table of functions
    _NONE, _NORMAL, _ERROR = 0, 2, 4  # TBPF_NOPROGRESS, TBPF_NORMAL, TBPF_ERROR

    class WindowsTaskBar:
        """The button of one window. Where the shell gives no such object, nothing is shown."""

        def __init__(self, window: QWidget) -> None:
            self._window = window
            self._list = ctypes.c_void_p()
            ole = ctypes.OleDLL("ole32")
            try:
                ole.CoCreateInstance(
                    _guid(_CLASS), None, _IN_PROCESS, _guid(_INTERFACE), ctypes.byref(self._list)
                )
                self._call(_HR_INIT)
            except OSError as error:
                log.info("no progress on the task bar: %s", error)
                self._list = ctypes.c_void_p()

        def show(self, reading: TaskbarState) -> None:
            """See `task_bar.Entry`."""
            if not self._list.value:
                return
            button = wintypes.HWND(int(self._window.winId()))
            state = _ERROR if reading.urgent else _NORMAL if reading.percent is not None else _NONE
            try:
                self._call(_SET_STATE, button, ctypes.c_int(state))
                if reading.percent is not None:
                    self._call(
                        _SET_VALUE, button, ctypes.c_ulonglong(reading.percent), ctypes.c_ulonglong(100)
                    )
            except OSError as error:
                log.info("the task bar did not take the progress: %s", error)

        def _call(self, place: int, *arguments: object) -> None:
            table = ctypes.cast(self._list, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))
            kinds: list[Any] = [type(argument) for argument in arguments]
            prototype = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *kinds)
            prototype(table.contents[place])(self._list, *arguments)

    def _guid(text: str) -> ctypes.Array[ctypes.c_char]:
        return ctypes.create_string_buffer(uuid.UUID(text).bytes_le, 16)
