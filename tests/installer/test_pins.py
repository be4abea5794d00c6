"""The pins: whole, exact, within what the project says it can run on, and free of the GPL."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import licences
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "installer" / "requirements.txt"
TEST = ROOT / "installer" / "requirements-test.txt"
SYSTEMS = (("linux", "Linux", "posix"), ("win32", "Windows", "nt"), ("darwin", "Darwin", "posix"))
WHERE = [
    {"sys_platform": platform, "platform_system": system, "os_name": os_name, "python_version": python,
     "python_full_version": f"{python}.0", "implementation_name": "cpython",
     "platform_python_implementation": "CPython", "extra": ""}
    for platform, system, os_name in SYSTEMS
    for python in ("3.11", "3.12", "3.13")
]  # fmt: skip


def pinned(path: Path) -> dict[str, str]:
    return {canonicalize_name(name): number for name, number in licences.pins(path)}


def test_every_line_is_one_exact_version_and_no_address() -> None:
    for path in (PRODUCT, TEST):
        for line in path.read_text(encoding="utf-8").splitlines():
            plain = re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line)
            assert plain or line.startswith("#") or line == "-r requirements.txt", line
            assert "://" not in line


@pytest.mark.parametrize("path", [PRODUCT, TEST], ids=["product", "test"])
def test_nothing_that_a_pin_needs_is_left_open(path: Path) -> None:
    have = pinned(PRODUCT) | (pinned(TEST) if path == TEST else {})
    for name in have:
        try:
            needs = [Requirement(r) for r in requires(name) or []]
        except PackageNotFoundError:
            continue  # For another system than this one.
        for need in needs:
            if any(need.marker is None or need.marker.evaluate(dict(where)) for where in WHERE):
                key = canonicalize_name(need.name)
                assert key in have, f"{name} needs {need}, which has no pin"
                assert need.specifier.contains(have[key]), f"{name} needs {need}, the pin is {have[key]}"


def test_the_pins_are_within_the_ranges_of_the_project_and_no_dependency_lacks_one() -> None:
    project = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text(encoding="utf-8"))["project"]
    have = pinned(PRODUCT)
    for line, pins in [(d, have) for d in project["dependencies"]] + [
        (d, have | pinned(TEST)) for d in project["optional-dependencies"]["test"]
    ]:
        need = Requirement(line)
        assert need.specifier.contains(pins[canonicalize_name(need.name)]), line


def test_these_tests_run_on_the_pins() -> None:
    for name, number in (pinned(PRODUCT) | pinned(TEST)).items():
        if name != "colorama":
            assert version(name) == number, name


def test_pyside_is_6_11() -> None:
    assert pinned(PRODUCT)["pyside6-essentials"].startswith("6.11.")


def test_the_page_of_licences_is_that_of_these_pins() -> None:
    assert licences.TABLE.read_text(encoding="utf-8") == licences.table()


def test_nothing_in_the_product_is_under_the_gpl() -> None:
    lesser = set()
    for name, _ in licences.pins(PRODUCT):
        stated = licences.licence(name)
        assert not re.search(r"(?<!L)\bA?GPL|GNU (Affero )?General", stated), f"{name}: {stated}"
        if "LGPL" in stated:
            lesser.add(name)
    assert lesser == {"PySide6_Essentials", "shiboken6", "docxtpl"}


def test_a_package_whose_licence_changed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(licences.CHOSEN, "docxtpl", "MIT-0, of what it offers")
    with pytest.raises(ValueError, match="no longer offers the licence chosen"):
        licences.licence("docxtpl")
