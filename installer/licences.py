"""Write LICENCES.md: package, version and licence of every pin, from what the packages say themselves.

python installer/licences.py            write it (run in an environment that has the pins)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE / "LICENCES.md"

NAMED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""The short names of the classifiers that packages use instead of a licence expression."""

CHOSEN = {
    "PySide6_Essentials": "LGPL-3.0-only, of the three offered (used as a library, unchanged, replaceable)",
    "shiboken6": "LGPL-3.0-only, of the three offered (used as a library, unchanged, replaceable)",
    "docxtpl": "LGPL-2.1-only (used as a library, unchanged, replaceable)",
    "odfpy": "Apache-2.0, of the three offered",
    "pypdfium2": "BSD-3-Clause, Apache-2.0 (and those of PDFium's own parts, in the package)",
}
"""Where a choice or a remark is called for."""

HEAD = """# Licences of what Placewell runs on

Made by `licences.py` from what each installed package says of itself; do not edit by hand.
Nothing in the product is under the GPL or AGPL alone. PySide6, shiboken6 and docxtpl are under the LGPL:
they are used unchanged, as libraries that a user may replace in the environment.
"""


def pins(path: Path) -> Iterator[tuple[str, str]]:
    """Name and version of each pin of a requirements file (not of files that it includes)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(r"([\w.-]+)==([\w.+!-]+)", line)
        if found:
            yield found[1], found[2]


def licence(name: str) -> str:
    """The licence that an installed package states. Raises PackageNotFoundError, ValueError."""
    said = metadata(name)
    expression = _said(name, "License-Expression")
    if name in CHOSEN:
        stated = f"{expression} {_said(name, 'License')} {said.get_all('Classifier')}".replace(
            "Apache Software", "Apache-2.0"
        )
        if CHOSEN[name].split(",")[0].split()[0] not in stated:
            raise ValueError(f"{name} no longer offers the licence chosen here: it says {stated}")
        return CHOSEN[name]
    if expression:
        return expression
    classifiers = said.get_all("Classifier") or []
    short = [NAMED[c.rsplit(" :: ", 1)[1]] for c in classifiers if c.rsplit(" :: ", 1)[1] in NAMED]
    plain = _said(name, "License").strip()
    if plain and "\n" not in plain and len(plain) < 40:
        return plain
    if short:
        return ", ".join(short)
    raise ValueError(f"{name} does not say its licence in a way this script knows")


def _said(name: str, field: str) -> str:
    found = metadata(name).get_all(field) or []
    return str(found[0]) if found else ""


def table() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, file in (("The product", "requirements.txt"), ("Only to test it", "requirements-test.txt")):
        parts.append(f"\n## {title}\n\n| package | version | licence |\n|---|---|---|\n")
        for name, version in pins(HERE / file):
            try:
                stated = licence(name)
            except PackageNotFoundError:
                continue  # For another system than this one (colorama on Windows).
            parts.append(f"| {name} | {version} | {stated} |\n")
    return "".join(parts)


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
