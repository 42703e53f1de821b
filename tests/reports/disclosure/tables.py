"""Small reports made by hand or by chance, with stock and flow that add up, for tests of disclosure control."""

from collections.abc import Iterable, Mapping
from random import Random

from reports.disclosure.places import Tree
from reports.indicators.figures import Figure, Status
from reports.indicators.kinds import Breakdown

THRESHOLD = 5
PROGRAMMES = ("BAU", "PFLEGE", "BUERO")
GROUP, COMPANIES = "GROUP", ("EAST", "NORTH", "WEST")
TREE = Tree(dict.fromkeys(COMPANIES, GROUP), frozenset(COMPANIES))

Stock = dict[str, dict[str, int]]
"""People by company and programme."""


def count(indicator: str, value: int, breakdown: Breakdown = Breakdown.TOTAL, **key: str) -> Figure:
    """A count."""
    return Figure(indicator, 1, breakdown, key, value=value)


def rate(indicator: str, numerator: int, denominator: int, not_matured: int | None = None, **key: str) -> Figure:
    """A rate of the whole report, or of a cohort."""
    breakdown = Breakdown.COHORT if "cohort" in key else Breakdown.TOTAL
    return Figure(
        indicator, 1, breakdown, key, value=f"{numerator}/{denominator}",
        numerator=numerator, denominator=denominator, not_matured=not_matured,
    )  # fmt: skip


def by_programme(indicator: str, values: Mapping[str, int]) -> list[Figure]:
    """A total and its rows."""
    rows = [count(indicator, value, Breakdown.PROGRAMME, programme=code) for code, value in values.items()]
    return [count(indicator, sum(values.values())), *rows]


def reports_of(people: Mapping[str, Stock]) -> dict[str, list[Figure]]:
    """The reports of the group and its companies; `people` is by indicator."""
    reports: dict[str, list[Figure]] = {company: [] for company in (GROUP, *COMPANIES)}
    for indicator, of_companies in people.items():
        for company in COMPANIES:
            reports[company] += by_programme(indicator, of_companies[company])
        together = {code: sum(of_companies[company][code] for company in COMPANIES) for code in PROGRAMMES}
        reports[GROUP] += by_programme(indicator, together)
        reports[GROUP] += [
            count(indicator, sum(of_companies[company].values()), Breakdown.ORGANISATION, organisation=company)
            for company in COMPANIES
        ]
    return reports


def chance_months(seed: int, months: int) -> list[dict[str, list[Figure]]]:
    """Reports of some months in a row; few come and few leave, nobody moves from company to company."""
    dice = Random(seed)  # noqa: S311  (a test)
    stock = _draw(dice, (0, 0, 1, 2, 3, 4, 5, 6, 8, 12, 20))
    found = []
    for _ in range(months):
        came = _draw(dice, (0, 0, 0, 1, 2, 3, 5, 7))
        left = {c: {p: min(n, dice.choice((0, 0, 0, 1, 2, 5))) for p, n in row.items()} for c, row in stock.items()}
        stock = {c: {p: n + came[c][p] - left[c][p] for p, n in row.items()} for c, row in stock.items()}
        found.append(reports_of({"participants": stock, "enrolments": stock, "inflow": came, "outflow": left}))
    return found


def _draw(dice: Random, sizes: Iterable[int]) -> Stock:
    choices = list(sizes)
    return {company: {code: dice.choice(choices) for code in PROGRAMMES} for company in COMPANIES}


def hidden_in(report: Iterable[Figure]) -> set[tuple[str, str]]:
    """Indicators and keys of what is suppressed."""
    return {(each.indicator, "/".join(each.key.values())) for each in report if each.status is Status.SUPPRESSED}
