"""What the pages of the reports show."""

from datetime import date
from typing import NamedTuple

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.models import Organisation
from integration.periods.months import anniversary, month_start, year_before
from programmes.pathways.models import Cohort, Programme
from reports.editions.enums import Audience
from reports.editions.models import ReportEdition
from reports.editions.queries import organisations_with_enrolments
from reports.editions.rules import organisations_built_by, organisations_read_by


class EditionRow(NamedTuple):
    """An organisation's line in the list of a month: the newest edition, and the one that a worker has or should have."""

    organisation: Organisation
    edition: ReportEdition | None
    checked: ReportEdition | None
    may_build: bool

    @property
    def is_under_way(self) -> bool:
        """A worker builds it, or will."""
        return any(each is not None and each.is_under_way for each in (self.edition, self.checked))


def editions_of_month(user: User, month: date, audience: Audience) -> list[EditionRow]:
    """What somebody may read of a month: organisations with enrolments, with their edition if there is one.

    A constant number of queries.
    """
    visible = ReportEdition.objects.visible_to(user).filter(month=month, audience=audience).order_by("edition")
    shown = {edition.organisation_id: edition for edition in visible if edition.edition == 1 or edition.has_figures}
    checked = {
        edition.organisation_id: edition for edition in visible if edition.edition > 1 and not edition.has_figures
    }
    buildable = set(organisations_built_by(user).values_list("pk", flat=True))
    listed = organisations_with_enrolments(month) | Organisation.objects.filter(pk__in=shown)
    readable = listed.filter(pk__in=organisations_read_by(user, audience).values("pk")).order_by("code")
    return [EditionRow(each, shown.get(each.pk), checked.get(each.pk), each.pk in buildable) for each in readable]


def to_build(user: User, month: date) -> QuerySet[Organisation]:
    """The organisations with enrolments by then whose reports somebody may have built."""
    return organisations_with_enrolments(month).filter(pk__in=organisations_built_by(user).values("pk"))


def last_month() -> date:
    """The newest month that is over."""
    return anniversary(month_start(timezone.localdate()), -1)


def newest_month(user: User, audience: Audience) -> date:
    """The newest month of which somebody may read a report; without any, the last one that is over."""
    visible = ReportEdition.objects.visible_to(user).filter(audience=audience)
    return visible.aggregate(newest=Max("month"))["newest"] or last_month()


def neighbour(edition: ReportEdition, months: int) -> ReportEdition | None:
    """The same report so many months later, or earlier if negative, if it has figures."""
    month = anniversary(edition.month, months)
    same = ReportEdition.objects.filter(organisation=edition.organisation_id, audience=edition.audience, month=month)
    return same.filter(known_at__isnull=False).order_by("-edition").first()


class Beside(NamedTuple):
    """The other editions of the same report and month."""

    newer: ReportEdition | None
    before: ReportEdition | None
    checked: ReportEdition | None
    """The one that a worker has or should have, to see whether the closed month is still as it was published."""

    @property
    def is_under_way(self) -> bool:
        """The month is being looked at."""
        return self.checked is not None and self.checked.is_under_way


def beside(edition: ReportEdition) -> Beside:
    """What else there is of the report and month. One query."""
    others = ReportEdition.objects.filter(
        organisation=edition.organisation_id, month=edition.month, audience=edition.audience
    ).exclude(pk=edition.pk)
    found = list(others.order_by("edition"))
    told = [each for each in found if each.has_figures]
    return Beside(
        newer=next((each for each in reversed(told) if each.edition > edition.edition), None),
        before=next((each for each in reversed(told) if each.edition < edition.edition), None),
        checked=next((each for each in found if not each.has_figures), None),
    )


def offers_to_management(user: User) -> QuerySet[Programme]:
    """Programmes of the organisations that somebody manages, with the cohorts of the last year and those to come."""
    a_year_ago = year_before(timezone.localdate())
    recent = Cohort.objects.filter(Q(starts_from__isnull=True) | Q(starts_from__gt=a_year_ago))
    managed = Organisation.objects.visible_to(user, {Role.MANAGEMENT}).values("pk")
    return (
        Programme.objects.filter(organisation__in=managed)
        .select_related("organisation")
        .prefetch_related(Prefetch("cohorts", recent.order_by("starts_from", "code")))
        .order_by("organisation__code", "code")
    )
