"""Moving, drawing and taking out parts of a scheme: what goes along, what is kept, what is refused and in which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import shapely
import shapely.affinity

from placewell.assess.proposal import Proposal
from placewell.domain.errors import Problem
from placewell.domain.scheme import Block, Entrance, Link, Provision
from placewell.work.assess_inputs import proposal_of
from placewell.work.case import find_scheme
from placewell.work.opened import Opened
from placewell.work.scheme_edits import (
    Handle,
    draw_red_line,
    handles,
    keep,
    moved,
    reshaped,
    what_moved,
    with_entrance,
    with_provision,
    without,
)


def proposal(opened: Opened) -> Proposal:
    return proposal_of(opened, find_scheme(opened))


@pytest.fixture
def almond(made_copy: Callable[[str], Opened]) -> Opened:
    """A case with two blocks, a gate, a door, a new way, and a nursery that it brings."""
    opened = made_copy("almond-estate")
    bare = proposal(opened)
    of, at = bare.scheme.id, bare.scheme.geometry.representative_point()
    x, y = at.x, at.y
    whole = replace(
        bare,
        blocks=(Block("b1", of, "A", shapely.box(x, y, x + 20, y + 12)), Block("b2", of, "B", shapely.box(x + 30, y, x + 50, y + 12))),
        entrances=(Entrance("e1", of, "gate", shapely.Point(x - 5, y)), Entrance("e2", of, "door", shapely.Point(x, y + 6), "A")),
        links=(Link("l1", of, "cut", shapely.LineString([(x - 5, y), (x + 60, y)])),),
        provision=(Provision("p1", of, "nursery", "Nursery", shapely.Point(x + 5, y + 5), certainty="secured"),),
    )  # fmt: skip
    assert keep(opened, bare, whole, "Set the scene")
    return opened


def test_a_red_line_takes_the_whole_scheme_along(almond: Opened) -> None:
    was = proposal(almond)
    now = moved(was, Handle("scheme", was.scheme.id), 30.0, -12.5)
    before = {h: shape for h, _, shape in handles(was)}
    assert len(before) == 7
    for handle, _, shape in handles(now):
        assert shapely.equals_exact(shape, shapely.affinity.translate(before[handle], 30.0, -12.5), 1e-9)
    assert now.homes == was.homes


def test_one_block_moves_alone(almond: Opened) -> None:
    was = proposal(almond)
    block = was.blocks[0]
    now = moved(was, Handle("block", block.id), 5.0, 0.0)
    assert now.blocks[0].geometry.bounds[0] == pytest.approx(block.geometry.bounds[0] + 5.0)
    assert now.blocks[1:] == tuple(was.blocks[1:])
    assert now.scheme == was.scheme


def test_what_is_kept_is_read_back_and_undone(almond: Opened) -> None:
    was = proposal(almond)
    now = moved(was, Handle("scheme", was.scheme.id), 8.0, 3.0)
    assert what_moved(was, now) == "Moved the red line"
    assert keep(almond, was, now, what_moved(was, now))
    kept = proposal(almond)
    assert shapely.equals_exact(kept.scheme.geometry, now.scheme.geometry, 1e-6)
    assert all(
        shapely.equals_exact(a.geometry, b.geometry, 1e-6)
        for a, b in zip(kept.blocks, now.blocks, strict=True)
    )
    assert not keep(almond, kept, kept, "Nothing")
    almond.session.undo()
    assert proposal(almond) == was


def test_entrances_and_provision_come_and_go(almond: Opened) -> None:
    was = proposal(almond)
    x, y = was.scheme.geometry.representative_point().coords[0]
    now = with_entrance(almond, was, x, y)
    assert keep(almond, was, now, what_moved(was, now))
    more = with_provision(almond, proposal(almond), "library", x, y)
    assert keep(almond, proposal(almond), more, what_moved(proposal(almond), more))
    kept = proposal(almond)
    assert kept.provision[-1].type == "library"
    assert kept.provision[-1].certainty == "offered"
    gone = without(kept, Handle("provision", kept.provision[-1].id))
    assert what_moved(kept, gone) == "Took out provision library"
    assert keep(almond, kept, gone, what_moved(kept, gone))
    assert [p.id for p in proposal(almond).provision] == [p.id for p in was.provision]
    assert [e.label for e in almond.session.history()][-3:] == [
        "Added entrance " + str(len(was.entrances) + 1), "Added provision library", "Took out provision library",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("POLYGON ((0 0, 1 1, 2 2, 0 0))", "encloses no ground"),
        (
            "POLYGON ((531000 180000, 531100 180100, 531100 180000, 531000 180100, 531000 180000))",
            "crosses itself",
        ),
        (
            "POLYGON ((100000 100000, 100100 100000, 100100 100100, 100000 100000))",
            "lies outside the area of",
        ),
    ],
)
def test_a_red_line_that_cannot_be_is_refused_and_nothing_is_kept(
    almond: Opened, shape: str, words: str
) -> None:
    head = almond.file.head()
    with pytest.raises(Problem, match=words):
        draw_red_line(almond, shapely.from_wkt(shape))
    was = proposal(almond)
    with pytest.raises(Problem, match=words):
        keep(almond, was, reshaped(was, Handle("scheme", was.scheme.id), shapely.from_wkt(shape)), "x")
    assert almond.file.head() == head


def test_dragging_the_site_off_the_map_is_refused(almond: Opened) -> None:
    was = proposal(almond)
    with pytest.raises(Problem, match="lies outside the area"):
        keep(almond, was, moved(was, Handle("scheme", was.scheme.id), 90_000.0, 0.0), "x")
    assert proposal(almond) == was


def test_the_red_line_itself_is_not_taken_out(almond: Opened) -> None:
    was = proposal(almond)
    with pytest.raises(Problem, match="cannot be taken out"):
        without(was, Handle("scheme", was.scheme.id))


def test_a_line_drawn_where_there_is_no_scheme_makes_one(empty_case: Opened) -> None:
    ground = shapely.box(
        *(
            c + d
            for c, d in zip(
                2 * list(shapely.point_on_surface(empty_case.project.geometry).coords[0]),
                (0, 0, 80, 60),
                strict=True,
            )
        )
    )
    made = draw_red_line(empty_case, ground)
    assert find_scheme(empty_case).id == made.id
    assert made.name == empty_case.project.name
    empty_case.session.undo()
    with pytest.raises(Problem, match="has no scheme yet"):
        find_scheme(empty_case)


def test_answers_that_rest_on_what_moved_are_marked(almond: Opened) -> None:
    from placewell.work.answers import answer_criterion
    from placewell.work.packs import criterion_of
    from placewell.work.submissions import nouns

    answer_criterion(almond, criterion_of(almond, "LP-GG2"), "It does.", by="A. Tester")
    was = proposal(almond)
    keep(almond, was, moved(was, Handle("scheme", was.scheme.id), 4.0, 0.0), "Moved the red line")
    marked = [a.look_again for a in nouns(almond, "answer") if a.question.endswith("LP-GG2")]
    assert marked and "site" in marked[0]
    assert replace(was, homes=was.homes) == was
