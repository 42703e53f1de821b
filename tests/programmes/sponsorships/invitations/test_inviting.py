"""Sponsors are invited by e-mail, and nobody learns who has an account elsewhere."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from integration.outbox.enums import Failure, MessageState
from integration.outbox.models import Message
from programmes.sponsorships.enums import Access
from programmes.sponsorships.inviting import Guest, invite, invite_all
from programmes.sponsorships.models import Invitation, Sponsor
from programmes.sponsorships.queries import access_of, with_newest_invitation
from programmes.sponsorships.refusals import (
    HAS_ACCOUNT,
    NO_ADDRESS,
    TOO_MANY_INVITATIONS,
)
from tests import factories as make
from tests.programmes.sponsorships.invitations.guests import ADDRESS, link_of, mailed, what_changes
from tests.refused import refused

pytestmark = pytest.mark.django_db

INVITE = reverse("admin:sponsors_invite")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def access(sponsor):
    return access_of(with_newest_invitation(Sponsor.objects.all()).get(pk=sponsor.pk))


# --- The e-mail ---


def test_the_mail_says_who_invites_and_what_for_and_names_nobody(sponsor, manager, settings):
    settings.PUBLIC_URL = "https://einstieg.example.org"
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False):
        invitation = invite(sponsor, manager)
        mailed()

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "Einstieg: Einladung als Patin oder Pate")
    assert "Nordwerk lädt Sie ein" in sent.body
    assert f"https://einstieg.example.org{link_of(invitation)}" in sent.body
    assert "bis 16. März 2026" in sent.body
    assert "Weber" not in sent.body + sent.subject


@pytest.mark.parametrize(
    ("has_account", "expected"), [(True, "Invitation as a sponsor"), (False, "Einladung als Patin")]
)
def test_the_mail_is_in_the_language_of_the_account_or_else_of_who_invites(sponsor, manager, has_account, expected):
    if has_account:
        make.user(email=ADDRESS, language="en")
    invite(sponsor, manager)
    mailed()

    assert expected in mail.outbox[0].subject


@pytest.mark.parametrize("change", what_changes(None, None))
def test_an_invitation_that_no_longer_holds_when_the_mail_leaves_is_not_sent(sponsor, manager, change):
    invite(sponsor, manager)
    what_changes(sponsor, manager)[change]()

    assert (mailed(), Message.objects.get().state) == ([], MessageState.DROPPED)


def test_a_site_invites_in_the_name_of_its_company(company, manager):
    site = make.organisation(kind=OrganisationKind.SITE, parent=company, name="Kiel")
    invitation = invite(make.sponsor(organisation=site, email=ADDRESS), manager)
    mailed()

    assert "Nordwerk (Kiel) lädt Sie ein" in mail.outbox[0].body
    assert "Nordwerk (Kiel) lädt Sie ein" in Client().get(link_of(invitation)).text


# --- Inviting ---


def test_who_invites_sees_the_same_whether_there_is_an_account_or_not(manager, company):
    pages = []
    for has_account in (False, True):
        sponsor = make.sponsor(
            organisation=company, code=f"SP-{has_account}", email=f"{has_account}@example.org".lower()
        )
        if has_account:
            make.member(Role.SPONSOR, email=sponsor.email)
        client = signed_in(manager)
        client.post(reverse("admin:sponsor_invite", args=[sponsor.pk]))
        mailed()
        page = client.get(reverse("admin:sponsorships_sponsor_change", args=[sponsor.pk])).text
        section = page[page.index("access-heading") : page.index("</section>", page.index("access-heading"))]
        pages.append(re.sub(r'value="\w+"|sponsors/\d+', "", section))

    assert pages[0] == pages[1]
    assert "Die E-Mail wurde versendet." in pages[0]


def test_invited_again_minutes_later_nothing_is_sent_and_later_the_newer_link_holds(sponsor, manager):
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False):
        first = invite(sponsor, manager)
    with time_machine.travel("2026-03-02 10:09+01:00", tick=False):
        again = invite(sponsor, manager)
    with time_machine.travel("2026-03-02 10:11+01:00", tick=False):
        second = invite(sponsor, manager)
        pages = [Client().get(link_of(each)).status_code for each in (first, second)]

    assert (again, second == first, Message.objects.count()) == (first, False, 2)
    assert pages == [404, 200]


def test_a_corrected_address_is_written_to_at_once(sponsor, manager):
    invite(sponsor, manager)
    Sponsor.objects.update(email="right@example.org")

    invite(sponsor, manager)
    mailed()

    assert [each.to for each in mail.outbox] == [["right@example.org"]]


@pytest.mark.parametrize(("fields", "refusal"), [({"email": ""}, NO_ADDRESS), ({"user": True}, HAS_ACCOUNT)])
def test_who_cannot_be_invited(company, manager, fields, refusal):
    if "user" in fields:
        fields = {"user": make.user(), "email": ADDRESS}

    with refused(refusal):
        invite(make.sponsor(organisation=company, **fields), manager)


def test_nobody_sends_mail_to_the_whole_world(company, manager, settings):
    settings.INVITATIONS_AN_HOUR = 2
    guests = [Guest("Kim", "Weber", f"kim{number}@example.org") for number in range(3)]

    with refused(TOO_MANY_INVITATIONS):
        invite_all(guests, company, manager)

    assert (Sponsor.objects.count(), Invitation.objects.count(), Message.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("days", "fields", "expected"),
    [
        (0, {}, Access.INVITED),
        (13, {}, Access.INVITED),
        (15, {}, Access.EXPIRED),
        (0, {"email": "b@example.org"}, Access.EXPIRED),
    ],
)
def test_where_an_invitation_stands(sponsor, manager, days, fields, expected):
    before = access(sponsor)
    invite(sponsor, manager)
    Sponsor.objects.update(**({"volunteer": True} | fields))

    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        assert (before, access(sponsor)) == (Access.NONE, expected)


# --- The pages ---


def test_several_are_invited_at_once_and_who_is_there_is_not_recorded_twice(company, manager, sponsor):
    there = make.sponsor(organisation=company, email="da@example.org", user=make.user())
    typed = f"Aylin\tÇelik\taylin@example.org\n\nKim; Weber; {ADDRESS.upper()}\nDa, Schon, {there.email}\n"

    answer = signed_in(manager).post(INVITE, {"organisation": company.pk, "more": typed}, follow=True)

    assert [str(said) for said in answer.context["messages"]] == [
        "2 Einladungen sind unterwegs.",
        "1 Person hat schon ein Konto und wurde nicht noch einmal eingeladen.",
    ]
    assert sorted(Sponsor.objects.values_list("family_name", flat=True)) == ["Weber", "Weber", "Çelik"]
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["aylin@example.org", ADDRESS]


def test_one_person_is_invited_by_name_and_address(company, manager):
    data = {"organisation": company.pk, "given_name": "Kim", "family_name": "Weber", "email": ADDRESS}

    signed_in(manager).post(INVITE, data)

    sponsor = Sponsor.objects.get()
    assert (sponsor.given_name, sponsor.family_name, sponsor.organisation) == ("Kim", "Weber", company)
    assert sponsor.history.get().history_user == manager
    assert Message.objects.get().about == Invitation.objects.get(sponsor=sponsor).pk


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, ["__all__"]),
        ({"given_name": "Kim"}, ["family_name", "email"]),
        ({"given_name": "Kim", "family_name": "Weber", "email": "no address"}, ["email"]),
        ({"more": "Kim Weber kim@example.org"}, ["more"]),
        ({"more": "Kim, Weber, nothing"}, ["more"]),
        ({"more": "\n".join(["Kim, Weber, kim@example.org"] * 101)}, ["more"]),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(company, manager, data, wrong):
    answer = signed_in(manager).post(INVITE, {"organisation": company.pk, **data})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, wrong)
    assert [
        value for value in data.values() if answer.context["form"][next(iter(data))].value() == value
    ] != [] or not data
    assert Sponsor.objects.count() == 0


def test_ones_own_company_is_proposed(company, manager):
    make.organisation(kind=OrganisationKind.SITE, parent=company, name="Aalen")

    assert signed_in(manager).get(INVITE).context["form"].initial == {"organisation": company.pk}


def test_for_another_company_nobody_invites(manager):
    other = make.organisation(name="Geheim")
    data = {"organisation": other.pk, "given_name": "Kim", "family_name": "Weber", "email": ADDRESS}
    client = signed_in(manager)

    answer = client.post(INVITE, data)

    assert (list(answer.context["form"].errors), "Geheim" in answer.text) == (["organisation"], False)
    assert Sponsor.objects.count() == 0


def test_the_same_address_in_another_company_is_a_sponsor_of_ones_own(company, manager):
    make.sponsor(email=ADDRESS)

    invite_all([Guest("Kim", "Weber", ADDRESS)], company, manager)

    assert Invitation.objects.get().sponsor.organisation == company


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.DATA_PROTECTION, 403), (Role.ADMINISTRATOR, 404), (Role.SPONSOR, 403), (Role.MANAGEMENT, 403)],
)
def test_only_training_managers_invite(company, sponsor, role, status):
    client = signed_in(make.member(role, company))

    answers = [
        client.get(INVITE).status_code,
        client.post(reverse("admin:sponsor_invite", args=[sponsor.pk])).status_code,
    ]

    assert (answers, Invitation.objects.count()) == ([403, status], 0)


def test_a_sponsor_of_another_company_is_out_of_sight(sponsor):
    client = signed_in(make.member(Role.TRAINING_MANAGER))

    assert client.post(reverse("admin:sponsor_invite", args=[sponsor.pk])).status_code == 404


def test_a_mail_that_failed_is_told_where_the_sponsor_is(sponsor, manager):
    invite(sponsor, manager)
    Message.objects.update(state=MessageState.FAILED, failure=Failure.REFUSED)

    page = signed_in(manager).get(reverse("admin:sponsorships_sponsor_change", args=[sponsor.pk])).text

    assert "Die E-Mail konnte nicht zugestellt werden." in page
