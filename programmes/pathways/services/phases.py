"""Starting, leaving and replanning the phases of a journey."""

from datetime import date, timedelta

from integration.accounts.models import User
from integration.periods.codes import new_code
from integration.periods.months import period_end
from integration.periods.refusals import Refused
from programmes.pathways.enums import Outcome, Verb
from programmes.pathways.models import Enrolment, Phase, PhaseEntry
from programmes.pathways.queries import open_main_entry
from programmes.pathways.refusals import ALREADY_ENDED, IN_ANOTHER_PHASE
from programmes.pathways.services.steps import Step, check_days, journey_step, reread


def planned_end(phase: Phase, started_on: date) -> date | None:
    """The last day of the phase's duration, counted as the Civil Code does; none for a phase without a duration."""
    return None if phase.duration_months is None else period_end(started_on, phase.duration_months)


def start_phase(
    enrolment: Enrolment,
    phase: Phase,
    started_on: date,
    *,
    planned_end_on: date | None = None,
    occupation: str = "",
    by: User | None = None,
) -> PhaseEntry:
    """Let the person begin a phase of the programme; its planned end follows from the duration unless it is given.

    A second time returns the entry that is there. Another phase of the main track must have ended before.
    """
    check_days(started_on, planned_end_on)
    with journey_step(enrolment, Verb.START_PHASE, by) as step:
        standing = _standing(step.enrolment, phase, started_on)
        if standing is not None:
            return standing
        step.require_possible()
        if not phase.parallel and open_main_entry(step.enrolment) is not None:
            raise Refused(IN_ANOTHER_PHASE)
        return _begin(step, phase, started_on, planned_end_on, occupation)


def move_on(
    enrolment: Enrolment,
    phase: Phase,
    started_on: date,
    *,
    ended_on: date | None = None,
    outcome: Outcome | None = None,
    occupation: str = "",
    by: User | None = None,
) -> PhaseEntry:
    """End the current main phase and begin the next; without `ended_on` there is no gap between them.

    Without an outcome the phase left is completed, or, if its planned end lies ahead, it was moved on from. A second time
    returns the entry that is there.
    """
    check_days(started_on, ended_on)
    with journey_step(enrolment, Verb.MOVE_ON, by) as step:
        standing = _standing(step.enrolment, phase, started_on)
        if standing is not None:
            return standing
        step.require_possible()
        current = open_main_entry(step.enrolment)
        if current is not None and not phase.parallel:
            last_day = ended_on or started_on - timedelta(days=1)
            step.change(current, ended_on=last_day, outcome=outcome or _outcome_on_moving(current, last_day))
        return _begin(step, phase, started_on, None, occupation)


def complete_phase(entry: PhaseEntry, ended_on: date, outcome: Outcome, *, by: User | None = None) -> PhaseEntry:
    """Record how and when a phase ended. A second time changes nothing; another end than the recorded one is refused."""
    check_days(ended_on)
    with journey_step(entry.enrolment, Verb.COMPLETE_PHASE, by) as step:
        current = reread(entry)
        if (current.ended_on, current.outcome) == (ended_on, outcome):
            return current
        step.require_possible()
        if current.ended_on is not None:
            raise Refused(ALREADY_ENDED)
        step.change(current, ended_on=ended_on, outcome=outcome)
        return current


def extend(entry: PhaseEntry, planned_end_on: date, *, by: User | None = None) -> PhaseEntry:
    """Plan another end for a phase that goes on: later after a failed exam, earlier when it was shortened."""
    check_days(planned_end_on)
    with journey_step(entry.enrolment, Verb.EXTEND, by) as step:
        current = reread(entry)
        if current.planned_end_on == planned_end_on:
            return current
        step.require_possible()
        if current.ended_on is not None:
            raise Refused(ALREADY_ENDED)
        step.change(current, planned_end_on=planned_end_on)
        return current


def _standing(enrolment: Enrolment, phase: Phase, started_on: date) -> PhaseEntry | None:
    return enrolment.phase_entries.filter(phase=phase, started_on=started_on).first()


def _outcome_on_moving(entry: PhaseEntry, last_day: date) -> Outcome:
    early = entry.planned_end_on is not None and last_day < entry.planned_end_on
    return Outcome.MOVED_ON if early else Outcome.COMPLETED


def _begin(step: Step, phase: Phase, started_on: date, planned_end_on: date | None, occupation: str) -> PhaseEntry:
    return step.create(
        PhaseEntry(
            code=new_code("PH"),
            enrolment=step.enrolment,
            phase=phase,
            started_on=started_on,
            planned_end_on=planned_end_on or planned_end(phase, started_on),
            occupation=occupation,
        )
    )
