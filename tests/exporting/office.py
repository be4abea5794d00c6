"""LibreOffice as an independent reckoner: it works every formula of a workbook out again and saves what it finds.

By itself it trusts the values that a workbook carries. The profile made here tells it to recalculate always; a
control with a planted wrong value (`test_recalculates`) proves that it does.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def office() -> str | None:
    """The program, where this machine has it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(path: Path, to: str, out: Path) -> Path:
    """The workbook as LibreOffice saves it: 'xlsx', recalculated, or 'pdf'."""
    program = office()
    assert program is not None
    profile = out / "profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    folder = out / to
    folder.mkdir(exist_ok=True)
    run = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", to,
        "--outdir", str(folder), str(path),
    ]  # fmt: skip
    done = subprocess.run(run, capture_output=True, text=True, timeout=300, check=False)
    made = folder / f"{path.stem}.{to}"
    assert made.exists(), done.stdout + done.stderr
    return made
