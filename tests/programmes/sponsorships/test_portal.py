"""Sponsors see the people they accompany today, and nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration.accounts.roles import Role
from programmes.pathways.enums import PhaseKind
from programmes.sponsorships.portal import mentees_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sponsor():
    company = make.organisation()
    return make.sponsor(organisation=company, user=make.member(Role.SPONSOR, company))


def accompanied(sponsor, name="Amal", **fields):
    enrolment = make.enrolment(in_phase=PhaseKind.INTERNSHIP, participant=make.participant(given_name=name))
    make.sponsorship(enrolment, sponsor, **fields)
    return enrolment


def names(sponsor):
    return [mentee.name for mentee in mentees_of(sponsor.user)]


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
    enrolment = accompanied(sponsor)
    make.contact(enrolment, sponsor, held_on=enrolment.entered_on + timedelta(days=3))
    make.contact(enrolment, sponsor, held_on=enrolment.entered_on + timedelta(days=9), reached=None)
    moved_to = make.transfer(enrolment).organisation

    (mentee,) = mentees_of(sponsor.user)

    assert [(step.name, step.since) for step in mentee.steps] == [("internship", enrolment.entered_on)]
    assert (mentee.programme, mentee.organisation) == (enrolment.cohort.programme.name, moved_to.name)
    assert mentee.last_contact == enrolment.entered_on + timedelta(days=3)


def test_another_sponsors_contact_is_not_ones_own(sponsor):
    enrolment = accompanied(sponsor)
    make.contact(enrolment, make.sponsor())

    assert mentees_of(sponsor.user)[0].last_contact is None


def test_the_page_costs_the_same_for_three_as_for_one(sponsor):
    client = Client()
    client.force_login(sponsor.user)
    accompanied(sponsor)
    client.get("/portal/")
    with CaptureQueriesContext(connection) as one:
        client.get("/portal/")

    accompanied(sponsor)
    accompanied(sponsor)
    with CaptureQueriesContext(connection) as three:
        page = client.get("/portal/")

    assert (len(three), len(page.context["mentees"])) == (len(one), 3)


def test_the_page_says_what_happens_when_there_is_nobody(sponsor):
    client = Client()
    client.force_login(sponsor.user)

    assert client.get("/portal/").context["mentees"] == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SPONSOR])
def test_the_portal_is_for_sponsors(role):
    client = Client()
    client.force_login(make.member(role))

    assert client.get("/portal/").status_code == 403
