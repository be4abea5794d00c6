"""Messages said in the window: what they tell somebody to type is said as what there is to press."""

from __future__ import annotations

import re

_SAID: tuple[tuple[str, str], ...] = (
    (r" \(--replace takes this one all the same\)", " (tick 'Take the new one' to have this one all the same)"),
    (r"say so with --vintage, or use --replace", "tick 'Take the new one'"),
    (r"bring (it|them) in again with --crs, for example --crs EPSG:27700", r"bring \1 in again with its map coordinates filled in, for example EPSG:27700"),
    (r"bring (it|them) in again with --crs", r"bring \1 in again with its map coordinates filled in"),
    (r"the right map coordinates \(--crs\)", "the right map coordinates"),
    (r"say so with --boundary-crs, for example --boundary-crs EPSG:27700", "ask for it in British National Grid (EPSG:27700)"),
    (r"Say which layer it is on with --layer NAME", "Write the name of its layer under 'If it is not found'"),
    (r"or say which layer it is on with --layer NAME", "or write the name of its layer under 'If it is not found'"),
    (r" \(--layer(?: NAME)?\)", ""),
    (r"Say which sheets to read, each with --sheet NAME", "Keep only the sheets that are meant, and bring it in again"),
    (r"; say which it is with .*", "; choose which it is."),
    (r"Say what it lists with --as(?:: [^.;]*;? ?(?:or a kind and type)?)?,? for example .*", "Say what it lists under 'What is it?'."),
    (r"Say what it lists with --as: .*", "Say what it lists under 'What is it?'."),
    (r"say what it is with --as and which columns matter with --map", "say what it is under 'What is it?'"),
    (r"Say which columns hold it, with --map [^.]*, or postcode", "Head its columns Easting and Northing, Longitude and Latitude, or Postcode"),
    (r"Say which column it is with --map \S+, or what all rows are with --as, for example \S+", "Say what all its rows are under 'What is it?'"),
    (r"to have (these|them|it) alone, bring (?:them|it) in with --replace", r"to have \1 alone, undo and choose 'Replace all'"),
    (r" To have it instead, bring it in with --replace", " To have it instead, choose 'Replace all'"),
    (r"undo and bring it in with --add", "undo and choose 'Add beside them'"),
    (r": bring it in with placewell import PROJECT FILE", ": bring it in as data of the area"),
    (r"(first|in first): placewell [^.]*", r"\1"),
    (r", or type the band: placewell case PROJECT ptal BAND", ", or choose the band in the form"),
    (r"Say its name with --name, or bring in its red line with them", "Bring in its red line first, or with them"),
    (r", or say which with --name", ""),
    (r"; if it is called something else there, say so with --name", ""),
    (r"Write the option as it stands, or bring in", "Bring in"),
    (r" \(--report\)", ""),
    (r", or name another file with --report", ", or choose another file"),
    (r"Name another (file|place) with --report", r"Choose another \1"),
    (r"drag the file onto the command line to get it right", "choose it again"),
    (r": placewell take-up [^.]*\.gpkg --base BASE\.gpkg -o CASE\.gpkg", " with 'Fill a copy handed over without its base' in the menu"),
    (r"they are taken over with: placewell renew CASE --base BASE\.gpkg", "they are taken over by the command 'placewell renew'"),
    (r" \(placewell [^)]*\)", ""),
    (r"\s*\(?--[a-z][\w-]*(?: [A-Z:=]+)?\)?", ""),
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def in_window(text: str) -> str:
    """A message of the program as the window says it, with no words of the command line."""
    for said, instead in _SAID:
        text = re.sub(said, instead, text)
    # A day within a file's name stays as it is.
    return re.sub(r"(?<![\w.-])\d{4}-\d{2}-\d{2}(?![\w-]|\.\w)", lambda m: day_words(m[0]), text)


def in_paragraphs(lines: list[str]) -> list[str]:
    """The same of several lines; what was indented stays so, by a dot."""
    return [f"· {in_window(line.strip())}" if line.startswith(" ") else in_window(line) for line in lines]


def day_words(iso: str) -> str:
    """'2026-11-22' as '22 November 2026', '2026-11' as 'November 2026'; anything else as it is."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:T.*)?", iso)
    if found is None or not 1 <= int(found[2]) <= 12:
        return iso
    month = f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    return f"{int(found[3])} {month}" if found[3] else month


def month_words(iso: str) -> str:
    """'2026-11-22' as 'Nov 2026', for a narrow column; a year as it is."""
    words = day_words(iso[:7]).split()
    return f"{words[0][:3]} {words[1]}" if len(words) == 2 else iso


def listed(words: list[str], most: int = 3) -> str:
    """'a, b and c', or 'a, b, c and 4 more'."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most:,} more"
    return " and ".join(", ".join(words).rsplit(", ", 1)) if len(words) > 1 else "".join(words)
