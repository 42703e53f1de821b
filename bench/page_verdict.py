"""What the times of the pages say: the slowest ones side by side, and what is not good enough."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from bench.verdict import LARGE, aligned

Result = Mapping[str, Any]

PAGE_MS = 300
# On the telephone, between two other things.
PORTAL_MS = 50
TOLERANCE = 1.5
# By so much the same page differs from itself.
JITTER_MS = 20
MILLION = 1_000_000
SHOWN = 15


def table_of_pages(results: Sequence[Result]) -> str:
    """Milliseconds (median of some runs) of the slowest pages at the largest size, with those of the other sizes."""
    last = results[-1]["pages"]
    slowest = sorted(last, key=lambda page: -last[page]["ms"])[:SHOWN]
    rows = [["pages of the workplace: people", *(f"{each['people']:,}" for each in results)]]
    rows.append(["   filled, s", *(f"{each['filled']:.0f}" for each in results)])
    rows.append(["   pages opened", *(str(len(each["pages"])) for each in results)])
    rows.append(["   half of them within, ms", *(f"{_median(each):.0f}" for each in results)])
    rows += [[f"   {page}, ms", *(_ms(each, page) for each in results)] for page in slowest]
    return "\n".join(aligned(rows))


def _median(result: Result) -> float:
    return median(page["ms"] for page in result["pages"].values())


def _ms(result: Result, page: str) -> str:
    return f"{result['pages'][page]['ms']:.0f}" if page in result["pages"] else "–"


def complaints_of_pages(results: Sequence[Result]) -> list[str]:
    """What is not good enough, in words; empty if all is well."""
    found = [complaint for each in results for complaint in _of_each(each)]
    by_size = {each["people"]: each["pages"] for each in results}
    if MILLION in by_size and min(by_size) < MILLION:
        found += _of_growth(min(by_size), by_size)
    return found


def _of_each(result: Result) -> Iterable[str]:
    people = result["people"]
    for name, page in result["pages"].items():
        if page["status"] != 200:  # noqa: PLR2004  (answered)
            yield f"{people:,} people: {name} answers {page['status']}"
        most = PORTAL_MS if name.startswith("sponsor ") else PAGE_MS
        if people == LARGE and page["ms"] > most:
            yield f"{people:,} people: {name}: {page['ms']:.0f} ms, at most {most}"


def _of_growth(least: int, by_size: Mapping[int, Mapping[str, Any]]) -> Iterable[str]:
    for name, page in by_size[MILLION].items():
        before = by_size[least].get(name)
        if before and page["ms"] > max(before["ms"] * TOLERANCE, before["ms"] + JITTER_MS):
            yield f"{least:,} to {MILLION:,} people: {name}: {page['ms'] / before['ms']:.1f} times as long"
