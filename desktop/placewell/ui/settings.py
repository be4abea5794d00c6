"""What the window remembers between runs: look, size of text, its place on the screen, recent projects."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from placewell.ui.theme import BODY_PT, LEAST_PT, MOST_PT, PALETTES, LookName

RECENT = 12


@dataclass(frozen=True)
class Recent:
    """A project that was open: where it is, and what it was called then."""

    path: str
    name: str
    reference: str = ""
    address: str = ""
    waits: str = ""
    """What it waited for when it was last open."""
    opened: str = ""
    case: bool = False


@dataclass(frozen=True)
class Bookmark:
    """A view of a project's map under a name: its middle (metres) and its scale (metres a pixel)."""

    path: str
    name: str
    x: float
    y: float
    m_px: float


@dataclass(frozen=True)
class Settings:
    """All of them, with what holds where nobody has chosen."""

    look: LookName = "light"
    text_pt: float = BODY_PT
    geometry: str = ""
    left_shown: bool = True
    right_px: int = 0
    recent: tuple[Recent, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    plan_percent: int = 60
    """How strongly applicants' plans are drawn under the map."""
    plans_hidden: tuple[str, ...] = ()
    """Ids of plans that are not drawn."""

    def with_recent(self, one: Recent) -> Settings:
        """The same with a project at the top of the list."""
        others = [r for r in self.recent if r.path != one.path]
        return replace(self, recent=(one, *others)[:RECENT])


class Kept:
    """The settings and the file that they are kept in; a file that cannot be read counts as none."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self.now = _read(file)

    def change(self, **values: Any) -> None:
        """Change some of them and keep all. A disk that refuses costs no more than being forgotten."""
        self.now = replace(self.now, **values)
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(asdict(self.now), indent=1), encoding="utf-8")
            fresh.replace(self._file)
        except OSError:
            return

    def remember(self, one: Recent) -> None:
        """Put a project at the top of the recent ones."""
        self.change(recent=self.now.with_recent(one).recent)


def _read(file: Path | None) -> Settings:
    if file is None:
        return Settings()
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        recent = tuple(
            Recent(**{k: r[k] for k in Recent.__dataclass_fields__ if k in r}) for r in held.get("recent", ())
        )[:RECENT]
        look: LookName = next((name for name in PALETTES if name == held.get("look")), "light")
        size = min(max(float(held.get("text_pt", BODY_PT)), LEAST_PT), MOST_PT)
        marks = tuple(
            Bookmark(str(b["path"]), str(b["name"]), float(b["x"]), float(b["y"]), float(b["m_px"]))
            for b in held.get("bookmarks", ())
        )
        return Settings(
            look, size, str(held.get("geometry", "")), bool(held.get("left_shown", True)),
            int(held.get("right_px", 0)), recent, marks,
            min(max(int(held.get("plan_percent", 60)), 0), 100),
            tuple(str(p) for p in held.get("plans_hidden", ()))[:200],
        )  # fmt: skip
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return Settings()
