"""Transitions: which phase followed which, how often and how soon."""

import datetime as dt
from fractions import Fraction

from .cells import Cell, cell, lowest_terms, rate
from .dates import days_later, year_before
from .records import Entry
from .view import View

Step = tuple[str, str]


def figures(view: View) -> list[Cell]:
    return [*_transition(view), *_transition_so_far(view), *_transition_days(view)]


def _main_entries(view: View) -> list[Entry]:
    """Main-track entries that belonged to the scope on their first day."""
    entries = [entry for enrolment in view.world.enrolments.values() for entry in enrolment.main_track()]
    return [entry for entry in entries if view.starts_here(entry)]


def _takes(entry: Entry, step: Step) -> bool:
    """Whether the step is one of the entry's own programme."""
    return step in entry.enrolment.programme.steps()


def _followers(entry: Entry, kind: str) -> list[dt.date]:
    """First days of the enrolment's main-track entries of a kind."""
    return [other.started_on for other in entry.enrolment.main_track() if other.phase.kind == kind]


def _transition(view: View) -> list[Cell]:
    cells = []
    for step in view.steps:
        entries = [e for e in _main_entries(view) if e.phase.kind == step[0] and _takes(e, step)]
        parts, open_cases = _exit_cohort(view, entries, step[1])
        cells.append(rate("transition", "step", _key(step), parts, not_matured=open_cases))
        for code in view.programmes:
            if step in view.world.programmes[code].steps():
                own = [entry for entry in entries if entry.enrolment.programme.code == code]
                parts, open_cases = _exit_cohort(view, own, step[1])
                key = _key(step, programme=code)
                cells.append(rate("transition", "step_programme", key, parts, not_matured=open_cases))
    return cells


def _exit_cohort(view: View, entries: list[Entry], kind: str) -> tuple[tuple[int, int], int]:
    """Numerator and denominator of the matured, and how many have not matured."""
    moved_on = matured = not_matured = 0
    for entry in entries:
        window = entry.enrolment.programme.transition_window_days
        cut = days_later(view.as_of, -window)
        if entry.ended_on is None or entry.ended_on > view.as_of:
            continue
        if entry.ended_on > cut:
            not_matured += 1
        elif entry.ended_on > year_before(cut):
            matured += 1
            latest = days_later(entry.ended_on, window)
            moved_on += any(entry.started_on < start <= latest for start in _followers(entry, kind))
    return (moved_on, matured), not_matured


def _transition_so_far(view: View) -> list[Cell]:
    cells = []
    for code in view.cohorts:
        for step in sorted(view.world.cohorts[code].programme.steps()):
            started = [
                entry
                for entry in _main_entries(view)
                if entry.enrolment.cohort.code == code
                and entry.phase.kind == step[0]
                and entry.started_on <= view.as_of
            ]
            moved_on = [
                entry
                for entry in started
                if any(entry.started_on < start <= view.as_of for start in _followers(entry, step[1]))
            ]
            parts = (len(moved_on), len(started))
            cells.append(rate("transition_so_far", "step_cohort", _key(step, cohort=code), parts))
    return cells


def _transition_days(view: View) -> list[Cell]:
    cells = []
    for step in view.steps:
        waits = []
        for entry in _main_entries(view):
            if not view.first_day <= entry.started_on <= view.as_of:
                continue
            before = _latest_before(entry)
            if before is None or before.ended_on is None:
                continue
            if (before.phase.kind, entry.phase.kind) == step and _takes(entry, step):
                waits.append((entry.started_on - before.ended_on).days - 1)
        cells.append(_median_cell("transition_days", _key(step), waits))
    return cells


def _latest_before(entry: Entry) -> Entry | None:
    earlier = [other for other in entry.enrolment.main_track() if other.started_on < entry.started_on]
    return max(earlier, key=lambda other: other.started_on, default=None)


def _median_cell(indicator: str, key: dict[str, str], cases: list[int]) -> Cell:
    if not cases:
        return cell(indicator, "step", key, denominator=0, status="not_applicable")
    cases = sorted(cases)
    lower, upper = cases[(len(cases) - 1) // 2], cases[len(cases) // 2]
    median = Fraction(lower + upper, 2)
    return cell(indicator, "step", key, denominator=len(cases), value=lowest_terms(median), status="shown")


def _key(step: Step, **others: str) -> dict[str, str]:
    return {"from": step[0], "to": step[1], **others}
