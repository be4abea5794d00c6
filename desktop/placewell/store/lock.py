"""One Placewell at a time on a project: a lock of the operating system on a file beside it.

The project file itself is never locked outside SQLite: closing any handle on it would drop SQLite's
own locks. The operating system lets go of the lock when the process ends, however it ends.
"""

from __future__ import annotations

import getpass
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FAR = 1 << 30
"""Windows locks bytes, not files; one far past the end leaves the holder's name readable."""


class Taken(Exception):
    """Another process holds the lock; the text names who, as far as is known."""


class Lock:
    """Held from construction to `release`. Raises Taken, or OSError where none can be made there."""

    def __init__(self, project: Path) -> None:
        self.path = project.with_name(project.name + ".lock")
        while True:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                _take(self._handle)
            except BlockingIOError:
                holder = os.read(self._handle, 200).decode("utf-8", "replace").strip()
                os.close(self._handle)
                raise Taken(holder) from None
            except OSError:
                os.close(self._handle)
                raise
            # The last holder may have removed the file between our opening and our locking it.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(self._handle), self.path.stat()):
                    break
            os.close(self._handle)
        os.ftruncate(self._handle, 0)
        os.write(self._handle, _whoami().encode("utf-8", "replace"))

    def release(self) -> None:
        """Let go, and remove the file."""
        with suppress(OSError):
            self.path.unlink()
        os.close(self._handle)


def _take(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as fault:
            raise BlockingIOError from fault
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _whoami() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "someone"
    return f"{user} on {platform.node() or 'this computer'}"
