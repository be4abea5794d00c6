"""What every test stands on: no screen, no stray messages, the same examples on every run."""

from __future__ import annotations

import logging
import os
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

# Before anything imports Qt.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "placewell", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("placewell")


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: object) -> None:
    """The application with widgets comes first: maps on paper would make one without, which no window can use."""


@pytest.fixture(autouse=True)
def _no_stray_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """A line at warning level or above fails the test, unless it took `caplog` to look for it."""
    handler = _Keep()
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    if "caplog" not in request.fixturenames and handler.lines:
        pytest.fail("unexpected log lines:\n" + "\n".join(handler.lines))


@pytest.fixture(autouse=True)
def _british_numbers(request: pytest.FixtureRequest) -> None:
    """Tests that use Qt read and write numbers the British way, whatever this machine does."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        from PySide6.QtCore import QLocale

        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real downloads: $PLACEWELL_REAL_DATA, or `shared/data` beside the checkout."""
    told = os.environ.get("PLACEWELL_REAL_DATA")
    place = Path(told) if told else ROOT.parent / "shared" / "data"
    if place.joinpath("boundaries").is_dir():
        return place
    pytest.skip(
        "no real data: neither $PLACEWELL_REAL_DATA nor a folder shared/data beside the checkout has it"
        if not told
        else f"no real data in {told} ($PLACEWELL_REAL_DATA)"
    )


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A copy of a folder that the first of the processes which run the tests makes, and the others wait for."""
    from PySide6.QtCore import QLockFile

    own = factory.mktemp("sample") / name
    together = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        together = together.parent
    there = together / "made_once" / name
    there.parent.mkdir(exist_ok=True)
    lock = QLockFile(str(there.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # However long it takes; that of a process which is no more is none.
    assert lock.lock()
    try:
        if not there.exists():
            unfinished = there.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(there)
    finally:
        lock.unlock()
    return Path(shutil.copytree(there, own))


@pytest.fixture(scope="session")
def sample_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, built from its raw files as a user's would be. Not to be changed: copy it first."""
    from placewell.work.opened import open_project
    from placewell.work.progress import run
    from placewell.work.sample import make_sample
    from placewell.work.streets import network_of

    def make(folder: Path) -> None:
        made = run(make_sample(folder / "here"))
        with open_project(made) as opened:
            # Its streets are joined once, and copies of it have them.
            network_of(opened)

    (found,) = (_made_once(tmp_path_factory, "sample", make) / "here").glob("*.gpkg")
    return found


CASES = ROOT / "sample_data" / "cases"


@pytest.fixture(scope="session")
def sample_case(sample_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes the case file of one of the sample's applications, once, from its raw files; copy it to change it."""
    held: dict[str, Path] = {}

    def make(name: str) -> Path:
        if name not in held:
            held[name] = _made_once(
                tmp_path_factory,
                name,
                lambda folder: _make_case(folder / f"{name}.gpkg", name, sample_project),
            )
        return held[name] / f"{name}.gpkg"

    return make


def _make_case(path: Path, name: str, base: Path) -> None:
    from placewell.cli import main
    from placewell.work.opened import open_project
    from placewell.work.streets import network_of

    assert main(["new", str(path), "--from", str(base)]) == 0
    told = tomllib.loads((CASES / name / "truth.toml").read_text(encoding="utf-8"))
    for file in told["files"]:
        # An option's schedule says so by its name; the first makes the option, the second another.
        option = ["--option", file[11]] if "SCH-" in file else []
        assert main(["case", str(path), "import", str(CASES / name / file), *option]) == 0
    with open_project(path) as opened:
        network_of(opened)  # Joined once, for every copy.


class _Keep(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.levelname}: {record.getMessage()}")
