"""The list of possible duplicates, and the decision on each."""

from datetime import date

import pytest
from django.test import Client

from integration.accounts.roles import Role
from programmes.participants.models import Likeness, Merge, Participant
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db

LIST = "/admin/participants/likeness/"
BORN = date(1998, 5, 3)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def enrolled(company, **facts):
    person = make.participant(birth_date=BORN, **facts)
    make.enrolment(cohort=make.cohort(make.programme(organisation=company)), participant=person)
    return person


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def pair(company):
    return enrolled(company, code="ONE"), enrolled(company, code="TWO", given_name="Amaal")


def rows(client, **question):
    return list(client.get(LIST, question).context["cl"].result_list)


def test_pairs_are_listed_with_their_reasons(pair, manager):
    answer = signed_in(manager).get(LIST)

    assert "gleicher Name in anderer Schreibweise, gleiches Geburtsdatum" in answer.text
    assert [(row.first, row.second) for row in answer.context["cl"].result_list] == [pair]


def test_a_pair_leads_to_the_comparison(pair, manager):
    answer = signed_in(manager).get(f"{LIST}{Likeness.objects.get().pk}/change/")

    assert (answer.context["kept"], answer.context["given"]) == pair
    assert answer.context["reasons"] == "gleicher Name in anderer Schreibweise, gleiches Geburtsdatum"


def test_who_is_not_the_same_person_is_proposed_no_more_and_can_be_again(pair, manager):
    client = signed_in(manager)
    row = Likeness.objects.get()

    client.post(f"{LIST}{row.pk}/apart/")
    assert (rows(client), rows(client, apart="yes")) == ([], [row])

    client.post(f"{LIST}{row.pk}/again/")
    assert (rows(client), rows(client, apart="yes")) == ([row], [])


def test_looking_decides_nothing(pair, manager):
    client = signed_in(manager)
    key = Likeness.objects.get().pk

    assert [client.get(f"{LIST}{key}/{verb}/").status_code for verb in ("apart", "again")] == [405, 405]


def test_somebody_half_elsewhere_is_proposed_and_shown_by_their_own_part_only(pair, manager):
    """Both are enrolled here; one has an enrolment at another company, too."""
    elsewhere = make.organisation(name="Rohrdommel", code="ROHRDOMMEL")
    make.enrolment(
        cohort=make.cohort(make.programme(organisation=elsewhere, code="P-ROHRDOMMEL")),
        participant=pair[1],
        code="EN-ROHRDOMMEL",
    )
    client = signed_in(manager)

    text = client.get(LIST).text + client.get(f"{LIST}{Likeness.objects.get().pk}/change/").text

    assert "rohrdommel" not in text.lower()


def test_a_person_of_another_company_is_never_proposed(company, manager):
    enrolled(company, code="HERE")
    enrolled(make.organisation(), code="THERE")
    client = signed_in(manager)

    assert Likeness.objects.count() == 1
    assert (rows(client), rows(client, apart="yes"), rows(client, q="THERE")) == ([], [], [])
    assert client.get("/admin/").context["tiles"] == []


@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.DATA_PROTECTION, Role.ADMINISTRATOR])
def test_pairs_of_others_are_not_decided(role):
    ours, theirs = grow("KIEBITZ"), grow("ROHRDOMMEL")
    client = ours.signed_in(role)
    key = theirs.rows[Likeness].pk

    answers = {client.post(f"{LIST}{key}/{verb}/").status_code for verb in ("apart", "again")}
    answers.add(client.get(f"{LIST}{key}/change/").status_code)

    assert answers <= {403, 404}
    assert Likeness.objects.filter(apart_at=None).count() == Likeness.objects.count()


def test_whoever_only_reads_decides_nothing_and_reads_no_names():
    tree = grow("KIEBITZ")
    client = tree.signed_in(Role.DATA_PROTECTION)
    row = tree.rows[Likeness]

    page = client.get(f"{LIST}{row.pk}/change/")
    answer = client.post(f"{LIST}{row.pk}/apart/")

    assert (page.status_code, answer.status_code) == (200, 403)
    assert "Familie" not in page.text + client.get(LIST).text
    assert (Merge.objects.count(), Participant.objects.filter(merged_into=None).count()) == (1, 2)
