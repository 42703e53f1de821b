"""The report as one HTML file that needs nothing else."""

from collections.abc import Sequence
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from reports.editions.models import ReportEdition
from reports.indicators.figures import Figure
from reports.rendering.story.telling import tell

STYLES = (
    *(f"einstieg/{name}.css" for name in ("tokens", "base", "page", "buttons", "parts", "tables")),
    "rendering/report.css",
)


def as_html(edition: ReportEdition, figures: Sequence[Figure]) -> str:
    """The same sections as on the page, with their styles inside."""
    styles = "\n".join(Path(str(finders.find(name))).read_text(encoding="utf-8") for name in STYLES)
    context = {"edition": edition, "story": tell(edition, figures), "styles": styles, "with_people": False}
    return render_to_string("rendering/document.html", context)
