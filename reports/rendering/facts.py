"""What every form of a report says about itself: the day, the state of the data, for whom, which edition, how complete."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.editions.models import ReportEdition
from reports.indicators.figures import Figure
from reports.rendering.numbers import count


class Fact(NamedTuple):
    """A line about the report."""

    name: str
    text: str


def facts_of(edition: ReportEdition, figures: Iterable[Figure]) -> list[Fact]:
    """In the order in which they are read; the organisation stands above them."""
    facts = [
        Fact(_("As of"), date_format(edition.as_of, "DATE_FORMAT")),
        Fact(_("Data as of"), date_format(timezone.localtime(edition.known_at), "DATETIME_FORMAT")),
        Fact(_("Made for"), str(edition.get_audience_display())),
        Fact(_("Edition"), _edition(edition)),
    ]
    late = next((each for each in figures if (each.indicator, each.breakdown) == ("late_entries", "total")), None)
    if late is not None and late.denominator and late.numerator is not None:
        facts.append(Fact(_("Completeness"), _completeness(late.numerator, late.denominator)))
    return facts


def _edition(edition: ReportEdition) -> str:
    if edition.closed_at is None:
        until = date_format(edition.closes_on, "SHORT_DATE_FORMAT")
        return _("%(number)s, figures final from %(day)s") % {"number": edition.edition, "day": until}
    on = date_format(timezone.localtime(edition.closed_at), "SHORT_DATE_FORMAT")
    return _("%(number)s, closed on %(day)s") % {"number": edition.edition, "day": on}


def _completeness(late: int, every: int) -> str:
    numbers = {"late": count(late), "all": count(every)}
    return ngettext("%(late)s of %(all)s entry came late", "%(late)s of %(all)s entries came late", every) % numbers
