"""Whom nobody should have as a sponsor, as far as the records know it: whoever leads, instructs or assesses them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role
from integration.organisations.models import ContactPerson, Membership
from programmes.pathways.models import Cohort
from programmes.sponsorships.enums import SupportRole
from programmes.sponsorships.models import Sponsor, Sponsorship

Pair = tuple[int, int]
"""An enrolment and a sponsor."""

Words = Promise | str

SUPERIORS = (SupportRole.INSTRUCTOR, SupportRole.TRAINING_MANAGER)
INSTRUCTS: Words = _("instructs this person, or leads their training")
LEADS: Words = _("is training manager where this person works")
ASSESSES: Words = _("speaks for the partner that leads the programme")


def superiors(cohort: Cohort, places: Mapping[int, int], sponsors: Collection[Sponsor], day: date) -> dict[Pair, Words]:
    """The pairs of an enrolment (of `places`: where each belongs) and a sponsor that must not be, each with why.

    Three queries, however many there are.
    """
    leading, speaking = _leading(places.values(), sponsors, day), _speaking(cohort, sponsors)
    found: dict[Pair, Words] = {(enrolment, sponsor): ASSESSES for enrolment in places for sponsor in speaking}
    found |= {(enrolment, sponsor): LEADS for enrolment, place in places.items() for sponsor in leading.get(place, ())}
    instructing = Sponsorship.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day), enrolment__in=list(places), role__in=SUPERIORS
    )
    pairs = instructing.order_by("pk").values_list("enrolment", "sponsor")
    return found | dict.fromkeys(pairs, INSTRUCTS)


def _leading(places: Iterable[int], sponsors: Collection[Sponsor], day: date) -> dict[int, list[int]]:
    """By place, the sponsors who are training managers there or above."""
    by_account = {sponsor.user_id: sponsor.pk for sponsor in sponsors if sponsor.user_id is not None}
    held = Membership.objects.filter(
        Q(started_on__isnull=True) | Q(started_on__lte=day),
        Q(ended_on__isnull=True) | Q(ended_on__gte=day),
        role=Role.TRAINING_MANAGER,
        user__in=list(by_account),
        organisation__reaches__alone=False,
        organisation__reaches__organisation__in=set(places),
    )
    found: dict[int, list[int]] = {}
    for place, account in held.order_by("pk").values_list("organisation__reaches__organisation", "user"):
        found.setdefault(place, []).append(by_account[account])
    return found


def _speaking(cohort: Cohort, sponsors: Collection[Sponsor]) -> list[int]:
    """The sponsors who are contact persons of the partner that leads the cohort's programme: known by their address."""
    kept = ContactPerson.objects.filter(organisation=cohort.programme.lead_partner_id, active=True).exclude(email="")
    addresses = {email.casefold() for email in kept.order_by("pk").values_list("email", flat=True)}
    return [sponsor.pk for sponsor in sponsors if sponsor.email.casefold() in addresses]
