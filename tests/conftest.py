"""What every test stands on: no screen, no stray messages, the same examples on every run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def sample_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, built from its raw files as a user's would be. Not to be changed: copy it first."""
    from placewell.work.opened import open_project
    from placewell.work.progress import run
    from placewell.work.sample import make_sample
    from placewell.work.streets import network_of

    made = run(make_sample(tmp_path_factory.mktemp("sample") / "here"))
    with open_project(made) as opened:
        # Its streets are joined once, and copies of it have them.
        network_of(opened)
    return made


class _Keep(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.levelname}: {record.getMessage()}")
