"""Work off the GUI thread: results on this thread, problems in words, cancel leaves nothing half-done, faults are not swallowed."""

from __future__ import annotations

import threading

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from placewell.domain.errors import Problem
from placewell.ui.jobs import Jobs
from placewell.ui.message import MessageLine
from placewell.work.progress import Progress, Work


@pytest.fixture
def jobs(qtbot: QtBot) -> Jobs:
    return Jobs()


def test_results_come_on_this_thread_in_order(jobs: Jobs) -> None:
    seen: list[tuple[int, bool]] = []

    def work(n: int) -> Work[int]:
        yield Progress("Counting", n, 3)
        assert threading.current_thread() is not threading.main_thread()
        return n

    for n in range(3):
        jobs.start(
            "Counting",
            lambda n=n: work(n),
            lambda r: seen.append((r, threading.current_thread() is threading.main_thread())),
        )
    jobs.wait()
    assert seen == [(0, True), (1, True), (2, True)]
    jobs.stop()
    assert all(t.name != "placewell work" for t in threading.enumerate())


def test_a_problem_is_told_to_whoever_asked_else_to_all(jobs: Jobs) -> None:
    told: list[str] = []
    jobs.failed.connect(told.append)

    def work() -> Work[None]:
        yield Progress("Trying")
        raise Problem("It is shut.", "Nobody can go in.", "Come back later.")

    jobs.start("Trying", work, lambda _: told.append("done"))
    jobs.start("Trying", work, lambda _: told.append("done"), lambda p: told.append(f"mine: {p}"))
    jobs.wait()
    assert told == [
        "It is shut. Nobody can go in. Come back later.",
        "mine: It is shut. Nobody can go in. Come back later.",
    ]
    jobs.stop()


def test_cancelling_closes_the_work_and_nothing_of_it_is_done(jobs: Jobs) -> None:
    begun, closed, done = threading.Event(), threading.Event(), []

    def work() -> Work[None]:
        try:
            begun.set()
            for n in range(10_000):
                yield Progress("Long", n, 10_000)
                threading.Event().wait(0.001)
        finally:
            closed.set()

    jobs.start("Long", work, done.append)
    jobs.start("Next", work, done.append)
    begun.wait(5)
    jobs.cancel()
    jobs.wait()
    assert closed.is_set() and done == []
    jobs.stop()


def test_a_fault_of_ours_is_not_swallowed(jobs: Jobs) -> None:
    def work() -> Work[None]:
        yield Progress("Falling")
        raise ZeroDivisionError

    with capture_exceptions() as caught:
        jobs.start("Falling", work, lambda _: None)
        jobs.wait()
    assert [e[0] for e in caught] == [ZeroDivisionError]
    assert not jobs.busy
    jobs.stop()


def test_the_message_line_is_quiet_for_what_is_short_and_offers_to_cancel_what_is_long(qtbot: QtBot) -> None:
    line = MessageLine()
    qtbot.addWidget(line)
    line.begin("Reading")
    assert line.isHidden()
    line.step(Progress("Reading streets", 2, 8))
    qtbot.waitUntil(lambda: not line.isHidden(), timeout=3_000)
    assert not line.cancel.isVisible()
    assert line.doing.text() == "Reading streets …" and line.bar.value() == 2
    qtbot.waitUntil(lambda: not line.cancel.isHidden(), timeout=3_000)
    line.end()
    assert line.isHidden()
    line.say("A problem that stays.", True)
    assert not line.isHidden()
    line.say("")
    assert line.isHidden()
