"""The people behind a figure, for those who may see both."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from integration.accounts.models import User
from programmes.pathways.models import Enrolment
from reports.editions.enums import Audience
from reports.editions.models import KEY_ORDER, ReportCell, ReportEdition
from reports.indicators import registry
from reports.indicators.figures import Figure
from reports.indicators.kinds import Breakdown
from reports.indicators.people import has_people, people_behind

MOST = 1_000


class Person(NamedTuple):
    """Somebody behind a figure; of a rate, whether counted in it."""

    enrolment: Enrolment
    counts: bool


class People(NamedTuple):
    """Those behind a figure, by name; `hidden` is how many there are beyond what a page can show."""

    figure: Figure
    persons: list[Person]
    hidden: int


def may_see_people(user: User, edition: ReportEdition) -> bool:
    """Only beside the report for HR, and only for those who may open people's records in the course of their work."""
    return edition.audience == Audience.HR and user.has_perm("pathways.view_enrolment")


def address_of_people(edition_id: int, figure: Figure) -> str:
    """Where the list is; nothing for figures that have none, or that are zero."""
    size = figure.denominator if figure.denominator is not None else figure.value
    if not size or not has_people(registry.get(figure.indicator), figure.breakdown):
        return ""
    asked = {"indicator": figure.indicator, "breakdown": figure.breakdown, **figure.key}
    return f"{reverse('reports:people', args=[edition_id])}?{urlencode(asked)}"


def people_of(user: User, edition: ReportEdition, asked: Mapping[str, str]) -> People:
    """Raises `Http404` for a figure that the report does not have. A constant number of queries."""
    figure = _figure(edition, asked)
    indicator = registry.get(figure.indicator)
    breakdown = Breakdown(figure.breakdown)
    if not has_people(indicator, breakdown):
        raise Http404
    found = people_behind(edition.organisation, edition.month, indicator, breakdown, figure.key)
    counts = {each.enrolment_id: each.counts for each in found[:MOST]}
    rows = (
        Enrolment.objects.visible_to(user)
        .filter(pk__in=counts)
        .select_related("participant", "cohort__programme", "organisation")
        .order_by("participant__search_name", "code")
    )
    return People(figure, [Person(row, counts[row.pk]) for row in rows], len(found) - len(counts))


def _figure(edition: ReportEdition, asked: Mapping[str, str]) -> Figure:
    indicator, breakdown = asked.get("indicator", ""), asked.get("breakdown", "")
    if indicator not in {each.id for each in registry.all_indicators()} or breakdown not in set(Breakdown):
        raise Http404
    key = {name: asked[name] for name in KEY_ORDER if name in asked}
    cells = ReportCell.objects.filter(edition=edition, indicator=indicator, breakdown=breakdown)
    for cell in cells.order_by("position"):
        if cell.key == key:
            return cell.figure()
    raise Http404
