"""Who read whose record is written down once a page, and for good."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from integration.accounts.roles import Role
from integration.journal.models import Page, ReadEntry
from integration.organisations.models import Membership
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def enrolment(company):
    return make.enrolment(cohort=make.cohort(make.programme(organisation=company)))


def entries():
    return list(ReadEntry.objects.order_by("pk").values_list("reader", "person", "page"))


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/admin/pathways/enrolment/{enrolment}/change/", Page.FORM),
        ("/admin/pathways/enrolment/{enrolment}/history/", Page.HISTORY),
        ("/admin/participants/participant/{person}/history/", Page.HISTORY),
    ],
)
def test_opening_a_page_with_a_persons_record_is_written_down_once(manager, enrolment, address, page):
    person = enrolment.participant

    signed_in(manager).get(address.format(enrolment=enrolment.pk, person=person.pk))

    assert entries() == [(manager.pk, person.pk, page)]


def test_reading_lists_is_not_written_down(manager, enrolment):
    client = signed_in(manager)

    client.get("/admin/participants/participant/")
    client.get("/admin/pathways/enrolment/", {"q": "Haddad"})

    assert entries() == []


def test_what_is_out_of_sight_was_not_read(enrolment):
    stranger = signed_in(make.member(Role.TRAINING_MANAGER))

    for page in ("change", "history"):
        stranger.get(f"/admin/participants/participant/{enrolment.participant.pk}/{page}/")

    assert entries() == []


def log_of(user, **query):
    answer = signed_in(user).get("/admin/journal/readentry/", query)
    return answer.status_code if answer.status_code != 200 else [row.person for row in answer.context["cl"].result_list]


def test_only_who_watches_over_an_organisation_reads_its_log(company, manager, enrolment):
    make.read_entry(manager, enrolment.participant)
    at_home, elsewhere = (make.member(Role.DATA_PROTECTION, at) for at in (company, make.organisation()))
    others = [make.member(role, company) for role in (Role.ADMINISTRATOR, Role.TRAINING_MANAGER)]

    assert [log_of(each) for each in (at_home, elsewhere, *others)] == [[enrolment.participant.pk], [], 403, 403]


def test_what_a_reader_of_two_companies_read_elsewhere_is_not_shown_here(company, manager, enrolment):
    other = make.enrolment()
    Membership.objects.create(user=manager, organisation=other.organisation, role=Role.TRAINING_MANAGER)
    make.read_entry(manager, other.participant)
    make.read_entry(manager, enrolment.participant)

    assert log_of(make.member(Role.DATA_PROTECTION, company)) == [enrolment.participant.pk]


@pytest.mark.parametrize(("words", "found"), [("kim@", 1), ("{person}", 1), ("lea@", 0), ("9" * 40, 0), ("\u202e", 0)])
def test_the_log_is_searched_by_person_and_by_reader(company, enrolment, words, found):
    kim = make.member(Role.TRAINING_MANAGER, company, email="kim@example.org")
    make.read_entry(kim, enrolment.participant)
    officer = make.member(Role.DATA_PROTECTION, company)

    assert len(log_of(officer, q=words.format(person=enrolment.participant.pk))) == found


def test_nobody_changes_or_adds_to_the_log_by_hand():
    tree = grow("KIEBITZ")
    officer = tree.signed_in(Role.DATA_PROTECTION)
    entry = tree.rows[ReadEntry]

    answers = [
        officer.post("/admin/journal/readentry/add/", {}).status_code,
        officer.post(f"/admin/journal/readentry/{entry.pk}/change/", {"person": 1}).status_code,
        officer.post(f"/admin/journal/readentry/{entry.pk}/delete/", {"post": "yes"}).status_code,
    ]

    assert (answers, ReadEntry.objects.get().person) == ([403, 403, 403], entry.person)


@pytest.mark.services
@pytest.mark.parametrize("change", [lambda rows: rows.update(person=1), lambda rows: rows.delete()])
def test_the_database_itself_keeps_the_log_as_it_is(manager, enrolment, change):
    make.read_entry(manager, enrolment.participant)

    with pytest.raises(DatabaseError, match="neither changed nor deleted"), transaction.atomic():
        change(ReadEntry.objects.order_by("pk"))

    assert (connection.vendor, len(entries())) == ("postgresql", 1)
