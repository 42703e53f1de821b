"""Reading what falls due."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from integration.accounts.models import User
from integration.deadlines.enums import BAND_DAYS, Band, DeadlineState
from integration.deadlines.models import Deadline
from integration.deadlines.snoozing import awake

MOST_COUNTED = 1_000
"""Beyond so many nobody counts."""


def standing_to(user: User) -> QuerySet[Deadline]:
    """All that is open: of somebody's organisations, of the kinds they may read."""
    return Deadline.objects.visible_to(user).filter(state=DeadlineState.OPEN)


def shown_to(user: User, today: date) -> QuerySet[Deadline]:
    """What somebody is shown today: that of it which is near enough, and was not put off."""
    return awake(standing_to(user).filter(shown_on__lte=today), today)


def standing_for(user: User, enrolments: Collection[int]) -> QuerySet[Deadline]:
    """All that stands for some enrolments, also what lies far ahead; the next first."""
    return standing_to(user).filter(enrolment__in=enrolments).order_by("due_on", "pk")


def next_for(user: User, enrolments: Collection[int]) -> dict[int, Deadline]:
    """The next deadline of each enrolment of a list. Roles apart, one query."""
    found: dict[int, Deadline] = {}
    for deadline in standing_for(user, enrolments):
        found.setdefault(deadline.enrolment, deadline)
    return found


def next_due_on(user: User, enrolment: str = "pk") -> Subquery:
    """The day of the next deadline, as a column of a list of rows whose enrolment is at `enrolment`."""
    rows = standing_to(user).filter(enrolment=OuterRef(enrolment))
    return Subquery(rows.order_by("due_on").values("due_on")[:1])


def in_band(band: Band, today: date) -> Q:
    """What falls due on the days of a band."""
    week, month = (today + timedelta(days=BAND_DAYS[each]) for each in (Band.WEEK, Band.MONTH))
    return {
        Band.OVERDUE: Q(due_on__lt=today),
        Band.WEEK: Q(due_on__gte=today, due_on__lt=week),
        Band.MONTH: Q(due_on__gte=week, due_on__lt=month),
        Band.LATER: Q(due_on__gte=month),
    }[band]


def band_of(due_on: date, today: date) -> Band:
    """The band in which a day is."""
    days = (due_on - today).days
    if days < 0:
        return Band.OVERDUE
    return next((band for band, reach in BAND_DAYS.items() if days < reach), Band.LATER)


def counted(user: User, parts: Mapping[str, QuerySet[Deadline]]) -> dict[str, int]:
    """How many there are in each part of what falls due, or one more than `MOST_COUNTED`. One query, however much there is."""
    numbers = [_number_of(rows) for rows in parts.values()]
    found = User.objects.filter(pk=user.pk).order_by().values_list(*numbers).get()
    return {name: number or 0 for name, number in zip(parts, found, strict=True)}


def _number_of(rows: QuerySet[Deadline]) -> Subquery:
    some = rows.order_by().values("pk")[: MOST_COUNTED + 1]
    return Subquery(some, output_field=IntegerField(), template="(SELECT COUNT(*) FROM (%(subquery)s) AS part)")


def first_of_each(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """The first for each person, in the order of the days: read from an index only as far as somebody looks."""
    before = Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__lt=OuterRef("pk"))
    earlier = rows.order_by().filter(before, participant=OuterRef("participant"))
    return rows.filter(~Exists(earlier)).order_by("due_on", "pk")
