"""Probations that are prolonged by agreement."""

from datetime import date

from django.utils.formats import date_format

from integration.accounts.models import User
from integration.periods.refusals import Refused
from programmes.pathways.enums import Verb
from programmes.pathways.models import PhaseEntry
from programmes.pathways.probation import foreseen_end, interruption
from programmes.pathways.refusals import ALREADY_ENDED, PROBATION_NOT_INTERRUPTED, PROBATION_NOT_SO_LONG
from programmes.pathways.services.steps import check_days, journey_step, reread


def prolong_probation(entry: PhaseEntry, until: date, *, by: User | None = None) -> PhaseEntry:
    """Keep until when the probation lasts by agreement, because a pause interrupted it: at most by as many days.

    The day on which it would end anyway takes that back. A second time changes nothing.
    """
    check_days(until)
    with journey_step(entry.enrolment, Verb.PROLONG_PROBATION, by) as step:
        current = reread(entry)
        ends = foreseen_end(current)
        if ends is not None and until == (current.probation_until or ends):
            return current
        step.require_possible()
        if current.ended_on is not None:
            raise Refused(ALREADY_ENDED)
        _check(current, ends, until)
        step.change(current, probation_until=None if until == ends else until)
        return current


def _check(entry: PhaseEntry, ends: date | None, until: date) -> None:
    away = interruption(entry, entry.enrolment.pauses.all())
    if ends is None or not (away or until == ends):
        raise Refused(PROBATION_NOT_INTERRUPTED)
    if not ends <= until <= ends + away:
        told = {name: date_format(day, "SHORT_DATE_FORMAT") for name, day in (("ends", ends), ("latest", ends + away))}
        raise Refused(PROBATION_NOT_SO_LONG, told)
