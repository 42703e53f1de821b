"""Whoever comes with the link from the mail gets in: once, as themselves, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.models import Membership
from programmes.sponsorships.inviting import accept, invite
from programmes.sponsorships.refusals import (
    INVITATION_OVER,
    SPONSOR_ALREADY,
)
from tests import factories as make
from tests.programmes.sponsorships.invitations.guests import ADDRESS, PASSWORD, chosen, link_of, mailed, what_changes
from tests.refused import refused

pytestmark = pytest.mark.django_db

OVER = "Dieser Link gilt nicht mehr"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


# --- Accepting without an account ---


def test_whoever_accepts_chooses_a_password_and_is_in_the_portal(sponsor, manager):
    invite(sponsor, manager)
    (link,) = mailed()
    client = Client()

    page = client.get(link)
    answer = client.post(link, chosen())
    portal = client.get(answer["Location"])

    account = User.objects.get(email=ADDRESS)
    sponsor.refresh_from_db()
    assert (ADDRESS in page.text, page["Cache-Control"]) == (
        True,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert (answer["Location"], portal.status_code) == (reverse("portal:index"), 200)
    assert (sponsor.user, account.check_password(PASSWORD), account.display_name) == (account, True, "Kim Weber")
    assert [(held.role, held.organisation) for held in account.memberships.all()] == [
        (Role.SPONSOR, sponsor.organisation)
    ]
    assert Membership.history.get(user=account).history_user == manager


def test_only_looking_at_the_link_does_not_use_it_up(sponsor, manager):
    link = link_of(invite(sponsor, manager))

    answers = [Client().get(link).status_code for _ in range(3)]

    assert (answers, User.objects.filter(email=ADDRESS).exists()) == ([200] * 3, False)


@pytest.mark.parametrize("password", ["kurz", "kim.weber@example.org", "", "a\0b" * 10])
def test_a_weak_password_is_not_taken(sponsor, manager, password):
    answer = Client().post(link_of(invite(sponsor, manager)), chosen(password))

    assert (answer.status_code, User.objects.filter(email=ADDRESS).exists()) == (200, False)


def test_the_link_works_once(sponsor, manager):
    link = link_of(invite(sponsor, manager))
    Client().post(link, chosen())

    again = [Client().get(link), Client().post(link, chosen("ein anderes langes Passwort"))]

    assert [(answer.status_code, OVER in answer.text) for answer in again] == [(404, True)] * 2
    assert User.objects.get(email=ADDRESS).check_password(PASSWORD)


@pytest.mark.parametrize(
    "change", sorted(what_changes(None, None).keys() - {"the right", "the account of who invited"})
)
def test_a_link_ends(sponsor, manager, change):
    link = link_of(invite(sponsor, manager))
    what_changes(sponsor, manager)[change]()

    answer = Client().post(link, chosen())

    assert (answer.status_code, OVER in answer.text) == (404, True)
    assert not User.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize("token", ["x", "MQ:abc", "%00", "é", "1" * 5000, "WzFd:AAAA"])
def test_a_link_that_nobody_was_given_leads_nowhere(sponsor, manager, token):
    invite(sponsor, manager)

    assert Client().get(f"/portal/welcome/{token}/").status_code == 404


def test_of_two_who_come_with_the_same_link_one_is_heard(sponsor, manager):
    invitation = invite(sponsor, manager)
    accept(invitation, password=PASSWORD)

    with refused(INVITATION_OVER):
        accept(invitation, password="ein anderes langes Passwort")

    assert User.objects.get(email=ADDRESS).check_password(PASSWORD)


# --- Accepting with an account ---


def test_whoever_has_an_account_signs_in_with_it_and_accepts(sponsor, manager):
    account = make.member(Role.MANAGEMENT, email=ADDRESS, password=PASSWORD)
    link = link_of(invite(sponsor, manager))
    client = Client()

    before = client.get(link)
    client.post(link, chosen("ein fremdes langes Passwort"))
    account.refresh_from_db()
    untouched = account.check_password(PASSWORD) and not account.memberships.filter(role=Role.SPONSOR).exists()
    client.force_login(account)
    answer = client.post(link)
    sponsor.refresh_from_db()

    assert f"{reverse('account_login')}?next={link.replace(':', '%3A')}" in before.text
    assert (untouched, "password1" in before.text) == (True, False)
    assert (answer["Location"], sponsor.user) == (reverse("portal:index"), account)
    assert {held.role for held in account.memberships.all()} == {Role.MANAGEMENT, Role.SPONSOR}


def test_an_account_that_never_had_a_password_gets_one(sponsor, manager):
    account = make.user(email=ADDRESS, password=None)

    Client().post(link_of(invite(sponsor, manager)), chosen())
    account.refresh_from_db()
    sponsor.refresh_from_db()

    assert (account.check_password(PASSWORD), sponsor.user) == (True, account)


def test_somebody_else_who_is_signed_in_accepts_nothing(sponsor, manager):
    make.user(email=ADDRESS)
    link = link_of(invite(sponsor, manager))
    client = signed_in(make.user())

    answers = [client.get(link), client.post(link)]
    sponsor.refresh_from_db()

    assert [reverse("account_logout") in answer.text for answer in answers] == [True, True]
    assert sponsor.user is None


def test_a_closed_account_opens_nothing(sponsor, manager):
    account = make.user(email=ADDRESS, password=None, is_active=False)

    answer = Client().post(link_of(invite(sponsor, manager)), chosen())
    account.refresh_from_db()

    assert (answer.status_code, account.has_usable_password()) == (404, False)


def test_an_account_that_accompanies_people_elsewhere_stays_there(sponsor, manager):
    account = make.user(email=ADDRESS)
    make.sponsor(user=account)

    with refused(SPONSOR_ALREADY):
        accept(invite(sponsor, manager), by=account)


def test_a_role_that_had_ended_begins_anew(sponsor, manager):
    yesterday = timezone.localdate() - timedelta(days=1)
    account = make.member(Role.SPONSOR, sponsor.organisation, email=ADDRESS)
    account.memberships.update(started_on=yesterday, ended_on=yesterday)

    accept(invite(sponsor, manager), by=account)

    assert (account.memberships.get().started_on, account.memberships.get().ended_on) == (timezone.localdate(), None)


def test_an_address_does_not_send_mail_to_strangers_by_guessing(sponsor, manager):
    link = link_of(invite(sponsor, manager))

    answers = {Client().post(f"{link[:-3]}{number:02}/", chosen()).status_code for number in range(25)}

    assert answers == {404, 429}
