"""The first start, the second, and the ways in which a first start goes wrong."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
Start = Callable[..., "subprocess.CompletedProcess[str]"]


def test_an_older_python_is_told_so_in_words() -> None:
    source = INSTALLER.joinpath("start.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    pretend = f"import sys; sys.version_info = (3, 9, 1, 'final', 0); exec({source!r})"
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and this is Python 3.9" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_installer_needs_nothing_but_python() -> None:
    own = {p.stem for p in INSTALLER.glob("*.py")}
    for path in INSTALLER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or top in own, f"{path.name} imports {name}"


def test_without_a_screen_the_main_job_is_done_and_what_was_made_is_listed(
    checkout: Path, start: Start
) -> None:
    done = start(checkout)
    assert done.returncode == 0, done.stderr
    asked = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("PLACEWELL")]
    assert asked == ["sample", "new", "case", "map", "assess"]
    listing = done.stdout[done.stdout.index("Made:") :]
    assert str(checkout / "out" / "assessment.json") in listing
    assert "assessment.xlsx" not in listing  # The stand-in makes none, so none is claimed.


def test_with_a_screen_the_window_opens_on_the_sample(
    ready: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    import commands

    handed: list[list[str]] = []
    monkeypatch.setattr(commands, "CHECKOUT", ready)
    monkeypatch.setattr(commands.machine, "has_screen", lambda: True)
    monkeypatch.setattr(commands.machine, "lacking_for_qt", lambda screen: [])
    monkeypatch.setattr(commands, "become", lambda env, args, stay=False: handed.append(args) or 0)
    assert commands.main([]) == 0
    assert handed == [["-m", "placewell", str(ready / "sample_data" / "built" / "sample.gpkg")]]


def test_a_second_start_takes_under_a_second_before_placewell_begins(ready: Path, start: Start) -> None:
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        done = start(ready, "run", "hello")
        took.append(time.perf_counter() - begun)
        assert done.stdout == "PLACEWELL hello\n"
    assert min(took) < 1.0, took


def test_the_exit_status_of_placewell_passes_through(ready: Path, start: Start) -> None:
    assert start(ready, "run", "fails").returncode == 7


def test_tests_pass_their_status_through_and_pytest_has_the_last_word(ready: Path, start: Start) -> None:
    done = start(ready, "test", "-k", "walk")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "1 failed"
    assert done.stdout.splitlines()[-2].endswith("-k walk")


def test_an_unknown_word_shows_what_can_be_asked(ready: Path, start: Start) -> None:
    done = start(ready, "tset")
    assert done.returncode == 2
    assert "start.py test" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="uses SIGKILL")
def test_a_set_up_that_was_killed_is_done_again(checkout: Path, start: Start) -> None:
    first = subprocess.Popen(
        [sys.executable, str(checkout / "installer" / "start.py"), "run", "hello"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    assert first.stdout is not None
    assert first.stdout.readline().startswith("Setting up")
    python = checkout / ".environment" / "venv" / "bin" / "python"
    while not python.exists():
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGKILL)
    first.stdout.close()
    first.wait()
    assert python.exists() and not (checkout / ".environment" / "stamp.json").exists()
    again = start(checkout, "run", "hello")
    assert "Setting up" in again.stdout and again.stdout.endswith("PLACEWELL hello\n")
    assert "Setting up" not in start(checkout, "run", "hello").stdout


def test_another_set_of_pins_is_put_in_place(ready: Path, start: Start, tmp_path: Path) -> None:
    pins = ready / "installer" / "requirements.txt"
    before = pins.read_text()
    pins.write_text(before + "# other\n")
    try:
        assert "Setting up" in start(ready, "run", "hello").stdout
    finally:
        pins.write_text(before)


def test_a_copied_checkout_does_not_run_the_code_of_the_first(
    ready: Path, start: Start, tmp_path: Path
) -> None:
    start(ready, "run", "hello")
    copy = tmp_path / "copy"
    shutil.copytree(ready, copy, symlinks=True)
    main = copy / "desktop" / "placewell" / "__main__.py"
    main.write_text("print('THE COPY')\n")
    assert start(copy, "run", "hello").stdout.endswith("THE COPY\n")
    assert start(ready, "run", "hello").stdout.endswith("PLACEWELL hello\n")


def test_no_way_to_the_internet_is_said_in_words(checkout: Path, start: Start) -> None:
    checkout.joinpath("installer", "requirements.txt").write_text("shapely==2.2.0\n")
    nowhere = {
        "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1",
        "PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": "", "PIP_NO_CACHE_DIR": "1", "PIP_TIMEOUT": "2",
        "http_proxy": "", "HTTP_PROXY": "",
    }  # fmt: skip
    done = start(checkout, "run", "hello", **nowhere)
    assert done.returncode == 1
    assert (
        "no way to the internet from here" in done.stderr and "Only the first start needs it" in done.stderr
    )
    assert "Traceback" not in done.stderr and "PLACEWELL" not in done.stdout
    # And nothing of it is trusted afterwards.
    assert not (checkout / ".environment" / "stamp.json").exists()


def test_a_part_that_does_not_exist_is_named(checkout: Path, start: Start, tmp_path: Path) -> None:
    checkout.joinpath("installer", "requirements.txt").write_text(f"{tmp_path / 'no-such.whl'}\n")
    done = start(checkout, "run", "hello")
    assert done.returncode == 1
    assert "could not all be installed" in done.stderr and "no-such.whl" in done.stderr
    assert "install.log" in done.stderr


def test_a_library_that_qt_misses_is_named_after_the_install(checkout: Path, start: Start) -> None:
    checkout.joinpath("desktop/PySide6/QtGui.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file: No such file or directory')\n"
    )
    done = start(checkout, "run", "hello")
    assert done.returncode == 1
    assert "lacks the system library libEGL.so.1" in done.stderr
    assert not (checkout / ".environment" / "stamp.json").exists()


def test_a_place_that_cannot_be_written_is_said_in_words(checkout: Path, start: Start) -> None:
    checkout.joinpath(".environment").write_text("a file where the folder should be")
    done = start(checkout, "run", "hello")
    assert done.returncode == 1
    assert "Nothing can be written in" in done.stderr and "start again" in done.stderr


def test_each_checkout_that_cannot_be_written_has_its_own_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import environment

    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    one, other = (environment.Environment(tmp_path / name) for name in ("one", "other"))
    assert one.folder != other.folder
    assert not one.folder.is_relative_to(tmp_path / "one")
