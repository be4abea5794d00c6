"""The tools that the benchmarks compare with, in an environment of their own beside Placewell's.

They are no part of Placewell and of its tests: pandana is under the AGPL. Without them the benchmarks
run all the same and say what they left out.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from environment import Environment, clean_environ, why_pip_failed

PINS = "requirements-bench.txt"


def python_with_tools(environment: Environment) -> Path | None:
    """The Python that has the pinned tools, set up once; None, and a sentence printed, where that cannot be done."""
    folder = environment.folder / "bench"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pins = environment.checkout / "installer" / PINS
    stamp, key = folder / "stamp", _key(pins)
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == key:
        return python
    print(f"Setting up the tools to compare with, once, in {folder}", flush=True)
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(folder)
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--prefer-binary",
    ]
    command += ["--no-warn-script-location", "--progress-bar", "off", "-r", str(pins)]
    done = subprocess.run(
        command,
        capture_output=True,
        env=clean_environ(),
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        log = environment.folder / "bench.log"
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        print(
            f"The tools to compare with could not be set up: {why_pip_failed(done.stdout + done.stderr, log)}"
        )
        print("The benchmarks run without them.", flush=True)
        return None
    stamp.write_text(key, encoding="utf-8")
    return python


def _key(pins: Path) -> str:
    """What the tools depend on: their pins and Python."""
    return hashlib.sha256(pins.read_bytes() + sys.version.encode() + sys.base_prefix.encode()).hexdigest()
