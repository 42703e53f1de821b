"""Targets on many indicators, and figures from elsewhere."""

from .draft import Draft, months_later, plus
from .ground import Ground

RATES = (
    ("guarantee_coverage", ""), ("guarantee_fulfilment", ""), ("takeover", ""), ("retention_6", "group"),
    ("retention_6", "employer"), ("retention_12", "group"), ("retention_12", "employer"), ("retention_24", "group"),
    ("language_b2", ""), ("language_b2", "of_all"), ("language_progress", "one_step"), ("sponsor_coverage", ""),
    ("sponsored_days", ""), ("contact_regularity", ""), ("trained_sponsors", ""), ("permit_covers_phase", ""),
    ("dissolution_rate", ""),
)  # fmt: skip
COUNTS = (
    ("participants", ""), ("supported", ""), ("enrolments", ""), ("inflow", ""), ("outflow", ""), ("paused", ""),
    ("overdue", ""), ("caseload", ""), ("language_progress", ""),
)  # fmt: skip
WITHOUT_TOTAL = (
    ("success", ""), ("transition", ""), ("phase_stock", ""), ("guarantee_forecast", ""), ("training_completion", ""),
)  # fmt: skip


def draw_targets(draft: Draft, ground: Ground) -> None:
    d = draft.as_of
    for number in range(draft.random.randint(10, 18)):
        percent = draft.chance(0.6)
        indicator, line = draft.one_of(*RATES) if percent else draft.one_of(*COUNTS)
        if draft.chance(0.05):
            indicator, line = draft.one_of(*WITHOUT_TOTAL)
        values = ("0", "50", "100", "33.3", "66.7", "80", "25") if percent else ("0", "1", "2", "3", "10", "1.5", "30")
        due = draft.near(d, d, plus(d, 300), plus(d, -300))
        baseline_on = draft.one_of("", plus(due, -400), plus(due, -60), plus(due, -700), draft.near(d), due)
        draft.add(
            "targets",
            code=f"T{number:02d}",
            organisation=draft.one_of("GR", "CA", *ground.organisations),
            indicator=indicator,
            line=line,
            operator=draft.one_of(">=", ">"),
            value=draft.one_of(*values),
            due_on=due,
            baseline=draft.one_of("", *values),
            baseline_on=baseline_on,
        )


def draw_published(draft: Draft, ground: Ground) -> None:
    for number in range(draft.random.randint(1, 5)):
        draft.add(
            "published_figures",
            code=f"V{number}",
            organisation=draft.one_of(*ground.organisations),
            label=f"Angabe {number}",
            qualifier=draft.one_of("exactly", "about", "over", "at_least"),
            value=draft.one_of("4000", "48", "12.5", "0"),
            unit=draft.one_of("persons", "percent"),
            base=draft.one_of("", "alle Marken, zwei Jahre"),
            as_of=draft.one_of("", draft.as_of, plus(draft.as_of, 1), months_later(draft.as_of, -1)),
            source="Bericht",
        )
