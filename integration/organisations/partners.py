"""The partner organisations that somebody works with. How else they are linked to one's own, apps above declare."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation, Reach
from integration.organisations.scoping import holdings

Linked = Callable[[User], QuerySet[Organisation]]
_linked: list[Linked] = []


def linked_through(partners: Linked) -> None:
    """Say which partners somebody works with; declared by the app above that knows."""
    if partners not in _linked:
        _linked.append(partners)


def partners_for(user: User) -> QuerySet[Organisation]:
    """The partners of a training manager: those below and right above the own organisations, and those linked to them.

    A partner of a sister company is that company's affair.
    """
    own = [holding for role, holding in holdings(user) if role == Role.TRAINING_MANAGER]
    heads = [pk for holding in own for pk in holding.organisation_ids]
    above = Reach.objects.filter(organisation__in=heads, alone=False).values("head")
    found = Q(pk__in=[pk for holding in own for pk in holding.reached()]) | Q(parent__in=above)
    for partners in _linked:
        found |= Q(pk__in=partners(user).values("pk"))
    return Organisation.objects.filter(found, kind=OrganisationKind.PARTNER).order_by("name", "code")
