"""Asking what falls due, as tests do."""

from datetime import date

from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh


def due(kind: str, today: date) -> list[tuple[date, str]]:
    """What stands of a kind on a day: for when, and why."""
    refresh(today=today)
    rows = Deadline.objects.filter(kind=kind, state="open").order_by("due_on", "pk")
    return list(rows.values_list("due_on", "reason"))


def became(kind: str) -> list[tuple[date, str]]:
    """What became of those that stand no more."""
    rows = Deadline.objects.filter(kind=kind).exclude(state="open").order_by("due_on", "pk")
    return list(rows.values_list("due_on", "state"))
