"""From the closing day on nothing that was published changes; what is recorded later makes further editions."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from integration.jobs.leases import claim
from integration.periods.months import anniversary
from programmes.pathways.models import Enrolment
from reports.editions import building, services
from reports.editions.changes import changes
from reports.editions.closing import closes_on, newest_final_month
from reports.editions.enums import EditionState, Reason
from reports.editions.foreground import build_here
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import figures_of
from reports.editions.recording import recorded_since
from reports.indicators.figures import Figure
from tests.factories import cohort, enrolment, organisation, programme, report_edition
from tests.reports.editions.counting import make_up

pytestmark = pytest.mark.django_db(transaction=True)

OCTOBER = date(2024, 10, 1)
ONE = Figure("participants", 1, "total", {}, value=1)
TWO = Figure("participants", 1, "total", {}, value=2)


@pytest.fixture
def company():
    with time_machine.travel("2024-06-01"):
        enrolled(at := organisation(), date(2024, 5, 6))
    return at


def enrolled(at, day) -> Enrolment:
    return enrolment(cohort=cohort(programme(organisation=at)), organisation=at, entered_on=day)


def build(at, month, on):
    """What the report is on a day: built, or looked at anew."""
    with time_machine.travel(datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=6), tick=True):
        return build_here(at, month)


def value_of(edition, indicator, **key):
    return next(each.value for each in figures_of(edition) if each.indicator == indicator and each.key == key)


def editions(month=OCTOBER):
    return list(ReportEdition.objects.filter(month=month).order_by("edition").values_list("edition", "state"))


# --- The closing day ---


def test_the_closing_day_is_the_fifth_of_the_next_month(settings):
    assert closes_on(date(2024, 12, 1)) == date(2025, 1, 5)
    settings.REPORT_CLOSING_DAY = 10
    assert closes_on(OCTOBER) == date(2024, 11, 10)


@pytest.mark.parametrize(
    ("today", "newest"), [(date(2024, 11, 4), date(2024, 9, 1)), (date(2024, 11, 5), date(2024, 10, 1))]
)
def test_on_its_closing_day_a_month_becomes_final(today, newest):
    assert newest_final_month(today) == newest


def test_before_the_closing_day_new_figures_take_the_place_of_old_ones(company):
    build(company, OCTOBER, date(2024, 11, 1))
    enrolled(company, date(2024, 10, 20))

    edition = build(company, OCTOBER, date(2024, 11, 4))

    assert (editions(), value_of(edition, "participants")) == ([(1, "ready")], 2)


def test_what_is_ready_is_computed_a_last_time_on_the_closing_day(company):
    build(company, OCTOBER, date(2024, 11, 1))
    enrolled(company, date(2024, 10, 20))

    with time_machine.travel("2024-11-05T06:00:00Z"):
        due = services.close_due(timezone.localdate())
        services.build(due[0], "task")
        second = services.close_due(timezone.localdate())

    edition = ReportEdition.objects.get()
    assert (edition.state, edition.closed_at.date(), second) == (EditionState.CLOSED, date(2024, 11, 5), [])
    assert value_of(edition, "participants") == 2


def test_nothing_is_closed_before_its_day(company):
    build(company, OCTOBER, date(2024, 11, 1))

    assert services.close_due(date(2024, 11, 4)) == []


# --- What is recorded later ---


def test_a_closed_edition_stays_and_a_further_one_says_what_changed(company):
    first = build(company, OCTOBER, date(2024, 11, 5))
    published = figures_of(first)
    enrolled(company, date(2024, 10, 20))

    second = build(company, OCTOBER, date(2024, 11, 20))

    first.refresh_from_db()
    told = changes(published, figures_of(second))
    assert figures_of(first) == published
    assert (editions(), second.reason) == ([(1, "closed"), (2, "closed")], Reason.RECORDED_LATER)
    assert second.cells_changed == len(told)
    assert [(each.before.value, each.after.value) for each in told if each.before and each.after.key == {}][:3] == [
        (1, 2),
        (1, 2),
        (1, 2),
    ]
    assert "target" not in {each.after.indicator for each in told}


def test_a_closed_month_that_is_as_it_was_gets_no_further_edition(company):
    first = build(company, OCTOBER, date(2024, 11, 5))

    again = build(company, OCTOBER, date(2024, 11, 20))

    assert (again.pk, again.known_at, editions()) == (first.pk, first.known_at, [(1, "closed")])


def test_a_third_edition_counts_what_differs_from_the_first(company):
    build(company, OCTOBER, date(2024, 11, 5))
    late = enrolled(company, date(2024, 10, 20))
    build(company, OCTOBER, date(2024, 11, 20))
    late.delete()

    third = build(company, OCTOBER, date(2024, 11, 25))

    assert (editions()[-1], third.cells_changed) == ((3, "closed"), 0)


def test_later_months_are_restated_together_so_that_stock_and_flow_add_up(company):
    months = [anniversary(OCTOBER, step) for step in range(6)]
    for month in months:
        build(company, month, closes_on(month))
    with time_machine.travel("2025-04-20"):
        enrolled(company, date(2024, 11, 15))
        enrolled(company, date(2025, 1, 7))

    build(company, OCTOBER, date(2025, 4, 21))

    assert [len(editions(month)) for month in months] == [1, 2, 2, 2, 2, 2]
    newest = [ReportEdition.objects.filter(month=month).order_by("-edition")[0] for month in months]
    stock = [value_of(each, "enrolments") for each in newest]
    flow = [value_of(each, "inflow") - value_of(each, "outflow") for each in newest]
    assert stock == [1, 2, 2, 3, 3, 3]
    assert [after - before for before, after in pairwise(stock)] == flow[1:]
    assert len({each.known_at for each in newest[1:]}) == 1


def test_closing_a_month_restates_those_before_it(company):
    build(company, OCTOBER, date(2024, 11, 5))
    with time_machine.travel("2024-11-20"):
        enrolled(company, date(2024, 10, 20))

    november = build(company, date(2024, 11, 1), date(2024, 12, 5))

    assert (editions(), value_of(november, "enrolments"), value_of(november, "inflow")) == (
        [(1, "closed"), (2, "closed")],
        2,
        0,
    )


def test_closed_months_are_not_computed_again_while_nothing_was_recorded(company, monkeypatch):
    build(company, OCTOBER, date(2024, 11, 5))
    computed = []
    measure = building.measure_reports
    monkeypatch.setattr(
        building, "measure_reports", lambda at, month, *more: computed.append(month) or measure(at, month, *more)
    )

    build(company, date(2024, 11, 1), date(2024, 12, 5))

    assert computed == [date(2024, 11, 1)]


def test_restated_months_are_counted_in_the_reports_after_them(company):
    build(company, OCTOBER, date(2024, 11, 5))
    with time_machine.travel("2024-11-20"):
        enrolled(company, date(2024, 10, 20))
    restated = build(company, OCTOBER, date(2024, 11, 20))

    november = build(company, date(2024, 11, 1), date(2024, 12, 5))

    assert (value_of(november, "restatements"), value_of(november, "restatements", line="cells")) == (
        1,
        restated.cells_changed,
    )


def test_that_an_earlier_month_was_restated_is_no_reason_to_restate_a_later_one(company):
    build(company, OCTOBER, date(2024, 11, 5))
    november = build(company, date(2024, 11, 1), date(2024, 12, 5))
    report_edition(organisation=company, month=OCTOBER, edition=2, cells_changed=3, closed=True, ready=True)

    again = build(company, date(2024, 11, 1), date(2024, 12, 9))

    assert (again.pk, value_of(again, "restatements")) == (november.pk, 0)


def test_a_changed_definition_is_named_as_the_reason(monkeypatch):
    edition = report_edition(figures=[ONE], closed=True)
    newer = Figure("participants", 2, "total", {}, value=1)
    make_up(monkeypatch, lambda *_: [newer])

    again = build_here(edition.organisation, OCTOBER)

    assert (again.edition, again.reason) == (2, Reason.DEFINITION)


# --- Two at once ---


def test_figures_of_an_earlier_state_are_not_published_beside_later_ones(company):
    november = report_edition(organisation=company, month=date(2024, 11, 1))
    lease = claim(ReportEdition, november.pk, "slow")
    slow = building.count([november.pk], lambda *_: None).computed(november.pk)
    enrolled(company, date(2024, 10, 20))
    build_here(company, OCTOBER)

    with pytest.raises(building.Overtaken):
        building.store(lease, slow)


def test_who_was_overtaken_begins_again_as_if_it_had_not_been_tried(monkeypatch):
    edition = report_edition()

    def overtaken(*_args):
        raise building.Overtaken

    monkeypatch.setattr(services, "store", overtaken)

    outcome = services.build(edition.pk, "task")

    edition.refresh_from_db()
    assert (outcome, edition.state, edition.attempts) == (None, EditionState.WAITING, 0)


def test_what_was_recorded_a_moment_before_may_have_been_committed_after():
    moment = timezone.now()
    with time_machine.travel(moment - timedelta(seconds=30)):
        organisation()

    assert (recorded_since(moment), recorded_since(moment + timedelta(minutes=2))) == (True, False)


# --- Held by the database ---


@pytest.mark.services
@pytest.mark.parametrize(
    "change",
    [
        lambda edition: ReportEdition.objects.filter(pk=edition.pk).update(state=EditionState.WAITING, closed_at=None),
        lambda edition: ReportEdition.objects.filter(pk=edition.pk).update(known_at=timezone.now()),
        lambda edition: edition.cells.update(value="2"),
        lambda edition: edition.cells.all().delete(),
        lambda edition: ReportCell.objects.bulk_create([ReportCell.of(TWO, edition.pk, 2)]),
        lambda edition: edition.delete(),
    ],
)
def test_postgresql_refuses_every_change_of_a_closed_edition(change):
    edition = report_edition(figures=[ONE], closed=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        change(edition)

    assert (connection.vendor, figures_of(edition)) == ("postgresql", [ONE])
