"""Entering a programme, changing the place, leaving."""

from datetime import date

import pytest

from integration.organisations.enums import OrganisationKind
from programmes.pathways.enums import EndReason, Outcome, PhaseKind
from programmes.pathways.models import Enrolment, JourneyStep
from programmes.pathways.refusals import (
    ALREADY_ENDED,
    BEFORE_BIRTH,
    ENROLLED_TWICE,
    NOT_AT_SITE_OR_COMPANY,
    OUTSIDE_ENROLMENT,
)
from programmes.pathways.services import end_enrolment, enrol, transfer
from tests import factories
from tests.factories import START
from tests.refused import refused

pytestmark = pytest.mark.django_db

END = date(2025, 3, 31)


def affiliations(enrolment):
    rows = enrolment.affiliations.order_by("started_on")
    return [(row.organisation, row.started_on, row.ended_on) for row in rows]


def test_who_enrols_belongs_to_the_organisation_from_that_day():
    cohort, person, company = factories.cohort(), factories.participant(), factories.organisation()

    enrolment = enrol(person, cohort, company, START)

    assert affiliations(enrolment) == [(company, START, None)]


def test_enrolling_twice_enrols_once():
    cohort, person, company = factories.cohort(), factories.participant(), factories.organisation()
    first = enrol(person, cohort, company, START)

    second = enrol(person, cohort, company, START)

    assert (second, Enrolment.objects.count(), JourneyStep.objects.count()) == (first, 1, 1)


def test_codes_are_made_up_and_differ():
    cohort, company = factories.cohort(), factories.organisation()

    first, second = (enrol(factories.participant(), cohort, company, START) for _ in range(2))

    assert (first.code[:3], len(first.code), first.code == second.code) == ("EN-", 11, False)


def test_nobody_is_in_a_cohort_twice_on_one_day():
    running = factories.enrolment(ended_on=END)

    with refused(ENROLLED_TWICE):
        enrol(running.participant, running.cohort, running.organisation, END)


def test_who_left_may_come_back_the_next_day():
    left = factories.enrolment(ended_on=END)

    again = enrol(left.participant, left.cohort, left.organisation, date(2025, 4, 1))

    assert (again.pk == left.pk, Enrolment.objects.count()) == (False, 2)


def test_one_person_may_be_in_two_cohorts_at_once():
    running = factories.enrolment()

    beside = enrol(running.participant, factories.cohort(), factories.organisation(), START)

    assert beside.participant == running.participant


def test_nobody_enters_before_being_born():
    person = factories.participant(birth_date=date(2024, 9, 2))

    with refused(BEFORE_BIRTH):
        enrol(person, factories.cohort(), factories.organisation(), START)


def test_a_birth_date_is_not_moved_behind_an_enrolment():
    person = factories.enrolment().participant
    person.birth_date = date(2024, 9, 2)

    with refused(BEFORE_BIRTH):
        person.full_clean()


@pytest.mark.parametrize("kind", [OrganisationKind.GROUP, OrganisationKind.PARTNER])
def test_people_are_at_companies_and_sites_only(kind):
    elsewhere = factories.organisation(kind=kind)
    enrolment = factories.enrolment()

    with refused(NOT_AT_SITE_OR_COMPANY):
        enrol(factories.participant(), factories.cohort(), elsewhere, START)
    with refused(NOT_AT_SITE_OR_COMPANY):
        transfer(enrolment, START, elsewhere)


def test_where_people_are_stays_a_company_or_a_site():
    company = factories.enrolment().organisation
    company.kind = OrganisationKind.GROUP

    with refused(NOT_AT_SITE_OR_COMPANY):
        company.full_clean()


def test_a_transfer_counts_from_its_day():
    enrolment = factories.enrolment()
    here, there = enrolment.organisation, factories.organisation()

    transfer(enrolment, date(2024, 12, 1), there)

    assert affiliations(enrolment) == [(here, START, date(2024, 11, 30)), (there, date(2024, 12, 1), None)]


def test_a_transfer_on_the_first_day_counts_from_the_start():
    enrolment, there = factories.enrolment(), factories.organisation()

    transfer(enrolment, START, there)

    assert affiliations(enrolment) == [(there, START, None)]


def test_a_transfer_to_where_one_is_changes_nothing():
    enrolment = factories.enrolment()

    transfer(enrolment, date(2024, 12, 1), enrolment.organisation)

    assert (enrolment.transfers.count(), JourneyStep.objects.count()) == (0, 0)


def test_transferring_there_and_back_twice_changes_nothing_the_second_time():
    enrolment, there = factories.enrolment(), factories.organisation()
    here = enrolment.organisation

    for _ in range(2):
        transfer(enrolment, date(2024, 12, 1), there)
        transfer(enrolment, date(2025, 1, 1), here)

    assert [place for place, _, _ in affiliations(enrolment)] == [here, there, here]


def test_a_transfer_lies_within_the_enrolment():
    with refused(OUTSIDE_ENROLMENT):
        transfer(factories.enrolment(), date(2024, 8, 31), factories.organisation())


def test_leaving_ends_what_is_open_and_keeps_what_is_promised():
    enrolment = factories.enrolment(
        in_phase=PhaseKind.TRAINING, paused=True, guaranteed=True, sponsor=factories.sponsor()
    )
    factories.employment(enrolment)

    end_enrolment(enrolment, END, EndReason.MOVED_AWAY)

    enrolment.refresh_from_db()
    entry, sponsorship = enrolment.phase_entries.get(), enrolment.sponsorships.get()
    assert (enrolment.ended_on, enrolment.end_reason) == (END, EndReason.MOVED_AWAY)
    assert (entry.ended_on, entry.outcome) == (END, Outcome.CONTRACT_DISSOLVED)
    assert (sponsorship.ended_on, enrolment.pauses.get().ended_on) == (END, END)
    assert (enrolment.guarantees.get().ended_on, enrolment.employments.get().ended_on) == (None, None)
    assert affiliations(enrolment) == [(enrolment.organisation, START, END)]


@pytest.mark.parametrize(
    ("reason", "kind", "outcome"),
    [
        (EndReason.COMPLETED, PhaseKind.COACHING, Outcome.COMPLETED),
        (EndReason.TAKEN_OVER, PhaseKind.TRAINING, Outcome.COMPLETED),
        (EndReason.CONTRACT_DISSOLVED, PhaseKind.EQ, Outcome.CONTRACT_DISSOLVED),
        (EndReason.FAILED_FINALLY, PhaseKind.TRAINING, Outcome.FAILED_FINALLY),
        (EndReason.FAILED_FINALLY, PhaseKind.INTERNSHIP, Outcome.ENDED_EARLY),
        (EndReason.OTHER_EMPLOYER, PhaseKind.TRAINING, Outcome.CONTRACT_DISSOLVED),
        (EndReason.OTHER_EMPLOYER, PhaseKind.INTERNSHIP, Outcome.ENDED_EARLY),
        (EndReason.DIED, PhaseKind.TRAINING, Outcome.ENDED_EARLY),
        (EndReason.LOST_CONTACT, PhaseKind.INTERNSHIP, Outcome.UNKNOWN),
        (EndReason.UNKNOWN, PhaseKind.TRAINING, Outcome.UNKNOWN),
    ],
)
def test_an_open_phase_ends_as_the_reason_says(reason, kind, outcome):
    programme = factories.programme()
    factories.phase(programme, kind)
    enrolment = factories.enrolment(cohort=factories.cohort(programme), in_phase=kind)

    end_enrolment(enrolment, END, reason)

    assert enrolment.phase_entries.get().outcome == outcome


def test_leaving_twice_leaves_once():
    enrolment = factories.enrolment(in_phase=PhaseKind.INTERNSHIP)
    end_enrolment(enrolment, END, EndReason.COMPLETED)

    end_enrolment(enrolment, END, EndReason.COMPLETED)

    assert (JourneyStep.objects.count(), enrolment.history.count()) == (1, 2)


def test_another_end_than_the_recorded_one_is_refused():
    enrolment = factories.enrolment(ended_on=END, end_reason=EndReason.COMPLETED)

    with refused(ALREADY_ENDED):
        end_enrolment(enrolment, END, EndReason.MOVED_AWAY)


def test_one_may_leave_on_the_first_day():
    enrolment = factories.enrolment(in_phase=PhaseKind.INTERNSHIP)

    end_enrolment(enrolment, START, EndReason.UNKNOWN)

    assert affiliations(enrolment) == [(enrolment.organisation, START, START)]


@pytest.mark.parametrize(
    "later",
    [
        lambda enrolment: factories.phase_entry(enrolment, started_on=date(2025, 4, 1), ended_on=date(2025, 4, 2)),
        lambda enrolment: factories.transfer(enrolment, on=date(2025, 4, 1)),
        lambda enrolment: factories.exam(enrolment, held_on=date(2025, 4, 1)),
        lambda enrolment: factories.pause(enrolment, ended_on=date(2025, 4, 1)),
        lambda enrolment: factories.contact(enrolment, factories.sponsor(), held_on=date(2025, 4, 1)),
    ],
)
def test_nobody_leaves_before_something_that_is_recorded(later):
    enrolment = factories.enrolment()
    later(enrolment)

    with refused(OUTSIDE_ENROLMENT):
        end_enrolment(enrolment, END, EndReason.COMPLETED)

    enrolment.refresh_from_db()
    assert enrolment.ended_on is None


def test_a_planned_end_may_lie_after_the_end():
    enrolment = factories.enrolment()
    factories.phase_entry(enrolment, planned_end_on=date(2027, 8, 31), ended_on=END)

    end_enrolment(enrolment, END, EndReason.COMPLETED)

    assert enrolment.phase_entries.get().planned_end_on == date(2027, 8, 31)
