"""The secret addresses of calendars: given, taken back, and found again by what they are known."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from integration.accounts.models import User
from integration.deadlines.models import CalendarAddress

SECRET_BYTES = 32


def address_of(user: User) -> CalendarAddress | None:
    """The one that somebody has; what its secret is, nobody knows any more."""
    return CalendarAddress.objects.filter(owner=user).first()


@transaction.atomic
def give_address(user: User, *, initials: bool) -> str:
    """A new secret, told this once. An old one holds no more."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    said = {"known_by": known_by(secret), "initials": initials, "made_at": timezone.now()}
    CalendarAddress.objects.update_or_create(owner=user, defaults=said)
    return secret


@transaction.atomic
def show_initials(user: User, *, initials: bool) -> bool:
    """From now on with initials, or without. The address stays; False if there is none."""
    return bool(CalendarAddress.objects.filter(owner=user).update(initials=initials))


@transaction.atomic
def take_address_back(user: User) -> bool:
    """From now on there is nothing under the address. A second time changes nothing, and says so (False)."""
    return bool(CalendarAddress.objects.filter(owner=user).delete()[0])


def known_by(secret: str) -> str:
    """By what an address is known: from this nobody finds the secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def address_with(secret: str) -> CalendarAddress | None:
    """The address with this secret, of somebody who may still sign in."""
    rows = CalendarAddress.objects.select_related("owner")
    return rows.filter(known_by=known_by(secret), owner__is_active=True).first()
