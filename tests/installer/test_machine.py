"""What a machine lacks is found first, installed where that is allowed, and else named with its cure."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import machine
import pytest
from machine import Lack
from stop import Stop

NOT_QTS = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1"}
"""Python itself needs these, so a machine that runs start.py has them."""


def which(*there: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in there else None


def without(*gone: str) -> Callable[[str], object]:
    def load(name: str) -> object:
        if name in gone:
            raise OSError(f"{name}: cannot open shared object file")
        return object()

    return load


@pytest.fixture
def fonts(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "fonts" / "deep"
    folder.mkdir(parents=True)
    folder.joinpath("Some.TTF").touch()
    return [tmp_path / "fonts"]


def test_nothing_lacks_where_everything_loads(fonts: list[Path]) -> None:
    assert machine.lacking_for_qt(True, {"DISPLAY": ":0"}, "linux", without(), fonts) == []


def test_a_missing_library_is_named_with_its_package(fonts: list[Path]) -> None:
    found = machine.lacking_for_qt(False, {}, "linux", without("libEGL.so.1"), fonts)
    assert found == [Lack("libEGL.so.1", "libegl1")]


def test_libraries_of_a_screen_are_wanted_only_where_there_is_one(fonts: list[Path]) -> None:
    gone = without("libxcb-cursor.so.0", "libwayland-cursor.so.0")
    assert machine.lacking_for_qt(False, {}, "linux", gone, fonts) == []
    x, wayland = (
        machine.lacking_for_qt(True, {n: "0"}, "linux", gone, fonts) for n in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    assert [lack.package for lack in x] == ["libxcb-cursor0"]
    assert [lack.package for lack in wayland] == ["libwayland-cursor0"]


def test_a_machine_without_any_font_is_noticed(tmp_path: Path) -> None:
    tmp_path.joinpath("readme.txt").touch()
    found = machine.lacking_for_qt(False, {}, "linux", without(), [tmp_path, tmp_path / "absent"])
    assert [lack.package for lack in found] == ["fonts-dejavu-core"]
    assert "text would be drawn as nothing" in found[0].what


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_bring_these_themselves(platform: str) -> None:
    assert machine.lacking_for_qt(True, {}, platform, without("libEGL.so.1"), []) == []
    assert machine.has_screen({}, platform)


def test_a_screen_is_told_by_its_variables() -> None:
    assert machine.has_screen({"DISPLAY": ":1"}, "linux") and machine.has_screen(
        {"WAYLAND_DISPLAY": "w"}, "linux"
    )
    assert not machine.has_screen({"DISPLAY": ""}, "linux")


def test_python_without_venv_names_the_package_of_this_python() -> None:
    found = machine.lacking_python(lambda name: None if name == "ensurepip" else object())
    assert found == [Lack("Python's own 'ensurepip'", f"python3.{sys.version_info[1]}-venv")]


class Apt:
    """apt-get that keeps what it was asked, and fails as told."""

    def __init__(self, *statuses: int) -> None:
        self.asked: list[str] = []
        self.statuses = list(statuses)

    def __call__(self, command: list[str]) -> int:
        self.asked.append(" ".join(command[1:]))
        return self.statuses.pop(0)


INSTALL = "install -y --no-install-recommends libegl1 libgl1"
LACKS = [Lack("libGL.so.1", "libgl1"), Lack("libEGL.so.1", "libegl1"), Lack("libEGL.so.1", "libegl1")]


def supply(apt: Apt, lists: Path) -> list[str]:
    machine.supply(LACKS, root=True, which=which("apt-get"), run=apt, lists=lists)
    return apt.asked


def test_root_with_apt_gets_it_installed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.joinpath("deb_main_Packages.lz4").touch()
    assert supply(Apt(0), tmp_path) == [INSTALL]
    assert "libegl1 libgl1" in capsys.readouterr().out


def test_empty_lists_are_fetched_first(tmp_path: Path) -> None:
    assert supply(Apt(0, 0), tmp_path) == ["update", INSTALL]


def test_stale_lists_are_fetched_again(tmp_path: Path) -> None:
    tmp_path.joinpath("deb_main_Packages").touch()
    assert supply(Apt(100, 0, 0), tmp_path) == [INSTALL, "update", INSTALL]


def test_where_apt_fails_the_line_is_given(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"apt-get could not install it.*apt-get install -y libegl1 libgl1"):
        supply(Apt(100), tmp_path)


def test_another_user_gets_the_exact_line_and_nothing_is_run() -> None:
    with pytest.raises(
        Stop, match=r"lacks libGL\.so\.1, libEGL\.so\.1\..*sudo apt-get install -y libegl1 libgl1$"
    ):
        machine.supply(LACKS, root=False, which=which("apt-get"), run=Apt())


def test_another_linux_gets_the_line_of_its_own_tool() -> None:
    lacks = [*LACKS, Lack("a font", machine.FONT_PACKAGE)]
    line = r"sudo dnf install -y 'libEGL.so.1\(\)\(64bit\)' 'libGL.so.1\(\)\(64bit\)' dejavu-sans-fonts"
    with pytest.raises(Stop, match=line):
        machine.supply(lacks, root=True, which=which("dnf"), run=Apt())
    with pytest.raises(Stop, match="this system's own tool"):
        machine.supply(LACKS, root=True, which=which(), run=Apt())


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="asks dpkg which package a library is of")
def test_the_packages_are_those_that_hold_the_libraries() -> None:
    wrong = []
    for name, package in (machine.DRAWING | machine.SCREEN | machine.WAYLAND).items():
        done = subprocess.run(["dpkg", "-S", f"*/{name}"], capture_output=True, text=True, check=False)
        owners = {line.split(":")[0].removesuffix("t64") for line in done.stdout.splitlines()}
        if owners and package not in owners:
            wrong.append(f"{name}: {package}, but dpkg says {sorted(owners)}")
    assert not wrong


@pytest.mark.skipif(shutil.which("ldd") is None, reason="asks ldd what Qt loads")
def test_every_library_that_qt_names_is_looked_for() -> None:
    import PySide6

    qt = Path(PySide6.__file__).parent / "Qt"
    drawing = ["lib/libQt6Core.so.6", "lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6", "lib/libQt6DBus.so.6",
               "plugins/platforms/libqoffscreen.so"]  # fmt: skip
    screen = ["plugins/platforms/libqxcb.so", "lib/libQt6XcbQpa.so.6",
              "plugins/xcbglintegrations/libqxcb-glx-integration.so"]  # fmt: skip
    assert _named(qt, drawing) - NOT_QTS <= set(machine.DRAWING)
    assert _named(qt, screen) - NOT_QTS <= set(machine.DRAWING) | set(machine.SCREEN)
    assert "libxcb-cursor.so.0" in _named(qt, screen)


def _named(qt: Path, files: list[str]) -> set[str]:
    """System libraries that these files name themselves (not those that come in their train)."""
    found: set[str] = set()
    for file in files:
        loaded = subprocess.run(["ldd", str(qt / file)], capture_output=True, text=True, check=True).stdout
        system = {
            line.split()[0]
            for line in loaded.splitlines()
            if ".so" in line and "PySide6" not in line and "=>" in line
        }
        inside = set(re.findall(rb"lib[\w+.-]+\.so[.\d]*", qt.joinpath(file).read_bytes()))
        found |= system & {name.decode() for name in inside}
    return found


def test_libreoffice_is_installed_where_it_may_be_and_asked_of_nobody_else() -> None:
    """Root with apt-get gets it; anybody else runs the tests without what needs it."""
    nowhere = {"apt-get": "/usr/bin/apt-get"}.get
    assert [x.package for x in machine.lacking_office(nowhere, root=True)] == ["libreoffice-calc"]
    assert machine.lacking_office(nowhere, root=False) == []
    assert machine.lacking_office({"soffice": "/usr/bin/soffice"}.get, root=True) == []
