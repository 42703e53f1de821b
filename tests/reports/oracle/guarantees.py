"""Guarantees: who has one, which were kept, which posts are owed."""

import datetime as dt
from collections.abc import Iterator

from .cells import Cell, count, rate
from .dates import ONE_DAY, days_later, shifted_month
from .records import Employment, Entry, Guarantee
from .view import View

CLASSES = ("fulfilled", "waived", "refused_suitability", "fixed_term_only", "broken", "pending")


def figures(view: View) -> list[Cell]:
    return [*_coverage(view), *_fulfilment(view)]


def guarantees_of(entry: Entry, as_of: dt.date) -> list[Guarantee]:
    """The enrolment's guarantees, if this training is its latest that began by the as-of date."""
    begun = [e for e in entry.enrolment.entries if e.phase.kind == "training" and e.started_on <= as_of]
    latest = max(begun, key=lambda e: (e.started_on, e.ended_on or dt.date.max, e.code), default=None)
    return entry.enrolment.guarantees if latest is entry else []


def employments_after(entry: Entry) -> list[Employment]:
    """Employments that start between one and the tolerance's days after the training's end."""
    if entry.ended_on is None:
        return []
    tolerance = entry.enrolment.programme.takeover_tolerance_days
    days = {days_later(entry.ended_on, number) for number in range(1, tolerance + 1)}
    return [employment for employment in entry.enrolment.employments if employment.started_on in days]


def training_place(entry: Entry) -> str:
    """The organisation on the training's last day."""
    if entry.ended_on is None:
        raise ValueError(entry.code)
    return entry.enrolment.organisation_on(entry.ended_on)


def same_group(view: View, one: str, other: str) -> bool:
    return view.world.root(one) == view.world.root(other)


def same_employer(view: View, one: str, other: str) -> bool:
    return view.world.employer(one) == view.world.employer(other)


def passed_and_due(view: View) -> list[Entry]:
    """Trainings of the scope that ended passed in the window and whose tolerance is over."""
    return [
        entry
        for entry in view.world.trainings()
        if entry.outcome == "passed"
        and entry.ended_on is not None
        and view.ends_here(entry)
        and view.window_start < entry.ended_on <= _tolerance_cut(view, entry)
    ]


def _tolerance_cut(view: View, entry: Entry) -> dt.date:
    return days_later(view.as_of, -entry.enrolment.programme.takeover_tolerance_days)


def _coverage(view: View) -> list[Cell]:
    trainings = [
        entry
        for enrolment in view.stock
        for entry in enrolment.entries
        if entry.phase.kind == "training" and entry.active_on(view.as_of)
    ]
    covered = [e for e in trainings if any(g.active_on(view.as_of) for g in guarantees_of(e, view.as_of))]
    cells = [rate("guarantee_coverage", "total", {}, (len(covered), len(trainings)))]
    for code in view.programmes:
        parts = (
            sum(entry.enrolment.programme.code == code for entry in covered),
            sum(entry.enrolment.programme.code == code for entry in trainings),
        )
        cells.append(rate("guarantee_coverage", "programme", {"programme": code}, parts))
    return cells


def _fulfilment(view: View) -> list[Cell]:
    classes = [_class_of(view, entry, guarantee) for entry, guarantee in _active_at_end(view, passed_and_due(view))]
    due = len(classes)
    pending = [
        entry
        for entry in view.world.trainings()
        if entry.outcome == "passed"
        and entry.ended_on is not None
        and view.ends_here(entry)
        and _tolerance_cut(view, entry) < entry.ended_on <= view.as_of
    ]
    classes += ["pending" for _ in _active_at_end(view, pending)]
    parts = (classes.count("fulfilled"), due - classes.count("waived"))
    cells = [rate("guarantee_fulfilment", "total", {}, parts)]
    cells += [count("guarantee_fulfilment", "class", {"class": name}, classes.count(name)) for name in CLASSES]
    return cells


def _active_at_end(view: View, trainings: list[Entry]) -> Iterator[tuple[Entry, Guarantee]]:
    """The guarantees active on the last day of their training."""
    for entry in trainings:
        for guarantee in guarantees_of(entry, view.as_of):
            if entry.ended_on is not None and guarantee.active_on(entry.ended_on):
                yield entry, guarantee


def _class_of(view: View, entry: Entry, guarantee: Guarantee) -> str:
    """The first class that fits."""
    reaches = same_group if guarantee.scope == "group" else same_employer
    jobs = [job for job in employments_after(entry) if reaches(view, job.organisation, training_place(entry))]
    if any(job.contract == "permanent" for job in jobs):
        return "fulfilled"
    if guarantee.decided("waived", view.as_of):
        return "waived"
    if guarantee.decided("refused_suitability", view.as_of):
        return "refused_suitability"
    if any(job.contract == "fixed_term" for job in jobs):
        return "fixed_term_only"
    return "broken"


def forecast(view: View) -> list[Cell]:
    """Posts owed in each of the 36 months after the as-of date."""
    months = []
    for enrolment in view.stock:
        for entry in enrolment.entries:
            if entry.phase.kind != "training" or not entry.active_on(view.as_of) or entry.planned_end_on is None:
                continue
            first_working_day = max(entry.planned_end_on + ONE_DAY, view.as_of + ONE_DAY)
            promised = [guarantee for guarantee in guarantees_of(entry, view.as_of) if guarantee.active_on(view.as_of)]
            months += [f"{first_working_day:%Y-%m}" for _ in promised]
    cells = []
    for ahead in range(1, 37):
        year, number = shifted_month(view.as_of.year, view.as_of.month, ahead)
        month = f"{year:04d}-{number:02d}"
        cells.append(count("guarantee_forecast", "total", {"month": month}, months.count(month)))
    return cells
