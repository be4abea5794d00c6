"""Work that takes longer than a blink, off the GUI thread, one piece at a time, with progress and cancel."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot

from placewell.domain.errors import Problem
from placewell.work.progress import Progress, Work

T = TypeVar("T")


@dataclass(eq=False)
class Job:
    """One piece of work: what it is called, how it is made, and who hears of its end."""

    title: str
    make: Callable[[], Work[Any]]
    done: Callable[[Any], None]
    failed: Callable[[Problem], None] | None = None
    cancelled: bool = False


class Jobs(QObject):
    """A queue with one worker. `make` runs in the worker and must open its own project; `done` on this thread."""

    began = Signal(str)
    stepped = Signal(object)
    idle = Signal()
    failed = Signal(str)
    _told = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._todo: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._open: list[Job] = []
        self._thread: threading.Thread | None = None
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything is under way or waits."""
        return bool(self._open)

    def start(
        self,
        title: str,
        make: Callable[[], Work[T]],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> Job:
        """Queue a piece of work."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="placewell work", daemon=True)
            self._thread.start()
        job = Job(title, make, done, failed)
        self._open.append(job)
        if len(self._open) == 1:
            self.began.emit(title)
        self._todo.put(job)
        return job

    def cancel(self) -> None:
        """Stop everything; what was under way leaves nothing half-done."""
        for job in self._open:
            job.cancelled = True

    def stop(self) -> None:
        """End the worker; for the end of the program."""
        self.cancel()
        if self._thread is not None:
            self._todo.put(None)
            self._thread.join()
            self._thread = None

    def wait(self, seconds: float = 120.0) -> None:
        """Let events run until nothing is under way. Raises TimeoutError."""
        if not self.busy:
            return
        loop, clock = QEventLoop(), QTimer()
        clock.setSingleShot(True)
        clock.timeout.connect(loop.quit)
        self.idle.connect(loop.quit)
        clock.start(int(seconds * 1000))
        loop.exec()
        self.idle.disconnect(loop.quit)
        if self.busy:
            raise TimeoutError(f"'{self._open[0].title}' took longer than {seconds:g} s")

    def _work(self) -> None:
        while (job := self._todo.get()) is not None:
            self._drive(job)

    def _drive(self, job: Job) -> None:
        try:
            if job.cancelled:
                self._told.emit(job, "cancelled", None)
                return
            work = job.make()
            try:
                while not job.cancelled:
                    self._told.emit(job, "step", next(work))
            except StopIteration as end:
                self._told.emit(job, "done", end.value)
                return
            work.close()
            self._told.emit(job, "cancelled", None)
        except Problem as problem:
            self._told.emit(job, "problem", problem)
        except BaseException as fault:
            self._told.emit(job, "fault", fault)

    @Slot(object, object, object)
    def _hear(self, job: Job, what: str, value: Any) -> None:
        if what == "step":
            step: Progress = value
            if not job.cancelled:
                self.stepped.emit(step)
            return
        self._open.remove(job)
        try:
            if what == "done" and not job.cancelled:
                job.done(value)
            elif what == "problem" and job.failed is not None:
                job.failed(value)
            elif what == "problem":
                self.failed.emit(str(value))
            elif what == "fault":
                raise value
        finally:
            if self._open:
                self.began.emit(self._open[0].title)
            else:
                self.idle.emit()
