"""When the probation of a training ends, and how far it may be prolonged because a pause interrupted it."""

from collections.abc import Iterable
from datetime import date, timedelta

from integration.periods.months import period_end
from programmes.pathways.models import Pause, PhaseEntry


def foreseen_end(entry: PhaseEntry) -> date | None:
    """Its last day by the months that the programme foresees; none for a phase without a probation."""
    months = entry.phase.probation_months
    return None if months is None else period_end(entry.started_on, months)


def interruption(entry: PhaseEntry, pauses: Iterable[Pause]) -> timedelta:
    """How long pauses that began before the probation was over kept the person away: each day once, if the end is known."""
    ends = entry.probation_until or foreseen_end(entry)
    days: set[int] = set()
    for pause in pauses:
        if ends is not None and pause.ended_on is not None and pause.started_on <= ends:
            first = max(pause.started_on, entry.started_on)
            days.update(range(first.toordinal(), pause.ended_on.toordinal() + 1))
    return timedelta(days=len(days))


def latest_end(entry: PhaseEntry, pauses: Iterable[Pause]) -> date | None:
    """Up to this day it may be prolonged; none if nothing interrupted it."""
    ends, away = foreseen_end(entry), interruption(entry, pauses)
    return ends + away if ends is not None and away else None
