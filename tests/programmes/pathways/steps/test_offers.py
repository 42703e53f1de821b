"""What a person's page offers, and what the forms suggest."""

from datetime import date

import pytest

from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh
from programmes.participants.models import Participant
from programmes.pathways import services
from programmes.pathways.enums import ExamResult, Outcome, PhaseKind, Verb
from tests import factories as make
from tests.programmes.pathways.steps.asking import (
    PLANNED,
    TODAY,
    address,
    confirmed,
    effects,
    offered,
    sent,
)

pytestmark = pytest.mark.django_db


# --- What is offered and suggested ---


def test_the_page_offers_what_is_possible_the_likeliest_first(client, trained, programme):
    assert offered(client, trained) == [
        Verb.COMPLETE_PHASE,
        Verb.EXTEND,
        Verb.PAUSE,
        Verb.RECORD_EXAM,
        Verb.TRANSFER,
        Verb.END_ENROLMENT,
    ]

    make.phase(programme, PhaseKind.LANGUAGE_COURSE, parallel=True)
    make.phase(programme, PhaseKind.COACHING)
    assert offered(client, trained)[:2] == [Verb.MOVE_ON, Verb.COMPLETE_PHASE]
    assert offered(client, trained)[-1] == Verb.START_PHASE

    make.pause(trained)
    assert offered(client, trained)[0] == Verb.RESUME

    services.end_enrolment(trained, TODAY, "completed")
    assert offered(client, trained) == [Verb.RECORD_EXAM]


def suggestion(client, enrolment, step, **query):
    form = client.get(address(enrolment, step), query).context["form"]
    return {name: str(value) for name, value in form.initial.items()}


def test_the_next_phase_begins_without_a_gap(client, programme):
    enrolment = make.enrolment(cohort=make.cohort(programme))
    phases = list(programme.phases.order_by("position"))
    assert suggestion(client, enrolment, Verb.START_PHASE)["started_on"] == "2024-09-01"

    make.phase_entry(enrolment, PhaseKind.INTERNSHIP, ended_on=date(2025, 2, 28), outcome=Outcome.COMPLETED)

    assert suggestion(client, enrolment, Verb.START_PHASE) == {
        "phase": str(phases[1]),
        "started_on": "2025-03-01",
        "occupation": "",
    }


@pytest.mark.parametrize(
    ("planned", "first_day"),
    [(date(2025, 3, 31), "2025-04-01"), (date(2025, 1, 31), "2025-02-01"), (PLANNED, "2025-03-01")],
)
def test_moving_on_follows_the_plan_where_it_is_near(client, programme, planned, first_day):
    enrolment = make.enrolment(cohort=make.cohort(programme))
    make.phase_entry(enrolment, PhaseKind.INTERNSHIP, planned_end_on=planned)

    assert suggestion(client, enrolment, Verb.MOVE_ON)["started_on"] == first_day


def test_a_training_ends_with_the_exam_that_was_passed(client, trained):
    make.exam(trained, held_on=date(2025, 2, 3), result=ExamResult.PASSED)

    assert suggestion(client, trained, Verb.COMPLETE_PHASE) | {"entry": ""} == {
        "entry": "",
        "ended_on": "2025-02-03",
        "outcome": "passed",
    }


def test_a_training_in_nursing_goes_on_to_the_end_of_its_contract_though_the_exam_was_passed(client, programme):
    nursing = make.phase(programme, PhaseKind.TRAINING, duration_months=36, probation_months=6)
    trained = make.enrolment(cohort=make.cohort(programme))
    make.phase_entry(trained, phase=nursing, planned_end_on=date(2025, 2, 28))
    make.exam(trained, held_on=date(2025, 2, 3), result=ExamResult.PASSED)

    assert suggestion(client, trained, Verb.COMPLETE_PHASE)["ended_on"] == "2025-02-28"


def test_the_exam_without_a_result_comes_first_and_after_a_failed_one_the_next_attempt(client, trained):
    exam = make.exam(trained, held_on=date(2025, 2, 3))
    assert suggestion(client, trained, Verb.RECORD_EXAM) == {
        "kind": "final",
        "attempt": "1",
        "held_on": "2025-02-03",
        "result": "",
    }

    exam.result = ExamResult.FAILED
    exam.save()
    assert suggestion(client, trained, Verb.RECORD_EXAM) == {"kind": "final", "attempt": "2"}


# --- Sponsors, guarantees, jobs ---


def test_a_sponsor_is_assigned_and_taken_back(company, client, trained):
    kim = make.sponsor(organisation=company, given_name="Kim", family_name="Weber")

    seen = effects(sent(client, trained, Verb.START_SPONSORSHIP, sponsor=kim.pk))
    confirmed(client, trained, Verb.START_SPONSORSHIP, sponsor=kim.pk)
    started = trained.sponsorships.get()
    confirmed(client, trained, "undo")

    assert seen == ["Kim Weber begleitet die Person ab dem 01.03.2025."]
    assert (started.sponsor, started.started_on) == (kim, TODAY)
    assert trained.sponsorships.count() == 0


def test_a_decision_that_needs_a_reason_asks_for_it(client, trained):
    make.guarantee(trained)
    typed = {"decision": "refused_suitability"}

    refused = sent(client, trained, Verb.DECIDE_GUARANTEE, **typed)
    told = sent(client, trained, Verb.DECIDE_GUARANTEE, reason="Probezeit nicht bestanden.", **typed)

    assert list(refused.context["form"].errors) == ["reason"]
    assert effects(told)[0] == (
        "Eine Ablehnung wird für den 01.03.2025 vorgeschlagen. Entschieden ist nichts, bis eine zweite Person zustimmt."
    )


def test_a_job_follows_the_passed_training_where_it_was(company, client, trained):
    services.complete_phase(trained.phase_entries.get(), date(2025, 2, 28), Outcome.PASSED)

    answer = sent(client, trained, Verb.RECORD_EMPLOYMENT)

    assert "Stelle bei Nordwerk ab dem 01.03.2025, unbefristet." in effects(answer)


def test_every_deadline_leads_to_a_page_that_settles_it(company, client, trained):
    make.guarantee(trained)
    make.exam(trained, held_on=date(2025, 2, 3))
    make.enrolment(
        cohort=trained.cohort, participant=Participant.objects.create(code="P", given_name="A", family_name="B")
    )
    refresh()

    found = {deadline.kind: client.get(deadline.url).status_code for deadline in Deadline.objects.all()}

    assert found == {"planned_end": 200, "exam_result": 200, "guarantee_decision": 200, "phase_to_start": 200}
