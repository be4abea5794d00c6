"""A map on paper: `map`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from placewell.cli.shared import add_project, tell_opened, who


def add_map(commands: Any) -> None:
    """`map PROJECT -o F`."""
    p = commands.add_parser("map", help="write a map at exact scale, as PDF, SVG or PNG")
    add_project(p)
    p.add_argument(
        "--scheme", default="", metavar="NAME", help="whose red line; else the latest submission's first"
    )
    p.add_argument("--option", default="", metavar="NAME")
    p.add_argument(
        "--extent",
        default="scheme",
        metavar="GROUND",
        help="scheme, borough (all of the project), or west,south,east,north in metres",
    )
    p.add_argument("--scale", type=float, default=0.0, metavar="N", help="1:N; else the nearest that fits")
    p.add_argument("--size", choices=["A4", "A3"], default="A4")
    p.add_argument("--portrait", action="store_true", help="the page standing")
    p.add_argument("-o", "--out", type=Path, required=True, metavar="F", help="the file: .pdf, .svg or .png")
    p.set_defaults(command=_do_map)


def _do_map(args: argparse.Namespace) -> int:
    from placewell.work.maps import write_map
    from placewell.work.opened import open_project

    with open_project(args.project, who()) as opened:
        tell_opened(opened)
        path = write_map(
            opened, args.out, scheme=args.scheme, option=args.option, extent=args.extent, scale=args.scale,
            size=args.size, portrait=args.portrait,
        )  # fmt: skip
    print(f"Map written to {path}.")
    return 0
