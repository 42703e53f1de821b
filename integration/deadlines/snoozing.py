"""Putting off what falls due, with a reason, and taking that back."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Right
from integration.deadlines.enums import DeadlineState
from integration.deadlines.models import Deadline, Snooze
from integration.deadlines.refusals import ALREADY_OVER, NOT_A_LATER_DAY, TOO_LATE_A_DAY
from integration.organisations.access import roles_of_this_request, roles_with
from integration.periods.refusals import REQUIRED, Refused, one_change
from integration.periods.text import cleaned

LONGEST = timedelta(days=366)


def awake(rows: QuerySet[Deadline], today: date) -> QuerySet[Deadline]:
    """Those that nobody put off until a later day."""
    return rows.filter(~Exists(Snooze.objects.filter(deadline=OuterRef("pk"), ended_at=None, until__gt=today)))


def snooze_of(deadline: Deadline, today: date) -> Snooze | None:
    """By which it sleeps, if it does."""
    asleep = Snooze.objects.select_related("by").filter(deadline=deadline, ended_at=None, until__gt=today)
    return asleep.order_by("pk").first()


def may_put_off(user: User, deadline: Deadline) -> bool:
    """Whoever may change what it is about, where they see it."""
    roles = roles_with(roles_of_this_request(user), Right.UPDATE, deadline.declared.right)
    return bool(roles) and Deadline.objects.visible_to(user, roles).filter(pk=deadline.pk).exists()


def put_off(deadline: Deadline, until: date, reason: str, by: User) -> Snooze:
    """Let it come back on that day. What was put off before is replaced; the same again changes nothing."""
    with one_change():
        standing = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
        today = timezone.localdate()
        _check(standing, until, cleaned(reason), today)
        before = Snooze.objects.filter(deadline=standing, ended_at=None).first()
        if before is not None and (before.until, before.reason) == (until, cleaned(reason)):
            return before
        _end(standing)
        return Snooze.objects.create(deadline=standing, until=until, reason=cleaned(reason), by=by)


def _check(deadline: Deadline, until: date, reason: str, today: date) -> None:
    if deadline.state != DeadlineState.OPEN:
        raise Refused(ALREADY_OVER)
    if until <= today:
        raise Refused(NOT_A_LATER_DAY)
    if until > today + LONGEST:
        raise Refused(TOO_LATE_A_DAY)
    if not reason:
        raise Refused(REQUIRED)


@transaction.atomic
def bring_back(deadline: Deadline) -> bool:
    """Show it again at once. False if nobody had put it off."""
    Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    return bool(_end(deadline))


def _end(deadline: Deadline) -> int:
    return Snooze.objects.filter(deadline=deadline, ended_at=None).update(ended_at=timezone.now())
