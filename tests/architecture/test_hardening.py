"""The suite's own safety net: each of its rules catches what it is there to catch."""

import socket

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path
from django.utils import translation

from integration.organisations.models import Organisation
from tests.factories import organisation

pytestmark = pytest.mark.django_db


def write_and_answer(_request):
    Organisation.objects.update(name="changed while looking")
    return HttpResponse("done")


urlpatterns = [path("write/", write_and_answer)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_writes_while_it_is_read_fails():
    with pytest.raises(pytest.fail.Exception, match="organisations_organisation"):
        Client().get("/write/")


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_is_posted_may_write():
    answer = Client().post("/write/")

    assert answer.status_code == 200


def test_rows_without_an_order_do_not_come_as_they_were_stored():
    stored = [organisation().pk for _ in range(20)]

    rows = Organisation.objects.filter(pk__in=stored).order_by()
    asked = [list(rows.values_list("pk", flat=True)) for _ in range(3)]

    assert asked != [stored] * 3
    assert [sorted(rows) for rows in asked] == [stored] * 3


def test_rows_with_an_order_keep_it():
    stored = [organisation().pk for _ in range(20)]

    rows = Organisation.objects.filter(pk__in=stored).order_by("pk")

    assert list(rows.values_list("pk", flat=True)) == stored


def test_an_undefined_template_variable_fails():
    template = engines["django"].from_string("{{ nobody_defined_this }}")

    with pytest.raises(pytest.fail.Exception, match="nobody_defined_this"):
        template.render({})


def test_what_waits_for_the_commit_happens_when_the_outermost_block_ends():
    happened = []

    with transaction.atomic():
        with transaction.atomic():
            transaction.on_commit(lambda: happened.append("after"))
        happened.append("before")

    assert happened == ["before", "after"]


def test_what_waits_for_a_commit_that_never_comes_does_not_happen():
    happened = []

    with transaction.atomic():
        transaction.on_commit(lambda: happened.append("after"))
        transaction.set_rollback(True)
    with transaction.atomic():
        pass

    assert happened == []


def test_the_network_does_not_answer():
    with socket.socket() as door, pytest.raises(pytest.fail.Exception, match="network"):
        door.connect(("192.0.2.1", 80))


def test_a_test_speaks_german():
    assert translation.get_language() == "de"
