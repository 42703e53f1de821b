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

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin.exporting.columns import columns_of_list
from integration.admin.site import workplace
from programmes.exchange.exporting import export_bundle
from programmes.pathways.models import Enrolment
from programmes.sponsorships.models import (
    Absence,
    Contact,
    Handover,
    Preference,
    Promise,
    Relief,
    Sponsor,
    Sponsorship,
    Training,
)
from tests import factories as make
from tests import sponsor_factories as sponsors

pytestmark = pytest.mark.django_db
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


def test_a_file_of_sponsors_holds_no_more_than_the_list(rf):
    request = rf.get("/")
    request.user = make.member(Role.TRAINING_MANAGER)

    titles = [str(column.title) for column in columns_of_list(workplace.get_model_admin(Sponsor), request)]

    assert len(titles) == len(ALLOWED_COLUMNS)
    assert not any(word in title.lower() for title in titles for word in ("kontakt", "minute", "zuletzt", "anzahl"))


@pytest.fixture
def helper():
    company = make.organisation()
    return make.sponsor(organisation=company, given_name="Kim", family_name="Einzig")


@pytest.fixture
def manager(helper):
    """Whoever accompanied somebody, was away, learned, promised and needed relief: their training manager sees it all."""
    company = helper.organisation
    enrolment = make.enrolment(cohort=make.cohort(make.programme(organisation=company)), sponsor=helper)
    make.contact(enrolment, helper)
    for row in (sponsors.absence, sponsors.training, sponsors.promise, sponsors.relief):
        row(helper)
    sponsors.preference(enrolment, helper)
    sponsors.handover(enrolment.sponsorships.get())
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, company))
    return client


def lists_about_sponsors():
    """Every list of the workplace whose rows lead to a sponsor, with the references that do."""
    to_sponsors = {Sponsor, Sponsorship}
    for model in workplace._registry:
        fields = [
            field.name for field in model._meta.fields if field.remote_field and field.remote_field.model in to_sponsors
        ]
        if fields:
            yield model, fields


def address(model, page="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def test_no_list_is_narrowed_to_one_sponsor_by_its_address(manager, helper):
    asked = {
        (model._meta.label, query): manager.get(address(model), {query: helper.pk}).status_code
        for model, fields in lists_about_sponsors()
        for field in fields
        for query in (field, f"{field}__id__exact", f"{field}__code", f"{field}__family_name")
    }

    assert {where: code for where, code in asked.items() if code != 400} == {}
    assert len(asked) > 30


@pytest.mark.parametrize("query", ["Einzig", "Kim"])
def test_how_many_rows_a_search_finds_is_said_in_no_list_about_sponsors(manager, query):
    said = {}
    for model, _fields in lists_about_sponsors():
        page = manager.get(address(model), {"q": query})
        total = manager.get(address(model), {"q": query}, headers={"hx-request": "true", "hx-target": "list-total"})
        taken = manager.get(address(model, "export"), {"q": query})
        said[model._meta.label] = (
            page.status_code,
            b"list-count" in page.content,
            total.status_code,
            taken.status_code,
        )

    assert set(said.values()) == {(200, False, 403, 403)}
    assert len(said) >= 8


def test_people_of_one_sponsor_are_shown_but_not_counted_and_not_taken_along(manager, helper):
    people = address(Enrolment)

    page = manager.get(people, {"sponsor": helper.pk})
    total = manager.get(people, {"sponsor": helper.pk}, headers={"hx-request": "true", "hx-target": "list-total"})
    taken = manager.get(address(Enrolment, "export"), {"sponsor": helper.pk})

    assert (page.context["cl"].result_count, b"list-count" in page.content) == (1, False)
    assert (total.status_code, taken.status_code) == (403, 403)
    assert b"export/" not in page.content
    assert b"list-count" in manager.get(people, {"sponsor": "any"}).content


def test_contacts_do_not_say_in_their_list_who_noted_them_and_are_no_file(manager, helper):
    page = manager.get(address(Contact))

    assert (page.context["cl"].result_count, helper.family_name in page.content.decode()) == (1, False)
    assert manager.get(address(Contact, "export")).status_code == 403
    assert manager.get(address(Contact), {"q": helper.family_name}).context["cl"].result_count == 0


def test_what_sponsors_say_of_themselves_is_no_file(manager):
    for model in (Absence, Training, Promise, Relief, Preference, Handover):
        assert (model, manager.get(address(model, "export")).status_code) == (model, 403)


def test_a_workbook_of_everything_leaves_contacts_out(manager, helper, tmp_path):
    taker = User.objects.get(memberships__organisation=helper.organisation)

    rows = export_bundle(tmp_path / "all", form="folder", organisation=helper.organisation, taker=taker)

    assert (rows["sponsorships"], "contacts" in rows) == (1, False)


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
