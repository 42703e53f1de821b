"""What matters first in a report."""

from datetime import date
from fractions import Fraction

import pytest

from programmes.community.enums import TargetState
from reports.indicators.figures import Figure, Status
from reports.rendering.story.headlines import Target, headlines, most_important
from reports.rendering.story.past import past_of
from reports.rendering.story.shelf import Shelf, place_of
from reports.rendering.story.targets import own_targets, targets_of
from tests.factories import organisation, report_edition, target

JANUARY, FEBRUARY, MARCH = (date(2024, month, 1) for month in (1, 2, 3))


def people(number):
    return Figure("participants", 1, "total", {}, value=number)


def coverage(numerator, denominator):
    share = str(Fraction(numerator, denominator))
    return Figure("guarantee_coverage", 1, "total", {}, share, numerator, denominator)


def hidden(indicator):
    return Figure(indicator, 1, "total", {}, status=Status.SUPPRESSED)


def only(now, *before, targets=()):
    past = {date(2024, month, 1): Shelf([figure]) for month, figure in enumerate(before, start=1)}
    (found,) = headlines(Shelf([now]), past, dict(targets))
    return found


def test_a_count_says_by_how_many_it_changed():
    found = only(people(12), people(9))

    assert (found.written.text, found.change.text, found.change.direction, found.change.tone) == ("12", "+3", "up", "")


def test_a_rate_says_by_how_many_points():
    found = only(coverage(3, 4), coverage(1, 1))

    assert (found.change.text, found.change.tone) == ("−25,0 Punkte", "bad")


def test_nothing_changed_is_said():
    assert only(people(9), people(9)).change.text == "unverändert"


@pytest.mark.parametrize(("now", "before"), [(hidden("participants"), people(9)), (people(9), hidden("participants"))])
def test_no_change_is_told_of_what_is_hidden(now, before):
    found = only(now, before)

    assert (found.change, found.points) == (None, "")


def test_the_trend_leaves_out_months_that_are_hidden():
    found = only(people(30), people(10), hidden("participants"), people(20))

    assert found.trend == (10, None, 20, 30)
    assert found.points == "0.0,28.0 66.7,15.0 100.0,2.0"


def test_a_figure_that_the_report_does_not_have_has_no_headline():
    assert headlines(Shelf([]), {}, {}) == []


def test_what_moved_most_comes_first():
    now = Shelf([people(101), coverage(1, 2), Figure("inflow", 1, "total", {}, value=4)])
    before = Shelf([people(100), coverage(4, 5), Figure("inflow", 1, "total", {}, value=4)])

    moved = most_important(headlines(now, {JANUARY: before}, {}))

    assert [each.indicator.id for each in moved] == ["guarantee_coverage", "participants"]


def test_few_do_not_outweigh_many():
    now = Shelf([Figure("inflow", 1, "total", {}, value=2), coverage(1, 2), people(130)])
    before = Shelf([Figure("inflow", 1, "total", {}, value=1), coverage(2, 2), people(100)])

    moved = most_important(headlines(now, {JANUARY: before}, {}))

    assert [each.indicator.id for each in moved] == ["participants", "inflow", "guarantee_coverage"]


@pytest.mark.parametrize(
    ("before", "turned"), [("met", True), ("on_track", True), ("behind", False), ("no_baseline", False), (None, False)]
)
def test_a_figure_whose_target_turned_comes_before_all_that_only_moved(before, turned):
    stands = Target(TargetState.BEHIND, "", TargetState(before) if before else None)
    now, then = Shelf([people(200), coverage(59, 100)]), Shelf([people(100), coverage(60, 100)])

    moved = most_important(headlines(now, {JANUARY: then}, {place_of("guarantee_coverage"): stands}))

    assert stands.turned == turned
    assert moved[0].indicator.id == ("guarantee_coverage" if turned else "participants")


@pytest.mark.django_db
def test_how_a_target_stood_last_month_is_read_from_its_report():
    aim = target(organisation(), indicator="guarantee_coverage")
    now, then = (
        Shelf([Figure("target", 1, "target", {"target": aim.code}, value=state)]) for state in ("behind", "met")
    )

    (stands,) = targets_of([aim], now, then).values()

    assert (stands.state, stands.before, stands.turned) == (TargetState.BEHIND, TargetState.MET, True)


@pytest.mark.django_db
def test_a_target_stands_with_its_figure():
    at = organisation()
    aim = target(at, indicator="guarantee_coverage", value=62.5, due_on=date(2027, 12, 31))
    target(organisation(), indicator="guarantee_coverage")
    shelf = Shelf([Figure("target", 1, "target", {"target": aim.code}, value="behind")])

    found = targets_of(own_targets(shelf, report_edition(organisation=at)), shelf)

    assert list(found) == [place_of("guarantee_coverage")]
    (stands,) = found.values()
    assert (stands.state, stands.text) == (
        TargetState.BEHIND,
        "Ziel: mindestens 62,5\N{NO-BREAK SPACE}% bis 31. Dezember 2027",
    )


@pytest.mark.django_db
def test_a_suppressed_target_is_not_told():
    at = organisation()
    aim = target(at)
    shelf = Shelf([Figure("target", 1, "target", {"target": aim.code}, status=Status.SUPPRESSED)])

    assert targets_of(own_targets(shelf, report_edition(organisation=at)), shelf) == {}


@pytest.mark.django_db
def test_the_past_is_the_newest_edition_of_each_month_of_the_same_report():
    at = organisation()
    report_edition(organisation=at, month=JANUARY, edition=1, figures=[people(1)])
    report_edition(organisation=at, month=JANUARY, edition=2, figures=[people(2)])
    report_edition(organisation=at, month=FEBRUARY, audience="management", figures=[people(3)])
    report_edition(organisation=at, month=FEBRUARY)
    report_edition(month=FEBRUARY, figures=[people(4)])
    now = report_edition(organisation=at, month=MARCH, figures=[people(5)])

    past = past_of(now, 12)

    assert {month: shelf.get("participants").value for month, shelf in past.items()} == {JANUARY: 2}
