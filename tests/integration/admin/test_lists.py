"""Lists cost the same, however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.admin.filters import CappedPaginator
from integration.admin.site import workplace
from integration.organisations.models import Organisation
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
