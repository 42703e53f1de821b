"""The ledger of posts owed: by month, company and occupation for three years, with what completions so far make likely.

Whose posts are owed, and in which month, is what the report counts (INDICATORS.md, `guarantee_forecast`); here they are
counted today, for whoever accompanies the people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.access import only_for
from integration.organisations.models import Organisation
from integration.periods.months import MONTHS_A_YEAR, anniversary, month_start
from integration.periods.querysets import active_on
from programmes.pathways.enums import Outcome, PhaseKind
from programmes.pathways.models import Affiliation, PhaseEntry
from reports.indicators.guarantees import FORECAST_MONTHS, holding_guarantees, latest_trainings
from reports.indicators.kinds import Unit
from reports.rendering import numbers
from reports.rendering.charts.description import Amount, Columns, Point
from reports.rendering.story.telling import Picture

ENOUGH = 10
"""From so many ended trainings on a company's own share says something; below it that of all companies shown."""

PLACES_OFFERED = 500

YEARS = FORECAST_MONTHS // MONTHS_A_YEAR


class Rate(NamedTuple):
    """Of the trainings that ended in the last three years: how many were passed."""

    passed: int
    ended: int

    @property
    def share(self) -> Fraction | None:
        """Nothing where none ended."""
        return Fraction(self.passed, self.ended) if self.ended else None


class Line(NamedTuple):
    """What a company owes in one occupation: in each of the three years, in all, and what of it is likely."""

    company: str
    occupation: str
    years: list[int]
    owed: int
    likely: str


class Month(NamedTuple):
    """What falls due in a month, and what of it is likely."""

    day: date
    owed: int
    likely: str


class Ledger(NamedTuple):
    """The page. `rate` is that of all companies shown."""

    lines: list[Line]
    months: list[Month]
    owed: int
    likely: str
    rate: Rate
    picture: Picture


@only_for(Role.TRAINING_MANAGER)
def ledger_page(request: HttpRequest) -> HttpResponse:
    """For training managers, of the people who are theirs today."""
    today = timezone.localdate()
    user: User = request.user  # type: ignore[assignment]
    places = list(
        Organisation.objects.visible_to(user, {Role.TRAINING_MANAGER}).order_by("name", "code")[:PLACES_OFFERED]
    )
    asked = next((each for each in places if each.code == request.GET.get("organisation")), None)
    context = {
        "ledger": ledger_of(user, today, asked),
        "places": places,
        "asked": asked,
        "today": today,
        "headings": [_("Year %(n)s") % {"n": year} for year in range(1, YEARS + 1)],
    }
    return render(request, "rendering/ledger.html", context)


def ledger_of(user: User, today: date, place: Organisation | None = None) -> Ledger:
    """Of all whom the reader may change, or of those of one organisation; in three queries, however many people there are."""
    here = PhaseEntry.objects.changeable_by(user, {Role.TRAINING_MANAGER}).filter(phase__kind=PhaseKind.TRAINING)
    if place is not None:
        there = Affiliation.objects.filter(organisation__reached_by__head=place, organisation__reached_by__alone=False)
        here = here.filter(Exists(there.filter(enrolment=OuterRef("enrolment"), next__isnull=True)))
    rates = _rates(here, today)
    of_all = Rate(sum(rate.passed for rate in rates.values()), sum(rate.ended for rate in rates.values()))
    shares = defaultdict(lambda: of_all.share)
    shares |= {company: rate.share for company, rate in rates.items() if rate.ended >= ENOUGH}
    posts = _posts(here, today)
    names = dict(Organisation.objects.filter(pk__in={company for company, *_rest in posts}).values_list("pk", "name"))
    return Ledger(
        lines=list(_lines(posts, names, shares, today)),
        months=list(_months(posts, shares)),
        owed=sum(posts.values()),
        likely=_likely((number, shares[company]) for (company, *_rest), number in posts.items()),
        rate=of_all,
        picture=Picture(_chart(posts, today), "posts-owed"),
    )


Posts = Mapping[tuple[int | None, str, date], int]


def _posts(here: QuerySet[PhaseEntry], today: date) -> Posts:
    """How many by employer, occupation and month; what is overdue counts in the first month."""
    latest = latest_trainings(PhaseEntry.objects.filter(pk=OuterRef("pk")), today)
    owed = here.filter(
        active_on(today), Exists(holding_guarantees(today)), Exists(latest), planned_end_on__isnull=False
    )
    first, last = anniversary(month_start(today), 1), anniversary(month_start(today), FORECAST_MONTHS)
    posts: Counter[tuple[int | None, str, date]] = Counter()
    for row in _by_employer(owed, today, "occupation", "planned_end_on", number=Count("pk")):
        month = max(first, month_start(row["planned_end_on"] + timedelta(days=1)))
        if month <= last:
            posts[row["employer"], row["occupation"], month] += row["number"]
    return posts


def _rates(here: QuerySet[PhaseEntry], today: date) -> dict[int | None, Rate]:
    """By the employer at the end. Who moved on to another phase has not ended a training."""
    since = anniversary(today, -FORECAST_MONTHS)
    ended = here.filter(ended_on__gt=since, ended_on__lte=today).exclude(outcome=Outcome.MOVED_ON)
    passed = Count("pk", filter=Q(outcome__in=(Outcome.PASSED, Outcome.COMPLETED)))
    rows = _by_employer(ended, today, ended=Count("pk"), passed=passed)
    return {row["employer"]: Rate(row["passed"], row["ended"]) for row in rows}


def _by_employer(rows: QuerySet[PhaseEntry], today: date, *columns: str, **counted: Any) -> Iterable[dict[str, Any]]:
    """Of the organisation to which the enrolment belongs, or last belonged."""
    there = Affiliation.objects.filter(enrolment=OuterRef("enrolment"), started_on__lte=today).order_by("-started_on")
    employer = Subquery(there.values("organisation__employer")[:1])
    return rows.order_by().annotate(employer=employer).values("employer", *columns).annotate(**counted)


def _lines(
    posts: Posts, names: Mapping[int | None, str], shares: Mapping[int | None, Fraction | None], today: date
) -> Iterable[Line]:
    first = anniversary(month_start(today), 1)
    years: dict[tuple[int | None, str], list[int]] = defaultdict(lambda: [0] * YEARS)
    for (company, occupation, month), number in posts.items():
        ahead = (month.year - first.year) * MONTHS_A_YEAR + month.month - first.month
        years[company, occupation][ahead // MONTHS_A_YEAR] += number
    for (company, occupation), owed in sorted(years.items(), key=lambda item: (names.get(item[0][0], ""), item[0][1])):
        likely = _likely([(sum(owed), shares[company])])
        yield Line(names.get(company, "–"), occupation, owed, sum(owed), likely)


def _months(posts: Posts, shares: Mapping[int | None, Fraction | None]) -> Iterable[Month]:
    by_month: dict[date, list[tuple[int, Fraction | None]]] = defaultdict(list)
    for (company, _occupation, month), number in posts.items():
        by_month[month].append((number, shares[company]))
    for month, parts in sorted(by_month.items()):
        yield Month(month, sum(number for number, _share in parts), _likely(parts))


def _likely(parts: Iterable[tuple[int, Fraction | None]]) -> str:
    """Rounded half up; a dash where nothing has ended yet from which it could be told."""
    expected = Fraction(0)
    for number, share in parts:
        if share is None:
            return "–"
        expected += number * share
    return numbers.count(int(expected + Fraction(1, 2)))


def _chart(posts: Posts, today: date) -> Columns:
    owed: Counter[date] = Counter()
    for (_company, _occupation, month), number in posts.items():
        owed[month] += number
    months = [anniversary(month_start(today), ahead) for ahead in range(1, FORECAST_MONTHS + 1)]
    points = [
        Point(
            date_format(month, "F Y"), f"{month:%Y}" if month.month == 1 else "", Amount(owed[month], str(owed[month]))
        )
        for month in months
    ]
    number = sum(owed.values())
    summary = ngettext("%(count)s post in 36 months.", "%(count)s posts in 36 months.", number) % {"count": number}
    return Columns(_("Posts owed in the next three years"), summary, _("Month"), str(Unit.POSTS.label), tuple(points))
