"""Why somebody was reminded, and why not: answered from what was noted."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration.accounts.models import User
from integration.deadlines.enums import Occasion, Part, ReminderState
from integration.deadlines.models import Deadline, Reminder
from integration.deadlines.reminders.recipients import Duties, people_named
from integration.deadlines.reminders.services import LETTER
from integration.deadlines.snoozing import snooze_of
from integration.outbox.models import Message
from integration.outbox.queries import messages_about

LAST = 30


class Said(NamedTuple):
    """A reminder in words: who, at which occasion, because of what, and what became of it."""

    reminder: Reminder
    who: str
    occasion: str
    because: str
    became: str


class Answer(NamedTuple):
    """All that is to be said about the reminders of a deadline."""

    responsible: list[str]
    next: list[str]
    said: list[Said]
    why_not: list[str]


def name_of(user: User) -> str:
    """As colleagues know them."""
    return user.display_name or user.email


def answer(user: User, deadline: Deadline, today: date) -> Answer:
    """Who looks after it and who is next; whom it reminded of it when; and if not the reader, why not."""
    duties = Duties(today)
    first, after = duties.first(deadline.organisation_id), duties.next(deadline.organisation_id)
    names = {key: name_of(each) for key, each in people_named({duty.user for duty in first + after}).items()}
    rows = (
        Reminder.objects.filter(deadline=deadline)
        .select_related("recipient", "deadline")
        .order_by("-planned_at", "-pk")
    )
    said = in_words(list(rows))
    mine = any(each.reminder.recipient_id == user.pk for each in said)
    reader_is_first = any(duty.user == user.pk for duty in first)
    return Answer(
        responsible=[names[duty.user] for duty in first],
        next=[names[duty.user] for duty in after],
        said=said,
        why_not=[] if mine else list(_why_not(deadline, today, mine=reader_is_first)),
    )


def _why_not(deadline: Deadline, today: date, *, mine: bool) -> Iterator[str]:
    snooze = snooze_of(deadline, today)
    if deadline.shown_on > today:
        first = date_format(deadline.shown_on, "SHORT_DATE_FORMAT")
        yield _("Nobody has been reminded yet: the first reminder is due on %(day)s.") % {"day": first}
    if snooze is not None:
        until = date_format(snooze.until, "SHORT_DATE_FORMAT")
        yield _("Nobody is reminded until %(day)s, because it was put off.") % {"day": until}
    if not mine:
        yield _("You are not reminded, because somebody else is responsible.")


def of_person(user: User) -> list[Said]:
    """The last reminders of somebody. Two queries."""
    rows = (
        Reminder.objects.filter(recipient=user).select_related("recipient", "deadline").order_by("-planned_at", "-pk")
    )
    return in_words(list(rows[:LAST]))


def in_words(rows: Sequence[Reminder]) -> list[Said]:
    """One query for all the letters."""
    letters = messages_about([f"{LETTER} {row.letter_id}" for row in rows if row.letter_id])
    return [_said(row, letters.get(f"{LETTER} {row.letter_id}")) for row in rows]


def _said(row: Reminder, message: Message | None) -> Said:
    return Said(row, name_of(row.recipient), _occasion(row), str(Part(row.part).label), _became(row, message))


def _occasion(row: Reminder) -> str:
    if row.occasion == Occasion.BACK:
        return _("back after it was put off")
    if row.occasion == Occasion.OVERDUE:
        text = ngettext("overdue for at least %(n)d day", "overdue for at least %(n)d days", row.number)
    elif row.number == 0:
        return _("on the day itself")
    else:
        text = ngettext("%(n)d day before", "%(n)d days before", row.number)
    return text % {"n": row.number}


def _became(row: Reminder, message: Message | None) -> str:
    if row.state == ReminderState.WITHHELD:
        return str(row.get_withheld_display())
    if row.state == ReminderState.WAITING:
        return _("Waits for the next letter.")
    if message is None:
        return _("Written.")
    if message.sent_at is not None:
        return _("Sent on %(day)s.") % {"day": date_format(localtime(message.sent_at), "SHORT_DATETIME_FORMAT")}
    return _("E-mail: %(state)s.") % {"state": message.get_state_display()}
