"""Sponsorship: who is accompanied, on how many days, how regularly, by whom."""

import datetime as dt

from .cells import Cell, rate
from .dates import day_of, days_later, each_day
from .records import Enrolment, Sponsorship
from .view import View


def figures(view: View) -> list[Cell]:
    in_stock = [(s, enrolment) for enrolment in view.stock for s in enrolment.sponsorships if s.active_on(view.as_of)]
    sponsors = {sponsorship.sponsor for sponsorship, _ in in_stock}
    return [
        *_coverage(view),
        _sponsored_days(view),
        _contact_regularity(view, in_stock),
        rate("trained_sponsors", "total", {}, (len(sponsors & _trained(view)), len(sponsors))),
        rate("caseload", "total", {}, (len(in_stock), len(sponsors))),
    ]


def _needs_sponsor(enrolment: Enrolment, day: dt.date) -> bool:
    entry = enrolment.main_entry_on(day)
    return entry is not None and entry.phase.sponsor_required


def _coverage(view: View) -> list[Cell]:
    needing = [enrolment for enrolment in view.stock if _needs_sponsor(enrolment, view.as_of)]
    covered = [enrolment for enrolment in needing if enrolment.sponsored_on(view.as_of)]
    cells = [rate("sponsor_coverage", "total", {}, (len(covered), len(needing)))]
    for code in view.programmes:
        parts = (
            sum(enrolment.programme.code == code for enrolment in covered),
            sum(enrolment.programme.code == code for enrolment in needing),
        )
        cells.append(rate("sponsor_coverage", "programme", {"programme": code}, parts))
    return cells


def _sponsored_days(view: View) -> Cell:
    needed = covered = 0
    for spell in view.spells:
        enrolment = spell.enrolment
        for day in each_day(view.first_day, view.as_of):
            if day in spell.days and _needs_sponsor(enrolment, day) and not enrolment.paused_on(day):
                needed += 1
                covered += enrolment.sponsored_on(day)
    return rate("sponsored_days", "total", {}, (covered, needed))


def _contact_regularity(view: View, in_stock: list[tuple[Sponsorship, Enrolment]]) -> Cell:
    expected = kept = 0
    for sponsorship, enrolment in in_stock:
        entry = enrolment.main_entry_on(view.as_of)
        if entry is None or entry.phase.contact_interval_days is None or enrolment.paused_on(view.as_of):
            continue
        since = days_later(view.as_of, -entry.phase.contact_interval_days)
        if sponsorship.started_on > since:
            continue
        expected += 1
        kept += _reached(view, sponsorship.sponsor, enrolment.code, since)
    return rate("contact_regularity", "total", {}, (kept, expected))


def _reached(view: View, sponsor: str, enrolment: str, since: dt.date) -> bool:
    """Whether the sponsor reached the person between the day and the as-of date."""
    for row in view.world.rows("contacts"):
        held_on = day_of(row["held_on"])
        if (
            row["sponsor"] == sponsor
            and row["enrolment"] == enrolment
            and row.get("reached", "") in {"yes", "ja", "true", "1"}
            and held_on is not None
            and since <= held_on <= view.as_of
        ):
            return True
    return False


def _trained(view: View) -> set[str]:
    trained = set()
    for row in view.world.rows("sponsors"):
        on = day_of(row.get("trained_on", ""))
        if on is not None and on <= view.as_of:
            trained.add(row["code"])
    return trained
