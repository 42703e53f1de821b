"""The forms in which a report can be had as a file."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.editions.models import ReportEdition
from reports.indicators.figures import Figure
from reports.rendering.data import as_csv, as_json
from reports.rendering.document import as_html
from reports.rendering.pdf.writing import as_pdf
from reports.rendering.workbook import as_xlsx


class Format(NamedTuple):
    """How a report is written, and what it is called on the wire."""

    content_type: str
    render: Callable[[ReportEdition, Sequence[Figure]], str | bytes]


FORMATS = {
    "json": Format("application/json", as_json),
    "csv": Format("text/csv; charset=utf-8", lambda _edition, figures: as_csv(figures)),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "pdf": Format("application/pdf", as_pdf),
    "html": Format("text/html; charset=utf-8", as_html),
}


def check_format(name: str) -> None:
    """Raise `ValidationError` for a form that there is not."""
    if name not in FORMATS:
        message = _("There is no format “%(format)s”; choose %(formats)s.")
        raise ValidationError(message, code="format", params={"format": name[:40], "formats": ", ".join(FORMATS)})


def file_name(edition: ReportEdition, name: str) -> str:
    """A name made of codes only, safe on every file system."""
    code = re.sub(r"[^A-Za-z0-9_-]+", "_", edition.organisation.code)
    return f"{code}-{edition.month:%Y-%m}-{edition.audience}.{name}"
