"""Which reports would say something else after a change."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration.organisations.models import Reach
from integration.periods.months import month_start
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.pathways.contents import contents
from programmes.pathways.effects import Describer, Look
from programmes.pathways.models import Affiliation, Enrolment
from reports.editions.enums import EditionState
from reports.editions.models import ReportEdition

PLAN = "planned_end_on"
Values = Mapping[tuple[str, int], Mapping[str, Any]]


def _look(look: Look) -> tuple[Values, set[int]]:
    """Every row that reports count, and the organisations that the enrolment belongs to."""
    models = [apps.get_model(content.model) for content in contents()] + [RetentionGuarantee, Employment]
    values = {
        (model._meta.label, row["id"]): row
        for model in models
        for row in model._default_manager.filter(enrolment=look.enrolment.pk).order_by("pk").values()
    }
    for row in Enrolment.objects.filter(pk=look.enrolment.pk).order_by("pk").values():
        values[Enrolment._meta.label, row["id"]] = row
    places = Affiliation.objects.filter(enrolment=look.enrolment.pk).order_by("pk")
    return values, set(places.values_list("organisation", flat=True))


def earliest_difference(before: Values, after: Values) -> date | None:
    """The first day of which the two tell something else; none if they tell the same."""
    return min((_first_day(before.get(key, {}), after.get(key, {})) for key in _differing(before, after)), default=None)


def _differing(before: Values, after: Values) -> Iterable[tuple[str, int]]:
    return [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]


def _first_day(before: Mapping[str, Any], after: Mapping[str, Any]) -> date:
    """Of a day that moves, the earlier one; a plan is counted as long as its phase goes on, all else as long as it is."""
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    days = [each for name in changed for each in (before.get(name), after.get(name)) if isinstance(each, date)]
    if not days or changed == [PLAN]:
        days = [each for each in (*before.values(), *after.values()) if isinstance(each, date)]
    return min(days)


def _tell(look: Look, before: tuple[Values, set[int]], after: tuple[Values, set[int]]) -> Iterable[str]:
    first = earliest_difference(before[0], after[0])
    if first is None:
        return
    heads = Reach.objects.filter(organisation__in=before[1] | after[1]).values("head")
    editions = ReportEdition.objects.visible_to(look.by).filter(organisation__in=heads, month__gte=month_start(first))
    months = editions.filter(state=EditionState.CLOSED).aggregate(first=Min("month"), last=Max("month"))
    if months["first"] is None:
        return
    said = {name: date_format(month, "F Y") for name, month in months.items()}
    if said["first"] == said["last"]:
        yield _("The report of %(first)s is closed; it is restated where a figure changes.") % said
    else:
        yield _("The reports of %(first)s to %(last)s are closed; they are restated where a figure changes.") % said


REPORTS = Describer(_look, _tell)
