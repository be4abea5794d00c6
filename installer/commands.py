"""What can be asked of `installer/start.py`, and in which order it is done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import machine
from beside import python_with_tools
from environment import Environment, clean_environ, data_folder
from stop import Stop

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLE_CASE = CHECKOUT / "sample_data" / "cases" / "almond-estate"
BENCH_PYTHON = "PLACEWELL_BENCH_PYTHON"
"""The environment variable that tells the benchmarks which Python has the tools to compare with."""

USAGE = """\
python3 installer/start.py            set up once, then open the sample project
python3 installer/start.py test       run every test (anything after it goes to pytest)
python3 installer/start.py bench      run the benchmarks
python3 installer/start.py run ...    the command line, for example: run info PROJECT.gpkg"""


def main(args: list[str]) -> int:
    """Do what was asked and return the exit status."""
    what, rest = (args[0], args[1:]) if args else ("start", [])
    doings = {"start": start, "test": test, "bench": bench, "run": run}
    if what not in doings or (what == "start" and rest):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        return doings[what](rest)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was half-done will be done again at the next start.", file=sys.stderr)
        return 130


def start(_: list[str]) -> int:
    """Open the sample project in the window; without a screen do the main job on it instead."""
    screen = machine.has_screen()
    environment = prepared("product", screen)
    if not screen:
        return without_screen(environment, sample_folder())
    project = sample_folder() / "sample.gpkg"
    if not project.exists():
        status = call(environment, ["-m", "placewell", "sample", str(project.parent)])
        if status != 0:
            return status
    return become(environment, ["-m", "placewell", str(project)])


def without_screen(environment: Environment, folder: Path) -> int:
    """The main job, headless: a case of the sample brought in, assessed against all guidance, written to out/."""
    print("No screen here, so no window: doing the main job on a sample case instead.", flush=True)
    project, out = folder / "sample.gpkg", out_folder()
    case = out / "almond-estate.gpkg"
    made = {
        case: "the case, as one project file",
        out / "assessment.xlsx": "the assessment, for Excel",
        out / "assessment.json": "the findings, for programs",
        out / "map.png": "the scheme in its neighbourhood",
    }
    for path in made:
        path.unlink(missing_ok=True)
    files = sorted(p for p in SAMPLE_CASE.iterdir() if p.suffix != ".toml")
    steps = [] if project.exists() else [["sample", str(folder)]]
    steps += [
        ["new", str(case), "--from", str(project), "--name", "Almond estate"],
        ["case", str(case), "import", *map(str, files)],
        ["map", str(case), "-o", str(out / "map.png")],
        [
            "assess", str(case), "--pack", "all", "--brief", "--json", str(out / "assessment.json"),
            "--xlsx", str(out / "assessment.xlsx"),
        ],
    ]  # fmt: skip
    for step in steps:
        print(
            f"\n> placewell {step[0]} {Path(step[1]).name} …"
            if len(step) > 2
            else f"\n> placewell {step[0]}",
            flush=True,
        )
        status = call(environment, ["-m", "placewell", *step])
        if status != 0:
            return status
    print("\nMade:")
    for path, what in made.items():
        if path.exists():
            print(f"  {path}  {what}")
    return 0


def out_folder() -> Path:
    """Where results go: in the checkout where that can be written."""
    folder = CHECKOUT / "out" if os.access(CHECKOUT, os.W_OK) else data_folder() / "out"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test(rest: list[str]) -> int:
    """Every test, or what pytest's own arguments choose; its summary is the last line."""
    environment = prepared("test", screen=False)
    # The independent reckoner of the workbooks' formulas.
    machine.supply(machine.lacking_office())
    chosen = any(a == "-n" or a.startswith(("-n", "--numprocesses", "--pdb", "-p")) for a in rest)
    spread = [] if chosen or (os.cpu_count() or 1) < 2 else ["-n", "2"]
    return become(environment, ["-m", "pytest", *spread, *rest])


def bench(rest: list[str]) -> int:
    """The benchmarks of tests/bench; that of the walking network is compared with other people's tools."""
    environment = prepared("test", screen=False)
    if rest[:1] in ([], ["network"]) and BENCH_PYTHON not in os.environ:
        tools = python_with_tools(environment)
        if tools is not None:
            os.environ[BENCH_PYTHON] = str(tools)
    return become(environment, [str(CHECKOUT / "tests" / "bench" / "run.py"), *rest])


def run(rest: list[str]) -> int:
    """Placewell's command line."""
    environment = prepared("product", machine.has_screen())
    return become(environment, ["-m", "placewell", *rest], stay=True)


def prepared(what: str, screen: bool) -> Environment:
    """The environment with the pins of `what` in place. Raises Stop where the machine cannot have it."""
    environment = Environment(CHECKOUT)
    ready = environment.ready(what)
    lacks = [] if ready else machine.lacking_python()
    machine.supply(lacks + machine.lacking_for_qt(screen))
    if not ready:
        environment.make(what)
    return environment


def sample_folder() -> Path:
    """Where the sample project is made: in the checkout where that can be written."""
    inside = CHECKOUT / "sample_data" / "built"
    folder = inside if os.access(CHECKOUT, os.W_OK) else data_folder() / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def call(environment: Environment, args: list[str]) -> int:
    """Run the environment's Python and wait for it."""
    return subprocess.run(
        [str(environment.python), *args], cwd=CHECKOUT, env=clean_environ(), check=False
    ).returncode


def become(environment: Environment, args: list[str], stay: bool = False) -> int:
    """Hand over to the environment's Python: its output and exit status are ours."""
    command = [str(environment.python), *args]
    if not stay:
        os.chdir(CHECKOUT)
    if os.name == "nt":
        # Windows' own exec returns to the prompt at once.
        return subprocess.run(command, env=clean_environ(), check=False).returncode
    sys.stdout.flush()
    os.execve(command[0], command, clean_environ())
