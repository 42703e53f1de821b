"""Planning reminders, putting them into letters, and leaving out what is over or out of sight."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.enums import DeadlineState, Occasion, ReminderState, Rhythm, Withheld
from integration.deadlines.kinds import kinds_for
from integration.deadlines.models import Deadline, Reminder, ReminderLetter, ReminderWish, Snooze
from integration.deadlines.reminders.recipients import Duties, Duty, sponsors_of
from integration.deadlines.snoozing import awake
from integration.organisations.access import roles_of
from integration.organisations.models import Organisation
from integration.outbox.services import post

AT_ONCE = 2_000
LETTERS_FROM = 7
"""Nobody is written to before seven in the morning."""

SINGLE_AT_MOST = 5
"""Whoever is reminded of more at once gets one letter about all of it."""

LETTER = "reminder"

_NOT_WITHHELD = (ReminderState.WAITING, ReminderState.WRITTEN)


class Due(NamedTuple):
    """A reminder that is due: of what, to whom, at which occasion, and whether it stays with the note that it does."""

    deadline: int
    user: int
    occasion: str
    number: int
    part: str
    away: bool = False

    @property
    def key(self) -> tuple[int, int, str, int]:
        """What there is once."""
        return self.deadline, self.user, self.occasion, self.number


# --- Planning ---


def plan(today: date | None = None) -> int:
    """Note every reminder that is due today. Returns how many are new; a second time, or at the same time, adds none.

    A reminder whose window passed while nobody looked is not made up for. One that waits for its letter when a later step
    comes makes room for it. One that was withheld and is due again waits again.
    """
    day = today or timezone.localdate()
    duties = Duties(day)
    return sum(_plan(batch, duties, day) for batch in _batches(day))


def _batches(today: date) -> Iterator[list[Deadline]]:
    """All that is shown today, in the order of their keys."""
    last = 0
    rows = awake(Deadline.objects.filter(state=DeadlineState.OPEN, shown_on__lte=today), today).order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def _plan(deadlines: Sequence[Deadline], duties: Duties, today: date) -> int:
    due = {each.key: each for each in _due(deadlines, duties, today)}
    rows = Reminder.objects.filter(deadline__in=[each.pk for each in deadlines]).order_by("pk")
    known = {(row.deadline_id, row.recipient_id, row.occasion, row.number): row for row in rows}
    _make_room(due, [row for key, row in known.items() if row.state == ReminderState.WAITING and key not in due])
    _withhold(
        [row.pk for key, row in known.items() if key in due and due[key].away], Withheld.AWAY, ReminderState.WAITING
    )
    again = [known[key].pk for key, each in due.items() if key in known and not each.away and _to_revive(known[key])]
    Reminder.objects.filter(pk__in=again, state=ReminderState.WITHHELD).update(
        state=ReminderState.WAITING, withheld="", letter=None, planned_at=timezone.now()
    )
    new = [_reminder(each) for key, each in due.items() if key not in known]
    Reminder.objects.all().bulk_create(new, ignore_conflicts=True)
    return len(new)


def _make_room(due: Collection[tuple[int, int, str, int]], waiting: Sequence[Reminder]) -> None:
    """What waits and is due no more: a later step came, or somebody else is responsible by now."""
    steps = {(deadline, user) for deadline, user, occasion, _number in due if occasion == Occasion.STEP}
    passed = {
        row.pk for row in waiting if row.occasion == Occasion.STEP and (row.deadline_id, row.recipient_id) in steps
    }
    _withhold(passed, Withheld.LATER_STEP)
    _withhold([row.pk for row in waiting if row.pk not in passed], Withheld.OTHERS)


def _to_revive(row: Reminder) -> bool:
    return row.state == ReminderState.WITHHELD and row.withheld not in {Withheld.LATER_STEP, Withheld.WISHED}


def _reminder(due: Due) -> Reminder:
    said = {"deadline_id": due.deadline, "recipient_id": due.user, "occasion": due.occasion, "number": due.number}
    if due.away:
        return Reminder(**said, part=due.part, state=ReminderState.WITHHELD, withheld=Withheld.AWAY)
    return Reminder(**said, part=due.part)


def _due(deadlines: Sequence[Deadline], duties: Duties, today: date) -> Iterator[Due]:
    """Those who accompany the person and may read about it; the responsible person; and, when it is overdue, the next."""
    for_sponsors = set(kinds_for(Role.SPONSOR))
    accompanying = sponsors_of({each.enrolment for each in deadlines if each.kind in for_sponsors}, today)
    back = _came_back(deadlines)
    for each in deadlines:
        sponsors = accompanying.get(each.enrolment, []) if each.kind in for_sponsors else []
        yield from _of_one(each, sponsors, duties, today)
        if each.pk in back:
            first = duties.first(each.organisation_id)
            yield from (Due(each.pk, duty.user, Occasion.BACK, back[each.pk], duty.part) for duty in first)


def _came_back(deadlines: Sequence[Deadline]) -> dict[int, int]:
    """Those that were put off until a day that has come (they would not be here otherwise), each with what put it off."""
    rows = Snooze.objects.filter(deadline__in=[each.pk for each in deadlines], ended_at=None)
    return dict(rows.order_by("pk").values_list("deadline", "pk"))


def _of_one(deadline: Deadline, sponsors: list[Duty], duties: Duties, today: date) -> Iterator[Due]:
    step = deadline.step_on(today)
    place = deadline.organisation_id
    late = today >= deadline.due_on + timedelta(days=deadline.declared.escalates_after)
    reminded = [*sponsors]
    if late or not (sponsors and deadline.declared.sponsors_first):
        reminded += duties.first(place)
        yield from (
            Due(deadline.pk, each.user, Occasion.STEP, step, each.part, away=True) for each in duties.passed_over(place)
        )
    yield from (Due(deadline.pk, each.user, Occasion.STEP, step, each.part) for each in reminded)
    if late:
        days = deadline.declared.escalates_after
        yield from (Due(deadline.pk, each.user, Occasion.OVERDUE, days, each.part) for each in duties.next(place))


# --- Letters ---


def write_letters(now: datetime | None = None) -> int:
    """Put what waits into letters, as each person wishes. Returns how many were written; a second time none are."""
    moment = timezone.localtime(now)
    if moment.hour < LETTERS_FROM:
        return 0
    waiting = Reminder.objects.filter(state=ReminderState.WAITING).order_by("recipient")
    people = list(waiting.values_list("recipient", flat=True).distinct())
    return sum(_write_to(person, moment.date()) for person in people)


@transaction.atomic
def _write_to(person: int, today: date) -> int:
    """One person's letters. Whoever comes at the same time waits for the row of the person and finds nothing more."""
    user = User.objects.select_for_update(of=("self",)).get(pk=person)
    rows = list(
        Reminder.objects.filter(recipient=user, state=ReminderState.WAITING).select_related("deadline").order_by("pk")
    )
    rows = leave_out(user, rows, today)
    rhythm = _rhythm_of(user)
    if rhythm == Rhythm.NEVER:
        _withhold([row.pk for row in rows], Withheld.WISHED)
        return 0
    if not rows:
        return 0
    if rhythm == Rhythm.SINGLE and len(rows) <= SINGLE_AT_MOST:
        return sum(_write(user, [row], today, digest=False) for row in rows)
    since = today - timedelta(days=today.weekday()) if rhythm == Rhythm.WEEKLY else today
    written = ReminderLetter.objects.filter(recipient=user, digest=True, written_on__gte=since).exists()
    return 0 if written else _write(user, rows, today, digest=True)


def _rhythm_of(user: User) -> str:
    """As wished; sponsors never more than once a day, training managers never not at all."""
    wish = ReminderWish.objects.filter(owner=user).first()
    rhythm = wish.rhythm if wish else Rhythm.DAILY
    refused = Rhythm.NEVER if Role.TRAINING_MANAGER in roles_of(user) else Rhythm.SINGLE
    return Rhythm.DAILY if rhythm == refused else rhythm


def _write(user: User, rows: Sequence[Reminder], today: date, *, digest: bool) -> int:
    letter = ReminderLetter.objects.all().create(recipient=user, written_on=today, digest=digest)
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(state=ReminderState.WRITTEN, letter=letter)
    place = Organisation.objects.all().get(pk=rows[0].deadline.organisation_id)
    post(LETTER, letter.pk, place, key=f"{LETTER} {letter.pk}")
    return 1


# --- What is left out ---


@transaction.atomic
def leave_out(user: User, rows: Sequence[Reminder], today: date) -> list[Reminder]:
    """Note which of somebody's reminders are over or out of their sight by now; returns the others."""
    ids = [row.deadline_id for row in rows]
    standing = set(_standing(Deadline.objects.filter(pk__in=ids), today))
    seen = set(_standing(Deadline.objects.visible_to(user).filter(pk__in=ids), today))
    _withhold([row.pk for row in rows if row.deadline_id not in standing], Withheld.OVER)
    _withhold([row.pk for row in rows if row.deadline_id in standing - seen], Withheld.NOT_SEEN)
    return [row for row in rows if row.deadline_id in seen]


def _standing(rows: QuerySet[Deadline], today: date) -> Iterable[int]:
    return awake(rows.filter(state=DeadlineState.OPEN), today).order_by("pk").values_list("pk", flat=True)


def _withhold(reminders: Collection[int], why: Withheld, *states: ReminderState) -> None:
    """Leave them out of whatever letter they wait for, or are in."""
    if reminders:
        rows = Reminder.objects.filter(pk__in=reminders, state__in=states or _NOT_WITHHELD)
        rows.update(state=ReminderState.WITHHELD, withheld=why)
