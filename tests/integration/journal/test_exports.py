"""Who took which list along stands in a log that data protection officers read and nobody changes."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from integration.accounts.roles import Role
from integration.journal.models import ExportedThrough, ExportEntry
from integration.organisations.models import Membership
from tests import factories as make

pytestmark = pytest.mark.django_db

LOG = "/admin/journal/exportentry/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company, email="kim@example.org")


def log_of(user, **question):
    answer = signed_in(user).get(LOG, question)
    return answer.status_code if answer.status_code != 200 else [row.reason for row in answer.context["cl"].result_list]


def test_only_who_watches_over_an_organisation_reads_its_log(company, manager):
    make.export_entry(manager, company, reason="Exam week")
    officers = [make.member(Role.DATA_PROTECTION, at) for at in (company, make.organisation())]
    others = [make.member(role, company) for role in (Role.ADMINISTRATOR, Role.TRAINING_MANAGER)]

    assert [log_of(each) for each in (*officers, *others)] == [["Exam week"], [], 403, 403]
    assert [LOG in signed_in(each).get("/admin/").text for each in (officers[0], *others)] == [True, False, False]


def test_what_a_manager_of_two_companies_took_along_elsewhere_is_not_shown_here(company, manager):
    other = make.organisation()
    make.export_entry(manager, other, reason="Elsewhere")
    Membership.objects.create(user=manager, organisation=other, role=Role.TRAINING_MANAGER)
    make.export_entry(manager, company, reason="Here")

    assert log_of(make.member(Role.DATA_PROTECTION, company)) == ["Here"]


def test_an_entry_is_told_in_words_and_names_nobody(company, manager):
    kept = {"status": "paused", "programme": "P-1", "end_reason__exact": "completed", "sponsor": "none", "gone": "7"}
    entry = make.export_entry(manager, company, narrowed_by=kept, searched=True, rows=3)
    officer = signed_in(make.member(Role.DATA_PROTECTION, company))

    row = officer.get(LOG).context["cl"].result_list[0]
    page = officer.get(f"{LOG}{entry.pk}/change/")

    assert (row.list_title, row.words) == (
        "Teilnehmende",
        [
            "Gone: 7",
            "Grund des Endes: Abgeschlossen",
            "Pate/Patin: ohne Pate und Patin",
            "Programm: P-1",
            "Status: Unterbrochen",
            "nach einer Suche",
        ],
    )
    assert "Programm: P-1" in page.text


def test_a_list_that_is_no_more_keeps_its_entries(company, manager):
    make.export_entry(manager, company, rows_of="pathways.forgotten")
    officer = signed_in(make.member(Role.DATA_PROTECTION, company))

    row = officer.get(LOG).context["cl"].result_list[0]

    assert (row.list_title, row.words) == ("pathways.forgotten", [])


@pytest.mark.parametrize(("words", "found"), [("kim@", 1), ("lea@", 0), ("\u202e", 0), ("9" * 40, 0)])
def test_the_log_is_searched_by_who_took_a_list_along(company, manager, words, found):
    make.export_entry(manager, company)

    assert len(log_of(make.member(Role.DATA_PROTECTION, company), q=words)) == found


@pytest.mark.services
@pytest.mark.parametrize("model", [ExportEntry, ExportedThrough])
@pytest.mark.parametrize("change", [lambda rows: rows.update(id=7), lambda rows: rows.delete()])
def test_the_database_itself_keeps_the_log_as_it_is(company, manager, model, change):
    make.export_entry(manager, company)

    with pytest.raises(DatabaseError, match="neither changed nor deleted"), transaction.atomic():
        change(model.objects.order_by("pk"))

    assert (connection.vendor, ExportEntry.objects.count()) == ("postgresql", 1)
