"""Asking for reports and building them, once and not twice."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from integration.jobs import reconciling
from integration.jobs.leases import claim
from reports.editions import services
from reports.editions.enums import EditionState, Failure
from reports.editions.models import ReportCell, ReportEdition
from reports.editions.queries import figures_of
from reports.indicators.figures import Figure
from reports.indicators.identity import IdentityViolated
from tests.factories import cohort, enrolment, organisation, programme, report_edition
from tests.reports.editions.counting import make_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("october_still_open")]

MONTH = date(2024, 10, 1)
OLD = Figure("participants", 1, "total", {}, value=1)
NEW = Figure("participants", 1, "total", {}, value=2)


def people_at(at, **fields):
    return enrolment(cohort=cohort(programme(organisation=at)), organisation=at, **fields)


def breaks(*_args, **_kwargs):
    raise RuntimeError


# --- Asking ---


def test_every_organisation_with_enrolments_in_or_below_it_gets_an_edition():
    group = organisation(kind="group")
    company = organisation(parent=group)
    organisation(parent=group)
    people_at(company)

    services.ensure_editions(MONTH)

    assert set(ReportEdition.objects.values_list("organisation", flat=True)) == {group.pk, company.pk}


def test_enrolments_count_from_the_last_day_of_the_month():
    on_the_last_day = people_at(organisation(), entered_on=date(2024, 10, 31))
    people_at(organisation(), entered_on=date(2024, 11, 1))

    services.ensure_editions(MONTH)

    assert list(ReportEdition.objects.values_list("organisation", "month", "audience", "edition")) == [
        (on_the_last_day.organisation_id, MONTH, "hr", 1)
    ]


def test_ensuring_editions_a_second_time_writes_nothing():
    people_at(organisation())
    first = services.ensure_editions(MONTH)

    second = services.ensure_editions(MONTH)

    assert (len(first), second, ReportEdition.objects.count()) == (1, [], 1)


def test_other_audiences_are_refused_in_one_sentence():
    with pytest.raises(ValidationError) as refused:
        services.ensure_editions(MONTH, audience="everybody")

    assert (len(refused.value.messages), ReportEdition.objects.count()) == (1, 0)


def test_asking_for_a_report_that_is_under_way_changes_nothing():
    edition = report_edition(attempts=2)

    services.request_edition(edition.organisation, MONTH)

    edition.refresh_from_db()
    assert (edition.attempts, edition.history.count()) == (2, 1)


def test_asking_again_after_a_failure_starts_over():
    edition = report_edition(state=EditionState.FAILED, failure=Failure.IDENTITY, failure_detail="total", attempts=5)

    services.queue_edition(edition.organisation, MONTH)

    edition.refresh_from_db()
    assert (edition.state, edition.failure, edition.failure_detail, edition.attempts) == ("waiting", "", "", 0)


def test_queueing_a_month_also_queues_what_is_ready():
    people_at(at := organisation())
    edition = report_edition(organisation=at, figures=[OLD])

    queued = services.queue_month(MONTH)

    edition.refresh_from_db()
    assert (queued, edition.state) == ([edition.pk], EditionState.WAITING)


# --- Building ---


def test_a_built_edition_has_its_figures():
    people_at(at := organisation())
    edition = report_edition(organisation=at)
    before = timezone.now()

    outcome = services.build(edition.pk, "task")

    edition.refresh_from_db()
    stock = [figure.value for figure in figures_of(edition) if (figure.indicator, figure.key) == ("enrolments", {})]
    assert (outcome, edition.state, edition.lease, stock) == (EditionState.READY, EditionState.READY, None, [1])
    assert before <= edition.known_at <= timezone.now()


def test_building_again_replaces_the_figures_and_keeps_the_edition(monkeypatch):
    edition = report_edition(figures=[OLD, OLD])
    services.request_edition(edition.organisation, MONTH)
    make_up(monkeypatch, lambda *_args, **_kwargs: [NEW])

    services.build(edition.pk, "task")

    assert (ReportEdition.objects.get().edition, figures_of(edition)) == (1, [NEW])


def test_figures_from_before_stay_while_new_ones_are_built(monkeypatch):
    edition = report_edition(figures=[OLD])
    services.request_edition(edition.organisation, MONTH)
    seen = []
    make_up(monkeypatch, lambda *_args, **_kwargs: seen.append(figures_of(edition)) or [NEW])

    services.build(edition.pk, "task")

    assert seen == [[OLD]]


def test_what_is_ready_is_not_built_a_second_time(monkeypatch):
    edition = report_edition(figures=[OLD])
    make_up(monkeypatch, lambda *_args, **_kwargs: [NEW])

    assert (services.build(edition.pk, "task"), figures_of(edition)) == (None, [OLD])


def test_the_work_of_one_who_lost_the_lease_is_thrown_away(monkeypatch):
    edition = report_edition()

    def overtaken(*_args, **_kwargs):
        ReportEdition.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        make_up(monkeypatch, lambda *_args, **_kwargs: [NEW])
        services.build(edition.pk, "faster")
        return [OLD]

    make_up(monkeypatch, overtaken)

    outcome = services.build(edition.pk, "slower")

    assert (outcome, figures_of(edition), ReportEdition.objects.get().state) == (None, [NEW], EditionState.READY)


def test_a_failure_of_one_who_lost_the_lease_does_no_harm(monkeypatch):
    edition = report_edition()

    def overtaken(*_args, **_kwargs):
        ReportEdition.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        claim(ReportEdition, edition.pk, "faster")
        raise RuntimeError

    make_up(monkeypatch, overtaken)

    services.build(edition.pk, "slower")

    assert ReportEdition.objects.get().holder == "faster"


# --- Failing ---


def test_a_violated_identity_fails_at_once_and_names_the_cell(monkeypatch):
    edition = report_edition()

    def violated(*_args, **_kwargs):
        message = "2024-10, organisation AOK-NO"
        raise IdentityViolated(message)

    make_up(monkeypatch, violated)

    services.build(edition.pk, "task")

    edition.refresh_from_db()
    assert (edition.state, edition.failure, ReportCell.objects.count()) == ("failed", Failure.IDENTITY, 0)
    assert "organisation AOK-NO" in str(edition.failure_text)


def test_another_failure_is_tried_again_until_it_is_given_up(monkeypatch, settings):
    edition = report_edition()
    make_up(monkeypatch, breaks)

    outcomes = [services.build(edition.pk, f"task {attempt}") for attempt in range(settings.JOB_ATTEMPTS + 1)]

    assert outcomes == [EditionState.WAITING] * (settings.JOB_ATTEMPTS - 1) + [EditionState.FAILED, None]
    assert str(ReportEdition.objects.get().failure_text) == str(Failure.ATTEMPTS.label)


def test_a_failure_keeps_the_figures_from_before(monkeypatch):
    edition = report_edition(figures=[OLD])
    services.request_edition(edition.organisation, MONTH)
    make_up(monkeypatch, breaks)

    services.build(edition.pk, "task")

    assert figures_of(edition) == [OLD]


def test_figures_that_cannot_be_stored_are_stored_not_even_in_part(monkeypatch):
    edition = report_edition(figures=[OLD])
    services.request_edition(edition.organisation, MONTH)
    make_up(monkeypatch, lambda *_args, **_kwargs: [NEW, Figure("x", 1, None, {}, value=1, status="nonsense")])

    outcome = services.build(edition.pk, "task")

    assert (outcome, figures_of(edition)) == (EditionState.WAITING, [OLD])


# --- Finding again ---


def test_reconciling_queues_what_was_lost_and_only_that(monkeypatch, settings):
    now = timezone.now()
    never, long_ago, lapsed, just_now, alive = (report_edition() for _ in range(5))
    report_edition(figures=[OLD])
    for edition in (lapsed, alive):
        claim(ReportEdition, edition.pk, "worker")
    set_on = ReportEdition.objects.filter
    set_on(pk=long_ago.pk).update(queued_at=now - settings.JOB_PATIENCE - timedelta(seconds=1))
    set_on(pk=just_now.pk).update(queued_at=now - settings.JOB_PATIENCE + timedelta(seconds=10))
    set_on(pk=lapsed.pk).update(leased_until=now - timedelta(seconds=1))
    rung = []
    monkeypatch.setattr(reconciling, "ring", lambda _model, ids: rung.extend(ids) or len(rung))

    reconciling.reconcile()

    assert rung == [never.pk, long_ago.pk, lapsed.pk]


def test_reconciling_gives_up_what_was_lost_too_often(settings):
    edition = report_edition()
    for _ in range(settings.JOB_ATTEMPTS):
        claim(ReportEdition, edition.pk, "worker that dies")
    ReportEdition.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    reconciling.reconcile()

    assert (ReportEdition.objects.get().state, ReportEdition.objects.get().failure) == ("failed", Failure.ATTEMPTS)


def test_reconciling_twice_rings_once():
    report_edition()

    assert [reconciling.reconcile(), reconciling.reconcile()] == [1, 0]
