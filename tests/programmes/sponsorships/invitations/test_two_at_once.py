"""What several people or browsers do at once with an invitation happens once."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from integration.accounts.models import User
from integration.organisations.models import Membership
from integration.outbox.models import Message
from programmes.sponsorships.inviting import Guest, accept, invite, invite_all
from programmes.sponsorships.models import Invitation, Sponsor
from tests.programmes.sponsorships.invitations.guests import ADDRESS, PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def at_once(*works):
    """What came of each, done in threads that start together."""
    start, came = Barrier(len(works)), []

    def run(work):
        start.wait()
        try:
            came.append(work())
        except ValidationError as refusal:
            came.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_a_form_sent_many_times_invites_once(company, manager):
    guests = [Guest("Kim", "Weber", ADDRESS)]

    at_once(*[lambda: invite_all(guests, company, manager)] * 6)

    assert [model.objects.count() for model in (Sponsor, Invitation, Message)] == [1, 1, 1]


def test_an_invitation_accepted_many_times_makes_one_account(sponsor, manager):
    invitation = invite(sponsor, manager)

    came = at_once(*[lambda: accept(invitation, password=PASSWORD)] * 6)

    account = User.objects.get(email=ADDRESS)
    assert sorted(isinstance(each, User) for each in came) == [False] * 5 + [True]
    assert (Membership.objects.filter(user=account).count(), Sponsor.objects.get().user) == (1, account)


def test_two_invitations_to_one_address_make_one_account(company, sponsor, manager):
    other = Sponsor.objects.create(
        code="SP-2", organisation=company, given_name="Kim", family_name="Weber", email=ADDRESS
    )
    invitations = [invite(each, manager) for each in (sponsor, other)]

    came = at_once(*[lambda each=each: accept(each, password=PASSWORD) for each in invitations])

    assert sorted(isinstance(each, User) for each in came) == [False, True]
    assert Sponsor.objects.filter(user=User.objects.get(email=ADDRESS)).count() == 1
