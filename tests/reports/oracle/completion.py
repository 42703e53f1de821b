"""Completion and early ends: success, passing, dissolution and dropout of trainings."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

from .cells import Cell, cell, lowest_terms, rate
from .dates import anniversary, period_end
from .records import Entry
from .view import View


def figures(view: View) -> list[Cell]:
    cells = _success(view)
    cells += _by_cohort(view, "training_completion", _completion)
    cells.append(_dissolution_rate(view))
    for code in view.cohorts:
        started = _started(view, code)
        key = {"cohort": code}
        dissolved = [entry for entry in started if entry.dissolved_by(view.as_of)]
        early = [entry for entry in dissolved if _in_probation(entry)]
        cells.append(rate("dissolution_so_far", "cohort", key, (len(dissolved), len(started))))
        line = {**key, "line": "in_probation"}
        cells.append(rate("dissolution_so_far", "cohort", line, (len(early), len(started))))
    cells += _by_cohort(view, "dropout", _dropout)
    return cells


def _success(view: View) -> list[Cell]:
    cells = []
    for code in view.programmes:
        programme = view.world.programmes[code]
        if not programme.success_reasons:
            continue
        ended = [
            enrolment
            for enrolment in view.world.enrolments.values()
            if enrolment.programme is programme
            and enrolment.ended_on is not None
            and enrolment.ended_on <= view.as_of
            and view.belongs(enrolment, enrolment.ended_on)
        ]
        good = [enrolment for enrolment in ended if (enrolment.end_reason or "unknown") in programme.success_reasons]
        cells.append(rate("success", "programme", {"programme": code}, (len(good), len(ended))))
    return cells


def _started(view: View, cohort: str) -> list[Entry]:
    """Trainings of a cohort started by the as-of date, in the scope on their first day."""
    return [
        entry
        for entry in view.world.trainings()
        if entry.enrolment.cohort.code == cohort and entry.started_on <= view.as_of and view.starts_here(entry)
    ]


def _by_cohort(view: View, indicator: str, judge: Callable[[View, list[Entry]], tuple[int, int, int]]) -> list[Cell]:
    cells = []
    for code in view.cohorts:
        numerator, denominator, not_matured = judge(view, _started(view, code))
        cells.append(rate(indicator, "cohort", {"cohort": code}, (numerator, denominator), not_matured=not_matured))
    return cells


def _completion(view: View, started: list[Entry]) -> tuple[int, int, int]:
    matured = []
    for entry in started:
        due = _planned_or_usual_end(entry)
        if due is not None and anniversary(due, 12) <= view.as_of:
            matured.append(entry)
    passed = [entry for entry in matured if entry.outcome == "passed" and entry.ended_by(view.as_of)]
    return len(passed), len(matured), len(started) - len(matured)


def _planned_or_usual_end(entry: Entry) -> dt.date | None:
    if entry.planned_end_on is not None:
        return entry.planned_end_on
    if entry.phase.duration_months:
        return period_end(entry.started_on, entry.phase.duration_months)
    return None


def _in_probation(entry: Entry) -> bool:
    if not entry.phase.probation_months or entry.ended_on is None:
        return False
    return entry.ended_on <= period_end(entry.started_on, entry.phase.probation_months)


def _dropout(view: View, started: list[Entry]) -> tuple[int, int, int]:
    dropped = counted = not_matured = 0
    for entry in started:
        if not entry.dissolved_by(view.as_of) or entry.ended_on is None:
            counted += 1
            continue
        until = anniversary(entry.ended_on, 12)
        if until > view.as_of:
            not_matured += 1
            continue
        counted += 1
        dropped += not _trains_again(view, entry, entry.ended_on, until)
    return dropped, counted, not_matured


def _trains_again(view: View, entry: Entry, after: dt.date, until: dt.date) -> bool:
    """Another training of the same person, in any enrolment, begun after the end and by the anniversary."""
    return any(
        other is not entry
        and other.enrolment.participant == entry.enrolment.participant
        and after < other.started_on <= until
        for other in view.world.trainings()
    )


def _dissolution_rate(view: View) -> Cell:
    """Layers of the last calendar year that has ended; the oldest layer takes earlier starts too."""
    last_day_of_year = view.as_of.month == 12
    t = view.as_of.year if last_day_of_year else view.as_of.year - 1
    trainings = [entry for entry in view.world.trainings() if view.starts_here(entry)]
    dissolved = [
        e for e in trainings if e.outcome == "contract_dissolved" and e.ended_on is not None and e.ended_on.year == t
    ]
    total = Fraction(0)
    for i in range(4):
        year = t - i
        starts = sum(entry.started_on.year == year for entry in trainings)
        if i < 3:
            ends = sum(entry.started_on.year == year for entry in dissolved)
        else:
            ends = sum(entry.started_on.year <= year for entry in dissolved)
        if starts == 0:
            return cell("dissolution_rate", "total", {}, status="not_applicable")
        total += Fraction(ends, starts)
    return cell(
        "dissolution_rate",
        "total",
        {},
        numerator=total.numerator,
        denominator=total.denominator,
        value=lowest_terms(total),
        status="shown",
    )
