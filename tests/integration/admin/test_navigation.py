"""The navigation offers what somebody's roles open, and says where they are."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from integration.accounts.roles import Role
from integration.admin import navigation
from integration.admin.navigation import Entry, Group
from integration.admin.site import workplace
from tests import factories as make

pytestmark = pytest.mark.django_db


def offered(role):
    request = RequestFactory().get("/admin/")
    sections = navigation.sections(request, make.member(role))
    return {section.name: [link.url for link in section.links] for section in sections}


def marked(somebody, address):
    client = Client()
    client.force_login(somebody)
    sections = client.get(address).context["sections"]
    return [link.url for section in sections for link in section.links if link.here]


def test_each_role_is_offered_its_own_places():
    assert offered(Role.SPONSOR) == {"today": ["/portal/"]}
    assert offered(Role.MANAGEMENT) == {"reports": ["/reports/"]}
    assert offered(Role.ADMINISTRATOR)["set_up"] == [
        "/admin/organisations/",
        "/admin/organisations/contactperson/",
        "/admin/accounts/user/",
        "/admin/organisations/membership/",
        "/admin/deadlines/responsibility/",
        "/admin/pathways/deadlinesetting/",
        "/admin/law/legalnumber/",
        "/admin/guarantees/promisetext/",
        "/admin/access/",
    ]
    assert offered(Role.TRAINING_MANAGER)["people"] == [
        "/admin/pathways/enrolment/",
        "/admin/participants/participant/?enrolled=no",
        "/admin/guarantees/retentionguarantee/",
        "/admin/participants/likeness/",
    ]


@pytest.mark.parametrize("role", list(Role))
def test_whatever_is_offered_opens(role):
    somebody = make.member(role)
    client = Client()
    client.force_login(somebody)
    request = RequestFactory().get("/admin/")
    links = [link for section in navigation.sections(request, somebody) for link in section.links]

    assert {link.url: client.get(link.url).status_code for link in links} == {link.url: 200 for link in links}


def test_every_list_has_its_place():
    lists = {f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in workplace._registry}

    # The tree of organisations leads to their list.
    assert lists - {entry.url_name for entry in navigation._entries} == {"admin:organisations_organisation_changelist"}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/admin/", ["/admin/"]),
        ("/admin/pathways/enrolment/add/", ["/admin/pathways/enrolment/"]),
        ("/reports/?month=2024-10", ["/reports/"]),
        ("/admin/organisations/organisation/", ["/admin/organisations/"]),
        ("/admin/organisations/contactperson/", ["/admin/organisations/contactperson/"]),
        ("/account/password/change/", []),
    ],
)
def test_the_nearest_place_is_marked(address, place):
    found = marked(make.member(Role.TRAINING_MANAGER), address) if "account" not in address else []

    assert found == place


def test_a_narrowed_list_is_marked_only_when_it_is_that_one(monkeypatch):
    everything = Entry(Group.PEOPLE, "all", "admin:pathways_enrolment_changelist", lambda _user: True)
    running = everything._replace(title="running", query="?running=yes")
    monkeypatch.setattr(navigation, "_entries", [everything, running])

    def titles(query):
        request = RequestFactory().get(f"/admin/pathways/enrolment/{query}")
        return [link.title for section in navigation.sections(request, None) for link in section.links if link.here]

    assert (titles("?running=yes"), titles("?running=no"), titles("")) == (["Running"], ["All"], ["All"])


def test_the_search_box_is_for_those_who_see_people():
    asked = reverse("admin:search")

    assert navigation.search_of(make.member(Role.TRAINING_MANAGER)) == asked
    assert navigation.search_of(make.member(Role.ADMINISTRATOR)) == ""
    assert navigation.search_of(make.member(Role.SPONSOR)) == ""


def test_the_last_declared_page_answers_the_search(monkeypatch):
    monkeypatch.setattr(navigation, "_search", [*navigation._search])
    navigation.search_with("admin:index", lambda _user: True)

    assert navigation.search_of(make.member(Role.SPONSOR)) == "/admin/"


def test_apps_have_no_pages_of_their_own():
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER))

    assert client.get("/admin/pathways/")["Location"] == "/admin/"
