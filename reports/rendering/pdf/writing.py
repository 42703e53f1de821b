"""From the report's data to the bytes of a PDF."""

from collections.abc import Sequence
from pathlib import Path

from integration.printing import writing
from reports.editions.models import ReportEdition
from reports.indicators.figures import Figure
from reports.rendering.pdf.contents import contents

TEMPLATE = Path(__file__).resolve().parent / "report.typ"


def as_pdf(edition: ReportEdition, figures: Sequence[Figure]) -> bytes:
    """The report as PDF in the reader's language. The same stored figures give the same bytes."""
    return writing.as_pdf(TEMPLATE, contents(edition, figures), at=edition.known_at)
