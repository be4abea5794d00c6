"""What this machine must have before Placewell can run: parts of Python, system libraries of Qt, a font.

All of it is looked for before anything is fetched, so that nothing fails half-way for want of it.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stop import Stop

DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Libraries that Qt loads even without a screen, with the Debian and Ubuntu package of each."""

SCREEN = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""The same for a window on an X screen."""

WAYLAND = {"libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0"}
"""The same for a window on a Wayland screen."""

FONT_PACKAGE = "fonts-dejavu-core"
FONT_ENDINGS = (".ttf", ".otf", ".ttc", ".pfb")


@dataclass(frozen=True)
class Lack:
    """One thing that is not there: what it is, and the Debian and Ubuntu package that brings it."""

    what: str
    package: str


def has_screen(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether a window can be shown."""
    if not platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def lacking_python(find: Callable[[str], object] = importlib.util.find_spec) -> list[Lack]:
    """Parts of Python that Debian and Ubuntu leave out and a private environment needs."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return [Lack(f"Python's own '{name}'", package) for name in ("venv", "ensurepip") if find(name) is None]


def lacking_for_qt(
    screen: bool,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    load: Callable[[str], object] = ctypes.CDLL,
    font_folders: Iterable[Path] | None = None,
) -> list[Lack]:
    """System libraries and fonts that Qt would miss here; only Linux leaves them to the system."""
    if not platform.startswith("linux"):
        return []
    wanted = dict(DRAWING)
    if screen and environ.get("DISPLAY"):
        wanted |= SCREEN
    if screen and environ.get("WAYLAND_DISPLAY"):
        wanted |= WAYLAND
    found = [Lack(name, package) for name, package in wanted.items() if not _loads(name, load)]
    if not has_font(_font_folders(environ) if font_folders is None else font_folders):
        found.append(Lack("a font (text would be drawn as nothing)", FONT_PACKAGE))
    return found


OFFICE_PACKAGE = "libreoffice-calc"


def lacking_office(which: Callable[[str], str | None] = shutil.which, root: bool | None = None) -> list[Lack]:
    """LibreOffice, which the tests let work workbooks out again: installed with apt-get where that is allowed.

    Elsewhere the tests that need it say that they were skipped.
    """
    if which("soffice") or which("libreoffice"):
        return []
    allowed = bool(which("apt-get")) and (_is_root() if root is None else root)
    return (
        [Lack("LibreOffice Calc (it works out the workbooks' formulas again)", OFFICE_PACKAGE)]
        if allowed
        else []
    )


def has_font(folders: Iterable[Path]) -> bool:
    """Whether there is any font file below these folders."""
    for folder in folders:
        for _, _, names in os.walk(folder):
            if any(name.lower().endswith(FONT_ENDINGS) for name in names):
                return True
    return False


def supply(
    lacks: list[Lack],
    *,
    root: bool | None = None,
    which: Callable[[str], str | None] = shutil.which,
    run: Callable[[list[str]], int] | None = None,
    lists: Path = Path("/var/lib/apt/lists"),
) -> None:
    """Install what is lacking where that is allowed; else raise Stop with the line that does it."""
    if not lacks:
        return
    what = ", ".join(dict.fromkeys(lack.what for lack in lacks))
    packages = sorted({lack.package for lack in lacks})
    apt = which("apt-get")
    root = _is_root() if root is None else root
    if not (root and apt):
        raise Stop(
            f"This machine lacks {what}. Placewell cannot start without it. {_how_to(lacks, packages, which)}"
        )
    print(f"Installing what this machine lacks: {' '.join(packages)}", flush=True)
    run = run or _quietly
    install = [apt, "install", "-y", "--no-install-recommends", *packages]
    listed = lists.is_dir() and any("_Packages" in p.name for p in lists.iterdir())
    if listed and run(install) == 0:
        return
    # No lists yet, or lists so old that what they name is gone from the mirror.
    if run([apt, "update"]) != 0 or run(install) != 0:
        raise Stop(
            f"This machine lacks {what}, and apt-get could not install it (its own words are above). "
            f"Placewell cannot start without it. "
            f"Once apt-get works, run: apt-get install -y {' '.join(packages)}"
        )


def _loads(name: str, load: Callable[[str], object]) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True


def _font_folders(environ: Mapping[str, str]) -> list[Path]:
    home = Path(environ.get("HOME", "/"))
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"]


def _how_to(lacks: list[Lack], packages: list[str], which: Callable[[str], str | None]) -> str:
    if which("apt-get"):
        return f"Run this, then start again: sudo apt-get install -y {' '.join(packages)}"
    libraries = sorted({lack.what for lack in lacks if ".so" in lack.what})
    fonts = ["dejavu-sans-fonts"] if any(lack.package == FONT_PACKAGE for lack in lacks) else []
    for tool in ("dnf", "zypper"):
        if which(tool):
            names = " ".join([f"'{name}()(64bit)'" for name in libraries] + fonts)
            return f"Run this, then start again: sudo {tool} install -y {names}"
    return "Install it with this system's own tool for software, then start again."


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _quietly(command: list[str]) -> int:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stdout[-2000:], file=sys.stderr, flush=True)
    return done.returncode
