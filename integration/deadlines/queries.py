"""Reading what falls due."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When

from integration.accounts.models import User
from integration.deadlines.enums import BAND_DAYS, Band, DeadlineState
from integration.deadlines.models import Deadline
from integration.deadlines.snoozing import awake

Counts = dict[str, dict[str, int]]


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


def band_of(today: date) -> Case:
    """In which band each deadline is."""
    ahead = [When(due_on__lt=today + timedelta(days=days), then=Value(band)) for band, days in BAND_DAYS.items()]
    return Case(When(due_on__lt=today, then=Value(Band.OVERDUE)), *ahead, default=Value(Band.LATER))


def counted(rows: QuerySet[Deadline], today: date) -> Counts:
    """How many there are of each kind in each band. One query."""
    counts: Counts = {}
    groups = rows.order_by().annotate(band=band_of(today)).values("kind", "band").annotate(number=Count("*"))
    for group in groups.order_by("kind", "band"):
        counts.setdefault(group["kind"], {})[group["band"]] = group["number"]
    return counts
