"""Where the files that come with Placewell are: beside the package when installed, else in the checkout."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_KNOWN = {"resources": ("sources", "os-open-roads.toml"), "sample_data": ("README.md",)}
"""A file of each folder that tells the real one from an empty namesake."""


def resource(*parts: str) -> Path:
    """A file or folder of `resources/`. Raises FileNotFoundError where the installation lacks it."""
    return _root("resources").joinpath(*parts)


def sample(*parts: str) -> Path:
    """A file or folder of `sample_data/`. Raises FileNotFoundError where the installation lacks it."""
    return _root("sample_data").joinpath(*parts)


@lru_cache(maxsize=4)
def _root(name: str) -> Path:
    for base in (_HERE, _HERE.parent.parent):
        if base.joinpath(name, *_KNOWN[name]).is_file():
            return base / name
    raise FileNotFoundError(f"{name} did not come with this installation of Placewell")
