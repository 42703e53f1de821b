"""Lists cost the same, however long they are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.lists import questions
from integration.accounts.roles import Role
from integration.admin.filters import CappedPaginator
from integration.admin.ordering import firsts
from integration.admin.site import workplace
from integration.organisations.models import Organisation
from programmes.pathways.models import PhaseEntry, Programme
from programmes.sponsorships.enums import Channel
from programmes.sponsorships.models import Contact, Sponsor
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db


def queries_of(client, user, model):
    if not user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
        return None
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    return len(captured)


def second_and_third(tree):
    """Everything again, in the same tree."""
    group = Organisation.objects.get(parent=None)
    for word in ("ZWEI", "DREI"):
        Organisation.objects.filter(code=grow(word).rows[Organisation].parent.code).update(parent=group)
    make.organisation(parent=group)


@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.ADMINISTRATOR])
def test_a_list_asks_as_often_for_three_rows_as_for_one(role):
    tree = grow("EINS")
    client = tree.signed_in(role)
    user = tree.people[role]
    for model in workplace._registry:
        queries_of(client, user, model)
    with_one = {model: queries_of(client, user, model) for model in workplace._registry}

    second_and_third(tree)

    assert {model: queries_of(client, user, model) for model in workplace._registry} == with_one
    assert client.get("/admin/pathways/programme/").context["cl"].result_count == 3


@pytest.mark.parametrize(
    ("model", "offered"),
    [
        (Contact, ["person", "held_on"]),
        (PhaseEntry, ["code", "person", "started_on", "planned_end_on"]),
        (Sponsor, ["code", "name"]),
        (Programme, ["code", "name", "organisation", "active_from", "active_to"]),
    ],
)
def test_a_list_as_long_as_there_are_people_offers_only_orders_that_an_index_holds(model, offered):
    tree = grow("EINS")
    page = tree.signed_in(Role.TRAINING_MANAGER).get(
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    )

    changelist = page.context["cl"]
    assert [column for column in changelist.list_display if changelist.get_ordering_field(column)] == offered


def test_what_such_a_list_is_narrowed_by_is_looked_up_in_an_index_even_where_nobody_has_it():
    narrowed = {
        (model, column)
        for model, admin in workplace._registry.items()
        if admin.many
        for column in admin.list_filter
        if isinstance(column, str)
    }

    assert (Contact, "channel") in narrowed
    assert [column for column in narrowed if column[1] not in firsts(column[0])] == []


def test_an_order_that_no_head_offers_is_not_had_by_hand_either():
    tree = grow("EINS")
    first = tree.rows[Contact]
    second = make.contact(
        first.enrolment, first.sponsor, held_on=first.held_on + timedelta(days=1), channel=Channel.IN_PERSON
    )
    client = tree.signed_in(Role.TRAINING_MANAGER)
    plain = client.get("/admin/sponsorships/contact/").context["cl"]
    channel = plain.list_display.index("channel")

    asked = client.get(f"/admin/sponsorships/contact/?o={channel}").context["cl"]

    assert [row.pk for row in asked.result_list] == [row.pk for row in plain.result_list] == [first.pk, second.pk]


def queries_of_questions(client, user, asked):
    """By list and question; counted as they go, because there are more than a connection remembers."""
    found = dict.fromkeys(asked, 0)
    for model, each in asked:

        def count(execute, *statement, key=(model, each)):
            found[key] += 1
            return execute(*statement)

        with connection.execute_wrapper(count):
            client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + each)
    return found


@pytest.mark.once
def test_every_search_filter_and_order_of_a_list_asks_as_often_for_three_rows_as_for_one():
    tree = grow("EINS")
    user = tree.people[Role.TRAINING_MANAGER]
    client = tree.signed_in(Role.TRAINING_MANAGER)
    seen = [m for m in workplace._registry if user.has_perm(f"{m._meta.app_label}.view_{m._meta.model_name}")]
    asked = [(model, each) for model in seen for each in questions(model, user, word="EINS", choices=1)]
    asked = [(model, each) for model, each in asked if not each.startswith("?o=-")]
    for model in seen:
        queries_of(client, user, model)
    with_one = queries_of_questions(client, user, asked)

    second_and_third(tree)

    assert queries_of_questions(client, user, asked) == with_one


def test_the_start_page_asks_as_often_for_many_as_for_few():
    tree = grow("EINS")
    client = tree.signed_in(Role.TRAINING_MANAGER)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")

    second_and_third(tree)
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")

    assert len(many) == len(few)


def test_nothing_is_counted_to_its_end(monkeypatch):
    for _ in range(5):
        make.organisation()
    monkeypatch.setattr("integration.admin.filters.ROWS_COUNTED", 3)

    assert CappedPaginator(Organisation.objects.order_by("pk"), 2).count == 3


@pytest.mark.parametrize(("page", "known", "whole"), [(1, 5, False), (2, 6, True), (3, 6, True)])
def test_a_page_looks_no_further_than_to_the_page_after_the_next(page, known, whole):
    for _ in range(6):
        make.organisation()
    pages = CappedPaginator(Organisation.objects.order_by("pk"), 2)
    pages.shown = page

    assert (pages.count, pages.whole) == (known, whole)


def test_a_long_list_asks_by_itself_how_long_it_is(monkeypatch):
    company = make.organisation()
    for _ in range(7):
        make.cohort(make.programme(organisation=company))
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, company))
    monkeypatch.setattr("integration.admin.scoped.ScopedModelAdmin.list_per_page", 2)

    page = client.get("/admin/pathways/cohort/?p=1")
    total = client.get("/admin/pathways/cohort/?p=1", headers={"hx-request": "true", "hx-target": "list-total"})

    assert ("mehr als 4" in page.text, page.context["cl"].page_num) == (True, 1)
    assert total.text.strip() == '<span id="list-total">7</span>'
    assert 'href="?p=3"' in page.text


def test_the_length_of_a_list_is_told_only_to_those_who_may_see_it():
    make.cohort()
    stranger, sponsor = Client(), Client()
    stranger.force_login(make.member(Role.TRAINING_MANAGER))
    sponsor.force_login(make.member(Role.MANAGEMENT))
    asking = {"hx-request": "true", "hx-target": "list-total"}

    assert stranger.get("/admin/pathways/cohort/", headers=asking).text.strip() == '<span id="list-total">0</span>'
    assert sponsor.get("/admin/pathways/enrolment/", headers=asking).status_code == 403
