"""Sponsors see the people they accompany today, and nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration.accounts.roles import Role
from integration.deadlines.services import refresh
from programmes.participants.enums import ResidenceKind
from programmes.pathways.enums import Fit, PhaseKind
from programmes.pathways.services.assessments import assess
from programmes.sponsorships.enums import Light, SupportRole
from programmes.sponsorships.portal.queries import cards_of, mentees_of, visit_of
from tests import factories as make

pytestmark = pytest.mark.django_db


def accompanied(sponsor, name="Amal", *, entered_on=make.START, **fields):
    person = make.participant(given_name=name)
    enrolment = make.enrolment(in_phase=PhaseKind.INTERNSHIP, participant=person, entered_on=entered_on)
    make.sponsorship(enrolment, sponsor, **fields)
    return enrolment


def cards(sponsor):
    return cards_of(visit_of(sponsor.user, mentees_of(sponsor.user)))


def names(sponsor):
    return [card.name for card in cards(sponsor)]


def test_a_sponsor_sees_the_people_accompanied_today(sponsor):
    accompanied(sponsor, "Amal")
    accompanied(make.sponsor(), "Bilal")

    assert names(sponsor) == ["Amal Haddad"]


def test_access_ends_with_the_last_day_of_the_sponsorship(sponsor):
    today = timezone.localdate()
    accompanied(sponsor, "Amal", ended_on=today)
    accompanied(sponsor, "Bilal", ended_on=today - timedelta(days=1))
    accompanied(sponsor, "Chadi", started_on=today + timedelta(days=1))

    assert names(sponsor) == ["Amal Haddad"]


def test_without_the_role_nobody_is_seen(sponsor):
    accompanied(sponsor)
    sponsor.user.memberships.all().delete()

    assert names(sponsor) == []


def test_a_mentee_is_shown_where_they_stand(sponsor):
    today = timezone.localdate()
    enrolment = accompanied(sponsor, entered_on=today - timedelta(days=24))
    enrolment.phase_entries.update(planned_end_on=today + timedelta(days=75))
    make.contact(enrolment, sponsor, held_on=enrolment.entered_on + timedelta(days=3))
    make.contact(enrolment, sponsor, held_on=enrolment.entered_on + timedelta(days=9), reached=None)
    moved_to = make.transfer(enrolment).organisation

    (card,) = cards(sponsor)

    assert (card.standing.entry.phase.name, card.standing.progress, card.days_left) == ("internship", 25, 75)
    assert (card.then.name, card.place) == ("training", moved_to.name)
    assert card.last_contact == enrolment.entered_on + timedelta(days=3)


def test_another_sponsors_contact_is_not_ones_own(sponsor):
    enrolment = accompanied(sponsor)
    make.contact(enrolment, make.sponsor())

    assert cards(sponsor)[0].last_contact is None


def test_somebody_accompanied_in_two_roles_has_one_card(sponsor):
    enrolment = accompanied(sponsor)
    make.sponsorship(enrolment, sponsor, role=SupportRole.MENTOR, started_on=make.START + timedelta(days=1))

    assert names(sponsor) == ["Amal Haddad"]


@pytest.mark.parametrize(
    ("days", "fields", "light"),
    [
        (-1, {}, Light.RED),
        (30, {}, Light.RED),
        (31, {}, Light.AMBER),
        (90, {}, Light.AMBER),
        (91, {}, Light.GREEN),
        (None, {"kind": ResidenceKind.SETTLEMENT_PERMIT}, Light.GREEN),
        (None, {"kind": ResidenceKind.PROVISIONAL_EFFECT}, Light.AMBER),
    ],
)
def test_of_the_permit_there_is_a_traffic_light(sponsor, days, fields, light):
    today = timezone.localdate()
    ends = None if days is None else today + timedelta(days=days)
    issued = today - timedelta(days=200)
    document = {"issued_on": issued, "printed_valid_to": ends, **fields}
    make.residence_document(accompanied(sponsor).participant, **document)

    assert cards(sponsor)[0].light == light


def test_without_a_document_the_light_asks_to_prepare(sponsor):
    accompanied(sponsor)

    assert cards(sponsor)[0].light == Light.AMBER


def test_what_comes_next_and_when_the_next_contact_is_due(sponsor):
    today = timezone.localdate()
    enrolment = accompanied(sponsor, entered_on=today - timedelta(days=20))
    enrolment.phase_entries.update(planned_end_on=today + timedelta(days=3))
    enrolment.cohort.programme.phases.update(contact_interval_days=14)
    make.exam(enrolment, held_on=today + timedelta(days=2))
    assess(enrolment.phase_entries.get(), today, Fit.FITS)
    refresh(enrolments=[enrolment.pk])

    (card,) = cards(sponsor)

    assert (card.next.title, card.next.on, card.next.when) == (
        "Abschlussprüfung",
        today + timedelta(days=2),
        "in 2 Tagen",
    )
    assert (card.contact_due.on, card.contact_due.overdue) == (today - timedelta(days=6), True)


def test_whom_to_ask_stands_on_the_card_of_each(sponsor, client):
    first, second = accompanied(sponsor, "Amal"), accompanied(sponsor, "Bilal")
    partner = make.partner(name="Bildungswerk")
    second.cohort.programme.lead_partner = partner
    second.cohort.programme.save()
    for enrolment, name in ((first, "Nora Nolte"), (second, "Sami Sauer")):
        make.member(Role.TRAINING_MANAGER, enrolment.organisation, display_name=name)
    make.contact_person(second.organisation, partner, name="Robin Keller")

    named = [[each.name for each in card.people] for card in cards(sponsor)]

    assert named == [["Nora Nolte"], ["Sami Sauer", "Robin Keller"]]
    assert "Robin Keller" in client.get("/portal/").content.decode()


def test_the_page_costs_the_same_for_three_as_for_one(sponsor, client):
    accompanied(sponsor)
    client.get("/portal/")
    with CaptureQueriesContext(connection) as one:
        client.get("/portal/")

    accompanied(sponsor)
    accompanied(sponsor)
    with CaptureQueriesContext(connection) as three:
        page = client.get("/portal/")

    assert (len(three), len(page.context["cards"])) == (len(one), 3)


def test_the_page_says_what_happens_when_there_is_nobody(client):
    assert client.get("/portal/").context["cards"] == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SPONSOR])
def test_the_portal_is_for_sponsors(role):
    client = Client()
    client.force_login(make.member(role))

    assert client.get("/portal/").status_code == 403
