"""What is changed in the admin keeps every rule, and a refusal is a sentence on the form."""

import re
from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin import newcomers
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Membership, Organisation, Reach
from integration.outbox.delivery import deliver
from integration.outbox.enums import MessageState
from integration.outbox.models import Message
from programmes.participants.models import Participant
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Affiliation, Enrolment, JourneyStep, Programme
from programmes.sponsorships.models import Sponsor, Sponsorship
from tests import factories as make
from tests.integration.admin.trees import filled_in, grow

pytestmark = pytest.mark.django_db

NO_ROWS = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
ROLE = {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 0}


def signed_in(role, at, **fields):
    client = Client()
    client.force_login(make.member(role, at, **fields))
    return client


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return signed_in(Role.TRAINING_MANAGER, company)


@pytest.fixture
def administrator(company):
    return signed_in(Role.ADMINISTRATOR, company)


def errors_of(answer):
    return answer.context["adminform"].form.errors


def test_a_person_entered_gets_a_code_and_can_be_enrolled(manager, company):
    cohort = make.cohort(make.programme(organisation=company))

    manager.post("/admin/participants/participant/add/", {"given_name": "Amal", "family_name": "Haddad"})
    person = Participant.objects.get()
    manager.post(
        "/admin/pathways/enrolment/add/",
        {"participant": person.pk, "cohort": cohort.pk, "organisation": company.pk, "entered_on": "01.09.2024"},
    )

    assert person.code.startswith("PE-")
    assert Enrolment.objects.get().participant == person
    assert Affiliation.objects.get().organisation == company
    assert JourneyStep.objects.get().verb == "enrol"


def test_a_code_of_ones_own_is_kept(manager):
    manager.post("/admin/participants/participant/add/", {"code": "NO-17", "family_name": "Haddad"})

    assert Participant.objects.get().code == "NO-17"


def test_a_code_that_exists_is_refused_in_words(manager):
    make.participant(code="NO-17")

    answer = manager.post("/admin/participants/participant/add/", {"code": "NO-17", "family_name": "Haddad"})

    assert list(errors_of(answer)) == ["code"]


def test_somebody_without_any_name_is_refused_in_words(manager):
    answer = manager.post("/admin/participants/participant/add/", {"code": "NO-17"})

    assert errors_of(answer).get_json_data()["__all__"][0]["code"] == "required"


def test_enrolling_where_nobody_is_enrolled_is_refused_in_words(company):
    group = make.organisation(kind=OrganisationKind.GROUP)
    manager = signed_in(Role.TRAINING_MANAGER, group)
    enrolled = make.enrolment(cohort=make.cohort(make.programme(organisation=make.organisation(parent=group))))

    answer = manager.post(
        "/admin/pathways/enrolment/add/",
        {
            "participant": enrolled.participant.pk,
            "cohort": enrolled.cohort.pk,
            "organisation": group.pk,
            "entered_on": "2030-01-01",
        },
    )

    assert answer.status_code == 200
    assert len(errors_of(answer)) == 1
    assert Enrolment.objects.count() == 1


def test_a_guarantee_that_overlaps_another_is_refused_in_words(company, manager):
    enrolled = make.enrolment(cohort=make.cohort(_with_training(company)))
    make.guarantee(enrolled, given_on=date(2024, 10, 1), ended_on=date(2024, 10, 31))
    later = make.guarantee(enrolled, given_on=date(2024, 11, 1))
    where = f"/admin/guarantees/retentionguarantee/{later.pk}/change/"

    answer = manager.post(where, {**filled_in(manager.get(where)), "given_on": "2024-10-15"})

    assert errors_of(answer).get_json_data()["__all__"][0]["code"] == "guarantee_overlap"


def test_what_only_the_database_refuses_is_said_in_words_too(company, manager, monkeypatch):
    enrolled = make.enrolment(in_phase=PhaseKind.TRAINING, cohort=make.cohort(_with_training(company)))
    entry = enrolled.phase_entries.get()
    page = manager.get(f"/admin/pathways/phaseentry/{entry.pk}/change/")

    def collide(self, *args, **kwargs):
        message = "CHECK constraint failed: entry_ends_after_start"
        raise IntegrityError(message)

    monkeypatch.setattr(type(entry), "save", collide)
    answer = manager.post(f"/admin/pathways/phaseentry/{entry.pk}/change/", filled_in(page))

    assert answer.status_code == 200
    assert errors_of(answer).get_json_data()["__all__"][0]["code"] == "end_before_start"


def _with_training(company):
    programme = make.programme(organisation=company)
    make.phase(programme, PhaseKind.TRAINING)
    return programme


def test_a_site_reads_the_programmes_above_it_and_changes_nothing_there():
    group = make.organisation(kind=OrganisationKind.GROUP)
    company = make.organisation(parent=group)
    programme = make.programme(organisation=group)
    make.enrolment(cohort=make.cohort(programme), organisation=company)
    manager = signed_in(Role.TRAINING_MANAGER, company)
    page = f"/admin/pathways/programme/{programme.pk}/change/"

    assert manager.get(page).status_code == 200
    assert manager.post(page, {"name": "Unseres"}).status_code == 403
    assert Programme.objects.get().name == programme.name


def test_after_a_move_the_old_company_reads_and_the_new_one_changes(company):
    enrolled = make.enrolment(cohort=make.cohort(make.programme(organisation=company)))
    moved_to = make.transfer(enrolled).organisation
    page = f"/admin/pathways/enrolment/{enrolled.pk}/change/"
    old, new = (signed_in(Role.TRAINING_MANAGER, each) for each in (company, moved_to))

    answer = new.post(page, {**filled_in(new.get(page)), "entered_on": "2024-08-01"})
    enrolled.refresh_from_db()

    assert (old.get(page).status_code, old.post(page, {}).status_code) == (200, 403)
    assert (answer.status_code, str(enrolled.entered_on)) == (302, "2024-08-01")
    assert enrolled.organisation == company


def test_the_history_says_who_changed_what(manager, company):
    enrolled = make.enrolment(cohort=make.cohort(make.programme(organisation=company)))
    person = enrolled.participant
    page = f"/admin/participants/participant/{person.pk}/master-data/"

    manager.post(page, {**filled_in(manager.get(page)), "family_name": "Al-Haddad"})
    story = manager.get(f"/admin/participants/participant/{person.pk}/history/").context["chapters"]
    newest = story[0].version

    assert newest.by == User.objects.get().email
    assert [(change.old, change.new) for change in newest.changes] == [("Haddad", "Al-Haddad")]


def test_a_new_organisation_is_reached_at_once(administrator, company):
    answer = administrator.post(
        "/admin/organisations/organisation/add/", {"name": "Kiel", "kind": "site", "parent": company.pk}
    )
    site = Organisation.objects.get(name="Kiel")

    assert answer.status_code == 302
    assert Reach.objects.filter(head=company, organisation=site, alone=False).count() == 1


def test_a_tree_of_ones_own_is_the_first_administrators(administrator):
    form = {"name": "Neu", "kind": "group", "parent": ""}
    first = Client()
    first.force_login(make.user(is_superuser=True))

    refused = administrator.post("/admin/organisations/organisation/add/", form)
    taken = first.post("/admin/organisations/organisation/add/", form)

    assert (list(errors_of(refused)), taken.status_code) == (["parent"], 302)


def test_a_tree_that_would_bite_its_tail_is_refused_in_words(administrator, company):
    site = make.organisation(kind=OrganisationKind.COMPANY, parent=company)
    page = f"/admin/organisations/organisation/{company.pk}/change/"

    answer = administrator.post(page, {**filled_in(administrator.get(page)), "parent": site.pk})

    assert answer.status_code == 200
    assert len(errors_of(answer)) == 1


def test_only_an_organisation_that_nothing_needs_is_deleted(administrator, company):
    empty, needed = make.organisation(parent=company), make.organisation(parent=company)
    make.enrolment(cohort=make.cohort(make.programme(organisation=needed)))

    page = administrator.get(f"/admin/organisations/organisation/{needed.pk}/delete/")
    for each in (empty, needed):
        administrator.post(f"/admin/organisations/organisation/{each.pk}/delete/", {"post": "yes"})

    assert len(page.context["protected"]) == 1
    assert set(Organisation.objects.values_list("pk", flat=True)) == {company.pk, needed.pk}


def test_a_new_account_gets_a_role_and_a_message_to_choose_a_password(administrator, company):
    answer = administrator.post(
        "/admin/accounts/user/add/",
        {
            "email": "Neu@Example.org",
            "language": "de",
            "is_active": "on",
            "memberships-0-organisation": company.pk,
            "memberships-0-role": Role.SPONSOR,
            **ROLE,
        },
        follow=True,
    )
    account = User.objects.get(email="neu@example.org")

    assert answer.redirect_chain == [("/admin/accounts/user/", 302)]
    assert "Eine E-Mail mit einem Link" in answer.text
    assert account.has_usable_password() is False
    assert [(each.organisation, each.role) for each in account.memberships.all()] == [(company, Role.SPONSOR)]

    deliver(Message.objects.get(about=account.pk).pk)
    (sent,) = mail.outbox
    link = re.search(r"http://127.0.0.1:8000(/account/password/reset/key/\S+)", sent.body)[1]
    client = Client()
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "ein langes Passwort", "password2": "ein langes Passwort"})
    account.refresh_from_db()

    assert (sent.to, sent.subject) == (["neu@example.org"], "Einstieg: Ihr Konto")
    assert account.check_password("ein langes Passwort")


def test_a_new_account_that_was_closed_or_has_a_password_is_not_written_to(company):
    accounts = [
        make.member(Role.SPONSOR, company, password=None, is_active=False),
        make.member(Role.SPONSOR, company),
        make.user(password=None),
    ]
    for account in accounts:
        newcomers.write_to(account, company)

    assert [deliver(message.pk) for message in Message.objects.order_by("pk")] == [MessageState.DROPPED] * 3
    assert mail.outbox == []


def test_a_new_account_without_a_role_is_refused(administrator):
    answer = administrator.post("/admin/accounts/user/add/", {"email": "neu@example.org", "language": "de", **NO_ROWS})

    assert answer.status_code == 200
    assert User.objects.filter(email="neu@example.org").exists() is False


def test_nobody_gives_roles_to_themselves(company):
    administrator = make.member(Role.ADMINISTRATOR, company)
    client = Client()
    client.force_login(administrator)
    own = Membership.objects.get()

    added = client.post(
        "/admin/organisations/membership/add/",
        {"user": administrator.pk, "organisation": company.pk, "role": Role.TRAINING_MANAGER},
    )
    changed = client.post(f"/admin/organisations/membership/{own.pk}/change/", {"role": Role.TRAINING_MANAGER})

    assert (added.status_code, changed.status_code) == (200, 403)
    assert Membership.objects.get().role == Role.ADMINISTRATOR


def test_an_account_with_a_role_elsewhere_is_not_for_this_administrator_to_change(administrator, company):
    both, here = make.member(Role.SPONSOR, company), make.member(Role.SPONSOR, company)
    Membership.objects.create(user=both, organisation=make.organisation(), role=Role.TRAINING_MANAGER)
    page = f"/admin/accounts/user/{here.pk}/change/"
    form = {**filled_in(administrator.get(page)), "email": "mine@example.org"}

    answers = [administrator.post(f"/admin/accounts/user/{each.pk}/change/", form).status_code for each in (both, here)]

    assert answers == [403, 302]
    assert User.objects.get(email="mine@example.org") == here


def test_a_sponsor_is_connected_with_an_account_that_holds_the_role(manager, company):
    sponsor = make.sponsor(organisation=company)
    account = make.member(Role.SPONSOR, company)
    colleague = make.member(Role.MANAGEMENT, company)
    page = f"/admin/sponsorships/sponsor/{sponsor.pk}/change/"

    refused = manager.post(page, {**filled_in(manager.get(page)), "user": colleague.pk})
    taken = manager.post(page, {**filled_in(manager.get(page)), "user": account.pk})

    assert (list(errors_of(refused)), taken.status_code) == (["user"], 302)
    assert Sponsor.objects.get().user == account


def test_what_one_may_only_read_leads_nowhere_that_is_closed():
    """A data protection officer reads sponsorships, but opens nobody's enrolment without a logged case."""
    tree = grow("KIEBITZ")
    row = tree.rows[Sponsorship]

    seen = tree.signed_in(Role.DATA_PROTECTION).get(f"/admin/sponsorships/sponsorship/{row.pk}/change/").text

    assert (row.enrolment.code in seen, f"/enrolment/{row.enrolment_id}/" in seen) == (True, False)


@pytest.mark.parametrize("forged", ["abc", "9" * 40, "-1", "²"])
def test_a_forged_key_in_a_field_with_suggestions_is_refused_in_words(forged):
    tree = grow("KIEBITZ")
    client = tree.signed_in(Role.TRAINING_MANAGER)

    answer = client.post("/admin/pathways/enrolment/add/", {"participant": forged, "cohort": forged})

    errors = answer.context["adminform"].form.errors.as_data()
    assert {name: errors[name][0].code for name in ("participant", "cohort")} == dict.fromkeys(
        ("participant", "cohort"), "invalid_choice"
    )
