"""Who may import whom, as sentences that fail when they stop being true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "desktop" / "placewell"

PARTS = """
domain imports nothing of ours.
shipped imports nothing of ours.
folders imports nothing of ours.
edit imports domain.
guidance imports domain.
network imports domain.
monitor imports domain.
assess imports domain, guidance, network, monitor.
store imports domain.
importing imports domain.
cartography imports domain.
exporting imports domain, assess, monitor, cartography.
work imports domain, edit, guidance, network, monitor, assess, store, importing, cartography, exporting, shipped, folders.
cli imports work, domain.errors.
ui imports work, edit, domain, assess, cartography, exporting.report, exporting.figures, shipped, folders.
app imports ui, work, domain, shipped, folders.
__main__ imports app, cli.
"""

LIBRARIES = """
Only importing/gdal imports pyogrio.
Only ui, app import PySide6.QtWidgets, qtawesome.
Only ui, app, cartography import PySide6.
Only importing, exporting, network/build import pandas, geopandas.
Only store, importing import sqlite3.
Nothing imports fiona, rasterio, osgeo, networkx, mapclassify, fitz.
Nothing imports pickle, marshal, shelve, dill.
Nothing imports socket, http, urllib.request, ftplib, smtplib, requests, httpx, PySide6.QtNetwork.
"""

HABITS = """
Inside functions only: pandas, geopandas, pyogrio, scipy, openpyxl, xlsxwriter, matplotlib, docxtpl, typst.
Inside functions only, in cli: placewell, but not placewell.domain.errors, placewell.cli.
Nowhere called: eval, exec, compile, __import__, import_module.
No module is longer than 450 lines.
Most modules are shorter than 200 lines.
"""

LEVELS = ["domain shipped folders", "edit guidance network monitor", "assess store importing cartography",
          "exporting", "work", "cli ui", "app", "__main__"]  # fmt: skip


@dataclass(frozen=True)
class Import:
    """One import: by which module ('importing/gdal'), of what ('pyogrio.errors.DataSourceError'), and where."""

    by: str
    of: str
    line: int
    in_function: bool

    @property
    def part(self) -> str:
        return self.by.split("/")[0]

    def __str__(self) -> str:
        return f"{self.by}.py line {self.line} imports {self.of}"


def modules(root: Path) -> Iterator[tuple[str, str]]:
    """Name ('store/geopackage') and source of every module."""
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).with_suffix("").as_posix()
        yield name.removesuffix("/__init__"), path.read_text(encoding="utf-8")


def imports(root: Path) -> list[Import]:
    """Every import of the package that is carried out; those for type checkers alone are not."""
    return [i for name, source in modules(root) for i in _imports(ast.parse(source), name, False)]


def _imports(node: ast.AST, name: str, in_function: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from _imports(other, name, in_function)
        elif isinstance(child, ast.Import):
            yield from (Import(name, a.name, child.lineno, in_function) for a in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, (
                f"{name}.py line {child.lineno}: write the whole name of what is imported"
            )
            yield from (
                Import(name, f"{child.module}.{a.name}", child.lineno, in_function) for a in child.names
            )
        else:
            within = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, name, within)


def broken(sentence: str, root: Path) -> list[str]:
    """What breaks a sentence, one line each; raises ValueError for a sentence that has no meaning."""
    if found := re.fullmatch(r"No module is longer than (\d+) lines\.", sentence):
        return [f"{n}.py has {_length(s)} lines" for n, s in modules(root) if _length(s) > int(found[1])]
    if found := re.fullmatch(r"Most modules are shorter than (\d+) lines\.", sentence):
        long = [n for n, s in modules(root) if _length(s) >= int(found[1])]
        return long if 3 * len(long) > len(list(modules(root))) else []
    if found := re.fullmatch(r"Nowhere called: (.+)\.", sentence):
        return list(_calls(root, _words(found[1])))
    if found := re.fullmatch(r"Inside functions only(?:, in (\w+))?: (.+?)(?:, but not (.+))?\.", sentence):
        where, what, spared = found[1], _words(found[2]), _words(found[3] or "")
        return [
            str(i) for i in imports(root)
            if not i.in_function and where in (None, i.part) and _is(i.of, what) and not _is(i.of, spared)
        ]  # fmt: skip
    if found := re.fullmatch(r"Only (.+?) imports? (.+)\.", sentence):
        who, what = _words(found[1]), _words(found[2])
        return [str(i) for i in imports(root) if _is(i.of, what) and not _is(i.by, who, "/")]
    if found := re.fullmatch(r"Nothing imports (.+)\.", sentence):
        return [str(i) for i in imports(root) if _is(i.of, _words(found[1]))]
    if found := re.fullmatch(r"(\w+) imports (.+)\.", sentence):
        allowed = [] if found[2] == "nothing of ours" else _words(found[2])
        own = [f"placewell.{name}" for name in (found[1], *allowed)] + ["placewell.__version__"]
        return [
            str(i)
            for i in imports(root)
            if i.part == found[1] and _is(i.of, ["placewell"]) and not _is(i.of, own)
        ]
    raise ValueError(f"a sentence without a meaning: {sentence}")


def _words(text: str) -> list[str]:
    return [word for word in re.split(r",\s*", text) if word]


def _is(name: str, of: list[str], sign: str = ".") -> bool:
    return any(name == o or name.startswith(o + sign) for o in of)


def _length(source: str) -> int:
    return len(source.splitlines())


def _calls(root: Path, names: list[str]) -> Iterator[str]:
    for module, source in modules(root):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                called = node.func
                plain = called.id if isinstance(called, ast.Name) else ""
                method = (
                    called.attr
                    if isinstance(called, ast.Attribute) and called.attr == "import_module"
                    else ""
                )
                if plain in names or method in names:
                    yield f"{module}.py line {node.lineno} calls {plain or method}"


def sentences(text: str) -> list[str]:
    return text.strip().splitlines()


ALL = sentences(PARTS) + sentences(LIBRARIES) + sentences(HABITS)


@pytest.mark.parametrize("sentence", ALL)
def test_it_is_so(sentence: str) -> None:
    assert broken(sentence, PACKAGE) == []


def test_every_part_has_its_sentence() -> None:
    there = {name.split("/")[0] for name, _ in modules(PACKAGE)} - {"__init__", "."}
    assert there <= {sentence.split()[0] for sentence in sentences(PARTS)}


def test_a_part_imports_only_from_lower_levels() -> None:
    """The sentences themselves keep the order: no part names one of its own level or above."""
    level = {part: n for n, parts in enumerate(LEVELS) for part in parts.split()}
    for sentence in sentences(PARTS):
        part, _, allowed = sentence.rstrip(".").partition(" imports ")
        for other in [] if allowed == "nothing of ours" else _words(allowed):
            assert level[other.split(".")[0]] < level[part], sentence


LONG = "\n" * 451
BAD = {
    **{s: (f"{s.split()[0]}/bad", "from placewell.nowhere import x") for s in sentences(PARTS)},
    "Only importing/gdal imports pyogrio.": ("importing/osm", "def f():\n    from pyogrio import read_dataframe"),
    "Only ui, app import PySide6.QtWidgets, qtawesome.": ("cartography/bad", "from PySide6.QtWidgets import QLabel"),
    "Only ui, app, cartography import PySide6.": ("work/bad", "from PySide6 import QtCore"),
    "Only importing, exporting, network/build import pandas, geopandas.": ("network/reach", "import pandas.api"),
    "Only store, importing import sqlite3.": ("work/bad", "import sqlite3"),
    "Nothing imports fiona, rasterio, osgeo, networkx, mapclassify, fitz.": ("importing/bad", "import networkx as nx"),
    "Nothing imports pickle, marshal, shelve, dill.": ("store/bad", "from pickle import loads"),
    "Nothing imports socket, http, urllib.request, ftplib, smtplib, requests, httpx, PySide6.QtNetwork.": (
        "ui/bad", "from urllib import request"),
    sentences(HABITS)[0]: ("network/bad", "import numpy\nif numpy:\n    import scipy.sparse"),
    sentences(HABITS)[1]: ("cli", "from placewell.work.info import project_info"),
    sentences(HABITS)[2]: ("guidance/bad", "x = eval('1')"),
    sentences(HABITS)[3]: ("edit/bad", LONG),
    sentences(HABITS)[4]: ("edit/bad", LONG),
}  # fmt: skip

GOOD = {
    "edit imports domain.": ("edit/good", "from placewell.domain.errors import Problem\nimport placewell.edit.other"),
    "cli imports work, domain.errors.": ("cli", "from placewell import __version__, work"),
    sentences(HABITS)[0]: ("network/good", "def f():\n    import scipy"),
    sentences(HABITS)[1]: ("cli", "from placewell.domain.errors import Problem\ndef f():\n    import placewell.work"),
    sentences(HABITS)[2]: ("guidance/good", "import re\nre.compile('x')"),
    "Only ui, app, cartography import PySide6.": (
        "work/good", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from PySide6 import QtCore"),
}  # fmt: skip


def small_package(root: Path, name: str, source: str) -> Path:
    path = root / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return root


@pytest.mark.parametrize("sentence", ALL)
def test_each_sentence_can_fail(sentence: str, tmp_path: Path) -> None:
    assert broken(sentence, small_package(tmp_path, *BAD[sentence]))


@pytest.mark.parametrize("sentence", GOOD)
def test_what_is_allowed_is_let_through(sentence: str, tmp_path: Path) -> None:
    assert broken(sentence, small_package(tmp_path, *GOOD[sentence])) == []


def test_a_sentence_that_means_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without a meaning"):
        broken("Store ought to be tidy.", tmp_path)


WITHOUT_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "qtpy", "qtawesome"):
            raise ImportError(name + " was imported")

sys.meta_path.insert(0, NoQt())
import placewell
done = []
for found in pkgutil.walk_packages(placewell.__path__, "placewell."):
    if found.name.split(".")[1] not in ("ui", "app", "cartography", "__main__"):
        importlib.import_module(found.name)
        done.append(found.name)
heavy = {"pandas", "geopandas", "pyogrio", "scipy", "openpyxl", "xlsxwriter", "matplotlib", "docxtpl", "typst"}
print(len(done), sorted(heavy & set(sys.modules)))
try:
    import placewell.cartography.view
except ImportError as fault:
    print(fault)
"""


def test_everything_but_the_window_and_the_map_is_imported_without_qt_and_lightly() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT_QT],
        capture_output=True, text=True, check=False, cwd=PACKAGE.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    count, blocked = done.stdout.splitlines()
    parts = [
        n
        for n, _ in modules(PACKAGE)
        if n.split("/")[0] not in ("ui", "app", "cartography", "__main__", "__init__")
    ]
    assert count == f"{len(parts)} []"
    assert blocked == "PySide6 was imported"  # The map does need it: the fence holds.
