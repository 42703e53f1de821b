"""The ledger of posts owed: what the report counts, by month, company and occupation, for those whose people they are."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from programmes.pathways.enums import Outcome
from reports.rendering.ledger import ledger_of
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)
PAGE = "/admin/posts-owed/"


@pytest.fixture
def group():
    return make.organisation(kind="group")


@pytest.fixture
def manager(group):
    return make.member(Role.TRAINING_MANAGER, group)


@pytest.fixture
def programme(group):
    created = make.programme(organisation=make.organisation(parent=group, name="Werk Nord"))
    make.phase(created)
    return created


def trainee(programme, planned_end_on, *, guaranteed=True, occupation="Koch/Köchin", at=None, **fields):
    enrolled = make.enrolment(
        cohort=make.cohort(programme), guaranteed=guaranteed, **({"organisation": at} if at else {})
    )
    make.phase_entry(enrolled, planned_end_on=planned_end_on, occupation=occupation, **fields)
    return enrolled


def ended(programme, outcome, number, at=None):
    for _ in range(number):
        trainee(programme, date(2026, 5, 31), guaranteed=False, at=at, ended_on=date(2026, 5, 31), outcome=outcome)


def lines(manager):
    return [tuple(line) for line in ledger_of(manager, TODAY).lines]


def test_posts_stand_by_company_and_occupation_in_the_year_in_which_they_fall_due(manager, group, programme):
    south = make.organisation(parent=group, name="Werk Süd")
    trainee(programme, date(2026, 8, 31))
    trainee(programme, date(2027, 6, 30))
    trainee(programme, date(2027, 6, 30), occupation="Kaufmann/Kauffrau")
    trainee(programme, date(2029, 5, 31), at=make.organisation(parent=south, kind="site"))

    assert lines(manager) == [
        ("Werk Nord", "Kaufmann/Kauffrau", [0, 1, 0], 1, "–"),
        ("Werk Nord", "Koch/Köchin", [1, 1, 0], 2, "–"),
        ("Werk Süd", "Koch/Köchin", [0, 0, 1], 1, "–"),
    ]


def test_they_fall_due_on_the_day_after_the_planned_end_and_what_is_overdue_in_the_first_month(manager, programme):
    trainee(programme, date(2026, 8, 30))
    trainee(programme, date(2026, 8, 31))
    trainee(programme, date(2026, 3, 31))

    found = ledger_of(manager, TODAY)

    assert [(month.day, month.owed) for month in found.months] == [
        (date(2026, 7, 1), 1),
        (date(2026, 8, 1), 1),
        (date(2026, 9, 1), 1),
    ]
    assert [point.amount.number for point in found.picture.chart.points[:4]] == [1, 1, 1, 0]


def test_without_a_guarantee_a_planned_end_or_within_three_years_nothing_is_owed(manager, programme):
    trainee(programme, date(2027, 8, 31), guaranteed=False)
    trainee(programme, None)
    trainee(programme, date(2029, 6, 30))

    assert lines(manager) == []


def test_what_is_likely_follows_from_the_trainings_that_ended(manager, programme):
    for _ in range(5):
        trainee(programme, date(2027, 8, 31))
    ended(programme, Outcome.PASSED, 3)
    ended(programme, Outcome.CONTRACT_DISSOLVED, 1)
    ended(programme, Outcome.MOVED_ON, 6)

    found = ledger_of(manager, TODAY)

    assert (found.rate.passed, found.rate.ended, found.owed, found.likely) == (3, 4, 5, "4")


def test_a_company_with_ten_ended_trainings_is_reckoned_with_its_own_share(manager, group, programme):
    south = make.organisation(parent=group, name="Werk Süd")
    ended(programme, Outcome.PASSED, 10)
    ended(programme, Outcome.CONTRACT_DISSOLVED, 9, at=south)
    for at in (None, south):
        for _ in range(10):
            trainee(programme, date(2027, 8, 31), at=at)

    assert [(line.company, line.likely) for line in ledger_of(manager, TODAY).lines] == [
        ("Werk Nord", "10"),
        ("Werk Süd", "5"),
    ]


def test_nobody_sees_the_posts_of_others(manager, programme):
    trainee(programme, date(2027, 8, 31))
    stranger = make.member(Role.TRAINING_MANAGER, make.organisation())

    assert (ledger_of(stranger, TODAY).owed, ledger_of(manager, TODAY).owed) == (0, 1)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.TRAINING_MANAGER, 200),
        (Role.ADMINISTRATOR, 403),
        (Role.DATA_PROTECTION, 403),
        (Role.MANAGEMENT, 403),
        (Role.SPONSOR, 403),
    ],
)
def test_the_page_is_for_training_managers(group, role, status):
    client = Client()
    client.force_login(make.member(role, group))

    assert client.get(PAGE).status_code == status


def test_it_asks_as_often_for_many_companies_as_for_one(manager, group, programme):
    client = Client()
    client.force_login(manager)
    trainee(programme, date(2027, 8, 31))
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for _ in range(2):
        trainee(programme, date(2027, 8, 31), at=make.organisation(parent=group))
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)

    assert len(three) == len(one)


def test_it_can_be_narrowed_to_one_organisation_and_what_is_below_it(manager, group, programme):
    south = make.organisation(parent=group, name="Werk Süd")
    site = make.organisation(parent=south, kind="site", name="Ulm")
    trainee(programme, date(2026, 8, 31))
    trainee(programme, date(2026, 8, 31), at=site)
    ended(programme, Outcome.PASSED, 1, at=site)
    client = Client()
    client.force_login(manager)

    pages = {code: client.get(PAGE, {"organisation": code}).context["ledger"] for code in (south.code, site.code, "")}

    assert {code: (ledger.owed, ledger.rate.ended) for code, ledger in pages.items()} == {
        south.code: (1, 1),
        site.code: (1, 1),
        "": (2, 1),
    }


def test_an_organisation_of_others_narrows_to_nothing_that_could_be_told(manager, programme):
    trainee(programme, date(2026, 8, 31))
    stranger = make.organisation(name="KIEBITZ")
    client = Client()
    client.force_login(manager)

    page = client.get(PAGE, {"organisation": stranger.code})

    assert page.context["asked"] is None
    assert "KIEBITZ" not in page.text
