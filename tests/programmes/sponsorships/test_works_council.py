"""No figure about a single sponsor exists anywhere (works council): no count, no ranking, in no list, file or search.

What sponsors do is noted for the people they accompany. How often, how long and how regularly one sponsor does so is
nobody's to compare: management sees sums, training managers see whom somebody is needed for.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from integration.admin.exporting.columns import columns_of_list
from integration.admin.site import workplace
from programmes.sponsorships.models import Contact, Sponsor, Sponsorship
from tests import factories as make

ROOT = Path(__file__).resolve().parents[3]

SAID_BY_THEMSELVES = {"capacity"}
"""Numbers of a sponsor that say what they are willing to do, not what they did."""

ALLOWED_COLUMNS = {"code", "name", "organisation", "trained_on", "capacity", "volunteer", "access"}


def test_nothing_is_counted_in_the_record_of_a_sponsor():
    numbers = (models.IntegerField, models.FloatField, models.DecimalField, models.DurationField)
    counted = {field.name for field in Sponsor._meta.fields if isinstance(field, numbers) and not field.primary_key}

    assert counted == SAID_BY_THEMSELVES


def test_the_list_of_sponsors_shows_and_sorts_by_nothing_that_they_did(rf):
    page = workplace.get_model_admin(Sponsor)

    assert set(page.list_display) == ALLOWED_COLUMNS
    assert [str(entry) for entry in page.list_filter if not isinstance(entry, tuple)] == ["volunteer"]
    assert not any("contact" in name or "sponsorship" in name for name in (*page.search_fields, *(page.ordering or ())))


@pytest.mark.django_db
def test_a_file_of_sponsors_holds_no_more_than_the_list(rf):
    request = rf.get("/")
    request.user = make.member(Role.TRAINING_MANAGER)

    titles = [str(column.title) for column in columns_of_list(workplace.get_model_admin(Sponsor), request)]

    assert len(titles) == len(ALLOWED_COLUMNS)
    assert not any(word in title.lower() for title in titles for word in ("kontakt", "minute", "zuletzt", "anzahl"))


def test_no_list_can_be_narrowed_to_the_contacts_of_one_sponsor():
    page = workplace.get_model_admin(Contact)

    assert [str(entry) for entry in page.list_filter] == ["channel", "reached"]
    assert not any("sponsor" in name for name in page.search_fields)
    assert not hasattr(page.noted_by, "admin_order_field")


@pytest.mark.django_db
def test_a_file_of_contacts_does_not_say_who_noted_them(rf):
    request = rf.get("/")
    request.user = make.member(Role.TRAINING_MANAGER)

    titles = [str(column.title) for column in workplace.get_model_admin(Contact).file_columns(request)]

    assert titles == ["Teilnehmer/in", "Datum", "Weg", "Erreicht", "Minuten"]


@pytest.mark.django_db
def test_an_address_cannot_narrow_contacts_to_a_sponsor_nor_count_theirs():
    company = make.organisation()
    helper = make.sponsor(organisation=company)
    enrolment = make.enrolment(cohort=make.cohort(make.programme(organisation=company)), sponsor=helper)
    make.contact(enrolment, helper)
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, company))
    page = reverse("admin:sponsorships_contact_changelist")

    for query in ({"sponsor": helper.pk}, {"sponsor__id__exact": helper.pk}, {"sponsor__code": helper.code}):
        assert (query, client.get(page, query).status_code) == (query, 400)
    assert client.get(page, {"q": helper.family_name}).context["cl"].result_count == 0


def test_no_query_groups_contacts_by_sponsor():
    """Neither in the reports nor in any page. The demonstration chooses whom its accounts are by it, and shows nothing."""
    grouped = re.compile(r"""(Count|Sum|Avg|Max)\(["'](sponsor__)?(contacts|sponsorships)|contacts__minutes""")
    found = {
        str(path.relative_to(ROOT))
        for folder in ("integration", "programmes", "reports")
        for path in (ROOT / folder).rglob("*.py")
        if grouped.search(path.read_text(encoding="utf-8"))
    }

    assert found == {"programmes/exchange/demonstration/accounts.py"}


def test_management_reads_no_row_of_sponsors_sponsorships_or_contacts():
    from integration.organisations import scoping

    theirs = {
        model._meta.label
        for model in apps.get_app_config("sponsorships").get_models()
        if (model._meta.label_lower, Role.MANAGEMENT) in scoping._grants
    }

    assert theirs == set()
    assert {Sponsor, Sponsorship, Contact} <= set(apps.get_app_config("sponsorships").get_models())
