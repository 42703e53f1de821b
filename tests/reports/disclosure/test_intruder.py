"""An intruder with all published reports works out no hidden number, and is good enough to find what is left open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from reports.disclosure.services import disclose
from reports.disclosure.standing import Earlier, Published, Standing
from reports.indicators.figures import Figure, Status
from tests.reports.disclosure.intruder import Finding, Land, attack, read
from tests.reports.disclosure.tables import COMPANIES, GROUP, THRESHOLD, TREE, chance_months

LAND = Land(TREE.parents, TREE.direct)
Reports = Mapping[str, Sequence[Figure]]


def findings(months: Sequence[Reports], truth: Sequence[Reports]) -> list[Finding]:
    names = [f"2026-{number:02d}" for number in range(1, len(months) + 1)]
    published, true = {}, {}
    for name, reports, full in zip(names, months, truth, strict=True):
        for organisation, figures in reports.items():
            published |= read(name, organisation, [each.as_data() for each in figures])
            true |= read(name, organisation, [each.as_data() for each in full[organisation]])
    return attack(published, LAND, dict(pairwise(names)), true, THRESHOLD)


def small_numbers_alone(reports: Reports) -> Reports:
    """As if nothing more were to be done."""
    return {
        organisation: [
            Figure(each.indicator, 1, each.breakdown, each.key, status=Status.SUPPRESSED)
            if each.value in range(1, THRESHOLD)
            else each
            for each in figures
        ]
        for organisation, figures in reports.items()
    }


def published_month_by_month(months: Sequence[Reports]) -> list[Reports]:
    before, seen = None, []
    for reports in months:
        disclosed = disclose(reports, TREE, THRESHOLD, Earlier(before=before))
        assert disclosed.unprotected == ()
        # What is kept survives being stored.
        before = Published(disclosed.reports, Standing.from_data(disclosed.standing.as_data()))
        seen.append(disclosed.reports)
    return seen


def test_the_intruder_works_out_what_is_only_hidden_for_its_own_sake():
    months = chance_months(1, 3)

    assert findings([small_numbers_alone(each) for each in months], months) != []


@pytest.mark.parametrize("seed", range(12))
def test_months_together_reveal_no_hidden_number(seed):
    months = chance_months(seed, 4)

    assert findings(published_month_by_month(months), months) == []


def publish(reports: Reports, **earlier: Published | None) -> Published:
    """The group's report first, then all with it."""
    group = disclose({GROUP: reports[GROUP]}, TREE, THRESHOLD, Earlier(**earlier))
    fixed = Published(group.reports, group.standing)
    everything = disclose(reports, TREE, THRESHOLD, Earlier(again=fixed, **earlier))
    assert everything.reports[GROUP] == group.reports[GROUP]
    return Published(everything.reports, everything.standing)


@pytest.mark.parametrize("seed", range(20, 24))
def test_reports_that_are_published_one_after_the_other_reveal_nothing(seed):
    first, second, third = chance_months(seed, 3)

    one = publish(first)
    two = publish(second, before=one)
    three = publish(third, before=two)

    assert findings([one.reports, two.reports, three.reports], [first, second, third]) == []


@pytest.mark.parametrize("seed", range(30, 36))
def test_a_month_that_is_published_after_those_around_it_reveals_nothing(seed):
    months = chance_months(seed, 3)

    first, third = (disclose(each, TREE, THRESHOLD) for each in (months[0], months[2]))
    before, after = (Published(each.reports, each.standing) for each in (first, third))
    second = disclose(months[1], TREE, THRESHOLD, Earlier(before=before, after=after))

    assert findings([first.reports, second.reports, third.reports], months) == []


def test_most_of_what_is_not_small_stays_visible():
    months = chance_months(5, 6)
    large = shown = 0
    for full, seen in zip(months, published_month_by_month(months), strict=True):
        for organisation in (GROUP, *COMPANIES):
            for true, figure in zip(full[organisation], seen[organisation], strict=True):
                if true.value not in range(1, THRESHOLD):
                    large += 1
                    shown += figure.status is Status.SHOWN

    assert shown / large > 0.6


def test_what_was_recorded_late_changes_a_month_and_reveals_nothing_that_was_hidden():
    first, second = chance_months(9, 2)
    one = published_month_by_month([first])[0]
    standing = disclose(first, TREE, THRESHOLD).standing
    late = {
        organisation: [replace(each, value=each.value + 6) if not each.key else each for each in figures]
        for organisation, figures in second.items()
    }
    disclosed = disclose(late, TREE, THRESHOLD, Earlier(before=Published(one, standing)))

    assert all(
        figure.status is Status.SUPPRESSED
        for organisation in disclosed.reports
        for true, figure in zip(late[organisation], disclosed.reports[organisation], strict=True)
        if true.value in range(1, THRESHOLD)
    )
