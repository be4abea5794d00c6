"""What an applicant's files hold: which tables are red lines, which are schedules, which are neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from placewell.importing.coordinates import file_crs
from placewell.importing.derive import derive
from placewell.importing.floorspace import as_rows
from placewell.importing.headings import headed
from placewell.importing.homes_lost import as_losses
from placewell.importing.place import Ground
from placewell.importing.raw import RawTable
from placewell.importing.reader import Reader
from placewell.importing.recognise import Unrecognised, recognise
from placewell.importing.schedule.read import read_schedule
from placewell.importing.scheme_columns import TIDY, TidyTable, tell, tidy_columns
from placewell.importing.scheme_tables import SchemeTable, read_tidy
from placewell.importing.site_lines import site_lines
from placewell.importing.source import Source
from placewell.importing.yields import bands
from placewell.work.progress import Progress, Work

OTHER = "Its headings are not those of any table of a scheme."
"""Why a table is left of which nothing else can be said."""
_DRAWN = ("redline", "blueline")


@dataclass(frozen=True)
class Asked:
    """What the user says of the files beyond what they say themselves; '' for nothing."""

    role: str = ""
    crs: str = ""
    layer: str = ""
    sheets: tuple[str, ...] = ()


@dataclass
class CaseFiles:
    """Tables understood, and what was not, with the reason."""

    tables: list[SchemeTable] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def read_files(
    paths: Sequence[Path], ground: Ground, asked: Asked, known: Sequence[Source]
) -> Work[CaseFiles]:
    """Every table of a scheme or case in these files; `known` are the sources of other lists.

    Raises Problem where a file cannot be read.
    """
    raw: list[RawTable] = []
    with Reader() as reader:
        for i, path in enumerate(paths):
            yield Progress(f"Reading {path.name}", i, len(paths) + 1)
            raw += reader.cells(path)
    return understand(raw, ground, asked, known)


def understand(raw: Sequence[RawTable], ground: Ground, asked: Asked, known: Sequence[Source]) -> CaseFiles:
    """What these tables are, as `read_files` tells it."""
    made = CaseFiles(files=list(dict.fromkeys(t.file for t in raw)))
    for _, tables in groupby(raw, key=lambda t: t.file):
        _understand(list(tables), ground, asked, made, known)
    return made


def _understand(
    tables: list[RawTable], ground: Ground, asked: Asked, made: CaseFiles, known: Sequence[Source]
) -> None:
    """The tables of one file."""
    stated = file_crs(asked.crs) if asked.crs else ""
    sheets = [t for t in tables if t.merged is not None]
    drawn = [t for t in tables if t.merged is None]
    if asked.role in ("", *_DRAWN) and any(t.geometry is not None for t in drawn):
        found = site_lines(drawn, ground, asked.layer, asked.role, stated)
        for role, table in found.lines:
            # A line that was put together carries its own coordinates.
            made.tables.append(read_tidy(table, _tidy(role), ground))
        drawn = found.rest
    for table in drawn:
        _tidy_or_left(table, ground, asked.role, stated, made, known)
    rest = []
    for sheet in sheets:
        one = headed(sheet)
        wide = None if one is None or asked.role not in ("", "floorspace") else as_rows(one)
        one = wide or one
        tidy = None if one is None else tell(one, "floorspace" if wide is not None else asked.role)
        if one is None or tidy is None or (tidy.kind == "homes" and not _says_whose(one)):
            if one is not None and not asked.role and (why := _list_of_its_own(one, known)):
                made.left.append((_where(one), why))
            else:
                rest.append(sheet)
        else:
            made.tables.append(_read(one, tidy.role, ground, stated))
            if tidy.kind == "homes":
                derive(made.tables[-1:])
    if rest:
        _schedule(rest, ground, asked, stated, made, known)


def _schedule(
    sheets: list[RawTable],
    ground: Ground,
    asked: Asked,
    stated: str,
    made: CaseFiles,
    known: Sequence[Source],
) -> None:
    if asked.role in ("", "homes", "losses"):
        found = read_schedule(sheets, asked.sheets)
        made.tables += [_read(as_losses(t), "losses", ground, stated) for t in found.lost]
        if asked.role == "losses":
            made.tables += [_read(as_losses(t), "losses", ground, stated) for t in found.tables]
        else:
            tables = [_read(t, "homes", ground, stated) for t in found.tables]
            derive(tables)
            made.tables += tables
        sheets = [s for s in sheets if s.part not in found.used]
    for sheet in sheets:
        one = headed(sheet)
        if asked.sheets and sheet.part not in asked.sheets:
            made.left.append((_where(sheet), "It was not among the sheets that were asked for."))
        elif one is not None:
            _tidy_or_left(one, ground, asked.role, stated, made, known)


def _list_of_its_own(table: RawTable, known: Sequence[Source]) -> str:
    """What to say of a list that belongs to the council, not to a case; '' where it is none."""
    found = recognise(table, known)
    if isinstance(found, Unrecognised):
        return ""
    if (
        found.source.kind == "yield rate"
        and found.columns.get("peopleperhome") is None
        and not bands(table.columns)
    ):
        # Homes have a tenure and bedrooms too.
        return ""
    return f"It is a list of its own ({found.source.title}): bring it in with placewell import PROJECT FILE."


def _tidy_or_left(
    table: RawTable, ground: Ground, role: str, stated: str, made: CaseFiles, known: Sequence[Source]
) -> None:
    tidy = tell(table, role)
    if tidy is None:
        made.left.append((_where(table), _list_of_its_own(table, known) or OTHER))
    else:
        made.tables.append(_read(table, tidy.role, ground, stated))
        if tidy.kind == "homes":
            derive(made.tables[-1:])


def _read(table: RawTable, role: str, ground: Ground, stated: str) -> SchemeTable:
    return read_tidy(table, _tidy(role), ground, stated)


def _says_whose(table: RawTable) -> bool:
    """Whether a table of homes names schemes or options, as only tidy ones do."""
    columns = tidy_columns(table, _tidy("homes"))
    return columns.get("scheme") is not None or columns.get("option") is not None


def _tidy(role: str) -> TidyTable:
    return next(t for t in TIDY if t.role == role)


def _where(table: RawTable) -> str:
    return f"{table.file}, {table.part}" if table.part else table.file
