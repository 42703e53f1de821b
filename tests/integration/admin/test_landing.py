"""Everybody lands where their work is."""

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.organisations.models import Membership
from tests import factories as make

pytestmark = pytest.mark.django_db


def landing(somebody):
    client = Client()
    client.force_login(somebody)
    return client.get("/")


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.TRAINING_MANAGER, "/admin/"),
        (Role.ADMINISTRATOR, "/admin/"),
        (Role.DATA_PROTECTION, "/admin/access/"),
        (Role.MANAGEMENT, "/reports/"),
        (Role.SPONSOR, "/portal/"),
    ],
)
def test_each_role_lands_where_its_work_is(role, place):
    assert landing(make.member(role))["Location"] == place


def test_whoever_has_several_roles_starts_where_most_is_to_do():
    both = make.member(Role.SPONSOR)
    Membership.objects.create(user=both, organisation=make.organisation(), role=Role.TRAINING_MANAGER)

    assert landing(both)["Location"] == "/admin/"


def test_somebody_without_a_role_is_told_whom_to_ask():
    page = landing(make.user())

    assert (page.status_code, page.templates[0].name) == (200, "no_role.html")


def test_the_first_administrator_lands_at_the_workplace_of_an_empty_installation():
    first = make.user(is_superuser=True)

    assert landing(first)["Location"] == "/admin/"


def test_the_first_administrator_sees_no_persons_record():
    enrolled = make.enrolment()
    client = Client()
    client.force_login(make.user(is_superuser=True))

    people = client.get("/admin/participants/participant/").status_code
    person = client.get(f"/admin/participants/participant/{enrolled.participant.pk}/change/").status_code

    assert (people, person) == (403, 403)
    assert client.get(f"/admin/organisations/organisation/{enrolled.organisation.pk}/change/").status_code == 200


def test_a_role_that_has_ended_is_none():
    somebody = make.member(Role.TRAINING_MANAGER)
    Membership.objects.update(ended_on="2020-01-01")

    assert landing(somebody).templates[0].name == "no_role.html"


def test_anonymous_people_sign_in_first():
    client = Client()

    assert client.get("/")["Location"] == "/account/login/?next=/"
    assert client.get("/admin/participants/participant/", follow=True).redirect_chain[-1] == (
        "/account/login/?next=%2Fadmin%2Fparticipants%2Fparticipant%2F",
        302,
    )


@pytest.mark.parametrize(
    ("role", "status"), [(Role.DATA_PROTECTION, 200), (Role.ADMINISTRATOR, 200), (Role.TRAINING_MANAGER, 403)]
)
def test_the_matrix_is_for_those_who_watch_over_it(role, status):
    client = Client()
    client.force_login(make.member(role))

    assert client.get("/admin/access/").status_code == status


def test_the_matrix_is_told_in_the_readers_language():
    client = Client()
    client.force_login(make.member(Role.DATA_PROTECTION))

    german = client.get("/admin/access/", headers={"accept-language": "de"}).context["lines"]
    english = client.get("/admin/access/", headers={"accept-language": "en"}).context["lines"]

    assert (german[3].subject, english[3].subject) == ("Aufenthaltsdokumente", "Residence documents")
    assert [len(line.cells) for line in english] == [len(Role)] * 23
