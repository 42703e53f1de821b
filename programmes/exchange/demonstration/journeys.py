"""Somebody's way through a programme: phases as long as they really are, gaps, early ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from integration.periods.months import anniversary, month_start, period_end
from programmes.exchange.demonstration.dice import Dice, Odds
from programmes.exchange.demonstration.landscape import Cohort
from programmes.exchange.demonstration.pathways import Step
from programmes.pathways.enums import EXAMINED_KINDS, EndReason, Outcome, PhaseKind

DAY = timedelta(days=1)
_TRAINING_STARTS = (2, 8, 9)
_OVERDUE_DAYS = 200
_SECOND_TRY_MONTHS = 6
_DAYS_AT_A_PLACE = 45

_EARLY_REASONS = {
    Outcome.CONTRACT_DISSOLVED: Odds(
        {
            EndReason.CONTRACT_DISSOLVED: 60, EndReason.OTHER_EMPLOYER: 12, EndReason.PERSONAL_REASONS: 12,
            EndReason.HEALTH: 6, EndReason.MOVED_AWAY: 5, EndReason.PERMIT_LOST: 5,
        }
    ),
    Outcome.ENDED_EARLY: Odds(
        {
            EndReason.PERSONAL_REASONS: 25, EndReason.LOST_CONTACT: 20, EndReason.OTHER_PROGRAMME: 15,
            EndReason.MOVED_AWAY: 15, EndReason.OTHER_EMPLOYER: 10, EndReason.PERMIT_LOST: 6, EndReason.HEALTH: 5,
            EndReason.UNKNOWN: 3, "": 0.8, EndReason.DIED: 0.2,
        }
    ),
}  # fmt: skip
_LATER_REASONS = Odds(
    {
        EndReason.OTHER_EMPLOYER: 35, EndReason.OTHER_PROGRAMME: 30, EndReason.COMPLETED: 20, EndReason.UNKNOWN: 6,
        EndReason.LOST_CONTACT: 6, "": 3,
    }
)  # fmt: skip
_COACHED_REASONS = Odds({EndReason.COMPLETED: 60, EndReason.NO_FURTHER_SUPPORT_NEEDED: 40})
_QUALIFIED_REASONS = Odds({EndReason.COMPLETED: 50, EndReason.TAKEN_OVER: 25, EndReason.OTHER_EMPLOYER: 25})
_INTERNSHIP_OUTCOMES = Odds({Outcome.COMPLETED: 96, Outcome.UNKNOWN: 4})


@dataclass(slots=True)
class Entry:
    """A phase as somebody went through it."""

    step: Step
    started_on: date
    planned_end_on: date | None
    ended_on: date | None = None
    outcome: str = ""
    occupation: str | None = None


@dataclass(slots=True)
class Journey:
    """An enrolment from its first day on; `stays` are the organisations with the days from which it belonged there."""

    cohort: Cohort
    entered_on: date
    stays: list[tuple[date, str]]
    entries: list[Entry] = field(default_factory=list)
    beside: list[Entry] = field(default_factory=list)
    ended_on: date | None = None
    end_reason: str = ""

    def place_on(self, day: date) -> str:
        """The organisation it belonged to on that day."""
        return [place for since, place in self.stays if since <= day][-1]

    def last_day(self, today: date) -> date:
        """The last day on which something of it can have happened."""
        return self.ended_on or today

    def training(self) -> Entry | None:
        """The training in it, if it came to that."""
        return next((entry for entry in self.entries if entry.step.kind == PhaseKind.TRAINING), None)

    def end(self, day: date, reason: str) -> None:
        """The enrolment's last day, and why."""
        self.ended_on, self.end_reason = day, reason


def walk(dice: Dice, cohort: Cohort, entered_on: date, today: date, elsewhere: Sequence[str]) -> Journey:
    """Everything that happened from `entered_on` until today; some move on to a place `elsewhere`."""
    pathway = cohort.programme.pathway
    journey = Journey(cohort, entered_on, [(entered_on, dice.pick(cohort.programme.company.places))])
    steps = [step for step in pathway.main_track if not step.optional or dice.chance(0.45)]
    free_from: date | None = entered_on
    for step in steps:
        start = _begin(dice, step, free_from) if journey.entries else entered_on
        if start > today:
            break
        free_from = _go_through(dice, journey, step, start, today)
        if free_from is None:
            break
        if step is steps[-1]:
            _finish(dice, journey)
    journey.beside.extend(_beside(dice, journey, today))
    _move(dice, journey, today, elsewhere)
    return journey


def _begin(dice: Dice, step: Step, free_from: date) -> date:
    """Trainings start in February, August or September; everything else when it can. Some wait longer."""
    if dice.chance(0.15):
        free_from += timedelta(days=dice.between(14, 100))
    if step.kind != PhaseKind.TRAINING or (free_from.day == 1 and free_from.month in _TRAINING_STARTS):
        return free_from
    month = anniversary(month_start(free_from), 1)
    while month.month not in _TRAINING_STARTS:
        month = anniversary(month, 1)
    return month


def _go_through(dice: Dice, journey: Journey, step: Step, start: date, today: date) -> date | None:
    """One phase; the day from which the next can begin, or None if there is none."""
    months = step.months
    entry = Entry(step, start, period_end(start, months) if months else None)
    if step.kind in EXAMINED_KINDS:
        entry.occupation = dice.pick(journey.cohort.programme.pathway.occupations)
    journey.entries.append(entry)
    length = ((entry.planned_end_on or start + timedelta(days=dice.between(100, 420))) - start).days
    if dice.chance(step.early):
        return _leave_early(dice, journey, entry, start + timedelta(days=_early_day(dice, step, length)), today)
    end, outcome = _regular_end(dice, entry, start + timedelta(days=length))
    forgotten = entry.planned_end_on is not None and (today - end).days < _OVERDUE_DAYS and dice.chance(0.12)
    if end > today or forgotten:
        return None
    entry.ended_on, entry.outcome = end, outcome
    if step.onward and not dice.chance(step.onward):
        _stay_behind(dice, journey, end, today)
        return None
    return end + DAY


def _stay_behind(dice: Dice, journey: Journey, end: date, today: date) -> None:
    """The phase is over and no other follows; some hear of it only weeks later."""
    qualified = journey.entries[-1].step.kind == PhaseKind.QUALIFICATION
    last = end + timedelta(days=dice.between(1, 28)) if dice.chance(0.3) else end
    journey.end(min(today, last), dice.choose(_QUALIFIED_REASONS if qualified else _LATER_REASONS))


def _early_day(dice: Dice, step: Step, length: int) -> int:
    """The day of an early end, counted from the start: many within the probation."""
    if step.probation and dice.chance(0.4):
        return dice.between(5, step.probation * 30)
    return dice.between(min(5, length - 1), max(5, length * 4 // 5))


def _leave_early(dice: Dice, journey: Journey, entry: Entry, day: date, today: date) -> None:
    if day > today:
        return
    entry.ended_on = day
    examined = entry.step.kind in EXAMINED_KINDS
    entry.outcome = Outcome.CONTRACT_DISSOLVED if examined else Outcome.ENDED_EARLY
    journey.end(day, dice.choose(_EARLY_REASONS[entry.outcome]))


def _regular_end(dice: Dice, entry: Entry, planned: date) -> tuple[date, Outcome]:
    """The last day: as planned, with the exam passed some weeks before, half a year later, or moved on early."""
    kind = entry.step.kind
    if kind == PhaseKind.EQ and dice.chance(0.2):
        return planned - timedelta(days=dice.between(10, 60)), Outcome.MOVED_ON
    if kind not in EXAMINED_KINDS or entry.planned_end_on is None:
        return planned, dice.choose(_INTERNSHIP_OUTCOMES) if kind == PhaseKind.INTERNSHIP else Outcome.COMPLETED
    if dice.chance(0.08):
        entry.planned_end_on = anniversary(entry.planned_end_on, _SECOND_TRY_MONTHS)
        return entry.planned_end_on, Outcome.FAILED_FINALLY if dice.chance(0.3) else Outcome.PASSED
    return planned if dice.chance(0.5) else planned - timedelta(days=dice.between(5, 50)), Outcome.PASSED


def _finish(dice: Dice, journey: Journey) -> None:
    """The last phase is over, and the enrolment with it. Who takes a job is decided with the guarantees."""
    last = journey.entries[-1]
    if last.ended_on is None:
        return
    if last.outcome == Outcome.FAILED_FINALLY:
        reason: str = EndReason.FAILED_FINALLY
    elif last.step.kind in EXAMINED_KINDS:
        reason = EndReason.COMPLETED
    else:
        reason = dice.choose(_COACHED_REASONS if last.step.kind == PhaseKind.COACHING else _QUALIFIED_REASONS)
    journey.end(last.ended_on, reason)


def _beside(dice: Dice, journey: Journey, today: date) -> Iterator[Entry]:
    for step in journey.cohort.programme.pathway.beside:
        start = journey.entered_on + timedelta(days=dice.between(0, 40))
        last = min(filter(None, (today, journey.ended_on)))
        if start > last or not step.months:
            continue
        entry = Entry(step, start, period_end(start, step.months))
        end = entry.planned_end_on
        if end and end <= last:
            entry.ended_on, entry.outcome = end, Outcome.COMPLETED
        elif journey.ended_on:
            entry.ended_on, entry.outcome = journey.ended_on, Outcome.ENDED_EARLY
        yield entry


def _move(dice: Dice, journey: Journey, today: date, elsewhere: Sequence[str]) -> None:
    """Some change to another place, mostly of the same company, and of these some come back."""
    if not dice.chance(0.06):
        return
    near = dice.chance(0.7)
    away = dice.pick(journey.cohort.programme.company.places if near else elsewhere)
    places = (away, journey.stays[0][1]) if dice.chance(0.2) else (away,)
    last = journey.ended_on or today
    for place in places:
        since = journey.stays[-1][0]
        if place == journey.stays[-1][1] or (last - since).days < _DAYS_AT_A_PLACE:
            return
        journey.stays.append((dice.day(since + timedelta(days=_DAYS_AT_A_PLACE), last), place))
