"""Administrators keep the numbers of the law; data protection officers read them; nobody else enters."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration.accounts.roles import Role
from integration.law.enums import Number
from integration.law.models import LegalNumber
from integration.organisations.enums import OrganisationKind
from tests import factories as make
from tests.integration.admin.trees import filled_in

pytestmark = pytest.mark.django_db

LIST = "/admin/law/legalnumber/"
NEW = {"value": "9", "valid_from": "01.07.2026", "checked_on": "01.06.2026", "section": "§ 12 Abs. 1"}


@pytest.fixture
def group():
    return make.organisation(kind=OrganisationKind.GROUP)


@pytest.fixture
def row():
    return LegalNumber.objects.get(code=Number.BINDING)


def signed_in(role, at):
    client = Client()
    client.force_login(make.member(role, at))
    return client


def new_value(row):
    return reverse("admin:law_legalnumber_new_value", args=[row.pk])


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        (Role.ADMINISTRATOR, [200, 200, 200]),
        (Role.DATA_PROTECTION, [200, 200, 403]),
        (Role.TRAINING_MANAGER, [403, 403, 404]),
        (Role.SPONSOR, [403, 403, 403]),
        (Role.MANAGEMENT, [403, 403, 403]),
    ],
)
def test_who_reads_and_who_changes_them(group, row, role, answers):
    client = signed_in(role, group)

    addresses = (LIST, f"{LIST}{row.pk}/change/", new_value(row))

    assert [client.get(address).status_code for address in addresses] == answers


def test_an_administrator_of_one_company_reads_what_holds_for_all_and_does_not_change_it(group, row):
    client = signed_in(Role.ADMINISTRATOR, make.organisation(parent=group))

    assert client.get(f"{LIST}{row.pk}/change/").status_code == 200
    assert client.get(new_value(row)).status_code == 403
    assert client.post(new_value(row), NEW).status_code == 403
    assert client.post(f"{LIST}{row.pk}/change/", {"value": "1"}).status_code == 403
    assert LegalNumber.objects.get(pk=row.pk).value == 6


def test_nobody_adds_or_deletes_one(group, row):
    client = signed_in(Role.ADMINISTRATOR, group)

    assert [client.get(f"{LIST}add/").status_code, client.get(f"{LIST}{row.pk}/delete/").status_code] == [403, 403]


def test_another_value_holds_from_a_day_on(group, row):
    client = signed_in(Role.ADMINISTRATOR, group)

    answer = client.post(new_value(row), NEW)
    new = LegalNumber.objects.get(code=Number.BINDING, valid_until=None)

    assert answer["Location"] == f"{LIST}{new.pk}/change/"
    assert (new.value, new.valid_from, new.source) == (Decimal(9), date(2026, 7, 1), "§ 12 Abs. 1 BBiG")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"valid_from": "01.04.2005"}, "valid_from"),
        ({"valid_from": "01.01.99999"}, "valid_from"),
        ({"value": "1e400"}, "value"),
        ({"value": "0"}, "value"),
        ({"value": "2,5"}, "value"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"section": "x" * 10_000}, "section"),
    ],
)
def test_what_cannot_be_comes_back_with_a_message_and_what_was_typed(group, row, typed, field):
    client = signed_in(Role.ADMINISTRATOR, group)

    page = client.post(new_value(row), {**NEW, **typed})

    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert LegalNumber.objects.filter(code=Number.BINDING).count() == 1


def test_whoever_says_when_it_was_checked_has_checked_it(group, row):
    client = signed_in(Role.ADMINISTRATOR, group)
    page = client.get(f"{LIST}{row.pk}/change/")

    answer = client.post(f"{LIST}{row.pk}/change/", {**filled_in(page), "checked_on": "01.06.2026"})
    row.refresh_from_db()

    assert answer.status_code == 302
    assert (row.checked_on, row.checked_by.pk) == (date(2026, 6, 1), int(client.session["_auth_user_id"]))


def test_the_first_page_counts_those_that_nobody_has_checked(group):
    client = signed_in(Role.ADMINISTRATOR, group)
    LegalNumber.objects.update(checked_on=timezone.localdate())
    assert "Alle gesetzlichen Werte wurden binnen eines Jahres geprüft" in client.get("/admin/").text

    LegalNumber.objects.filter(code__in=[Number.BINDING, Number.RESITS]).update(checked_on=None)

    tiles = client.get("/admin/").context["tiles"]
    assert [(tile.count, tile.url) for tile in tiles if "Gesetzliche" in str(tile.title)] == [
        (2, f"{LIST}?standing=outdated")
    ]
    assert client.get(f"{LIST}?standing=outdated").context["cl"].result_count == 2
