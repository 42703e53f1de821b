"""People keep the lists they need again and again, each their own."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from integration.admin.models import SavedView
from integration.admin.services import MOST_VIEWS, save_view
from tests import factories as make

pytestmark = pytest.mark.django_db

PEOPLE, VIEWS = "/admin/pathways/enrolment/", "/admin/pathways/enrolment/views/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def client(manager):
    return signed_in(manager)


@pytest.fixture
def amal(company):
    return make.enrolment(cohort=make.cohort(make.programme(organisation=company)))


def said(page):
    """What the list says where it shows nothing."""
    return page.text.partition('<div class="empty">')[2].partition("</div>")[0]


def kept(user):
    return list(SavedView.objects.filter(owner=user).order_by("name").values_list("rows_of", "name", "question"))


def test_a_list_is_kept_as_it_is_narrowed_and_sorted_but_not_whom_one_looked_for(client, manager, amal):
    question = f"cohort={amal.cohort_id}&status=in_phase&o=-4&q=haddad&p=1"

    answer = client.post(f"{VIEWS}?{question}", {"name": "  Meine Ausbildung "})

    shorter = f"cohort={amal.cohort_id}&o=-4&status=in_phase"
    assert kept(manager) == [("pathways.enrolment", "Meine Ausbildung", shorter)]
    assert answer["Location"] == f"{PEOPLE}?{shorter}"
    page = client.get(answer["Location"]).text
    assert 'aria-current="true">Meine Ausbildung</a>' in page
    assert "Ansicht speichern" not in page


def test_a_list_that_is_narrowed_offers_to_be_kept(client, amal):
    assert "Ansicht speichern" not in client.get(PEOPLE).text
    assert f'href="{VIEWS}?status=all"' in client.get(f"{PEOPLE}?status=all").text


def test_views_are_their_owners_alone(client, manager, company, amal):
    view = save_view(manager, "pathways.enrolment", "Geheim", "status=all")
    colleague = signed_in(make.member(Role.TRAINING_MANAGER, company))

    pages = colleague.get(PEOPLE).text + colleague.get(VIEWS).text
    answers = [
        colleague.post(VIEWS, {"rename": str(view.pk), "name": "x"}).status_code,
        colleague.post(VIEWS, {"forget": str(view.pk)}).status_code,
    ]

    assert ("Geheim" in pages, answers) == (False, [404, 404])
    assert kept(manager) == [("pathways.enrolment", "Geheim", "status=all")]


def test_a_view_belongs_to_one_list(client, manager, amal):
    view = save_view(manager, "pathways.cohort", "Jahrgänge", "o=1")

    assert "Jahrgänge</a></li>" not in client.get(PEOPLE).text.split("list-tools")[0].split("list-views")[-1]
    assert client.post(VIEWS, {"forget": str(view.pk)}).status_code == 404


def test_views_are_renamed_and_deleted(client, manager):
    first, second = (save_view(manager, "pathways.enrolment", name, f"status={name}") for name in ("ended", "all"))

    client.post(VIEWS, {"rename": str(first.pk), "name": "Ehemalige"})
    client.post(VIEWS, {"forget": str(second.pk)})

    assert kept(manager) == [("pathways.enrolment", "Ehemalige", "status=ended")]


def test_two_views_of_a_list_have_two_names(client, manager):
    first, _ = (save_view(manager, "pathways.enrolment", name, f"status={name}") for name in ("ended", "all"))

    again = client.post(f"{VIEWS}?status=paused", {"name": "all"})
    renamed = client.post(VIEWS, {"rename": str(first.pk), "name": "all"})

    said = ["Sie haben schon eine Ansicht dieses Namens. Bitte wählen Sie einen anderen."]
    assert [answer.context["form"].errors["name"] for answer in (again, renamed)] == [said, said]
    assert len(kept(manager)) == 2


def test_saving_twice_keeps_one(manager):
    for _ in range(2):
        save_view(manager, "pathways.enrolment", "Alle", "status=all")

    assert len(kept(manager)) == 1


def test_nobody_keeps_more_views_than_fit(client, manager):
    for number in range(MOST_VIEWS):
        save_view(manager, "pathways.enrolment", f"Ansicht {number}", f"entered={number}")

    answer = client.post(f"{VIEWS}?status=all", {"name": "Noch eine"})

    assert answer.context["form"].errors["name"] == [
        f"Sie haben {MOST_VIEWS} Ansichten dieser Liste. Bitte löschen Sie zuerst eine, die Sie nicht mehr brauchen."
    ]


def test_a_view_of_what_is_no_longer_visible_says_so(client, manager, amal):
    theirs = make.enrolment()
    question = f"cohort={theirs.cohort_id}"
    save_view(manager, "pathways.enrolment", "Früher", question)

    page = client.get(f"{PEOPLE}?{question}")

    assert page.context["cl"].result_count == 0
    assert (
        "Der Filter „Jahrgang“ fragt nach etwas, das es nicht mehr gibt oder das Sie nicht mehr sehen dürfen."
        in page.text
    )
    assert said(page) == said(client.get(f"{PEOPLE}?cohort=999999999"))


@pytest.mark.parametrize("name", ["", "   ", "a\0b", "x" * 10_000])
def test_a_view_needs_a_name_that_fits(client, manager, name):
    answer = client.post(f"{VIEWS}?status=all", {"name": name})

    assert (list(answer.context["form"].errors), kept(manager)) == (["name"], [])


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 40, "²", "\u202e"])
def test_strange_keys_are_nothing(client, key):
    assert {client.post(VIEWS, {verb: key, "name": "x"}).status_code for verb in ("rename", "forget")} == {404}


def test_views_cost_one_question_however_many(client, manager, amal):
    client.get(PEOPLE)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(PEOPLE)
            client.get(VIEWS)
        return len(asked)

    save_view(manager, "pathways.enrolment", "Eins", "status=all")
    one = queries()
    for name in ("Zwei", "Drei"):
        save_view(manager, "pathways.enrolment", name, f"without={name}")

    assert queries() == one


def test_whoever_may_not_read_the_list_keeps_no_view_of_it(company):
    officer = signed_in(make.member(Role.ADMINISTRATOR, company))

    assert (officer.get(VIEWS).status_code, officer.post(VIEWS, {"name": "x"}).status_code) == (403, 403)
