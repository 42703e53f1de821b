"""Starting and ending sponsorships, noting contacts (FIELD, "Sponsors")."""

from datetime import date

import pytest
import time_machine

from programmes.pathways.refusals import OPEN_IN_ENDED_ENROLMENT, OUTSIDE_ENROLMENT
from programmes.sponsorships.enums import Channel, SupportRole
from programmes.sponsorships.refusals import (
    ALREADY_ACCOMPANIED,
    ALREADY_ENDED,
    IN_THE_FUTURE,
    NO_SPONSORSHIP,
    OF_ONESELF,
)
from programmes.sponsorships.services import end_sponsorship, note_contact, start_sponsorship
from tests import factories
from tests.factories import START
from tests.refused import refused

pytestmark = pytest.mark.django_db

FOURTEENTH, FIFTEENTH = date(2024, 10, 14), date(2024, 10, 15)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(date(2024, 11, 1)):
        yield


@pytest.fixture
def enrolment():
    return factories.enrolment()


@pytest.fixture
def sponsor():
    return factories.sponsor(email="kim@example.org")


def test_starting_twice_starts_once(enrolment, sponsor):
    first = start_sponsorship(sponsor, enrolment, START)

    second = start_sponsorship(sponsor, enrolment, START)

    assert (second, first.history.count(), first.role) == (first, 1, SupportRole.SPONSOR)


@pytest.mark.parametrize("taken_over_on", [FOURTEENTH, FIFTEENTH, date(2024, 10, 25)])
def test_a_sponsor_hands_over_on_the_same_day_the_next_or_after_a_gap(enrolment, sponsor, taken_over_on):
    first = start_sponsorship(sponsor, enrolment, START)
    end_sponsorship(first, FOURTEENTH, reason="Elternzeit")

    second = start_sponsorship(factories.sponsor(), enrolment, taken_over_on)

    assert (enrolment.sponsorships.count(), second.started_on) == (2, taken_over_on)


def test_two_may_accompany_at_once_and_one_in_two_roles(enrolment, sponsor):
    start_sponsorship(sponsor, enrolment, START)
    start_sponsorship(factories.sponsor(), enrolment, START)
    start_sponsorship(sponsor, enrolment, FIFTEENTH, role=SupportRole.COACH)

    assert enrolment.sponsorships.count() == 3


def test_the_same_sponsor_does_not_accompany_twice_at_once(enrolment, sponsor):
    start_sponsorship(sponsor, enrolment, START)

    with refused(ALREADY_ACCOMPANIED):
        start_sponsorship(sponsor, enrolment, FIFTEENTH)


def test_the_same_sponsor_may_come_back(enrolment, sponsor):
    end_sponsorship(start_sponsorship(sponsor, enrolment, START), FOURTEENTH)

    again = start_sponsorship(sponsor, enrolment, FIFTEENTH)

    assert again.ended_on is None


def test_nobody_is_their_own_sponsor(sponsor):
    oneself = factories.enrolment(participant=factories.participant(email="Kim@Example.org"))

    with refused(OF_ONESELF):
        start_sponsorship(sponsor, oneself, START)


def test_people_without_addresses_are_not_taken_for_one_another():
    enrolment = factories.enrolment(participant=factories.participant(email=""))

    assert start_sponsorship(factories.sponsor(email=""), enrolment, START).pk is not None


def test_a_sponsorship_lies_within_the_enrolment(enrolment, sponsor):
    ended = factories.enrolment(ended_on=FOURTEENTH)

    with refused(OUTSIDE_ENROLMENT):
        start_sponsorship(sponsor, enrolment, date(2024, 8, 31))
    with refused(OUTSIDE_ENROLMENT):
        start_sponsorship(sponsor, ended, FIFTEENTH)


def test_none_begins_open_in_an_ended_enrolment(sponsor):
    with refused(OPEN_IN_ENDED_ENROLMENT):
        start_sponsorship(sponsor, factories.enrolment(ended_on=FOURTEENTH), START)


def test_ending_twice_ends_once_and_not_on_another_day(enrolment, sponsor):
    sponsorship = start_sponsorship(sponsor, enrolment, START)
    end_sponsorship(sponsorship, FOURTEENTH)

    end_sponsorship(sponsorship, FOURTEENTH)
    with refused(ALREADY_ENDED):
        end_sponsorship(sponsorship, FIFTEENTH)

    assert sponsorship.history.count() == 2


def test_a_contact_noted_twice_is_one_and_can_be_corrected(enrolment, sponsor):
    start_sponsorship(sponsor, enrolment, START)
    for _ in range(2):
        note_contact(sponsor, enrolment, FOURTEENTH, Channel.PHONE, reached=False)

    contact = note_contact(sponsor, enrolment, FOURTEENTH, Channel.PHONE, reached=True, minutes=20)

    assert (enrolment.contacts.get(), contact.reached, contact.history.count()) == (contact, True, 2)


def test_two_channels_on_one_day_are_two_contacts(enrolment, sponsor):
    start_sponsorship(sponsor, enrolment, START)

    for channel in (Channel.PHONE, Channel.MESSAGE):
        note_contact(sponsor, enrolment, FOURTEENTH, channel)

    assert enrolment.contacts.count() == 2


def test_a_pause_is_no_reason_not_to_call(enrolment, sponsor):
    start_sponsorship(sponsor, enrolment, START)
    factories.pause(enrolment)

    assert note_contact(sponsor, enrolment, FOURTEENTH, Channel.PHONE).held_on == FOURTEENTH


def test_a_contact_is_noted_once_it_took_place(enrolment, sponsor):
    start_sponsorship(sponsor, enrolment, START)

    note_contact(sponsor, enrolment, date(2024, 11, 1), Channel.VIDEO)
    with refused(IN_THE_FUTURE):
        note_contact(sponsor, enrolment, date(2024, 11, 2), Channel.VIDEO)


@pytest.mark.parametrize("day", [date(2024, 9, 1), FIFTEENTH])
def test_only_who_accompanied_somebody_that_day_notes_a_contact(enrolment, sponsor, day):
    factories.sponsorship(enrolment, sponsor, started_on=date(2024, 9, 2), ended_on=FOURTEENTH)

    with refused(NO_SPONSORSHIP):
        note_contact(sponsor, enrolment, day, Channel.PHONE)


def test_evening_in_berlin_is_still_that_day(enrolment, sponsor):
    start_sponsorship(sponsor, enrolment, START)

    with time_machine.travel("2024-10-14T21:30:00Z"), refused(IN_THE_FUTURE):
        note_contact(sponsor, enrolment, FIFTEENTH, Channel.PHONE)
    with time_machine.travel("2024-10-14T22:30:00Z"):
        noted = note_contact(sponsor, enrolment, FIFTEENTH, Channel.PHONE)

    assert noted.held_on == FIFTEENTH
