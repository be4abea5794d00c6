"""What ends a start early, in words for the person at the keyboard."""

from __future__ import annotations


class Stop(Exception):
    """The start cannot go on; `str()` of it says what happened, why, and what to do."""
