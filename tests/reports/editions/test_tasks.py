"""Tasks do their work once, however often they run; the schedule misses no month."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from integration.celery import app
from integration.jobs.tasks import reconcile
from integration.periods.months import anniversary
from reports.editions.models import ReportEdition
from reports.editions.tasks import build_edition, schedule_month
from tests.factories import enrolment, organisation, report_edition

BERLIN = ZoneInfo("Europe/Berlin")
anywhere = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


def months():
    return sorted(set(ReportEdition.objects.values_list("month", flat=True)))


def schedule_at(*moment):
    with time_machine.travel(datetime(*moment, tzinfo=BERLIN), tick=False):
        schedule_month()


@committed
def test_an_edition_is_built_once_however_often_the_task_comes():
    edition = report_edition()
    build_edition.apply([edition.pk]).get()
    known_at = ReportEdition.objects.get().known_at

    build_edition.apply([edition.pk]).get()

    assert (ReportEdition.objects.get().known_at, known_at is None) == (known_at, False)


@committed
def test_an_edition_that_is_gone_is_nobodys_work():
    build_edition.apply([4_711]).get()

    assert ReportEdition.objects.count() == 0


@anywhere
def test_reconciling_twice_changes_nothing_more():
    report_edition()
    reconcile()
    queued_at = ReportEdition.objects.get().queued_at

    reconcile()

    assert (ReportEdition.objects.get().queued_at, queued_at is None) == (queued_at, False)


@anywhere
def test_the_schedule_writes_last_month_once():
    enrolment(entered_on=date(2024, 9, 1))

    schedule_at(2024, 11, 1, 0, 5)
    schedule_at(2024, 11, 1, 0, 5)
    schedule_at(2024, 11, 1, 1, 5)

    assert list(ReportEdition.objects.order_by("audience").values_list("month", "audience", "scheduled")) == [
        (date(2024, 10, 1), "hr", True),
        (date(2024, 10, 1), "management", True),
    ]


@anywhere
@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ((2024, 1, 31, 23, 59), date(2023, 12, 1)),
        ((2024, 2, 29, 23, 59), date(2024, 1, 1)),
        ((2024, 3, 1, 0, 0), date(2024, 2, 1)),
        # The night in which the clock goes forward, and the one in which an hour comes twice.
        ((2024, 3, 31, 1, 59), date(2024, 2, 1)),
        ((2024, 3, 31, 3, 5), date(2024, 2, 1)),
        ((2024, 4, 1, 0, 5), date(2024, 3, 1)),
        ((2024, 10, 27, 2, 30), date(2024, 9, 1)),
        # Still October in Greenwich, already November in Berlin.
        ((2024, 11, 1, 0, 5), date(2024, 10, 1)),
    ],
)
def test_last_month_is_last_month_in_berlin(moment, month):
    enrolment(entered_on=date(2020, 1, 1))

    schedule_at(*moment)

    assert months() == [month]


@anywhere
def test_after_three_months_off_nothing_is_missing():
    enrolment(entered_on=date(2020, 1, 1))
    schedule_at(2024, 2, 1, 0, 5)

    schedule_at(2024, 5, 1, 8, 0)

    assert months() == [date(2024, month, 1) for month in (1, 2, 3, 4)]


@anywhere
def test_a_report_that_somebody_asked_for_hides_no_month_from_the_schedule():
    at = enrolment(entered_on=date(2020, 1, 1)).organisation
    schedule_at(2024, 2, 1, 0, 5)
    report_edition(organisation=at, month=date(2024, 4, 1))

    schedule_at(2024, 5, 1, 8, 0)

    assert months() == [date(2024, month, 1) for month in (1, 2, 3, 4)]


@anywhere
def test_after_years_off_the_last_twelve_months_are_caught_up():
    enrolment(entered_on=date(2018, 1, 1))
    schedule_at(2020, 2, 1, 0, 5)

    schedule_at(2024, 5, 1, 8, 0)

    assert months()[1:] == [anniversary(date(2023, 5, 1), later) for later in range(12)]


@anywhere
def test_nine_years_of_months_are_all_there_and_none_twice():
    enrolment(entered_on=date(2015, 1, 1))
    moments = [anniversary(date(2015, 2, 1), later) for later in range(108)]

    for number, first in enumerate(moments):
        # Every seventh month the machine is off; every fifth month it is asked twice.
        for _ in range(0 if number % 7 == 3 else 1 + (number % 5 == 0)):
            schedule_at(first.year, first.month, 1 + number % 28, number % 24, 5)

    for audience in ("hr", "management"):
        written = ReportEdition.objects.filter(audience=audience).order_by("month")
        assert list(written.values_list("month", flat=True)) == [
            anniversary(date(2015, 1, 1), later) for later in range(108)
        ]


@anywhere
def test_an_organisation_whose_people_are_entered_late_gets_last_months_report_too():
    enrolment(entered_on=date(2024, 1, 1))
    schedule_at(2024, 11, 1, 0, 5)
    late = enrolment(entered_on=date(2024, 10, 15)).organisation

    schedule_at(2024, 11, 3, 9, 5)

    assert ReportEdition.objects.get(organisation=late, audience="hr").month == date(2024, 10, 1)


@anywhere
def test_without_enrolments_there_is_nothing_to_report():
    organisation()

    schedule_at(2024, 11, 1, 0, 5)

    assert ReportEdition.objects.count() == 0


def test_the_schedule_names_tasks_that_exist():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks) == set()
