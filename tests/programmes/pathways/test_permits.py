"""What falls due about residence documents besides their end: the rules of the field, one by one."""

from datetime import date

import pytest

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh
from integration.law.enums import Number
from integration.law.models import LegalNumber
from integration.law.services import change_from
from programmes.participants.enums import ProvisionalEffect, ResidenceKind, WorkPermission
from programmes.participants.permits.services import extend_by_law, take_back_extension
from programmes.pathways import services as journey
from programmes.pathways.enums import Outcome, PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)
PHASE = {"started_on": date(2025, 9, 1), "planned_end_on": date(2028, 8, 31)}


def working(kind=PhaseKind.TRAINING, at=None, **fields):
    programme = make.programme(**({"organisation": at} if at else {}))
    make.phase(programme, kind)
    enrolled = make.enrolment(cohort=make.cohort(programme), entered_on=date(2025, 9, 1))
    return enrolled, make.phase_entry(enrolled, kind, **{**PHASE, **fields})


def paper(enrolled, **fields):
    return make.residence_document(enrolled.participant, **{"issued_on": date(2025, 1, 1), **fields})


def sentence(kind):
    return Deadline.objects.get(kind=kind, state="open").sentence


# --- The title ends inside the training (A3) ---


def test_a_title_that_ends_inside_the_training_falls_due_with_its_end():
    enrolled, _entry = working()
    paper(enrolled, printed_valid_to=date(2027, 8, 31))

    assert due("permit_covers_phase", TODAY) == [(date(2027, 8, 31), "ends_before")]
    assert sentence("permit_covers_phase") == (
        "Aufenthaltserlaubnis gilt bis 31.08.2027, und Ausbildung ist bis 31.08.2028 geplant."
    )


@pytest.mark.parametrize("valid_to", [date(2028, 8, 31), date(2029, 1, 1), None])
def test_a_title_that_reaches_the_planned_end_covers_the_phase(valid_to):
    enrolled, _entry = working()
    paper(enrolled, printed_valid_to=valid_to)

    assert due("permit_covers_phase", TODAY) == []


def test_an_extension_after_a_failed_exam_can_lead_beyond_the_end_of_the_title():
    enrolled, entry = working()
    paper(enrolled, printed_valid_to=date(2028, 8, 31))
    assert due("permit_covers_phase", TODAY) == []

    journey.extend(entry, date(2029, 2, 28))

    assert due("permit_covers_phase", TODAY) == [(date(2028, 8, 31), "ends_before")]


def test_a_longer_title_settles_it():
    enrolled, _entry = working()
    paper(enrolled, printed_valid_to=date(2027, 8, 31))
    due("permit_covers_phase", TODAY)

    paper(enrolled, issued_on=TODAY, printed_valid_to=date(2028, 12, 31))

    assert due("permit_covers_phase", TODAY) == []
    assert became("permit_covers_phase") == [(date(2027, 8, 31), "settled")]


def test_a_phase_that_ended_withdraws_it():
    enrolled, entry = working()
    paper(enrolled, printed_valid_to=date(2027, 8, 31))
    due("permit_covers_phase", TODAY)

    journey.complete_phase(entry, date(2026, 6, 10), Outcome.CONTRACT_DISSOLVED)

    assert became("permit_covers_phase") == [(date(2027, 8, 31), "withdrawn")]


# --- Permission bound to job A, and the person begins job B (A2) ---


def bound_to(organisation=None, **fields):
    return {"work_permission": WorkPermission.THIS_JOB, "bound_employer": organisation, **fields}


def test_a_permission_bound_to_another_employer_falls_due_with_the_first_day():
    enrolled, entry = working(started_on=date(2026, 8, 1))
    paper(enrolled, **bound_to(make.organisation(name="Bäckerei Nord")), printed_valid_to=date(2029, 1, 1))

    assert due("permit_other_job", TODAY) == [(date(2026, 8, 1), "other_job")]
    assert sentence("permit_other_job") == (
        "Ausbildung ab 01.08.2026, und die Erlaubnis ist an eine andere Arbeit gebunden."
    )
    assert Deadline.objects.get(kind="permit_other_job").subject == entry.pk


def test_the_site_of_the_same_employer_is_the_same_job():
    company = make.organisation()
    enrolled, _entry = working(at=make.organisation(parent=company, kind="site"))
    paper(enrolled, **bound_to(company), printed_valid_to=date(2029, 1, 1))

    assert due("permit_other_job", TODAY) == []


@pytest.mark.parametrize(
    ("bound", "occupation", "falls_due"),
    [
        ("Koch/Köchin", "Kaufmann/Kauffrau", True),
        ("kaufmann/kauffrau", "Kaufmann/Kauffrau", False),
        ("Koch/Köchin", "", False),
        ("", "Kaufmann/Kauffrau", False),
    ],
)
def test_a_permission_bound_to_another_occupation_falls_due(bound, occupation, falls_due):
    enrolled, _entry = working(occupation=occupation)
    paper(enrolled, **bound_to(bound_occupation=bound), printed_valid_to=date(2029, 1, 1))

    assert bool(due("permit_other_job", TODAY)) == falls_due


@pytest.mark.parametrize(("kind", "falls_due"), [(PhaseKind.TRAINING, False), (PhaseKind.EQ, True)])
def test_a_permission_for_training_does_not_allow_an_introductory_qualification(kind, falls_due):
    enrolled, _entry = working(kind)
    paper(enrolled, work_permission=WorkPermission.TRAINING_ONLY, printed_valid_to=date(2029, 1, 1))

    assert due("permit_other_job", TODAY) == ([(date(2025, 9, 1), "training_only")] if falls_due else [])


def test_a_plain_toleration_without_permission_does_not_allow_an_introductory_qualification():
    enrolled, _entry = working(PhaseKind.EQ)
    paper(
        enrolled,
        kind=ResidenceKind.TOLERATION,
        work_permission=WorkPermission.NONE,
        printed_valid_to=date(2026, 9, 1),
    )

    assert due("permit_other_job", TODAY) == [(date(2025, 9, 1), "none")]
    assert sentence("permit_other_job") == (
        "Einstiegsqualifizierung (EQ) ab 01.09.2025, und kein Dokument erlaubt die Arbeit."
    )


def test_a_language_course_needs_no_permission():
    enrolled, _entry = working(PhaseKind.LANGUAGE_COURSE)
    paper(enrolled, kind=ResidenceKind.TOLERATION, work_permission=WorkPermission.NONE)

    assert due("permit_other_job", TODAY) == []


def test_one_of_several_documents_that_allows_the_work_is_enough():
    enrolled, _entry = working()
    paper(enrolled, work_permission=WorkPermission.NONE, printed_valid_to=date(2029, 1, 1))
    paper(enrolled, work_permission=WorkPermission.ANY, printed_valid_to=TODAY)

    assert due("permit_other_job", TODAY) == []


def test_a_document_that_has_expired_allows_nothing_any_more():
    enrolled, _entry = working()
    paper(enrolled, work_permission=WorkPermission.NONE, printed_valid_to=date(2029, 1, 1))
    paper(enrolled, work_permission=WorkPermission.ANY, printed_valid_to=date(2026, 6, 14))

    assert due("permit_other_job", TODAY) == [(date(2025, 9, 1), "none")]


def test_a_document_that_allows_the_work_settles_it():
    enrolled, _entry = working()
    paper(enrolled, work_permission=WorkPermission.NONE, printed_valid_to=date(2029, 1, 1))
    due("permit_other_job", TODAY)

    paper(enrolled, issued_on=TODAY, work_permission=WorkPermission.ANY, printed_valid_to=date(2029, 1, 1))

    assert became("permit_other_job") == [(date(2025, 9, 1), "settled")]


# --- The effect goes on after the date on the certificate (A1) ---


def certificate(enrolled, **fields):
    given = {
        "kind": ResidenceKind.PROVISIONAL_EFFECT,
        "effect": ProvisionalEffect.CONTINUED,
        "issued_on": date(2026, 1, 10),
        "applied_on": date(2026, 1, 2),
        "printed_valid_to": date(2026, 4, 10),
    }
    return paper(enrolled, **{**given, **fields})


def test_a_certificate_past_its_date_is_to_be_asked_about_and_no_document_has_ended():
    enrolled, _entry = working()
    paper(enrolled, printed_valid_to=date(2026, 1, 31))
    certificate(enrolled)

    assert due("permit_no_decision", TODAY) == [(date(2026, 4, 10), "printed")]
    assert due("permit_ends", TODAY) == []
    assert due("permit_covers_phase", TODAY) == []
    assert sentence("permit_no_decision") == (
        "Beantragt seit 02.01.2026 und nicht entschieden; die Bescheinigung ist bis 10.04.2026 gedruckt."
    )


def test_without_a_date_on_it_the_authority_is_asked_three_months_after_the_application():
    enrolled, _entry = working()
    certificate(enrolled, printed_valid_to=None)

    assert due("permit_no_decision", TODAY) == [(date(2026, 4, 2), "no_date")]


def test_work_goes_on_as_the_certificate_says_until_the_decision():
    enrolled, _entry = working()
    certificate(enrolled, work_permission=WorkPermission.ANY)

    assert due("permit_other_job", TODAY) == []


def test_a_new_title_is_the_decision():
    enrolled, _entry = working()
    certificate(enrolled)
    due("permit_no_decision", TODAY)

    paper(enrolled, issued_on=date(2026, 6, 1), printed_valid_to=date(2029, 6, 1))

    assert due("permit_no_decision", TODAY) == []
    assert became("permit_no_decision") == [(date(2026, 4, 10), "settled")]


# --- Temporary protection, extended by ordinance, and the other way round (A1) ---


def test_a_card_of_2024_holds_by_ordinance_until_4_march_2027_and_ends_again_when_that_is_taken_back():
    enrolled, _entry = working()
    card = paper(
        enrolled,
        kind=ResidenceKind.TEMPORARY_PROTECTION,
        legal_section="§ 24 AufenthG",
        issued_on=date(2022, 5, 1),
        printed_valid_to=date(2024, 3, 4),
    )
    assert due("permit_ends", TODAY) == [(date(2024, 3, 4), "printed")]

    extend_by_law(card, date(2027, 3, 4), "Verordnung zu § 24 AufenthG vom 27.10.2025")
    assert due("permit_ends", TODAY) == [(date(2027, 3, 4), "by_law")]

    take_back_extension(card, date(2027, 3, 4))
    assert due("permit_ends", TODAY) == [(date(2024, 3, 4), "printed")]


# --- Naturalised, unlimited, or entered late (A4, N8) ---


@pytest.mark.parametrize("kind", ["german", "eu_free_movement", "settlement_permit"])
def test_whoever_is_naturalised_or_may_stay_for_good_leaves_the_watch_and_stays_in_the_programme(kind):
    enrolled, _entry = working()
    paper(enrolled, printed_valid_to=date(2026, 8, 31), work_permission=WorkPermission.NONE)
    certificate(enrolled)
    kinds = ("permit_ends", "permit_covers_phase", "permit_other_job", "permit_no_decision")

    paper(enrolled, kind=kind, issued_on=TODAY, printed_valid_to=date(2026, 7, 1), work_permission="none")

    assert [due(each, TODAY) for each in kinds] == [[], [], [], []]
    enrolled.refresh_from_db()
    assert enrolled.ended_on is None


def test_a_document_that_is_entered_after_it_expired_is_overdue_at_once():
    enrolled, _entry = working()

    paper(enrolled, printed_valid_to=date(2026, 3, 1))

    assert due("permit_ends", TODAY) == [(date(2026, 3, 1), "printed")]


def test_the_watch_over_permits_begins_as_the_numbers_say_that_held_when_the_document_was_issued():
    """Lead times are rows with a time for which they hold, like every number of the law."""
    first = LegalNumber.objects.get(code=Number.PERMIT_WATCH_1)
    last = LegalNumber.objects.get(code=Number.PERMIT_WATCH_4)
    administrator = make.member(Role.ADMINISTRATOR, make.organisation())
    change_from(first, date(2026, 3, 1), 120, by=administrator)
    change_from(last, date(2026, 3, 1), 14, by=administrator)
    steps = {}
    for issued in (date(2026, 2, 28), date(2026, 3, 1)):
        enrolled = make.enrolment()
        make.residence_document(enrolled.participant, issued_on=issued, printed_valid_to=date(2027, 2, 28))
        refresh(today=TODAY)
        deadline = Deadline.objects.get(kind="permit_ends", enrolment=enrolled.pk)
        steps[issued] = deadline.steps, (deadline.due_on - deadline.shown_on).days

    assert steps == {
        date(2026, 2, 28): ((180, 90, 60, 30), 180),
        date(2026, 3, 1): ((120, 90, 60, 14), 120),
    }
