"""The plainest SQL for the stock and flow of a report (plain.sql): its time, and its figures to compare with."""

import re
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction

from integration.periods.months import month_end, month_start, year_before
from reports.indicators.figures import Figure

Cells = dict[tuple[str, str, str], int]


class Plain(NamedTuple):
    """What the statements found, and how long they took together."""

    cells: Cells
    seconds: float


def run(organisation: str, month: date) -> Plain:
    """Every statement once, in one transaction."""
    as_of = month_end(month)
    named = {
        "organisation": organisation,
        "first": month_start(month),
        "as_of": as_of,
        "two_years": year_before(year_before(as_of)),
    }
    cells: Cells = {}
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for indicator, statement in _statements():
            for part in statement.split(";\n"):
                cursor.execute(part, named)
            if indicator != "heads":
                cells |= {(indicator, breakdown, key): value for breakdown, key, value in cursor.fetchall() if value}
    return Plain(cells, time.perf_counter() - begun)


def of_report(figures: Iterable[Figure]) -> Cells:
    """The same cells of a report, zeros left out."""
    counted = {indicator for indicator, _ in _statements()}
    return {
        (figure.indicator, figure.breakdown, "".join(figure.key.values())): int(figure.value)
        for figure in figures
        if figure.indicator in counted and figure.value
    }


def _statements() -> list[tuple[str, str]]:
    text = Path(__file__).with_name("plain.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- ([a-z_]+)\n", text, flags=re.MULTILINE)
    return [(name, body.strip().rstrip(";")) for name, body in zip(parts[1::2], parts[2::2], strict=True)]
