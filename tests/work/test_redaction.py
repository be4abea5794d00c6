"""A copy without notes and names: what was planted is found in the case, and nowhere in the copy's bytes."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import case_making as making
import numpy as np
import pytest
import shapely
from work_making import Command, feature_collection

from placewell.domain.asset import Asset
from placewell.domain.case import Claim
from placewell.domain.kinds import KINDS
from placewell.domain.layer import ImportNote, Layer
from placewell.domain.merging import Difference, TakenEntry
from placewell.domain.rows import Rows
from placewell.store.geopackage import GeoPackage
from placewell.work.actions import add_action, sign
from placewell.work.answers import answer_criterion
from placewell.work.assess import as_json, assess_project
from placewell.work.case_edits import add_consultation, answer, set_case
from placewell.work.layers import state
from placewell.work.opened import Opened, open_project
from placewell.work.packs import criterion_of, wanted
from placewell.work.progress import run
from placewell.work.redact import redact
from placewell.work.redact_names import Search, folded
from placewell.work.redact_table import LEFT_OUT, TABLE, TOLD
from placewell.work.scope import leave_out
from placewell.work.snapshots import keep, replay, snapshot_of
from placewell.work.submissions import new_submission

WHO = "Séverine Achterberg"
PLANTED = (
    WHO, "Zoë Quayle", "Bartholomew O’Grady", "Hollowbrook Estates", "Pip and Finch Advisers", "Tamsin Vreeland",
    "Caspian Lindqvist", "Ottoline Peverell-Gray", "Rosalind D'Aubigny", "Ingeborg Ståhl", "Quillon Marchetti",
    "Leofric Vandersteen", "the neighbour at 14 complained twice", "sent in haste before Whitsun", "their solicitor wavers",
    "naïve façade of promises", "a crèche in the undercroft", "once the lenders agree", "nobody believes the phasing",
    "signed under protest", "counted by hand in the drizzle", "hush-hush until the ballot", "the mayor rang about this",
    "undone remark on viability", "withdrawn summary of the trust", "shelved surgery with gossip", "an aside about the chair",
    "row 7 quotes Mrs Underbridge", "the other copy's ranting", "second thoughts of the other copy", "words on the third scale",
    "is the landlord trustworthy",
)  # fmt: skip


def rows_of(kind: str, *things: object) -> Rows:
    shapes = None
    if KINDS[kind].geometry:
        shapes = np.array([getattr(t, "geometry") for t in things], dtype=object)  # noqa: B009
    return Rows(kind, {n: [getattr(t, n) for t in things] for n in KINDS[kind].fields}, shapes)


def surgery(id: str, layer: str, name: str, details: str = "") -> Asset:
    return Asset(id, layer, "health", "GP surgery", name, shapely.Point(531_300, 181_100), details=details)


@pytest.fixture
def case(placewell: Command, project: Path, tmp_path: Path) -> Path:
    """A case in which every name and note was entered by the use cases that enter them."""
    with open_project(project, "") as base, base.session.transaction("Surgeries") as t:
        t.add_layer(
            Layer("L1", "Surgeries", "asset", "GP surgery", publisher="NHS", count=1),
            rows_of("asset", surgery("L1.1", "L1", "Park surgery")),
        )
    path = tmp_path / "case.gpkg"
    assert placewell("new", path, "--from", project, "--name", "Cooper Yard")[0] == 0
    (tmp_path / "line.geojson").write_text(feature_collection([making.SITE]))
    homes = making.table(tmp_path / "homes.csv", making.HOMES)
    status, _, problem = placewell("case", path, "import", tmp_path / "line.geojson", homes)
    assert status == 0, problem
    with open_project(path, WHO) as opened:
        plant(opened)
    return path


def plant(opened: Opened) -> None:
    set_case(opened, {"officer": "Bartholomew O’Grady", "address": "Park Road"})
    set_case(
        opened,
        {"officer": "Zoë Quayle", "applicant": "Hollowbrook Estates", "agent": "Pip and Finch Advisers"},
    )
    new_submission(opened, "2026-03-02", "Sent to ZOE QUAYLE of Park Road", "sent in haste before Whitsun")
    add_consultation(
        opened, "NHS trust", asked="2026-03-03", summary="their solicitor wavers", outcome="told QUAYLE, Zoë"
    )
    add_consultation(opened, "NHS trust", received="2026-04-03", summary="naïve façade of promises")
    asked = criterion_of(opened, "LP-GG1")
    answer_criterion(opened, asked, "words on the third scale", by="Tamsin Vreeland", reason="the neighbour at 14 complained twice")  # fmt: skip
    shown = criterion_of(opened, "LP-D5")
    answer_criterion(
        opened, shown, "not applicable", by="Quillon Marchetti", reason="nobody believes the phasing"
    )
    answer(opened, "is the landlord trustworthy", "no", "the mayor rang about this", inputs="homes")
    leave_out(opened, "health", "hush-hush until the ballot")
    add_action(
        opened, "LP-D5", "a crèche in the undercroft", "section 106", trigger="once the lenders agree",
        owner="Caspian Lindqvist", reason="an aside about the chair", by="Ottoline Peverell-Gray",
    )  # fmt: skip
    add_action(opened, "LP-D5", "another", "condition", owner="the council")
    state(opened, "Surgeries", "partial", "2026", "counted by hand in the drizzle")
    known = wanted(("london-plan-2021",), opened)
    made = run(assess_project(opened, wanted=("london-plan-2021",)))
    kept = keep(opened, as_json(made), known, made.scheme, made.option, made.as_at, "Ingeborg Ståhl")
    sign(opened, "prepared", "Rosalind D'Aubigny", kept.id, "signed under protest")
    claim = Claim(
        "C9",
        "",
        "zoe_quayle_notes.pdf",
        about="homes",
        words="Said by Mr Zoë  Quayle and by Park’s Marchetti",
    )
    with opened.session.transaction("What they state") as t:
        t.put("claim", claim)
    take_back(opened)
    with opened.session.transaction("What a merge leaves") as t:
        t.put("difference", Difference("D1", "answer", "A1", "n", '{"reason": "the other copy\'s ranting"}', "null", "Leofric Vandersteen"))  # fmt: skip
        t.put(
            "taken entry",
            TakenEntry("ab" * 32, 1, "", "", "second thoughts of the other copy", "edit", None, "[]", ""),
        )
        note = ImportNote("N1", "", "list.csv", "", 7, "rejected", "row 7 quotes Mrs Underbridge")
        t.put("import note", note)


def take_back(opened: Opened) -> None:
    """Text that is only in the history, on the shelf, or in what was removed."""
    answer(opened, "is it so", "yes", "undone remark on viability", inputs="homes")
    opened.session.undo()
    with opened.session.transaction("Another list") as t:
        shelved = surgery("L2.1", "L2", "shelved surgery with gossip", "é" * 40)
        t.add_layer(Layer("L2", "More", "asset", count=1), rows_of("asset", shelved))
    with opened.session.transaction("Not that list") as t:
        t.remove("layer", "L2")
    add_consultation(opened, "Body", summary="withdrawn summary of the trust")
    gone = [r["id"] for r in opened.file.read("consultation").records() if r["body"] == "Body"]
    with opened.session.transaction("Removed") as t:
        t.remove("consultation", gone[0])


def ways(text: str) -> Iterator[bytes]:
    """How a text can lie in a file."""
    for form in ("NFC", "NFD"):
        said = unicodedata.normalize(form, text)
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            yield said.encode(code)
        yield json.dumps(said)[1:-1].encode()
        yield said.encode().hex().encode()
        yield said.encode().hex().upper().encode()


def held(path: Path) -> bytes:
    """The raw bytes, and everything in them that can be decompressed: cells, and streams that lie bare."""
    raw = path.read_bytes()
    found = [raw]
    with sqlite3.connect(path) as conn:
        for (table,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in conn.execute(f'SELECT * FROM "{table}"'):
                found += [c for c in map(opened_up, row) if c]
    found += [c for n in range(len(raw) - 2) if raw[n] == 0x78 and (c := opened_up(raw[n : n + 100_000]))]
    return b"\n".join(found)


def opened_up(cell: object) -> bytes:
    for bits in (15, -15) if isinstance(cell, bytes) and cell[:1] == b"x" else (15,):
        if isinstance(cell, bytes):
            work = zlib.decompressobj(bits)
            try:
                return work.decompress(cell, 5_000_000)
            except zlib.error:
                continue
    return b""


def there(path: Path, texts: tuple[str, ...] = PLANTED) -> set[str]:
    """Which of these texts a file has, in whatever form."""
    whole = held(path).lower()
    return {t for t in texts if any(w.lower() in whole for w in ways(t))}


def redacted(case: Path, out: Path) -> Path:
    with open_project(case, WHO) as opened:
        return run(redact(opened, out)).path


def test_nothing_planted_is_left_in_the_copy(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert there(case) == set(PLANTED)  # So that the search could fail.
    before: list[set[str]] = []
    pack = GeoPackage.pack

    def looked_at(self: GeoPackage) -> None:
        before.append(there(self.path))
        pack(self)

    monkeypatch.setattr(GeoPackage, "pack", looked_at)
    out = redacted(case, tmp_path / "out.gpkg")
    assert before == [set()]
    assert there(out) == set()
    assert there(out, ("Zoe Quayle", "Quayle", "zoe_quayle", "Marchetti", "Achterberg", "Vreeland")) == set()
    assert there(out, ("Park surgery", "Park Road", "homes.csv")) == {"Park surgery", "Park Road"}
    assert not list(tmp_path.glob(".*"))


def test_the_search_finds_text_however_it_lies(tmp_path: Path) -> None:
    text = PLANTED[15]
    for n, cell in enumerate(
        (text, text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode().hex(), json.dumps(text),
         zlib.compress(text.encode()), unicodedata.normalize("NFD", text))
    ):  # fmt: skip
        path = tmp_path / f"{n}.db"
        with sqlite3.connect(path) as conn:
            conn.execute("CREATE TABLE t (c)")
            conn.execute("INSERT INTO t VALUES (?)", (cell,))
        assert there(path) == {text}, n


def test_the_copy_opens_and_gives_the_same_verdicts(case: Path, tmp_path: Path) -> None:
    out = redacted(case, tmp_path / "out.gpkg")
    found = []
    for path in (case, out):
        with open_project(path, "B. Reader") as opened:
            made = run(assess_project(opened, wanted=("all",)))
            found.append([(f.criterion, f.verdict, f.value, len(f.answers)) for f in made.findings])
            assert opened.file.verify_history() is None
    assert found[0] == found[1]
    with open_project(out, "B. Reader") as opened:
        assert opened.project.redacted == opened.clock()[:10]
        (entry,) = opened.file.read_since(0)
        assert (entry.who, entry.label) == ("", "Copied without notes and names")
        owners = list(opened.file.read("action").column("owner"))
        assert owners == ["[name taken out]", "the council"]
        claim = next(c for c in opened.file.read("claim").records())
        assert claim["words"] == "Said by Mr [name taken out] and by Park’s [name taken out]"
        assert claim["document"] == "[name taken out]_notes.pdf"
        note = opened.file.layers()[0].coverage_note
        assert note.startswith("[words taken out] (stated by an officer, ")
        kept = json.loads(snapshot_of(opened).answer)
        assert any(f["answer"] and f["answer"]["reason"] == "[words taken out]" for f in kept["findings"])
        with pytest.raises(Exception, match="not the one that the assessment was made from"):
            replay(opened, snapshot_of(opened), lambda *_: "")


def test_what_was_taken_out_is_told_and_not_kept(case: Path, tmp_path: Path, placewell: Command) -> None:
    status, said, _ = placewell("hand-over", case, tmp_path / "a.gpkg", "--without-notes-and-names")
    assert status == 0
    assert "reasons of answers: 3" in said and "entries of the history" in said and "Marchetti" not in said
    status, said, _ = placewell("hand-over", case, tmp_path / "b.gpkg", "--without-notes-and-names", "--json")
    told = {(t["kind"], t["column"]): t["count"] for t in json.loads(said)["taken_out"]}
    assert told["answer", ""] == 1 and told["case", "officer"] == 1 and told["sign-off", "name"] == 1
    assert told["import note", ""] > 0 and told["difference", ""] == 1
    assert there(tmp_path / "b.gpkg", ("reasons of answers",)) == set()


def test_an_applicant_that_publishes_lists_stays_in_their_credits(case: Path, tmp_path: Path) -> None:
    with open_project(case, WHO) as opened:
        set_case(opened, {"applicant": "Testborough Council", "officer": "Jane Corvane"})
        with opened.session.transaction("Whose lists they are") as t:
            row = t.get("layer", "L1") or {}
            t.put("layer", {**row, "publisher": "Testborough Council", "attribution": "By Jane Corvane"})
    with open_project(redacted(case, tmp_path / "out.gpkg")) as opened:
        (layer,) = opened.file.layers()
        assert (layer.publisher, layer.attribution) == ("Testborough Council", "By [name taken out]")
        assert next(opened.file.read("case").records())["applicant"] == "[name taken out]"


def test_a_name_that_is_taken_is_refused_and_a_tampered_history_is_told(
    case: Path, tmp_path: Path, placewell: Command
) -> None:
    assert placewell("hand-over", case, case, "--without-notes-and-names")[0] == 1
    with sqlite3.connect(case) as conn:
        conn.execute("UPDATE history SET who = 'Nobody' WHERE seq = 2")
    status, said, _ = placewell("hand-over", case, tmp_path / "a.gpkg", "--without-notes-and-names")
    assert status == 0 and "altered outside Placewell" in said


def test_every_kind_and_column_is_decided_once() -> None:
    """Whoever adds a kind or a column decides here whether it leaves with a copy without notes and names."""
    assert set(TABLE) | set(LEFT_OUT) == set(KINDS) and not set(TABLE) & set(LEFT_OUT)
    for kind in TABLE:
        geometry = {"geometry"} if KINDS[kind].geometry else set()
        decided = TABLE[kind].decisions()
        assert set(decided) == set(KINDS[kind].fields) | geometry, kind
        for column, decision in decided.items():
            assert decision not in ("name", "words") or (kind, column) in TOLD
    with pytest.raises(ValueError):
        replace(TABLE["case"], words="officer").decisions()


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Jane Park", "Jane Park met us in the park at Park Road", "[name taken out] met us in the park at Park Road"),
        ("Jane Park", "PARK, Jane; jane_park.pdf", "[name taken out]; [name taken out].pdf"),
        ("José O'Brien", "JOSE O’BRIEN's word", "[name taken out]'s word"),
        ("Ann Mary Quist", "Ann Quist, and Quist again", "[name taken out], and [name taken out] again"),
        ("jsmith7", "by jsmith7, not jsmith77", "by [name taken out], not jsmith77"),
        ("Li Ng", "Ng and Li live", "Ng and Li live"),
        ("Ng Li", "the Ng  Li file", "the [name taken out] file"),
    ],
)  # fmt: skip
def test_names_in_text_that_stays(name: str, text: str, left: str) -> None:
    search = Search([name], (), [folded("a park near Jane Street")])
    assert search.column([text, None, 3], own=True)[0] == [left, None, 3]


def test_single_words_stay_in_published_lists() -> None:
    search = Search(["Ann Quist", "Quist"], (), [])
    assert search.text("Quist Lane, by Ann Quist", own=False) == "Quist Lane, by [name taken out]"
    assert search.text('{"by": "Ann Quist"}', own=False) == '{"by": "[name taken out]"}'
