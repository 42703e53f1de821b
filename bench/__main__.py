"""`make bench`: how long a report, an import and the workplace's pages take as the data grow, and whether that will do.

Runs beside a PostgreSQL of its own (`.ci/services python -m bench`). Every measurement has a process of its own, so
that memory and caches of one are not those of the next.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench.page_verdict import complaints_of_pages, table_of_pages
from bench.verdict import complaints, table
from integration.periods.months import anniversary

ORGANISATION = "MUSTER"
SIZES = "1000,10000,100000"
PAGES = "1000,100000"
# A fixed day: the same bundle every time.
TODAY = date(2026, 6, 15)
MONTH = f"{anniversary(TODAY, -1):%Y-%m}"
SEED = 7
# What the import is judged by; the other tables follow in a bundle of their own.
CORE = ("organisations", "programmes", "phases", "cohorts", "participants", "enrolments", "transfers", "phase_entries")
OUTPUT = Path("var") / "bench"


def main() -> int:
    """Measure every size, print one table, keep the figures, and complain about what is too slow."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of people, separated by commas ({SIZES})")
    parser.add_argument(
        "--pages", default=PAGES, help=f"the same for the pages ({PAGES}); with 1000000 as well it takes an hour"
    )
    parser.add_argument("--explain", action="store_true", help="also write the plans of the slowest statements")
    options = parser.parse_args()
    sizes, crowds = ([int(size) for size in listed.split(",") if size] for listed in (options.sizes, options.pages))
    OUTPUT.mkdir(parents=True, exist_ok=True)
    results = [_measure(size, explain=options.explain) for size in sizes]
    pages = [_measure_pages(size) for size in crowds]
    if results:
        _say(table(results))
    if pages:
        _say(table_of_pages(pages))
    path = OUTPUT / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps({"sizes": results, "pages": pages}, indent=1) + "\n", encoding="utf-8")
    _say(f"Figures: {path}")
    found = [*complaints(results), *complaints_of_pages(pages)]
    for complaint in found:
        _say(f"Too slow or wrong: {complaint}")
    return 1 if found else 0


def _measure(people: int, *, explain: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="einstieg-bench-") as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "integration.settings.local",
            "DATABASE_URL": _new_database(f"bench_{people}"),
            "VAR_DIR": str(folder / "var"),
        }
        _say(f"{people:,} people: making the bundle …")
        made = _make_bundle(environment, people, folder / "core")
        rows = _split(folder / "core", folder / "rest")
        _child(environment, "prepare")
        _say(f"{people:,} people: importing …")
        core = _child(environment, "import", str(folder / "core"))
        rest = _child(environment, "import", str(folder / "rest"))
        _child(environment, "analyse")
        _say(f"{people:,} people: reporting …")
        report = _child(environment, "report", ORGANISATION, MONTH)
        build = _child(environment, "build", ORGANISATION, MONTH, str(folder / "report.json"))
        disclosed = _child(environment, "disclose", ORGANISATION, MONTH, str(folder / "management.json"))
        _say(f"{people:,} people: reporting on every site …")
        tree = _child(environment, "tree", ORGANISATION, MONTH)
        _say(f"{people:,} people: looking for what falls due …")
        due = _child(environment, "due", str(TODAY))
        if explain:
            path = OUTPUT / f"plans-{people}.txt"
            _child(environment, "explain", ORGANISATION, MONTH, str(path))
            _say(f"Plans: {path}")
    reports = {"report": report, "build": build, "disclose": disclosed, "tree": tree}
    return {"people": people, "made": made, "rows": rows, "core": core, "rest": rest, **reports, "due": due}


def _measure_pages(people: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="einstieg-bench-") as name:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "integration.settings.local",
            "DATABASE_URL": _new_database(f"pages_{people}"),
            "VAR_DIR": name,
        }
        _child(environment, "prepare")
        _say(f"{people:,} people: filling the workplace …")
        filled = _child(environment, "crowd", str(people))
        _say(f"{people:,} people: opening every page …")
        return {"people": people, "filled": filled["seconds"], "pages": _child(environment, "pages")}


def _new_database(name: str) -> str:
    """A database of its own on the server that `DATABASE_URL` names."""
    url = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(url.geturl(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return url._replace(path=f"/{name}").geturl()


def _make_bundle(environment: dict[str, str], people: int, path: Path) -> float:
    begun = time.perf_counter()
    command = ["manage.py", "make_bundle", f"--people={people}", f"--seed={SEED}", f"--today={TODAY}", str(path)]
    subprocess.run([sys.executable, *command], env=environment, check=True)  # noqa: S603  (our own command)
    return time.perf_counter() - begun


def _split(core: Path, rest: Path) -> dict[str, int]:
    """Move what is not `CORE` to another folder; returns the number of rows of both."""
    rest.mkdir()
    counts = {"core": 0, "rest": 0}
    for path in sorted(core.glob("*.csv")):
        place = "core" if path.stem in CORE else "rest"
        with path.open("rb") as file:
            counts[place] += sum(1 for _ in file) - 1
        if place == "rest":
            path.rename(rest / path.name)
    return counts


def _child(environment: dict[str, str], *command: str) -> dict[str, Any]:
    process = subprocess.run(  # noqa: S603  (our own module)
        [sys.executable, "-m", "bench.measuring", *command],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(process.stdout.splitlines()[-1])


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
