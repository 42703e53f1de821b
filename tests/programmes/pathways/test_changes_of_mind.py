"""What is taken back, shortened, begun anew or done twice (FIELD, "Phases" and "Dates"), and what falls due then."""

from datetime import date

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh
from integration.organisations.services import save_organisation
from programmes.pathways.enums import EndReason, Outcome, PhaseKind
from programmes.pathways.services import complete_phase, end_enrolment, extend, start_phase, transfer, undo_last_step
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)
ENDS = date(2026, 8, 31)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-06-15T09:00:00+02:00")


@pytest.fixture
def entry():
    """Somebody in the first year of a training."""
    return make.phase_entry(make.enrolment(entered_on=date(2025, 9, 1)), planned_end_on=ENDS, occupation="Lagerist/in")


def test_a_phase_ended_by_mistake_and_reopened_falls_due_on_its_day_again_and_once(entry):
    complete_phase(entry, date(2026, 6, 1), Outcome.ENDED_EARLY)
    ended = became("planned_end")
    undo_last_step(entry.enrolment)

    assert (ended, due("planned_end", TODAY)) == ([(ENDS, "settled")], [(ENDS, "planned")])
    assert Deadline.objects.filter(kind="planned_end").count() == 1


def test_a_training_that_is_shortened_falls_due_earlier_and_keeps_what_was_planned_before(entry):
    extend(entry, date(2026, 7, 31))

    assert due("planned_end", TODAY) == [(date(2026, 7, 31), "extended")]
    assert became("planned_end") == [(ENDS, "moved")]
    assert set(entry.history.values_list("planned_end_on", flat=True)) == {ENDS, date(2026, 7, 31)}


def test_another_occupation_in_the_same_company_is_a_dissolved_contract_and_a_new_one_but_no_exit(entry):
    enrolled = entry.enrolment
    complete_phase(entry, date(2026, 6, 1), Outcome.CONTRACT_DISSOLVED)
    start_phase(enrolled, entry.phase, date(2026, 6, 2), occupation="Fachinformatiker/in")

    rows = enrolled.phase_entries.order_by("started_on")
    assert list(rows.values_list("occupation", "outcome")) == [
        ("Lagerist/in", "contract_dissolved"),
        ("Fachinformatiker/in", ""),
    ]
    enrolled.refresh_from_db()
    assert (enrolled.ended_on, due("between_phases", TODAY)) == (None, [])


def test_who_is_in_two_programmes_at_once_has_the_dates_of_both(entry):
    there = make.programme()
    make.phase(there, PhaseKind.COACHING)
    other = make.enrolment(participant=entry.enrolment.participant, cohort=make.cohort(there))
    make.phase_entry(other, PhaseKind.COACHING, planned_end_on=date(2026, 12, 31))

    assert due("planned_end", TODAY) == [(ENDS, "planned"), (date(2026, 12, 31), "planned")]


def test_of_a_cohort_of_2016_somebody_who_begins_in_january_2017_is_counted_from_that_day():
    programme = make.programme()
    phase = make.phase(programme, PhaseKind.INTERNSHIP, duration_months=6)
    enrolled = make.enrolment(cohort=make.cohort(programme, label="Herbst 2016"), entered_on=date(2017, 1, 9))

    assert start_phase(enrolled, phase, date(2017, 1, 9)).planned_end_on == date(2017, 7, 8)


def test_a_training_that_is_to_begin_but_never_did_is_undone_and_leaves_no_date():
    programme = make.programme()
    training = make.phase(programme, PhaseKind.TRAINING, duration_months=36)
    enrolled = make.enrolment(cohort=make.cohort(programme), entered_on=date(2026, 6, 1))
    start_phase(enrolled, training, date(2026, 9, 1))
    announced = due("planned_end", date(2026, 9, 1))
    undo_last_step(enrolled)

    assert announced == [(date(2029, 8, 31), "planned")]
    assert (due("planned_end", date(2026, 9, 2)), enrolled.phase_entries.count()) == ([], 0)


def test_a_company_that_gets_another_name_keeps_its_people_and_their_dates_and_its_history_has_both(entry):
    company = entry.enrolment.organisation
    before, due_before = company.name, due("planned_end", TODAY)
    company.name = "Neue Werke GmbH"
    save_organisation(company)

    entry.enrolment.refresh_from_db()
    assert (entry.enrolment.organisation.name, entry.enrolment.ended_on) == ("Neue Werke GmbH", None)
    assert due("planned_end", TODAY) == due_before
    assert before in company.history.values_list("name", flat=True)


def test_when_a_site_closes_its_people_go_on_at_another_with_their_phase_their_dates_and_their_guarantee(entry):
    enrolled, closing = entry.enrolment, entry.enrolment.organisation
    promised = make.guarantee(enrolled)
    before = due("planned_end", TODAY), due("guarantee_decision", TODAY)
    other = make.organisation()
    transfer(enrolled, date(2026, 6, 15), other)

    enrolled.refresh_from_db()
    promised.refresh_from_db()
    assert (enrolled.ended_on, promised.held_until) == (None, None)
    assert list(enrolled.affiliations.order_by("started_on").values_list("organisation", flat=True)) == [
        closing.pk,
        other.pk,
    ]
    assert (due("planned_end", TODAY), due("guarantee_decision", TODAY)) == before
    assert Deadline.objects.filter(state="open", organisation_id=closing.pk).count() == 0


def test_a_season_is_shown_as_given_and_never_overdue():
    programme = make.programme()
    make.cohort(programme, label="Herbst 2025", starts_from=date(2025, 9, 1), starts_to=date(2025, 11, 30))
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, programme.organisation))
    refresh(today=TODAY)

    assert "Herbst 2025" in client.get("/admin/pathways/cohort/").text
    assert Deadline.objects.count() == 0


@pytest.mark.parametrize("kind", [PhaseKind.INTERNSHIP, PhaseKind.COACHING])
def test_how_it_ended_for_somebody_nobody_hears_of_is_unknown_and_not_ended_early(kind):
    programme = make.programme()
    make.phase(programme, kind)
    enrolled = make.enrolment(cohort=make.cohort(programme), entered_on=date(2026, 3, 1), in_phase=kind)
    end_enrolment(enrolled, date(2026, 5, 31), EndReason.LOST_CONTACT)

    assert enrolled.phase_entries.get().get_outcome_display() == "unbekannt"
