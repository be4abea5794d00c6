"""Packs on the command line: list, show, check, a council's own copy and what it changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from work_making import Command

from placewell.shipped import resource


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A council's own folder for packs that is only this test's."""
    folder = tmp_path / "own"
    monkeypatch.setattr("placewell.work.packs.pack_folder", lambda: folder)
    return folder


def done(placewell: Command, *words: object) -> str:
    status, out, err = placewell(*words)
    assert status == 0, err
    return out


def problem(placewell: Command, *words: object) -> str:
    status, _, err = placewell(*words)
    assert status == 1 and "Traceback" not in err
    return err


def test_every_shipped_pack_is_listed_and_nothing_is_wrong_with_it(placewell: Command) -> None:
    files = sorted(resource("packs").glob("*.toml"))
    answer = json.loads(done(placewell, "pack", "list", "--json"))
    assert [p["id"] for p in answer["packs"]] == [f.stem for f in files]
    assert answer["told"] == []
    listed = done(placewell, "pack", "list")
    assert [line.split()[0] for line in listed.splitlines() if "(default)" in line] == [
        "london-plan-2021", "southwark-plan-2022", "southwark-social-regeneration"
    ]  # fmt: skip
    told = done(placewell, "pack", "check", *files)
    assert told.count("Nothing is wrong with it") == len(files)


def test_a_pack_reads_like_a_document(placewell: Command) -> None:
    told = done(placewell, "pack", "show", "london-plan-2021")
    assert "LP-S4  " in told and "at least 10 m2 per child" in told
    assert (
        "development plan, addressed to a proposal" in told
        and "(verified)" in told
        and "(check source)" in told
    )
    shown = json.loads(done(placewell, "pack", "show", "london-plan-2021", "--json"))
    assert shown["id"] == "london-plan-2021" and len(shown["criteria"]) == 55
    assert "There is no guidance pack called 'paris'" in problem(placewell, "pack", "show", "paris")


def test_a_council_s_copy_says_what_it_changed_and_what_that_does(
    placewell: Command, sample_project: Path, tmp_path: Path, _own_folder: Path
) -> None:
    _own_folder.mkdir()
    copy = _own_folder / "own.toml"
    done(placewell, "pack", "fork", "walking-and-green-space", "--as", "town-walking", "--publisher", 'Town "T" Council', "-o", copy)  # fmt: skip
    was = (resource("packs") / "walking-and-green-space.toml").read_text(encoding="utf-8")
    now = copy.read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(was.splitlines(), now.splitlines(), strict=False) if a != b]
    assert len(now.splitlines()) - len(was.splitlines()) == 1 and changed
    assert "Nothing is changed." in done(placewell, "pack", "diff", copy)
    assert "is there already" in problem(
        placewell, "pack", "fork", "capacity", "--as", "town-capacity", "--publisher", "T", "-o", copy
    )
    at = now.index('id = "CIHT-BUS"')
    copy.write_text(now[:at] + now[at:].replace("number = 400", "number = 100", 1), encoding="utf-8")
    case = Path(shutil.copy(sample_project, tmp_path / "case.gpkg"))
    told = done(placewell, "pack", "diff", copy, "--project", case)
    assert "CIHT-BUS: the figure, from 400 m" in told and "to 100 m" in told
    assert (
        "CIHT-BUS: met (figure 400 m) with the published pack, not met (figure 100 m) with the copy" in told
    )
    answer = json.loads(done(placewell, "assess", case, "--pack", "town-walking", "--json", "-"))
    found = {f["criterion"]: f for f in answer["findings"]}
    assert found["CIHT-BUS"]["altered"] == [{"part": "", "was": 400.0, "now": 100.0, "unit": "m"}]
    assert [i for i, f in found.items() if f["altered"]] == ["CIHT-BUS"]


@pytest.mark.parametrize("name", ["Town Walking", "capacity", "../capacity", ""])
def test_a_copy_needs_an_id_of_its_own(placewell: Command, tmp_path: Path, name: str) -> None:
    out = tmp_path / "copy.toml"
    said = problem(placewell, "pack", "fork", "capacity", "--as", name, "--publisher", "T", "-o", out)
    assert "cannot be the id of a copy of 'capacity'" in said and not out.exists()


def test_a_broken_pack_in_the_folder_stops_no_other_and_is_told(
    placewell: Command, _own_folder: Path
) -> None:
    _own_folder.mkdir()
    (_own_folder / "broken.toml").write_text("[pack]\nid = 3\n", encoding="utf-8")
    (_own_folder / "same.toml").write_text(
        (resource("packs") / "capacity.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    told = done(placewell, "pack", "list")
    assert "broken.toml" in told and "cannot be used" in told
    assert "The pack 'capacity' with Placewell is not used: the one the council's own comes first." in told


def test_a_pack_can_be_kept_inside_a_project(
    placewell: Command, sample_project: Path, tmp_path: Path
) -> None:
    case = Path(shutil.copy(sample_project, tmp_path / "case.gpkg"))
    own = tmp_path / "own.toml"
    done(placewell, "pack", "fork", "capacity", "--as", "town-capacity", "--publisher", "T", "-o", own)
    assert "is kept in the project: 16 criteria" in done(placewell, "pack", "add", case, own)
    assert "town-capacity" in done(placewell, "pack", "list", "--project", case)
    assert "town-capacity" not in done(placewell, "pack", "list")
    answer = json.loads(done(placewell, "assess", case, "--pack", "town-capacity", "--json", "-"))
    assert {f["pack"] for f in answer["findings"]} == {"town-capacity"}
    own.write_text("[pack]", encoding="utf-8")
    assert "cannot be used" in problem(placewell, "pack", "add", case, own)


def test_check_says_what_is_worth_knowing(placewell: Command, tmp_path: Path) -> None:
    told = done(placewell, "pack", "check", resource("packs") / "southwark-plan-2022.toml")
    assert "have a source that is still to be checked" in told and "SWK-P2" in told
    assert "wait for the council's own figure or text" in told and "SWK-P54-park" in told
    (tmp_path / "bad.toml").write_text("x", encoding="utf-8")
    assert "bad.toml" in problem(placewell, "pack", "check", tmp_path / "bad.toml")
