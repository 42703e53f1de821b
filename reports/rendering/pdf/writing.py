"""From the report's data to the bytes of a PDF."""

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from reports.editions.models import ReportEdition
from reports.indicators.figures import Figure
from reports.rendering.pdf.contents import contents
from reports.rendering.pdf.coverage import printable

FOLDER = Path(__file__).resolve().parent
TEMPLATE = FOLDER / "report.typ"
STANDARDS = ["a-2a", "ua-1"]


def as_pdf(edition: ReportEdition, figures: Sequence[Figure]) -> bytes:
    """The report as PDF in the reader's language. The same stored figures give the same bytes.

    Texts go in as data and are never executed; signs that no font of ours has are printed as a box, since the
    standards allow no sign without a shape.
    """
    data = json.dumps(printable(contents(edition, figures)), ensure_ascii=False, sort_keys=True)
    return typst.compile(
        TEMPLATE,
        root=FOLDER,
        font_paths=[FOLDER / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"report": data},
        pdf_standards=STANDARDS,
        timestamp=int(edition.known_at.timestamp()),
    )
