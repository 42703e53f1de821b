"""Targets of the invented group, and figures it has published."""

from datetime import date

from integration.periods.months import anniversary, month_end
from programmes.community.enums import Operator
from programmes.exchange.demonstration.bundle import Bundle
from programmes.exchange.demonstration.landscape import GROUP, Landscape
from programmes.pathways.enums import Qualifier

# Indicator, line, operator, value, months until due, baseline, months since the baseline.
_GROUP_TARGETS = (
    ("language_b2", None, Operator.MORE_THAN, 50, 14, 12, 20),
    ("guarantee_coverage", None, Operator.AT_LEAST, 80, 6, 45, 24),
    ("sponsor_coverage", None, Operator.AT_LEAST, 95, -2, 60, 30),
    ("contact_regularity", None, Operator.AT_LEAST, 99, 3, 40, 12),
    ("retention_12", "employer", Operator.AT_LEAST, 85, 12, None, None),
    ("takeover", None, Operator.AT_LEAST, 60, 8, 30, 36),
)
_FIGURES = (
    ("PRAKTIKA", "Praktikumsplätze in der Gruppe", Qualifier.ABOUT, "400", "places", None, 20),
    ("NATIONEN", "Nationalitäten in der Belegschaft", Qualifier.EXACTLY, "40", "nationalities", None, 16),
    ("SPENDEN", "Gespendete Laptops", Qualifier.OVER, "120", "laptops", "Standorte mit Sprachkurs", 9),
    ("STELLE", "Arbeit ein Jahr nach Programmende", Qualifier.AT_LEAST, "70", "percent", None, 5),
)


def write(bundle: Bundle, landscape: Landscape, today: date) -> None:
    """Targets of the group and one for each company; figures from the annual reports."""
    for number, (indicator, line, operator, value, due, baseline, since) in enumerate(_GROUP_TARGETS, start=1):
        baseline_on = month_end(anniversary(today, -since)) if since else None
        bundle.add(
            "targets", f"{GROUP}-Z{number}", GROUP, indicator, line, operator, value,
            month_end(anniversary(today, due)), baseline, baseline_on,
        )  # fmt: skip
    for company in landscape.companies:
        bundle.add(
            "targets", f"{company.code}-Z", company.code, "sponsor_coverage", None, Operator.AT_LEAST, 90,
            month_end(anniversary(today, 4)), 50, month_end(anniversary(today, -18)),
        )  # fmt: skip
    for code, label, qualifier, value, unit, base, months_ago in _FIGURES:
        bundle.add(
            "published_figures", f"{GROUP}-{code}", GROUP, label, qualifier, value, unit, base,
            month_end(anniversary(today, -months_ago)), "Nachhaltigkeitsbericht der Muster AG",
        )  # fmt: skip
