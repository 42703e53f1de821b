"""The calendar of the database is Python's, on PostgreSQL and on SQLite."""

from datetime import date, timedelta

import pytest
from django.db.models import F, IntegerField, JSONField, Value
from django.db.models.functions import Cast

from integration.periods import months
from integration.periods.expressions import (
    AddDays,
    Anniversary,
    DayMask,
    PeriodEnd,
    UnionOfDays,
    WorkingDaysAfter,
)
from integration.periods.working_days import EVERYWHERE, State, public_holidays, working_days_after
from programmes.pathways.models import PhaseEntry
from tests import factories

pytestmark = pytest.mark.django_db

BORDERS = [
    date(2015, 1, 31),
    date(2016, 5, 1),
    date(2016, 9, 1),
    date(2022, 11, 30),
    date(2023, 11, 30),
    date(2023, 12, 31),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 8, 31),
    date(2024, 9, 1),
]
COUNTS = [1, 3, 4, 6, 9, 12, 24, 36, 42]


@pytest.fixture
def starts():
    """An entry that begins on each of the borders."""
    within = factories.enrolment(entered_on=date(2010, 1, 1))
    return [factories.phase_entry(within, started_on=day, ended_on=day).started_on for day in BORDERS]


def computed(function, count):
    rows = PhaseEntry.objects.annotate(found=function(F("started_on"), Cast(Value(count), IntegerField())))
    return dict(rows.values_list("started_on", "found"))


@pytest.mark.parametrize("count", COUNTS)
def test_periods_end_as_in_python(starts, count):
    assert computed(PeriodEnd, count) == {day: months.period_end(day, count) for day in starts}


@pytest.mark.parametrize("count", [*COUNTS, -6, -12])
def test_anniversaries_are_as_in_python(starts, count):
    assert computed(Anniversary, count) == {day: months.anniversary(day, count) for day in starts}


@pytest.mark.parametrize("count", [-1, 0, 1, 400])
def test_days_are_added_as_in_python(starts, count):
    assert computed(AddDays, count) == {day: day + timedelta(days=count) for day in starts}


@pytest.mark.parametrize("state", [EVERYWHERE, *State.values])
@pytest.mark.parametrize("count", [0, 1, 2, 90])
def test_working_days_are_counted_as_in_python(starts, state, count):
    free = Value(public_holidays(2015, 2025), JSONField())
    after = WorkingDaysAfter(F("started_on"), Cast(Value(count), IntegerField()), Value(state), free)
    rows = PhaseEntry.objects.annotate(found=after)

    assert dict(rows.values_list("started_on", "found")) == {
        day: working_days_after(day, count, state) for day in starts
    }


@pytest.mark.parametrize("function", [AddDays, Anniversary, PeriodEnd])
def test_nothing_is_computed_from_nothing(starts, function):
    row = PhaseEntry.objects.annotate(found=function(F("planned_end_on"), Cast(Value(3), IntegerField()))).first()

    assert row.found is None


FIRST, LAST = date(2024, 2, 1), date(2024, 2, 29)


def mask_in_python(start, end):
    days = range((LAST - FIRST).days + 1)
    covered = [day for day in days if start <= FIRST + timedelta(days=day) <= (end or date.max)]
    return sum(1 << day for day in covered)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2024, 1, 1), None),
        (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2024, 1, 1), date(2024, 2, 1)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 2, 10), date(2024, 2, 12)),
        (date(2024, 2, 29), None),
        (date(2024, 2, 29), date(2024, 3, 5)),
        (date(2024, 3, 1), None),
        (date(2024, 3, 1), date(2024, 3, 2)),
    ],
)
def test_a_mask_has_the_bits_of_the_days_within_the_month(start, end):
    entry = factories.phase_entry(factories.enrolment(entered_on=date(2010, 1, 1)), started_on=start, ended_on=end)

    mask = DayMask(F("started_on"), F("ended_on"), Value(FIRST), Value(LAST))
    found = PhaseEntry.objects.annotate(mask=mask).get(pk=entry.pk).mask

    assert found == mask_in_python(start, end)


def test_days_that_two_intervals_share_are_counted_once():
    within = factories.enrolment(entered_on=date(2010, 1, 1))
    factories.pause(within, started_on=date(2024, 2, 1), ended_on=date(2024, 2, 3))
    factories.pause(within, started_on=date(2024, 2, 2), ended_on=date(2024, 2, 4))

    mask = DayMask(F("started_on"), F("ended_on"), Value(FIRST), Value(LAST))
    union = within.pauses.aggregate(days=UnionOfDays(mask))["days"]

    assert union == 0b1111
