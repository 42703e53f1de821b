"""Whom to ask at a partner: each company keeps its own contact persons, and sees the partners that it works with."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from integration.organisations.landscape import Branch, branches_of
from integration.organisations.models import ContactPerson, Organisation
from integration.organisations.partners import partners_for
from integration.organisations.refusals import NOT_A_PARTNER
from integration.organisations.services import save_organisation
from tests import factories as make
from tests.refused import broken_constraint, refused

pytestmark = pytest.mark.django_db

TREE = reverse("admin:organisations_tree")
ADD = reverse("admin:organisations_contactperson_add")


def page_of(person):
    return reverse("admin:organisations_contactperson_change", args=[person.pk])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def group():
    return make.organisation(kind=OrganisationKind.GROUP, name="Gruppe")


@pytest.fixture
def shared(group):
    """A partner of the whole group."""
    return make.partner(parent=group, name="Sprachschule")


@pytest.fixture
def north(group):
    return make.organisation(parent=group, name="Nord")


@pytest.fixture
def south(group):
    return make.organisation(parent=group, name="Süd")


# --- Which partners ---


def test_one_works_with_the_partners_below_and_those_of_the_group_above(group, shared, north, south):
    own = make.partner(parent=north, name="Kammer")
    make.partner(parent=south, name="Geheim")
    make.partner(name="Anderswo")

    assert list(partners_for(make.member(Role.TRAINING_MANAGER, north))) == [own, shared]
    assert [each.name for each in partners_for(make.member(Role.TRAINING_MANAGER, group))] == [
        "Geheim",
        "Kammer",
        "Sprachschule",
    ]


def test_one_works_with_the_partner_that_leads_a_programme_of_ones_own(north, south):
    leading = make.partner(name="Träger")
    make.programme(organisation=north, lead_partner=leading)

    found = [list(partners_for(make.member(Role.TRAINING_MANAGER, at))) for at in (north, south)]

    assert found == [[leading], []]


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.MANAGEMENT, Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_partners_are_worked_with_by_training_managers(role, north, shared):
    assert list(partners_for(make.member(role, north))) == []


# --- Whose contact persons ---


@pytest.mark.parametrize("at", ["north", "group"])
def test_each_company_sees_its_own_contact_persons_at_a_shared_partner(at, group, shared, north, south):
    ours = make.contact_person(north, shared, name="Ute Unser")
    theirs = make.contact_person(south, shared, name="Gerd Geheim", email="gerd@example.org")
    client = signed_in(make.member(Role.TRAINING_MANAGER, {"north": north, "group": group}[at]))

    tree = client.get(TREE).text
    listed = client.get(reverse("admin:organisations_contactperson_changelist")).text
    opened = [client.get(page_of(person)).status_code for person in (ours, theirs)]

    seen = at == "group"
    assert ("Ute Unser" in tree, "Ute Unser" in listed) == (True, True)
    assert ("Gerd Geheim" in tree, "Gerd Geheim" in listed, "gerd@example.org" in tree) == (seen, seen, seen)
    assert opened == [200, 200 if seen else 404]


def test_the_programme_says_whom_to_ask_at_the_partner_that_leads_it(shared, north, south):
    programme = make.programme(organisation=north, lead_partner=shared)
    make.contact_person(north, shared, name="Ute Unser", phone="030 1234")
    make.contact_person(north, shared, name="Frieda Früher", active=False)
    make.contact_person(south, shared, name="Gerd Geheim")
    client = signed_in(make.member(Role.TRAINING_MANAGER, north))

    page = client.get(reverse("admin:pathways_programme_change", args=[programme.pk])).text

    assert ("Ute Unser" in page, 'href="tel:030%201234"' in page) == (True, True)
    assert ("Frieda Früher" in page, "Gerd Geheim" in page) == (False, False)


def test_whoever_only_sees_a_programme_sees_none_of_its_companys_contact_persons(group, shared, south):
    programme = make.programme(organisation=group, lead_partner=shared)
    make.enrolment(cohort=make.cohort(programme), organisation=south)
    make.contact_person(group, shared, name="Gerd Geheim")
    client = signed_in(make.member(Role.TRAINING_MANAGER, south))

    answer = client.get(reverse("admin:pathways_programme_change", args=[programme.pk]))

    assert (answer.status_code, "Gerd Geheim" in answer.text) == (200, False)


# --- Writing them down ---


def test_a_manager_of_one_company_writes_down_whom_to_ask(shared, north):
    client = signed_in(make.member(Role.TRAINING_MANAGER, north))

    form = client.get(ADD, {"organisation": shared.pk}).context["adminform"].form
    client.post(ADD, {**form.initial, "name": "Ute Unser", "topics": "Rechnungen", "active": "on"})

    person = ContactPerson.objects.get()
    assert form.initial == {"organisation": str(shared.pk), "kept_by": north.pk}
    assert (person.organisation, person.kept_by, person.name) == (shared, north, "Ute Unser")
    assert person.history.get().history_user.memberships.get().organisation == north


def test_a_partner_of_others_is_neither_offered_nor_taken(north, south):
    foreign = make.partner(parent=south, name="Geheim")
    client = signed_in(make.member(Role.TRAINING_MANAGER, north))

    page = client.get(ADD, {"organisation": foreign.pk})
    answer = client.post(ADD, {"organisation": foreign.pk, "kept_by": north.pk, "name": "Ute", "active": "on"})

    assert ("Geheim" in page.text, "organisation" in page.context["adminform"].form.initial) == (False, False)
    assert list(answer.context["adminform"].form.errors) == ["organisation"]
    assert ContactPerson.objects.count() == 0


def test_for_a_company_of_others_nobody_writes_one_down(shared, north, south):
    client = signed_in(make.member(Role.TRAINING_MANAGER, north))

    answer = client.post(ADD, {"organisation": shared.pk, "kept_by": south.pk, "name": "Ute", "active": "on"})

    assert list(answer.context["adminform"].form.errors) == ["kept_by"]


def test_colleagues_are_no_contact_persons(north, south):
    with refused(NOT_A_PARTNER):
        ContactPerson(organisation=south, kept_by=north, name="Kollege").full_clean()


def test_a_partner_with_contact_persons_stays_one(shared, north):
    make.contact_person(north, shared)
    shared.kind = OrganisationKind.COMPANY

    with refused(NOT_A_PARTNER):
        save_organisation(shared)


@pytest.mark.services
def test_the_database_keeps_contact_persons_at_partners(shared, north):
    make.contact_person(north, shared)
    at_a_company = ContactPerson(organisation=north, kept_by=north, name="Kollege")

    broken = [
        broken_constraint(lambda: ContactPerson.objects.bulk_create([at_a_company])),
        broken_constraint(lambda: ContactPerson.objects.update(organisation=north)),
        broken_constraint(lambda: Organisation.objects.filter(pk=shared.pk).update(kind=OrganisationKind.COMPANY)),
        broken_constraint(lambda: ContactPerson.objects.update(topics="Rechnungen")),
    ]

    assert broken == ["contact_person_at_partner"] * 3 + [None]


# --- The picture ---


def test_organisations_stand_below_those_that_one_sees(group, north, south):
    site = make.organisation(kind=OrganisationKind.SITE, parent=north)

    everything = branches_of([group, north, south, site])
    only_north = branches_of([north, site])

    assert everything == [Branch(group, [Branch(north, [Branch(site, [])]), Branch(south, [])])]
    assert only_north == [Branch(north, [Branch(site, [])])]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.TRAINING_MANAGER, Role.DATA_PROTECTION])
def test_the_tree_shows_what_one_reaches_and_no_more(role, north, south):
    make.organisation(kind=OrganisationKind.SITE, parent=north, name="Werk Eins")

    page = signed_in(make.member(role, north)).get(TREE)

    assert page.status_code == 200
    assert ("Nord" in page.text, "Werk Eins" in page.text, "Süd" in page.text) == (True, True, False)


@pytest.mark.parametrize(("role", "offered"), [(Role.ADMINISTRATOR, True), (Role.TRAINING_MANAGER, False)])
def test_administrators_alone_add_organisations(role, offered, north):
    page = signed_in(make.member(role, north)).get(TREE).text

    assert (f"?parent={north.pk}" in page) == offered


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.MANAGEMENT])
def test_whoever_does_not_work_here_sees_no_tree(role, north):
    assert signed_in(make.member(role, north)).get(TREE).status_code == 403


def test_an_empty_installation_says_what_to_begin_with():
    page = signed_in(make.user(is_superuser=True)).get(TREE).text

    assert "Die erste Organisation anlegen" in page


def test_the_picture_asks_as_often_for_many_as_for_few(group):
    client = signed_in(make.member(Role.TRAINING_MANAGER, group))
    queries = []
    for number in (1, 3):
        for _ in range(number):
            company = make.organisation(parent=group)
            make.contact_person(company)
        client.get(TREE)
        with CaptureQueriesContext(connection) as captured:
            client.get(TREE)
        queries.append(len(captured))

    assert queries[0] == queries[1]
