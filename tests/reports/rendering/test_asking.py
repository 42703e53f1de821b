"""Having reports built from their page: who may, and which."""

import pytest
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from reports.editions.enums import EditionState, Failure
from reports.editions.models import ReportEdition
from tests.factories import cohort, enrolment, member, organisation, programme, report_edition

pytestmark = pytest.mark.django_db

INDEX = "/reports/?month=2024-10"


def signed_in(somebody):
    client = Client()
    client.force_login(somebody)
    return client


def person_at(at):
    return enrolment(cohort=cohort(programme(organisation=at)), organisation=at)


@pytest.fixture
def tree():
    group = organisation(kind="group", code="GRP", name="Gruppe")
    return group, organisation(parent=group, code="ONE", name="Werk Eins"), organisation(parent=group, code="TWO")


def ask(somebody, **data):
    return signed_in(somebody).post(reverse("reports:build"), {"month": "2024-10", **data})


def test_one_report_can_be_built_at_once(tree):
    _group, one, two = tree
    person_at(one)
    person_at(two)

    answer = ask(member(Role.TRAINING_MANAGER, one), organisation="ONE")

    assert (answer.url, [edition.organisation for edition in ReportEdition.objects.all()]) == (
        f"{INDEX}&audience=hr",
        [one],
    )


def test_all_reports_of_the_month_can_be_built_at_once_and_only_ones_own(tree):
    group, one, two = tree
    person_at(one)
    person_at(two)

    ask(member(Role.TRAINING_MANAGER, one))
    only_one = set(ReportEdition.objects.values_list("organisation", flat=True))
    ask(member(Role.TRAINING_MANAGER, group))

    assert only_one == {one.pk}
    assert set(ReportEdition.objects.values_list("organisation", flat=True)) == {group.pk, one.pk, two.pk}


def test_a_failed_report_can_be_tried_again():
    edition = report_edition(state=EditionState.FAILED, failure=Failure.ATTEMPTS)

    ask(member(Role.TRAINING_MANAGER, edition.organisation), organisation=edition.organisation.code)

    assert ReportEdition.objects.get().state == EditionState.WAITING


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.DATA_PROTECTION, 403), (Role.MANAGEMENT, 404), (Role.SPONSOR, 404), (Role.ADMINISTRATOR, 404)],
)
def test_others_have_nothing_built(role, status):
    at = person_at(organisation()).organisation

    answer = ask(member(role, at), organisation=at.code)
    ask(member(role, at))

    assert (answer.status_code, ReportEdition.objects.count()) == (status, 0)


def test_another_organisations_report_is_not_built(tree):
    _group, one, two = tree
    person_at(two)

    answer = ask(member(Role.TRAINING_MANAGER, one), organisation="TWO")

    assert (answer.status_code, ReportEdition.objects.count()) == (404, 0)


def test_building_is_never_done_by_looking():
    assert signed_in(member(Role.TRAINING_MANAGER)).get(reverse("reports:build")).status_code == 405


def test_a_month_that_is_none_builds_nothing():
    at = person_at(organisation()).organisation

    answer = ask(member(Role.TRAINING_MANAGER, at), month="2024-13")

    assert (answer.status_code, ReportEdition.objects.count()) == (302, 0)
