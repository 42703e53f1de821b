"""The list of all that falls due: narrowed by what it is, when, whose it is, where, and in which programme."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.deadlines.snoozing import put_off
from integration.organisations.enums import OrganisationKind
from programmes.pathways.enums import PhaseKind
from tests import factories as make
from tests.integration.deadlines.asking import at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 8, 1)
ADDRESS = "/admin/deadlines/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(at(TODAY))


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company, display_name="Robin Berg")


def group_at(place):
    programme = make.programme(organisation=place)
    make.phase(programme, PhaseKind.QUALIFICATION)
    return make.cohort(programme)


def ending(group, on):
    enrolled = make.enrolment(cohort=group)
    make.phase_entry(enrolled, PhaseKind.QUALIFICATION, planned_end_on=on)
    return enrolled


def asked(user, query=""):
    client = Client()
    client.force_login(user)
    return client.get(ADDRESS + query)


def shown(user, query=""):
    return [(row.deadline.kind, row.deadline.due_on) for row in asked(user, query).context["rows"]]


def test_the_nearest_stands_first_and_what_is_far_ahead_comes_when_its_time_has_come(company, manager):
    group = group_at(company)
    for day in (date(2026, 8, 20), date(2026, 7, 1), date(2027, 8, 31)):
        ending(group, day)

    assert shown(manager) == [("planned_end", date(2026, 7, 1)), ("planned_end", date(2026, 8, 20))]
    assert len(shown(manager, "?all=on")) == 3


def test_each_line_says_whose_it_is(company, manager):
    ending(group_at(company), date(2026, 8, 20))

    (row,) = asked(manager).context["rows"]

    assert (row.face.name, row.when, row.tag, row.responsible) == ("Amal Haddad", "in 19 Tagen", "", "Robin Berg")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?kind=planned_end", 3),
        ("?kind=permit_ends", 0),
        ("?kind=unheard_of", 0),
        ("?band=overdue", 1),
        ("?band=week", 1),
        ("?band=month", 1),
        ("?band=later", 0),
        ("?p=2", 0),
        ("?p=x", 3),
    ],
)
def test_it_is_narrowed_by_kind_and_nearness(company, manager, query, number):
    group = group_at(company)
    for day in (date(2026, 7, 1), date(2026, 8, 5), date(2026, 8, 20)):
        ending(group, day)

    assert len(shown(manager, query)) == number


def test_it_is_narrowed_by_place_programme_and_who_is_responsible(company, manager):
    site = make.organisation(kind=OrganisationKind.SITE, parent=company, name="Standort")
    here, there = group_at(company), group_at(site)
    ending(here, date(2026, 8, 10))
    ending(there, date(2026, 8, 20))
    other = make.member(Role.TRAINING_MANAGER, site, display_name="Sascha Tal")

    site_only = [("planned_end", date(2026, 8, 20))]
    assert shown(manager, f"?organisation={site.code}") == site_only
    assert shown(manager, f"?programme={there.programme.code}") == site_only
    assert shown(manager, f"?responsible={other.pk}") == site_only
    assert shown(manager, f"?responsible={manager.pk}") == [("planned_end", date(2026, 8, 10))]
    assert len(shown(manager, f"?organisation={company.code}")) == 2


def test_what_was_put_off_is_not_on_it(company, manager):
    ending(group_at(company), date(2026, 8, 20))
    put_off(Deadline.objects.get(kind="planned_end"), date(2026, 8, 10), "Termin", manager)

    assert (shown(manager), len(shown(manager, "?all=on"))) == ([], 1)


def test_others_are_neither_shown_nor_offered(company, manager):
    elsewhere = make.organisation(name="Fremdwerk")
    group = group_at(elsewhere)
    ending(group, date(2026, 8, 20))
    make.member(Role.TRAINING_MANAGER, elsewhere, display_name="Fremde Leitung")

    page = asked(manager)

    assert page.context["rows"] == []
    assert [word for word in ("Fremdwerk", "Fremde Leitung", group.programme.code) if word in page.text] == []
    assert shown(manager, f"?programme={group.programme.code}") == []


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION, Role.MANAGEMENT])
def test_it_is_for_training_managers(role):
    assert asked(make.member(role)).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_it_asks_the_database_as_often_for_many_as_for_one(company, manager, people):
    group = group_at(company)
    for _ in range(people):
        ending(group, date(2026, 8, 20))
    client = Client()
    client.force_login(manager)

    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS)

    assert len(captured) == 12
