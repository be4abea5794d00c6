"""Where Placewell keeps what is a user's own and no project's: settings, packs of a council, logs."""

from __future__ import annotations

from pathlib import Path

_NAME = "Placewell"


def settings_folder() -> Path:
    """This user's settings; made where it is not there."""
    from platformdirs import user_config_path

    return user_config_path(_NAME, appauthor=False, ensure_exists=True)


def data_folder() -> Path:
    """This user's own packs and symbols; made where it is not there."""
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False, ensure_exists=True)


def pack_folder() -> Path:
    """Where a council puts guidance packs of its own; it may not be there yet."""
    return data_folder() / "packs"


def log_folder() -> Path:
    """What the program writes down about itself; made where it is not there."""
    from platformdirs import user_log_path

    return user_log_path(_NAME, appauthor=False, ensure_exists=True)
