"""No network for a process, on Linux and without any rights: the system itself refuses internet sockets."""

from __future__ import annotations

import ctypes
import platform
import struct

_SET_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_UNIX = 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def unplug() -> bool:
    """From now on `socket()` fails here and in all that is started from here, but for local ones.

    Returns whether the system agreed; it does on Linux on the usual processors.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    kind, socket_call = machine
    steps = (
        (_LOAD, 0, 0, 4),  # which processor's calls these are
        (_EQUAL, 0, 5, kind),
        (_LOAD, 0, 0, 0),  # which call
        (_EQUAL, 0, 2, socket_call),
        (_LOAD, 0, 0, 16),  # its first argument, the family of addresses
        (_EQUAL, 0, 1, _UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    code = b"".join(struct.pack("<HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
