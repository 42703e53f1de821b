"""Enrolments with their phases, transfers, pauses and exams, dated so that the borders of every window are met."""

import datetime as dt
from dataclasses import dataclass, field

from .draft import Draft, months_later, plus
from .ground import Ground, PhasePlan, ProgrammePlan

OUTCOMES = {
    "training": ("passed", "contract_dissolved", "contract_dissolved", "failed_finally", "ended_early", "unknown", ""),
    "retraining": ("passed", "ended_early", "failed_finally"),
}
OTHER_OUTCOMES = ("completed", "completed", "moved_on", "ended_early", "unknown", "")
REASONS = (
    "completed", "completed", "taken_over", "no_further_support_needed", "contract_dissolved", "failed_finally",
    "other_employer", "other_programme", "moved_away", "permit_lost", "health", "personal_reasons", "lost_contact",
    "died", "unknown", "",
)  # fmt: skip


@dataclass
class EntryPlan:
    phase: PhasePlan
    started_on: dt.date
    ended_on: dt.date | None
    planned_end_on: dt.date | None
    outcome: str


@dataclass
class Journey:
    code: str
    participant: str
    programme: ProgrammePlan
    cohort: str
    organisation: str
    entries: list[EntryPlan]
    entered_on: dt.date
    ended_on: dt.date | None
    transfers: dict[dt.date, str] = field(default_factory=dict)

    def last_day(self, draft: Draft) -> dt.date:
        """The last day something can be recorded on; an open enrolment runs half a year past the month."""
        return self.ended_on or max(plus(draft.as_of, 200), plus(self.entered_on, 30))

    def organisation_on(self, day: dt.date) -> str:
        current = self.organisation
        for on in sorted(self.transfers):
            if on <= day:
                current = self.transfers[on]
        return current

    @property
    def trainings(self) -> list[EntryPlan]:
        return [entry for entry in self.entries if entry.phase.kind == "training"]


def draw_journey(
    draft: Draft,
    ground: Ground,
    person: str,
    *,
    passing: bool = False,
    again_after: dt.date | None = None,
    cohort_of: "Journey | None" = None,
) -> Journey:
    """One enrolment, not yet written; `passing` makes it a training passed around the windows."""
    plans = ground.training_programmes if passing or again_after else ground.programmes
    plan = cohort_of.programme if cohort_of else draft.one_of(*plans)
    entries = _entries(draft, plan, passing=passing, again_after=again_after)
    entered = plus(min(entry.started_on for entry in entries), -draft.one_of(0, 0, 0, 1, 14))
    return Journey(
        code="",
        participant=person,
        programme=plan,
        cohort=cohort_of.cohort if cohort_of else draft.one_of(*plan.cohorts),
        organisation=draft.one_of(*ground.home, *ground.home, *ground.home, *ground.places),
        entries=entries,
        entered_on=entered,
        ended_on=_end(draft, entries),
    )


def _end(draft: Draft, entries: list[EntryPlan]) -> dt.date | None:
    """Open where an entry is; else often the last day of the last entry."""
    ends = [entry.ended_on for entry in entries if entry.ended_on is not None]
    if len(ends) < len(entries) or draft.chance(0.25):
        return None
    last = max(ends)
    if draft.chance(0.2) and last < draft.first_day:
        return max(last, draft.near(plus(draft.first_day, -1), draft.as_of))
    return plus(last, draft.one_of(0, 0, 0, 1, 30))


def _entries(draft: Draft, plan: ProgrammePlan, *, passing: bool, again_after: dt.date | None) -> list[EntryPlan]:
    if draft.chance(0.03) and not passing and not again_after:
        day = draft.near(draft.first_day, draft.as_of)
        return [EntryPlan(plan.phases[0], day, day, None, draft.one_of("unknown", "ended_early"))]
    chosen = _sequence(draft, plan)
    fixed = _fixed_index(draft, chosen, wants_training=passing or again_after is not None)
    start, end, outcome = _fixed_dates(draft, plan, chosen[fixed], passing=passing, again_after=again_after)
    entries = [_entry(draft, chosen[fixed], start, end, outcome)]
    day = start
    for phase in reversed(chosen[:fixed]):
        last = plus(day, -1 - _gap(draft, plan))
        first = plus(last, 1 - _length(draft, phase))
        entries.insert(0, _entry(draft, phase, first, last, _outcome(draft, phase)))
        day = first
    for phase in chosen[fixed + 1 :]:
        last_end = entries[-1].ended_on
        if last_end is None or last_end > plus(draft.as_of, 60):
            break
        first = plus(last_end, 1 + _gap(draft, plan))
        last_day: dt.date | None = plus(first, _length(draft, phase) - 1)
        if last_day is not None and last_day > draft.as_of and draft.chance(0.8):
            last_day = None
        entries.append(_entry(draft, phase, first, last_day, _outcome(draft, phase)))
    return entries + _parallel(draft, plan, entries)


def _sequence(draft: Draft, plan: ProgrammePlan) -> list[PhasePlan]:
    """The pathway with optional phases left out or not, sometimes repeated, backwards or cut short."""
    chosen = [phase for phase in plan.track if not phase.optional or draft.chance(0.5)]
    if draft.chance(0.15):
        chosen.insert(draft.random.randint(0, len(chosen)), draft.one_of(*plan.track))
    if draft.chance(0.1):
        draft.random.shuffle(chosen)
    if draft.chance(0.2):
        del chosen[draft.random.randint(1, len(chosen)) :]
    return chosen or [plan.track[0]]


def _fixed_index(draft: Draft, chosen: list[PhasePlan], *, wants_training: bool) -> int:
    trainings = [i for i, phase in enumerate(chosen) if phase.kind == "training"]
    if wants_training and trainings:
        return trainings[0]
    return draft.random.randrange(len(chosen))


def _fixed_dates(
    draft: Draft, plan: ProgrammePlan, phase: PhasePlan, *, passing: bool, again_after: dt.date | None
) -> tuple[dt.date, dt.date | None, str]:
    """The one phase whose dates are laid on a border: its start, its end and its outcome."""
    if again_after is not None:
        start = max(plus(again_after, 1), draft.near(again_after, months_later(again_after, 12)))
        return start, None, ""
    if draft.chance(0.3) and not passing:
        start = draft.near(draft.first_day, draft.as_of, *(months_later(draft.as_of, -m) for m in (3, 9, 20, 33)))
        return start, None, ""
    outcome = "passed" if passing and phase.kind == "training" else _outcome(draft, phase)
    end = draft.near(*_borders(draft, plan, outcome))
    length = _length(draft, phase) if outcome != "contract_dissolved" else _dissolved_after(draft, phase)
    return plus(end, 1 - length), end, outcome


def _borders(draft: Draft, plan: ProgrammePlan, outcome: str) -> list[dt.date]:
    d = draft.as_of
    if outcome == "passed":
        retained = [plus(months_later(d, -months), -2) for months in (6, 12, 18, 24, 30)]
        return [d, plus(d, -plan.tolerance), months_later(d, -12), plus(months_later(d, -12), 1), *retained]
    if outcome == "contract_dissolved":
        year = d.year if d.month == 12 else d.year - 1
        return [d, months_later(d, -12), dt.date(year, 1, 1), dt.date(year, 6, 30), dt.date(year, 12, 31)]
    cut = plus(d, -plan.window)
    return [d, cut, months_later(cut, -12), plus(draft.first_day, -1), plus(cut, -60), months_later(cut, -6)]


def _dissolved_after(draft: Draft, phase: PhasePlan) -> int:
    probation = 30 * (phase.probation or 4)
    return draft.one_of(1, 40, probation, probation + 1, probation + 2, probation + 3, 300, 500, 900)


def _length(draft: Draft, phase: PhasePlan) -> int:
    """Days a phase lasts."""
    if draft.chance(0.05):
        return 1
    if phase.kind in {"training", "retraining"}:
        return draft.random.choice((731, 1095, 1096, 1278, draft.random.randint(400, 1400)))
    if phase.kind == "internship":
        return draft.random.choice((1, 14, 90, 92, draft.random.randint(2, 120)))
    return draft.random.choice((180, 365, 366, draft.random.randint(20, 400)))


def _gap(draft: Draft, plan: ProgrammePlan) -> int:
    return draft.one_of(0, 0, 0, 1, 29, 30, plan.window - 2, plan.window - 1, plan.window, plan.window + 1)


def _outcome(draft: Draft, phase: PhasePlan) -> str:
    return draft.one_of(*OUTCOMES.get(phase.kind, OTHER_OUTCOMES))


def _entry(draft: Draft, phase: PhasePlan, start: dt.date, end: dt.date | None, outcome: str) -> EntryPlan:
    if end is not None:
        planned = draft.one_of(end, end, None, plus(end, draft.random.randint(1, 400)), months_later(draft.as_of, -12))
    else:
        d = draft.as_of
        ahead = draft.random.randint(1, 38)
        planned = draft.one_of(None, draft.near(d), draft.near(months_later(d, ahead)), months_later(start, 36))
    if planned is not None and planned < start:
        planned = start
    return EntryPlan(phase, start, end, planned, outcome if end is not None else "")


def _parallel(draft: Draft, plan: ProgrammePlan, entries: list[EntryPlan]) -> list[EntryPlan]:
    """Courses, coaching and rarely a second training beside the main track, inside the enrolment."""
    first = entries[0].started_on
    last = entries[-1].ended_on
    beside = []
    for phase in plan.phases:
        if not phase.parallel or draft.chance(0.4):
            continue
        start = draft.within(draft.near(first, draft.as_of, entries[-1].started_on), first, last or dt.date(2090, 1, 1))
        end = draft.within(draft.near(draft.as_of, plus(start, 90)), start, last or dt.date(2090, 1, 1))
        open_end = last is None and draft.chance(0.5)
        beside.append(_entry(draft, phase, start, None if open_end else end, _outcome(draft, phase)))
    return beside


def write_journey(draft: Draft, ground: Ground, journey: Journey) -> None:
    journey.code = draft.next_code("enrolments", "E")
    draft.add(
        "enrolments",
        code=journey.code,
        participant=journey.participant,
        cohort=journey.cohort,
        organisation=journey.organisation,
        entered_on=journey.entered_on,
        ended_on=journey.ended_on,
        end_reason=draft.one_of(*REASONS) if journey.ended_on else "",
    )
    for entry in journey.entries:
        draft.add(
            "phase_entries",
            code=draft.next_code("phase_entries", "F"),
            enrolment=journey.code,
            phase=entry.phase.code,
            occupation=draft.one_of("", "Büromanagement"),
            started_on=entry.started_on,
            planned_end_on=entry.planned_end_on,
            ended_on=entry.ended_on,
            outcome=entry.outcome,
        )
    _transfers(draft, ground, journey)
    _pauses_and_exams(draft, journey)


def _transfers(draft: Draft, ground: Ground, journey: Journey) -> None:
    if draft.chance(0.5):
        return
    last = journey.last_day(draft)
    borders = [journey.entered_on, last, draft.first_day, draft.as_of, plus(draft.as_of, 1)]
    for entry in journey.entries:
        borders += [entry.started_on, entry.ended_on or last, plus(entry.ended_on or last, 1)]
    away = draft.one_of(*ground.home, *ground.places)
    there_and_back = [away, journey.organisation, away, draft.one_of(*ground.places)]
    days = sorted(
        {draft.within(draft.near(*borders), journey.entered_on, last) for _ in range(draft.one_of(1, 2, 2, 4))}
    )
    for day, organisation in zip(days, there_and_back, strict=False):
        if draft.add("transfers", enrolment=journey.code, on=day, organisation=organisation):
            journey.transfers[day] = organisation


def _pauses_and_exams(draft: Draft, journey: Journey) -> None:
    last = journey.last_day(draft)
    for _ in range(draft.one_of(0, 0, 0, 1, 2)):
        near_month = draft.near(draft.first_day, draft.as_of, plus(draft.first_day, -60))
        start = draft.within(near_month, journey.entered_on, last)
        end = draft.within(draft.near(draft.as_of, plus(start, 14)), start, last)
        draft.add(
            "pauses",
            enrolment=journey.code,
            started_on=start,
            ended_on=None if journey.ended_on is None and draft.chance(0.3) else end,
            reason=draft.one_of("parental_leave", "maternity_protection", "illness", "other"),
        )
    if draft.chance(0.2):
        draft.add(
            "exams",
            enrolment=journey.code,
            kind=draft.one_of("intermediate", "final_part_1", "final_part_2", "final"),
            attempt=draft.one_of(1, 2),
            held_on=draft.between(journey.entered_on, last),
            result=draft.one_of("", "passed", "failed", "absent"),
        )
