"""A private environment with the pinned versions, one a checkout, and the proof that it is whole.

It lies in `.environment` of the checkout, or in the user's data folder where the checkout cannot be
written. A stamp is written last and names everything the environment depends on; what has no
matching stamp is made again, so an interrupted set-up is never trusted.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from stop import Stop

PINS = {"product": "requirements.txt", "test": "requirements-test.txt"}
_FORMAT = "1"
_UNREACHABLE = (
    "NewConnectionError", "Failed to establish", "name resolution", "getaddrinfo", "Max retries",
    "ProxyError", "timed out",
)  # fmt: skip
"""Signs in what pip says that it could not reach the place it fetches from."""

_PROOF = """
import sys
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
app = QApplication(["proof"])
import numpy, pandas, pyogrio, scipy.sparse.csgraph, shapely
import placewell
"""


class Environment:
    """The environment of one checkout. `folder` holds it, its stamp and the log of its making."""

    def __init__(self, checkout: Path, folder: Path | None = None) -> None:
        self.checkout = checkout
        self.folder = folder or _place_for(checkout)

    @property
    def python(self) -> Path:
        """Its Python."""
        return self._venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def ready(self, what: str) -> bool:
        """Whether the pins of `what` ('product' or 'test') are in place, as they stand today."""
        return (
            self._stamps().get(what) == self._key(what)
            and self.python.exists()
            and not self._unfinished.exists()
        )

    def make(self, what: str) -> None:
        """Put the pins of `what` in place. Raises Stop where that cannot be done."""
        with self._locked():
            if self.ready(what):
                return  # Another start has made it while this one waited.
            whole = self.ready("product")
            self._unfinished.touch()
            if not whole:
                self._stamp_file.unlink(missing_ok=True)
                print(f"Setting up Placewell, once, in {self.folder}", flush=True)
                venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(self._venv)
                self._point_at_checkout()
            self._install(what)
            self._prove()
            stamps = (self._stamps() if whole else {}) | {
                what: self._key(what),
                "product": self._key("product"),
            }
            fresh = self._stamp_file.with_suffix(".new")
            fresh.write_text(json.dumps(stamps, indent=1), encoding="utf-8")
            fresh.replace(self._stamp_file)
            self._unfinished.unlink()

    @property
    def _venv(self) -> Path:
        return self.folder / "venv"

    @property
    def _stamp_file(self) -> Path:
        return self.folder / "stamp.json"

    @property
    def _unfinished(self) -> Path:
        return self.folder / "unfinished"

    def _stamps(self) -> dict[str, str]:
        try:
            found = json.loads(self._stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _key(self, what: str) -> str:
        """What the environment depends on: pins, Python, and where the checkout is."""
        whole = hashlib.sha256()
        for part in (_FORMAT, sys.version, sys.base_prefix, str(self.checkout)):
            whole.update(part.encode() + b"\0")
        for name in dict.fromkeys((PINS["product"], PINS[what])):
            whole.update((self.checkout / "installer" / name).read_bytes())
        return whole.hexdigest()

    def _point_at_checkout(self) -> None:
        """The project itself is not copied: the environment reads it from the checkout."""
        site = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(self._venv)}))
        encoding = "utf-8" if sys.version_info >= (3, 13) else "locale"
        site.joinpath("placewell-checkout.pth").write_text(
            f"{self.checkout / 'desktop'}\n", encoding=encoding
        )

    def _install(self, what: str) -> None:
        pins = self.checkout / "installer" / PINS[what]
        command = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        command += ["--no-warn-script-location", "--prefer-binary", "--progress-bar", "off", "-r", str(pins)]
        log = self.folder / "install.log"
        told: list[str] = []
        with (
            log.open("w", encoding="utf-8") as keep,
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=clean_environ(),
                text=True, encoding="utf-8", errors="replace",
            ) as pip,
        ):  # fmt: skip
            assert pip.stdout is not None
            _follow(pip.stdout, keep, told)
        if pip.returncode != 0:
            raise Stop(why_pip_failed("\n".join(told), log))

    def _prove(self) -> None:
        """Load the parts that lean on system libraries, so that a lack shows now and in words."""
        environ = clean_environ() | {"QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [str(self.python), "-c", _PROOF], env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
        library = re.findall(r"([\w.+-]+\.so[.\d]*): cannot open shared object", done.stderr)
        last = (done.stderr.strip().splitlines() or ["no words at all"])[-1]
        lack = f"This machine lacks the system library {library[-1]}" if library else f"It said: {last}"
        raise Stop(
            f"The parts are fetched, but they do not start here. {lack}. Placewell cannot run without it. "
            "Install what is named, with this system's own tool for software, and start again."
        )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One set-up at a time: a second start waits for the first."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.joinpath(".gitignore").write_text("*\n", encoding="utf-8")
            lock = self.folder.joinpath("lock").open("w", encoding="utf-8")
        except OSError as fault:
            raise Stop(
                f"Nothing can be written in {self.folder} ({fault.strerror}). "
                "Placewell keeps what it runs on there. Make room or allow writing, and start again."
            ) from fault
        with lock:
            _wait_for(lock)
            yield


def clean_environ() -> dict[str, str]:
    """The present environment variables without those that would lead Python or pip elsewhere."""
    astray = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")
    return {k: v for k, v in os.environ.items() if k not in astray} | {"PYTHONUTF8": "1"}


def why_pip_failed(told: str, log: Path) -> str:
    """What pip met, as sentences."""
    if "No space left on device" in told:
        return (
            f"The disk is full, so Placewell could not be set up in {log.parent}. "
            "Make 2 GB of room and start again."
        )
    if any(sign in told for sign in _UNREACHABLE):
        return (
            "The parts that Placewell is made of could not be fetched: "
            "there is no way to the internet from here. Only the first start needs it. "
            "Connect, or set up pip for your organisation's own store of packages, and start again; "
            "nothing half-done is kept."
        )
    faults = [line for line in told.splitlines() if line.startswith("ERROR")]
    said = f" pip said: {faults[-1].removeprefix('ERROR:').strip()}" if faults else ""
    return (
        f"The parts that Placewell is made of could not all be installed.{said} All that it said is in {log}."
    )


def _follow(lines: IO[str], keep: IO[str], told: list[str]) -> None:
    """Keep pip's lines, and show on a terminal how far it is."""
    terminal, done = sys.stdout.isatty(), 0
    for line in lines:
        keep.write(line)
        told.append(line.rstrip())
        part = re.match(r"Collecting ([\w.-]+)", line)
        if terminal and (part or line.startswith("Installing collected")):
            done += 1
            what = f"fetching part {done}: {part[1]}" if part else "putting the parts in place"
            print(f"\r\x1b[K{what}", end="", flush=True)
    if terminal:
        print("\r\x1b[K", end="", flush=True)


def _place_for(checkout: Path) -> Path:
    inside = checkout / ".environment"
    if inside.is_dir() or os.access(checkout, os.W_OK):
        return inside
    # A checkout that cannot be written (a share, a system folder): each has its own place at home.
    name = hashlib.sha256(str(checkout).encode()).hexdigest()[:12]
    return data_folder() / "environments" / name


def data_folder() -> Path:
    """Where this user's programs keep their data."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "Placewell"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/Placewell"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "placewell"


def _wait_for(lock: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt
        import time

        while True:
            try:
                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
                return
            except OSError:
                time.sleep(0.5)
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)
