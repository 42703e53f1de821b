"""What the measurements say: one table, and what is not good enough."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

Result = Mapping[str, Any]

TOLERANCE = 1.5
LARGE = 100_000
IMPORT_SECONDS = 120
IMPORT_MB = 500
REPORT_SECONDS = 10
REPORT_MB = 200
COMPANIES_SECONDS = 60
WORKER_MB = 300
DUE_SECONDS = 60
DUE_OF_ONE_MS = 50
HOME_MS = 300
TREE_TIMES = 3
STORED_PAGE_MS = 100
STORED_PAGE_OF_BUILDING = 0.05
PDF_SECONDS = 1

_LINES: tuple[tuple[str, Callable[[Result], str]], ...] = (
    ("people", lambda each: f"{each['people']:,}"),
    ("bundle made, s", lambda each: f"{each['made']:.1f}"),
    ("import: rows of people, journeys, phases", lambda each: f"{each['rows']['core']:,}"),
    ("   seconds", lambda each: f"{each['core']['seconds']:.1f}"),
    ("   rows a second", lambda each: f"{each['rows']['core'] / each['core']['seconds']:,.0f}"),
    ("   memory, MB", lambda each: f"{each['core']['peak']:.0f}"),
    ("import: rows of everything else", lambda each: f"{each['rows']['rest']:,}"),
    ("   seconds", lambda each: f"{each['rest']['seconds']:.1f}"),
    ("   memory, MB", lambda each: f"{each['rest']['peak']:.0f}"),
    ("report computed: figures", lambda each: f"{each['report']['figures']:,}"),
    ("   seconds", lambda each: f"{each['report']['seconds']:.3f}"),
    ("   queries", lambda each: str(each["report"]["queries"])),
    ("   memory above idle, MB", lambda each: f"{each['report']['memory']:.0f}"),
    ("report built, stored and written, s", lambda each: f"{each['build']['seconds']:.3f}"),
    ("   memory above idle, MB", lambda each: f"{each['build']['memory']:.0f}"),
    ("report for management built: figures", lambda each: f"{each['disclose']['figures']:,}"),
    ("   of them hidden", lambda each: f"{each['disclose']['hidden']:,}"),
    ("   seconds", lambda each: f"{each['disclose']['seconds']:.3f}"),
    ("   memory above idle, MB", lambda each: f"{each['disclose']['memory']:.0f}"),
    ("   with those of its companies: companies", lambda each: f"{each['disclose']['companies']:,}"),
    ("   figures", lambda each: f"{each['disclose']['companies_figures']:,}"),
    ("   seconds", lambda each: f"{each['disclose']['companies_seconds']:.1f}"),
    ("   memory above idle, MB", lambda each: f"{each['disclose']['companies_memory']:.0f}"),
    ("figures of all sites: sites", lambda each: f"{each['tree']['sites']:,}"),
    ("   seconds", lambda each: f"{each['tree']['all_sites']:.2f}"),
    ("   ÷ the group's own report", lambda each: f"{_of_own(each):.1f}"),
    ("month of the whole tree: reports", lambda each: f"{each['tree']['editions']:,}"),
    ("   figures stored", lambda each: f"{each['tree']['cells']:,}"),
    ("   seconds", lambda each: f"{each['tree']['run']:.1f}"),
    ("   memory above idle, MB", lambda each: f"{each['tree']['memory']:.0f}"),
    ("   pages of all sites, s", lambda each: f"{each['tree']['pages']:.1f}"),
    ("   the slowest of them, ms", lambda each: f"{each['tree']['slowest_page_ms']:.0f}"),
    ("   page of the group, ms", lambda each: f"{each['tree']['page_ms']:.0f}"),
    ("   PDF of the group, s", lambda each: f"{each['tree']['pdf']:.2f}"),
    ("what falls due, of everybody: deadlines", lambda each: f"{each['due']['rows']:,}"),
    ("   from nothing, s", lambda each: f"{each['due']['first']:.2f}"),
    ("   once more, s", lambda each: f"{each['due']['again']:.2f}"),
    ("   of one person, ms", lambda each: f"{each['due']['one_ms']:.1f}"),
    ("first page of the whole group, ms", lambda each: f"{each['due']['home_ms']:.0f}"),
    ("plain SQL for its stock and flow, s", lambda each: f"{each['report']['plain_seconds']:.3f}"),
    ("   whole report ÷ plain SQL", lambda each: f"{_ratio(each):.1f}"),
    ("   cells that differ", lambda each: str(len(each["report"]["differences"]))),
)
_SLOWEST = 6


def table(results: Sequence[Result]) -> str:
    """The measurements side by side, the growth from size to size, and the slowest indicators."""
    rows = [[label, *(show(each) for each in results)] for label, show in _LINES]
    rows.append(
        [
            "   data grew … times",
            "",
            *(f"{after['people'] / before['people']:.1f}" for before, after in pairwise(results)),
        ]
    )
    rows.append(
        ["   report's time grew … times", "", *(f"{_growth(before, after):.1f}" for before, after in pairwise(results))]
    )
    slowest = sorted(results[-1]["report"]["indicators"].items(), key=lambda item: -item[1])[:_SLOWEST]
    for indicator, _ in slowest:
        rows.append([f"   {indicator}, s", *(f"{each['report']['indicators'][indicator]:.3f}" for each in results)])
    return "\n".join(aligned(rows))


def complaints(results: Sequence[Result]) -> list[str]:
    """What is not good enough, in words; empty if all is well."""
    return [*_of_each(results), *_of_growth(results)]


def _of_each(results: Iterable[Result]) -> Iterable[str]:
    for each in results:
        people, report = each["people"], each["report"]
        for difference in report["differences"]:
            yield f"{people:,} people: {difference} by plain SQL"
        for kind in each["due"]["lacking"]:
            yield f"{people:,} people: nothing falls due of the kind {kind}, so it is not measured"
        if people < LARGE:
            continue
        for what, measured, most in (
            ("import, seconds", each["core"]["seconds"], IMPORT_SECONDS),
            ("import, MB", each["core"]["peak"], IMPORT_MB),
            ("report, seconds", report["seconds"], REPORT_SECONDS),
            ("report, MB above idle", report["memory"], REPORT_MB),
            ("report for management, seconds", each["disclose"]["seconds"], REPORT_SECONDS),
            ("report for management, MB above idle", each["disclose"]["memory"], WORKER_MB),
            ("reports for management of companies without figures", each["disclose"]["companies_unfinished"], 0),
            (
                "reports for management of all companies, seconds",
                each["disclose"]["companies_seconds"],
                COMPANIES_SECONDS,
            ),
            ("reports for management of all companies, MB above idle", each["disclose"]["companies_memory"], WORKER_MB),
            ("figures of all sites, times the group's own", _of_own(each), TREE_TIMES),
            ("month of the whole tree, reports without figures", each["tree"]["unfinished"], 0),
            ("month of the whole tree, MB above idle", each["tree"]["memory"], WORKER_MB),
            ("page of a stored report, ms", each["tree"]["page_ms"], STORED_PAGE_MS),
            ("page of a stored report, share of building it", _of_building(each), STORED_PAGE_OF_BUILDING),
            ("PDF, seconds", each["tree"]["pdf"], PDF_SECONDS),
            ("what falls due, seconds", each["due"]["first"], DUE_SECONDS),
            ("what falls due for one person, ms", each["due"]["one_ms"], DUE_OF_ONE_MS),
            ("first page, ms", each["due"]["home_ms"], HOME_MS),
        ):
            if measured > most:
                yield f"{people:,} people: {what}: {measured:.{3 if most < 1 else 1}f}, at most {most}"


def _of_growth(results: Sequence[Result]) -> Iterable[str]:
    queries = {each["report"]["queries"] for each in results}
    if len(queries) > 1:
        yield f"the number of queries depends on the data: {sorted(queries)}"
    for before, after in pairwise(results):
        data = after["people"] / before["people"]
        if _growth(before, after) > data * TOLERANCE:
            yield f"{before['people']:,} to {after['people']:,} people: the report takes {_growth(before, after):.1f} times as long"


def _growth(before: Result, after: Result) -> float:
    return after["report"]["seconds"] / before["report"]["seconds"]


def _of_own(each: Result) -> float:
    return each["tree"]["all_sites"] / each["tree"]["own"]


def _of_building(each: Result) -> float:
    return each["tree"]["page_ms"] / 1000 / each["build"]["seconds"]


def _ratio(each: Result) -> float:
    return each["report"]["seconds"] / each["report"]["plain_seconds"]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns below each other."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            (row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)))
        ).rstrip()
        for row in rows
    ]
