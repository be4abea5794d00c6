"""High streets: shop fronts side by side, with backs of all depths."""

from __future__ import annotations

from borough.buildings_rows import MAIN, build_rows
from borough.buildings_runs import Run
from borough.buildings_site import Site


def build_parade(site: Site) -> None:
    """A high street: shop fronts side by side on the pavement, their backs as deep as each plot came to be."""
    rng = site.rng
    fronts = sorted(
        (r for r in site.runs if r.street), key=lambda r: (r.sort not in MAIN, -r.length, *r.line[0])
    )
    for run in fronts:
        main = run.sort in MAIN
        for a, b in site.spans(run, (0.0, run.length), 0.4, 11.0, 0.5, 5.5):
            at = a + 0.3
            while b - at > 4.5:
                store = main and b - at > 24 and rng.random() < 0.14
                wide = rng.uniform(18, 34) if store else rng.uniform(5.0, 8.0) * rng.randint(2, 6)
                wide = b - 0.3 - at if b - at - wide < 5.5 else min(wide, b - 0.3 - at)
                _shops(site, run, at, at + wide, store)
                at += wide
                if rng.random() < 0.12:
                    at += rng.uniform(2.4, 4.0)
    if not fronts:
        build_rows(site, "terrace")


def _shops(site: Site, run: Run, a: float, b: float, store: bool) -> None:
    """Shops under one roof line; each plot's back is its own."""
    rng = site.rng
    back: list[tuple[float, float]] = []
    at = a
    while at < b - 0.1:
        wide = b - a if store else rng.uniform(4.8, 7.4) * rng.choice((1, 1, 2))
        end = b if b - at - wide < 4.0 else at + wide
        room = min(site.depth(run, at + 1, 34), site.depth(run, end - 1, 34)) - 0.8
        deep = max(
            9.5, room if store else min(room, rng.choice((11, 13, 16, 19, 24, 29)) + rng.uniform(-1.5, 1.5))
        )
        back += [(at, deep), (end, deep)]
        at = end
    front = 0.4 + (rng.random() < 0.1) * 1.5
    site.put(
        run.polygon([(a, front), (b, front), *reversed(back)]),
        "shops",
        3 if store else rng.choice((3, 3, 4)),
        1.2,
    )
