"""Problems that a user can meet, told so that they can do something about them."""

from __future__ import annotations


class Problem(Exception):
    """Something in the user's input or machine stops the work; never a fault in the program.

    `what` happened, `why` it matters and what `todo` next are sentences for a planner.
    Callers show `str(problem)`, one clear paragraph; there is no traceback to read.
    """

    def __init__(self, what: str, why: str = "", todo: str = "") -> None:
        self.what = what.strip()
        self.why = why.strip()
        self.todo = todo.strip()
        super().__init__(" ".join(part for part in (self.what, self.why, self.todo) if part))
