"""The report as data: JSON and CSV (IMPORT.md, "The report as data")."""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from reports.editions.models import DETAIL_ORDER, KEY_ORDER, ReportEdition
from reports.indicators.figures import Figure

SCHEMA = "monthly-report/1"

FIGURE_COLUMNS = ("numerator", "denominator", "not_matured", "value", "status")
COLUMNS = ("indicator", "version", "breakdown", *KEY_ORDER, *FIGURE_COLUMNS, *DETAIL_ORDER)
NUMBER = re.compile(r"-?[0-9]+([./][0-9]+)?")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_json(edition: ReportEdition, figures: Sequence[Figure]) -> str:
    """The report as JSON, one figure a line: the same data give the same bytes but for `known_at` and `edition`."""
    head = json.dumps(_head(edition), ensure_ascii=False, indent=2).removesuffix("\n}")
    rows = ",\n    ".join(json.dumps(figure.as_data(), ensure_ascii=False) for figure in figures)
    return f'{head},\n  "figures": [\n    {rows}\n  ]\n}}\n' if rows else f'{head},\n  "figures": []\n}}\n'


def _head(edition: ReportEdition) -> dict[str, Any]:
    known_at = timezone.localtime(edition.known_at)
    return {
        "schema": SCHEMA,
        "organisation": edition.kept.code,
        "month": f"{edition.month:%Y-%m}",
        "as_of": edition.as_of.isoformat(),
        "known_at": known_at.isoformat(timespec="seconds"),
        "audience": edition.audience,
        "threshold": edition.kept.threshold,
        "edition": edition.edition,
    }


def as_csv(figures: Sequence[Figure]) -> str:
    """The same rows as a table; columns that a figure does not have stay empty."""
    output = io.StringIO()
    writer = csv.DictWriter(output, COLUMNS, restval="")
    writer.writeheader()
    for figure in figures:
        data = figure.as_data()
        key = data.pop("key")
        writer.writerow({name: _harmless(value) for name, value in {**data, **key}.items()})
    return output.getvalue()


def _harmless(value: Any) -> Any:
    """Texts that a spreadsheet would take for a formula start with an apostrophe; numbers are numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value
