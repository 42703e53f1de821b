"""Whether people are still there 6, 12 and 24 months after they were taken over: asked for, and recorded."""

from datetime import date

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.periods.refusals import Refused
from programmes.guarantees.models import Employment, RetentionCheck
from programmes.guarantees.retention.services import confirm_job
from programmes.pathways.enums import Outcome
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db


def taken_over(on=date(2025, 9, 1), **fields):
    enrolled = make.enrolment()
    make.phase_entry(enrolled, ended_on=date(2025, 8, 31), outcome=Outcome.PASSED)
    return make.employment(enrolled, started_on=on, **fields)


def asked(day):
    return {code: due(f"retention_{code}", day) for code in (6, 12, 24)}


def test_it_is_asked_within_two_weeks_after_each_mark():
    taken_over()

    assert asked(date(2026, 1, 1)) == {
        6: [(date(2026, 3, 15), "reached")],
        12: [(date(2026, 9, 15), "reached")],
        24: [(date(2027, 9, 15), "reached")],
    }
    assert Deadline.objects.get(kind="retention_6").shown_on == date(2026, 3, 1)
    assert Deadline.objects.get(kind="retention_6").sentence == (
        "In der Beschäftigung seit 01.09.2025; für den 01.03.2026 ist nicht eingetragen, ob sie weiterbesteht."
    )


@pytest.mark.parametrize(("began", "half_a_year"), [((2024, 2, 29), (2024, 8, 29)), ((2024, 8, 31), (2025, 2, 28))])
def test_a_mark_without_its_day_is_the_last_of_the_month(began, half_a_year):
    enrolled = make.enrolment(entered_on=date(2023, 1, 1))
    make.phase_entry(enrolled, started_on=date(2023, 1, 1), ended_on=date(2024, 2, 1), outcome=Outcome.PASSED)
    make.employment(enrolled, started_on=date(*began))
    due("retention_6", date(2024, 12, 1))

    assert Deadline.objects.get(kind="retention_6").details["reached"] == date(*half_a_year).isoformat()


def test_only_the_first_job_after_the_training_is_asked_about():
    first = taken_over(ended_on=date(2025, 12, 31))
    make.employment(first.enrolment, started_on=date(2026, 1, 1))

    assert asked(date(2026, 2, 1)) == {6: [], 12: [], 24: []}


def test_a_job_without_a_passed_training_is_no_takeover():
    make.employment(make.enrolment(), started_on=date(2025, 9, 1))

    assert asked(date(2026, 2, 1)) == {6: [], 12: [], 24: []}


def test_after_half_a_year_nobody_asks_any_more():
    taken_over(date(2025, 9, 1))

    assert asked(date(2026, 8, 28))[6] == [(date(2026, 3, 15), "reached")]
    assert asked(date(2026, 8, 29))[6] == []


def test_an_answer_settles_every_mark_that_was_reached():
    job = taken_over()
    asked(date(2026, 9, 2))

    confirm_job(job, date(2026, 9, 5))
    confirm_job(job, date(2026, 9, 6))

    assert asked(date(2026, 9, 6)) == {6: [], 12: [], 24: [(date(2027, 9, 15), "reached")]}
    assert became("retention_12") == [(date(2026, 9, 15), "settled")]
    assert list(RetentionCheck.objects.values_list("months", "checked_on")) == [
        (6, date(2026, 9, 5)),
        (12, date(2026, 9, 5)),
    ]


def test_an_answer_before_the_first_mark_is_none():
    with pytest.raises(Refused) as refusal:
        confirm_job(taken_over(), date(2026, 2, 28))

    assert refusal.value.messages == [
        "An diesem Tag bestand die Beschäftigung noch kein halbes Jahr. Tragen Sie die Antwort danach ein."
    ]


def test_a_job_that_ended_did_not_go_on():
    with pytest.raises(Refused):
        confirm_job(taken_over(ended_on=date(2026, 2, 28)), date(2026, 3, 2))


def signed_in(job):
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, job.enrolment.organisation))
    return client


@pytest.mark.parametrize(("still", "checks", "ended"), [("yes", 1, None), ("no", 0, date(2026, 3, 5))])
def test_the_form_takes_both_answers(time_machine, still, checks, ended):
    time_machine.move_to("2026-03-10T09:00:00+01:00")
    job = taken_over()
    address = f"/admin/pathways/enrolment/{job.enrolment_id}/step/confirm_job/"
    seen = job.enrolment.steps.order_by("pk").last()
    said = {"job": job.pk, "still": still, "on": "2026-03-05", "action": "confirm", "seen": seen.pk if seen else 0}

    answer = signed_in(job).post(address, said)

    assert answer.status_code == 302
    assert (RetentionCheck.objects.count(), Employment.objects.get().ended_on) == (checks, ended)


def test_nobody_was_asked_tomorrow(time_machine):
    time_machine.move_to("2026-03-10T09:00:00+01:00")
    job = taken_over()
    address = f"/admin/pathways/enrolment/{job.enrolment_id}/step/confirm_job/"

    page = signed_in(job).post(address, {"job": job.pk, "still": "yes", "on": "2026-03-11", "action": "confirm"})

    assert page.status_code == 200
    assert "Dieser Tag liegt noch in der Zukunft." in page.text
