"""Takeover and retention: who stayed after the training, and for how long."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from .cells import Cell, cell, rate
from .dates import ONE_DAY, anniversary, period_end
from .guarantees import employments_after, passed_and_due, same_employer, same_group, training_place
from .records import Employment, Entry
from .view import View

CURVE_FROM = 20


@dataclass
class Takeover:
    training: Entry
    employment: Employment

    @property
    def started_on(self) -> dt.date:
        return self.employment.started_on

    @property
    def all_employments(self) -> list[Employment]:
        return self.training.enrolment.employments


def figures(view: View) -> list[Cell]:
    cells = _takeover(view)
    for months in (6, 12, 24):
        cells += _retention(view, months)
    cells += _curve(view)
    return cells


def _in_group_after(view: View, entry: Entry) -> list[Employment]:
    place = training_place(entry)
    return [job for job in employments_after(entry) if same_group(view, job.organisation, place)]


def _takeover(view: View) -> list[Cell]:
    passed = passed_and_due(view)
    taken = [entry for entry in passed if _in_group_after(view, entry)]
    cells = [rate("takeover", "total", {}, (len(taken), len(passed)))]
    for code in view.programmes:
        parts = (
            sum(entry.enrolment.programme.code == code for entry in taken),
            sum(entry.enrolment.programme.code == code for entry in passed),
        )
        cells.append(rate("takeover", "programme", {"programme": code}, parts))
    return cells


def _takeovers(view: View) -> list[Takeover]:
    """The earliest employment in the group after each training of the scope that ended passed."""
    found = []
    for entry in view.world.trainings():
        if entry.outcome != "passed" or not view.ends_here(entry):
            continue
        jobs = _in_group_after(view, entry)
        if jobs:
            first = min(jobs, key=lambda job: (job.started_on, job.contract != "permanent", job.organisation))
            found.append(Takeover(entry, first))
    return found


def _retention(view: View, months: int) -> list[Cell]:
    due = employer = group = 0
    for takeover in _takeovers(view):
        day = anniversary(takeover.started_on, months)
        if not view.window_start < day <= view.as_of:
            continue
        due += 1
        jobs = [job for job in takeover.all_employments if job.active_on(day)]
        here = takeover.employment.organisation
        employer += any(same_employer(view, job.organisation, here) for job in jobs)
        group += any(same_group(view, job.organisation, here) for job in jobs)
    name = f"retention_{months}"
    return [
        rate(name, "total", {"line": "employer"}, (employer, due)),
        rate(name, "total", {"line": "group"}, (group, due)),
    ]


def _curve(view: View) -> list[Cell]:
    takeovers = [takeover for takeover in _takeovers(view) if takeover.started_on <= view.as_of]
    if len(takeovers) < CURVE_FROM:
        return []
    observed = [_observed(view, takeover) for takeover in takeovers]
    survival = Fraction(1)
    cells = []
    for month in range(max(months for months, _ in observed) + 1):
        at_risk = sum(months >= month for months, _ in observed)
        ended = sum(months == month and has_ended for months, has_ended in observed)
        survival *= 1 - Fraction(ended, at_risk)
        cells.append(
            cell(
                "retention_curve",
                "total",
                {"month": str(month)},
                at_risk=at_risk,
                ended=ended,
                value=six_places(survival),
                status="shown",
            )
        )
    return cells


def _observed(view: View, takeover: Takeover) -> tuple[int, bool]:
    """Completed months employed in the group without a gap, and whether the employment ended."""
    here = takeover.employment.organisation
    jobs = [job for job in takeover.all_employments if same_group(view, job.organisation, here)]
    last = takeover.started_on
    while last < view.as_of and any(job.active_on(last + ONE_DAY) for job in jobs):
        last += ONE_DAY
    months = 0
    while period_end(takeover.started_on, months + 1) <= last:
        months += 1
    return months, last < view.as_of


def six_places(fraction: Fraction) -> str:
    """A fraction from 0 to 1 with six places, halves up."""
    millionths = (fraction.numerator * 2_000_000 + fraction.denominator) // (2 * fraction.denominator)
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06d}"
