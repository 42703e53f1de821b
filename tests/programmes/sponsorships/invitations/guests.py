"""What tests about invitations do: read the mail, follow its link, and change the world in between."""

import re
from datetime import timedelta

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from integration.accounts.models import User
from integration.organisations.models import Membership
from integration.outbox.delivery import deliver
from integration.outbox.models import Message
from programmes.sponsorships.invitations import token_of
from programmes.sponsorships.models import Invitation, Sponsor
from tests import factories as make

ADDRESS = "kim.weber@example.org"
PASSWORD = "ein langes Passwort für Kim"


def mailed():
    """All that waits is sent; the links of what was sent by then."""
    for pk in Message.objects.order_by("pk").values_list("pk", flat=True):
        deliver(pk)
    return [re.search(r"/portal/welcome/\S+", each.body)[0] for each in mail.outbox]


def link_of(invitation):
    return reverse("portal:welcome", args=[token_of(invitation)])


def chosen(password=PASSWORD):
    return {"password1": password, "password2": password}


def what_changes(sponsor, manager):
    return {
        "the right": lambda: Membership.objects.filter(user=manager).delete(),
        "the account of who invited": lambda: User.objects.filter(pk=manager.pk).update(is_active=False),
        "the address": lambda: Sponsor.objects.update(email="other@example.org"),
        "an account by now": lambda: Sponsor.objects.update(user=make.user()),
        "time": lambda: Invitation.objects.update(
            invited_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
        ),
        "a newer one": lambda: Invitation.objects.create(
            sponsor=sponsor, email=ADDRESS, expires_at=timezone.now() + timedelta(days=1)
        ),
    }
