"""Who is still there after the takeover (INDICATORS.md, "Guarantees and retention")."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial
from itertools import groupby
from operator import itemgetter

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from integration.periods.expressions import Anniversary
from integration.periods.months import latest_start_reaching, period_end
from integration.periods.querysets import active_on
from programmes.guarantees.enums import Contract
from programmes.guarantees.models import Employment
from programmes.pathways.models import PhaseEntry
from reports.indicators.arranging import Report
from reports.indicators.cells import Cells, Tally
from reports.indicators.figures import Figure
from reports.indicators.frame import Frame
from reports.indicators.guarantees import FAMILY, employments_after, passed_trainings
from reports.indicators.kinds import Breakdown, Shape, Unit
from reports.indicators.knowledge import ALONE, Children, Knowledge, Law, Part, Term
from reports.indicators.registry import Indicator, indicator
from reports.indicators.scope import by_head

LEAST_TAKEOVERS = 20
"""A curve over fewer people would say more than is known."""

BEGINNING = date(1900, 1, 1)
"""No recorded date is earlier (IMPORT.md)."""


def takeovers(frame: Frame, hired_after: date, hired_by: date) -> QuerySet[PhaseEntry]:
    """Passed trainings whose earliest job in the group within the tolerance began in these days, as `hired_on`."""
    longest = max((rules.tolerance for rules in frame.programmes.values()), default=0)
    permanent_first = Case(When(contract=Contract.PERMANENT, then=Value(0)), default=Value(1))
    first = employments_after(organisation__root=OuterRef("root")).order_by(
        "started_on", permanent_first, "organisation__code"
    )
    return (
        passed_trainings(hired_after - timedelta(days=longest + 1), hired_by)
        .annotate(
            hired_on=Subquery(first.values("started_on")[:1]),
            new_employer=Subquery(first.values("organisation__employer")[:1]),
        )
        .filter(hired_on__gt=hired_after, hired_on__lte=hired_by)
    )


def _still_there(months: int, **conditions: OuterRef) -> Exists:
    """The enrolment has a job on the anniversary of the takeover."""
    day = Anniversary(OuterRef("hired_on"), Value(months))
    return Exists(Employment.objects.filter(active_on(day), enrolment=OuterRef("enrolment_id"), **conditions))


def _retention(frame: Frame, *, months: int) -> Cells:
    """One query."""
    due = takeovers(
        frame, latest_start_reaching(frame.year_ago, months), latest_start_reaching(frame.as_of, months)
    ).annotate(
        with_employer=_still_there(months, organisation__employer=OuterRef("new_employer")),
        in_group=_still_there(months, organisation__root=OuterRef("root")),
    )
    cells = Cells()
    for head, row in by_head(frame, due, "with_employer", "in_group", rows=Count("pk")):
        count = row["rows"]
        for line, there in (("employer", row["with_employer"]), ("group", row["in_group"])):
            cells.add(Breakdown.TOTAL, head, Tally(count if there else 0, count), line=line)
    return cells


for _months in (6, 12, 24):
    indicator(
        f"retention_{_months}",
        family=FAMILY,
        shape=Shape.RATE,
        unit=Unit.TAKEOVERS,
        breakdowns=(Breakdown.TOTAL,),
        lines=("employer", "group"),
        knowledge=Knowledge(
            Children.SUM,
            same={(Part.DENOMINATOR, "group"): Term(f"retention_{_months}", Part.DENOMINATOR, "employer")},
            laws=(
                Law(
                    (Term(f"retention_{_months}", line="employer"),),
                    (Term(f"retention_{_months}", line="group"),),
                    at_most=True,
                    nearly=True,
                ),
            ),
        ),
        name={
            6: _("Still there after 6 months"),
            12: _("Still there after 12 months"),
            24: _("Still there after 24 months"),
        }[_months],
        definition=_(
            "Of the takeovers whose anniversary falls in the last year: those with a job on that day, with the employer "
            "that took them over, or anywhere in the group."
        ),
        explanation=_("Whether people stay once they have been taken over."),
    )(partial(_retention, months=_months))


def _completed_months(start: date, last: date) -> int:
    """The whole months of a period from `start` to `last`, both included (INDICATORS G10)."""
    months = max(0, (last.year - start.year) * 12 + last.month - start.month - 1)
    while period_end(start, months + 1) <= last:
        months += 1
    return months


def _last_day(hired_on: date, jobs: Iterable[tuple[date, date | None]]) -> date | None:
    """Last day of the unbroken run of jobs from the takeover on; None while it is open. `jobs` come by start."""
    last = hired_on
    for started_on, ended_on in jobs:
        if started_on > last + timedelta(days=1):
            break
        if ended_on is None:
            return None
        last = max(last, ended_on)
    return last


def _curve(report: Report, indicator: Indicator) -> Iterator[Figure]:
    """Kaplan–Meier: a row for every completed month up to the longest."""
    cells = report.measured[indicator.id]
    ended: Counter[int] = Counter()
    seen: Counter[int] = Counter()
    for months, tally in cells.of(Breakdown.TOTAL, report.head):
        ended[months] += tally.numerator  # type: ignore[index]
        seen[months] += tally.denominator  # type: ignore[index]
    at_risk, surviving = seen.total(), Fraction(1)
    if at_risk < LEAST_TAKEOVERS:
        return
    for month in range(max(seen) + 1):
        surviving *= 1 - Fraction(ended[month], at_risk)
        yield Figure(
            indicator.id,
            indicator.version,
            Breakdown.TOTAL,
            {"month": str(month)},
            value=_six_places(surviving),
            details={"at_risk": at_risk, "ended": ended[month]},
        )
        at_risk -= seen[month]


def _six_places(value: Fraction) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.000001"), ROUND_HALF_UP))


@indicator(
    "retention_curve",
    family=FAMILY,
    shape=Shape.SURVIVAL,
    unit=Unit.TAKEOVERS,
    breakdowns=(Breakdown.TOTAL,),
    arrange=_curve,
    knowledge=ALONE,
    name=_("Retention curve"),
    definition=_(
        "Kaplan–Meier estimate of the completed months employed in the group after takeover; whoever is still there on "
        "the as-of date is counted up to then. Shown with 20 or more takeovers."
    ),
    explanation=_("The share of those taken over who are still in the group after so many months."),
)
def retention_curve(frame: Frame) -> Cells:
    """One query: the jobs of everybody taken over, one row a job."""
    jobs = "enrolment__employments__"
    rows = (
        takeovers(frame, BEGINNING, frame.as_of)
        .filter(**{f"{jobs}organisation__root": F("root"), f"{jobs}started_on__gte": F("hired_on")})
        .order_by("pk", f"{jobs}started_on")
        .values_list("at", "pk", "hired_on", f"{jobs}started_on", f"{jobs}ended_on")
    )
    cells = Cells()
    for (organisation_id, _pk, hired_on), group in groupby(rows.iterator(), key=itemgetter(0, 1, 2)):
        last = _last_day(hired_on, ((row[3], row[4]) for row in group))
        # An end on D takes effect the day after (INDICATORS G3): on D the person is still there.
        left = last is not None and last < frame.as_of
        months = _completed_months(hired_on, last if last is not None and left else frame.as_of)
        for head in frame.heads_over(organisation_id):
            cells.add(Breakdown.TOTAL, head, Tally(1 if left else 0, 1), key=months)
    return cells
