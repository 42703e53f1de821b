"""Stock and flow: who is there, who came, who left."""

from collections.abc import Callable

from .cells import Cell, count
from .dates import ONE_DAY, each_day, year_before
from .records import Entry
from .view import Spell, View

END_REASONS = (
    "completed",
    "taken_over",
    "no_further_support_needed",
    "contract_dissolved",
    "failed_finally",
    "other_employer",
    "other_programme",
    "moved_away",
    "permit_lost",
    "health",
    "personal_reasons",
    "lost_contact",
    "died",
    "unknown",
)
PHASE_KINDS = ("internship", "eq", "qualification", "training", "retraining", "coaching", "language_course")


def figures(view: View) -> list[Cell]:
    cells = []
    cells += _everywhere("participants", view, _participants)
    cells += _everywhere("supported", view, _supported, by_programme=False)
    cells += _everywhere("enrolments", view, _enrolments)
    cells += _everywhere("inflow", view, _inflow)
    cells += _everywhere("outflow", view, _outflow)
    cells += _outflow_by_reason(view)
    cells += _phase_stock(view)
    cells.append(count("paused", "total", {}, sum(e.paused_on(view.as_of) for e in view.stock)))
    cells.append(count("overdue", "total", {}, len(_overdue(view))))
    return cells


def _everywhere(
    indicator: str, view: View, figure: Callable[[View, list[Spell]], int], *, by_programme: bool = True
) -> list[Cell]:
    """One figure for the total, for each part of the organisation and for each programme."""
    cells = [count(indicator, "total", {}, figure(view, view.spells))]
    for code, part in view.parts.items():
        cells.append(count(indicator, "organisation", {"organisation": code}, figure(part, part.spells)))
    if by_programme:
        for code in view.programmes:
            spells = [spell for spell in view.spells if spell.enrolment.programme.code == code]
            cells.append(count(indicator, "programme", {"programme": code}, figure(view, spells)))
    return cells


def _participants(view: View, spells: list[Spell]) -> int:
    return len({spell.enrolment.participant for spell in spells if view.as_of in spell.days})


def _supported(view: View, spells: list[Spell]) -> int:
    window = set(each_day(year_before(year_before(view.as_of)) + ONE_DAY, view.as_of))
    return len({spell.enrolment.participant for spell in spells if window & set(spell.days)})


def _enrolments(view: View, spells: list[Spell]) -> int:
    return sum(view.as_of in spell.days for spell in spells)


def _inflow(view: View, spells: list[Spell]) -> int:
    return sum(view.first_day <= spell.first <= view.as_of for spell in spells)


def _outflow(view: View, spells: list[Spell]) -> int:
    return len(_left(view, spells))


def _left(view: View, spells: list[Spell]) -> list[Spell]:
    """Spells whose end takes effect in the month: the day after the last day (G3)."""
    return [spell for spell in spells if view.first_day <= spell.last + ONE_DAY <= view.as_of]


def _outflow_by_reason(view: View) -> list[Cell]:
    reasons = []
    for spell in _left(view, view.spells):
        if spell.enrolment.ended_on == spell.last:
            reasons.append(spell.enrolment.end_reason or "unknown")
        else:
            reasons.append("transfer_out")
    return [count("outflow", "reason", {"reason": key}, reasons.count(key)) for key in (*END_REASONS, "transfer_out")]


def _active_entries(view: View) -> list[Entry]:
    """Entries active on the as-of date of enrolments in stock, parallel ones included."""
    return [entry for enrolment in view.stock for entry in enrolment.entries if entry.active_on(view.as_of)]


def _phase_stock(view: View) -> list[Cell]:
    kinds = [entry.phase.kind for entry in _active_entries(view)]
    cells = [count("phase_stock", "phase", {"phase": kind}, kinds.count(kind)) for kind in PHASE_KINDS]
    between = [enrolment for enrolment in view.stock if enrolment.main_entry_on(view.as_of) is None]
    cells.append(count("phase_stock", "phase", {"phase": "between_phases"}, len(between)))
    return cells


def _overdue(view: View) -> list[Entry]:
    return [e for e in _active_entries(view) if e.planned_end_on is not None and e.planned_end_on < view.as_of]
