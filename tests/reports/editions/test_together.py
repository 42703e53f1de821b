"""A month's reports of a whole tree are counted at once; each is stored, or fails, by itself."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration.jobs.leases import claim
from reports.editions import building, services
from reports.editions.enums import EditionState, Failure
from reports.editions.foreground import build_here
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.editions.tasks import schedule_month
from reports.indicators.figures import Figure
from reports.indicators.identity import IdentityViolated
from reports.indicators.report import compute_report
from tests.factories import cohort, enrolment, organisation, programme, report_edition
from tests.reports.editions.counting import make_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("october_still_open")]

MONTH = date(2024, 10, 1)
ONE = Figure("participants", 1, "total", {}, value=1)


def tree(companies=2):
    group = organisation(kind="group")
    for _ in range(companies):
        company = organisation(parent=group)
        enrolment(cohort=cohort(programme(organisation=company)), organisation=company, entered_on=date(2024, 9, 2))
    return group


def editions():
    return ReportEdition.objects.order_by("pk")


def states():
    return list(editions().values_list("state", flat=True))


@pytest.fixture
def counted(monkeypatch):
    """How many reports were counted together, each time."""
    sizes = []
    measure = building.measure_reports

    def noted(organisations, *more):
        sizes.append(len(organisations))
        return measure(organisations, *more)

    monkeypatch.setattr(building, "measure_reports", noted)
    return sizes


def test_the_first_that_is_built_takes_the_tree_along(counted):
    tree()
    first, *_others = services.ensure_editions(MONTH)

    services.build(first, "task")

    assert (counted, states()) == ([3], [EditionState.READY] * 3)
    assert all(figures_of(each) == compute_report(each.organisation, MONTH) for each in editions())
    assert len(set(editions().values_list("known_at"))) == 1


def test_nothing_is_left_for_those_who_come_after(counted):
    tree()
    ids = services.ensure_editions(MONTH)

    assert [services.build(each, f"task {each}") for each in ids] == [EditionState.READY, None, None]
    assert counted == [3]


def test_other_trees_months_audiences_and_what_is_ready_are_not_taken_along(counted):
    group = tree()
    other, later, management, ready = (
        report_edition(organisation=organisation()),
        report_edition(organisation=group, month=date(2024, 9, 1)),
        report_edition(organisation=group, audience="management"),
        report_edition(organisation=organisation(parent=group), figures=[ONE]),
    )

    services.build(services.request_edition(group, MONTH).pk, "task")

    assert counted == [1]
    assert set(editions().filter(pk__in=[other.pk, later.pk, management.pk]).values_list("state")) == {("waiting",)}
    assert figures_of(ready) == [ONE]


def test_a_larger_tree_is_counted_with_hardly_more_queries():
    def queries_for(companies):
        tree(companies)
        first, *others = services.ensure_editions(MONTH)
        with CaptureQueriesContext(connection) as queries:
            services.build(first, "task")
        return len(queries), len(others) + 1

    few, reports = queries_for(1)
    many, more_reports = queries_for(6)

    assert (many - few) / (more_reports - reports) < few / 5


def test_one_whose_figures_do_not_add_up_holds_up_no_other(monkeypatch):
    group = tree()

    def one_is_wrong(each, _month):
        if each.parent_id and each.code == min(group.children.values_list("code", flat=True)):
            raise IdentityViolated(each.code)
        return [ONE]

    make_up(monkeypatch, one_is_wrong)

    services.build(services.ensure_editions(MONTH)[0], "task")

    assert sorted(editions().values_list("state", "failure")) == [
        ("failed", Failure.IDENTITY),
        ("ready", ""),
        ("ready", ""),
    ]


def test_one_that_breaks_is_tried_again_by_itself(monkeypatch, counted):
    tree()
    first, *others = services.ensure_editions(MONTH)
    measure = building.measure_reports

    def breaks_in_company(organisations, *more):
        counted.append(len(organisations))
        if len(organisations) > 1:
            raise RuntimeError
        return measure(organisations, *more)

    monkeypatch.setattr(building, "measure_reports", breaks_in_company)

    outcomes = [services.build(each, f"task {attempt}") for attempt in range(3) for each in (first, *others)]

    assert (outcomes[0], states()) == (EditionState.WAITING, [EditionState.READY] * 3)
    assert [each for each in counted if each > 1] == [3, 3]


def test_a_task_that_comes_back_after_its_worker_died_takes_all_of_them_over_at_once(counted):
    tree()
    first, *_others = services.ensure_editions(MONTH)
    lease = claim(ReportEdition, first, "task")
    services._taken_along(lease)

    services.build(first, "task")

    assert (counted, states()) == ([3], [EditionState.READY] * 3)


def test_what_a_lost_worker_took_along_is_free_when_its_lease_is_over():
    tree()
    first, second, third = services.ensure_editions(MONTH)
    services._taken_along(claim(ReportEdition, first, "lost"))
    assert services.build(second, "other") is None
    editions().update(leased_until=timezone.now() - timedelta(seconds=1))

    services.build(third, "other")

    assert states() == [EditionState.READY] * 3


def test_everything_that_is_built_together_shows_the_same_progress(monkeypatch, settings):
    settings.JOB_HEARTBEAT = timedelta(milliseconds=10)
    tree()
    seen = []

    def look(_each, _month):
        while not seen:
            seen.extend(set(editions().filter(progress_done__gt=0).values_list("progress_done", "progress_of")))
        return [ONE]

    make_up(monkeypatch, look)

    services.build(services.ensure_editions(MONTH)[0], "task")

    assert seen == [(1, 1)]


def test_the_closed_months_of_a_whole_tree_are_counted_month_by_month(counted):
    group = tree()
    for month, day in ((MONTH, "2024-11-06"), (date(2024, 11, 1), "2024-12-06")):
        with time_machine.travel(day):
            services.build(services.ensure_editions(month)[0], "task")
    counted.clear()
    with time_machine.travel("2024-12-07"):
        late = group.children.first()
        enrolment(cohort=late.programmes.get().cohorts.get(), organisation=late, entered_on=date(2024, 10, 7))
    with time_machine.travel("2025-01-06"):
        services.build(services.ensure_editions(date(2024, 12, 1))[0], "task")

    restated = editions().filter(edition=2).values_list("organisation", "month")
    assert sorted(counted) == [3, 3, 3]
    assert set(restated) == {(each, month) for each in (group.pk, late.pk) for month in (MONTH, date(2024, 11, 1))}


def test_with_many_closed_months_fewer_organisations_are_counted_together(counted, monkeypatch):
    monkeypatch.setattr(services, "REPORTS_TOGETHER", 4)
    tree(companies=4)
    with time_machine.travel("2024-11-06"):
        services.build(services.ensure_editions(MONTH)[0], "task")
        waiting = services.ensure_editions(date(2024, 9, 1))
    counted.clear()

    with time_machine.travel("2024-11-07"):
        services.build(waiting[0], "task")

    assert counted == [3]


def test_the_schedule_and_somebody_who_asks_at_once_get_the_same_editions(counted):
    group = tree()
    schedule_month()

    build_here(group, MONTH)

    assert editions().filter(audience="hr").count() == 3
    assert set(editions().filter(audience="hr").values_list("state")) == {(EditionState.READY,)}
