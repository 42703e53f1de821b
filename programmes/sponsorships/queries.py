"""Reading who accompanies whom."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from integration.accounts.models import User
from programmes.sponsorships.models import Sponsorship


def current_sponsorships(user: User, on: date | None = None) -> QuerySet[Sponsorship]:
    """The sponsorships that a person with an account holds on a day, today in Berlin unless said otherwise."""
    return Sponsorship.objects.active_on(on or timezone.localdate()).filter(sponsor__user=user)


def sharing_days(sponsorship: Sponsorship) -> QuerySet[Sponsorship]:
    """Other sponsorships of the same two people in the same role that share a day with this one."""
    same = Sponsorship.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=sponsorship.started_on),
        sponsor=sponsorship.sponsor_id,
        enrolment=sponsorship.enrolment_id,
        role=sponsorship.role,
    )
    if sponsorship.ended_on is not None:
        same = same.filter(started_on__lte=sponsorship.ended_on)
    return same.exclude(pk=sponsorship.pk)
