"""Exams and pauses on the way."""

from collections.abc import Iterator
from datetime import date, timedelta

from integration.periods.months import anniversary, period_end
from programmes.exchange.demonstration.bundle import Bundle
from programmes.exchange.demonstration.dice import Dice, Odds
from programmes.exchange.demonstration.journeys import Entry, Journey
from programmes.pathways.enums import EXAMINED_KINDS, ExamKind, ExamResult, Outcome, PauseReason

_IN_TWO_PARTS = {
    "Kaufmann/-frau für Büromanagement", "Industriemechaniker/in", "Elektroniker/in für Betriebstechnik",
    "Mechatroniker/in",
}  # fmt: skip
_ANNOUNCED_DAYS = 75
_DAYS_A_MONTH = 30
_ILLNESSES = Odds({PauseReason.ILLNESS: 60, PauseReason.OTHER: 40})
_MATERNITY_DAYS = 98
_LONG_ENOUGH = 150

Exam = tuple[ExamKind, int, date, ExamResult | None]


def write_exams(bundle: Bundle, dice: Dice, enrolment: str, journey: Journey, today: date) -> None:
    """Every exam of the trainings and retrainings so far, and those announced."""
    for entry in journey.entries:
        if entry.step.kind in EXAMINED_KINDS:
            for kind, attempt, held_on, result in _exams(dice, entry, today):
                bundle.add("exams", enrolment, kind, attempt, held_on, result)


def _exams(dice: Dice, entry: Entry, today: date) -> Iterator[Exam]:
    in_parts = entry.occupation in _IN_TWO_PARTS
    months = entry.step.months or 0
    half_way = entry.started_on + timedelta(days=months * _DAYS_A_MONTH // 2 + dice.between(-20, 20))
    first = ExamKind.FINAL_PART_1 if in_parts else ExamKind.INTERMEDIATE
    last = ExamKind.FINAL_PART_2 if in_parts else ExamKind.FINAL
    if half_way <= (entry.ended_on or today + timedelta(days=_ANNOUNCED_DAYS)):
        absent = dice.chance(0.03)
        yield first, 1, half_way, _known(half_way, today, ExamResult.ABSENT if absent else ExamResult.PASSED)
    if entry.ended_on is None:
        announced = (entry.planned_end_on or today) - timedelta(days=dice.between(5, 40))
        if half_way < announced <= today + timedelta(days=_ANNOUNCED_DAYS):
            yield last, 1, announced, None
    elif entry.outcome in {Outcome.PASSED, Outcome.FAILED_FINALLY}:
        yield from _final_attempts(dice, entry, entry.ended_on, last)


def _final_attempts(dice: Dice, entry: Entry, ended_on: date, kind: ExamKind) -> Iterator[Exam]:
    """Passed at once, or failed, half a year longer, and tried again."""
    planned = period_end(entry.started_on, entry.step.months or 0)
    again = entry.planned_end_on != planned
    if again:
        yield kind, 1, planned - timedelta(days=dice.between(10, 30)), ExamResult.FAILED
    passed = entry.outcome == Outcome.PASSED
    held_on = ended_on - timedelta(days=dice.between(0, 9))
    yield kind, 2 if again else 1, held_on, ExamResult.PASSED if passed else ExamResult.FAILED


def _known(day: date, today: date, result: ExamResult) -> ExamResult | None:
    return result if day <= today else None


def write_pauses(bundle: Bundle, dice: Dice, enrolment: str, journey: Journey, gender: str, today: date) -> None:
    """A few rest for a while: a birth, an illness, something else."""
    last = journey.last_day(today)
    if (last - journey.entered_on).days < _LONG_ENOUGH or not dice.chance(0.06):
        return
    start = dice.day(journey.entered_on + timedelta(days=40), last - timedelta(days=1))
    if not dice.chance(0.6):
        end = start + timedelta(days=dice.between(14, 90))
        bundle.add("pauses", enrolment, start, _end(journey, end, today), dice.choose(_ILLNESSES))
        return
    if gender == "female":
        end = start + timedelta(days=_MATERNITY_DAYS)
        bundle.add("pauses", enrolment, start, _end(journey, end, today), PauseReason.MATERNITY_PROTECTION)
        start = end + timedelta(days=1)
    if start <= last:
        end = anniversary(start, dice.between(6, 18))
        bundle.add("pauses", enrolment, start, _end(journey, end, today), PauseReason.PARENTAL_LEAVE)


def _end(journey: Journey, end: date, today: date) -> date | None:
    """A pause ends with the enrolment at the latest; one that goes on has no end yet."""
    if journey.ended_on is not None:
        return min(end, journey.ended_on)
    return end if end <= today else None
