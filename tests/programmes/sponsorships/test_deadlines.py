"""What falls due in accompanying people: each kind by its rule."""

from datetime import date

import pytest

from integration.deadlines.models import Deadline
from programmes.pathways import services as journey
from programmes.pathways.enums import PauseReason, PhaseKind
from programmes.sponsorships.enums import Channel, SupportRole
from programmes.sponsorships.services import end_sponsorship, note_contact, start_sponsorship
from tests import factories as make
from tests.integration.deadlines.asking import became, due

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def in_phase(*, started_on=date(2026, 3, 1), **rules):
    """In a training that needs a sponsor, who is to be in contact every 14 days."""
    programme = make.programme()
    make.phase(programme, PhaseKind.INTERNSHIP, duration_months=6)
    make.phase(programme, PhaseKind.TRAINING, **{"sponsor_required": True, "contact_interval_days": 14, **rules})
    enrolled = make.enrolment(cohort=make.cohort(programme), entered_on=date(2026, 1, 1))
    make.phase_entry(enrolled, started_on=started_on)
    return enrolled


# --- A phase that needs a sponsor ---


def test_a_phase_that_needs_a_sponsor_has_none_from_its_first_day_on():
    in_phase(started_on=date(2026, 3, 1))

    assert due("no_sponsor", TODAY) == [(date(2026, 3, 1), "none")]


def test_a_phase_that_needs_none_has_no_such_deadline():
    in_phase(sponsor_required=False)

    assert due("no_sponsor", TODAY) == []


def test_a_sponsor_settles_it():
    enrolled = in_phase()
    due("no_sponsor", TODAY)

    start_sponsorship(make.sponsor(), enrolled, date(2026, 6, 1))

    assert due("no_sponsor", TODAY) == []
    assert became("no_sponsor") == [(date(2026, 3, 1), "settled")]


@pytest.mark.parametrize("role", [SupportRole.TRAINING_MANAGER, SupportRole.INSTRUCTOR, SupportRole.COACH])
def test_only_sponsors_and_mentors_count(role):
    make.sponsorship(in_phase(), started_on=date(2026, 3, 1), role=role)

    assert due("no_sponsor", TODAY) == [(date(2026, 3, 1), "none")]


def test_it_is_due_the_day_after_the_last_sponsorship_ends():
    enrolled = in_phase()
    sponsorship = make.sponsorship(enrolled, started_on=date(2026, 3, 1))

    end_sponsorship(sponsorship, date(2026, 6, 30))

    assert due("no_sponsor", TODAY) == [(date(2026, 7, 1), "ended")]
    assert Deadline.objects.get(kind="no_sponsor", state="open").shown_on == date(2026, 6, 17)


def test_a_handover_on_the_same_day_leaves_no_gap():
    enrolled = in_phase()
    first = make.sponsorship(enrolled, started_on=date(2026, 3, 1))
    start_sponsorship(make.sponsor(), enrolled, date(2026, 6, 14))

    end_sponsorship(first, date(2026, 6, 14))

    assert due("no_sponsor", TODAY) == []


def test_a_phase_that_is_still_to_begin_asks_in_time():
    in_phase(started_on=date(2026, 9, 1))

    assert due("no_sponsor", TODAY) == [(date(2026, 9, 1), "none")]


def test_of_two_phases_that_need_one_the_first_asks():
    enrolled = in_phase(started_on=date(2026, 9, 1))
    make.phase(enrolled.cohort.programme, PhaseKind.EQ, sponsor_required=True)
    make.phase_entry(enrolled, PhaseKind.EQ, started_on=date(2026, 5, 1), ended_on=date(2026, 8, 31))

    assert due("no_sponsor", TODAY) == [(date(2026, 5, 1), "none")]
    assert due("no_sponsor", date(2026, 9, 1)) == [(date(2026, 9, 1), "none")]


def test_a_programme_that_asks_for_a_sponsor_later_on_asks_for_everybody():
    enrolled = in_phase(sponsor_required=False)
    due("no_sponsor", TODAY)

    enrolled.cohort.programme.phases.filter(kind=PhaseKind.TRAINING).update(sponsor_required=True)

    assert due("no_sponsor", TODAY) == [(date(2026, 3, 1), "none")]


# --- Contact ---


def accompanied(started_on=date(2026, 3, 1), **rules):
    enrolled = in_phase(**rules)
    return enrolled, make.sponsorship(enrolled, started_on=started_on).sponsor


def test_the_first_contact_is_due_an_interval_after_somebody_is_accompanied():
    accompanied(started_on=date(2026, 6, 10))

    assert due("contact_due", TODAY) == [(date(2026, 6, 24), "not_yet")]


def test_the_next_is_due_an_interval_after_the_last():
    enrolled, sponsor = accompanied()
    make.contact(enrolled, sponsor, held_on=date(2026, 2, 16))
    make.contact(enrolled, sponsor, held_on=date(2026, 6, 9))

    assert due("contact_due", TODAY) == [(date(2026, 6, 23), "contacted")]


def test_an_interval_over_the_end_of_february_is_counted_in_days():
    enrolled, sponsor = accompanied()
    make.contact(enrolled, sponsor, held_on=date(2028, 2, 20))

    assert due("contact_due", date(2028, 2, 29)) == [(date(2028, 3, 5), "contacted")]


def test_a_contact_settles_it():
    enrolled, sponsor = accompanied(started_on=date(2026, 3, 1))
    due("contact_due", TODAY)

    note_contact(sponsor, enrolled, date(2026, 4, 1), Channel.PHONE, reached=True)

    assert due("contact_due", TODAY) == [(date(2026, 4, 15), "contacted")]
    assert became("contact_due") == [(date(2026, 3, 15), "settled")]


def test_an_attempt_does_not():
    enrolled, sponsor = accompanied()

    make.contact(enrolled, sponsor, held_on=date(2026, 6, 9), reached=False)

    assert due("contact_due", TODAY) == [(date(2026, 3, 15), "not_yet")]


def test_who_of_two_sponsors_was_in_contact_does_not_matter():
    enrolled, first = accompanied()
    make.sponsorship(enrolled, started_on=date(2026, 3, 1))

    make.contact(enrolled, first, held_on=date(2026, 6, 9))

    assert due("contact_due", TODAY) == [(date(2026, 6, 23), "contacted")]


def test_who_rests_need_not_be_contacted_and_the_interval_begins_anew_afterwards():
    enrolled, _sponsor = accompanied()
    journey.pause(enrolled, date(2026, 5, 1), PauseReason.ILLNESS, ended_on=date(2026, 6, 10))

    assert due("contact_due", date(2026, 6, 10)) == []
    assert due("contact_due", TODAY) == [(date(2026, 6, 25), "not_yet")]


def test_between_phases_and_without_a_sponsor_none_is_due():
    enrolled, _sponsor = accompanied()
    enrolled.phase_entries.update(ended_on=date(2026, 6, 1))
    in_phase()

    assert due("contact_due", TODAY) == []


def test_a_phase_without_an_interval_asks_for_none():
    accompanied(contact_interval_days=None)

    assert due("contact_due", TODAY) == []


def test_a_withdrawn_contact_brings_the_earlier_day_back():
    enrolled, sponsor = accompanied()
    contact = make.contact(enrolled, sponsor, held_on=date(2026, 6, 9))
    due("contact_due", TODAY)

    contact.delete()

    assert due("contact_due", TODAY) == [(date(2026, 3, 15), "not_yet")]
    assert became("contact_due") == [(date(2026, 6, 23), "moved")]
