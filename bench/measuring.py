"""One measurement in a process of its own: `python -m bench.measuring report MUSTER 2026-05`. Prints one line of JSON."""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from integration.periods.months import anniversary

# The quickest of so many runs is the one that nothing else on the machine disturbed.
RUNS = 3
SLOWEST = 8
_KB_A_MB = 1024


def _memory(line: str) -> float:
    """A line of what the kernel knows about this process, in MB."""
    found = re.search(rf"^{line}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) / _KB_A_MB if found else 0.0


class Measured:
    """Seconds, and the highest memory above what the idle process had."""

    seconds = 0.0
    memory = 0.0
    peak = 0.0


@contextmanager
def measured() -> Iterator[Measured]:
    """Measures what runs inside."""
    result = Measured()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak so far
    idle, begun = _memory("VmRSS"), time.perf_counter()
    yield result
    result.seconds = time.perf_counter() - begun
    result.peak = _memory("VmHWM")
    result.memory = result.peak - idle


class Statements:
    """Counts and times what goes to the database."""

    def __init__(self) -> None:
        self.log: list[tuple[float, str, Any]] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        """Run the statement and note it."""
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.log.append((time.perf_counter() - begun, sql, params))


def prepare() -> dict[str, Any]:
    """Make the tables."""
    call_command("migrate", verbosity=0, interactive=False)
    return {}


def bring_in(path: str) -> dict[str, Any]:
    """Import a bundle."""
    with measured() as result:
        call_command("import_bundle", path, verbosity=0)
    return {"seconds": result.seconds, "peak": result.peak}


def analyse() -> dict[str, Any]:
    """What the server would do by itself some time after an import."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {}


def report(organisation: str, month: str) -> dict[str, Any]:
    """One report computed, beside the plainest SQL for its stock and flow."""
    from bench import plain
    from integration.organisations.models import Organisation
    from reports.editions.snapshots import snapshot
    from reports.indicators.report import compute_report

    first = date.fromisoformat(f"{month}-01")
    head = Organisation.objects.get(code=organisation)
    seconds, figures = [], []
    statements = Statements()
    with measured() as whole:
        for _ in range(RUNS):
            statements.log.clear()
            with measured_seconds(seconds), snapshot(), connection.execute_wrapper(statements):
                figures = compute_report(head, first)
    plainly = [plain.run(organisation, first) for _ in range(RUNS)]
    expected, found = plainly[0].cells, plain.of_report(figures)
    return {
        "seconds": min(seconds),
        "queries": len(statements.log),
        "memory": whole.memory,
        "figures": len(figures),
        "plain_seconds": min(run.seconds for run in plainly),
        "plain_cells": len(expected),
        "differences": sorted(
            f"{'/'.join(cell)}: {found.get(cell, 0)} instead of {expected.get(cell, 0)}"
            for cell in expected.keys() | found.keys()
            if expected.get(cell) != found.get(cell)
        ),
        "indicators": _by_indicator(head, first),
    }


@contextmanager
def measured_seconds(into: list[float]) -> Iterator[None]:
    """Adds the seconds that passed inside."""
    begun = time.perf_counter()
    yield
    into.append(time.perf_counter() - begun)


def _by_indicator(head: Any, first: date) -> dict[str, float]:
    """Seconds of each indicator by itself."""
    from reports.indicators.frame import frame_for
    from reports.indicators.registry import all_indicators

    frame = frame_for([head], first)
    seconds: dict[str, float] = {}
    for indicator in all_indicators():
        begun = time.perf_counter()
        indicator.measure(frame)
        seconds[indicator.id] = time.perf_counter() - begun
    return seconds


def build(organisation: str, month: str, output: str) -> dict[str, Any]:
    """One report built, stored and written as JSON, as a person would ask for it."""
    with measured() as result:
        call_command("build_report", organisation=organisation, month=month, format="json", output=Path(output))
    return {"seconds": result.seconds, "memory": result.memory, "bytes": Path(output).stat().st_size}


def disclose(organisation: str, month: str, output: str) -> dict[str, Any]:
    """The same for management: nothing in it that is about few people, or from which it could be worked out."""
    with measured() as result:
        call_command(
            "build_report",
            organisation=organisation,
            month=month,
            audience="management",
            format="json",
            output=Path(output),
        )
    figures = json.loads(Path(output).read_text(encoding="utf-8"))["figures"]
    hidden = sum(each["status"] == "suppressed" for each in figures)
    one = {"seconds": result.seconds, "memory": result.memory, "figures": len(figures), "hidden": hidden}
    return one | _with_companies(anniversary(date.fromisoformat(f"{month}-01"), -12))


def _with_companies(month: date) -> dict[str, Any]:
    """The reports for management of the group and every company, as the schedule has them made, of a month without any."""
    from reports.editions.enums import Audience
    from reports.editions.models import ReportCell, ReportEdition
    from reports.editions.services import build, ensure_editions

    waiting = ensure_editions(month, audience=Audience.MANAGEMENT)
    with measured() as result:
        build(waiting[0], "bench")
    told = ReportEdition.objects.filter(month=month, audience=Audience.MANAGEMENT, known_at__isnull=False)
    return {
        "companies": told.count() - 1,
        "companies_unfinished": ReportEdition.objects.filter(pk__in=waiting, known_at=None).count(),
        "companies_figures": ReportCell.objects.filter(edition__in=told).count(),
        "companies_seconds": result.seconds,
        "companies_memory": result.memory,
    }


def tree(organisation: str, month: str) -> dict[str, Any]:
    """The month of everything below an organisation, counted at once, and read from the stored cells."""
    from bench.trees import whole_tree

    with measured() as result:
        found = whole_tree(organisation, date.fromisoformat(f"{month}-01"))
    return found | {"memory": result.memory}


def due(day: str) -> dict[str, Any]:
    """What falls due on a day, and the first page that shows it."""
    from bench.today import deadlines

    return deadlines(date.fromisoformat(day))


def crowd(people: str) -> dict[str, Any]:
    """Fill the tables with so many people, quickly and without an import."""
    from django.utils import timezone

    from bench.crowd import fill

    begun = time.perf_counter()
    fill(int(people), timezone.localdate())
    return {"seconds": time.perf_counter() - begun}


def pages() -> dict[str, Any]:
    """Every page that training managers use, with whoever is there."""
    from bench.pages import measure

    return measure()


def explain(organisation: str, month: str, output: str) -> dict[str, Any]:
    """The slowest statements of a report, with the server's plans."""
    from integration.organisations.models import Organisation
    from reports.indicators.report import compute_report

    head = Organisation.objects.get(code=organisation)
    compute_report(head, date.fromisoformat(f"{month}-01"))
    statements = Statements()
    with connection.execute_wrapper(statements):
        compute_report(head, date.fromisoformat(f"{month}-01"))
    with Path(output).open("w", encoding="utf-8") as file, connection.cursor() as cursor:
        for seconds, sql, params in sorted(statements.log, key=lambda each: -each[0])[:SLOWEST]:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            file.write(f"{seconds * 1000:.1f} ms\n{sql}\n{params}\n\n{plan}\n\n{'-' * 100}\n\n")
    return {}


_MEASUREMENTS = {
    "prepare": prepare,
    "import": bring_in,
    "analyse": analyse,
    "report": report,
    "build": build,
    "disclose": disclose,
    "tree": tree,
    "due": due,
    "crowd": crowd,
    "pages": pages,
    "explain": explain,
}


def main(name: str, *arguments: str) -> None:
    """Run the named measurement and print what it found."""
    django.setup()
    connection.ensure_connection()
    sys.stdout.write(json.dumps(_MEASUREMENTS[name](*arguments)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
