"""Asking what falls due, as tests do."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from integration.accounts.models import User
from integration.deadlines.models import Deadline, Reminder
from integration.deadlines.reminders.services import plan, write_letters
from integration.deadlines.services import refresh


def due(kind: str, today: date) -> list[tuple[date, str]]:
    """What stands of a kind on a day: for when, and why."""
    refresh([kind], today=today)
    rows = Deadline.objects.filter(kind=kind, state="open").order_by("due_on", "pk")
    return list(rows.values_list("due_on", "reason"))


def became(kind: str) -> list[tuple[date, str]]:
    """What became of those that stand no more."""
    rows = Deadline.objects.filter(kind=kind).exclude(state="open").order_by("due_on", "pk")
    return list(rows.values_list("due_on", "state"))


def at(day: date, hour: int = 9) -> datetime:
    """A moment of a day in Berlin."""
    return datetime.combine(day, time(hour), ZoneInfo("Europe/Berlin"))


def look(day: date) -> None:
    """What the scheduler does in the morning of a day."""
    refresh(today=day)
    plan(day)
    write_letters(at(day))


def reminded(user: User) -> list[tuple[str, str, int, str]]:
    """Of what somebody was reminded, at which step, and what became of it."""
    rows = Reminder.objects.filter(recipient=user).order_by("pk").select_related("deadline")
    return [(row.deadline.kind, row.occasion, row.number, row.withheld or row.state) for row in rows]
