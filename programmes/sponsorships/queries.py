"""Reading who accompanies whom."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from integration.accounts.models import User
from programmes.participants.finding import containing
from programmes.pathways.models import Enrolment
from programmes.sponsorships.enums import SPONSORING_ROLES, Access
from programmes.sponsorships.models import Invitation, Sponsor, Sponsorship

MOST_FOUND = 1_000
"""Whoever finds more people through sponsors of one name has to ask more exactly."""


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


def name_of_sponsor(sponsor: Sponsor) -> str:
    """As in a list: the family name first."""
    return f"{sponsor.family_name}, {sponsor.given_name}"


def with_newest_invitation(sponsors: QuerySet[Sponsor]) -> QuerySet[Sponsor]:
    """Each with where its newest invitation went, and until when that holds."""
    newest = Invitation.objects.filter(sponsor=OuterRef("pk")).order_by("-pk")
    return sponsors.annotate(
        invited_to=Subquery(newest.values("email")[:1]), invited_until=Subquery(newest.values("expires_at")[:1])
    )


def access_of(sponsor: Sponsor) -> Access:
    """Whether somebody can sign in as this sponsor (see `with_newest_invitation`)."""
    if sponsor.user_id is not None:
        return Access.ACCOUNT
    invited_to, until = sponsor.invited_to, sponsor.invited_until  # type: ignore[attr-defined]
    if until is None:
        return Access.NONE
    holds = until > timezone.now() and invited_to.casefold() == sponsor.email.casefold()
    return Access.INVITED if holds else Access.EXPIRED


def sponsoring(on: date) -> QuerySet[Sponsorship]:
    """The sponsorships of a day that the indicators count."""
    return Sponsorship.objects.active_on(on).filter(role__in=SPONSORING_ROLES)


def sponsored(on: date, enrolment: Any) -> QuerySet[Sponsorship]:
    """Those of them that accompany an enrolment."""
    return sponsoring(on).filter(enrolment=enrolment)


def without_sponsor(rows: QuerySet[Enrolment], _user: User) -> QuerySet[Enrolment]:
    """Of the enrolments given, those whom nobody accompanies today."""
    return rows.filter(~Exists(sponsored(timezone.localdate(), OuterRef("pk"))))


def accompanied_by(user: User, enrolments: Sequence[int]) -> dict[int, str]:
    """Who accompanies these enrolments today, in words, as far as somebody may see it."""
    today = timezone.localdate()
    visible = Sponsorship.objects.visible_to(user).filter(
        pk__in=sponsoring(today).values("pk"), enrolment__in=enrolments
    )
    names: dict[int, list[str]] = defaultdict(list)
    for sponsorship in visible.select_related("sponsor").order_by("started_on", "pk"):
        names[sponsorship.enrolment_id].append(name_of_sponsor(sponsorship.sponsor))
    return {enrolment: " · ".join(dict.fromkeys(called)) for enrolment, called in names.items()}


def accompanied_by_somebody_called(user: User, question: str) -> QuerySet[Enrolment]:
    """The enrolments that a sponsor of this name accompanies today; the first ones, if there are very many."""
    visible = Sponsorship.objects.visible_to(user).active_on(timezone.localdate()).filter(role__in=SPONSORING_ROLES)
    # Asked beforehand: the database otherwise looks for the sponsors of everybody.
    found = visible.filter(containing(question, of="sponsor__")).order_by().values_list("enrolment", flat=True)
    return Enrolment.objects.filter(pk__in=list(found[:MOST_FOUND]))
