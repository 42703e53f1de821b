"""Targets are set on figures by what people call them."""

import pytest
from django.test import Client

from integration.accounts.roles import Role
from programmes.community.models import Target
from tests import factories as make

pytestmark = pytest.mark.django_db

ADD = "/admin/community/target/add/"


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def client(company):
    browser = Client()
    browser.force_login(make.member(Role.TRAINING_MANAGER, company))
    return browser


def asked(company, **fields):
    return {"organisation": company.pk, "operator": ">=", "value": "80", "due_on": "31.12.2027", "line": "", **fields}


def test_figures_are_offered_by_their_names(client):
    fields = client.get(ADD).context["adminform"].form.fields

    assert ("guarantee_coverage", "Ausbildungen mit Übernahmegarantie") in [
        (code, words) for code, words in fields["indicator"].choices if code == "guarantee_coverage"
    ]
    assert fields["line"].choices[0] == ("", "die Kennzahl im Ganzen")


def test_the_list_calls_figures_by_their_names(client, company):
    make.target(company, indicator="guarantee_coverage")

    assert "guarantee_coverage" not in client.get("/admin/community/target/").text


def test_a_line_that_the_figure_does_not_have_is_refused(client, company):
    wrong = client.post(ADD, asked(company, indicator="guarantee_coverage", line="one_step"))
    unknown = client.post(ADD, asked(company, indicator="nothing"))

    assert [list(each.context["adminform"].form.errors) for each in (wrong, unknown)] == [["line"], ["indicator"]]
    assert not Target.objects.exists()
